package allocation

import (
	"cmp"
	"slices"
)

// part is a claimant while a round runs; quantities are packs.
type part struct {
	ticket

	tier  int64
	claim int64
	held  int64
	floor int64 // how much of held the floor gave
}

// parent is a unit while a round runs. Its parts are parts[low:high] of the board.
type parent struct {
	ticket

	weight    int64
	low, high int
}

// group is what a parent has in one tier: parts[low:high] of the board.
type group struct {
	parent    int
	low, high int
}

// tier is one tier with the parents that have parts in it, in the order of ties.
type tier struct {
	number int64
	groups []group
}

// board is a round while it runs. Parents stand in the order of ties; parts by
// parent, then tier, then in the order of ties.
type board struct {
	parents []parent
	parts   []part
	tiers   []tier
}

// newBoard sets up a valid, canonical round.
func newBoard(r Round) *board {
	b := &board{parts: make([]part, len(r.Claimants))}
	index := make(map[string]int, len(r.Claimants))
	owner := make([]int, len(r.Claimants)) // of the claimant, before the parents are sorted
	for i, c := range r.Claimants {
		at, ok := index[c.Parent]
		if !ok {
			at = len(b.parents)
			index[c.Parent] = at
			b.parents = append(b.parents, parent{ticket: newTicket(r.Draw, c.Parent, c.Credit), weight: c.Weight})
		}
		b.parents[at].credit = max(b.parents[at].credit, c.Credit)
		owner[i] = at
	}
	place := b.sortParents()
	order := make([]int, len(r.Claimants))
	tickets := make([]ticket, len(r.Claimants))
	for i, c := range r.Claimants {
		order[i], tickets[i] = i, newTicket(r.Draw, c.ID, c.Credit)
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(
			cmp.Compare(place[owner[x]], place[owner[y]]),
			cmp.Compare(r.Claimants[x].Tier, r.Claimants[y].Tier),
			tickets[x].compare(&tickets[y]),
		)
	})
	for to, from := range order {
		c := r.Claimants[from]
		b.parts[to] = part{ticket: tickets[from], tier: c.Tier, claim: c.Claim / r.Pack}
		p := &b.parents[place[owner[from]]]
		if p.high == 0 {
			p.low = to
		}
		p.high = to + 1
	}
	b.findTiers()
	return b
}

// sortParents brings the parents into the order of ties and returns where each one went.
func (b *board) sortParents() []int {
	order := make([]int, len(b.parents))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return b.parents[x].compare(&b.parents[y].ticket) })
	place := make([]int, len(order))
	sorted := make([]parent, len(order))
	for to, from := range order {
		place[from], sorted[to] = to, b.parents[from]
	}
	b.parents = sorted
	return place
}

// findTiers groups the parts by tier and parent.
func (b *board) findTiers() {
	groups := map[int64][]group{}
	for i := range b.parents {
		for _, g := range b.groupsOf(i) {
			t := b.parts[g.low].tier
			groups[t] = append(groups[t], g)
		}
	}
	for number, of := range groups {
		b.tiers = append(b.tiers, tier{number: number, groups: of})
	}
	slices.SortFunc(b.tiers, func(x, y tier) int { return cmp.Compare(x.number, y.number) })
}

// groupsOf are a parent's tiers, the first tier first.
func (b *board) groupsOf(i int) []group {
	var all []group
	for low := b.parents[i].low; low < b.parents[i].high; {
		high := low + 1
		for high < b.parents[i].high && b.parts[high].tier == b.parts[low].tier {
			high++
		}
		all = append(all, group{parent: i, low: low, high: high})
		low = high
	}
	return all
}

// sums are what the parts of a group hold and claim together.
func (b *board) sums(low, high int) (held, claim int64) {
	for _, p := range b.parts[low:high] {
		held += p.held
		claim += p.claim
	}
	return held, claim
}

// spread gives n packs inside a group: one at a time to the part with the fewest.
func (b *board) spread(g group, n int64) {
	if g.high-g.low == 1 || n == 0 {
		b.parts[g.low].held += n
		return
	}
	spans := make([]span, 0, g.high-g.low)
	for _, p := range b.parts[g.low:g.high] {
		spans = append(spans, span{from: p.held, to: p.claim, weight: 1})
	}
	fill(spans, n)
	for i, s := range spans {
		b.parts[g.low+i].held = s.from
	}
}

// giveFloor gives up to floor packs to every parent from the packs on offer, the
// parent with the fewest first, and returns what is left of the offer.
func (b *board) giveFloor(offer, floor int64) (left int64) {
	spans := make([]span, len(b.parents))
	for i, p := range b.parents {
		_, claim := b.sums(p.low, p.high)
		spans[i] = span{to: min(floor, claim), weight: 1}
	}
	left = fill(spans, offer)
	for i, s := range spans {
		rest := s.from
		for _, g := range b.groupsOf(i) {
			_, claim := b.sums(g.low, g.high)
			b.spread(g, min(rest, claim))
			rest -= min(rest, claim)
		}
	}
	for i := range b.parts {
		b.parts[i].floor = b.parts[i].held
	}
	return left
}

// giveTier gives packs to the parents of a tier, one at a time to the smallest
// (held+1)/weight, and returns what is left.
func (b *board) giveTier(t tier, stock int64) (left int64) {
	spans := make([]span, len(t.groups))
	held := make([]int64, len(t.groups))
	for i, g := range t.groups {
		from, to := b.sums(g.low, g.high)
		held[i] = from
		spans[i] = span{from: from, to: to, weight: b.parents[g.parent].weight}
	}
	left = fill(spans, stock)
	for i, g := range t.groups {
		b.spread(g, spans[i].from-held[i])
	}
	return left
}
