package segment

import "encoding/binary"

// CBOR's major types (RFC 8949, section 3.1) that mean something to a column.
const (
	majorNumber = 0
	majorBytes  = 2
	majorText   = 3
	majorArray  = 4
	majorMap    = 5
	majorTag    = 6
)

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

// headLen is the length of the shortest head that holds a value.
func headLen(value uint64) int {
	switch {
	case value < 24:
		return 1
	case value < 1<<8:
		return 2
	case value < 1<<16:
		return 3
	case value < 1<<32:
		return 5
	}
	return 9
}

// appendHead appends the shortest head.
func appendHead(b []byte, major byte, value uint64) []byte {
	major <<= 5
	switch headLen(value) {
	case 1:
		return append(b, major|byte(value)) //nolint:gosec // below 24
	case 2:
		return append(b, major|24, byte(value)) //nolint:gosec // below 2^8
	case 3:
		return binary.BigEndian.AppendUint16(append(b, major|25), uint16(value)) //nolint:gosec // below 2^16
	case 5:
		return binary.BigEndian.AppendUint32(append(b, major|26), uint32(value)) //nolint:gosec // below 2^32
	}
	return binary.BigEndian.AppendUint64(append(b, major|27), value)
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

// skip returns what follows the item at the start of b; nil where there is none.
func skip(b []byte, depth int) []byte {
	h, err := headOf(b)
	if err != nil || depth > maxDepth {
		return nil
	}
	b = b[h.len:]
	items := h.value
	switch h.major {
	case majorBytes, majorText:
		if h.value > uint64(len(b)) {
			return nil
		}
		return b[h.value:]
	case majorArray:
	case majorMap:
		if items > 1<<32 {
			return nil
		}
		items *= 2
	default:
		return b
	}
	for range items {
		if b = skip(b, depth+1); b == nil {
			return nil
		}
	}
	return b
}
