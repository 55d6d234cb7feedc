package seal

import (
	"crypto/ed25519"

	"dotchain/shared/fault"
	"dotchain/shared/id"
)

// Verdict is what became of a command at the server.
type Verdict uint8

const (
	// Applied means that the command did what it says.
	Applied Verdict = 1
	// Parked means that the command could not be applied as signed. It is kept,
	// its author sees why, and it is a case on the desk.
	Parked Verdict = 2
)

// Receipt is the server's signed word on one command (section 4). The same
// command always gets the same receipt, byte for byte.
type Receipt struct {
	Version uint16 `cbor:"1,keyasint"`
	// Envelope is the hash of the command's envelope; Command its id, none where the bytes could not be read.
	Envelope Hash              `cbor:"2,keyasint"`
	Command  id.ID[id.Command] `cbor:"3,keyasint"`
	// ReceivedAt is the server's clock in Unix milliseconds: the time that counts.
	ReceivedAt int64           `cbor:"4,keyasint"`
	Verdict    Verdict         `cbor:"5,keyasint"`
	Reasons    []fault.Reason  `cbor:"6,keyasint,omitempty"`
	Case       id.ID[id.Case]  `cbor:"7,keyasint"`
	Epoch      id.ID[id.Epoch] `cbor:"8,keyasint"`
}

// ReceiptVersion is the version of the receipt's layout.
const ReceiptVersion = 1

// SignReceipt signs a receipt with the server's key.
func SignReceipt(r Receipt, signer Signer) (Envelope, error) {
	r.Version = ReceiptVersion
	return Sign(DomainReceipt, Encode(r), signer)
}

// OpenReceipt reads a receipt and checks that the server's key signed it.
// Faults: Malformed, NotCanonical, TooLarge, VersionUnknown, SignatureInvalid.
func OpenReceipt(raw []byte, server ed25519.PublicKey) (Receipt, error) {
	e, err := Open(raw)
	if err != nil {
		return Receipt{}, err
	}
	if err := e.Verify(DomainReceipt, server); err != nil {
		return Receipt{}, err
	}
	var r Receipt
	if err := Decode(e.Payload, &r); err != nil {
		return Receipt{}, err
	}
	if r.Version != ReceiptVersion {
		return Receipt{}, fault.Because("open receipt", fault.Reason{Code: fault.VersionUnknown, Have: int64(r.Version), Want: ReceiptVersion})
	}
	return r, nil
}

// Checkpoint is the server's signed word on its log of commands (section 5):
// how many it holds and the hash of its chain. A device keeps the last one and
// is a witness by it.
type Checkpoint struct {
	Version uint16          `cbor:"1,keyasint"`
	Epoch   id.ID[id.Epoch] `cbor:"2,keyasint"`
	// Size counts the commands in the log; Root is the chain's hash after the last.
	Size uint64 `cbor:"3,keyasint"`
	Root Hash   `cbor:"4,keyasint"`
	// At is the server's clock in Unix milliseconds.
	At int64 `cbor:"5,keyasint"`
}

// CheckpointVersion is the version of the checkpoint's layout.
const CheckpointVersion = 1

// SignCheckpoint signs a checkpoint with the server's key.
func SignCheckpoint(c Checkpoint, signer Signer) (Envelope, error) {
	c.Version = CheckpointVersion
	return Sign(DomainCheckpoint, Encode(c), signer)
}

// OpenCheckpoint reads a checkpoint and checks that the server's key signed it.
func OpenCheckpoint(raw []byte, server ed25519.PublicKey) (Checkpoint, error) {
	e, err := Open(raw)
	if err != nil {
		return Checkpoint{}, err
	}
	if err := e.Verify(DomainCheckpoint, server); err != nil {
		return Checkpoint{}, err
	}
	var c Checkpoint
	if err := Decode(e.Payload, &c); err != nil {
		return Checkpoint{}, err
	}
	if c.Version != CheckpointVersion {
		return Checkpoint{}, fault.Because("open checkpoint", fault.Reason{Code: fault.VersionUnknown, Have: int64(c.Version), Want: CheckpointVersion})
	}
	return c, nil
}
