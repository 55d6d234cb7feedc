package conflict

import (
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// Outcome is what a ruling says is to become of a case. None changes what a person
// signed: what needs other content waits for its author's signature.
type Outcome uint8

// The outcomes. Append-only.
const (
	// Apply has what was signed decided once more, as it was signed.
	Apply Outcome = 1
	// Accept does so although the key was withdrawn: it was signed before.
	Accept Outcome = 2
	// Offer asks the author to sign a version that can be applied.
	Offer Outcome = 3
	// Wait leaves the case until there is stock or money.
	Wait Outcome = 4
	// Return gives the case back to its author with a reason.
	Return Outcome = 5
	// Reject ends it: what was signed is not applied.
	Reject Outcome = 6
	// DeclareLost ends a gap: the missing numbers will never come.
	DeclareLost Outcome = 7
	// KeepFirst ends a fork: what came first stays, and the device, whose key signs at two
	// places, is shut out and enrolled anew.
	KeepFirst Outcome = 8
	// Dismiss ends what needs nothing.
	Dismiss Outcome = 9
)

// Outcomes are all of them.
func Outcomes() []Outcome {
	return []Outcome{Apply, Accept, Offer, Wait, Return, Reject, DeclareLost, KeepFirst, Dismiss}
}

// String is the outcome's name in views.
func (o Outcome) String() string {
	switch o {
	case Apply:
		return "apply"
	case Accept:
		return "accept"
	case Offer:
		return "offer"
	case Wait:
		return "wait"
	case Return:
		return "return"
	case Reject:
		return "reject"
	case DeclareLost:
		return "declare_lost"
	case KeepFirst:
		return "keep_first"
	case Dismiss:
		return "dismiss"
	}
	return "unknown"
}

// Closure is how a case ends by the outcome; Open where it does not end.
func (o Outcome) Closure() Closure {
	switch o {
	case Apply, Accept:
		return Applied
	case Reject, KeepFirst:
		return Rejected
	case DeclareLost:
		return DeclaredLost
	case Dismiss:
		return Dismissed
	case Offer, Wait, Return:
	}
	return Open
}

// Redecides reports whether the outcome has what was signed decided once more.
func (o Outcome) Redecides() bool { return o == Apply || o == Accept }

// ShutsOut reports whether the outcome shuts the case's device out. Of a gap it is not said:
// numbers get lost without anybody else having the key.
func (o Outcome) ShutsOut() bool { return o == KeepFirst }

// Outcomes are those that fit the case, the likeliest first.
func (c Case) Outcomes() []Outcome {
	return slices.DeleteFunc(c.Kind.outcomes(), func(o Outcome) bool {
		switch o {
		case Apply, Accept:
			return !c.isProven() || len(c.Signed) == 0 || c.isOfDesk()
		case Offer:
			return !c.isProven() || c.Command != seal.KindSubmitOrder
		case KeepFirst:
			return !c.isOfDevice()
		case Wait, Return, Reject, DeclareLost, Dismiss:
		}
		return false
	})
}

// Fits reports whether an outcome fits the case.
func (c Case) Fits(o Outcome) bool { return slices.Contains(c.Outcomes(), o) }

func (k Kind) outcomes() []Outcome {
	switch k {
	case StockGone:
		return []Outcome{Offer, Apply, Wait, Return, Reject}
	case BudgetGone:
		return []Outcome{Apply, Wait, Return, Reject}
	case PriceChanged, ItemWithdrawn:
		return []Outcome{Offer, Return, Reject}
	case RevisionRace:
		return []Outcome{Offer, Return, Reject}
	case ApprovalRace:
		return []Outcome{Dismiss, Apply, Return}
	case TwoDrafts:
		return []Outcome{Return, Dismiss}
	case DeviceGap:
		return []Outcome{Return, DeclareLost}
	case DeviceFork:
		return []Outcome{KeepFirst, Apply, Return}
	case ClockSkew:
		return []Outcome{Return, Dismiss}
	case RevokedSigner:
		return []Outcome{Accept, Return, Reject}
	case Tamper:
		return []Outcome{Reject, KeepFirst}
	case ScopeLost, Rule:
		return []Outcome{Apply, Return, Reject}
	case Unparsable:
		return []Outcome{Return, Reject}
	}
	return nil
}

// isProven reports whether the person whom the case names is known to have signed just
// these bytes. What nobody proved is never applied, whoever asks for it.
func (c Case) isProven() bool {
	for _, code := range []fault.Code{
		fault.Tampered, fault.SignatureInvalid, fault.SignerMismatch, fault.SignerUnknown,
		fault.Malformed, fault.NotCanonical, fault.TooLarge, fault.VersionUnknown, fault.KindUnknown,
	} {
		if fault.Has(c.Reasons, code) {
			return false
		}
	}
	return true
}

// isOfDevice reports whether it was the key of the case's device that signed: of what was
// not believed the case names who brought it, and they are not to be blamed.
func (c Case) isOfDevice() bool {
	for _, code := range []fault.Code{fault.SignatureInvalid, fault.SignerMismatch, fault.SignerUnknown} {
		if fault.Has(c.Reasons, code) {
			return false
		}
	}
	return !c.Device.IsZero()
}

// isOfDesk reports whether it is an act of the desk itself that could not be applied:
// it is done anew, on the case as it is now.
func (c Case) isOfDesk() bool {
	return c.Command >= seal.KindRuleCase && c.Command <= seal.KindCommentCase
}

// Ground types a ruling: why it was made.
type Ground uint8

// The grounds. Append-only.
const (
	StockReturned Ground = 1
	MoneyAdded    Ground = 2
	NoStock       Ground = 3
	NoMoney       Ground = 4
	PriceMoved    Ground = 5
	ItemGone      Ground = 6
	// Overtaken: something else stands by now.
	Overtaken Ground = 7
	Duplicate Ground = 8
	// SignedInTime: it was signed before the key was withdrawn.
	SignedInTime Ground = 9
	DeviceLost   Ground = 10
	// RestoredCopy: the device was restored or copied from an older disk.
	RestoredCopy Ground = 11
	NumbersLost  Ground = 12
	ClockSet     Ground = 13
	NotGenuine   Ground = 14
	Unreadable   Ground = 15
	NotNeeded    Ground = 16
	Mistake      Ground = 17
	// Other needs a text.
	Other Ground = 18
	// OrderCame: the order that it names was not there, and is now.
	OrderCame Ground = 19
)

// String is the ground's name in views; "" where there is none such.
func (g Ground) String() string {
	switch g {
	case StockReturned:
		return "stock_returned"
	case MoneyAdded:
		return "money_added"
	case NoStock:
		return "no_stock"
	case NoMoney:
		return "no_money"
	case PriceMoved:
		return "price_moved"
	case ItemGone:
		return "item_gone"
	case Overtaken:
		return "superseded"
	case Duplicate:
		return "duplicate"
	case SignedInTime:
		return "signed_in_time"
	case DeviceLost:
		return "device_lost"
	case RestoredCopy:
		return "restored_copy"
	case NumbersLost:
		return "numbers_lost"
	case ClockSet:
		return "clock_set"
	case NotGenuine:
		return "not_genuine"
	case Unreadable:
		return "unreadable"
	case NotNeeded:
		return "not_needed"
	case Mistake:
		return "mistake"
	case Other:
		return "other"
	case OrderCame:
		return "order_came"
	}
	return ""
}

// Grounds are those that fit an outcome.
func (o Outcome) Grounds() []Ground {
	switch o {
	case Apply:
		return []Ground{StockReturned, MoneyAdded, OrderCame, Mistake, Other}
	case Accept:
		return []Ground{SignedInTime, Other}
	case Offer:
		return []Ground{NoStock, PriceMoved, ItemGone, Overtaken, Other}
	case Wait:
		return []Ground{NoStock, NoMoney, Other}
	case Return:
		return []Ground{NoStock, NoMoney, PriceMoved, ItemGone, Overtaken, DeviceLost, RestoredCopy, ClockSet, Unreadable, Other}
	case Reject:
		return []Ground{NoStock, NoMoney, Overtaken, Duplicate, NotGenuine, Unreadable, NotNeeded, DeviceLost, Other}
	case DeclareLost:
		return []Ground{NumbersLost, DeviceLost, Other}
	case KeepFirst:
		return []Ground{RestoredCopy, DeviceLost, Other}
	case Dismiss:
		return []Ground{Overtaken, Duplicate, ClockSet, Mistake, Other}
	}
	return nil
}
