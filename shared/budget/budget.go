// Package budget keeps the money of a unit's year: what was appropriated, and
// where each kopiyka of it stands.
package budget

import (
	"crypto/sha256"
	"fmt"
	"strconv"

	"dotchain/shared/id"
	"dotchain/shared/money"
)

// Fund is which of a unit's two funds a budget is.
type Fund uint8

// The funds of domain.md, "Budget". Append-only.
const (
	// Guaranteed (гарантована) is liquid and follows the unit's posture.
	Guaranteed Fund = 1
	// Performance (результативна) follows from verified effect.
	Performance Fund = 2
)

// String is the fund's name in views.
func (f Fund) String() string {
	switch f {
	case Guaranteed:
		return "guaranteed"
	case Performance:
		return "performance"
	}
	return "unknown"
}

// Budget is a unit's fund of one year. Each kopiyka of Appropriated is in one
// state: free, reserved, committed, invoiced or paid.
type Budget struct {
	ID   id.ID[id.Budget] `cbor:"1,keyasint"`
	Unit id.ID[id.Org]    `cbor:"2,keyasint"`
	Year int64            `cbor:"3,keyasint"`
	Fund Fund             `cbor:"4,keyasint"`
	// KPKVK is the budget programme's code (7 digits), KEKV the economic code (4 digits).
	KPKVK        string       `cbor:"5,keyasint"`
	KEKV         string       `cbor:"6,keyasint"`
	Appropriated money.Amount `cbor:"7,keyasint"`
	Reserved     money.Amount `cbor:"8,keyasint"`
	Committed    money.Amount `cbor:"9,keyasint"`
	Invoiced     money.Amount `cbor:"10,keyasint"`
	Paid         money.Amount `cbor:"11,keyasint"`
	// Version counts the changes of this budget from 1.
	Version uint64 `cbor:"12,keyasint"`
}

// ID is the id of a unit's fund of a year and code.
func ID(unit id.ID[id.Org], year int64, fund Fund, kpkvk, kekv string) id.ID[id.Budget] {
	return id.FromHash[id.Budget](sha256.Sum256([]byte(
		"budget/" + unit.String() + "/" + strconv.FormatInt(year, 10) + "/" + fund.String() + "/" + kpkvk + "/" + kekv)))
}

// Free is what nothing holds.
func (b Budget) Free() money.Amount {
	return b.Appropriated - b.Reserved - b.Committed - b.Invoiced - b.Paid
}

// State is where a kopiyka of a budget stands.
type State uint8

// The states of money. Append-only.
const (
	Free      State = 0
	Reserved  State = 1
	Committed State = 2
	Invoiced  State = 3
	Paid      State = 4
)

// String is the state's name in views; free money has none.
func (s State) String() string {
	switch s {
	case Free:
		return ""
	case Reserved:
		return "reserved"
	case Committed:
		return "committed"
	case Invoiced:
		return "invoiced"
	case Paid:
		return "paid"
	}
	return "unknown"
}

// Posting moves an amount of a budget from one state to another because of an
// order. The postings of a budget are its ledger: they add up to its figures.
type Posting struct {
	Budget id.ID[id.Budget]
	Order  id.ID[id.Order]
	From   State
	To     State
	Amount money.Amount
}

// Post returns the budget after a posting. It fails when the state it comes
// from holds less; the caller has asked Free before and made a reason of it.
func (b Budget) Post(p Posting) (Budget, error) {
	if p.Amount < 0 || p.From == p.To {
		return b, fmt.Errorf("post %s %d→%d: not a posting", p.Amount, p.From, p.To)
	}
	if p.From == Free {
		if b.Free() < p.Amount {
			return b, fmt.Errorf("post %s: only %s free", p.Amount, b.Free())
		}
	} else {
		from := b.of(p.From)
		if *from < p.Amount {
			return b, fmt.Errorf("post %s: only %s %s", p.Amount, *from, p.From)
		}
		*from -= p.Amount
	}
	if p.To != Free {
		*b.of(p.To) += p.Amount
	}
	b.Version++
	return b, nil
}

// of points into the receiver's copy.
func (b *Budget) of(s State) *money.Amount {
	switch s {
	case Reserved:
		return &b.Reserved
	case Committed:
		return &b.Committed
	case Invoiced:
		return &b.Invoiced
	case Paid:
		return &b.Paid
	case Free:
	}
	panic("budget: free money has no column")
}
