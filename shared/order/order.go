package order

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/seal"
)

// Order is an order as it stands.
type Order struct {
	ID   id.ID[id.Order] `cbor:"1,keyasint"`
	Unit id.ID[id.Org]   `cbor:"2,keyasint"`
	// UnitNumber and UnitName are the unit's when it was first signed.
	UnitNumber string `cbor:"3,keyasint"`
	UnitName   string `cbor:"4,keyasint"`
	State      State  `cbor:"5,keyasint"`
	// Revision is the number of the revision that stands, Content its signed bytes.
	Revision uint32 `cbor:"6,keyasint"`
	Content  []byte `cbor:"7,keyasint"`
	// Hash is the content hash: what a decision names.
	Hash seal.Hash `cbor:"8,keyasint"`
	// Total is what the standing revision asks for, with VAT; Money says in which state the budget holds it.
	Total money.Amount `cbor:"9,keyasint"`
	Money budget.State `cbor:"10,keyasint"`
	// Budget is the fund it is charged to.
	Budget id.ID[id.Budget] `cbor:"11,keyasint"`
	// Lines are the states of delivery, one a line of the standing revision.
	Lines []Fulfilment `cbor:"12,keyasint"`
	// Revisions is the chain, oldest first; Questions the agency's, oldest first; Events the timeline.
	Revisions []Standing `cbor:"13,keyasint"`
	Questions []Question `cbor:"14,keyasint,omitempty"`
	Events    []Event    `cbor:"15,keyasint"`
	// CreatedBy signed the first revision, DecidedBy approved or rejected; never the same person.
	CreatedBy id.ID[id.Person] `cbor:"16,keyasint"`
	DecidedBy id.ID[id.Person] `cbor:"17,keyasint"`
	// Before is the content of the revision before the standing one, for showing what changed.
	Before []byte `cbor:"18,keyasint,omitempty"`
	// Version counts the changes of this order from 1.
	Version uint64 `cbor:"19,keyasint"`
}

// Standing is one link of the chain of revisions.
type Standing struct {
	Revision uint32           `cbor:"1,keyasint"`
	Hash     seal.Hash        `cbor:"2,keyasint"`
	Replaces seal.Hash        `cbor:"3,keyasint"`
	By       id.ID[id.Person] `cbor:"4,keyasint"`
	ByName   string           `cbor:"5,keyasint,omitempty"`
	// SignedAt is the device's clock, ReceivedAt the server's, Unix milliseconds.
	SignedAt   int64        `cbor:"6,keyasint"`
	ReceivedAt int64        `cbor:"7,keyasint"`
	Total      money.Amount `cbor:"8,keyasint"`
}

// Question is the agency's on a line and field. It is open while Answer is "".
type Question struct {
	// Number counts the order's questions from 1; Revision is the one it was asked of.
	Number   uint32 `cbor:"1,keyasint"`
	Revision uint32 `cbor:"2,keyasint"`
	// Line is from 1; 0 is the document. Field is a field's name in the format.
	Line   int          `cbor:"3,keyasint,omitempty"`
	Field  string       `cbor:"4,keyasint,omitempty"`
	Reason ReturnReason `cbor:"5,keyasint"`
	Text   string       `cbor:"6,keyasint,omitempty"`
	// AskedAt and AnsweredAt are the server's clock, Unix milliseconds.
	AskedAt    int64            `cbor:"7,keyasint"`
	AskedBy    id.ID[id.Person] `cbor:"8,keyasint"`
	AskedName  string           `cbor:"9,keyasint,omitempty"`
	Answer     string           `cbor:"10,keyasint,omitempty"`
	AnsweredAt int64            `cbor:"11,keyasint,omitempty"`
}

// Event is a step of the timeline.
type Event struct {
	// At is the server's clock, Unix milliseconds (the device's until the server has spoken).
	At      int64            `cbor:"1,keyasint"`
	Kind    EventKind        `cbor:"2,keyasint"`
	Person  id.ID[id.Person] `cbor:"3,keyasint"`
	Name    string           `cbor:"4,keyasint,omitempty"`
	OrgName string           `cbor:"5,keyasint,omitempty"`
	// Revision is the one it happened to; Reason a typed return, rejection or cancellation reason (0 none).
	Revision uint32         `cbor:"6,keyasint,omitempty"`
	Reason   ReturnReason   `cbor:"7,keyasint,omitempty"`
	Comment  string         `cbor:"8,keyasint,omitempty"`
	Reasons  []fault.Reason `cbor:"9,keyasint,omitempty"`
}

// EventKind says what happened.
type EventKind uint8

// The kinds of event. Append-only.
const (
	EventSigned    EventKind = 1
	EventReceived  EventKind = 2
	EventReserved  EventKind = 3
	EventReturned  EventKind = 4
	EventAnswered  EventKind = 5
	EventApproved  EventKind = 6
	EventRejected  EventKind = 7
	EventCancelled EventKind = 8
	EventReleased  EventKind = 9
)

// String is the event's name in views.
func (k EventKind) String() string {
	switch k {
	case EventSigned:
		return "signed"
	case EventReceived:
		return "received"
	case EventReserved:
		return "reserved"
	case EventReturned:
		return "returned"
	case EventAnswered:
		return "answered"
	case EventApproved:
		return "approved"
	case EventRejected:
		return "rejected"
	case EventCancelled:
		return "cancelled"
	case EventReleased:
		return "released"
	}
	return "unknown"
}

// Number is what people call the order: the unit's number and five letters of
// the order's id, the same on every machine and known before any server is.
func Number(unitNumber string, order id.ID[id.Order]) string {
	// Crockford's alphabet: no letter looks like another or like a figure.
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	b := order.Bytes()
	v := uint32(b[11])<<24 | uint32(b[12])<<16 | uint32(b[13])<<8 | uint32(b[14])
	var letters [5]byte
	for i := range letters {
		letters[i] = alphabet[v>>27]
		v <<= 5
	}
	return unitNumber + "-" + string(letters[:])
}

// OpenQuestions returns the questions that still wait for an answer.
func (o Order) OpenQuestions() []Question {
	return slices.DeleteFunc(slices.Clone(o.Questions), func(q Question) bool { return q.AnsweredAt != 0 })
}

// Clone returns a copy that shares no list with the order, to be changed.
func (o Order) Clone() Order {
	o.Lines = slices.Clone(o.Lines)
	o.Revisions = slices.Clone(o.Revisions)
	o.Questions = slices.Clone(o.Questions)
	o.Events = slices.Clone(o.Events)
	return o
}
