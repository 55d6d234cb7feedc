package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"dotchain/shared/wire"
)

// errBody says that a body is not one CBOR item of definite length.
var errBody = errors.New("body is not one CBOR item")

// maxDepth bounds how deep a body may nest: one more than signed CBOR may (seal.MaxDepth)
// for each layer a document puts around it.
const maxDepth = 16

// column is what stands at one place of all bodies: the heads of the values, the
// contents of strings, and the keys of maps by their number. Values of one place
// are alike, so they compress far better side by side than document by document.
type column struct {
	heads, data, keys []byte
	// labels are the keys a map here has had, as CBOR, and the empty one of an array's
	// elements; kids stand below them.
	labels []string
	kids   []*column
	// form says how heads and data are written; words is the vocabulary of formWords.
	form  byte
	words *vocabulary
	// sizes are the lengths of the texts of a column that is read and has no heads.
	sizes []uint32

	// values is how many were put here; odd what they are not, one and all.
	values int
	odd    struct{ id, version, text bool }

	// at is how far heads, data, keys and sizes were read.
	at struct{ heads, data, keys, sizes int }
}

// put takes the item at the start of b, which is of a document, apart and returns what
// follows it.
func (c *column) put(b []byte, depth int, doc *wire.Document) ([]byte, error) {
	h, err := headOf(b)
	if err != nil || depth > maxDepth {
		return nil, errBody
	}
	c.see(h, b, doc)
	c.heads = append(c.heads, b[:h.len]...)
	b = b[h.len:]
	switch h.major {
	case majorBytes, majorText:
		if uint64(len(b)) < h.value {
			return nil, errBody
		}
		c.data = append(c.data, b[:h.value]...)
		return b[h.value:], nil
	case majorArray:
		for range h.value {
			if b, err = c.kid("").put(b, depth+1, doc); err != nil {
				return nil, err
			}
		}
	case majorMap:
		for range h.value {
			n := keyLen(b)
			if n == 0 {
				return nil, errBody
			}
			place := c.place(string(b[:n]))
			c.keys = binary.AppendUvarint(c.keys, uint64(place)) //nolint:gosec // an index
			if b, err = c.kids[place].put(b[n:], depth+1, doc); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// see notes what the value at the start of b is not.
func (c *column) see(h head, b []byte, doc *wire.Document) {
	c.values++
	short := h.len == headLen(h.value)
	if h.major != majorBytes || h.value != 16 || !short || len(b) < 17 || [16]byte(b[1:17]) != doc.ID {
		c.odd.id = true
	}
	if h.major != majorNumber || h.value != doc.Version || !short {
		c.odd.version = true
	}
	if h.major != majorText || !short {
		c.odd.text = true
	}
}

func (c *column) kid(label string) *column { return c.kids[c.place(label)] }

// place is the number of a label, given on its first use.
func (c *column) place(label string) int {
	if at := slices.Index(c.labels, label); at >= 0 {
		return at
	}
	c.labels, c.kids = append(c.labels, label), append(c.kids, &column{})
	return len(c.kids) - 1
}

// errColumn says that the columns do not fit together.
var errColumn = errors.New("columns do not fit together")

// taker puts bodies together again, one after another in one piece of memory.
type taker struct {
	all   []byte
	limit int
	// version is of the document that is being put together, holes where its id belongs.
	version uint64
	holes   []int
}

// take puts the next item of a column together again at the end of all.
func (t *taker) take(c *column, depth int) error {
	if depth > maxDepth || len(t.all) > t.limit {
		return errColumn
	}
	switch c.form {
	case formWords, formTexts:
		return t.text(c)
	case formID:
		t.all = appendHead(t.all, majorBytes, 16)
		t.holes = append(t.holes, len(t.all))
		t.all = append(t.all, make([]byte, 16)...)
		return nil
	case formVersion:
		t.all = appendHead(t.all, majorNumber, t.version)
		return nil
	}
	h, err := headOf(c.heads[c.at.heads:])
	if err != nil {
		return errColumn
	}
	t.all = append(t.all, c.heads[c.at.heads:c.at.heads+h.len]...)
	c.at.heads += h.len
	switch h.major {
	case majorBytes, majorText:
		rest := c.data[c.at.data:]
		if uint64(len(rest)) < h.value {
			return errColumn
		}
		c.at.data += int(h.value) //nolint:gosec // at most len(rest)
		t.all = append(t.all, rest[:h.value]...)
	case majorArray:
		return t.array(c, h.value, depth)
	case majorMap:
		return t.pairs(c, h.value, depth)
	}
	return nil
}

func (t *taker) text(c *column) error {
	if c.at.sizes >= len(c.sizes) {
		return errColumn
	}
	size := int(c.sizes[c.at.sizes])
	c.at.sizes++
	t.all = appendHead(t.all, majorText, uint64(size)) //nolint:gosec // not negative
	t.all = append(t.all, c.data[c.at.data:c.at.data+size]...)
	c.at.data += size
	return nil
}

func (t *taker) array(c *column, elements uint64, depth int) error {
	at := slices.Index(c.labels, "")
	if elements > 0 && at < 0 {
		return errColumn
	}
	for range elements {
		if err := t.take(c.kids[at], depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (t *taker) pairs(c *column, pairs uint64, depth int) error {
	for range pairs {
		place, n := binary.Uvarint(c.keys[c.at.keys:])
		if n <= 0 || place >= uint64(len(c.kids)) || c.labels[place] == "" {
			return errColumn
		}
		c.at.keys += n
		t.all = append(t.all, c.labels[place]...)
		if err := t.take(c.kids[place], depth+1); err != nil {
			return err
		}
	}
	return nil
}

// isRead reports whether everything of the columns was taken.
func (c *column) isRead() bool {
	if c.at.heads != len(c.heads) || c.at.data != len(c.data) || c.at.keys != len(c.keys) || c.at.sizes != len(c.sizes) {
		return false
	}
	for _, k := range c.kids {
		if !k.isRead() {
			return false
		}
	}
	return true
}

// write writes the columns: form, heads, data and keys of each, then those below, each
// after its label.
func (c *column) write(w *writer, v *vocabularies) {
	heads, data := c.heads, c.data
	switch c.form {
	case formWords:
		heads, data = binary.AppendUvarint(nil, uint64(v.number(c.words))), c.packWords(&w.tail) //nolint:gosec // an index
	case formTexts:
		heads, data = nil, c.joined()
	case formID, formVersion:
		heads, data = nil, nil
	case formNumbers:
		heads = c.packHeads(&w.tail)
	}
	w.bytes([]byte{c.form})
	w.part(heads)
	w.part(data)
	w.part(c.keys)
	w.number(len(c.kids))
	for i, k := range c.kids {
		w.part([]byte(c.labels[i]))
		k.write(w, v)
	}
}

// readColumn reads what write wrote and returns what follows.
func readColumn(b []byte, depth int) (*column, []byte, error) {
	c := &column{}
	if len(b) == 0 || b[0] >= forms {
		return nil, nil, errColumn
	}
	c.form, b = b[0], b[1:]
	var err error
	for _, part := range []*[]byte{&c.heads, &c.data, &c.keys} {
		if *part, b, err = readPart(b); err != nil {
			return nil, nil, err
		}
	}
	kids, n := binary.Uvarint(b)
	// A column needs five bytes and its label one.
	if n <= 0 || kids > uint64(len(b)/6) || depth > maxDepth {
		return nil, nil, fmt.Errorf("%w: %d below one", errColumn, kids)
	}
	b = b[n:]
	for range kids {
		var label []byte
		if label, b, err = readPart(b); err != nil {
			return nil, nil, err
		}
		if len(label) > 0 && keyLen(label) != len(label) {
			return nil, nil, errColumn
		}
		var k *column
		if k, b, err = readColumn(b, depth+1); err != nil {
			return nil, nil, err
		}
		c.labels, c.kids = append(c.labels, string(label)), append(c.kids, k)
	}
	return c, b, nil
}

func readPart(b []byte) (part, rest []byte, err error) {
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return nil, nil, errColumn
	}
	end := n + int(size) //nolint:gosec // at most len(b)
	return b[n:end:end], b[end:], nil
}
