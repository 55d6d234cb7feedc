package allocation

// trace is what a round leaves behind for slips and forecasts; quantities are packs.
type trace struct {
	// offer is what the floor could use at most.
	offer int64
	floor mark
	tiers []tierTrace
}

// mark is a water level: the largest key pieces/weight that was served, and the
// place (from 1) of the last parent served at it. Without a piece served it is
// zero, weight included.
type mark struct{ pieces, weight, last int64 }

// tierTrace is a tier's level with the stock before and after it.
type tierTrace struct {
	number     int64
	level      mark
	start, end int64
}

// raise takes a served key of the parent at a place into account.
func (m *mark) raise(pieces, weight, place int64) {
	// Both products are below 2⁴¹·2²⁰.
	switch have, now := m.pieces*weight, pieces*m.weight; {
	case m.weight == 0, now > have:
		*m = mark{pieces: pieces, weight: weight, last: place}
	case now == have:
		m.last = max(m.last, place)
	}
}

// reached is the most packs a parent of this weight and place holds at the level,
// whatever its claim.
func (m mark) reached(weight, place int64) int64 {
	if m.weight == 0 {
		return 0
	}
	full := m.pieces * weight
	if full%m.weight == 0 && place > m.last {
		return full/m.weight - 1
	}
	return full / m.weight
}

// floorLevel is the level of the floor just given.
func (b *board) floorLevel() (m mark) {
	for i, p := range b.parents {
		if held, _ := b.sums(p.low, p.high); held > 0 {
			m.raise(held, 1, int64(i)+1)
		}
	}
	return m
}

// groupSums is what each parent of a tier holds in it.
func (b *board) groupSums(t tier) []int64 {
	all := make([]int64, len(t.groups))
	for i, g := range t.groups {
		all[i], _ = b.sums(g.low, g.high)
	}
	return all
}

// tierLevel is the trace of a tier that was just given.
func (b *board) tierLevel(t tier, before []int64, start, end int64) tierTrace {
	out := tierTrace{number: t.number, start: start, end: end}
	for i, g := range t.groups {
		if held, _ := b.sums(g.low, g.high); held > before[i] {
			out.level.raise(held, b.parents[g.parent].weight, int64(g.parent)+1)
		}
	}
	return out
}
