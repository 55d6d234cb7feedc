package courier

import (
	"crypto/ed25519"
	"errors"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// DomainBundle and DomainAnswer keep the signatures of covers from being taken for
// others (seal.md, section 2.2).
const (
	DomainBundle seal.Domain = "dotchain/courier/v1"
	DomainAnswer seal.Domain = "dotchain/courier-answer/v1"
)

// Bundle is a device's commands on their way to the server.
type Bundle struct {
	Device id.ID[id.Device]
	// Number counts the device's bundles; people name them by it.
	Number uint64
	// At is the device's clock, Unix milliseconds.
	At int64
	// AnswerKey is the device's X25519 key that the receipts are sealed to.
	AnswerKey [32]byte
	// Commands are sealed envelopes, as they are pushed, in the order of their numbers.
	Commands [][]byte
	// Waiting are the hashes of other envelopes that have no receipt on the device: they
	// went another way, and the receipts may come back on this one.
	Waiting []seal.Hash
}

// bundleCover is the payload of a bundle's cover (section 3.1).
type bundleCover struct {
	Version   uint16           `cbor:"1,keyasint"`
	Device    id.ID[id.Device] `cbor:"2,keyasint"`
	Number    uint64           `cbor:"3,keyasint"`
	At        int64            `cbor:"4,keyasint"`
	AnswerKey [32]byte         `cbor:"5,keyasint"`
	Contents  seal.Hash        `cbor:"6,keyasint"`
}

// bundleContents are the contents of a bundle (section 3.1).
type bundleContents struct {
	Commands [][]byte    `cbor:"1,keyasint"`
	Waiting  []seal.Hash `cbor:"2,keyasint,omitempty"`
}

// SealBundle signs a bundle with a key of its device and seals it to the server's key.
// ephemeral is 32 random bytes that are used for no other file. Fault: TooLarge.
func SealBundle(b Bundle, signer seal.Signer, server, ephemeral [32]byte) ([]byte, error) {
	if n := len(b.Commands) + len(b.Waiting); n > MaxCommands {
		return nil, fault.Because("make courier file", fault.Reason{Code: fault.TooLarge, Field: "courier", Have: int64(n), Want: MaxCommands})
	}
	contents := seal.Encode(bundleContents{Commands: b.Commands, Waiting: b.Waiting})
	cover, err := seal.Sign(DomainBundle, seal.Encode(bundleCover{
		Version: Version, Device: b.Device, Number: b.Number, At: b.At, AnswerKey: b.AnswerKey, Contents: seal.Sum(contents),
	}), signer)
	if err != nil {
		return nil, err
	}
	h := Header{Device: b.Device, Count: uint64(len(b.Commands)), At: b.At}
	return sealFile(KindBundle, h, letter{Cover: cover.Raw, Contents: contents}, server, ephemeral)
}

// Opened is a bundle that was opened. Whose key counts is for the server to look up by
// Signer; until Verify, the bundle is what its maker says.
type Opened struct {
	Bundle
	cover seal.Envelope
}

// Signer is the thumbprint of the key that the maker says it signed with.
func (o Opened) Signer() seal.Thumbprint { return o.cover.Key }

// Verify checks the signature of the whole with a key that the caller trusts to be one of
// the bundle's device. Fault: SignatureInvalid.
func (o Opened) Verify(public ed25519.PublicKey) error { return o.cover.Verify(DomainBundle, public) }

// OpenBundle opens a bundle with the server's key. The commands in it are not read.
// Faults: TooLarge, CourierDamaged, VersionUnknown, CourierForeign (sealed to another
// server), FieldInvalid (it is an answer).
func OpenBundle(file []byte, server Key) (Opened, error) {
	f, err := split(file)
	if err != nil {
		return Opened{}, err
	}
	if f.kind != KindBundle {
		return Opened{}, fault.Because("open courier bundle", fault.Reason{Code: fault.FieldInvalid, Field: "courier"})
	}
	if f.header.Recipient != KeyIDOf(server.Public()) {
		return Opened{}, fault.New("open courier bundle", fault.CourierForeign)
	}
	l, err := openFile(f, server)
	if err != nil {
		return Opened{}, err
	}
	var (
		cover    bundleCover
		contents bundleContents
	)
	envelope, err := openCover(l, &cover)
	if err != nil {
		return Opened{}, err
	}
	if err := decode(l.Contents, &contents); err != nil {
		return Opened{}, err
	}
	switch {
	case cover.Version != Version:
		return Opened{}, fault.Because("open courier bundle", fault.Reason{Code: fault.VersionUnknown, Have: int64(cover.Version), Want: Version})
	case cover.Contents != seal.Sum(l.Contents):
		return Opened{}, damaged(errors.New("other contents than were signed"))
	case cover.Device != f.header.Device, cover.At != f.header.At, f.header.Count != uint64(len(contents.Commands)):
		return Opened{}, damaged(errors.New("another header than was signed"))
	case len(contents.Commands)+len(contents.Waiting) > MaxCommands:
		return Opened{}, fault.Because("open courier bundle", fault.Reason{Code: fault.TooLarge, Field: "courier", Want: MaxCommands})
	}
	return Opened{cover: envelope, Bundle: Bundle{
		Device: cover.Device, Number: cover.Number, At: cover.At, AnswerKey: cover.AnswerKey, Commands: contents.Commands, Waiting: contents.Waiting,
	}}, nil
}

// openCover reads a letter's cover; its signature is not checked yet.
func openCover(l letter, into any) (seal.Envelope, error) {
	e, err := seal.Open(l.Cover)
	if err != nil {
		return seal.Envelope{}, damaged(err)
	}
	if err := seal.Decode(e.Payload, into); err != nil {
		return seal.Envelope{}, damaged(err)
	}
	return e, nil
}
