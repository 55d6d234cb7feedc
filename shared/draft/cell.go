package draft

import (
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/kyiv"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// Field is what of a draft can be changed by itself. Append-only.
type Field uint8

// The fields.
const (
	// Pieces of an offer; none takes its line out.
	Pieces Field = 1
	// Substitutes of an offer's line.
	Substitutes Field = 2
	// Fund is the budget it is charged to.
	Fund Field = 3
	// Point is the delivery point.
	Point Field = 4
	// NeededBy is a day in Kyiv.
	NeededBy Field = 5
	// Urgency of the order.
	Urgency Field = 6
	// Note to the agency.
	Note Field = 7
	// Answer to a question of the agency.
	Answer Field = 8
)

// Fields are all of them.
func Fields() []Field {
	return []Field{Pieces, Substitutes, Fund, Point, NeededBy, Urgency, Note, Answer}
}

// String is the field's name in views: that of an order's fields.
func (f Field) String() string {
	switch f {
	case Pieces:
		return "quantity"
	case Substitutes:
		return "substitutes"
	case Fund:
		return "fund"
	case Point:
		return "delivery_point"
	case NeededBy:
		return "needed_by"
	case Urgency:
		return "urgency"
	case Note:
		return "note"
	case Answer:
		return "answer"
	}
	return "unknown"
}

// Place is where a draft has a value.
type Place struct {
	Field Field `cbor:"1,keyasint"`
	// Offer is a line's, none for the other fields; Question an answer's.
	Offer    id.ID[id.Offer] `cbor:"2,keyasint"`
	Question uint32          `cbor:"3,keyasint,omitempty"`
}

// IsLine reports whether the place is of a line.
func (p Place) IsLine() bool { return p.Field == Pieces || p.Field == Substitutes }

// Value is what stands in a place; which of its fields counts is the place's to say. The
// zero Value is nothing: what was not chosen, or was taken out.
type Value struct {
	// Number is pieces, or an urgency.
	Number int64 `cbor:"1,keyasint,omitempty"`
	// Price is what a piece cost when its author set the pieces, kopiykas without VAT.
	Price  money.Amount       `cbor:"2,keyasint,omitempty"`
	Budget id.ID[id.Budget]   `cbor:"3,keyasint"`
	Point  id.ID[id.Point]    `cbor:"4,keyasint"`
	Text   string             `cbor:"5,keyasint,omitempty"`
	Ranked []order.Substitute `cbor:"6,keyasint,omitempty"`
}

// IsNothing reports whether there is none.
func (v Value) IsNothing() bool {
	return v.Number == 0 && v.Budget.IsZero() && v.Point.IsZero() && v.Text == "" && len(v.Ranked) == 0
}

// Same reports whether two values say the same. The price that was seen says nothing by itself.
func (v Value) Same(o Value) bool {
	return v.Number == o.Number && v.Budget == o.Budget && v.Point == o.Point && v.Text == o.Text && slices.Equal(v.Ranked, o.Ranked)
}

// Cell is a place with its value.
type Cell struct {
	Place Place `cbor:"1,keyasint"`
	Value Value `cbor:"2,keyasint"`
}

// At returns what stands in a place; the zero Value for nothing.
func At(cells []Cell, p Place) Value {
	for _, c := range cells {
		if c.Place == p {
			return c.Value
		}
	}
	return Value{}
}

// Put sets what stands in a place. It changes the list it is given; nothing takes the place
// out, and a line its substitutes with it.
func Put(cells []Cell, p Place, v Value) []Cell {
	at := slices.IndexFunc(cells, func(c Cell) bool { return c.Place == p })
	switch {
	case v.IsNothing() && p.Field == Pieces:
		return slices.DeleteFunc(cells, func(c Cell) bool { return c.Place.IsLine() && c.Place.Offer == p.Offer })
	case v.IsNothing() && at >= 0:
		return slices.Delete(cells, at, at+1)
	case v.IsNothing():
		return cells
	case at >= 0:
		cells[at].Value = v
		return cells
	}
	return append(cells, Cell{p, v})
}

// Lines counts the lines among cells.
func Lines(cells []Cell) int {
	n := 0
	for _, c := range cells {
		if c.Place.Field == Pieces {
			n++
		}
	}
	return n
}

// CellsOf are the places that a signed revision fills.
func CellsOf(r order.Revision) []Cell {
	var cells []Cell
	put := func(p Place, v Value) { cells = Put(cells, p, v) }
	for _, l := range r.Lines {
		put(Place{Field: Pieces, Offer: l.Offer}, Value{Number: l.Quantity, Price: l.Price})
		put(Place{Field: Substitutes, Offer: l.Offer}, Value{Ranked: l.Substitutes})
	}
	put(Place{Field: Fund}, Value{Budget: r.Budget})
	put(Place{Field: Point}, Value{Point: r.Point})
	put(Place{Field: NeededBy}, Value{Text: DayOf(r.NeededBy)})
	put(Place{Field: Urgency}, Value{Number: int64(r.Urgency)})
	put(Place{Field: Note}, Value{Text: r.Note})
	for _, a := range r.Answers {
		put(Place{Field: Answer, Question: a.Question}, Value{Text: a.Text})
	}
	return cells
}

// dayForm is how a day is written.
const dayForm = "2006-01-02"

// DayOf is the day in Kyiv of a need, Unix milliseconds; "" for none.
func DayOf(neededBy int64) string {
	if neededBy == 0 {
		return ""
	}
	return kyiv.At(neededBy).Format(dayForm)
}

// check says what is wrong with a value for its place.
func (p Place) check(v Value) []fault.Reason {
	bad := func(code fault.Code) []fault.Reason { return []fault.Reason{{Code: code, Field: p.Field.String()}} }
	if p.Field.String() == "unknown" || p.IsLine() == p.Offer.IsZero() || (p.Field == Answer) == (p.Question == 0) {
		return bad(fault.FieldInvalid)
	}
	only := Value{}
	switch p.Field {
	case Pieces:
		if v.Number < 0 || v.Number > order.MaxQuantity || v.Price < 0 {
			return []fault.Reason{{Code: fault.TooLarge, Field: p.Field.String(), Have: v.Number, Want: order.MaxQuantity}}
		}
		only.Number = v.Number
	case Substitutes:
		if !isRanking(p.Offer, v.Ranked) {
			return bad(fault.FieldInvalid)
		}
		only.Ranked = v.Ranked
	case Fund:
		only.Budget = v.Budget
	case Point:
		only.Point = v.Point
	case NeededBy:
		if _, err := time.Parse(dayForm, v.Text); err != nil && v.Text != "" {
			return bad(fault.FieldInvalid)
		}
		only.Text = v.Text
	case Urgency:
		if v.Number < 0 || v.Number > int64(order.Urgent) {
			return bad(fault.FieldInvalid)
		}
		only.Number = v.Number
	case Note, Answer:
		if len(v.Text) > order.MaxNote || !seal.IsClean(v.Text) {
			return bad(fault.TextNotClean)
		}
		only.Text = v.Text
	}
	if !only.Same(v) {
		return bad(fault.FieldInvalid)
	}
	return nil
}

func isRanking(line id.ID[id.Offer], all []order.Substitute) bool {
	seen := map[id.ID[id.Offer]]bool{line: true, {}: true}
	for _, s := range all {
		if seen[s.Offer] || s.PriceCap < 0 {
			return false
		}
		seen[s.Offer] = true
	}
	return len(all) <= order.MaxSubstitutes
}
