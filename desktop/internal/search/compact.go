package search

// compact numbers the slots anew when a quarter of them is dead.
func (x *Index) compact() {
	if x.dead >= 1024 && x.dead*4 >= len(x.slots) {
		x.renumber()
	}
}

// renumber visits every place once: some tens of milliseconds at 100,000 items,
// after 25,000 changes.
func (x *Index) renumber() {
	moved := make([]uint32, len(x.slots)) // the new number plus one; 0 for dead
	kept, alive, keys := make([]slot, 0, len(x.slots)-x.dead), make([]bool, 0, len(x.slots)-x.dead), names{}
	for i := range x.slots {
		s := x.slots[i]
		if s.state == slotDead {
			continue
		}
		if s.nameLen > 0 {
			at := uint32(len(keys.arena)) //nolint:gosec // far less than 4 GiB
			keys.arena = append(append(keys.arena, x.names.arena[s.name]), x.names.key(s.name)...)
			s.name = at
		}
		kept, alive = append(kept, s), append(alive, x.alive[i])
		moved[i] = uint32(len(kept)) //nolint:gosec // a slot's number
	}
	place := func(n uint32) uint32 {
		at, f := unpack(n)
		if moved[at] == 0 {
			return 0
		}
		return pack(moved[at]-1, f)
	}
	x.terms.renumber(func(which int, n uint32) uint32 {
		if which == inText {
			return moved[n-1]
		}
		return place(n)
	})
	var codes lexicon
	for _, list := range [][]entry{x.codes.sorted, x.codes.pending} {
		for _, e := range list {
			if n := place(e.id); n != 0 {
				codes.add(codes.store(x.codes.text(e.at)), n)
			}
		}
	}
	x.codes, x.stale = codes, true
	x.slots, x.alive, x.names, x.dead = kept, alive, keys, 0
	x.byItem = idTable{}
	x.order.reset()
	for i := range x.slots {
		at := uint32(i) //nolint:gosec // a slot's number
		x.byItem.put(x.slots[i].id, at, func(n uint32) [16]byte { return x.slots[n].id })
		for o := x.slots[i].offer; o >= 0; o = x.offers[o].next {
			x.offers[o].slot = at
		}
		if x.slots[i].nameLen > 0 {
			x.order.changed(at)
		}
	}
}

// compactSpecs drops the specs of former versions when they are a third.
func (x *Index) compactSpecs() {
	if x.specsDead < 4096 || x.specsDead*3 < len(x.specs) {
		return
	}
	kept := make([]uint32, 0, len(x.specs)-x.specsDead)
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
