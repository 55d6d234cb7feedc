package search

import "encoding/binary"

// idTable finds numbers by ids. It keeps the numbers alone: whoever asks says
// whether a number is the one that was meant.
type idTable struct {
	table []uint32 // the number plus two; 0 is free, 1 was taken out
	used  int      // numbers and those taken out
}

const idGone = 1

func idHash(key [16]byte) uint64 {
	return mix(binary.LittleEndian.Uint64(key[:8]) ^ mix(binary.LittleEndian.Uint64(key[8:])))
}

func (t *idTable) find(key [16]byte, is func(n uint32) bool) (uint32, bool) {
	if i, ok := t.place(key, is); ok {
		return t.table[i] - 2, true
	}
	return 0, false
}

func (t *idTable) place(key [16]byte, is func(n uint32) bool) (int, bool) {
	if len(t.table) == 0 {
		return 0, false
	}
	mask := len(t.table) - 1
	for i := int(idHash(key)>>8) & mask; t.table[i] != 0; i = (i + 1) & mask { //nolint:gosec // 56 bits
		if t.table[i] != idGone && is(t.table[i]-2) {
			return i, true
		}
	}
	return 0, false
}

// put adds a number whose id is not there.
func (t *idTable) put(key [16]byte, n uint32, of func(n uint32) [16]byte) {
	if (t.used+1)*4 > len(t.table)*3 {
		old := t.table
		live := 0
		for _, m := range old {
			if m > idGone {
				live++
			}
		}
		size := 64
		for size*3 < (live+1)*6 {
			size *= 2
		}
		t.table, t.used = make([]uint32, size), 0
		for _, m := range old {
			if m > idGone {
				t.insert(of(m-2), m-2)
			}
		}
	}
	t.insert(key, n)
}

func (t *idTable) insert(key [16]byte, n uint32) {
	mask := len(t.table) - 1
	i := int(idHash(key)>>8) & mask //nolint:gosec // 56 bits
	for t.table[i] != 0 {
		i = (i + 1) & mask
	}
	t.table[i] = n + 2
	t.used++
}

// set changes the number of an id that is there.
func (t *idTable) set(key [16]byte, is func(n uint32) bool, to uint32) {
	if i, ok := t.place(key, is); ok {
		t.table[i] = to + 2
	}
}

func (t *idTable) remove(key [16]byte, is func(n uint32) bool) {
	if i, ok := t.place(key, is); ok {
		t.table[i] = idGone
	}
}
