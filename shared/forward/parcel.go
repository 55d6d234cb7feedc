// Package forward holds the packages of documents that leave for ministries and
// other bodies, and what became of each.
package forward

import (
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// State is where a package stands.
type State uint8

// The states. Append-only.
const (
	// Queued: it waits to be sent, or to be sent again. Sent: the body took it.
	// Answered: the body's answer came. Dead: it was tried as often as policy allows.
	Queued   State = 1
	Sent     State = 2
	Answered State = 3
	Dead     State = 4
)

// String is the state's name in views.
func (s State) String() string {
	switch s {
	case Queued:
		return "queued"
	case Sent:
		return "sent"
	case Answered:
		return "answered"
	case Dead:
		return "dead"
	}
	return "unknown"
}

// Parcel is a package of one order's documents for one body.
type Parcel struct {
	ID    id.ID[id.Parcel] `cbor:"1,keyasint"`
	Order id.ID[id.Order]  `cbor:"2,keyasint"`
	// OrderNumber is what people call the order; Content the hash of the revision it holds.
	OrderNumber string    `cbor:"3,keyasint"`
	Content     seal.Hash `cbor:"4,keyasint"`
	// Body is whom it goes to, Adapter how.
	Body    string `cbor:"5,keyasint"`
	Adapter string `cbor:"6,keyasint"`
	State   State  `cbor:"7,keyasint"`
	// Awaits says that the order waits for the answer; Agrees is that answer.
	Awaits bool `cbor:"8,keyasint,omitempty"`
	Agrees bool `cbor:"9,keyasint,omitempty"`
	// Attempts counts how often it was tried; Error is what went wrong last, in words of the other side.
	Attempts int64  `cbor:"10,keyasint,omitempty"`
	Error    string `cbor:"11,keyasint,omitempty"`
	// Receipt is the other side's own id of it; Answer its words.
	Receipt string `cbor:"12,keyasint,omitempty"`
	Answer  string `cbor:"13,keyasint,omitempty"`
	// QueuedAt, SentAt and AnsweredAt are the server's clock, Unix milliseconds.
	QueuedAt   int64 `cbor:"14,keyasint"`
	SentAt     int64 `cbor:"15,keyasint,omitempty"`
	AnsweredAt int64 `cbor:"16,keyasint,omitempty"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"17,keyasint"`
	// MadeAt is when it came to be, the server's clock in Unix milliseconds. It holds the
	// signatures that stood then, so that it has the same bytes however often it is sent.
	MadeAt int64 `cbor:"18,keyasint"`
}

// ParcelID is the id of the package of an order's content for a body: the same
// content goes to a body once.
func ParcelID(o id.ID[id.Order], content seal.Hash, body string) id.ID[id.Parcel] {
	return id.Derive[id.Parcel]("parcel", o[:], content[:], []byte(body))
}

// DocKey implements rules.Thing.
func (p Parcel) DocKey() wire.Key { return wire.Key{Kind: wire.DocParcel, ID: p.ID} }

// DocVersion implements rules.Thing.
func (p Parcel) DocVersion() uint64 { return p.Version }

// Forwarded is the body of a forward.receipt command (docs/formats/seal.md, section
// 3.40), the server's own: what became of a try, or the other side's answer.
type Forwarded struct {
	Parcel id.ID[id.Parcel] `cbor:"1,keyasint"`
	State  State            `cbor:"2,keyasint"`
	Error  string           `cbor:"3,keyasint,omitempty"`
	// Receipt, Answer and Agrees are the other side's.
	Receipt string `cbor:"4,keyasint,omitempty"`
	Answer  string `cbor:"5,keyasint,omitempty"`
	Agrees  bool   `cbor:"6,keyasint,omitempty"`
}

// Resend is the body of a forward.resend command (section 3.41): try again.
type Resend struct {
	Parcel id.ID[id.Parcel] `cbor:"1,keyasint"`
}
