package order

import (
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// Return is the body of a return command: questions on the content it names
// (docs/formats/seal.md, section 3.2).
type Return struct {
	Order id.ID[id.Order] `cbor:"1,keyasint"`
	// Hash is the content hash it decides on: a revision that raced it is not touched.
	Hash      seal.Hash `cbor:"2,keyasint"`
	Questions []Ask     `cbor:"3,keyasint"`
	Comment   string    `cbor:"4,keyasint,omitempty"`
}

// Ask is a question of a return.
type Ask struct {
	Line   int          `cbor:"1,keyasint,omitempty"`
	Field  string       `cbor:"2,keyasint,omitempty"`
	Reason ReturnReason `cbor:"3,keyasint"`
	Text   string       `cbor:"4,keyasint,omitempty"`
}

// Decision is the body of an approve, reject or cancel command (section 3.3).
type Decision struct {
	Order id.ID[id.Order] `cbor:"1,keyasint"`
	// Hash is the content hash it decides on.
	Hash seal.Hash `cbor:"2,keyasint"`
	// Reason is needed to reject or cancel.
	Reason  ReturnReason `cbor:"3,keyasint,omitempty"`
	Comment string       `cbor:"4,keyasint,omitempty"`
}

// Cosign is the body of a cosign command (section 3.7): the unit's next signature
// on the content it names.
type Cosign struct {
	Order id.ID[id.Order] `cbor:"1,keyasint"`
	Hash  seal.Hash       `cbor:"2,keyasint"`
}

// Verify is the body of a verify command (section 3.7): what the checks found was
// looked at, the content it names passes to those who approve.
type Verify struct {
	Order   id.ID[id.Order] `cbor:"1,keyasint"`
	Hash    seal.Hash       `cbor:"2,keyasint"`
	Comment string          `cbor:"3,keyasint,omitempty"`
}

// Take is the body of a take command (section 3.8): its author takes the order in
// hand, or lets go of it.
type Take struct {
	Order   id.ID[id.Order] `cbor:"1,keyasint"`
	Release bool            `cbor:"2,keyasint,omitempty"`
}

// Expire is the body of an expire command (section 3.8), the server's own.
type Expire struct {
	Order id.ID[id.Order] `cbor:"1,keyasint"`
	Hash  seal.Hash       `cbor:"2,keyasint"`
}
