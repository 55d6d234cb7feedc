package allocation

import (
	"cmp"
	"slices"

	"dotchain/shared/fault"
)

// Slip is what explains one part's grant: the figures of the round that its owner
// needs beside the unit's own published claims to recompute it by hand (Grant). It
// names nobody else. Levels, places and stock are counted in packs.
type Slip struct {
	// ID, Parent, Tier, Weight, Claim and Credit are the part's, as published.
	ID     string `cbor:"1,keyasint" json:"id"`
	Parent string `cbor:"2,keyasint" json:"parent"`
	Tier   int64  `cbor:"3,keyasint" json:"tier"`
	Weight int64  `cbor:"4,keyasint" json:"weight"`
	Claim  int64  `cbor:"5,keyasint" json:"claim"`
	Credit int64  `cbor:"6,keyasint" json:"credit"`
	// Quantity is the grant in pieces, FloorPart how many of them the floor gave.
	Quantity  int64 `cbor:"7,keyasint" json:"quantity"`
	FloorPart int64 `cbor:"8,keyasint" json:"floor_part"`
	// Reasons add up to Claim − Quantity.
	Reasons []Reason `cbor:"9,keyasint" json:"reasons"`
	// Pack, Floor (pieces) and Draw are the round's.
	Pack  int64  `cbor:"10,keyasint" json:"pack"`
	Floor int64  `cbor:"11,keyasint" json:"floor"`
	Draw  string `cbor:"12,keyasint" json:"draw"`
	// Offer is what the floor could use at most.
	Offer int64 `cbor:"13,keyasint" json:"offer"`
	// Place is the unit's place in ties, from 1.
	Place int64 `cbor:"14,keyasint" json:"place"`
	// FloorLevel is how far the floor rose: units up to place FloorLast got so many
	// packs at most, those behind it one less.
	FloorLevel int64 `cbor:"15,keyasint" json:"floor_level"`
	FloorLast  int64 `cbor:"16,keyasint" json:"floor_last"`
	// LevelPacks by LevelWeight is the water level of the tier: the largest
	// (packs ÷ weight) served in it; of the units that stand exactly at it those up to
	// place LevelLast got their last pack. LevelWeight is 0 when the tier gave nothing.
	LevelPacks  int64 `cbor:"17,keyasint" json:"level_packs"`
	LevelWeight int64 `cbor:"18,keyasint" json:"level_weight"`
	LevelLast   int64 `cbor:"19,keyasint" json:"level_last"`
	// TierStart and TierEnd are the stock when the tier began and ended.
	TierStart int64 `cbor:"20,keyasint" json:"tier_start"`
	TierEnd   int64 `cbor:"21,keyasint" json:"tier_end"`
	// NextCredit is the credit with which the part's line enters the next round.
	NextCredit int64 `cbor:"22,keyasint" json:"next_credit"`
	// InputSHA256 names the published input.
	InputSHA256 string `cbor:"23,keyasint" json:"input_sha256"`
}

// Slips explains every part of a round, by id. It fails with the faults of Check.
func Slips(r Round) ([]Slip, error) {
	if reasons := Check(r); len(reasons) > 0 {
		return nil, fault.Because("explain", reasons...)
	}
	r = r.Canonical()
	b, t := play(r)
	result := b.result(r)
	slips := make([]Slip, len(r.Claimants))
	at := make(map[string]int, len(r.Claimants))
	for i, c := range r.Claimants {
		at[c.ID] = i
		slips[i] = Slip{
			ID: c.ID, Parent: c.Parent, Tier: c.Tier, Weight: c.Weight, Claim: c.Claim, Credit: c.Credit,
			Quantity: result.Grants[i].Quantity, Reasons: result.Grants[i].Reasons,
			Pack: r.Pack, Floor: r.Floor, Draw: r.Draw, Offer: t.offer,
			FloorLevel: t.floor.pieces, FloorLast: t.floor.last,
			NextCredit:  Credit(c.Credit, short(result.Grants[i].Reasons, Stock)),
			InputSHA256: result.InputSHA256,
		}
	}
	for place, p := range b.parents {
		for _, x := range b.parts[p.low:p.high] {
			s := &slips[at[x.id]]
			s.Place, s.FloorPart = int64(place)+1, x.floor*r.Pack
		}
	}
	for i := range slips {
		t.explain(&slips[i])
	}
	return slips, nil
}

// explain writes the figures of the slip's tier.
func (t trace) explain(s *Slip) {
	for _, x := range t.tiers {
		if x.number == s.Tier {
			s.LevelPacks, s.LevelWeight, s.LevelLast = x.level.pieces, x.level.weight, x.level.last
			s.TierStart, s.TierEnd = x.start, x.end
		}
	}
}

// Grant recomputes the part's quantity, in pieces, from the slip's levels and the
// published parts of its own unit (this one among them, in any order). It uses
// neither Quantity nor FloorPart.
func (s Slip) Grant(own []Claimant) int64 {
	parts := make([]part, 0, len(own))
	claims := int64(0)
	for _, c := range own {
		p := part{ticket: newTicket(s.Draw, c.ID, c.Credit), tier: c.Tier, claim: c.Claim / s.Pack}
		parts = append(parts, p)
		claims += p.claim
	}
	slices.SortFunc(parts, func(x, y part) int {
		return cmp.Or(cmp.Compare(x.tier, y.tier), x.compare(&y.ticket))
	})
	b := &board{parents: []parent{{high: len(parts)}}, parts: parts}

	// The unit's floor, handed on to its own parts.
	level := mark{pieces: s.FloorLevel, weight: min(s.FloorLevel, 1), last: s.FloorLast}
	floor := min((s.Floor+s.Pack-1)/s.Pack, claims, max(level.reached(1, s.Place), 0))
	b.giveFloor(floor, floor)

	// What its tier brings it to, handed on likewise.
	for _, g := range b.groupsOf(0) {
		if parts[g.low].tier != s.Tier {
			continue
		}
		held, claim := b.sums(g.low, g.high)
		level = mark{pieces: s.LevelPacks, weight: s.LevelWeight, last: s.LevelLast}
		b.spread(g, max(min(claim, level.reached(s.Weight, s.Place))-held, 0))
	}
	for _, p := range parts {
		if p.id == s.ID {
			return p.held * s.Pack
		}
	}
	return 0
}
