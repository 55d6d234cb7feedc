// Package budget keeps the money of a unit's year: what was appropriated, and
// where each kopiyka of it stands.
package budget

import (
	"crypto/sha256"
	"fmt"
	"slices"
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
	// ClosedAt is when its year was closed, Unix milliseconds; 0 while it is open. A
	// closed budget takes no new order.
	ClosedAt int64 `cbor:"13,keyasint,omitempty"`
	// Changes are what changed Appropriated, oldest first: the last MaxChanges of them.
	Changes []Change `cbor:"14,keyasint,omitempty"`
}

// Limits of a budget.
const (
	// MaxChanges is how many changes a budget tells of; the commands keep all.
	MaxChanges = 50
	// MaxComment is the most bytes of a change's comment: a budget travels whole with
	// every order that is charged to it.
	MaxComment = 400
	// MaxAppropriated is the most that a budget is given, in kopiykas: far beyond every
	// budget of the field, and sums of thousands of them still fit 64 bits.
	MaxAppropriated money.Amount = 100_000_000_000_000
)

// Change is one change of what a budget was given.
type Change struct {
	// At is the server's clock, Unix milliseconds.
	At   int64      `cbor:"1,keyasint"`
	Kind ChangeKind `cbor:"2,keyasint"`
	// Amount is added (or taken, when below zero), kopiykas.
	Amount money.Amount `cbor:"3,keyasint"`
	// Other is the other budget of a transfer.
	Other   id.ID[id.Budget] `cbor:"4,keyasint"`
	By      id.ID[id.Person] `cbor:"5,keyasint"`
	ByName  string           `cbor:"6,keyasint,omitempty"`
	Comment string           `cbor:"7,keyasint,omitempty"`
}

// ChangeKind says why what a budget was given changed.
type ChangeKind uint8

// The kinds of change. Append-only.
const (
	ChangeAppropriated ChangeKind = 1
	ChangeTransferred  ChangeKind = 2
	ChangeAmended      ChangeKind = 3
	ChangePosture      ChangeKind = 4
	ChangeYearEnd      ChangeKind = 5
)

// String is the kind's name in views.
func (k ChangeKind) String() string {
	switch k {
	case ChangeAppropriated:
		return "appropriated"
	case ChangeTransferred:
		return "transferred"
	case ChangeAmended:
		return "amended"
	case ChangePosture:
		return "posture"
	case ChangeYearEnd:
		return "year_end"
	}
	return "unknown"
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

// Held is what orders hold of it: no change may leave it with less.
func (b Budget) Held() money.Amount { return b.Reserved + b.Committed + b.Invoiced + b.Paid }

// Given is the budget with what a change says added to it (or taken, below zero), and
// the change told of. The caller has asked Held before; the version is the caller's.
func (b Budget) Given(c Change) Budget {
	b.Appropriated += c.Amount
	first := max(len(b.Changes)+1-MaxChanges, 0)
	b.Changes = append(slices.Clone(b.Changes[first:]), c)
	return b
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

// Holding is what an order holds of its budget, by state, in kopiykas.
type Holding struct {
	Reserved  money.Amount `cbor:"1,keyasint,omitempty"`
	Committed money.Amount `cbor:"2,keyasint,omitempty"`
	Invoiced  money.Amount `cbor:"3,keyasint,omitempty"`
	Paid      money.Amount `cbor:"4,keyasint,omitempty"`
}

// Total is what is held in all states.
func (h Holding) Total() money.Amount { return h.Reserved + h.Committed + h.Invoiced + h.Paid }

// State is the least advanced state that holds anything: where the order stands
// with its money.
func (h Holding) State() State {
	switch {
	case h.Reserved > 0:
		return Reserved
	case h.Committed > 0:
		return Committed
	case h.Invoiced > 0:
		return Invoiced
	case h.Paid > 0:
		return Paid
	}
	return Free
}

// Of is what is held in a state; nothing for Free.
func (h Holding) Of(s State) money.Amount {
	switch s {
	case Free:
		return 0
	case Reserved:
		return h.Reserved
	case Committed:
		return h.Committed
	case Invoiced:
		return h.Invoiced
	case Paid:
		return h.Paid
	}
	return 0
}

// Moved is the holding after an amount went from one state to another. The caller
// has asked Of before; a state never goes below zero by it.
func (h Holding) Moved(from, to State, amount money.Amount) Holding {
	h.put(from, -amount)
	h.put(to, amount)
	return h
}

func (h *Holding) put(s State, amount money.Amount) {
	switch s {
	case Free:
	case Reserved:
		h.Reserved += amount
	case Committed:
		h.Committed += amount
	case Invoiced:
		h.Invoiced += amount
	case Paid:
		h.Paid += amount
	}
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
