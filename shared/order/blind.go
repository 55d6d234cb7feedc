package order

import (
	"maps"
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/wire"
)

// SupplierOrder is an order as a supplier may see it: blind delivery. The point
// is a code; neither the unit nor its people are named, not even in the number.
type SupplierOrder struct {
	Order    id.ID[id.Order] `cbor:"1,keyasint"`
	Supplier id.ID[id.Org]   `cbor:"2,keyasint"`
	// Number is BlindNumber's.
	Number    string         `cbor:"3,keyasint"`
	PointCode string         `cbor:"4,keyasint"`
	NeededBy  int64          `cbor:"5,keyasint"`
	Urgency   Urgency        `cbor:"6,keyasint"`
	State     State          `cbor:"7,keyasint"`
	Lines     []SupplierLine `cbor:"8,keyasint"`
	// Total is what these parts come to with VAT, kopiykas.
	Total money.Amount `cbor:"9,keyasint"`
	// ApprovedAt is the server's clock, Unix milliseconds.
	ApprovedAt int64  `cbor:"10,keyasint"`
	Version    uint64 `cbor:"11,keyasint"`
	// Responses are the supplier's own answers, oldest first.
	Responses []id.ID[id.Response] `cbor:"12,keyasint,omitempty"`
}

// SupplierLine is a part of a line that the supplier delivers.
type SupplierLine struct {
	// Line is the line's number in the whole order, from 1; Part the part's place in it, from 0.
	Line  int            `cbor:"1,keyasint"`
	Part  int            `cbor:"2,keyasint"`
	Item  id.ID[id.Item] `cbor:"3,keyasint"`
	Given Part           `cbor:"4,keyasint"`
	State Fulfilment     `cbor:"5,keyasint"`
}

// DocKey implements rules.Thing: on a supplier's device it stands for the order.
func (s SupplierOrder) DocKey() wire.Key { return SupplierOrderKey(s.Order) }

// DocVersion implements rules.Thing.
func (s SupplierOrder) DocVersion() uint64 { return s.Version }

// SupplierOrderKey is the key of an order as its suppliers see it.
func SupplierOrderKey(o id.ID[id.Order]) wire.Key {
	return wire.Key{Kind: wire.DocSupplierOrder, ID: o}
}

// BlindNumber is what a supplier calls an order: five letters of its id.
func BlindNumber(o id.ID[id.Order]) string { return Number("", o)[1:] }

// Blind is what each supplier may see of an approved order, by supplier's id.
// The point's code is the caller's to know.
func (o Order) Blind(pointCode string) []SupplierOrder {
	r, err := DecodeRevision(o.Content)
	if err != nil {
		return nil
	}
	all := map[id.ID[id.Org]]*SupplierOrder{}
	for i, l := range o.Lines {
		for j, p := range l.Parts {
			mine := all[p.Supplier]
			if mine == nil {
				mine = &SupplierOrder{
					Order: o.ID, Supplier: p.Supplier, Number: BlindNumber(o.ID), PointCode: pointCode, NeededBy: r.NeededBy,
					Urgency: r.Urgency, State: o.State, ApprovedAt: o.ApprovedAt, Version: o.Version,
				}
				all[p.Supplier] = mine
			}
			mine.Lines = append(mine.Lines, SupplierLine{Line: i + 1, Part: j, Item: l.Item, Given: p, State: l.State})
			if sums, err := p.Line(p.Quantity - p.Dropped).Sums(); err == nil {
				mine.Total += sums.Total
			}
		}
	}
	for _, r := range o.Responses {
		if mine := all[r.Supplier]; mine != nil {
			mine.Responses = append(mine.Responses, r.ID)
		}
	}
	sorted := make([]SupplierOrder, 0, len(all))
	for _, s := range slices.SortedFunc(maps.Keys(all), id.ID[id.Org].Compare) {
		sorted = append(sorted, *all[s])
	}
	return sorted
}
