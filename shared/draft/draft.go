package draft

import (
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Limits of a draft.
const (
	// MaxTraces is how many changes its history remembers. The oldest that nobody
	// disputed go first; the log of commands has all of them for good.
	MaxTraces = 128
	// MaxEdits is how many places one command changes.
	MaxEdits = 1000
	// MaxLaptop is the most bytes of a laptop's name.
	MaxLaptop = 120
	// maxAnswers is how many questions an order has.
	maxAnswers = 100
)

// State is where a draft stands. Append-only.
type State uint8

// The states.
const (
	// Open: it can be changed.
	Open State = 1
	// Ordered: it was signed, and the order was taken in.
	Ordered State = 2
	// Cleared: it was given up.
	Cleared State = 3
)

// String is the state's name in views.
func (s State) String() string {
	switch s {
	case Open:
		return "open"
	case Ordered:
		return "ordered"
	case Cleared:
		return "cleared"
	}
	return "unknown"
}

// Author is who changed a draft, on which laptop.
type Author struct {
	Person id.ID[id.Person] `cbor:"1,keyasint"`
	Name   string           `cbor:"2,keyasint,omitempty"`
	Device id.ID[id.Device] `cbor:"3,keyasint"`
	// Laptop is the device's name as it tells it; "" where it was not said.
	Laptop string `cbor:"4,keyasint,omitempty"`
}

// Draft is an order before it is signed, shared by the laptops of its unit.
type Draft struct {
	ID   id.ID[id.Draft] `cbor:"1,keyasint"`
	Unit id.ID[id.Org]   `cbor:"2,keyasint"`
	// Order is the order it is of, Replaces the content hash of the revision that it is to
	// replace; none for a first one. Both name the draft and never change.
	Order    id.ID[id.Order] `cbor:"3,keyasint"`
	Replaces seal.Hash       `cbor:"4,keyasint"`
	State    State           `cbor:"5,keyasint"`
	// Cells are the places that have a value, in the sequence in which they came to be.
	Cells []Cell `cbor:"6,keyasint,omitempty"`
	// Traces are its changes, oldest first, at most MaxTraces; Authors are who made them.
	Traces  []Trace  `cbor:"7,keyasint,omitempty"`
	Authors []Author `cbor:"8,keyasint,omitempty"`
	// Of is the draft this one is the twin of, none where it is none.
	Of id.ID[id.Draft] `cbor:"9,keyasint"`
	// BegunAt and ClosedAt are the server's clock, Unix milliseconds; ClosedAt is 0 while it is open.
	BegunAt  int64 `cbor:"10,keyasint,omitempty"`
	ClosedAt int64 `cbor:"11,keyasint,omitempty"`
	// ClosedBy is who ordered or cleared it; nil while it is open.
	ClosedBy *Author `cbor:"12,keyasint,omitempty"`
	// Version counts its changes from 1.
	Version uint64 `cbor:"13,keyasint"`
}

// Trace is one change of a place, as the server took it.
type Trace struct {
	Place Place `cbor:"1,keyasint"`
	// Value is what was set, Was what stood there before.
	Value Value `cbor:"2,keyasint"`
	Was   Value `cbor:"3,keyasint"`
	// Version is the one the change made of the draft.
	Version uint64 `cbor:"4,keyasint"`
	// Author is a place in Draft.Authors, from 0.
	Author int `cbor:"5,keyasint"`
	// At is the server's clock, Unix milliseconds.
	At int64 `cbor:"6,keyasint"`
	// Raced says that another laptop had changed the place and the author did not know.
	Raced bool `cbor:"7,keyasint,omitempty"`
}

// ID is the id of the draft of an order's revision.
func ID(o id.ID[id.Order], replaces seal.Hash) id.ID[id.Draft] {
	if replaces.IsZero() {
		return id.Derive[id.Draft]("draft", o[:])
	}
	return id.Derive[id.Draft]("draft", o[:], replaces[:])
}

// Key names the draft of an order's revision among all things.
func Key(o id.ID[id.Order], replaces seal.Hash) wire.Key {
	return wire.Key{Kind: wire.DocDraft, ID: ID(o, replaces)}
}

// TwinOrder is the order that the twin of a draft of an order is of: whoever keeps what came
// too late for one draft keeps it in one place.
func TwinOrder(o id.ID[id.Order]) id.ID[id.Order] { return id.Derive[id.Order]("twin", o[:]) }

// IsTwin reports whether an order's id follows from another's: people's devices make theirs of
// the time and chance.
func IsTwin(o id.ID[id.Order]) bool { return o[6]>>4 == 8 }

// DocKey implements rules.Thing.
func (d Draft) DocKey() wire.Key { return wire.Key{Kind: wire.DocDraft, ID: d.ID} }

// DocVersion implements rules.Thing.
func (d Draft) DocVersion() uint64 { return d.Version }

// IsOpen reports whether it can be changed.
func (d Draft) IsOpen() bool { return d.State == Open }

// Begin is the draft of an order's revision before anybody changed it: empty, or what the
// revision it is to replace says. It has no version yet.
func Begin(unit id.ID[id.Org], o id.ID[id.Order], replaces seal.Hash, standing *order.Revision) Draft {
	d := Draft{ID: ID(o, replaces), Unit: unit, Order: o, Replaces: replaces, State: Open}
	if standing != nil {
		d.Cells = CellsOf(*standing)
	}
	return d
}

// HasFrom reports whether its history has a change that a device made and the server
// took at a moment.
func (d Draft) HasFrom(device id.ID[id.Device], at int64) bool {
	if d.ClosedBy != nil && d.ClosedBy.Device == device && d.ClosedAt == at {
		return true
	}
	return slices.ContainsFunc(d.Traces, func(t Trace) bool { return t.At == at && d.By(t).Device == device })
}

// By is who made a change of its history.
func (d Draft) By(t Trace) Author {
	if t.Author < 0 || t.Author >= len(d.Authors) {
		return Author{}
	}
	return d.Authors[t.Author]
}

// ChangedAt is when it was changed last, Unix milliseconds of the server's clock.
func (d Draft) ChangedAt() int64 {
	at := d.BegunAt
	for _, t := range d.Traces {
		at = max(at, t.At)
	}
	return at
}

// clone copies what a change may reach into.
func (d Draft) clone() Draft {
	d.Cells, d.Traces, d.Authors = slices.Clone(d.Cells), slices.Clone(d.Traces), slices.Clone(d.Authors)
	return d
}
