package segment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"unicode/utf8"
)

const (
	// maxWords bounds the words of a list, maxVocabularies the vocabularies of a segment.
	maxWords        = 1 << 20
	maxVocabularies = 16
	// averageWord is about how many bytes a word has.
	averageWord = 12
	// maxShared is how much of a word may be said to be the word's before it.
	maxShared = 255
)

// tally counts the words of texts. There are two lists, of words that begin with an
// ASCII byte and of the others: a text is mostly of one script, so its words are found
// among half as many. Where the list changes stands a turn. Every column begins with
// the first list.
type tally struct {
	words [2]map[string]int
	turns [2]int
}

// listOf says in which list a word is.
func listOf(word []byte) int {
	if len(word) > 0 && word[0] >= utf8.RuneSelf {
		return 1
	}
	return 0
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

// tally counts the words of a column.
func (c *column) tally() tally {
	t := tally{words: [2]map[string]int{{}, {}}}
	list := 0
	c.texts(func(text []byte) {
		wordsOf(text, func(word []byte) {
			if now := listOf(word); now != list {
				t.turns[list]++
				list = now
			}
			t.words[list][string(word)]++
		})
	})
	return t
}

func (t tally) plus(other tally) tally {
	sum := tally{words: [2]map[string]int{maps.Clone(t.words[0]), maps.Clone(t.words[1])}}
	for list := range sum.words {
		for word, n := range other.words[list] {
			sum.words[list][word] += n
		}
		sum.turns[list] = t.turns[list] + other.turns[list]
	}
	return sum
}

// vocabulary is a tally in the order in which it is written.
type vocabulary struct {
	lists [2]list
}

// list are words in the order of their bytes, how often each comes and, last, the turn.
type list struct {
	words  []string
	counts []int
	// places are of the words, widths and codes of words and turn; they are made when all is counted.
	places map[string]int
	widths []int
	codes  []uint64
}

func (t tally) vocabulary() *vocabulary {
	v := &vocabulary{}
	for i := range v.lists {
		l := &v.lists[i]
		l.words = slices.Sorted(maps.Keys(t.words[i]))
		for _, word := range l.words {
			l.counts = append(l.counts, t.words[i][word])
		}
		l.counts = append(l.counts, t.turns[i])
	}
	return v
}

// cost is about how many bytes words take with their vocabulary, two thirds of whose
// letters are left when it is compressed.
func (t tally) cost() int {
	bytes := 0
	for _, l := range t.vocabulary().lists {
		bytes += cost(l.counts) / 8
		before := ""
		for _, word := range l.words {
			bytes += 1 + (len(word)-shared(before, word))*2/3
			before = word
		}
	}
	return bytes
}

// shared is how much a word has in common with the one before.
func shared(before, word string) int {
	n := 0
	for n < min(len(before), len(word), maxShared) && before[n] == word[n] {
		n++
	}
	return n
}

// vocabularies are those of a segment.
type vocabularies struct {
	all []*vocabulary
	// readers and words are of those that were read, by vocabulary and list.
	readers [][2]*codeReader
	words   [][2][][]byte
}

func (v *vocabularies) number(of *vocabulary) int { return slices.Index(v.all, of) }

// share decides which columns share a vocabulary: names and descriptions are of the same
// words, codes and makers are not.
func (v *vocabularies) share(told []telling) {
	slices.SortStableFunc(told, func(a, b telling) int { return cmp.Compare(len(b.c.data), len(a.c.data)) })
	type group struct {
		words   tally
		cost    int
		columns []*column
	}
	var groups []*group
	for _, t := range told {
		own := t.words.cost()
		var best *group
		least := own
		for _, g := range groups {
			if more := g.words.plus(t.words).cost() - g.cost; more < least {
				best, least = g, more
			}
		}
		switch {
		case best != nil:
			best.words, best.cost = best.words.plus(t.words), best.cost+least
			best.columns = append(best.columns, t.c)
		case len(groups) < maxVocabularies:
			groups = append(groups, &group{t.words, own, []*column{t.c}})
		}
	}
	for _, g := range groups {
		words := g.words.vocabulary()
		for i := range words.lists {
			l := &words.lists[i]
			l.widths = widthsOf(l.counts)
			l.codes = canonical(l.widths)
			l.places = make(map[string]int, len(l.words))
			for n, word := range l.words {
				l.places[word] = n
			}
		}
		v.all = append(v.all, words)
		for _, c := range g.columns {
			c.form, c.words = formWords, words
		}
	}
}

// write writes the vocabularies: of each list how many words, how much each has of the
// one before, what follows it, and the widths of their codes.
func (v *vocabularies) write(w *writer) {
	w.number(len(v.all))
	for _, words := range v.all {
		for _, l := range words.lists {
			var common, rests []byte
			before := ""
			for _, word := range l.words {
				n := shared(before, word)
				common = append(common, byte(n)) //nolint:gosec // at most maxShared
				rests = append(append(rests, word[n:]...), ' ')
				before = word
			}
			w.number(len(l.words))
			w.bytes(common)
			w.part(rests)
			w.bytes(appendWidths(nil, l.widths))
		}
	}
}

// readVocabularies reads what write wrote; limit is how many bytes all words may be.
func readVocabularies(b []byte, limit int) (v *vocabularies, rest []byte, err error) {
	r := reader{b: b}
	v = &vocabularies{}
	for range r.number(maxVocabularies) {
		var words [2][][]byte
		var codes [2]*codeReader
		for i := range words {
			n := r.number(maxWords)
			common, rests := r.bytes(n), r.part()
			widths := r.bytes(n + 1)
			if r.failed {
				return nil, nil, errColumn
			}
			if words[i], err = readWords(common, rests, &limit); err != nil {
				return nil, nil, err
			}
			if codes[i], err = newCodeReader(widths); err != nil {
				return nil, nil, err
			}
		}
		v.words, v.readers = append(v.words, words), append(v.readers, codes)
	}
	if r.failed {
		return nil, nil, errColumn
	}
	return v, r.b, nil
}

// readWords reads words that stand in the order of their bytes.
func readWords(common, rests []byte, limit *int) ([][]byte, error) {
	words := make([][]byte, 0, len(common))
	var all, before []byte
	for _, n := range common {
		rest, after, ok := bytes.Cut(rests, []byte(" "))
		if *limit -= int(n) + len(rest); !ok || int(n) > len(before) || *limit < 0 {
			return nil, errColumn
		}
		from := len(all)
		all = append(append(all, before[:n]...), rest...)
		before, rests = all[from:len(all):len(all)], after
		words = append(words, before)
	}
	if len(rests) > 0 {
		return nil, errColumn
	}
	return words, nil
}

// packWords returns how many words each text of a column has; the codes of the words go
// to the end of the segment: nothing compresses them, and beside what can be compressed
// they would spoil it.
func (c *column) packWords(tail *bitWriter) []byte {
	var numbers []byte
	now := 0
	c.texts(func(text []byte) {
		n := uint64(0)
		wordsOf(text, func(word []byte) {
			l := &c.words.lists[now]
			if is := listOf(word); is != now {
				tail.add(l.codes[len(l.words)], l.widths[len(l.words)])
				now = is
				l = &c.words.lists[now]
			}
			place := l.places[string(word)]
			tail.add(l.codes[place], l.widths[place])
			n++
		})
		numbers = binary.AppendUvarint(numbers, n)
	})
	return numbers
}

// unpackWords puts the texts of a column together again.
func (v *vocabularies) unpackWords(c *column, tail *bitReader, limit *int) error {
	at, n := binary.Uvarint(c.heads)
	if n <= 0 || n != len(c.heads) || at >= uint64(len(v.words)) {
		return errColumn
	}
	numbers, sizes := c.data, make([]uint32, 0, len(c.data))
	c.heads = nil
	words := 0
	for _, n := range numbers {
		words += int(n)
	}
	data := make([]byte, 0, min(*limit, averageWord*words))
	w := wordReader{words: v.words[at], codes: v.readers[at], tail: tail, limit: *limit}
	var err error
	for len(numbers) > 0 {
		n, size := binary.Uvarint(numbers)
		if size <= 0 {
			return errColumn
		}
		numbers = numbers[size:]
		from := len(data)
		if data, err = w.text(data, n); err != nil {
			return err
		}
		sizes = append(sizes, uint32(len(data)-from)) //nolint:gosec // at most MaxRaw
	}
	if *limit -= len(data); *limit < 0 {
		return errColumn
	}
	c.data, c.sizes = data, sizes
	return nil
}

// wordReader reads the texts of a column.
type wordReader struct {
	words [2][][]byte
	codes [2]*codeReader
	list  int
	tail  *bitReader
	limit int
}

// text appends a text of n words. A first load goes through this word by word, so nothing
// here is looked up twice.
func (w *wordReader) text(data []byte, n uint64) ([]byte, error) {
	words, code := w.words[w.list], w.codes[w.list]
	for first := true; n > 0; n-- {
		at, ok := code.next(w.tail)
		if ok && int(at) == len(words) {
			w.list = 1 - w.list
			words, code = w.words[w.list], w.codes[w.list]
			at, ok = code.next(w.tail)
		}
		if !ok || int(at) >= len(words) || len(data)+len(words[at]) >= w.limit+1 {
			return nil, errColumn
		}
		if !first {
			data = append(data, ' ')
		}
		first = false
		data = append(data, words[at]...)
	}
	return data, nil
}
