package payment

import (
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/wire"
)

// Limits of one command.
const (
	// MaxInvoices is the most invoices of a payment order, MaxConfirmations the most rows of a bank's file.
	MaxInvoices      = 200
	MaxConfirmations = 1_000
	// MaxReference is the most bytes of a bank's reference.
	MaxReference = 140
)

// Payment is a payment order (платіжна інструкція) to one supplier.
type Payment struct {
	ID       id.ID[id.Payment] `cbor:"1,keyasint"`
	Number   string            `cbor:"2,keyasint"`
	Supplier id.ID[id.Org]     `cbor:"3,keyasint"`
	// Total is with VAT, kopiykas; Rows are the invoices it pays.
	Total money.Amount `cbor:"4,keyasint"`
	Rows  []Row        `cbor:"5,keyasint"`
	// OrderedAt and PaidAt are the server's clock, ValueDate the bank's; Unix
	// milliseconds, 0 while the bank said nothing.
	OrderedAt   int64            `cbor:"6,keyasint"`
	OrderedBy   id.ID[id.Person] `cbor:"7,keyasint"`
	OrderedName string           `cbor:"8,keyasint,omitempty"`
	PaidAt      int64            `cbor:"9,keyasint,omitempty"`
	ValueDate   int64            `cbor:"10,keyasint,omitempty"`
	// Reference is the bank's own; Source the SHA-256 of its file, hex.
	Reference string `cbor:"11,keyasint,omitempty"`
	Source    string `cbor:"12,keyasint,omitempty"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"13,keyasint"`
	// Cancelled says how it was taken back; nil while it stands. It does not change.
	Cancelled *Cancellation `cbor:"14,keyasint,omitempty"`
	// Unmatched is what the bank said of it after that, oldest first.
	Unmatched []Unmatched `cbor:"15,keyasint,omitempty"`
}

// Row is what a payment order pays of an invoice.
type Row struct {
	Invoice id.ID[id.Invoice] `cbor:"1,keyasint"`
	Number  string            `cbor:"2,keyasint"`
	Amount  money.Amount      `cbor:"3,keyasint"`
}

// PaymentID is the id of the payment order with a number of the register, so that a
// bank's file, which knows the number alone, finds it.
//
//nolint:revive // beside InvoiceID, payment.ID would not say of what
func PaymentID(number string) id.ID[id.Payment] {
	return id.Derive[id.Payment]("payment", []byte(number))
}

// Key is the key of a payment order.
func Key(p id.ID[id.Payment]) wire.Key { return wire.Key{Kind: wire.DocPayment, ID: p} }

// Says reports whether a payment that was confirmed before was confirmed as this: the
// same amount, and not another reference. The day may differ from file to file.
func (p Payment) Says(c Confirmation) bool {
	return p.Total == c.Amount && (p.Reference == "" || c.Reference == "" || p.Reference == c.Reference)
}

// DocKey implements rules.Thing.
func (p Payment) DocKey() wire.Key { return wire.Key{Kind: wire.DocPayment, ID: p.ID} }

// DocVersion implements rules.Thing.
func (p Payment) DocVersion() uint64 { return p.Version }

// Order is the body of a payment.order command (docs/formats/seal.md, section 3.30):
// pay what is open of these invoices, all of one supplier.
type Order struct {
	Invoices []id.ID[id.Invoice] `cbor:"1,keyasint"`
	Comment  string              `cbor:"2,keyasint,omitempty"`
}

// Confirm is the body of a payment.confirm command (section 3.31): rows of a bank's
// or the treasury's file. A row that was confirmed before changes nothing.
type Confirm struct {
	Rows   []Confirmation `cbor:"1,keyasint"`
	Source string         `cbor:"2,keyasint,omitempty"`
}

// Confirmation is one executed payment.
type Confirmation struct {
	// Number is the payment order's, as the bank has it.
	Number    string       `cbor:"1,keyasint"`
	Amount    money.Amount `cbor:"2,keyasint"`
	ValueDate int64        `cbor:"3,keyasint"`
	Reference string       `cbor:"4,keyasint,omitempty"`
}
