package search

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// dict is a sorted dictionary that takes new words cheaply: blocks of at most
// maxBlock entries, each in order, one after the other.
type dict[V any] struct {
	blocks [][]entry[V]
	n      int
}

type entry[V any] struct {
	key string
	val V
}

const maxBlock = 256

// place is where a key stands or would stand.
type place struct{ block, i int }

func (d *dict[V]) find(key string) (place, bool) {
	if len(d.blocks) == 0 {
		return place{}, false
	}
	// The last block whose first key is not above the key.
	b := max(0, sort.Search(len(d.blocks), func(b int) bool { return d.blocks[b][0].key > key })-1)
	i, ok := slices.BinarySearchFunc(d.blocks[b], key, func(e entry[V], key string) int { return strings.Compare(e.key, key) })
	return place{b, i}, ok
}

// at returns the value of a key, which it makes when there is none. The pointer
// is good until the next call.
func (d *dict[V]) at(key string) *V {
	p, ok := d.find(key)
	if ok {
		return &d.blocks[p.block][p.i].val
	}
	d.n++
	e := entry[V]{key: strings.Clone(key)}
	if len(d.blocks) == 0 {
		d.blocks = append(d.blocks, []entry[V]{e})
		return &d.blocks[0][0].val
	}
	if len(d.blocks[p.block]) >= maxBlock {
		full := d.blocks[p.block]
		half := slices.Clone(full[maxBlock/2:])
		clear(full[maxBlock/2:])
		d.blocks[p.block] = full[:maxBlock/2]
		d.blocks = slices.Insert(d.blocks, p.block+1, half)
		if p.i > maxBlock/2 {
			p = place{p.block + 1, p.i - maxBlock/2}
		}
	}
	d.blocks[p.block] = slices.Insert(d.blocks[p.block], p.i, e)
	return &d.blocks[p.block][p.i].val
}

// settle moves to an entry that exists, or says that there is none.
func (d *dict[V]) settle(p place) (place, bool) {
	for p.block < len(d.blocks) && p.i >= len(d.blocks[p.block]) {
		p = place{p.block + 1, 0}
	}
	return p, p.block < len(d.blocks)
}

// prefixed visits the entries that begin with prefix, in order.
func (d *dict[V]) prefixed(prefix string, visit func(key string, val V)) {
	from, _ := d.find(prefix)
	for p, ok := d.settle(from); ok; p, ok = d.settle(place{p.block, p.i + 1}) {
		e := &d.blocks[p.block][p.i]
		if !strings.HasPrefix(e.key, prefix) {
			return
		}
		visit(e.key, e.val)
	}
}

// filter keeps the entries for which keep gives true and the value it gives.
func (d *dict[V]) filter(keep func(V) (V, bool)) {
	var blocks [][]entry[V]
	d.n = 0
	for _, b := range d.blocks {
		kept := b[:0]
		for _, e := range b {
			if v, ok := keep(e.val); ok {
				kept = append(kept, entry[V]{e.key, v})
			}
		}
		clear(b[len(kept):])
		if len(kept) > 0 {
			blocks = append(blocks, kept)
			d.n += len(kept)
		}
	}
	d.blocks = blocks
}

// fuzzy visits the entries within k mistakes of word: a letter too many, one
// missing, another one, or two swapped. whole is the distance to the entry,
// prefix the least distance to a beginning of it; one of them is at most k. It
// walks the sorted keys like a tree: the rows of the distance table are kept for
// what a key shares with the one before, and where no row can come back under
// k all keys with that beginning are passed over at once.
func (d *dict[V]) fuzzy(word string, k int, visit func(key string, val V, whole, prefix int)) {
	q := []rune(word)
	w := fuzzyWalk{q: q, k: k}
	w.push0()
	p, ok := d.settle(place{})
	for ok {
		e := &d.blocks[p.block][p.i]
		dead := w.to(e.key)
		if dead == "" {
			whole, prefix := w.result()
			if whole <= k || prefix <= k {
				visit(e.key, e.val, whole, prefix)
			}
			p, ok = d.settle(place{p.block, p.i + 1})
			continue
		}
		after := successor(dead)
		if after == "" {
			return
		}
		next, _ := d.find(after)
		p, ok = d.settle(next)
	}
}

// successor is the least text above everything that begins with prefix.
func successor(prefix string) string {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return string(b[:i+1])
		}
	}
	return ""
}

// fuzzyWalk holds the table for the current key: row n is for its first n letters.
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

// to brings the table to a key. It returns the beginning of the key that rules
// out everything that has it, "" when the table reaches the key's end.
func (w *fuzzyWalk) to(key string) (dead string) {
	depth, at := 0, 0
	for i, r := range key {
		if depth >= len(w.path) || w.path[depth] != r {
			break
		}
		depth++
		at = i + utf8.RuneLen(r)
	}
	w.path, w.rows, w.best = w.path[:depth], w.rows[:depth+1], w.best[:depth+1]
	for i, r := range key[at:] {
		least := w.push(r)
		if int(least) > w.k && int(w.best[len(w.best)-1]) > w.k {
			return key[:at+i+utf8.RuneLen(r)]
		}
	}
	return ""
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
