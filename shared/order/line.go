package order

import (
	"dotchain/shared/id"
	"dotchain/shared/money"
)

// LineState is how far a line of an order is with its delivery.
type LineState struct {
	State Fulfilment `cbor:"1,keyasint"`
	// Item is what the line's offer is of.
	Item id.ID[id.Item] `cbor:"2,keyasint"`
	// InRounds says that a round shares the item's stock; else the line took its
	// pieces when it came in.
	InRounds bool `cbor:"3,keyasint,omitempty"`
	// Parts are what was given to the line, in the sequence in which it was given: one
	// for a line that came first, one a round and offer else. Empty before.
	Parts []Part `cbor:"4,keyasint,omitempty"`
	// Slip says why it got what it got in the last round it was in.
	Slip *Slip `cbor:"5,keyasint,omitempty"`
	// Dropped are pieces that will not come: cancelled, declined by the supplier, or
	// refused and refunded. It counts those of its parts and those nobody gave.
	Dropped int64 `cbor:"6,keyasint,omitempty"`
}

// Part is a number of pieces of one offer that a line was given. All figures
// but prices are pieces; each counts what of Quantity came so far.
type Part struct {
	Offer    id.ID[id.Offer] `cbor:"1,keyasint"`
	Supplier id.ID[id.Org]   `cbor:"2,keyasint"`
	// Substitute says that the offer is one of the requester's own substitutes.
	Substitute bool  `cbor:"3,keyasint,omitempty"`
	Quantity   int64 `cbor:"4,keyasint"`
	// Price (without VAT, a piece), VATRate and UOM are the terms it is delivered at.
	Price   money.Amount      `cbor:"5,keyasint"`
	VATRate money.BasisPoints `cbor:"6,keyasint"`
	UOM     string            `cbor:"7,keyasint"`
	// Round gave it; none when it came first. GivenAt is the server's clock, Unix milliseconds.
	Round   id.ID[id.Round] `cbor:"8,keyasint"`
	GivenAt int64           `cbor:"9,keyasint"`
	// PromisedAt is the day by which it is to be delivered: the supplier's word, or the
	// offer's lead time until there is one. Unix milliseconds.
	PromisedAt int64 `cbor:"10,keyasint,omitempty"`
	Confirmed  int64 `cbor:"11,keyasint,omitempty"`
	Dispatched int64 `cbor:"12,keyasint,omitempty"`
	Delivered  int64 `cbor:"13,keyasint,omitempty"`
	// Accepted counts those with remarks too; Remarked are those of them. Refused are
	// delivered and not accepted, or taken back later; Replaced are dispatched ones that
	// are sent again: refused, or they never came.
	Accepted int64 `cbor:"14,keyasint,omitempty"`
	Remarked int64 `cbor:"15,keyasint,omitempty"`
	Refused  int64 `cbor:"16,keyasint,omitempty"`
	Replaced int64 `cbor:"17,keyasint,omitempty"`
	// Dropped are pieces of it that will not come any more; Refunded are those of them
	// that had been dispatched.
	Dropped int64 `cbor:"18,keyasint,omitempty"`
	// InProduction says that the supplier makes them to order.
	InProduction bool `cbor:"19,keyasint,omitempty"`
	// DeliveredAt is when the last of it came, Unix milliseconds.
	DeliveredAt int64 `cbor:"20,keyasint,omitempty"`
	Refunded    int64 `cbor:"21,keyasint,omitempty"`
	// Resent are those of Dispatched that replace others: never more than Replaced.
	Resent int64 `cbor:"22,keyasint,omitempty"`
}

// Due is what the supplier still has to send.
func (p Part) Due() int64 { return p.OnShelf() + p.Replaced - p.Resent }

// OnShelf is what the part holds of the offer's stock: what was given and neither
// sent nor dropped before it was sent. A replacement is the supplier's own affair.
func (p Part) OnShelf() int64 {
	return max(p.Quantity-(p.Dropped-p.Refunded)-(p.Dispatched-p.Resent), 0)
}

// Line is the part as a line of an order, for its amounts.
func (p Part) Line(pieces int64) Line {
	return Line{Offer: p.Offer, Quantity: pieces, UOM: p.UOM, Price: p.Price, VATRate: p.VATRate}
}

// Given is how many pieces the line was given and not dropped of them.
func (l LineState) Given() int64 {
	n := int64(0)
	for _, p := range l.Parts {
		n += p.Quantity - p.Dropped
	}
	return n
}

// Waiting is how many of the line's pieces nobody gave yet.
func (l LineState) Waiting(ordered int64) int64 { return max(ordered-l.Dropped-l.Given(), 0) }

// Slip is the allocation slip: the figures of a round from which anyone can
// recompute what the line got (docs/formats/allocation.md).
type Slip struct {
	Round id.ID[id.Round] `cbor:"1,keyasint"`
	// Number is the round's; At its cut-off, Unix milliseconds.
	Number int64 `cbor:"2,keyasint"`
	At     int64 `cbor:"3,keyasint"`
	// Requested is what the line waited for, Claim what of it counted, Granted what it got; pieces.
	Requested int64 `cbor:"4,keyasint"`
	Claim     int64 `cbor:"5,keyasint"`
	Granted   int64 `cbor:"6,keyasint"`
	// Tier is the line's; StockBefore and StockAfter are what its tier began and ended with.
	Tier        int64 `cbor:"7,keyasint"`
	StockBefore int64 `cbor:"8,keyasint"`
	StockAfter  int64 `cbor:"9,keyasint"`
	// FromFloor is what of Granted the floor gave.
	FromFloor int64 `cbor:"10,keyasint,omitempty"`
	Weight    int64 `cbor:"11,keyasint"`
	// Place is its place in ties, from 1; Credit is what it came with, CreditAfter what it left with.
	Place       int64 `cbor:"12,keyasint,omitempty"`
	Credit      int64 `cbor:"13,keyasint,omitempty"`
	CreditAfter int64 `cbor:"14,keyasint,omitempty"`
	// Short says why pieces are missing; the quantities add up to Requested − Granted.
	Short []Short `cbor:"15,keyasint,omitempty"`
}

// Short is a number of pieces and why they were not given: a code of docs/formats/allocation.md.
type Short struct {
	Code   string `cbor:"1,keyasint"`
	Pieces int64  `cbor:"2,keyasint"`
}

// Progress is the state that the figures of a line make. It goes back only with a
// dispute, and with pieces that are sent again.
func (l LineState) Progress(ordered int64, disputed bool) Fulfilment {
	var confirmed, arrived, accepted, remarked, due int64
	production := false
	for _, p := range l.Parts {
		confirmed += p.Confirmed
		arrived += p.Delivered - p.Refused
		accepted += p.Accepted
		remarked += p.Remarked
		due += p.Due()
		production = production || p.InProduction && p.Due() > 0
	}
	given, waiting := l.Given(), l.Waiting(ordered)
	switch {
	case disputed:
		return Disputed
	case given == 0 && waiting > 0:
		return Backordered
	case given == 0:
		return Closed // all of it was dropped
	case waiting > 0:
		return PartiallyAllocated
	case due == 0 && accepted >= given && remarked > 0:
		return AcceptedWithRemarks
	case due == 0 && accepted >= given:
		return Accepted
	case due == 0 && arrived >= given:
		return Delivered
	case due == 0:
		return Dispatched
	case production:
		return InProduction
	case confirmed >= given:
		return SupplierConfirmed
	}
	return Allocated
}
