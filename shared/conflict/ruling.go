package conflict

import (
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// Limits of one case.
const (
	MaxRulings  = 32
	MaxComments = 64
	// MaxText is the most bytes the text of a ruling or a comment may have.
	MaxText = 2000
)

// Ruling is what the desk decided on a case. It stays when another takes it back.
type Ruling struct {
	// ID is the command that made it.
	ID      id.ID[id.Command] `cbor:"1,keyasint"`
	At      int64             `cbor:"2,keyasint"`
	Person  id.ID[id.Person]  `cbor:"3,keyasint"`
	Name    string            `cbor:"4,keyasint,omitempty"`
	Outcome Outcome           `cbor:"5,keyasint"`
	Ground  Ground            `cbor:"6,keyasint"`
	Text    string            `cbor:"7,keyasint,omitempty"`
	// OrderVersion is the version the order had after the ruling had applied what was signed; 0 for none.
	OrderVersion uint64 `cbor:"8,keyasint,omitempty"`
	// ReversedAt, ReversedBy and ReversedText are of the ruling that took it back, and ReversedID its command.
	ReversedAt   int64             `cbor:"9,keyasint,omitempty"`
	ReversedBy   string            `cbor:"10,keyasint,omitempty"`
	ReversedText string            `cbor:"11,keyasint,omitempty"`
	ReversedID   id.ID[id.Command] `cbor:"12,keyasint"`
}

// Stands reports whether nobody took the ruling back.
func (r Ruling) Stands() bool { return r.ReversedAt == 0 }

// Comment is what was written on a case.
type Comment struct {
	ID     id.ID[id.Command] `cbor:"1,keyasint"`
	At     int64             `cbor:"2,keyasint"`
	Person id.ID[id.Person]  `cbor:"3,keyasint"`
	Name   string            `cbor:"4,keyasint,omitempty"`
	Text   string            `cbor:"5,keyasint"`
	// ToAuthor says that the author's organisation sees it, too.
	ToAuthor bool `cbor:"6,keyasint,omitempty"`
}

// StandingRuling is the ruling that stands; false where there is none.
func (c Case) StandingRuling() (Ruling, bool) {
	if n := len(c.Rulings); n > 0 && c.Rulings[n-1].Stands() {
		return c.Rulings[n-1], true
	}
	return Ruling{}, false
}

// Waits says whom an open case waits for.
type Waits uint8

// Whom a case waits for.
const (
	// Nobody: it is closed.
	Nobody Waits = 0
	// Desk: a ruling is needed.
	Desk Waits = 1
	// Author: the author has to sign, or to do something else.
	Author Waits = 2
	// Stock: there must be pieces, or money, first.
	Stock Waits = 3
)

// String is the name in views; "" for Nobody.
func (w Waits) String() string {
	switch w {
	case Nobody:
		return ""
	case Desk:
		return "desk"
	case Author:
		return "author"
	case Stock:
		return "stock"
	}
	return "unknown"
}

// Waits says whom the case waits for and since when, Unix milliseconds.
func (c Case) Waits() (Waits, int64) {
	if !c.IsOpen() {
		return Nobody, 0
	}
	since := c.OpenedAt
	if n := len(c.Rulings); n > 0 {
		last := c.Rulings[n-1]
		if !last.Stands() {
			return Desk, last.ReversedAt
		}
		since = last.At
		switch last.Outcome {
		case Wait:
			return Stock, since
		case Offer, Return:
			return Author, since
		case Apply, Accept, Reject, DeclareLost, KeepFirst, Dismiss:
		}
	}
	return Desk, since
}

// WaitsForOrder reports whether all that stopped what was signed is that the order it names
// was not there: the order may come yet, by another device, from a server that was restored.
// Nobody of the desk has ruled on it.
func (c Case) WaitsForOrder() bool {
	return c.IsOpen() && len(c.Rulings) == 0 && len(c.Reasons) == 1 && c.Reasons[0].Code == fault.OrderUnknown && c.Fits(Apply)
}

// WaitsSince is since when the case waits for stock or money, because a ruling says so, or
// for its order, Unix milliseconds; 0 where it does not.
func (c Case) WaitsSince() int64 {
	if waits, since := c.Waits(); waits == Stock || c.WaitsForOrder() {
		return since
	}
	return 0
}

// Granted is the ground on which the server applies what waited, by the kind of the case.
func (c Case) Granted() Ground {
	switch {
	case c.WaitsForOrder():
		return OrderCame
	case c.Kind == BudgetGone:
		return MoneyAdded
	}
	return StockReturned
}

// Seen is the hash of what a ruling rests on: the case with what was signed, why it was
// not applied, how it ended and how it was ruled on. Comments and who has it do not count.
func (c Case) Seen() seal.Hash {
	c.Comments, c.Assignee, c.AssigneeName, c.AssignedAt, c.Version = nil, id.ID[id.Person]{}, "", 0, 0
	return seal.Sum(seal.Encode(c))
}

// ForAuthor is the case as its author's organisation sees it: without what the desk wrote for itself.
func (c Case) ForAuthor() Case {
	var shared []Comment
	for _, x := range c.Comments {
		if x.ToAuthor {
			shared = append(shared, x)
		}
	}
	c.Comments = shared
	return c
}

// RuleCase is the body of case.rule.
type RuleCase struct {
	Case id.ID[id.Case] `cbor:"1,keyasint"`
	// Seen is Case.Seen of the case that its signer saw.
	Seen    seal.Hash `cbor:"2,keyasint"`
	Outcome Outcome   `cbor:"3,keyasint"`
	Ground  Ground    `cbor:"4,keyasint"`
	Text    string    `cbor:"5,keyasint,omitempty"`
}

// ReverseCase is the body of case.reverse.
type ReverseCase struct {
	Case   id.ID[id.Case]    `cbor:"1,keyasint"`
	Seen   seal.Hash         `cbor:"2,keyasint"`
	Ruling id.ID[id.Command] `cbor:"3,keyasint"`
	Text   string            `cbor:"4,keyasint,omitempty"`
}

// AssignCase is the body of case.assign; no person takes the case from whoever has it.
type AssignCase struct {
	Case   id.ID[id.Case]   `cbor:"1,keyasint"`
	Person id.ID[id.Person] `cbor:"2,keyasint"`
	Text   string           `cbor:"3,keyasint,omitempty"`
}

// CommentCase is the body of case.comment.
type CommentCase struct {
	Case     id.ID[id.Case] `cbor:"1,keyasint"`
	Text     string         `cbor:"2,keyasint"`
	ToAuthor bool           `cbor:"3,keyasint,omitempty"`
}
