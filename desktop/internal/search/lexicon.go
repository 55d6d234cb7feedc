package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
	"unicode/utf8"
)

// lexicon is a sorted list of texts, each with a number. New ones wait until the
// next search, which sorts them in, so that a first load sorts once. All texts stand
// in one piece of memory, each after its length, and there is nothing in it for the
// collector to follow.
type lexicon struct {
	arena   []byte
	sorted  []entry
	pending []entry
}

// entry is where a text stands, and what it is of.
type entry struct{ at, id uint32 }

// store keeps a text of at most maxWord bytes.
func (l *lexicon) store(text []byte) uint32 {
	at := uint32(len(l.arena)) //nolint:gosec // far less than 4 GiB
	l.arena = append(append(l.arena, byte(len(text))), text...)
	return at
}

func (l *lexicon) add(at, id uint32) { l.pending = append(l.pending, entry{at, id}) }

func (l *lexicon) text(at uint32) []byte {
	end := at + 1 + uint32(l.arena[at])
	return l.arena[at+1 : end : end]
}

// settle sorts in what came since.
func (l *lexicon) settle() {
	if len(l.pending) == 0 {
		return
	}
	type keyed struct {
		key uint64 // the first eight bytes: most texts differ there
		entry
	}
	fresh := make([]keyed, len(l.pending))
	for i, e := range l.pending {
		var first [8]byte
		copy(first[:], l.text(e.at))
		fresh[i] = keyed{binary.BigEndian.Uint64(first[:]), e}
	}
	slices.SortFunc(fresh, func(a, b keyed) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Or(bytes.Compare(l.text(a.at), l.text(b.at)), cmp.Compare(a.id, b.id))
	})
	merged := make([]entry, 0, len(l.sorted)+len(fresh))
	i := 0
	for _, f := range fresh {
		for ; i < len(l.sorted) && cmp.Or(bytes.Compare(l.text(l.sorted[i].at), l.text(f.at)), cmp.Compare(l.sorted[i].id, f.id)) < 0; i++ {
			merged = append(merged, l.sorted[i])
		}
		merged = append(merged, f.entry)
	}
	l.sorted, l.pending = append(merged, l.sorted[i:]...), nil
	l.arena = slices.Clip(l.arena)
}

// find is the place of the first text that is not below.
func (l *lexicon) find(text []byte) int {
	return sort.Search(len(l.sorted), func(i int) bool { return bytes.Compare(l.text(l.sorted[i].at), text) >= 0 })
}

// prefixed visits the texts that begin with prefix, in order.
func (l *lexicon) prefixed(prefix string, visit func(text []byte, id uint32)) {
	p := []byte(prefix)
	for _, e := range l.sorted[l.find(p):] {
		text := l.text(e.at)
		if !bytes.HasPrefix(text, p) {
			return
		}
		visit(text, e.id)
	}
}

// fuzzy visits the texts within k mistakes of word: a letter too many, one
// missing, another one, or two swapped. whole is the distance to the text,
// prefix the least distance to a beginning of it; one of them is at most k. It
// walks the sorted texts like a tree: the rows of the distance table are kept for
// what a text shares with the one before, and where no row can come back under
// k all texts with that beginning are passed over at once.
func (l *lexicon) fuzzy(word string, k int, visit func(text []byte, id uint32, whole, prefix int)) {
	w := fuzzyWalk{q: []rune(word), k: k}
	w.push0()
	for i := 0; i < len(l.sorted); {
		e := l.sorted[i]
		text := l.text(e.at)
		dead := w.to(text)
		if dead == 0 {
			if whole, prefix := w.result(); whole <= k || prefix <= k {
				visit(text, e.id, whole, prefix)
			}
			i++
			continue
		}
		after := successor(text[:dead])
		if after == nil {
			return
		}
		i = l.after(i+1, after)
	}
}

// after is the place of the first text from a place on that is not below. What is
// passed over is mostly near, so it doubles its steps.
func (l *lexicon) after(from int, text []byte) int {
	step := 1
	for from+step < len(l.sorted) && bytes.Compare(l.text(l.sorted[from+step].at), text) < 0 {
		step *= 2
	}
	low, high := from, min(from+step+1, len(l.sorted))
	return low + sort.Search(high-low, func(i int) bool { return bytes.Compare(l.text(l.sorted[low+i].at), text) >= 0 })
}

// successor is the least text above everything that begins with prefix; nil for none.
func successor(prefix []byte) []byte {
	b := bytes.Clone(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return b[:i+1]
		}
	}
	return nil
}

// fuzzyWalk holds the table for the current text: row n is for its first n letters.
type fuzzyWalk struct {
	q    []rune
	k    int
	rows [][]uint8
	best []uint8 // the least distance of any beginning up to that row
	path []rune
}

const far = 100

func (w *fuzzyWalk) push0() {
	row := make([]uint8, len(w.q)+1)
	for i := range row {
		row[i] = uint8(min(i, far)) //nolint:gosec // at most far
	}
	w.rows, w.best = [][]uint8{row}, []uint8{row[len(w.q)]}
}

// to brings the table to a text. It returns the length of the beginning that rules
// out everything that has it, 0 when the table reaches the text's end.
func (w *fuzzyWalk) to(text []byte) (dead int) {
	depth, at := 0, 0
	for at < len(text) && depth < len(w.path) {
		r, size := utf8.DecodeRune(text[at:])
		if w.path[depth] != r {
			break
		}
		depth++
		at += size
	}
	w.path, w.rows, w.best = w.path[:depth], w.rows[:depth+1], w.best[:depth+1]
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		at += size
		if least := w.push(r); int(least) > w.k && int(w.best[len(w.best)-1]) > w.k {
			return at
		}
	}
	return 0
}

// push adds a letter and returns the least number of its row.
func (w *fuzzyWalk) push(r rune) (least uint8) {
	n := len(w.path)
	above := w.rows[n]
	var row []uint8
	if cap(w.rows) > n+1 {
		row = w.rows[:n+2][n+1]
	}
	if row == nil {
		row = make([]uint8, len(w.q)+1)
	}
	row[0] = uint8(min(n+1, far)) //nolint:gosec // at most far
	least = row[0]
	for i, c := range w.q {
		cost := uint8(1)
		if c == r {
			cost = 0
		}
		v := min(above[i]+cost, above[i+1]+1, row[i]+1)
		if n > 0 && i > 0 && c == w.path[n-1] && w.q[i-1] == r {
			v = min(v, w.rows[n-1][i-1]+1)
		}
		row[i+1] = min(v, far)
		least = min(least, v)
	}
	w.path = append(w.path, r)
	w.rows = append(w.rows, row)
	w.best = append(w.best, min(w.best[len(w.best)-1], row[len(w.q)]))
	return least
}

func (w *fuzzyWalk) result() (whole, prefix int) {
	return int(w.rows[len(w.rows)-1][len(w.q)]), int(w.best[len(w.best)-1])
}
