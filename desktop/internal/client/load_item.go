package client

import (
	"encoding/binary"
	"math"
	"unicode/utf8"

	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// liveItem decodes an item that was not deleted. A first load decodes nothing else that
// often, so there is a way for items alone, which reads what a server of this version
// writes; anything else goes the way of all documents.
func liveItem(d wire.Document) (*catalogue.Item, error) {
	if d.Deleted {
		return nil, nil
	}
	if i, ok := readItem(d.Body); ok {
		return i, nil
	}
	return decodeDoc[catalogue.Item](d)
}

// readItem reads a body in deterministic CBOR whose fields are all known; ok is false for
// any other. The texts of the item share one piece of memory.
func readItem(body []byte) (*catalogue.Item, bool) {
	r := itemReader{all: string(body)}
	i := &catalogue.Item{}
	r.fields(func(key uint64) {
		switch key {
		case 1:
			i.ID = id.ID[id.Item](r.id())
		case 2:
			i.Article = r.text()
		case 3:
			i.NameUk = r.text()
		case 4:
			i.NameEn = r.text()
		case 5:
			i.Category = r.text()
		case 6:
			i.DK021 = r.text()
		case 7:
			i.NSN = r.text()
		case 8:
			i.Manufacturer = r.text()
		case 9:
			i.Specs = r.specs()
		case 10:
			i.Withdrawn = r.yes()
		case 11:
			i.Version = r.number(cborNumber)
		case 12:
			i.Cap = r.signed()
		case 13:
			i.Description = r.text()
		default:
			r.odd = true
		}
	})
	return i, !r.odd && r.at == len(r.all)
}

// CBOR's major types that items are made of.
const (
	cborNumber   = 0
	cborNegative = 1
	cborBytes    = 2
	cborText     = 3
	cborArray    = 4
	cborMap      = 5
	cborYes      = 0xf5
)

// itemReader reads one body; odd is set where it is not as readItem expects.
type itemReader struct {
	all string
	at  int
	odd bool
}

// next is the next byte, without going on.
func (r *itemReader) next() byte {
	if r.at >= len(r.all) {
		r.odd = true
		return 0
	}
	return r.all[r.at]
}

// number reads a head of a type: the shortest that holds its number.
func (r *itemReader) number(major byte) uint64 {
	first := r.next()
	if first>>5 != major {
		r.odd = true
	}
	if r.odd {
		return 0
	}
	r.at++
	info := first & 31
	if info < 24 {
		return uint64(info)
	}
	size := 1 << (info & 3)
	if info > 27 || len(r.all)-r.at < size {
		r.odd = true
		return 0
	}
	var b [8]byte
	copy(b[8-size:], r.all[r.at:])
	r.at += size
	n := binary.BigEndian.Uint64(b[:])
	if n < 24 || size > 1 && n>>(4*size) == 0 {
		r.odd = true
	}
	return n
}

// fields calls each with the keys of a map, which grow.
func (r *itemReader) fields(each func(key uint64)) {
	before := uint64(0)
	for n := r.number(cborMap); n > 0 && !r.odd; n-- {
		key := r.number(cborNumber)
		if key <= before {
			r.odd = true
			return
		}
		before = key
		each(key)
	}
}

func (r *itemReader) bytes(major byte) string {
	n := r.number(major)
	if r.odd || n > uint64(len(r.all)-r.at) {
		r.odd = true
		return ""
	}
	from := r.at
	r.at += int(n) //nolint:gosec // at most what is left
	return r.all[from:r.at]
}

func (r *itemReader) text() string {
	s := r.bytes(cborText)
	if !utf8.ValidString(s) {
		r.odd = true
	}
	return s
}

func (r *itemReader) id() (i [16]byte) {
	if copy(i[:], r.bytes(cborBytes)) != len(i) {
		r.odd = true
	}
	return i
}

func (r *itemReader) yes() bool {
	if r.next() != cborYes {
		r.odd = true
	}
	r.at++
	return true
}

func (r *itemReader) signed() int64 {
	major := r.next() >> 5
	if major != cborNegative {
		major = cborNumber
	}
	n := r.number(major)
	if n > math.MaxInt64 {
		r.odd = true
		return 0
	}
	if major == cborNegative {
		return -1 - int64(n)
	}
	return int64(n)
}

func (r *itemReader) specs() []catalogue.Spec {
	n := r.number(cborArray)
	// A spec is at least three bytes.
	if r.odd || n == 0 || n > uint64(len(r.all)-r.at)/3 {
		r.odd = true
		return nil
	}
	specs := make([]catalogue.Spec, n)
	for i := range specs {
		s := &specs[i]
		r.fields(func(key uint64) {
			switch key {
			case 1:
				s.Key = r.text()
			case 2:
				s.Milli = r.signed()
			case 3:
				s.Text = r.text()
			default:
				r.odd = true
			}
		})
	}
	return specs
}
