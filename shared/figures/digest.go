package figures

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
)

// Stage is what an order waits for. The sequence is the way of an order.
type Stage uint8

// The stages.
const (
	Signing Stage = iota + 1 // the unit's next signature
	Verifying
	Review
	Returned // the unit's answer: the agency's clock stands still
	Waiting  // a round
	Confirming
	Dispatching
	Transport
	Accepting
	Paying
)

// Stages are all, in the way of an order.
func Stages() []Stage {
	return []Stage{Signing, Verifying, Review, Returned, Waiting, Confirming, Dispatching, Transport, Accepting, Paying}
}

// String is the stage's name in views: that of the state in which the order is.
func (s Stage) String() string {
	switch s {
	case Signing:
		return "awaiting_signatures"
	case Verifying:
		return "verifying"
	case Review:
		return "in_review"
	case Returned:
		return "returned"
	case Waiting:
		return "backordered"
	case Confirming:
		return "allocated"
	case Dispatching:
		return "supplier_confirmed"
	case Transport:
		return "dispatched"
	case Accepting:
		return "delivered"
	case Paying:
		return "accepted"
	}
	return "unknown"
}

// Turn is whose time it is: "unit", "agency" or "supplier".
func (s Stage) Turn() string {
	switch s {
	case Signing, Returned, Accepting:
		return "unit"
	case Verifying, Review, Waiting, Paying:
		return "agency"
	case Confirming, Dispatching, Transport:
		return "supplier"
	}
	return ""
}

// Span is a stay in a stage, Unix milliseconds; To is 0 while it lasts.
type Span struct {
	Stage    Stage
	From, To int64
}

// Part is what a supplier was to deliver of a line, in pieces. Promised and Delivered
// are Unix milliseconds, 0 for none.
type Part struct {
	Promised, Delivered int64
	Pieces              int64
	// Left are those that are still to come, or to come again: what was refused did not
	// come. Due says that there are any.
	Left int64
	Due  bool
}

// Typed is a return or a rejection with its reason, and when it was.
type Typed struct {
	At     int64
	Reason order.ReturnReason
}

// Paid is what was paid of an order at a moment.
type Paid struct {
	At     int64
	Amount money.Amount
}

// Digest is what the figures need of an order.
type Digest struct {
	Budget id.ID[id.Budget]
	Fund   budget.Fund
	State  order.State
	// SignedAt is when its unit signed the first revision, AcceptedAt when the last of it
	// was accepted (0 while something is to come), ApprovedAt when it was approved.
	SignedAt, AcceptedAt, ApprovedAt int64
	// Total is what was approved, Waiting the pieces that nobody gave yet.
	Total   money.Amount
	Waiting int64
	Spans   []Span
	Parts   []Part
	// Returns has one row for every question of a return, Rejected the rejection.
	Returns  []Typed
	Rejected []Typed
	Paid     []Paid

	// place is its own in the tally that it was added to.
	place int
}

// Of is the digest of an order.
func Of(o order.Order) Digest {
	d := Digest{
		Budget: o.Budget, Fund: o.Fund, State: o.State, ApprovedAt: o.ApprovedAt, Total: o.Total,
		Spans: spansOf(o),
	}
	if len(o.Revisions) > 0 {
		// The device's clock is a claim: it cannot have been signed after it came.
		d.SignedAt = min(o.Revisions[0].SignedAt, o.Revisions[0].ReceivedAt)
	}
	for _, q := range o.Questions {
		d.Returns = append(d.Returns, Typed{q.AskedAt, q.Reason})
	}
	for _, e := range o.Events {
		switch e.Kind { //nolint:exhaustive // the others are in the spans
		case order.EventRejected:
			d.Rejected = append(d.Rejected, Typed{e.At, e.Reason})
		case order.EventPaid:
			d.Paid = append(d.Paid, Paid{e.At, e.Amount})
		}
	}
	if o.State == order.Approved {
		d.goods(o)
	}
	// There are many of them, and they stay: no room to grow.
	d.Spans, d.Parts = slices.Clone(d.Spans), slices.Clone(d.Parts)
	return d
}

func (d *Digest) goods(o order.Order) {
	r, err := order.DecodeRevision(o.Content)
	if err != nil {
		return
	}
	accepted := false
	for i, l := range o.Lines {
		if l.InRounds && i < len(r.Lines) {
			d.Waiting += l.Waiting(r.Lines[i].Quantity)
		}
		for _, p := range l.Parts {
			accepted = accepted || p.Accepted > 0
			d.part(p)
		}
	}
	if !accepted || !isTaken(o) {
		return
	}
	for _, e := range o.Events {
		if e.Kind == order.EventAccepted {
			d.AcceptedAt = e.At
		}
	}
}

func (d *Digest) part(p order.Part) {
	if pieces := p.Quantity - p.Dropped; pieces > 0 {
		left := max(pieces-(p.Delivered-p.Refused), 0)
		d.Parts = append(d.Parts, Part{
			Promised: p.PromisedAt, Delivered: p.DeliveredAt, Pieces: pieces, Left: left, Due: left > 0,
		})
	}
}

// isTaken reports whether nothing of the order is left to come or to accept.
func isTaken(o order.Order) bool {
	for _, l := range o.Lines {
		switch l.State {
		case order.Accepted, order.AcceptedWithRemarks, order.Closed:
		case order.NotStarted, order.Backordered, order.PartiallyAllocated, order.Allocated, order.SupplierConfirmed, order.InProduction,
			order.Dispatched, order.Delivered, order.Disputed:
			return false
		}
	}
	return true
}

// OfSupplier is the digest of an order as its supplier sees it: its own parts.
func OfSupplier(s order.SupplierOrder) Digest {
	d := Digest{State: s.State, ApprovedAt: s.ApprovedAt, Total: s.Total}
	for _, l := range s.Lines {
		d.part(l.Given)
	}
	return d
}

// spansOf reads the stages of an order from its timeline.
func spansOf(o order.Order) []Span {
	var t track
	for i, e := range o.Events {
		switch e.Kind { //nolint:exhaustive // the others move nothing
		case order.EventReceived:
			t.to(afterReceipt(o, i), e.At)
		case order.EventCosigned:
			if e.Ref == "" { // else it stands under a certificate, not under the order
				t.to(afterReceipt(o, i), e.At)
			}
		case order.EventChecked, order.EventVerified:
			t.to(Review, e.At)
		case order.EventReturned:
			t.to(Returned, e.At)
		case order.EventApproved:
			t.to(afterApproval(o, i), e.At)
		case order.EventAllocated:
			t.on(Confirming, e.At)
		case order.EventConfirmed:
			t.on(Dispatching, e.At)
		case order.EventDispatched:
			t.on(Transport, e.At)
		case order.EventDelivered:
			t.on(Accepting, e.At)
		case order.EventAccepted:
			t.on(Paying, e.At)
		case order.EventRejected, order.EventExpired, order.EventClosed:
			t.end(e.At)
		case order.EventCancelled:
			if o.State == order.Cancelled {
				t.end(e.At)
			}
		}
	}
	return t.spans
}

// afterReceipt is the stage that a revision, or a signature under it, leads to: the
// unit's next signature while one follows or is awaited, else the checks.
func afterReceipt(o order.Order, at int) Stage {
	for _, e := range o.Events[at+1:] {
		switch e.Kind { //nolint:exhaustive // the others say nothing about signatures
		case order.EventCosigned:
			return Signing
		case order.EventReceived, order.EventChecked, order.EventVerified, order.EventReturned, order.EventRejected, order.EventApproved:
			return Verifying
		case order.EventExpired: // of what waits on its unit alone
			return Signing
		}
	}
	if o.State == order.AwaitingSignatures {
		return Signing
	}
	return Verifying
}

// afterApproval is a round where no pieces were given with the approval itself.
func afterApproval(o order.Order, at int) Stage {
	for _, l := range o.Lines {
		if !l.InRounds {
			return Confirming
		}
	}
	for _, e := range o.Events[at+1:] {
		if e.Kind == order.EventAllocated && e.At == o.Events[at].At {
			return Confirming
		}
	}
	return Waiting
}

// track writes spans one behind the other.
type track struct{ spans []Span }

// to ends the stage the order is in and begins another.
func (t *track) to(s Stage, at int64) {
	if n := len(t.spans); n > 0 && t.spans[n-1].To == 0 && t.spans[n-1].Stage == s {
		return
	}
	t.end(at)
	t.spans = append(t.spans, Span{Stage: s, From: at})
}

// on begins a stage that lies further on the way: what comes in parts is told by its first.
func (t *track) on(s Stage, at int64) {
	if n := len(t.spans); n > 0 && t.spans[n-1].Stage >= s {
		return
	}
	t.to(s, at)
}

func (t *track) end(at int64) {
	if n := len(t.spans); n > 0 && t.spans[n-1].To == 0 {
		t.spans[n-1].To = max(at, t.spans[n-1].From)
	}
}
