package courier

import (
	"crypto/ed25519"
	"errors"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// Answer is the server's receipts on their way back to a device.
type Answer struct {
	Device id.ID[id.Device]
	// Number is the bundle's, File the SHA-256 of its file: what this is the answer to.
	Number uint64
	File   seal.Hash
	// At is the server's clock, Unix milliseconds.
	At int64
	// Receipts are signed receipts: those of the bundle's commands in their order, then of
	// the others that the bundle asked about, as far as the server has them and they fit.
	Receipts [][]byte
}

// answerCover is the payload of an answer's cover (section 3.2).
type answerCover struct {
	Version  uint16           `cbor:"1,keyasint"`
	Device   id.ID[id.Device] `cbor:"2,keyasint"`
	Number   uint64           `cbor:"3,keyasint"`
	At       int64            `cbor:"4,keyasint"`
	File     seal.Hash        `cbor:"5,keyasint"`
	Contents seal.Hash        `cbor:"6,keyasint"`
}

// answerContents are the contents of an answer (section 3.2).
type answerContents struct {
	Receipts [][]byte `cbor:"1,keyasint"`
}

// answerSlack is what an answer needs beside its receipts, with room to spare.
const answerSlack = 4 << 10

// SealAnswer signs an answer with the server's key and seals it to the bundle's answer
// key. Receipts that do not fit are left out, from the end: the device still waits for
// them and asks again. ephemeral is 32 random bytes that are used for no other file.
func SealAnswer(a Answer, signer seal.Signer, to, ephemeral [32]byte) ([]byte, error) {
	receipts := a.Receipts[:0:0]
	for size, n := answerSlack, 0; n < min(len(a.Receipts), MaxCommands); n++ {
		if size += len(a.Receipts[n]) + 5; size > MaxFile {
			break
		}
		receipts = append(receipts, a.Receipts[n])
	}
	contents := seal.Encode(answerContents{Receipts: receipts})
	cover, err := seal.Sign(DomainAnswer, seal.Encode(answerCover{
		Version: Version, Device: a.Device, Number: a.Number, At: a.At, File: a.File, Contents: seal.Sum(contents),
	}), signer)
	if err != nil {
		return nil, err
	}
	h := Header{Device: a.Device, Count: uint64(len(receipts)), At: a.At}
	return sealFile(KindAnswer, h, letter{Cover: cover.Raw, Contents: contents}, to, ephemeral)
}

// OpenAnswer opens an answer with the device's key and checks that the server signed it.
// The receipts in it are not read. Faults: TooLarge, CourierDamaged, VersionUnknown,
// CourierOther (sealed to another device; Ref is whose), SignatureInvalid, FieldInvalid
// (it is a bundle).
func OpenAnswer(file []byte, device Key, server ed25519.PublicKey) (Answer, error) {
	f, err := split(file)
	if err != nil {
		return Answer{}, err
	}
	if f.kind != KindAnswer {
		return Answer{}, fault.Because("open courier answer", fault.Reason{Code: fault.FieldInvalid, Field: "courier"})
	}
	if f.header.Recipient != KeyIDOf(device.Public()) {
		return Answer{}, fault.Because("open courier answer", fault.Reason{Code: fault.CourierOther, Ref: f.header.Device.String()})
	}
	l, err := openFile(f, device)
	if err != nil {
		return Answer{}, err
	}
	var (
		cover    answerCover
		contents answerContents
	)
	envelope, err := openCover(l, &cover)
	if err != nil {
		return Answer{}, err
	}
	if err := envelope.Verify(DomainAnswer, server); err != nil {
		return Answer{}, err
	}
	if err := decode(l.Contents, &contents); err != nil {
		return Answer{}, err
	}
	switch {
	case cover.Version != Version:
		return Answer{}, fault.Because("open courier answer", fault.Reason{Code: fault.VersionUnknown, Have: int64(cover.Version), Want: Version})
	case cover.Contents != seal.Sum(l.Contents):
		return Answer{}, damaged(errors.New("other contents than were signed"))
	case cover.Device != f.header.Device, cover.At != f.header.At, f.header.Count != uint64(len(contents.Receipts)):
		return Answer{}, damaged(errors.New("another header than was signed"))
	}
	return Answer{Device: cover.Device, Number: cover.Number, File: cover.File, At: cover.At, Receipts: contents.Receipts}, nil
}
