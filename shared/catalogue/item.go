// Package catalogue holds what can be ordered: items with their codes and typed
// specs. What a supplier asks for one stands in package supply.
package catalogue

import (
	"crypto/sha256"

	"dotchain/shared/id"
)

// Item is a thing of the catalogue. It is *codified* when it has a NATO stock number.
type Item struct {
	ID      id.ID[id.Item] `cbor:"1,keyasint"`
	Article string         `cbor:"2,keyasint"`
	NameUk  string         `cbor:"3,keyasint"`
	NameEn  string         `cbor:"4,keyasint,omitempty"`
	// Category is a code of the category table (package code).
	Category string `cbor:"5,keyasint"`
	// DK021 is the ДК 021:2015 code with its check digit; NSN the stock number, "" when not codified.
	DK021        string `cbor:"6,keyasint"`
	NSN          string `cbor:"7,keyasint,omitempty"`
	Manufacturer string `cbor:"8,keyasint,omitempty"`
	Specs        []Spec `cbor:"9,keyasint,omitempty"`
	// Withdrawn is set when the item may no longer be ordered; it can be taken back.
	Withdrawn bool `cbor:"10,keyasint,omitempty"`
	// Version counts the changes of this item from 1.
	Version uint64 `cbor:"11,keyasint"`
	// Cap is the most pieces a unit may order in a calendar year; 0 is no cap.
	Cap int64 `cbor:"12,keyasint,omitempty"`
	// Description is running text about the item in one language or both, NFC, at
	// most MaxDescription bytes; "" without one.
	Description string `cbor:"13,keyasint,omitempty"`
}

// MaxDescription is the most bytes of an item's description: 2,000 Cyrillic letters.
const MaxDescription = 4_000

// Spec is a typed characteristic. Key is a code of the spec registry (package
// code), or "x/" and the text of a supplier's own column.
type Spec struct {
	Key string `cbor:"1,keyasint"`
	// Milli is the number in thousandths of the spec's unit, so that no floating
	// point is in a document; Text holds what is not a number.
	Milli int64  `cbor:"2,keyasint,omitempty"`
	Text  string `cbor:"3,keyasint,omitempty"`
}

// IsCodified reports whether the item has a NATO stock number.
func (i Item) IsCodified() bool { return i.NSN != "" }

// ItemID is the id of an item that comes in from a spreadsheet: the same
// manufacturer and article, or the same stock number, is the same item however
// often and from whichever supplier it comes.
func ItemID(nsn, manufacturer, article string) id.ID[id.Item] {
	if nsn != "" {
		return id.FromHash[id.Item](sha256.Sum256([]byte("item/nsn/" + nsn)))
	}
	return id.FromHash[id.Item](sha256.Sum256([]byte("item/article/" + manufacturer + "\x00" + article)))
}
