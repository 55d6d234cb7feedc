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
	// KindPublishCatalogue carries items, offers and stock of one supplier.
	KindPublishCatalogue Kind = 10
	// KindAppropriate sets what a budget has been given for its year.
	KindAppropriate Kind = 11
	// KindRegister carries organisations and people.
	KindRegister Kind = 12
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
