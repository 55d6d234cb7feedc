package allocation

import (
	"cmp"
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/money"
)

// RunSeveral decides the items one after the other, then the substitutes rank by
// rank. It fails with the faults of CheckSeveral only.
func RunSeveral(s Several) (SeveralResult, error) {
	if reasons := CheckSeveral(s); len(reasons) > 0 {
		return SeveralResult{}, fault.Because("allocate", reasons...)
	}
	return runSeveral(s.Canonical(), func(r Round) map[string]int64 {
		b, _ := play(r)
		held := make(map[string]int64, len(b.parts))
		for _, p := range b.parts {
			held[p.id] = p.held * r.Pack
		}
		return held
	}), nil
}

// purse is what all passes share: what is left of funds, caps, stocks and contracts.
type purse struct {
	free  map[string]money.Amount
	caps  map[holding]*int64
	items map[string]*Item // Stock and Contract count down
}

// bid is a line that asks for an item in a pass.
type bid struct {
	Line

	want    int64 // what it asks for
	claim   int64 // want, cut to what is allowed
	reasons []Reason
}

// runSeveral decides a valid, canonical input; grant is the rule for one round.
func runSeveral(s Several, grant func(Round) map[string]int64) SeveralResult {
	p := newPurse(s)
	out := SeveralResult{InputSHA256: s.InputHash().String()}
	rest := map[string]int64{} // what is left of each line's claim
	rows := map[string]*LineGrant{}
	for i, it := range s.Items {
		bids := make([]bid, 0, len(it.Claimants))
		for _, l := range it.Claimants {
			bids = append(bids, bid{Line: l, want: l.Requested})
		}
		row := ItemResult{ID: it.ID, Grants: make([]LineGrant, 0, len(bids))}
		for _, b := range p.pass(&s.Items[i], bids, grant) {
			rest[b.ID] = b.claim - b.granted
			row.Grants = append(row.Grants, LineGrant{ID: b.ID, Quantity: b.granted, Reasons: b.reasons, Substitutes: []SubstituteGrant{}})
		}
		for j := range row.Grants {
			rows[row.Grants[j].ID] = &row.Grants[j]
		}
		out.Items = append(out.Items, row)
	}
	wishes := s.wishes()
	for rank := range MaxSubstitutes {
		for i := range s.Items {
			bids := substituting(&s.Items[i], rank, wishes[wish{rank, s.Items[i].ID}], rest)
			for _, b := range p.pass(&s.Items[i], bids, grant) {
				rest[b.ID] -= b.granted
				rows[b.ID].Substitutes = append(rows[b.ID].Substitutes,
					SubstituteGrant{Item: s.Items[i].ID, Claim: b.want, Quantity: b.granted, Reasons: b.reasons})
			}
		}
	}
	for i := range out.Items {
		out.Items[i].Unallocated = p.items[out.Items[i].ID].Stock
	}
	for _, b := range s.Budgets {
		out.Budgets = append(out.Budgets, Budget{ID: b.ID, Free: p.free[b.ID]})
	}
	if out.Items == nil {
		out.Items = []ItemResult{}
	}
	if out.Budgets == nil {
		out.Budgets = []Budget{}
	}
	return out
}

func newPurse(s Several) purse {
	p := purse{free: map[string]money.Amount{}, caps: map[holding]*int64{}, items: map[string]*Item{}}
	for _, b := range s.Budgets {
		p.free[b.ID] = b.Free
	}
	own := func(limit *int64) *int64 {
		if limit == nil {
			return nil
		}
		left := *limit
		return &left
	}
	for _, it := range s.Items {
		it.Contract = own(it.Contract)
		p.items[it.ID] = &it
		for _, l := range it.Claimants {
			p.caps[holding{l.Parent, it.ID}] = own(l.Cap)
			for _, sub := range l.Substitutes {
				p.caps[holding{l.Parent, sub.Item}] = own(sub.Cap)
			}
		}
	}
	return p
}

// wish is an item as the substitute of that rank, from 0.
type wish struct {
	rank int
	item string
}

// wishes are the lines by the substitutes they name.
func (s Several) wishes() map[wish][]Line {
	all := map[wish][]Line{}
	for _, it := range s.Items {
		for _, l := range it.Claimants {
			for rank, sub := range l.Substitutes {
				all[wish{rank, sub.Item}] = append(all[wish{rank, sub.Item}], l)
			}
		}
	}
	return all
}

// substituting makes the bids for an item as a substitute: of the lines that still
// lack something.
func substituting(item *Item, rank int, lines []Line, rest map[string]int64) []bid {
	var bids []bid
	for _, l := range lines {
		b := bid{Line: l, want: rest[l.ID]}
		if b.want == 0 {
			continue
		}
		if item.Price > l.Substitutes[rank].PriceCap {
			b.reasons = because(Reason{PriceCap, b.want})
		}
		bids = append(bids, b)
	}
	return bids
}

// granted is a bid with its outcome.
type granted struct {
	bid

	granted int64
}

// pass decides one item among the bids and takes what it grants from the purse.
// The outcomes are by id.
func (p purse) pass(item *Item, bids []bid, grant func(Round) map[string]int64) []granted {
	if len(bids) == 0 {
		return nil
	}
	p.cut(item, bids)
	now := p.items[item.ID]
	stock, ranOut := now.Stock, Stock
	if now.Contract != nil && *now.Contract < stock {
		stock, ranOut = *now.Contract, Contract
	}
	r := Round{Stock: stock, Floor: item.Floor, FloorShare: item.FloorShare, Pack: item.Pack, Draw: item.Draw}
	for _, b := range bids {
		r.Claimants = append(r.Claimants, Claimant{ID: b.ID, Parent: b.Parent, Tier: b.Tier, Weight: b.Weight, Claim: b.claim, Credit: b.Credit})
	}
	quantity := grant(r)
	out := make([]granted, 0, len(bids))
	for _, b := range bids {
		q := quantity[b.ID]
		b.reasons = because(append(b.reasons, Reason{ranOut, b.claim - q})...)
		out = append(out, granted{b, q})
		now.Stock -= q
		if now.Contract != nil {
			*now.Contract -= q
		}
		if left := p.caps[holding{b.Parent, item.ID}]; left != nil {
			*left -= q
		}
		p.free[b.Budget] -= item.Price * money.Amount(q)
	}
	slices.SortFunc(out, func(a, b granted) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// cut turns what each bid wants into what it may claim, in the order of ties: lines
// of one fund, and lines of one unit under a cap, share what there is, so that all
// their claims together can be granted.
func (p purse) cut(item *Item, bids []bid) {
	tickets := make(map[string]ticket, len(bids))
	for _, b := range bids {
		tickets[b.ID] = newTicket(item.Draw, b.ID, b.Credit)
	}
	slices.SortFunc(bids, func(a, b bid) int {
		x, y := tickets[a.ID], tickets[b.ID]
		return x.compare(&y)
	})
	claimed := map[string]int64{}
	held := map[string]int64{}
	for i := range bids {
		b := &bids[i]
		if short(b.reasons, PriceCap) > 0 {
			continue
		}
		afford := min(b.want, int64(p.free[b.Budget]/item.Price)-claimed[b.Budget])
		allowed := afford
		if left := p.caps[holding{b.Parent, item.ID}]; left != nil {
			allowed = min(afford, *left-held[b.Parent])
		}
		b.claim = allowed - allowed%item.Pack
		b.reasons = because(Reason{Affordable, b.want - afford}, Reason{Cap, afford - allowed}, Reason{Pack, allowed - b.claim})
		claimed[b.Budget] += b.claim
		held[b.Parent] += b.claim
	}
}

// VerifySeveral is Verify for several items. Further fields: "free" (Ref is the
// fund), "substitutes" (Ref is the line).
func VerifySeveral(s Several, claimed SeveralResult) []fault.Reason {
	want, err := RunSeveral(s)
	if err != nil {
		return fault.ReasonsOf(err)
	}
	var c checker
	c.hash(claimed.InputSHA256, want.InputSHA256)
	sameRows(&c, claimed.Items, want.Items, func(i ItemResult) string { return i.ID }, func(have, want ItemResult) {
		c.differs("unallocated", want.ID, have.Unallocated, want.Unallocated)
		sameRows(&c, have.Grants, want.Grants, func(g LineGrant) string { return g.ID }, func(have, want LineGrant) {
			c.differs("quantity", want.ID, have.Quantity, want.Quantity)
			c.sameReasons(want.ID, have.Reasons, want.Reasons)
			if !slices.EqualFunc(have.Substitutes, want.Substitutes, SubstituteGrant.equal) {
				c.add(fault.Reason{Code: fault.FieldInvalid, Field: "substitutes", Ref: want.ID})
			}
		})
	})
	sameRows(&c, claimed.Budgets, want.Budgets, func(b Budget) string { return b.ID }, func(have, want Budget) {
		c.differs("free", want.ID, int64(have.Free), int64(want.Free))
	})
	return c.reasons
}

func (g SubstituteGrant) equal(h SubstituteGrant) bool {
	return g.Item == h.Item && g.Claim == h.Claim && g.Quantity == h.Quantity && slices.Equal(g.Reasons, h.Reasons)
}
