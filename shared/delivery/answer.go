package delivery

import (
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Response is a supplier's answer to an order as it was given: what its paper says.
// Later answers and deliveries change the order's parts and never this.
type Response struct {
	ID       id.ID[id.Response] `cbor:"1,keyasint"`
	Order    id.ID[id.Order]    `cbor:"2,keyasint"`
	Supplier id.ID[id.Org]      `cbor:"3,keyasint"`
	Unit     id.ID[id.Org]      `cbor:"4,keyasint"`
	// Number is the register's; "" on a device until the server has spoken.
	Number string `cbor:"5,keyasint,omitempty"`
	// OrderNumber is what people call the order.
	OrderNumber string `cbor:"6,keyasint,omitempty"`
	// Lines are the words on the parts as they were signed, but that a day nobody named is
	// the one that stood.
	Lines   []ResponseLine `cbor:"7,keyasint,omitempty"`
	Comment string         `cbor:"8,keyasint,omitempty"`
	// Hash is that of the command's body.
	Hash seal.Hash `cbor:"9,keyasint"`
	// At is the server's clock, Unix milliseconds; By answered.
	At     int64            `cbor:"10,keyasint"`
	By     id.ID[id.Person] `cbor:"11,keyasint"`
	ByName string           `cbor:"12,keyasint,omitempty"`
	// Version is 1: an answer never changes.
	Version uint64 `cbor:"13,keyasint"`
}

// ResponseID is the id of the answer that a command gives.
func ResponseID(command id.ID[id.Command]) id.ID[id.Response] {
	return id.Derive[id.Response]("response", command[:])
}

// DocKey implements rules.Thing.
func (r Response) DocKey() wire.Key { return ResponseKey(r.ID) }

// ResponseKey is the key of an answer.
func ResponseKey(k id.ID[id.Response]) wire.Key { return wire.Key{Kind: wire.DocResponse, ID: k} }

// DocVersion implements rules.Thing.
func (r Response) DocVersion() uint64 { return r.Version }

// Respond is the answer as the body of a command says it.
func (r Response) Respond() Respond {
	return Respond{Order: r.Order, Lines: r.Lines, Comment: r.Comment}
}
