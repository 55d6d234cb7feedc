package document

import (
	"dotchain/shared/code"
	"dotchain/shared/money"
)

// Line is one row. All quantities are pieces of the unit of measure; which of
// them the amounts are for follows from the kind (Quantity).
type Line struct {
	// Number is the line's number in the whole order, from 1: the same on every
	// document of its life, so numbers may have gaps.
	Number  int        `cbor:"1,keyasint"`
	NameUk  string     `cbor:"2,keyasint"`
	NameEn  string     `cbor:"3,keyasint,omitempty"`
	Article string     `cbor:"4,keyasint,omitempty"`
	NSN     code.NSN   `cbor:"5,keyasint,omitempty"`
	DK021   code.DK021 `cbor:"6,keyasint,omitempty"`
	UOM     code.UOM   `cbor:"7,keyasint"`
	Ordered int64      `cbor:"8,keyasint,omitempty"`
	// Confirmed is what the supplier promises in an order response.
	Confirmed  int64 `cbor:"9,keyasint,omitempty"`
	Dispatched int64 `cbor:"10,keyasint,omitempty"`
	// Accepted are without remarks, Remarked accepted with them, Refused not taken.
	// In a claim and a credit note Refused is what it is about.
	Accepted int64 `cbor:"11,keyasint,omitempty"`
	Remarked int64 `cbor:"12,keyasint,omitempty"`
	Refused  int64 `cbor:"13,keyasint,omitempty"`
	// Price is without VAT, a piece. In a credit note for a price it is the difference.
	Price   money.Amount      `cbor:"14,keyasint,omitempty"`
	VATRate money.BasisPoints `cbor:"15,keyasint,omitempty"`
	Net     money.Amount      `cbor:"16,keyasint,omitempty"`
	VAT     money.Amount      `cbor:"17,keyasint,omitempty"`
	Total   money.Amount      `cbor:"18,keyasint,omitempty"`
	Serials []string          `cbor:"19,keyasint,omitempty"`
	Reason  Reason            `cbor:"20,keyasint,omitempty"`
	Remark  string            `cbor:"21,keyasint,omitempty"`
	// Status and Promised (the day of delivery, Unix milliseconds) are the supplier's; OrderResponse only.
	Status   LineStatus `cbor:"22,keyasint,omitempty"`
	Promised int64      `cbor:"23,keyasint,omitempty"`
}

// Name is the item's name in the language.
func (l Line) Name(lang Lang) string { return lang.Pick(l.NameUk, l.NameEn) }

// Quantity is how many pieces the line's amounts are for in a document of the kind.
func (l Line) Quantity(k Kind) int64 {
	switch k {
	case Order, Specification, Invoice:
		return l.Ordered
	case OrderResponse:
		return l.Confirmed
	case DispatchNote, Waybill:
		return l.Dispatched
	case AcceptanceCertificate:
		return l.Accepted + l.Remarked
	case Claim, CreditNote:
		return l.Refused
	case PaymentOrder:
		return 0
	}
	return 0
}

// WithSums returns the line with its amounts worked out: VAT is rounded a line.
// It fails with money.ErrOverflow or money.ErrRate.
func (l Line) WithSums(k Kind) (Line, error) {
	var err error
	if l.Net, err = l.Price.Times(l.Quantity(k)); err != nil {
		return Line{}, err
	}
	if l.VAT, err = l.Net.VAT(l.VATRate); err != nil {
		return Line{}, err
	}
	if l.Total, err = l.Net.Add(l.VAT); err != nil {
		return Line{}, err
	}
	return l, nil
}

// TotalsOf adds the lines up. It fails with money.ErrOverflow.
func TotalsOf(lines []Line) (Totals, error) {
	var t Totals
	for _, l := range lines {
		for _, add := range []struct {
			to *money.Amount
			v  money.Amount
		}{{&t.Net, l.Net}, {&t.VAT, l.VAT}, {&t.Total, l.Total}} {
			sum, err := add.to.Add(add.v)
			if err != nil {
				return Totals{}, err
			}
			*add.to = sum
		}
	}
	return t, nil
}

// WithSums returns the document with the amounts of its lines and the totals
// worked out; the lines of d itself stay as they are.
func (d Document) WithSums() (Document, error) {
	lines := make([]Line, len(d.Lines))
	for i, l := range d.Lines {
		summed, err := l.WithSums(d.Kind)
		if err != nil {
			return Document{}, err
		}
		lines[i] = summed
	}
	totals, err := TotalsOf(lines)
	if err != nil {
		return Document{}, err
	}
	d.Lines, d.Totals = lines, totals
	return d, nil
}
