package order

import (
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// MaxRecent is how many orders Recent remembers, RecentShelves how many of them a unit has.
const (
	MaxRecent     = 16
	RecentShelves = 16
)

// Recent is some of a unit's recent orders in short: what an order is compared with to see
// that it is asked twice. Orders for the same items are in the same Recent, so each is
// compared with one, and each changes a short one.
type Recent struct {
	ID   id.ID[id.Recent] `cbor:"1,keyasint"`
	Unit id.ID[id.Org]    `cbor:"2,keyasint"`
	// Orders are those that stand, the newest last, at most MaxRecent.
	Orders []Brief `cbor:"3,keyasint,omitempty"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"4,keyasint"`
}

// Brief is an order in short.
type Brief struct {
	Order id.ID[id.Order] `cbor:"1,keyasint"`
	// ReceivedAt is the server's clock, Unix milliseconds.
	ReceivedAt int64 `cbor:"2,keyasint"`
	// Same is the hash of its lines with their quantities, Alike of its offers alone.
	Same  [16]byte `cbor:"3,keyasint"`
	Alike [16]byte `cbor:"4,keyasint"`
}

// RecentID is the id of those of a unit's recent orders that may be like one.
func RecentID(unit id.ID[id.Org], like Brief) id.ID[id.Recent] {
	return id.Derive[id.Recent]("recent", unit[:], []byte{like.Alike[0] % RecentShelves})
}

// With is the recent orders with one more, or with another revision of one of them:
// it is the newest then. The oldest go where there is no room.
func (r Recent) With(b Brief) Recent {
	r = r.Without(b.Order)
	r.Orders = append(r.Orders, b)
	if over := len(r.Orders) - MaxRecent; over > 0 {
		r.Orders = r.Orders[over:]
	}
	return r
}

// Without is the recent orders without one that does not stand any more.
func (r Recent) Without(o id.ID[id.Order]) Recent {
	r.Orders = slices.DeleteFunc(slices.Clone(r.Orders), func(b Brief) bool { return b.Order == o })
	return r
}

// Has reports whether an order is among them.
func (r Recent) Has(o id.ID[id.Order]) bool {
	return slices.ContainsFunc(r.Orders, func(b Brief) bool { return b.Order == o })
}

// DocKey implements rules.Thing.
func (r Recent) DocKey() wire.Key { return wire.Key{Kind: wire.DocRecent, ID: r.ID} }

// DocVersion implements rules.Thing.
func (r Recent) DocVersion() uint64 { return r.Version }

// BriefOf is a revision in short.
func BriefOf(r Revision, receivedAt int64) Brief {
	type row struct {
		Offer    id.ID[id.Offer] `cbor:"1,keyasint"`
		Quantity int64           `cbor:"2,keyasint"`
	}
	same, alike := make([]row, len(r.Lines)), make([]row, len(r.Lines))
	for i, l := range r.Lines {
		same[i], alike[i] = row{l.Offer, l.Quantity}, row{Offer: l.Offer}
	}
	byOffer := func(a, b row) int { return a.Offer.Compare(b.Offer) }
	slices.SortFunc(same, byOffer)
	slices.SortFunc(alike, byOffer)
	b := Brief{Order: r.Order, ReceivedAt: receivedAt}
	sum := seal.Sum(seal.Encode(same))
	copy(b.Same[:], sum[:])
	sum = seal.Sum(seal.Encode(alike))
	copy(b.Alike[:], sum[:])
	return b
}
