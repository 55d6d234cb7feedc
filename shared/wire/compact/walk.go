package compact

import (
	"encoding/binary"
	"errors"
	"math"
)

// The major types of CBOR (RFC 8949, section 3.1).
const (
	majorUint = iota
	majorInt
	majorBytes
	majorText
	majorArray
	majorMap
	majorTag
	majorSimple
)

// maxDepth is how deep a skeleton may nest: a command's eight and what is around it.
const maxDepth = 12

// simpleBase is the first simple value of one byte, simpleLong begins one of two.
const (
	simpleBase  = 0xe0
	simpleFalse = 0xf4
	simpleTrue  = 0xf5
	simpleLong  = 0xf8
)

// errShape says that bytes are not what this package packs or unpacks.
var errShape = errors.New("not of the expected form")

// head is the beginning of a CBOR item: all of it but what it holds.
type head struct {
	major byte
	arg   uint64
	raw   []byte
}

// reader takes items from bytes; nothing it returns is a copy.
type reader struct{ rest []byte }

func (r *reader) take(n uint64) ([]byte, error) {
	if n > uint64(len(r.rest)) {
		return nil, errShape
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b, nil
}

// head reads one head. Open lengths are refused.
func (r *reader) head() (head, error) {
	if len(r.rest) == 0 {
		return head{}, errShape
	}
	first := r.rest[0]
	h := head{major: first >> 5}
	size := uint64(1)
	switch info := first & 0x1f; {
	case info < 24:
		h.arg = uint64(info)
	case info <= 27:
		size += 1 << (info - 24)
	default:
		return head{}, errShape
	}
	raw, err := r.take(size)
	if err != nil {
		return head{}, err
	}
	for _, b := range raw[1:] {
		h.arg = h.arg<<8 | uint64(b)
	}
	h.raw = raw
	return h, nil
}

// items is how many items follow the head of an array or map. An item has at least a byte.
func (r *reader) items(h head) (int, error) {
	n := h.arg
	if n > uint64(len(r.rest)) {
		return 0, errShape
	}
	if h.major == majorMap {
		n *= 2
	}
	return int(n), nil //nolint:gosec // at most twice the length of the bytes
}

// appendHead writes a head in its shortest form.
func appendHead(b []byte, major byte, arg uint64) []byte {
	m := major << 5
	switch {
	case arg < 24:
		return append(b, m|byte(arg))
	case arg <= math.MaxUint8:
		return append(b, m|24, byte(arg))
	case arg <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, m|25), uint16(arg))
	case arg <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(b, m|26), uint32(arg))
	}
	return binary.BigEndian.AppendUint64(append(b, m|27), arg)
}

func appendInt(b []byte, n int64) []byte {
	if n < 0 {
		return appendHead(b, majorInt, uint64(-1-n)) //nolint:gosec // -1-n is not negative
	}
	return appendHead(b, majorUint, uint64(n))
}
