package allocation

import (
	"cmp"
	"math/big"
	"slices"
)

// Whole is 100 % in basis points.
const Whole = 10_000

// Summary is a round's outcome in the few figures that screens show. A unit here
// is a parent that claims at least one piece.
type Summary struct {
	Units int `cbor:"1,keyasint" json:"units"`
	// Nothing counts the units that get nothing.
	Nothing int `cbor:"2,keyasint" json:"nothing"`
	// Full counts the units that get all they claim.
	Full int `cbor:"3,keyasint" json:"full"`
	// Claimed and Granted are in pieces.
	Claimed int64 `cbor:"4,keyasint" json:"claimed"`
	Granted int64 `cbor:"5,keyasint" json:"granted"`
	// Jain is Jain's index of the units' pieces, JainFill of the share of its claim
	// that each unit gets; both in basis points.
	Jain     int64 `cbor:"6,keyasint" json:"jain"`
	JainFill int64 `cbor:"7,keyasint" json:"jain_fill"`
	// Tiers are in the order in which they are served.
	Tiers []TierFill `cbor:"8,keyasint" json:"tiers"`
}

// TierFill is how far a tier's claims are met.
type TierFill struct {
	Tier    int64 `cbor:"1,keyasint" json:"tier"`
	Claimed int64 `cbor:"2,keyasint" json:"claimed"`
	Granted int64 `cbor:"3,keyasint" json:"granted"`
	// Fill is Granted by Claimed in basis points, rounded down; Whole when nothing is claimed.
	Fill int64 `cbor:"4,keyasint" json:"fill"`
}

// Summarize counts a result of a round, or of any other way to grant its claims:
// parts without a grant got nothing.
func Summarize(r Round, grants []Grant) Summary {
	quantity := make(map[string]int64, len(grants))
	for _, g := range grants {
		quantity[g.ID] = g.Quantity
	}
	type unit struct{ claim, grant int64 }
	units, tiers := map[string]unit{}, map[int64]TierFill{}
	for _, c := range r.Claimants {
		owner := cmp.Or(c.Parent, c.ID)
		u, t := units[owner], tiers[c.Tier]
		u.claim, u.grant = u.claim+c.Claim, u.grant+quantity[c.ID]
		t.Tier, t.Claimed, t.Granted = c.Tier, t.Claimed+c.Claim, t.Granted+quantity[c.ID]
		units[owner], tiers[c.Tier] = u, t
	}
	s := Summary{Tiers: make([]TierFill, 0, len(tiers))}
	var pieces, fills []int64
	for _, u := range units {
		if u.claim == 0 {
			continue
		}
		s.Units++
		s.Claimed += u.claim
		s.Granted += u.grant
		if u.grant == 0 {
			s.Nothing++
		}
		if u.grant == u.claim {
			s.Full++
		}
		pieces, fills = append(pieces, u.grant), append(fills, ratio(u.grant, u.claim))
	}
	for _, t := range tiers {
		t.Fill = ratio(t.Granted, t.Claimed)
		s.Tiers = append(s.Tiers, t)
	}
	slices.SortFunc(s.Tiers, func(x, y TierFill) int { return cmp.Compare(x.Tier, y.Tier) })
	s.Jain, s.JainFill = Jain(pieces), Jain(fills)
	return s
}

// ratio is part by all in basis points, rounded down.
func ratio(part, all int64) int64 {
	if all <= 0 {
		return Whole
	}
	n := new(big.Int).Mul(big.NewInt(part), big.NewInt(Whole))
	return n.Quo(n, big.NewInt(all)).Int64()
}

// Jain is Jain's fairness index (Σx)² ÷ (n·Σx²) in basis points, rounded down:
// Whole when all have the same, Whole/n when one has everything. Where nobody has
// anything all have the same.
func Jain(values []int64) int64 {
	sum, squares := new(big.Int), new(big.Int)
	for _, v := range values {
		x := big.NewInt(v)
		sum.Add(sum, x)
		squares.Add(squares, new(big.Int).Mul(x, x))
	}
	if squares.Sign() == 0 {
		return Whole
	}
	squares.Mul(squares, big.NewInt(int64(len(values))))
	sum.Mul(sum, sum).Mul(sum, big.NewInt(Whole))
	return sum.Quo(sum, squares).Int64()
}
