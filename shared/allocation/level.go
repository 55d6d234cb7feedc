package allocation

import "dotchain/shared/fault"

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

// Level is how far the floor or a tier of a round rose, in pieces: what the next
// round's forecast is made of. It names nobody.
type Level struct {
	// Tier is 0 for the floor.
	Tier int64
	// Claimed and Granted are sums in whole packs; of the floor, what it could have
	// given and gave.
	Claimed, Granted int64
	// Pieces by Weight is the water level; Weight is 0 when nothing was given.
	Pieces, Weight int64
	// Tied counts the units that stand exactly at the level with a claim that reaches
	// it, Served those of them that got their last pack; the others have a pack less.
	Tied, Served int64
	// Left is the stock when it ended.
	Left int64
}

// Levels returns the level of a round's floor and those of its tiers, the first
// tier first. It fails with the faults of Check.
func Levels(r Round) (floor Level, tiers []Level, err error) {
	if reasons := Check(r); len(reasons) > 0 {
		return Level{}, nil, fault.Because("levels", reasons...)
	}
	r = r.Canonical()
	b, t := play(r)
	floor = t.floor.level(r.Pack)
	limit := (r.Floor + r.Pack - 1) / r.Pack
	for i, p := range b.parents {
		_, claim := b.sums(p.low, p.high)
		given := int64(0)
		for _, x := range b.parts[p.low:p.high] {
			given += x.floor
		}
		floor.Claimed += min(limit, claim) * r.Pack
		floor.Granted += given * r.Pack
		floor.count(t.floor, 1, int64(i)+1, min(limit, claim))
	}
	floor.Left = r.Stock/r.Pack*r.Pack - floor.Granted
	for i, x := range b.tiers {
		l := t.tiers[i].level.level(r.Pack)
		l.Tier, l.Left = x.number, t.tiers[i].end*r.Pack
		for _, g := range x.groups {
			held, claim := b.sums(g.low, g.high)
			l.Granted += held * r.Pack
			l.Claimed += claim * r.Pack
			l.count(t.tiers[i].level, b.parents[g.parent].weight, int64(g.parent)+1, claim)
		}
		tiers = append(tiers, l)
	}
	return floor, tiers, nil
}

func (m mark) level(pack int64) Level { return Level{Pieces: m.pieces * pack, Weight: m.weight} }

// count adds a unit to those at the level, when it is one.
func (l *Level) count(m mark, weight, place, claim int64) {
	full := m.pieces * weight
	if m.weight == 0 || full%m.weight != 0 || claim < full/m.weight {
		return
	}
	l.Tied++
	if place <= m.last {
		l.Served++
	}
}
