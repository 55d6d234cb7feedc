package document

import "dotchain/shared/code"

// Role is what a party is in the document.
type Role uint8

// The roles. Append-only: the numbers are in stored documents.
const (
	// Buyer is the agency: it orders and pays.
	Buyer Role = 1
	// Unit receives the goods. In a blind document nothing of it is said.
	Unit Role = 2
	// Supplier sells, and is paid.
	Supplier Role = 3
	// Carrier moves the goods.
	Carrier Role = 4
)

// Roles lists all roles.
func Roles() []Role { return []Role{Buyer, Unit, Supplier, Carrier} }

// String is the role's name in views.
func (r Role) String() string {
	switch r {
	case Buyer:
		return "buyer"
	case Unit:
		return "unit"
	case Supplier:
		return "supplier"
	case Carrier:
		return "carrier"
	}
	return "unknown"
}

// Party is somebody the document names, with what the forms ask of them.
type Party struct {
	Role   Role   `cbor:"1,keyasint"`
	NameUk string `cbor:"2,keyasint,omitempty"`
	NameEn string `cbor:"3,keyasint,omitempty"`
	// EDRPOU is a legal entity's code, Number a military unit's (А0000).
	EDRPOU  code.EDRPOU     `cbor:"4,keyasint,omitempty"`
	Number  code.UnitNumber `cbor:"5,keyasint,omitempty"`
	Address string          `cbor:"6,keyasint,omitempty"`
	// TaxNumber is the VAT payer's number (ІПН).
	TaxNumber string `cbor:"7,keyasint,omitempty"`
	// IBAN and Bank are where the party pays from or is paid.
	IBAN string `cbor:"8,keyasint,omitempty"`
	Bank string `cbor:"9,keyasint,omitempty"`
}

// Name is the party's name in the language.
func (p Party) Name(l Lang) string { return l.Pick(p.NameUk, p.NameEn) }
