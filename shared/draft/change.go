package draft

import (
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// Change is the body of a draft.change command (docs/formats/seal.md, section 3.44): places
// of a draft that its author changed. The draft begins with the first.
type Change struct {
	// Order and Replaces name the draft.
	Order    id.ID[id.Order] `cbor:"1,keyasint"`
	Replaces seal.Hash       `cbor:"2,keyasint"`
	// Laptop is the name of the device, as its people know it.
	Laptop string `cbor:"3,keyasint,omitempty"`
	Edits  []Edit `cbor:"4,keyasint,omitempty"`
	// Clear gives the draft up; Base is then the version that its author saw.
	Clear bool   `cbor:"5,keyasint,omitempty"`
	Base  uint64 `cbor:"6,keyasint,omitempty"`
}

// Edit is a place with its new value.
type Edit struct {
	Place Place `cbor:"1,keyasint"`
	Value Value `cbor:"2,keyasint"`
	// Base is the version of the draft that the author saw when they changed it; 0 for none.
	Base uint64 `cbor:"3,keyasint,omitempty"`
}

// Check says what is wrong with an edit by itself.
func (e Edit) Check() []fault.Reason { return e.Place.check(e.Value) }

// Check says what is wrong with a change by itself.
func (c Change) Check() []fault.Reason {
	switch {
	case c.Order.IsZero():
		return []fault.Reason{{Code: fault.FieldMissing, Field: "order"}}
	case len(c.Laptop) > MaxLaptop || !seal.IsClean(c.Laptop):
		return []fault.Reason{{Code: fault.TextNotClean, Field: "device"}}
	case len(c.Edits) > MaxEdits:
		return []fault.Reason{{Code: fault.TooLarge, Field: "lines", Have: int64(len(c.Edits)), Want: MaxEdits}}
	case len(c.Edits) == 0 && !c.Clear:
		return []fault.Reason{{Code: fault.FieldMissing, Field: "lines"}}
	}
	seen := make(map[Place]bool, len(c.Edits))
	for _, e := range c.Edits {
		if reasons := e.Check(); reasons != nil {
			return reasons
		}
		if seen[e.Place] {
			return []fault.Reason{{Code: fault.LineDuplicate, Field: e.Place.Field.String()}}
		}
		seen[e.Place] = true
	}
	return nil
}

// With is the draft with edits of an author, taken at a moment (Unix milliseconds): each sets
// its place, whatever stood there, and leaves a trace that has both.
func (d Draft) With(edits []Edit, by Author, at int64) Draft {
	d = d.clone()
	d.Version++
	if d.BegunAt == 0 {
		d.BegunAt = at
	}
	for _, e := range edits {
		d.trace(Trace{Place: e.Place, Value: e.Value, Version: d.Version, At: at, Raced: d.isRaced(e, by)}, by)
	}
	d.forget()
	return d
}

// trace sets a place and remembers it. Substitutes of what is no line, and more lines than an
// order has, change nothing; they are remembered all the same.
func (d *Draft) trace(t Trace, by Author) {
	t.Was = At(d.Cells, t.Place)
	t.Author = d.author(by)
	isLine := t.Place.Field == Substitutes && At(d.Cells, Place{Field: Pieces, Offer: t.Place.Offer}).IsNothing()
	_, isFull := Full(d.Cells, t.Place.Field)
	if !isLine && (!isFull || !t.Was.IsNothing()) {
		d.Cells = Put(d.Cells, t.Place, t.Value)
	}
	d.Traces = append(d.Traces, t)
}

// Full reports whether cells have as much of a field as an order may have, and how much that
// is; 0 for a field that an order has once, or with its line.
func Full(cells []Cell, f Field) (most int, full bool) {
	switch f {
	case Pieces:
		most = order.MaxLines
	case Answer:
		most = maxAnswers
	case Substitutes, Fund, Point, NeededBy, Urgency, Note:
		return 0, false
	}
	n := 0
	for _, c := range cells {
		if c.Place.Field == f {
			n++
		}
	}
	return most, n >= most
}

// isRaced reports whether another laptop changed a place after the version that an edit's author saw.
func (d *Draft) isRaced(e Edit, by Author) bool {
	return slices.ContainsFunc(d.Traces, func(t Trace) bool {
		return t.Place == e.Place && t.Version > e.Base && d.By(t).Device != by.Device
	})
}

// author is the place of an author among those of the history.
func (d *Draft) author(a Author) int {
	if i := slices.Index(d.Authors, a); i >= 0 {
		return i
	}
	d.Authors = append(d.Authors, a)
	return len(d.Authors) - 1
}

// forget makes the history as short as it may be: the oldest that nobody disputes goes
// first, and with its last change an author.
func (d *Draft) forget() {
	for len(d.Traces) > MaxTraces {
		oldest := slices.IndexFunc(d.Traces, func(t Trace) bool { return !t.Raced })
		d.Traces = slices.Delete(d.Traces, max(oldest, 0), max(oldest, 0)+1)
	}
	var kept []Author
	for i, t := range d.Traces {
		a := d.By(t)
		at := slices.Index(kept, a)
		if at < 0 {
			at = len(kept)
			kept = append(kept, a)
		}
		d.Traces[i].Author = at
	}
	d.Authors = kept
}

// Cleared is the draft given up by an author at a moment.
func (d Draft) Cleared(by Author, at int64) Draft { return d.closed(Cleared, by, at) }

// Ordered is the draft as an author signed it.
func (d Draft) Ordered(r order.Revision, by Author, at int64) Draft {
	d = d.closed(Ordered, by, at)
	d.Cells = CellsOf(r)
	return d
}

func (d Draft) closed(s State, by Author, at int64) Draft {
	d = d.clone()
	for _, a := range d.Authors {
		if by.Laptop == "" && a.Device == by.Device {
			by.Laptop = a.Laptop
		}
	}
	d.State, d.ClosedAt, d.ClosedBy = s, at, &by
	d.Version++
	return d
}
