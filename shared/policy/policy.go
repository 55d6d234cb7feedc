package policy

import (
	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// Set is all policies. It is replaced as a whole, by a signed command.
type Set struct {
	ID id.ID[id.Policy] `cbor:"1,keyasint"`
	// Version counts the sets from 1; 0 is Default.
	Version uint64 `cbor:"2,keyasint"`
	// SetBy signed it; SetAt is the server's clock, Unix milliseconds.
	SetBy     id.ID[id.Person] `cbor:"3,keyasint"`
	SetByName string           `cbor:"4,keyasint,omitempty"`
	SetAt     int64            `cbor:"5,keyasint,omitempty"`
	Comment   string           `cbor:"6,keyasint,omitempty"`

	// Checks are the order checks whose outcome is a matter of policy, each once.
	Checks []Check `cbor:"10,keyasint"`
	// Signing says which signatures of the unit an order needs.
	Signing []Signing `cbor:"11,keyasint,omitempty"`
	// Approval says who approves; ApprovalFor finds the one for an order.
	Approval []Approval `cbor:"12,keyasint"`
	// Allocation says how stock of a category is shared; one without a category is for all others.
	Allocation []Allocation `cbor:"13,keyasint"`
	// Tiers says who is served first in a round.
	Tiers []Tier `cbor:"14,keyasint"`
	// HoldDays is how long a returned order keeps its money, stock and place, in days.
	HoldDays int64 `cbor:"15,keyasint"`
	// TakeMinutes is how long an order stays in the hand of who took it.
	TakeMinutes int64 `cbor:"16,keyasint"`
	// Acceptance are the roles that sign an acceptance certificate, in sequence.
	Acceptance []party.Role `cbor:"17,keyasint"`
	// Guaranteed says what a unit's guaranteed fund has for a year, by posture.
	Guaranteed []Guarantee `cbor:"18,keyasint,omitempty"`
	// YearEnd says what becomes of money that orders still hold when the year is closed.
	YearEnd YearEnd `cbor:"19,keyasint"`
	// Penalty is what a late delivery costs, where a contract says nothing else.
	Penalty Penalty `cbor:"20,keyasint"`
	// Forward says to whom packages of documents go.
	Forward []Forward `cbor:"21,keyasint,omitempty"`
}

// ID is the id of the one set there is.
func ID() id.ID[id.Policy] { return id.Derive[id.Policy]("policy") }

// DocKey implements rules.Thing.
func (s Set) DocKey() wire.Key { return wire.Key{Kind: wire.DocPolicy, ID: s.ID} }

// DocVersion implements rules.Thing.
func (s Set) DocVersion() uint64 { return s.Version }

// Verdict is what a check that finds something does.
type Verdict uint8

// The verdicts. Append-only.
const (
	// Pass: the finding is noted and nobody need look.
	Pass Verdict = 1
	// Warn: a verifier looks before the order passes to those who approve.
	Warn Verdict = 2
	// Stop: the order is not taken.
	Stop Verdict = 3
)

// String is the verdict's name in views.
func (v Verdict) String() string {
	switch v {
	case Pass:
		return "pass"
	case Warn:
		return "warn"
	case Stop:
		return "stop"
	}
	return "unknown"
}

// Check is one order check.
type Check struct {
	// Code is the finding's: one of Checkable.
	Code    fault.Code `cbor:"1,keyasint"`
	Verdict Verdict    `cbor:"2,keyasint"`
	// Limit is the check's figure, where it has one (Checkable says of what).
	Limit int64 `cbor:"3,keyasint,omitempty"`
}

// Checkable are the findings whose verdict is a matter of policy; all others stop
// an order always.
func Checkable() []fault.Code {
	return []fault.Code{
		// The same lines as another open order of the unit of the last Limit days.
		fault.OrderDuplicate,
		// The same items, other quantities.
		fault.OrderLookAlike,
		// Needed before the supplier's lead time is over.
		fault.LeadTimeTooShort,
		// Urgent without a word why.
		fault.UrgencyUnexplained,
		// One order takes more than Limit hundredths of a per cent of its budget.
		fault.BudgetShareHigh,
		// More pieces than the cap per unit, item and year.
		fault.CapExceeded,
		// The category asks for a NATO stock number and the item has none.
		fault.NotCodified,
	}
}

// CheckFor returns the policy of a finding: the set's, else Default's; what neither
// names stops.
func (s Set) CheckFor(c fault.Code) Check {
	for _, rows := range [][]Check{s.Checks, Default().Checks} {
		for _, k := range rows {
			if k.Code == c {
				return k
			}
		}
	}
	return Check{Code: c, Verdict: Stop}
}

// Signing says that an order of at least From needs the signatures of Roles, after
// its requisitioner's, in this sequence.
type Signing struct {
	From  money.Amount `cbor:"1,keyasint"`
	Roles []party.Role `cbor:"2,keyasint"`
}

// SigningFor returns the roles that sign an order of a total after its
// requisitioner: those of the highest From it reaches.
func (s Set) SigningFor(total money.Amount) []party.Role {
	var best *Signing
	for i, row := range s.Signing {
		if total >= row.From && (best == nil || row.From >= best.From) {
			best = &s.Signing[i]
		}
	}
	if best == nil {
		return nil
	}
	return best.Roles
}

// Approval says who approves which orders.
type Approval struct {
	Name string `cbor:"1,keyasint"`
	// From is the least total with VAT; Category is "" and Fund 0 for any.
	From     money.Amount `cbor:"2,keyasint"`
	Category string       `cbor:"3,keyasint,omitempty"`
	Fund     budget.Fund  `cbor:"4,keyasint,omitempty"`
	// Steps follow one another; each is done when Count different people signed it.
	Steps []Step `cbor:"5,keyasint"`
}

// Step is one step of an approval.
type Step struct {
	Role  party.Role `cbor:"1,keyasint"`
	Count int64      `cbor:"2,keyasint"`
}

// ApprovalFor returns the approval of an order: of those that fit, the one with the
// highest From; of these one that names a category, then one that names a fund,
// then the first.
func (s Set) ApprovalFor(total money.Amount, categories []string, fund budget.Fund) Approval {
	best, weight := Approval{Steps: []Step{{Role: party.RoleApprover, Count: 1}}}, int64(-1)
	for _, a := range s.Approval {
		if total < a.From || a.Fund != 0 && a.Fund != fund || a.Category != "" && !contains(categories, a.Category) {
			continue
		}
		w := int64(0)
		if a.Category != "" {
			w += 2
		}
		if a.Fund != 0 {
			w++
		}
		if weight < 0 || a.From > best.From || a.From == best.From && w > weight {
			best, weight = a, w
		}
	}
	return best
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// Mode is how scarce stock is shared.
type Mode uint8

// The modes. Append-only.
const (
	// FirstCome: who comes first is served first, whole orders only.
	FirstCome Mode = 1
	// Rounds: approved orders wait for a round, which shares what there is.
	Rounds Mode = 2
)

// String is the mode's name in views.
func (m Mode) String() string {
	switch m {
	case FirstCome:
		return "first_come"
	case Rounds:
		return "rounds"
	}
	return "unknown"
}

// Allocation is how stock of a category is shared.
type Allocation struct {
	// Category is "" for those that have no row.
	Category code.CategoryCode `cbor:"1,keyasint,omitempty"`
	Mode     Mode              `cbor:"2,keyasint"`
	// CutOff is the minute of Kyiv's day at which a round closes; Floor and FloorShare are the rule's f and ρ.
	CutOff     int64  `cbor:"3,keyasint,omitempty"`
	Floor      int64  `cbor:"4,keyasint,omitempty"`
	FloorShare string `cbor:"5,keyasint,omitempty"`
}

// AllocationFor returns how stock of a category is shared.
func (s Set) AllocationFor(category string) Allocation {
	other := Allocation{Mode: FirstCome}
	for _, a := range s.Allocation {
		if string(a.Category) == category {
			return a
		}
		if a.Category == "" {
			other = a
		}
	}
	return other
}

// Tier is who is served when: a posture and an urgency make a tier, 1 is first.
type Tier struct {
	Posture party.Posture `cbor:"1,keyasint"`
	Urgency order.Urgency `cbor:"2,keyasint"`
	Tier    int64         `cbor:"3,keyasint"`
}

// LastTier is the tier of what no row names.
const LastTier = 9

// TierFor returns the tier of a line.
func (s Set) TierFor(p party.Posture, u order.Urgency) int64 {
	for _, t := range s.Tiers {
		if t.Posture == p && t.Urgency == u {
			return t.Tier
		}
	}
	return LastTier
}

// Guarantee is what the guaranteed fund of a unit in a posture has for a year, in kopiykas.
type Guarantee struct {
	Posture party.Posture `cbor:"1,keyasint"`
	Amount  money.Amount  `cbor:"2,keyasint"`
}

// YearEnd is what becomes of what orders still hold when a year is closed.
type YearEnd uint8

// The rules of a year's end. Append-only.
const (
	// CarryOver: what is signed in the year stays charged to it until it is paid.
	CarryOver YearEnd = 1
	// GiveBack: orders that are not yet dispatched go back with that reason, their money is released.
	GiveBack YearEnd = 2
)

// String is the rule's name in views.
func (y YearEnd) String() string {
	switch y {
	case CarryOver:
		return "carry_over"
	case GiveBack:
		return "give_back"
	}
	return "unknown"
}

// Penalty is what each day of delay costs, as a part of the late lines' value.
type Penalty struct {
	// PerDay and Most are of the value with VAT; the first GraceDays are free.
	PerDay    money.BasisPoints `cbor:"1,keyasint"`
	Most      money.BasisPoints `cbor:"2,keyasint"`
	GraceDays int64             `cbor:"3,keyasint"`
}

// Forward is a body that gets packages of documents.
type Forward struct {
	// Body is its name in views; Adapter one of "folder", "https", "x_road".
	Body    string `cbor:"1,keyasint"`
	Adapter string `cbor:"2,keyasint"`
	// From is the least total of an order that is forwarded.
	From money.Amount `cbor:"3,keyasint"`
	// Awaits says that an order waits for the body's answer before it can be approved.
	Awaits bool `cbor:"4,keyasint,omitempty"`
}
