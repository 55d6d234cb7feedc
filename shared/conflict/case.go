// Package conflict holds the cases of the desk: what a person signed and the
// server could not apply, and devices that behave oddly. A case hides nothing
// and loses nothing; it waits for its author or an operator.
package conflict

import (
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// Kind is what a case is about, in words of the field.
type Kind uint8

// The kinds of sync.md, "Conflict desk". Append-only.
const (
	StockGone     Kind = 1
	BudgetGone    Kind = 2
	PriceChanged  Kind = 3
	ItemWithdrawn Kind = 4
	RevisionRace  Kind = 5
	ApprovalRace  Kind = 6
	TwoDrafts     Kind = 7
	DeviceGap     Kind = 8
	DeviceFork    Kind = 9
	ClockSkew     Kind = 10
	RevokedSigner Kind = 11
	Tamper        Kind = 12
	ScopeLost     Kind = 13
	Unparsable    Kind = 14
	// Rule is any other rule that stopped the command.
	Rule Kind = 15
)

// String is the kind's name in views.
func (k Kind) String() string {
	switch k {
	case StockGone:
		return "stock_gone"
	case BudgetGone:
		return "budget_gone"
	case PriceChanged:
		return "price_changed"
	case ItemWithdrawn:
		return "item_withdrawn"
	case RevisionRace:
		return "revision_race"
	case ApprovalRace:
		return "approval_race"
	case TwoDrafts:
		return "two_drafts"
	case DeviceGap:
		return "device_gap"
	case DeviceFork:
		return "device_fork"
	case ClockSkew:
		return "clock_skew"
	case RevokedSigner:
		return "revoked_signer"
	case Tamper:
		return "tamper"
	case ScopeLost:
		return "scope_lost"
	case Unparsable:
		return "unparsable"
	case Rule:
		return "rule"
	}
	return "unknown"
}

// KindOf returns the kind of case that reasons make: the gravest decides.
func KindOf(reasons []fault.Reason) Kind {
	for _, row := range gravity() {
		for _, code := range row.codes {
			if fault.Has(reasons, code) {
				return row.kind
			}
		}
	}
	return Rule
}

type gravityRow struct {
	kind  Kind
	codes []fault.Code
}

func gravity() []gravityRow {
	return []gravityRow{
		{Tamper, []fault.Code{fault.Tampered, fault.SignatureInvalid, fault.SignerMismatch}},
		{Unparsable, []fault.Code{fault.Malformed, fault.NotCanonical, fault.TooLarge, fault.VersionUnknown, fault.KindUnknown}},
		{DeviceFork, []fault.Code{fault.DeviceFork}},
		{DeviceGap, []fault.Code{fault.DeviceGap}},
		{ClockSkew, []fault.Code{fault.ClockSkew}},
		{RevokedSigner, []fault.Code{fault.SignerRevoked, fault.SignerUnknown, fault.DeviceRevoked}},
		{TwoDrafts, []fault.Code{fault.DraftClosed}},
		{RevisionRace, []fault.Code{fault.RevisionRace, fault.HoldOver, fault.RoundChanged}},
		{ApprovalRace, []fault.Code{
			fault.ContentChanged, fault.AlreadyDecided, fault.TakenByAnother, fault.StepNotYours, fault.SignedAlready,
		}},
		{ItemWithdrawn, []fault.Code{fault.ItemWithdrawn, fault.ItemUnknown, fault.OfferExpired}},
		{PriceChanged, []fault.Code{fault.PriceChanged, fault.TermsChanged}},
		{BudgetGone, []fault.Code{fault.BudgetExceeded, fault.BudgetMissing, fault.BudgetYearWrong, fault.YearClosed}},
		{StockGone, []fault.Code{fault.StockGone}},
	}
}

// Closure says how a case ended.
type Closure uint8

// The ways a case ends. Append-only.
const (
	// Open: it has not ended.
	Open Closure = 0
	// Superseded: the author signed anew and that was applied.
	Superseded Closure = 1
	// Cancelled: the author took the order back.
	Cancelled Closure = 2
	// Resolved: what was odd is gone (the missing commands came, the clock is right).
	Resolved Closure = 3
	// Applied: a ruling had what was signed decided once more, and it was applied.
	Applied Closure = 4
	// Rejected: a ruling says that what was signed is not applied.
	Rejected Closure = 5
	// Dismissed: a ruling says that there is nothing to do.
	Dismissed Closure = 6
	// DeclaredLost: a ruling says that the missing numbers will never come.
	DeclaredLost Closure = 7
)

// String is the closure's name in views; an open case has none.
func (c Closure) String() string {
	switch c {
	case Open:
		return ""
	case Superseded:
		return "superseded"
	case Cancelled:
		return "cancelled"
	case Resolved:
		return "resolved"
	case Applied:
		return "applied"
	case Rejected:
		return "rejected"
	case Dismissed:
		return "dismissed"
	case DeclaredLost:
		return "declared_lost"
	}
	return "unknown"
}

// Case is one case. What it is about is set when it opens; after that only its end, what
// the desk did and Version change.
type Case struct {
	ID   id.ID[id.Case] `cbor:"1,keyasint"`
	Kind Kind           `cbor:"2,keyasint"`
	// Org, Person and Device are the author's; none where the bytes did not say or were not believed.
	Org    id.ID[id.Org]    `cbor:"3,keyasint"`
	Person id.ID[id.Person] `cbor:"4,keyasint"`
	Device id.ID[id.Device] `cbor:"5,keyasint"`
	// Order is the order it is about, if any.
	Order id.ID[id.Order] `cbor:"6,keyasint"`
	// Envelope is the hash of what was signed; Command its kind (0 where unreadable).
	Envelope seal.Hash `cbor:"7,keyasint"`
	Command  seal.Kind `cbor:"8,keyasint,omitempty"`
	// Signed is the body that was signed; Standing the content that stands at the server, where there is one.
	Signed   []byte         `cbor:"9,keyasint,omitempty"`
	Standing []byte         `cbor:"10,keyasint,omitempty"`
	Reasons  []fault.Reason `cbor:"11,keyasint,omitempty"`
	// OpenedAt and ClosedAt are the server's, ClaimedAt the device's clock, Unix milliseconds.
	OpenedAt  int64   `cbor:"12,keyasint"`
	ClaimedAt int64   `cbor:"13,keyasint,omitempty"`
	ClosedAt  int64   `cbor:"14,keyasint,omitempty"`
	Closed    Closure `cbor:"15,keyasint,omitempty"`
	// PersonName, DeviceName, OrgName and OrgNumber are as they were when it opened.
	PersonName string `cbor:"16,keyasint,omitempty"`
	DeviceName string `cbor:"17,keyasint,omitempty"`
	OrgName    string `cbor:"18,keyasint,omitempty"`
	OrgNumber  string `cbor:"19,keyasint,omitempty"`
	// Version counts the changes of this case from 1.
	Version uint64 `cbor:"20,keyasint"`
	// Rulings and Comments are what the desk did, the newest last.
	Rulings  []Ruling  `cbor:"21,keyasint,omitempty"`
	Comments []Comment `cbor:"22,keyasint,omitempty"`
	// Assignee is who has it on the desk, none for nobody; AssigneeName as it was then.
	Assignee     id.ID[id.Person] `cbor:"23,keyasint"`
	AssigneeName string           `cbor:"24,keyasint,omitempty"`
	AssignedAt   int64            `cbor:"25,keyasint,omitempty"`
	// CommandID is the id of what was signed: papers that it makes are named by it.
	CommandID id.ID[id.Command] `cbor:"26,keyasint"`
}

// IsOpen reports whether the case still waits.
func (c Case) IsOpen() bool { return c.Closed == Open }

// Close returns the case closed at a moment (Unix milliseconds).
func (c Case) Close(how Closure, at int64) Case {
	c.Closed, c.ClosedAt = how, at
	c.Version++
	return c
}

// ID is the id of the case that a command's envelope opens.
func ID(envelope seal.Hash) id.ID[id.Case] {
	return id.FromHash[id.Case](seal.Sum(append([]byte("case/"), envelope[:]...)))
}
