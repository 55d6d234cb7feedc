// Package supply holds what suppliers offer: terms, stock and what of it is
// promised.
package supply

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/seal"
)

// Offer is a supplier's commercial offer of one item (UBL Quotation/Catalogue).
type Offer struct {
	ID       id.ID[id.Offer] `cbor:"1,keyasint"`
	Supplier id.ID[id.Org]   `cbor:"2,keyasint"`
	Item     id.ID[id.Item]  `cbor:"3,keyasint"`
	// Price is without VAT, a piece of the unit of measure.
	Price   money.Amount      `cbor:"4,keyasint"`
	VATRate money.BasisPoints `cbor:"5,keyasint"`
	// UOM is the UN/ECE Recommendation 20 code.
	UOM string `cbor:"6,keyasint"`
	// Minimum and Pack are pieces: the least order, and what it must be a multiple of.
	Minimum int64 `cbor:"7,keyasint"`
	Pack    int64 `cbor:"8,keyasint"`
	// LeadDays is how many days delivery takes from the order's approval.
	LeadDays int64 `cbor:"9,keyasint,omitempty"`
	// ValidUntil is the last moment of the price, Unix milliseconds; 0 is without end.
	ValidUntil int64 `cbor:"10,keyasint,omitempty"`
	// Withdrawn is set when the offer no longer stands.
	Withdrawn bool `cbor:"11,keyasint,omitempty"`
	// Version counts the changes of this offer from 1.
	Version uint64 `cbor:"12,keyasint"`
}

// OfferID is the id of a supplier's offer of an item.
func OfferID(supplier id.ID[id.Org], item id.ID[id.Item]) id.ID[id.Offer] {
	return id.FromHash[id.Offer](sha256.Sum256([]byte("offer/" + supplier.String() + "/" + item.String())))
}

// Terms names what a signature is pinned to: the first 16 bytes of the SHA-256
// of the offer's terms. Stock, validity and lead time are not terms.
type Terms [16]byte

type terms struct {
	Offer   id.ID[id.Offer]   `cbor:"1,keyasint"`
	Item    id.ID[id.Item]    `cbor:"2,keyasint"`
	Price   money.Amount      `cbor:"3,keyasint"`
	VATRate money.BasisPoints `cbor:"4,keyasint"`
	UOM     string            `cbor:"5,keyasint"`
	Minimum int64             `cbor:"6,keyasint"`
	Pack    int64             `cbor:"7,keyasint"`
}

// Terms returns the name of the offer's terms as they are now.
func (o Offer) Terms() Terms {
	sum := seal.Sum(seal.Encode(terms{
		Offer: o.ID, Item: o.Item, Price: o.Price, VATRate: o.VATRate, UOM: o.UOM, Minimum: o.Minimum, Pack: o.Pack,
	}))
	return Terms(sum[:16])
}

// String is the hex form.
func (t Terms) String() string { return hex.EncodeToString(t[:]) }

// MarshalCBOR writes a byte string of 16 bytes.
func (t Terms) MarshalCBOR() ([]byte, error) { return append([]byte{0x50}, t[:]...), nil }

// UnmarshalCBOR reads what MarshalCBOR wrote.
func (t *Terms) UnmarshalCBOR(b []byte) error {
	if len(b) != 17 || b[0] != 0x50 {
		return errors.New("terms: want a byte string of 16 bytes")
	}
	copy(t[:], b[1:])
	return nil
}

// IsOpen reports whether the offer could be ordered at a moment (Unix milliseconds).
func (o Offer) IsOpen(at int64) bool {
	return !o.Withdrawn && (o.ValidUntil == 0 || at <= o.ValidUntil)
}

// Stock is what a supplier has of an offer, in pieces. Reserved never passes OnHand.
type Stock struct {
	Offer    id.ID[id.Offer] `cbor:"1,keyasint"`
	OnHand   int64           `cbor:"2,keyasint"`
	Reserved int64           `cbor:"3,keyasint"`
	// Version counts the changes of this stock from 1.
	Version uint64 `cbor:"4,keyasint"`
}

// Free is what nobody has reserved.
func (s Stock) Free() int64 { return s.OnHand - s.Reserved }
