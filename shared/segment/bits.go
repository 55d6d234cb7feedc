package segment

import "encoding/binary"

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

// bitReader reads what bitWriter wrote: the next bits are the highest of last, n of them
// were written. Behind the end come zeros.
type bitReader struct {
	b    []byte
	last uint64
	n    int
}

// fill makes at least 32 bits ready, or all that are left.
func (r *bitReader) fill() {
	if r.n >= 32 {
		return
	}
	if len(r.b) >= 4 {
		r.last |= uint64(binary.BigEndian.Uint32(r.b)) << (32 - r.n)
		r.b, r.n = r.b[4:], r.n+32
		return
	}
	for ; len(r.b) > 0 && r.n <= 56; r.n += 8 {
		r.last |= uint64(r.b[0]) << (56 - r.n)
		r.b = r.b[1:]
	}
}

// isRead reports whether nothing but the filling is left.
func (r *bitReader) isRead() bool { return len(r.b) == 0 && r.n < 8 && r.last == 0 }
