package payment

import (
	"slices"

	"dotchain/shared/id"
)

// CancelReason types why a payment order was taken back.
type CancelReason uint8

// The reasons. Append-only.
const (
	// NotExecuted: the bank or the treasury did not execute it. WrongDetails: it could not
	// be executed as it was written. Superseded: another takes its place. OtherReason: the
	// comment says which.
	NotExecuted  CancelReason = 1
	WrongDetails CancelReason = 2
	Superseded   CancelReason = 3
	OtherReason  CancelReason = 4
)

// CancelReasons are all.
func CancelReasons() []CancelReason {
	return []CancelReason{NotExecuted, WrongDetails, Superseded, OtherReason}
}

// String is the reason's name in views; "" for none.
func (r CancelReason) String() string {
	switch r {
	case NotExecuted:
		return "not_executed"
	case WrongDetails:
		return "wrong_details"
	case Superseded:
		return "superseded"
	case OtherReason:
		return "other"
	}
	return ""
}

// Cancel is the body of a payment.cancel command (docs/formats/seal.md, section 3.32): a
// payment order that the bank did not execute is taken back, and what it was to pay of
// its invoices is open again.
type Cancel struct {
	Payment id.ID[id.Payment] `cbor:"1,keyasint"`
	Reason  CancelReason      `cbor:"2,keyasint"`
	// Comment may only be missing where the reason says enough.
	Comment string `cbor:"3,keyasint,omitempty"`
}

// Cancellation is how a payment order was taken back.
type Cancellation struct {
	// At is the server's clock, Unix milliseconds.
	At      int64            `cbor:"1,keyasint"`
	By      id.ID[id.Person] `cbor:"2,keyasint"`
	Name    string           `cbor:"3,keyasint,omitempty"`
	Reason  CancelReason     `cbor:"4,keyasint"`
	Comment string           `cbor:"5,keyasint,omitempty"`
}

// MaxUnmatched is how many words of a bank's on a payment order that was taken back are kept.
const MaxUnmatched = 20

// Unmatched is what a bank or the treasury said was paid by a payment order that had
// been taken back: no money of the budget moves by it, a person has to see what it is.
type Unmatched struct {
	Confirmation Confirmation `cbor:"1,keyasint"`
	// At is the server's clock, Unix milliseconds; Source the SHA-256 of the file, hex.
	At     int64  `cbor:"2,keyasint"`
	Source string `cbor:"3,keyasint,omitempty"`
}

// IsCancelled reports whether it was taken back.
func (p Payment) IsCancelled() bool { return p.Cancelled != nil }

// HasUnmatched reports whether the bank's word on an order that was taken back was noted
// before: the same amount, and not another reference.
func (p Payment) HasUnmatched(c Confirmation) bool {
	return slices.ContainsFunc(p.Unmatched, func(u Unmatched) bool {
		was := Payment{Total: u.Confirmation.Amount, Reference: u.Confirmation.Reference}
		return was.Says(c)
	})
}

// PaymentState is where a payment order stands.
//
//nolint:revive // beside State, which is an invoice's
type PaymentState uint8

// The states. They follow from the rest and are not stored.
const (
	// Waiting: the bank said nothing. Executed: it said that it paid. TakenBack: it was
	// cancelled. TakenBackPaid: it was, and the bank says that it paid.
	Waiting       PaymentState = 1
	Executed      PaymentState = 2
	TakenBack     PaymentState = 3
	TakenBackPaid PaymentState = 4
)

// PaymentStates are all.
//
//nolint:revive // beside States, which would be an invoice's
func PaymentStates() []PaymentState {
	return []PaymentState{Waiting, Executed, TakenBack, TakenBackPaid}
}

// String is the state's name in views.
func (s PaymentState) String() string {
	switch s {
	case Waiting:
		return "waiting"
	case Executed:
		return "paid"
	case TakenBack:
		return "cancelled"
	case TakenBackPaid:
		return "unmatched"
	}
	return "unknown"
}

// Stands is the state that the rest makes.
func (p Payment) Stands() PaymentState {
	switch {
	case p.PaidAt != 0:
		return Executed
	case p.IsCancelled() && len(p.Unmatched) > 0:
		return TakenBackPaid
	case p.IsCancelled():
		return TakenBack
	}
	return Waiting
}
