package search

// compact numbers the slots anew when a quarter of them is dead.
func (x *Index) compact() {
	if x.dead >= 1024 && x.dead*4 >= len(x.slots) {
		x.renumber()
	}
}

// renumber visits every posting once: some tens of milliseconds at 100,000 items,
// after 25,000 changes.
func (x *Index) renumber() {
	moved := make([]uint32, len(x.slots)) // the new number plus one; 0 for dead
	kept := make([]slot, 0, len(x.slots)-x.dead)
	for i := range x.slots {
		if x.slots[i].state != slotDead {
			kept = append(kept, x.slots[i])
			moved[i] = uint32(len(kept)) //nolint:gosec // a slot's number
		}
	}
	keep := func(p postings) (postings, bool) {
		var out postings
		p.each(func(at uint32, f field) {
			if moved[at] != 0 {
				out.add(moved[at]-1, f)
			}
		})
		return out, out.first != noPosting
	}
	x.codes.filter(keep)
	x.words.filter(func(p *postings) (*postings, bool) {
		out, ok := keep(*p)
		*p = out
		return p, ok
	})
	for word, p := range x.wordMap {
		if p.first == noPosting {
			delete(x.wordMap, word)
		}
	}
	x.skeleton.filter(func(words []string) ([]string, bool) {
		var out []string
		for _, w := range words {
			if _, ok := x.wordMap[w]; ok {
				out = append(out, w)
			}
		}
		return out, len(out) > 0
	})
	x.slots, x.dead = kept, 0
	for item, at := range x.byItem {
		x.byItem[item] = moved[at] - 1
	}
	for o, at := range x.byOffer {
		x.byOffer[o] = moved[at] - 1
	}
	x.order.reset()
	for i := range x.slots {
		if x.slots[i].nameLen > 0 {
			x.order.changed(uint32(i)) //nolint:gosec // a slot's number
		}
	}
}

// compactSpecs drops the specs of former versions when they are a third.
func (x *Index) compactSpecs() {
	if x.specsDead < 4096 || x.specsDead*3 < len(x.specs) {
		return
	}
	kept := make([]specValue, 0, len(x.specs)-x.specsDead)
	for i := range x.slots {
		s := &x.slots[i]
		if s.state == slotDead {
			continue
		}
		at := uint32(len(kept)) //nolint:gosec // fewer than 2^32 specs
		kept = append(kept, x.specsOf(s)...)
		s.specAt = at
	}
	x.specs, x.specsDead = kept, 0
}
