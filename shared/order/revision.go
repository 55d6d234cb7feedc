package order

import (
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// Limits of one order.
const (
	// MaxLines is the most lines; MaxQuantity the most pieces in one.
	MaxLines    = 500
	MaxQuantity = 1_000_000
	// MaxSubstitutes is the most substitutes of one line.
	MaxSubstitutes = 8
	// MaxNote is the most bytes of the note, an answer or a question.
	MaxNote = 2_000
	// MaxRevisions is the most revisions of one order that its unit signs unasked;
	// answers to a return come on top. MaxQuestions is the most questions the agency
	// asks of one order. Together they keep an order a document that travels whole.
	MaxRevisions = 100
	MaxQuestions = 100
	// MaxEvents is the most steps that the timeline of an order tells of.
	MaxEvents = 2_000
)

// Urgency is how urgent the order is; with the unit's posture it makes the tier
// of an allocation.
type Urgency uint8

// The urgencies. Append-only.
const (
	Routine  Urgency = 1
	Priority Urgency = 2
	Urgent   Urgency = 3
)

// String is the urgency's name in views.
func (u Urgency) String() string {
	switch u {
	case Routine:
		return "routine"
	case Priority:
		return "priority"
	case Urgent:
		return "urgent"
	}
	return "unknown"
}

// ParseUrgency reads String's form; it gives 0 for anything else.
func ParseUrgency(text string) Urgency {
	for _, u := range []Urgency{Routine, Priority, Urgent} {
		if u.String() == text {
			return u
		}
	}
	return 0
}

// Revision is what a unit signs: the body of a submit command
// (docs/formats/seal.md, section 3.1).
type Revision struct {
	Order id.ID[id.Order] `cbor:"1,keyasint"`
	// Number counts the order's revisions from 1; Replaces is the content hash of the one before, none for the first.
	Number   uint32           `cbor:"2,keyasint"`
	Replaces seal.Hash        `cbor:"3,keyasint"`
	Unit     id.ID[id.Org]    `cbor:"4,keyasint"`
	Budget   id.ID[id.Budget] `cbor:"5,keyasint"`
	Point    id.ID[id.Point]  `cbor:"6,keyasint"`
	// NeededBy is the last day of delivery: its end in Kyiv, Unix milliseconds.
	NeededBy int64    `cbor:"7,keyasint"`
	Urgency  Urgency  `cbor:"8,keyasint"`
	Note     string   `cbor:"9,keyasint,omitempty"`
	Lines    []Line   `cbor:"10,keyasint"`
	Answers  []Answer `cbor:"11,keyasint,omitempty"`
	// Total is the sum of the lines with VAT: the figure the officer saw.
	Total money.Amount `cbor:"12,keyasint"`
}

// Line is one line of a revision; its number is its place, from 1.
type Line struct {
	Offer id.ID[id.Offer] `cbor:"1,keyasint"`
	// Terms pins the offer's terms as the signer saw them.
	Terms    supply.Terms `cbor:"2,keyasint"`
	Quantity int64        `cbor:"3,keyasint"`
	UOM      string       `cbor:"4,keyasint"`
	// Price is without VAT, a piece.
	Price   money.Amount      `cbor:"5,keyasint"`
	VATRate money.BasisPoints `cbor:"6,keyasint"`
	// Substitutes are the requester's own, best first, with the most a piece may cost (without VAT).
	Substitutes []Substitute `cbor:"7,keyasint,omitempty"`
}

// Substitute is an item the requester would take instead.
type Substitute struct {
	Offer    id.ID[id.Offer] `cbor:"1,keyasint"`
	PriceCap money.Amount    `cbor:"2,keyasint"`
}

// Answer is the unit's answer to a question of the agency.
type Answer struct {
	Question uint32 `cbor:"1,keyasint"`
	Text     string `cbor:"2,keyasint"`
}

// Sums are the amounts of a line or an order.
type Sums struct {
	Net   money.Amount
	VAT   money.Amount
	Total money.Amount
}

// Sums returns the line's amounts: VAT is rounded a line.
func (l Line) Sums() (Sums, error) {
	net, err := l.Price.Times(l.Quantity)
	if err != nil {
		return Sums{}, err
	}
	vat, err := net.VAT(l.VATRate)
	if err != nil {
		return Sums{}, err
	}
	total, err := net.Add(vat)
	if err != nil {
		return Sums{}, err
	}
	return Sums{Net: net, VAT: vat, Total: total}, nil
}

// Sums returns the amounts of all lines together.
func (r Revision) Sums() (Sums, error) {
	var all Sums
	for _, l := range r.Lines {
		s, err := l.Sums()
		if err != nil {
			return Sums{}, err
		}
		if all.Net, err = all.Net.Add(s.Net); err != nil {
			return Sums{}, err
		}
		if all.VAT, err = all.VAT.Add(s.VAT); err != nil {
			return Sums{}, err
		}
		if all.Total, err = all.Total.Add(s.Total); err != nil {
			return Sums{}, err
		}
	}
	return all, nil
}

// Encode returns the bytes that are signed.
func (r Revision) Encode() []byte { return seal.Encode(r) }

// DecodeRevision reads the bytes that were signed.
func DecodeRevision(b []byte) (Revision, error) {
	var r Revision
	if err := seal.Decode(b, &r); err != nil {
		return Revision{}, err
	}
	return r, nil
}
