package order

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
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
	// Total is what the standing revision asks for, with VAT; Holds is what the budget holds for it.
	Total money.Amount   `cbor:"9,keyasint"`
	Holds budget.Holding `cbor:"10,keyasint"`
	// Budget is the fund it is charged to.
	Budget id.ID[id.Budget] `cbor:"11,keyasint"`
	// Lines are how far delivery is, one a line of the standing revision.
	Lines []LineState `cbor:"12,keyasint"`
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

	// Fund and Year are the budget's, Categories those of its items, sorted: what an
	// approval policy asks for. All three are of the standing revision.
	Fund       budget.Fund `cbor:"20,keyasint"`
	Year       int64       `cbor:"21,keyasint"`
	Categories []string    `cbor:"22,keyasint,omitempty"`
	// Findings are what the checks found and did not stop.
	Findings []Finding `cbor:"23,keyasint,omitempty"`
	// Signatures are those of the unit after its requisitioner's, Approvals those of the
	// agency; both are of the standing content and go when it changes.
	Signatures []Signature `cbor:"24,keyasint,omitempty"`
	Approvals  []Signature `cbor:"25,keyasint,omitempty"`
	// Taken says in whose hand it is.
	Taken *Taken `cbor:"26,keyasint,omitempty"`
	// VerifiedAt is when verification passed, VerifiedBy who let it pass (none: no
	// check found anything). Unix milliseconds.
	VerifiedAt int64            `cbor:"27,keyasint,omitempty"`
	VerifiedBy id.ID[id.Person] `cbor:"28,keyasint"`
	// HoldUntil is until when an order that waits on its unit (returned, or for its next
	// signature) keeps its money, stock and place, Unix milliseconds; 0 while it does not wait.
	HoldUntil int64 `cbor:"29,keyasint,omitempty"`
	// WaitedUnit is how long it has waited on the unit, in milliseconds, without the
	// present wait: the time that is not the agency's.
	WaitedUnit int64 `cbor:"30,keyasint,omitempty"`
	// ApprovedAt and ClosedAt are the server's clock, Unix milliseconds.
	ApprovedAt int64 `cbor:"31,keyasint,omitempty"`
	ClosedAt   int64 `cbor:"32,keyasint,omitempty"`
	// Awaits are the bodies whose answer is awaited.
	Awaits []string `cbor:"33,keyasint,omitempty"`
	// Invoices, Deliveries and Claims are its papers, oldest first.
	Invoices   []id.ID[id.Invoice]  `cbor:"34,keyasint,omitempty"`
	Deliveries []id.ID[id.Delivery] `cbor:"35,keyasint,omitempty"`
	Claims     []id.ID[id.Claim]    `cbor:"36,keyasint,omitempty"`
	// Responses are its suppliers' answers, oldest first.
	Responses []Answered `cbor:"37,keyasint,omitempty"`
}

// Answered names a supplier's answer.
type Answered struct {
	ID       id.ID[id.Response] `cbor:"1,keyasint"`
	Supplier id.ID[id.Org]      `cbor:"2,keyasint"`
}

// Money is where the order stands with its money.
func (o Order) Money() budget.State { return o.Holds.State() }

// Finding is what a check found in an order that policy let in all the same.
type Finding struct {
	Reason fault.Reason `cbor:"1,keyasint"`
	// Warns says that a verifier has to look.
	Warns bool `cbor:"2,keyasint,omitempty"`
}

// Warns reports whether a verifier has to look.
func (o Order) Warns() bool {
	return slices.ContainsFunc(o.Findings, func(f Finding) bool { return f.Warns })
}

// Signature is a person's word on the standing content.
type Signature struct {
	// Step counts the steps of the policy from 1; Role is the one it was given in.
	Step   int64            `cbor:"1,keyasint"`
	Role   party.Role       `cbor:"2,keyasint"`
	Person id.ID[id.Person] `cbor:"3,keyasint"`
	Name   string           `cbor:"4,keyasint,omitempty"`
	// For is who let the person act for them; none when they act for themselves.
	For     id.ID[id.Person] `cbor:"5,keyasint"`
	ForName string           `cbor:"6,keyasint,omitempty"`
	Hash    seal.Hash        `cbor:"7,keyasint"`
	// SignedAt is the device's clock, At the server's, Unix milliseconds.
	SignedAt int64 `cbor:"8,keyasint"`
	At       int64 `cbor:"9,keyasint"`
}

// Taken says who has an order in hand.
type Taken struct {
	By   id.ID[id.Person] `cbor:"1,keyasint"`
	Name string           `cbor:"2,keyasint,omitempty"`
	// Until is the server's clock, Unix milliseconds.
	Until int64 `cbor:"3,keyasint"`
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
	// Pieces, Amount (kopiykas) and Ref (a document's number) say of how much and of which.
	Pieces int64        `cbor:"10,keyasint,omitempty"`
	Amount money.Amount `cbor:"11,keyasint,omitempty"`
	Ref    string       `cbor:"12,keyasint,omitempty"`
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
	// EventCosigned: the unit's next signature; EventChecked: no check found anything to
	// look at; EventVerified: a verifier let it pass; EventStepped: a step of the approval.
	EventCosigned EventKind = 10
	EventChecked  EventKind = 11
	EventVerified EventKind = 12
	EventStepped  EventKind = 13
	EventExpired  EventKind = 14
	// EventAllocated: a round or the approval gave pieces; EventBackordered: lines wait.
	EventAllocated   EventKind = 15
	EventBackordered EventKind = 16
	EventConfirmed   EventKind = 17
	EventDispatched  EventKind = 18
	EventDelivered   EventKind = 19
	EventAccepted    EventKind = 20
	EventClaimed     EventKind = 21
	EventSettled     EventKind = 22
	EventInvoiced    EventKind = 23
	EventPaid        EventKind = 24
	EventClosed      EventKind = 25
	EventForwarded   EventKind = 26
	EventCarriedOver EventKind = 27
	// EventPaymentCancelled: a payment order of its money was taken back.
	EventPaymentCancelled EventKind = 28
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
	case EventCosigned:
		return "cosigned"
	case EventChecked:
		return "checked"
	case EventVerified:
		return "verified"
	case EventStepped:
		return "stepped"
	case EventExpired:
		return "expired"
	case EventAllocated:
		return "allocated"
	case EventBackordered:
		return "backordered"
	case EventConfirmed:
		return "confirmed"
	case EventDispatched:
		return "dispatched"
	case EventDelivered:
		return "delivered"
	case EventAccepted:
		return "accepted"
	case EventClaimed:
		return "claimed"
	case EventSettled:
		return "settled"
	case EventInvoiced:
		return "invoiced"
	case EventPaid:
		return "paid"
	case EventClosed:
		return "closed"
	case EventForwarded:
		return "forwarded"
	case EventCarriedOver:
		return "carried_over"
	case EventPaymentCancelled:
		return "payment_cancelled"
	}
	return "unknown"
}

// Tell adds a step to the timeline. One of more than MaxEvents loses a step from its
// middle: how an order began and what happened last is what others look at.
func (o *Order) Tell(e Event) {
	if over := len(o.Events) + 1 - MaxEvents; over > 0 {
		o.Events = slices.Delete(slices.Clone(o.Events), MaxEvents/2, MaxEvents/2+over)
	}
	o.Events = append(o.Events, e)
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

// WaitsSince is since when the order waits on its unit, Unix milliseconds: for an
// answer, or for its next signature. 0 while the clock is another's.
func (o Order) WaitsSince() int64 {
	switch o.State {
	case AwaitingSignatures:
		if n := len(o.Revisions); n > 0 {
			return o.Revisions[n-1].ReceivedAt
		}
	case Returned:
		for _, e := range slices.Backward(o.Events) {
			if e.Kind == EventReturned {
				return e.At
			}
		}
	case Draft, Signed, Submitted, Verifying, InReview, Rejected, Approved, Cancelled, Expired, Superseded:
	}
	return 0
}

// Waited is how long the order has waited on its unit by a moment (Unix
// milliseconds), with the present wait.
func (o Order) Waited(now int64) int64 {
	if since := o.WaitsSince(); since > 0 {
		return o.WaitedUnit + max(now-since, 0)
	}
	return o.WaitedUnit
}

// IsUnderWay reports whether anything of the order was ever sent.
func (o Order) IsUnderWay() bool {
	return slices.ContainsFunc(o.Lines, func(l LineState) bool {
		return slices.ContainsFunc(l.Parts, func(p Part) bool { return p.Dispatched > 0 })
	})
}

// OpenQuestions returns the questions that still wait for an answer.
func (o Order) OpenQuestions() []Question {
	return slices.DeleteFunc(slices.Clone(o.Questions), func(q Question) bool { return q.AnsweredAt != 0 })
}

// Clone returns a copy that shares no list with the order, to be changed.
func (o Order) Clone() Order {
	o.Lines = slices.Clone(o.Lines)
	for i, l := range o.Lines {
		o.Lines[i].Parts = slices.Clone(l.Parts)
	}
	o.Revisions = slices.Clone(o.Revisions)
	o.Questions = slices.Clone(o.Questions)
	o.Events = slices.Clone(o.Events)
	o.Findings = slices.Clone(o.Findings)
	o.Signatures = slices.Clone(o.Signatures)
	o.Approvals = slices.Clone(o.Approvals)
	o.Awaits = slices.Clone(o.Awaits)
	o.Invoices = slices.Clone(o.Invoices)
	o.Deliveries = slices.Clone(o.Deliveries)
	o.Claims = slices.Clone(o.Claims)
	o.Responses = slices.Clone(o.Responses)
	return o
}
