package seal

import (
	"bytes"
	"crypto/ed25519"

	"dotchain/shared/fault"
)

// Domain keeps a signature made for one purpose from being taken for another:
// it is the external_aad of the COSE signature (section 2.2).
type Domain string

// The domains. Append-only: they are inside every signature ever made.
const (
	DomainCommand    Domain = "dotchain/command/v1"
	DomainReceipt    Domain = "dotchain/receipt/v1"
	DomainCheckpoint Domain = "dotchain/checkpoint/v1"
	// DomainManifest is of the lists of segments (docs/formats/snapshot.md).
	DomainManifest Domain = "dotchain/manifest/v1"
)

// Thumbprint names a public key: the SHA-256 of its 32 bytes (section 2.3).
type Thumbprint = Hash

// ThumbprintOf returns the name of a public key.
func ThumbprintOf(public ed25519.PublicKey) Thumbprint { return Sum(public) }

// Signer signs with a person's, a device's or the server's Ed25519 key. The
// keyring implements it; the key itself never leaves it. Sign fails when the
// keys are locked.
type Signer interface {
	Public() ed25519.PublicKey
	Sign(message []byte) ([]byte, error)
}

// Envelope is a COSE_Sign1 message (RFC 9052, section 4.2) with one signature
// over a payload. Raw is the very bytes that travelled; they are what is stored
// and what is hashed.
type Envelope struct {
	Raw     []byte
	Payload []byte
	// Key is the thumbprint of the key the sender says it signed with.
	Key       Thumbprint
	signature []byte
	protected []byte
}

// coseAlgorithmEdDSA is the registered number of EdDSA (RFC 9053, section 2.2).
const coseAlgorithmEdDSA = -8

type protectedHeader struct {
	Algorithm int        `cbor:"1,keyasint"`
	Key       Thumbprint `cbor:"4,keyasint"`
}

type sign1 struct {
	_           struct{} `cbor:",toarray"`
	Protected   []byte
	Unprotected map[int]Raw
	Payload     []byte
	Signature   []byte
}

type sigStructure struct {
	_         struct{} `cbor:",toarray"`
	Context   string
	Protected []byte
	External  []byte
	Payload   []byte
}

func toBeSigned(domain Domain, protected, payload []byte) []byte {
	return Encode(sigStructure{Context: "Signature1", Protected: protected, External: []byte(domain), Payload: payload})
}

// Sign puts the payload into a signed envelope.
func Sign(domain Domain, payload []byte, signer Signer) (Envelope, error) {
	key := ThumbprintOf(signer.Public())
	protected := Encode(protectedHeader{Algorithm: coseAlgorithmEdDSA, Key: key})
	signature, err := signer.Sign(toBeSigned(domain, protected, payload))
	if err != nil {
		return Envelope{}, err
	}
	raw := Encode(sign1{Protected: protected, Unprotected: map[int]Raw{}, Payload: payload, Signature: signature})
	return Envelope{Raw: raw, Payload: payload, Key: key, signature: signature, protected: protected}, nil
}

// Open reads an envelope without checking its signature: that needs the key,
// and which key counts is for the caller to look up by Key. Faults: Malformed,
// NotCanonical, TooLarge, SignatureInvalid for an algorithm that is not ours.
func Open(raw []byte) (Envelope, error) {
	var s sign1
	if err := Decode(raw, &s); err != nil {
		return Envelope{}, err
	}
	if len(s.Unprotected) != 0 {
		return Envelope{}, fault.Because("open envelope", fault.Reason{Code: fault.Malformed, Ref: "unprotected header"})
	}
	var h protectedHeader
	if err := Decode(s.Protected, &h); err != nil {
		return Envelope{}, err
	}
	if h.Algorithm != coseAlgorithmEdDSA {
		return Envelope{}, fault.Because("open envelope", fault.Reason{Code: fault.SignatureInvalid, Ref: "algorithm", Have: int64(h.Algorithm)})
	}
	return Envelope{
		Raw: bytes.Clone(raw), Payload: s.Payload, Key: h.Key,
		signature: s.Signature, protected: s.Protected,
	}, nil
}

// Hash is the SHA-256 of the whole envelope: what chains, receipts and the log name it by.
func (e Envelope) Hash() Hash { return Sum(e.Raw) }

// Verify checks the signature with a key that the caller trusts for its
// purpose. The algorithm follows from the key, never from the message. Fault:
// SignatureInvalid.
func (e Envelope) Verify(domain Domain, public ed25519.PublicKey) error {
	if len(public) != ed25519.PublicKeySize || ThumbprintOf(public) != e.Key ||
		!ed25519.Verify(public, toBeSigned(domain, e.protected, e.Payload), e.signature) {
		return fault.New("verify signature", fault.SignatureInvalid)
	}
	return nil
}
