package segment

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
)

// The forms in which a column is written (section 2.2).
const (
	formPlain   = iota // heads and contents as they are
	formWords          // texts as words
	formTexts          // texts, each with endOfText behind it
	formID             // each is the document's id
	formVersion        // each is the document's version
	formNumbers        // heads as codes, contents as they are
	forms
)

// endOfText is in no text: it is not UTF-8.
const endOfText = 0xff

// From how many bytes on a column is worth another form.
const (
	wordsFrom   = 1024
	numbersFrom = 256
	// numbersMost bounds the different heads of a column.
	numbersMost = 1 << 12
)

// chooser decides how columns are written.
type chooser struct {
	// packed says to how many bytes something is compressed.
	packed func(data []byte) int
	v      vocabularies
	// told are the columns that may be written as words, with what they cost otherwise.
	told []telling
}

type telling struct {
	c     *column
	words tally
	other int
}

// choose decides for all columns.
func (x *chooser) choose(c *column) {
	x.look(c)
	x.v.share(x.told)
}

// look decides for a column and those below it; those of words wait, because they share
// vocabularies.
func (x *chooser) look(c *column) {
	switch {
	case c.values == 0 || len(c.keys) > 0:
	case !c.odd.id:
		c.form = formID
	case !c.odd.version:
		c.form = formVersion
	case !c.odd.text && bytes.IndexByte(c.data, endOfText) < 0:
		x.text(c)
	default:
		x.number(c)
	}
	for _, k := range c.kids {
		x.look(k)
	}
}

func (x *chooser) text(c *column) {
	plain := x.packed(c.heads) + x.packed(c.data)
	if joined := x.packed(c.joined()); joined < plain {
		c.form, plain = formTexts, joined
	}
	if len(c.data) < wordsFrom {
		return
	}
	if words := c.tally(); words.cost() < plain {
		x.told = append(x.told, telling{c, words, plain})
	}
}

// number writes the heads of a column as codes where they are of few kinds.
func (x *chooser) number(c *column) {
	if len(c.heads) < numbersFrom || len(c.kids) > 0 {
		return
	}
	kinds := map[string]int{}
	for b := c.heads; len(b) > 0; {
		h, err := headOf(b)
		if err != nil || len(kinds) > numbersMost {
			return
		}
		kinds[string(b[:h.len])]++
		b = b[h.len:]
	}
	names := slices.Sorted(maps.Keys(kinds))
	counts, size := make([]int, len(names)), 0
	for i, name := range names {
		counts[i] = kinds[name]
		size += len(name) + 1
	}
	if cost(counts)/8+size < x.packed(c.heads) {
		c.form = formNumbers
	}
}

// packHeads returns the different heads of a column, the widths of their codes and how
// many there are; the codes go to the end of the segment.
func (c *column) packHeads(tail *bitWriter) []byte {
	kinds := map[string]int{}
	c.eachHead(func(h []byte) { kinds[string(h)]++ })
	names := slices.Sorted(maps.Keys(kinds))
	counts, places := make([]int, len(names)), make(map[string]int, len(names))
	for i, name := range names {
		counts[i], places[name] = kinds[name], i
	}
	widths := widthsOf(counts)
	codes := canonical(widths)
	b := binary.AppendUvarint(nil, uint64(c.values)) //nolint:gosec // a count
	b = binary.AppendUvarint(b, uint64(len(names)))
	for _, name := range names {
		b = append(b, name...)
	}
	b = appendWidths(b, widths)
	c.eachHead(func(h []byte) {
		i := places[string(h)]
		tail.add(codes[i], max(widths[i], 0))
	})
	return b
}

func (c *column) eachHead(each func(h []byte)) {
	for b := c.heads; len(b) > 0; {
		h, err := headOf(b)
		if err != nil {
			return // look has seen that they are heads
		}
		each(b[:h.len])
		b = b[h.len:]
	}
}

// unpackHeads puts the heads of a column together again. limit is how many bytes may
// still come.
func (c *column) unpackHeads(tail *bitReader, limit *int) error {
	r := reader{b: c.heads}
	values, kinds := r.number(MaxRaw), r.number(numbersMost+1)
	names := make([][]byte, 0, min(kinds, len(r.b)))
	for range kinds {
		h, err := headOf(r.b)
		if err != nil {
			return errColumn
		}
		names = append(names, r.bytes(h.len))
	}
	code, err := newCodeReader(r.b)
	if err != nil || r.failed || len(r.b) != kinds || values > *limit {
		return errColumn
	}
	c.heads = make([]byte, 0, min(*limit, 3*values))
	for range values {
		at, ok := code.next(tail)
		if !ok || len(c.heads) > *limit {
			return errColumn
		}
		c.heads = append(c.heads, names[at]...)
	}
	if *limit -= len(c.heads); *limit < 0 {
		return errColumn
	}
	return nil
}

// joined are the texts of a column, each with its end.
func (c *column) joined() []byte {
	b := make([]byte, 0, len(c.data)+c.values)
	c.texts(func(text []byte) { b = append(append(b, text...), endOfText) })
	return b
}

// texts calls each with every text of a column.
func (c *column) texts(each func(text []byte)) {
	data := c.data
	c.eachHead(func(b []byte) {
		h, _ := headOf(b) // as above
		each(data[:h.value])
		data = data[h.value:]
	})
}

// parted reads what joined wrote.
func (c *column) parted() error {
	if len(c.heads) > 0 {
		return errColumn
	}
	n := bytes.Count(c.data, []byte{endOfText})
	c.sizes = make([]uint32, 0, n)
	from, to := c.data, make([]byte, 0, len(c.data)-n)
	for range n {
		text, rest, _ := bytes.Cut(from, []byte{endOfText})
		c.sizes = append(c.sizes, uint32(len(text))) //nolint:gosec // at most MaxRaw
		to, from = append(to, text...), rest
	}
	if len(from) > 0 {
		return errColumn
	}
	c.data = to
	return nil
}

// unpack makes the columns what they were before they were written, in their order.
// limit is how many bytes may still come.
func (v *vocabularies) unpack(c *column, tail *bitReader, limit *int) error {
	var err error
	switch c.form {
	case formWords:
		err = v.unpackWords(c, tail, limit)
	case formTexts:
		err = c.parted()
	case formNumbers:
		err = c.unpackHeads(tail, limit)
	case formID, formVersion:
		if len(c.heads) > 0 || len(c.data) > 0 {
			err = errColumn
		}
	}
	for _, k := range c.kids {
		if err == nil {
			err = v.unpack(k, tail, limit)
		}
	}
	return err
}
