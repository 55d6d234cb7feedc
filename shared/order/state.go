package order

import "slices"

// State is where an order stands with its decision. "" on the wire does not occur.
type State uint8

// The states of domain.md, "Business and approval". Append-only.
const (
	Draft              State = 1
	AwaitingSignatures State = 2
	Signed             State = 3
	Submitted          State = 4
	Verifying          State = 5
	InReview           State = 6
	Returned           State = 7
	Rejected           State = 8
	Approved           State = 9
	Cancelled          State = 10
	Expired            State = 11
	Superseded         State = 12
)

// String is the state's name in views.
func (s State) String() string {
	switch s {
	case Draft:
		return "draft"
	case AwaitingSignatures:
		return "awaiting_signatures"
	case Signed:
		return "signed"
	case Submitted:
		return "submitted"
	case Verifying:
		return "verifying"
	case InReview:
		return "in_review"
	case Returned:
		return "returned"
	case Rejected:
		return "rejected"
	case Approved:
		return "approved"
	case Cancelled:
		return "cancelled"
	case Expired:
		return "expired"
	case Superseded:
		return "superseded"
	}
	return "unknown"
}

// next is the machine: from each state, the states that may follow.
func next(s State) []State {
	switch s {
	case Draft:
		return []State{AwaitingSignatures, Signed}
	case AwaitingSignatures:
		return []State{Signed, Cancelled, Expired, Superseded}
	case Signed:
		return []State{Submitted, Cancelled, Superseded}
	case Submitted:
		return []State{Verifying, Cancelled}
	case Verifying:
		return []State{InReview, Returned, Rejected, Cancelled, Expired}
	case InReview:
		return []State{Returned, Rejected, Approved, Cancelled, Expired}
	case Returned:
		return []State{Cancelled, Expired}
	case Approved:
		return []State{Cancelled, Superseded}
	case Rejected, Cancelled, Expired, Superseded:
		return nil
	}
	return nil
}

// CanBecome reports whether the machine has a way from s to t.
func (s State) CanBecome(t State) bool { return slices.Contains(next(s), t) }

// CanRevise reports whether a new signed revision may follow: it begins as a draft
// again and passes through the states from there, under the same order.
func (s State) CanRevise() bool {
	switch s {
	case AwaitingSignatures, Verifying, InReview, Returned:
		return true
	case Draft, Signed, Submitted, Rejected, Approved, Cancelled, Expired, Superseded:
		return false
	}
	return false
}

// IsFinal reports whether nothing follows.
func (s State) IsFinal() bool { return len(next(s)) == 0 }

// Fulfilment is where a line stands with its delivery.
type Fulfilment uint8

// The states of domain.md, "Fulfilment". Append-only. NotStarted is before approval.
const (
	NotStarted          Fulfilment = 0
	Backordered         Fulfilment = 1
	PartiallyAllocated  Fulfilment = 2
	Allocated           Fulfilment = 3
	SupplierConfirmed   Fulfilment = 4
	InProduction        Fulfilment = 5
	Dispatched          Fulfilment = 6
	Delivered           Fulfilment = 7
	Accepted            Fulfilment = 8
	AcceptedWithRemarks Fulfilment = 9
	Disputed            Fulfilment = 10
	Closed              Fulfilment = 11
)

// String is the state's name in views; NotStarted has none.
func (f Fulfilment) String() string {
	switch f {
	case NotStarted:
		return ""
	case Backordered:
		return "backordered"
	case PartiallyAllocated:
		return "partially_allocated"
	case Allocated:
		return "allocated"
	case SupplierConfirmed:
		return "supplier_confirmed"
	case InProduction:
		return "in_production"
	case Dispatched:
		return "dispatched"
	case Delivered:
		return "delivered"
	case Accepted:
		return "accepted"
	case AcceptedWithRemarks:
		return "accepted_with_remarks"
	case Disputed:
		return "disputed"
	case Closed:
		return "closed"
	}
	return "unknown"
}

// ReturnReason is the typed, countable reason of a return, a rejection or a cancellation.
type ReturnReason uint8

// The reasons. Append-only.
const (
	QuantityUnclear      ReturnReason = 1
	ItemUnclear          ReturnReason = 2
	NeedUnjustified      ReturnReason = 3
	DateUnrealistic      ReturnReason = 4
	DeliveryPointUnclear ReturnReason = 5
	FundWrong            ReturnReason = 6
	Duplicate            ReturnReason = 7
	NoLongerNeeded       ReturnReason = 8
	// NoAnswer: the time to answer was over; YearOver: the year was closed.
	NoAnswer    ReturnReason = 9
	YearOver    ReturnReason = 10
	OtherReason ReturnReason = 99
)

// String is the reason's name in views.
func (r ReturnReason) String() string {
	switch r {
	case QuantityUnclear:
		return "quantity_unclear"
	case ItemUnclear:
		return "item_unclear"
	case NeedUnjustified:
		return "need_unjustified"
	case DateUnrealistic:
		return "date_unrealistic"
	case DeliveryPointUnclear:
		return "delivery_point_unclear"
	case FundWrong:
		return "fund_wrong"
	case Duplicate:
		return "duplicate"
	case NoLongerNeeded:
		return "no_longer_needed"
	case NoAnswer:
		return "no_answer"
	case YearOver:
		return "year_over"
	case OtherReason:
		return "other"
	}
	return ""
}

// ParseReturnReason reads String's form; it gives 0 for anything else.
func ParseReturnReason(text string) ReturnReason {
	for _, r := range []ReturnReason{
		QuantityUnclear, ItemUnclear, NeedUnjustified, DateUnrealistic, DeliveryPointUnclear, FundWrong, Duplicate,
		NoLongerNeeded, NoAnswer, YearOver, OtherReason,
	} {
		if r.String() == text {
			return r
		}
	}
	return 0
}
