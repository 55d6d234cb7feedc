package delivery

import (
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// Respond is the body of an order.respond command (docs/formats/seal.md, section
// 3.20): a supplier's word on its parts of an order (UBL OrderResponse).
type Respond struct {
	Order id.ID[id.Order] `cbor:"1,keyasint"`
	Lines []ResponseLine  `cbor:"2,keyasint"`
	// Comment goes to the agency and the unit.
	Comment string `cbor:"3,keyasint,omitempty"`
}

// ResponseLine is the word on one part.
type ResponseLine struct {
	Line int `cbor:"1,keyasint"`
	Part int `cbor:"2,keyasint"`
	// Status is the UBL line status code.
	Status LineStatus `cbor:"3,keyasint"`
	// Confirmed is how many pieces will come, PromisedAt by which day (its end in Kyiv, Unix milliseconds).
	Confirmed  int64 `cbor:"4,keyasint,omitempty"`
	PromisedAt int64 `cbor:"5,keyasint,omitempty"`
	// InProduction says that they are made to order.
	InProduction bool `cbor:"6,keyasint,omitempty"`
}

// LineStatus is the UBL line status code of an order response.
type LineStatus uint8

// The codes.
const (
	LineAdded       LineStatus = 1
	LineChanged     LineStatus = 3
	LineAccepted    LineStatus = 5
	LineNotAccepted LineStatus = 7
	LineDelivered   LineStatus = 42
)

// String is the status's name in views.
func (s LineStatus) String() string {
	switch s {
	case LineAdded:
		return "added"
	case LineChanged:
		return "changed"
	case LineAccepted:
		return "accepted"
	case LineNotAccepted:
		return "not_accepted"
	case LineDelivered:
		return "delivered"
	}
	return "unknown"
}

// Dispatch is the body of a delivery.dispatch command (section 3.21).
type Dispatch struct {
	Order    id.ID[id.Order] `cbor:"1,keyasint"`
	Lines    []DispatchLine  `cbor:"2,keyasint"`
	Carrier  string          `cbor:"3,keyasint,omitempty"`
	Vehicle  string          `cbor:"4,keyasint,omitempty"`
	Handover seal.Hash       `cbor:"5,keyasint"`
	Comment  string          `cbor:"6,keyasint,omitempty"`
	// Replaces is the claim whose pieces these are.
	Replaces id.ID[id.Claim] `cbor:"7,keyasint"`
}

// DispatchLine is a line of a dispatch note.
type DispatchLine struct {
	Line     int      `cbor:"1,keyasint"`
	Part     int      `cbor:"2,keyasint"`
	Quantity int64    `cbor:"3,keyasint"`
	Serials  []string `cbor:"4,keyasint,omitempty"`
}

// Receive is the body of a delivery.receive command (section 3.22).
type Receive struct {
	Delivery id.ID[id.Delivery] `cbor:"1,keyasint"`
	// Code is the one-time handover code as it was typed; it is checked here and at the server.
	Code string `cbor:"2,keyasint"`
	// Counts has a row for every line of the delivery, in its sequence.
	Counts      []Count      `cbor:"3,keyasint"`
	Comment     string       `cbor:"4,keyasint,omitempty"`
	Attachments []Attachment `cbor:"5,keyasint,omitempty"`
}

// Count is what was counted of a line, in pieces: Delivered = accepted + refused,
// of the accepted some with remarks.
type Count struct {
	Delivered int64       `cbor:"1,keyasint"`
	Remarked  int64       `cbor:"2,keyasint,omitempty"`
	Refused   int64       `cbor:"3,keyasint,omitempty"`
	Reason    ClaimReason `cbor:"4,keyasint,omitempty"`
	Remark    string      `cbor:"5,keyasint,omitempty"`
	Missing   []string    `cbor:"6,keyasint,omitempty"`
	Bad       []string    `cbor:"7,keyasint,omitempty"`
}

// Accept is the body of a delivery.accept command (section 3.23): a signature under
// the acceptance certificate. The first signature is the receiver's own count
// (delivery.receive); each next one names it by its hash.
type Accept struct {
	Delivery id.ID[id.Delivery] `cbor:"1,keyasint"`
	Count    seal.Hash          `cbor:"2,keyasint"`
	Comment  string             `cbor:"3,keyasint,omitempty"`
}
