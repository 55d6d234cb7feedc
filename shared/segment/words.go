package segment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// The forms in which the contents of a column's strings are written (section 2).
const (
	formRaw   = 0
	formWords = 1
)

const (
	// wordsFrom is from how many bytes on a column may be written as words, wordsShare
	// which share (one byte in so many) its different words may make up of it.
	wordsFrom  = 1024
	wordsShare = 4
	// maxWords bounds the vocabulary of a segment.
	maxWords = 1 << 20
)

// vocabulary are the words of a segment's texts, the frequent ones first. Running text
// is then one small number a word, which is less than what any general compressor
// makes of it: it would have to find every word again where it stood last.
//
// There are two lists, of words that begin with an ASCII byte and of the others: a text is
// mostly of one script, so its words are found among half as many.
type vocabulary struct {
	words [2][][]byte
	ranks map[string]uint64 // in its list
}

// listOf says in which list a word is.
func listOf(word []byte) int {
	if len(word) > 0 && word[0] >= utf8.RuneSelf {
		return 1
	}
	return 0
}

// turn marks a word of the other list than the one before.
const turn = 0x40

// texts calls each with every string of a column, in order.
func (c *column) texts(each func(text []byte) error) error {
	data := c.data
	err := c.lengths(func(n int) error {
		if n > len(data) {
			return errColumn
		}
		text := data[:n]
		data = data[n:]
		return each(text)
	})
	if err == nil && len(data) > 0 {
		return errColumn
	}
	return err
}

// lengths calls each with the length of every string of a column, in order.
func (c *column) lengths(each func(n int) error) error {
	for b := c.heads; len(b) > 0; {
		h, err := headOf(b)
		if err != nil {
			return errColumn
		}
		b = b[h.len:]
		if h.major != majorBytes && h.major != majorText {
			continue
		}
		if h.value > MaxRaw {
			return errColumn
		}
		if err := each(int(h.value)); err != nil { //nolint:gosec // at most MaxRaw
			return err
		}
	}
	return nil
}

// wordsOf calls each with the words of a text: what stands between its spaces. An empty
// text has none.
func wordsOf(text []byte, each func(word []byte)) {
	for more := len(text) > 0; more; {
		var word []byte
		word, text, more = bytes.Cut(text, []byte(" "))
		each(word)
	}
}

// count decides which of the columns are written as words and counts those. packed says
// to how many bytes contents would be compressed as they are: texts that repeat whole
// phrases are better left to that.
func (c *column) count(all map[string]int, packed func(data []byte) int) error {
	if len(c.data) >= wordsFrom {
		own := map[string]int{}
		if err := c.texts(func(text []byte) error {
			wordsOf(text, func(word []byte) { own[string(word)]++ })
			return nil
		}); err != nil {
			return err
		}
		size, cost := costOf(own)
		if size*wordsShare <= len(c.data) && cost < packed(c.data) {
			c.form = formWords
			for word, n := range own {
				all[word] += n
			}
		}
	}
	for _, k := range c.kids {
		if err := k.count(all, packed); err != nil {
			return err
		}
	}
	return nil
}

// costOf returns how many bytes the different words are, and about how many all of them
// cost when they are written as words: to the bit as rare as each is, rounded up, and a
// third of the vocabulary.
func costOf(words map[string]int) (size, cost int) {
	total := 0
	for word, n := range words {
		size += len(word) + 1
		total += n
	}
	for _, n := range words {
		cost += n * bits.Len(uint(total/n)) //nolint:gosec // a count
	}
	return size, cost/8 + size/3
}

// newVocabulary decides how the columns are written.
func newVocabulary(c *column, packed func(data []byte) int) (*vocabulary, error) {
	all := map[string]int{}
	if err := c.count(all, packed); err != nil {
		return nil, err
	}
	v := &vocabulary{ranks: make(map[string]uint64, len(all))}
	for _, word := range slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(all[b], all[a]), cmp.Compare(a, b))
	}) {
		list := listOf([]byte(word))
		v.ranks[word] = uint64(len(v.words[list]))
		v.words[list] = append(v.words[list], []byte(word))
	}
	return v, nil
}

// write appends the vocabulary: of each list how many words, and the words with spaces
// between.
func (v *vocabulary) write(b []byte) []byte {
	for _, words := range v.words {
		b = binary.AppendUvarint(b, uint64(len(words)))
		b = appendPart(b, bytes.Join(words, []byte(" ")))
	}
	return b
}

func readVocabulary(b []byte) (v *vocabulary, rest []byte, err error) {
	v = &vocabulary{}
	for list := range v.words {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > maxWords {
			return nil, nil, errColumn
		}
		var joined []byte
		if joined, b, err = readPart(b[size:]); err != nil {
			return nil, nil, err
		}
		if uint64(bytes.Count(joined, []byte(" "))+1) != max(n, 1) || n == 0 && len(joined) > 0 { //nolint:gosec // a count
			return nil, nil, errColumn
		}
		if n > 0 {
			v.words[list] = bytes.Split(joined, []byte(" "))
		}
	}
	return v, b, nil
}

// pack returns the contents of a column as words: of each its number's length in
// bits, in a byte, and whether it is of the other list than the one before. The bits themselves, without the first, go to the end of the segment:
// nothing compresses them, and beside what can be compressed they would spoil it.
func (v *vocabulary) pack(c *column, tail *bitWriter) []byte {
	var classes []byte
	list := 0
	_ = c.texts(func(text []byte) error { // count has seen that they fit
		wordsOf(text, func(word []byte) {
			n := v.ranks[string(word)] + 1
			class := bits.Len64(n)
			tail.add(n, class-1)
			if now := listOf(word); now != list {
				list = now
				class |= turn
			}
			classes = append(classes, byte(class)) //nolint:gosec // at most 32, and turn
		})
		return nil
	})
	return classes
}

// unpack puts the contents of all columns together again, in the order in which they
// were written. limit is how many bytes may still come.
func (v *vocabulary) unpack(c *column, tail *bitReader, limit *int) error {
	if c.form == formWords {
		var sizes []int
		all := 0
		if err := c.lengths(func(n int) error {
			if all += n; all > *limit {
				return errColumn
			}
			sizes = append(sizes, n)
			return nil
		}); err != nil {
			return err
		}
		*limit -= all
		var err error
		if c.data, err = v.texts(make([]byte, 0, all), sizes, c.data, tail); err != nil {
			return err
		}
	}
	for _, k := range c.kids {
		if err := v.unpack(k, tail, limit); err != nil {
			return err
		}
	}
	return nil
}

// texts appends the texts of a column. A first load goes through this word by word, so
// nothing here is looked up twice.
func (v *vocabulary) texts(data []byte, sizes []int, classes []byte, tail *bitReader) ([]byte, error) {
	list := 0
	words := v.words[list]
	for _, n := range sizes {
		end := len(data) + n
		for more := n > 0; more; {
			if len(classes) == 0 {
				return nil, errColumn
			}
			class := classes[0]
			classes = classes[1:]
			if class&turn != 0 {
				class &^= turn
				list = 1 - list
				words = v.words[list]
			}
			if class == 0 || class > 32 {
				return nil, errColumn
			}
			low, ok := tail.take(int(class) - 1)
			at := (1<<(class-1) | low) - 1
			if !ok || at >= uint64(len(words)) || len(data)+len(words[at]) > end {
				return nil, errColumn
			}
			data = append(data, words[at]...)
			if more = len(data) < end; more {
				data = append(data, ' ')
			}
		}
	}
	if len(classes) > 0 {
		return nil, errColumn
	}
	return data, nil
}

// bitWriter writes numbers of any length, the highest bit first.
type bitWriter struct {
	b    []byte
	last uint64 // what is not written yet, fewer than 8 bits
	n    int
}

// add writes the lowest size bits of a number, at most 32.
func (w *bitWriter) add(v uint64, size int) {
	w.last = w.last<<size | v&(1<<size-1)
	for w.n += size; w.n >= 8; w.n -= 8 {
		w.b = append(w.b, byte(w.last>>(w.n-8))) //nolint:gosec // eight bits of it
	}
	w.last &= 1<<w.n - 1
}

// end fills the last byte up with zeros.
func (w *bitWriter) end() []byte {
	if w.n > 0 {
		w.add(0, 8-w.n)
	}
	return w.b
}

// bitReader reads what bitWriter wrote.
type bitReader struct {
	b    []byte
	last uint64
	n    int
}

// take reads size bits, at most 32.
func (r *bitReader) take(size int) (v uint64, ok bool) {
	for r.n < size {
		if len(r.b) == 0 {
			return 0, false
		}
		r.last = r.last<<8 | uint64(r.b[0])
		r.b = r.b[1:]
		r.n += 8
	}
	r.n -= size
	v = r.last >> r.n
	r.last &= 1<<r.n - 1
	return v, true
}

// isRead reports whether nothing but the filling is left.
func (r *bitReader) isRead() bool { return len(r.b) == 0 && r.n < 8 && r.last == 0 }
