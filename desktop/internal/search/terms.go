package search

import (
	"encoding/binary"
)

// terms are the words that several items may share, each with two lists: where it
// stands in names, codes and characteristics, and where in descriptions. A list is
// the differences of growing numbers, seven bits a byte. What came last stands in
// lists of its own; freeze puts all of it in one piece of memory.
type terms struct {
	words  lexicon
	at     []uint32 // where each one's text stands
	table  []uint64 // open addressing: the hash's upper half, and the number plus one
	lists  [][2]list
	frozen []byte
	fresh  []fresh // by number; nil after freeze
	waits  int     // bytes in fresh
	sounds lexicon // the skeletons, for the first heard of the words
	heard  int
}

// list is a run of terms.frozen, and the last number in it.
type list struct{ from, size, last uint32 }

// fresh is what came of a term since. All that is touched when a word is read stands
// together here: there are more words than the processor keeps at hand.
type fresh struct {
	runs [2][]byte
	last [2]uint32
	// seen is the item the word was last seen in, field where (see poster).
	seen  uint32
	field field
}

// The two lists of a term.
const (
	inNames = 0 // numbers are packed places: slot and field
	inText  = 1 // numbers are slots, counted from one
)

const upper = 0xffff_ffff_0000_0000

// of gives the number of a word, a new one if need be.
func (t *terms) of(word []byte) uint32 {
	if len(t.at)*2 >= len(t.table) {
		t.grow()
	}
	h := hashBytes(word)
	mask := uint64(len(t.table) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		have := t.table[i]
		if have == 0 {
			n := uint32(len(t.at)) //nolint:gosec // far fewer than 2^32 words
			at := t.words.store(word)
			t.words.add(at, n)
			t.at = append(t.at, at)
			t.lists = append(t.lists, [2]list{})
			t.open()
			t.table[i] = h&upper | uint64(n+1)
			return n
		}
		if (have^h)&upper == 0 {
			n := uint32(have) - 1 //nolint:gosec // the lower half
			if string(t.words.text(t.at[n])) == string(word) {
				return n
			}
		}
	}
}

func (t *terms) grow() {
	t.table = make([]uint64, max(1024, len(t.table)*2))
	mask := uint64(len(t.table) - 1)
	for n, at := range t.at {
		h := hashBytes(t.words.text(at))
		i := h & mask
		for t.table[i] != 0 {
			i = (i + 1) & mask
		}
		t.table[i] = h&upper | uint64(n+1) //nolint:gosec // not negative
	}
}

// add puts a number at the end of a list; it is above all that are there.
//
//nolint:gosec // low bits on purpose
func (t *terms) add(n uint32, which int, number uint32) {
	f := &t.fresh[n]
	run, step := f.runs[which], number-f.last[which]
	was := len(run)
	switch {
	case step < 1<<7:
		run = append(run, byte(step))
	case step < 1<<14:
		run = append(run, byte(step)|0x80, byte(step>>7))
	default:
		run = binary.AppendUvarint(run, uint64(step))
	}
	t.waits += len(run) - was
	f.runs[which], f.last[which] = run, number
}

// open makes room for what comes.
func (t *terms) open() {
	for n := len(t.fresh); n < len(t.lists); n++ {
		t.fresh = append(t.fresh, fresh{last: [2]uint32{t.lists[n][inNames].last, t.lists[n][inText].last}})
	}
}

// runs are the two pieces of a list, to be read one after the other.
func (t *terms) runs(n uint32, which int) (frozen, fresh []byte) {
	l := t.lists[n][which]
	if int(n) < len(t.fresh) {
		fresh = t.fresh[n].runs[which]
	}
	return t.frozen[l.from : l.from+l.size], fresh
}

// each gives all numbers of a list.
func (t *terms) each(n uint32, which int, visit func(uint32)) {
	frozen, fresh := t.runs(n, which)
	number := uint32(0)
	for _, run := range [2][]byte{frozen, fresh} {
		for len(run) > 0 {
			var step uint32
			step, run = uvarint(run)
			number += step
			visit(number)
		}
	}
}

// uvarint reads one number; most take a byte.
func uvarint(b []byte) (uint32, []byte) {
	if b[0] < 0x80 {
		return uint32(b[0]), b[1:]
	}
	n, size := binary.Uvarint(b)
	return uint32(n), b[size:] //nolint:gosec // written from 32 bits
}

// settle sorts new words in and, where there are many new places, freezes the lists.
func (t *terms) settle() {
	for ; t.heard < len(t.at); t.heard++ {
		if sk := skeleton(string(t.words.text(t.at[t.heard]))); sk != "" && len(sk) <= maxWord {
			t.sounds.add(t.sounds.store([]byte(sk)), uint32(t.heard)) //nolint:gosec // a word's number
		}
	}
	t.words.settle()
	t.sounds.settle()
	if t.waits > 1<<16+len(t.frozen)/8 {
		t.freeze()
	}
}

func (t *terms) freeze() {
	all := make([]byte, 0, len(t.frozen)+t.waits)
	for n := range t.lists {
		for which := range t.lists[n] {
			frozen, fresh := t.runs(uint32(n), which) //nolint:gosec // a word's number
			from := uint32(len(all))                  //nolint:gosec // far less than 4 GiB
			all = append(append(all, frozen...), fresh...)
			l := &t.lists[n][which]
			l.from, l.size = from, uint32(len(frozen)+len(fresh)) //nolint:gosec // as above
			if n < len(t.fresh) {
				l.last = t.fresh[n].last[which]
			}
		}
	}
	t.frozen, t.fresh, t.waits = all, nil, 0
}

// renumber writes all lists anew with other numbers; 0 leaves one out.
func (t *terms) renumber(to func(which int, number uint32) uint32) {
	lists, frozen := make([][2]list, len(t.lists)), make([]byte, 0, len(t.frozen)+t.waits)
	for n := range t.lists {
		for which := range t.lists[n] {
			l := &lists[n][which]
			l.from = uint32(len(frozen))                   //nolint:gosec // far less than 4 GiB
			t.each(uint32(n), which, func(number uint32) { //nolint:gosec // a word's number
				if number = to(which, number); number != 0 {
					frozen = binary.AppendUvarint(frozen, uint64(number-l.last))
					l.last = number
				}
			})
			l.size = uint32(len(frozen)) - l.from //nolint:gosec // as above
		}
	}
	t.lists, t.frozen, t.fresh, t.waits = lists, frozen, nil, 0
}

// hashBytes and hashText spread texts; they need not withstand anybody.
func hashBytes(b []byte) uint64 {
	h := uint64(len(b)) * hashStep
	for len(b) >= 8 {
		h = mix(h ^ binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	var last uint64
	for i, c := range b {
		last |= uint64(c) << (8 * i)
	}
	return mix(mix(h ^ last))
}

const hashStep = 0x9e37_79b9_7f4a_7c15

func mix(h uint64) uint64 {
	h *= hashStep
	return h ^ h>>29
}
