package document

import "dotchain/shared/seal"

// Result is what checking a signature gave.
type Result uint8

// The results. Append-only.
const (
	// Valid: the signature fits the content and the key stood when it was made.
	Valid Result = 1
	// Invalid: it does not fit, or the key had been withdrawn.
	Invalid Result = 2
	// Unknown: it could not be checked here, the key is not known.
	Unknown Result = 3
)

// String is the result's name in views.
func (r Result) String() string {
	switch r {
	case Valid:
		return "valid"
	case Invalid:
		return "invalid"
	case Unknown:
		return "unknown"
	}
	return "unknown"
}

// Label is the result as the paper prints it.
func (r Result) Label(l Lang) string {
	switch r {
	case Valid:
		return l.Pick("Підпис дійсний", "Signature valid")
	case Invalid:
		return l.Pick("Підпис НЕ дійсний", "Signature NOT valid")
	case Unknown:
		return l.Pick("Підпис не перевірено", "Signature not checked")
	}
	return l.Pick("Підпис не перевірено", "Signature not checked")
}

// Signature is one electronic signature and what checking it gave, at the time
// the document was made.
type Signature struct {
	// Party is on whose side the person signed; a blind copy names no one of the unit.
	Party Role `cbor:"1,keyasint"`
	// Name, Role (the person's position in words) and Org are as they stood at signing.
	Name   string `cbor:"2,keyasint,omitempty"`
	RoleUk string `cbor:"3,keyasint"`
	RoleEn string `cbor:"4,keyasint,omitempty"`
	Org    string `cbor:"5,keyasint,omitempty"`
	// At is the device's clock at signing, Unix milliseconds.
	At int64 `cbor:"6,keyasint"`
	// Key is the thumbprint of the signing key.
	Key    seal.Hash `cbor:"7,keyasint"`
	Result Result    `cbor:"8,keyasint"`
	// Signed is the content hash the signature covers or names.
	Signed seal.Hash `cbor:"9,keyasint"`
}
