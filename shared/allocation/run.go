package allocation

import (
	"cmp"
	"slices"

	"dotchain/shared/fault"
)

// Run decides one item's round. It fails with the faults of Check only. The
// grants equal those of the rule read piece by piece; the time depends on the
// claimants, not on the pieces.
func Run(r Round) (Result, error) {
	if reasons := Check(r); len(reasons) > 0 {
		return Result{}, fault.Because("allocate", reasons...)
	}
	r = r.Canonical()
	b, _ := play(r)
	return b.result(r), nil
}

// play runs a valid, canonical round to its end and returns the traces of its tiers.
func play(r Round) (*board, trace) {
	b := newBoard(r)
	stock := r.Stock / r.Pack
	part, _ := parseShare(r.FloorShare)
	t := trace{offer: part.of(stock)}
	stock -= t.offer
	stock += b.giveFloor(t.offer, (r.Floor+r.Pack-1)/r.Pack)
	t.floor = b.floorLevel()
	for _, x := range b.tiers {
		before := b.groupSums(x)
		left := b.giveTier(x, stock)
		t.tiers = append(t.tiers, b.tierLevel(x, before, stock, left))
		stock = left
	}
	return b, t
}

// result writes what the parts hold as grants of the canonical round.
func (b *board) result(r Round) Result {
	held := make(map[string]int64, len(b.parts))
	for _, p := range b.parts {
		held[p.id] = p.held * r.Pack
	}
	out := Result{
		Grants:      make([]Grant, 0, len(r.Claimants)),
		Unallocated: r.Stock,
		InputSHA256: r.InputHash().String(),
	}
	for _, c := range r.Claimants {
		g, loose := held[c.ID], c.Claim%r.Pack
		out.Grants = append(out.Grants, Grant{
			ID: c.ID, Quantity: g,
			Reasons: because(Reason{Pack, loose}, Reason{Stock, c.Claim - loose - g}),
		})
		out.Unallocated -= g
	}
	slices.SortFunc(out.Grants, func(x, y Grant) int { return cmp.Compare(x.ID, y.ID) })
	return out
}
