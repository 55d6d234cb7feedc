package search

// chunks remembers which one word stands in a piece of text between two spaces as it
// was written, so that the words a catalogue is full of are not read letter by letter
// each time. It is forgotten when a first load is over.
type chunks struct {
	table []chunk
	used  int
}

// chunk is a text of up to maxChunk bytes in whole, and the number of its word.
type chunk struct {
	text [3]uint64
	size uint32 // 0 is free
	word uint32
}

const (
	maxChunks = 1 << 16
	maxChunk  = 24
)

func newChunk(text string) (made chunk) {
	made.size = uint32(len(text)) //nolint:gosec // at most maxChunk
	i := 0
	for ; len(text) >= 8; text = text[8:] {
		made.text[i] = loadWord(text)
		i++
	}
	for n := range len(text) {
		made.text[i] |= uint64(text[n]) << (8 * n)
	}
	return made
}

// loadWord reads eight bytes at once.
func loadWord(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func (c *chunks) place(of *chunk) uint64 {
	mask := uint64(len(c.table) - 1)
	h := mix(of.text[0]^mix(of.text[1]^mix(of.text[2]^uint64(of.size)))) >> 16 & mask
	for have := &c.table[h]; have.size != 0 && (have.text != of.text || have.size != of.size); have = &c.table[h] {
		h = (h + 1) & mask
	}
	return h
}

func (c *chunks) find(text string) (uint32, bool) {
	if len(c.table) == 0 || len(text) > maxChunk || text == "" {
		return 0, false
	}
	made := newChunk(text)
	have := &c.table[c.place(&made)]
	return have.word, have.size != 0
}

func (c *chunks) put(text string, word uint32) {
	if len(text) > maxChunk || text == "" || c.used >= maxChunks {
		return
	}
	if c.used*2 >= len(c.table) {
		old := c.table
		c.table = make([]chunk, max(1024, len(old)*2))
		for i := range old {
			if old[i].size != 0 {
				c.table[c.place(&old[i])] = old[i]
			}
		}
	}
	c.used++
	made := newChunk(text)
	made.word = word
	c.table[c.place(&made)] = made
}
