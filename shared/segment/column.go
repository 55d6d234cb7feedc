package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// errBody says that a body is not one CBOR item of definite length.
var errBody = errors.New("body is not one CBOR item")

// maxDepth bounds how deep a body may nest: one more than signed CBOR may (seal.MaxDepth)
// for each layer a document puts around it.
const maxDepth = 16

// CBOR's major types that have more than a head (RFC 8949, section 3.1).
const (
	majorBytes = 2
	majorText  = 3
	majorArray = 4
	majorMap   = 5
	majorTag   = 6
)

// column is what stands at one place of all bodies: the heads of the values, the
// contents of strings, and the keys of maps by their number. Values of one place
// are alike, so they compress far better side by side than document by document.
type column struct {
	heads, data, keys []byte
	// labels are the keys a map here has had, as CBOR, and the empty one of an array's
	// elements; kids stand below them.
	labels []string
	kids   []*column
	// form says how data is written.
	form byte

	// at is how far heads, data and keys were read.
	at struct{ heads, data, keys int }
}

// head is the first bytes of a CBOR item.
type head struct {
	major byte
	value uint64
	len   int
}

func headOf(b []byte) (head, error) {
	if len(b) == 0 {
		return head{}, errBody
	}
	h := head{major: b[0] >> 5, len: 1}
	switch info := b[0] & 31; info {
	case 24, 25, 26, 27:
		h.len = 1 + 1<<(info-24)
		if len(b) < h.len {
			return head{}, errBody
		}
		for _, x := range b[1:h.len] {
			h.value = h.value<<8 | uint64(x)
		}
	case 28, 29, 30, 31:
		return head{}, errBody
	default:
		h.value = uint64(info)
	}
	if h.major == majorTag {
		return head{}, errBody
	}
	return h, nil
}

// put takes the item at the start of b apart and returns what follows it.
func (c *column) put(b []byte, depth int) ([]byte, error) {
	h, err := headOf(b)
	if err != nil || depth > maxDepth {
		return nil, errBody
	}
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
			if b, err = c.kid("").put(b, depth+1); err != nil {
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
			if b, err = c.kids[place].put(b[n:], depth+1); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// keyLen is the length of the map key at the start of b: a number or a string. 0 for
// anything else.
func keyLen(b []byte) int {
	h, err := headOf(b)
	switch {
	case err != nil || h.major > majorText:
		return 0
	case h.major < majorBytes:
		return h.len
	case h.value > uint64(len(b)-h.len):
		return 0
	}
	return h.len + int(h.value) //nolint:gosec // at most len(b)
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

// take puts the next item together again at the end of b.
func (c *column) take(b []byte, limit, depth int) ([]byte, error) {
	h, err := headOf(c.heads[c.at.heads:])
	if err != nil || depth > maxDepth || len(b) > limit {
		return nil, errColumn
	}
	b = append(b, c.heads[c.at.heads:c.at.heads+h.len]...)
	c.at.heads += h.len
	switch h.major {
	case majorBytes, majorText:
		rest := c.data[c.at.data:]
		if uint64(len(rest)) < h.value {
			return nil, errColumn
		}
		c.at.data += int(h.value) //nolint:gosec // at most len(rest)
		return append(b, rest[:h.value]...), nil
	case majorArray:
		elements := slices.Index(c.labels, "")
		if h.value > 0 && elements < 0 {
			return nil, errColumn
		}
		for range h.value {
			if b, err = c.kids[elements].take(b, limit, depth+1); err != nil {
				return nil, err
			}
		}
	case majorMap:
		for range h.value {
			place, n := binary.Uvarint(c.keys[c.at.keys:])
			if n <= 0 || place >= uint64(len(c.kids)) || c.labels[place] == "" {
				return nil, errColumn
			}
			c.at.keys += n
			if b, err = c.kids[place].take(append(b, c.labels[place]...), limit, depth+1); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// isRead reports whether everything of the columns was taken.
func (c *column) isRead() bool {
	if c.at.heads != len(c.heads) || c.at.data != len(c.data) || c.at.keys != len(c.keys) {
		return false
	}
	for _, k := range c.kids {
		if !k.isRead() {
			return false
		}
	}
	return true
}

// write appends the columns: its own three, then those below, each after its label.
func (c *column) write(b []byte, v *vocabulary, tail *bitWriter) []byte {
	b = append(appendPart(b, c.heads), c.form)
	data := c.data
	if c.form == formWords {
		data = v.pack(c, tail)
	}
	b = appendPart(appendPart(b, data), c.keys)
	b = binary.AppendUvarint(b, uint64(len(c.kids)))
	for i, k := range c.kids {
		b = k.write(appendPart(b, []byte(c.labels[i])), v, tail)
	}
	return b
}

// readColumn reads what write wrote and returns what follows.
func readColumn(b []byte, depth int) (*column, []byte, error) {
	c := &column{}
	var err error
	if c.heads, b, err = readPart(b); err != nil {
		return nil, nil, err
	}
	if len(b) == 0 || b[0] > formWords {
		return nil, nil, errColumn
	}
	c.form, b = b[0], b[1:]
	for _, part := range []*[]byte{&c.data, &c.keys} {
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

func appendPart(b, part []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(part))), part...)
}

func readPart(b []byte) (part, rest []byte, err error) {
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return nil, nil, errColumn
	}
	end := n + int(size) //nolint:gosec // at most len(b)
	return b[n:end:end], b[end:], nil
}
