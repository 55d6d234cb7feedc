package allocation

import (
	"cmp"
	"slices"

	"dotchain/shared/seal"
)

// The most of everything. They keep every product and sum below inside 64 bits
// and bound what a hostile input can cost.
const (
	// MaxClaimants is the most parts of one round, and of all items of a Several.
	MaxClaimants = 100_000
	// MaxPieces bounds stock, floor, pack, claim and, either way, credit.
	MaxPieces = 1_000_000_000_000
	// MaxWeight bounds a weight. fill depends on it: its square is below 2⁴⁰.
	MaxWeight = 1_000_000
	// MaxTier bounds a tier's number.
	MaxTier = 1_000
	// MaxID is the most bytes of an id.
	MaxID = 200
)

// Round is the input of one item's round, as it is published at the cut-off.
type Round struct {
	// Stock is how many pieces there are to give.
	Stock int64 `cbor:"1,keyasint" json:"stock"`
	// Floor is how many pieces everyone gets first, whatever their weight and tier.
	Floor int64 `cbor:"2,keyasint" json:"floor"`
	// FloorShare is the most of the stock the floor may use: a decimal from 0 to 1
	// with at most nine decimals ("0.30"). Empty counts as 0.
	FloorShare string `cbor:"3,keyasint" json:"floor_share"`
	// Pack is how many pieces cannot be parted. 0 counts as 1.
	Pack int64 `cbor:"4,keyasint" json:"pack"`
	// Draw is the text that orders ties, fixed when nobody can change a claim any more.
	Draw string `cbor:"5,keyasint" json:"draw"`
	// Claimants are the parts, in any order.
	Claimants []Claimant `cbor:"6,keyasint" json:"claimants"`
}

// Claimant is one part: an order line of a unit.
type Claimant struct {
	// ID is unique in the round.
	ID string `cbor:"1,keyasint" json:"id"`
	// Parent is the unit. Empty stands for the part's own id.
	Parent string `cbor:"2,keyasint" json:"parent"`
	// Tier is when the part is served; 1 comes first.
	Tier int64 `cbor:"3,keyasint" json:"tier"`
	// Weight is the parent's, the same for all of its parts.
	Weight int64 `cbor:"4,keyasint" json:"weight"`
	// Claim is the effective claim in pieces: already no more than was requested,
	// can be paid, and cap and contract leave.
	Claim int64 `cbor:"5,keyasint" json:"claim"`
	// Credit is what earlier rounds owe the unit (Credit); it breaks ties only, higher first.
	Credit int64 `cbor:"6,keyasint" json:"credit"`
}

// Canonical returns the round in its one form, of which InputHash is the hash:
// claimants by id, defaults filled in, the floor share at its shortest. The
// receiver is not changed. It is meaningful for a valid round only.
func (r Round) Canonical() Round {
	r.FloorShare = canonicalShare(r.FloorShare)
	r.Pack = max(r.Pack, 1)
	r.Claimants = slices.Clone(r.Claimants)
	if r.Claimants == nil {
		r.Claimants = []Claimant{}
	}
	for i := range r.Claimants {
		c := &r.Claimants[i]
		c.Parent = cmp.Or(c.Parent, c.ID)
	}
	slices.SortFunc(r.Claimants, func(a, b Claimant) int { return cmp.Compare(a.ID, b.ID) })
	return r
}

// InputHash is the SHA-256 of the canonical round in deterministic CBOR (section
// 4 of the format).
func (r Round) InputHash() seal.Hash { return seal.Sum(seal.Encode(r.Canonical())) }
