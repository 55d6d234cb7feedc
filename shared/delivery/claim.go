package delivery

import (
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/wire"
)

// ClaimReason types what is wrong, after the codes of the field (QUA DEL QTY ITM PRI).
type ClaimReason uint8

// The reasons. Append-only.
const (
	// Quality: QUA; Late: DEL; Quantity: QTY; WrongItem: ITM; Price: PRI; Paperwork: documents are missing or wrong.
	Quality   ClaimReason = 1
	Late      ClaimReason = 2
	Quantity  ClaimReason = 3
	WrongItem ClaimReason = 4
	Price     ClaimReason = 5
	Damaged   ClaimReason = 6
	Paperwork ClaimReason = 7
)

// ClaimReasons are all.
func ClaimReasons() []ClaimReason {
	return []ClaimReason{Quality, Late, Quantity, WrongItem, Price, Damaged, Paperwork}
}

// String is the reason's name in views.
func (r ClaimReason) String() string {
	switch r {
	case Quality:
		return "quality"
	case Late:
		return "late"
	case Quantity:
		return "quantity"
	case WrongItem:
		return "wrong_item"
	case Price:
		return "price"
	case Damaged:
		return "damaged"
	case Paperwork:
		return "paperwork"
	}
	return ""
}

// ParseClaimReason reads String's form; it gives 0 for anything else.
func ParseClaimReason(text string) ClaimReason {
	for _, r := range ClaimReasons() {
		if r.String() == text {
			return r
		}
	}
	return 0
}

// ClaimState is where a claim stands.
type ClaimState uint8

// The states. Append-only.
const (
	// ClaimProposed: the system drafted it (a late delivery); the agency opens it or drops it.
	ClaimProposed ClaimState = 1
	ClaimOpen     ClaimState = 2
	ClaimAnswered ClaimState = 3
	ClaimSettled  ClaimState = 4
)

// String is the state's name in views.
func (s ClaimState) String() string {
	switch s {
	case ClaimProposed:
		return "proposed"
	case ClaimOpen:
		return "open"
	case ClaimAnswered:
		return "answered"
	case ClaimSettled:
		return "settled"
	}
	return "unknown"
}

// Outcome is how a claim ended.
type Outcome uint8

// The outcomes. Append-only.
const (
	// Replaced: the supplier sends the pieces again. Refunded: they are dropped, a credit
	// note follows. Such as were accepted before count as refused from then on. Fined: the
	// penalty is kept from what is payable. Withdrawn: nothing follows.
	Replaced  Outcome = 1
	Refunded  Outcome = 2
	Fined     Outcome = 3
	Withdrawn Outcome = 4
)

// String is the outcome's name in views; one that is open has none.
func (o Outcome) String() string {
	switch o {
	case 0:
		return ""
	case Replaced:
		return "replaced"
	case Refunded:
		return "refunded"
	case Fined:
		return "fined"
	case Withdrawn:
		return "withdrawn"
	}
	return "unknown"
}

// Outcomes are all.
func Outcomes() []Outcome { return []Outcome{Replaced, Refunded, Fined, Withdrawn} }

// ParseOutcome reads String's form; it gives 0 for anything else.
func ParseOutcome(text string) Outcome {
	for _, o := range Outcomes() {
		if o.String() == text {
			return o
		}
	}
	return 0
}

// Claim is a claim (рекламація) on a delivery, or a penalty for a late one.
type Claim struct {
	ID       id.ID[id.Claim]    `cbor:"1,keyasint"`
	Order    id.ID[id.Order]    `cbor:"2,keyasint"`
	Delivery id.ID[id.Delivery] `cbor:"3,keyasint"`
	Supplier id.ID[id.Org]      `cbor:"4,keyasint"`
	Unit     id.ID[id.Org]      `cbor:"5,keyasint"`
	Number   string             `cbor:"6,keyasint"`
	State    ClaimState         `cbor:"7,keyasint"`
	Reason   ClaimReason        `cbor:"8,keyasint"`
	// Lines are what it is about; the pieces are those that were refused, or late.
	Lines []ClaimLine `cbor:"9,keyasint,omitempty"`
	// Penalty is what the contract's terms make of it, kopiykas; DaysLate its days.
	Penalty  money.Amount `cbor:"10,keyasint,omitempty"`
	DaysLate int64        `cbor:"11,keyasint,omitempty"`
	Outcome  Outcome      `cbor:"12,keyasint,omitempty"`
	Text     string       `cbor:"13,keyasint,omitempty"`
	// Thread is what was said, oldest first.
	Thread      []Word       `cbor:"14,keyasint,omitempty"`
	Attachments []Attachment `cbor:"15,keyasint,omitempty"`
	// OpenedAt and SettledAt are the server's clock, Unix milliseconds.
	OpenedAt    int64            `cbor:"16,keyasint"`
	SettledAt   int64            `cbor:"17,keyasint,omitempty"`
	OpenedBy    id.ID[id.Person] `cbor:"18,keyasint"`
	OpenedName  string           `cbor:"19,keyasint,omitempty"`
	OrderNumber string           `cbor:"20,keyasint,omitempty"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"21,keyasint"`
	// Unaccepted says that its pieces were refused or did not come: the line waits for
	// its end, which can only be Replaced or Refunded. Matched says that they were
	// accepted once and are in a match with the invoice: there is no second one.
	Unaccepted bool `cbor:"22,keyasint,omitempty"`
	Matched    bool `cbor:"23,keyasint,omitempty"`
	// Resent is what was sent again of what it was settled to replace.
	Resent []ClaimLine `cbor:"24,keyasint,omitempty"`
}

// ClaimLine is a number of pieces of a part of an order's line.
type ClaimLine struct {
	Line   int   `cbor:"1,keyasint"`
	Part   int   `cbor:"2,keyasint"`
	Pieces int64 `cbor:"3,keyasint"`
	// Serials are those of the pieces, where they have any.
	Serials []string `cbor:"4,keyasint,omitempty"`
}

// Word is what somebody said of a claim.
type Word struct {
	At     int64            `cbor:"1,keyasint"`
	Person id.ID[id.Person] `cbor:"2,keyasint"`
	Name   string           `cbor:"3,keyasint,omitempty"`
	// FromSupplier tells the two sides apart where names are not shown.
	FromSupplier bool   `cbor:"4,keyasint,omitempty"`
	Text         string `cbor:"5,keyasint"`
	// Agrees says that the supplier takes the claim as it is.
	Agrees bool `cbor:"6,keyasint,omitempty"`
}

// IsOpen reports whether somebody has said it and it has not ended.
func (c Claim) IsOpen() bool { return c.State == ClaimOpen || c.State == ClaimAnswered }

// IsSaid reports whether somebody said it: not what was only proposed, nor what was
// dropped after that.
func (c Claim) IsSaid() bool {
	return c.State != ClaimProposed && (c.State != ClaimSettled || c.Number != "")
}

// Disputes reports whether the claim holds up a line of the order (from 1). That pieces
// were late does not, once they are taken.
func (c Claim) Disputes(line int) bool {
	return c.IsOpen() && (c.Unaccepted || c.Reason != Late) && slices.ContainsFunc(c.Lines, func(l ClaimLine) bool { return l.Line == line })
}

// Pieces is how many pieces it is about.
func (c Claim) Pieces() int64 {
	n := int64(0)
	for _, l := range c.Lines {
		n += l.Pieces
	}
	return n
}

// PiecesOf is how many pieces of a part it is about.
func (c Claim) PiecesOf(line, part int) int64 { return piecesOf(c.Lines, line, part) }

// ToResend is what of a part the supplier still has to send again for this claim.
func (c Claim) ToResend(line, part int) int64 {
	if c.State != ClaimSettled || c.Outcome != Replaced {
		return 0
	}
	return piecesOf(c.Lines, line, part) - piecesOf(c.Resent, line, part)
}

// Unsent are the pieces that the supplier still has to send again for this claim; none
// where it was not settled so. A part stands in one of its lines.
func (c Claim) Unsent() []ClaimLine {
	var all []ClaimLine
	for _, l := range c.Lines {
		if n := c.ToResend(l.Line, l.Part); n > 0 {
			all = append(all, ClaimLine{Line: l.Line, Part: l.Part, Pieces: n})
		}
	}
	return all
}

func piecesOf(lines []ClaimLine, line, part int) int64 {
	n := int64(0)
	for _, l := range lines {
		if l.Line == line && l.Part == part {
			n += l.Pieces
		}
	}
	return n
}

// CanEnd reports whether a claim may end so. What was refused or is missing cannot be
// left where it is: its money would be held for ever. What was to be replaced and was
// not sent again can still be refunded.
func (c Claim) CanEnd(how Outcome) bool {
	switch {
	case c.State == ClaimProposed:
		return how == Withdrawn
	case c.State == ClaimSettled:
		return how == Refunded && len(c.Unsent()) > 0
	case !c.IsOpen():
		return false
	case c.Unaccepted:
		return how == Replaced || how == Refunded
	}
	switch how {
	case Replaced, Refunded:
		return c.Reason != Late && len(c.Lines) > 0
	case Fined:
		return c.Penalty > 0
	case Withdrawn:
		return true
	}
	return false
}

// Clone returns a copy that shares no list that commands change.
func (c Claim) Clone() Claim {
	c.Lines, c.Thread, c.Resent = slices.Clone(c.Lines), slices.Clone(c.Thread), slices.Clone(c.Resent)
	return c
}

// ClaimID is the id of the n-th claim (from 0) that a command makes.
func ClaimID(command id.ID[id.Command], n byte) id.ID[id.Claim] {
	return id.Derive[id.Claim]("claim", command[:], []byte{n})
}

// DocKey implements rules.Thing.
func (c Claim) DocKey() wire.Key { return wire.Key{Kind: wire.DocClaim, ID: c.ID} }

// DocVersion implements rules.Thing.
func (c Claim) DocVersion() uint64 { return c.Version }

// OpenClaim is the body of a claim.open command (section 3.24). With Claim set it opens a
// proposed one.
type OpenClaim struct {
	Delivery    id.ID[id.Delivery] `cbor:"1,keyasint"`
	Claim       id.ID[id.Claim]    `cbor:"2,keyasint"`
	Reason      ClaimReason        `cbor:"3,keyasint"`
	Lines       []ClaimLine        `cbor:"4,keyasint,omitempty"`
	Text        string             `cbor:"5,keyasint,omitempty"`
	Attachments []Attachment       `cbor:"6,keyasint,omitempty"`
}

// AnswerClaim is the body of a claim.answer command (section 3.25), the supplier's.
type AnswerClaim struct {
	Claim  id.ID[id.Claim] `cbor:"1,keyasint"`
	Text   string          `cbor:"2,keyasint"`
	Agrees bool            `cbor:"3,keyasint,omitempty"`
}

// SettleClaim is the body of a claim.settle command (section 3.26), the agency's.
type SettleClaim struct {
	Claim   id.ID[id.Claim] `cbor:"1,keyasint"`
	Outcome Outcome         `cbor:"2,keyasint"`
	Comment string          `cbor:"3,keyasint,omitempty"`
}
