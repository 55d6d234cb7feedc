package seal

import (
	"dotchain/shared/fault"
	"dotchain/shared/id"
)

// CommandVersion is the version of the command's layout; it is its first field.
const CommandVersion = 1

// MaxDeviceSeq is the highest number of a command. Nobody counts so far; what
// says so could be kept by no database and would end its device's chain.
const MaxDeviceSeq = 1 << 53

// Kind says what a command does. The numbers are signed; append-only.
type Kind uint16

// The kinds of command.
const (
	// KindSubmitOrder carries an order's revision, the first or a later one.
	KindSubmitOrder Kind = 1
	// KindReturnOrder asks the unit for clarification.
	KindReturnOrder Kind = 2
	// KindApproveOrder approves the content it names.
	KindApproveOrder Kind = 3
	// KindRejectOrder rejects the content it names.
	KindRejectOrder Kind = 4
	// KindCancelOrder takes the unit's own order back.
	KindCancelOrder Kind = 5
	// KindCosignOrder adds the unit's next signature to the content it names.
	KindCosignOrder Kind = 6
	// KindVerifyOrder lets the content it names pass to those who approve.
	KindVerifyOrder Kind = 7
	// KindTakeOrder takes an order in hand, or lets go of it.
	KindTakeOrder Kind = 8
	// KindExpireOrder ends what waited longer than its policy allows; the server's.
	KindExpireOrder Kind = 9
	// KindPublishCatalogue carries items, offers and stock of one supplier.
	KindPublishCatalogue Kind = 10
	// KindAppropriate sets what a budget has been given for its year.
	KindAppropriate Kind = 11
	// KindRegister carries organisations and people.
	KindRegister Kind = 12

	// KindSetPolicy replaces the set of policies.
	KindSetPolicy Kind = 20
	// KindDelegate lets another person act for its author for a time.
	KindDelegate Kind = 21
	// KindTransferBudget moves free money between two budgets.
	KindTransferBudget Kind = 22
	// KindAmendBudget changes what a budget was given.
	KindAmendBudget Kind = 23
	// KindSetPosture says what units are doing, from which tiers and guaranteed amounts follow.
	KindSetPosture Kind = 24
	// KindCloseYear ends a unit's budgets of a year.
	KindCloseYear Kind = 25

	// KindSignRound closes an allocation round.
	KindSignRound Kind = 30

	// KindRespondOrder is the supplier's order response.
	KindRespondOrder Kind = 40
	// KindDispatch sends goods off with their dispatch note and waybill.
	KindDispatch Kind = 41
	// KindReceive says what of a delivery arrived.
	KindReceive Kind = 42
	// KindAccept signs the acceptance certificate of a delivery.
	KindAccept Kind = 43
	// KindOpenClaim opens a claim on a delivery.
	KindOpenClaim Kind = 44
	// KindAnswerClaim is the supplier's answer to a claim.
	KindAnswerClaim Kind = 45
	// KindSettleClaim ends a claim.
	KindSettleClaim Kind = 46

	// KindOrderPayment makes a payment order of what is payable.
	KindOrderPayment Kind = 50
	// KindConfirmPayments carries what a bank or the treasury says was paid.
	KindConfirmPayments Kind = 51
	// KindCancelPayment takes back a payment order that the bank did not execute.
	KindCancelPayment Kind = 52

	// KindForwarded says what became of a package for another body; the server's.
	KindForwarded Kind = 60
	// KindResend sends a package again that could not be delivered.
	KindResend Kind = 61

	// KindRuleCase decides a case of the desk.
	KindRuleCase Kind = 70
	// KindReverseCase takes a ruling back.
	KindReverseCase Kind = 71
	// KindAssignCase gives a case to somebody of the desk.
	KindAssignCase Kind = 72
	// KindCommentCase writes on a case.
	KindCommentCase Kind = 73

	// KindChangeDraft changes places of an order before it is signed. Its author's key signs
	// it without asking: it binds nobody to anything.
	KindChangeDraft Kind = 80
)

// String is the kind's name in logs and views.
func (k Kind) String() string {
	switch k {
	case KindSubmitOrder:
		return "order.submit"
	case KindReturnOrder:
		return "order.return"
	case KindApproveOrder:
		return "order.approve"
	case KindRejectOrder:
		return "order.reject"
	case KindCancelOrder:
		return "order.cancel"
	case KindPublishCatalogue:
		return "catalogue.publish"
	case KindAppropriate:
		return "budget.appropriate"
	case KindRegister:
		return "party.register"
	case KindCosignOrder:
		return "order.cosign"
	case KindVerifyOrder:
		return "order.verify"
	case KindTakeOrder:
		return "order.take"
	case KindExpireOrder:
		return "order.expire"
	case KindSetPolicy:
		return "policy.set"
	case KindDelegate:
		return "party.delegate"
	case KindTransferBudget:
		return "budget.transfer"
	case KindAmendBudget:
		return "budget.amend"
	case KindSetPosture:
		return "party.posture"
	case KindCloseYear:
		return "budget.close_year"
	case KindSignRound:
		return "round.sign"
	case KindRespondOrder:
		return "order.respond"
	case KindDispatch:
		return "delivery.dispatch"
	case KindReceive:
		return "delivery.receive"
	case KindAccept:
		return "delivery.accept"
	case KindOpenClaim:
		return "claim.open"
	case KindAnswerClaim:
		return "claim.answer"
	case KindSettleClaim:
		return "claim.settle"
	case KindOrderPayment:
		return "payment.order"
	case KindConfirmPayments:
		return "payment.confirm"
	case KindCancelPayment:
		return "payment.cancel"
	case KindForwarded:
		return "forward.receipt"
	case KindResend:
		return "forward.resend"
	case KindRuleCase:
		return "case.rule"
	case KindReverseCase:
		return "case.reverse"
	case KindAssignCase:
		return "case.assign"
	case KindCommentCase:
		return "case.comment"
	case KindChangeDraft:
		return "draft.change"
	}
	return "unknown"
}

// Command is a person's act (section 3). All of it is signed.
type Command struct {
	Version uint16            `cbor:"1,keyasint"`
	ID      id.ID[id.Command] `cbor:"2,keyasint"`
	Kind    Kind              `cbor:"3,keyasint"`
	Person  id.ID[id.Person]  `cbor:"4,keyasint"`
	Device  id.ID[id.Device]  `cbor:"5,keyasint"`
	// DeviceSeq counts the device's commands from 1 without gaps.
	DeviceSeq uint64 `cbor:"6,keyasint"`
	// Prev is the envelope hash of the device's command before; none for the first.
	Prev Hash `cbor:"7,keyasint"`
	// ClaimedAt is the device's clock in Unix milliseconds: a claim that orders nothing.
	ClaimedAt int64 `cbor:"8,keyasint"`
	// Seen is what the device knew of the server when this was signed.
	Seen Seen `cbor:"9,keyasint"`
	// Body is the act itself, laid out by its kind.
	Body Raw `cbor:"10,keyasint"`
}

// Seen pins a signature to what its signer could see.
type Seen struct {
	// Epoch and Head are the feed's epoch and number up to which the device had read.
	Epoch id.ID[id.Epoch] `cbor:"1,keyasint"`
	Head  uint64          `cbor:"2,keyasint"`
	// Checkpoint is the hash of the log's last checkpoint the device holds.
	Checkpoint Hash `cbor:"3,keyasint"`
}

// SignCommand signs a command.
func SignCommand(c Command, signer Signer) (Envelope, error) {
	c.Version = CommandVersion
	return Sign(DomainCommand, Encode(c), signer)
}

// OpenCommand reads the command inside an envelope without checking the
// signature. Faults: Malformed, NotCanonical, TooLarge, VersionUnknown.
func OpenCommand(e Envelope) (Command, error) {
	var c Command
	if err := Decode(e.Payload, &c); err != nil {
		return Command{}, err
	}
	if c.Version != CommandVersion {
		return Command{}, fault.Because("open command", fault.Reason{Code: fault.VersionUnknown, Have: int64(c.Version), Want: CommandVersion})
	}
	if c.ID.IsZero() || c.Person.IsZero() || c.Device.IsZero() || c.DeviceSeq == 0 || c.DeviceSeq > MaxDeviceSeq {
		return Command{}, fault.Because("open command", fault.Reason{Code: fault.Malformed, Ref: "head"})
	}
	return c, nil
}
