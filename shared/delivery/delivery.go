package delivery

import (
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Limits of one delivery.
const (
	// MaxLines is the most lines; MaxSerials the most serial numbers in all.
	MaxLines   = 500
	MaxSerials = 5_000
	// MaxSerial is the most bytes of one serial number, MaxName of a carrier or a vehicle.
	MaxSerial = 64
	MaxName   = 200
	// MaxDeliveries is the most deliveries of one order, of which its suppliers have equal
	// shares; MaxResponses the most words of one supplier on an order; MaxClaims the most claims on it
	// that people open (those a certificate makes come on top), MaxWords the most words of one.
	MaxDeliveries = 300
	MaxResponses  = 100
	MaxClaims     = 100
	MaxWords      = 50
)

// State is where a delivery stands.
type State uint8

// The states. Append-only.
const (
	Dispatched State = 1
	Received   State = 2
	// Accepted: every needed signature stands under the acceptance certificate.
	Accepted State = 3
)

// String is the state's name in views.
func (s State) String() string {
	switch s {
	case Dispatched:
		return "dispatched"
	case Received:
		return "received"
	case Accepted:
		return "accepted"
	}
	return "unknown"
}

// Delivery is what one dispatch note covers: goods of one supplier for one order.
type Delivery struct {
	ID       id.ID[id.Delivery] `cbor:"1,keyasint"`
	Order    id.ID[id.Order]    `cbor:"2,keyasint"`
	Supplier id.ID[id.Org]      `cbor:"3,keyasint"`
	Unit     id.ID[id.Org]      `cbor:"4,keyasint"`
	State    State              `cbor:"5,keyasint"`
	// Note is the dispatch note's number, Waybill the consignment note's: the
	// register's. Certificate is the acceptance certificate's, once there is one.
	Note        string `cbor:"6,keyasint"`
	Waybill     string `cbor:"7,keyasint"`
	Certificate string `cbor:"8,keyasint,omitempty"`
	// Carrier and Vehicle are as the supplier wrote them.
	Carrier string `cbor:"9,keyasint,omitempty"`
	Vehicle string `cbor:"10,keyasint,omitempty"`
	Lines   []Line `cbor:"11,keyasint"`
	// Handover is the hash of the one-time handover code (HandoverHash).
	Handover seal.Hash `cbor:"12,keyasint"`
	// DispatchedAt, ReceivedAt and AcceptedAt are the server's clock; ReceivedThere is
	// the receiver's own clock, which a laptop without a link had. Unix milliseconds.
	DispatchedAt  int64 `cbor:"13,keyasint"`
	ReceivedAt    int64 `cbor:"14,keyasint,omitempty"`
	ReceivedThere int64 `cbor:"15,keyasint,omitempty"`
	AcceptedAt    int64 `cbor:"16,keyasint,omitempty"`
	// DispatchedBy and ReceivedBy are people.
	DispatchedBy   id.ID[id.Person] `cbor:"17,keyasint"`
	DispatchedName string           `cbor:"18,keyasint,omitempty"`
	ReceivedBy     id.ID[id.Person] `cbor:"19,keyasint"`
	ReceivedName   string           `cbor:"20,keyasint,omitempty"`
	// Signatures are those under the acceptance certificate; Count the hash of Counts
	// in the body that was signed first, which the next ones name.
	Signatures []order.Signature `cbor:"21,keyasint,omitempty"`
	Count      seal.Hash         `cbor:"22,keyasint"`
	// Needs are the roles that still have to sign the certificate, in sequence.
	Needs   []party.Role `cbor:"23,keyasint,omitempty"`
	Comment string       `cbor:"24,keyasint,omitempty"`
	// Attachments are photos that belong to the receipt, by the hash of their content.
	Attachments []Attachment `cbor:"25,keyasint,omitempty"`
	// OrderNumber and PointCode are what people call the order and the place.
	OrderNumber string `cbor:"26,keyasint,omitempty"`
	PointCode   string `cbor:"27,keyasint,omitempty"`
	// Replaces is the claim whose refused pieces are sent again; none for the first delivery of them.
	Replaces id.ID[id.Claim] `cbor:"28,keyasint"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"29,keyasint"`
}

// Line is a line of a delivery; the figures are pieces.
type Line struct {
	// Line is the order's line from 1, Part its part from 0.
	Line int `cbor:"1,keyasint"`
	Part int `cbor:"2,keyasint"`
	// Dispatched is what the note says; Delivered what was counted. Of these some are
	// accepted, of which some with remarks, and the others refused.
	Dispatched int64 `cbor:"3,keyasint"`
	Delivered  int64 `cbor:"4,keyasint,omitempty"`
	Accepted   int64 `cbor:"5,keyasint,omitempty"`
	Remarked   int64 `cbor:"6,keyasint,omitempty"`
	Refused    int64 `cbor:"7,keyasint,omitempty"`
	// Remark is the receiver's; Reason types it when something was refused or remarked.
	Remark string      `cbor:"8,keyasint,omitempty"`
	Reason ClaimReason `cbor:"9,keyasint,omitempty"`
	// Serials are those of the note; Missing those of them that did not come, Bad
	// those that were refused.
	Serials []string `cbor:"10,keyasint,omitempty"`
	Missing []string `cbor:"11,keyasint,omitempty"`
	Bad     []string `cbor:"12,keyasint,omitempty"`
}

// DeliveryID is the id of the delivery that a dispatch command makes.
func DeliveryID(command id.ID[id.Command]) id.ID[id.Delivery] { //nolint:revive // delivery.ID would read as a type
	return id.Derive[id.Delivery]("delivery", command[:])
}

// DocKey implements rules.Thing.
func (d Delivery) DocKey() wire.Key { return wire.Key{Kind: wire.DocDelivery, ID: d.ID} }

// DocVersion implements rules.Thing.
func (d Delivery) DocVersion() uint64 { return d.Version }

// ArrivedAt is when the goods came, Unix milliseconds: the receiver's clock, as far as
// the server's allows it. A laptop that was away for a month counts what came a month ago.
func (d Delivery) ArrivedAt() int64 {
	if d.ReceivedThere == 0 {
		return d.ReceivedAt
	}
	return max(min(d.ReceivedThere, d.ReceivedAt), d.DispatchedAt)
}

// IsComplete reports whether every needed signature stands under the certificate.
func (d Delivery) IsComplete() bool { return d.State == Accepted }

// Clone returns a copy that shares no list that commands change.
func (d Delivery) Clone() Delivery {
	d.Lines, d.Signatures, d.Needs = slices.Clone(d.Lines), slices.Clone(d.Signatures), slices.Clone(d.Needs)
	d.Attachments = slices.Clone(d.Attachments)
	return d
}
