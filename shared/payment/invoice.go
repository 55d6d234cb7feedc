package payment

import (
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/wire"
)

// State is where an invoice stands.
type State uint8

// The states. Append-only.
const (
	// Issued: nothing of it is payable yet. Payable: something is. Ordered: all that
	// is payable is in payment orders. Paid: nothing is left to pay or to deliver. Void:
	// credited whole. RefundDue: more is in payment orders than is to be paid.
	Issued    State = 1
	Payable   State = 2
	Ordered   State = 3
	Paid      State = 4
	Void      State = 5
	RefundDue State = 6
)

// States are all, in the sequence of an invoice's life.
func States() []State { return []State{Issued, Payable, Ordered, RefundDue, Paid, Void} }

// String is the state's name in views.
func (s State) String() string {
	switch s {
	case Issued:
		return "issued"
	case Payable:
		return "payable"
	case Ordered:
		return "ordered"
	case Paid:
		return "paid"
	case Void:
		return "void"
	case RefundDue:
		return "refund_due"
	}
	return "unknown"
}

// Invoice is a supplier's invoice (рахунок-фактура) for its parts of an order. All
// amounts are with VAT, in kopiykas: Total = Credited + Matched + Coming.
type Invoice struct {
	ID       id.ID[id.Invoice] `cbor:"1,keyasint"`
	Order    id.ID[id.Order]   `cbor:"2,keyasint"`
	Supplier id.ID[id.Org]     `cbor:"3,keyasint"`
	Unit     id.ID[id.Org]     `cbor:"4,keyasint"`
	Budget   id.ID[id.Budget]  `cbor:"5,keyasint"`
	// Number is the register's; IssuedAt the server's clock, Unix milliseconds.
	Number   string        `cbor:"6,keyasint"`
	IssuedAt int64         `cbor:"7,keyasint"`
	Lines    []InvoiceLine `cbor:"8,keyasint"`
	Total    money.Amount  `cbor:"9,keyasint"`
	State    State         `cbor:"10,keyasint"`
	// Matched is what dispatch notes and acceptance certificates released; Ordered is in
	// payment orders that stand, and Paid, of that, was executed: more than Matched only
	// where pieces were taken back that were in a payment order already (Refund). Credited
	// was taken off by credit notes; Withheld is kept as a penalty.
	Matched  money.Amount `cbor:"11,keyasint,omitempty"`
	Ordered  money.Amount `cbor:"12,keyasint,omitempty"`
	Paid     money.Amount `cbor:"13,keyasint,omitempty"`
	Credited money.Amount `cbor:"14,keyasint,omitempty"`
	Withheld money.Amount `cbor:"15,keyasint,omitempty"`
	// Matches are the three-way matches, Credits the credit notes, oldest first.
	Matches     []Match  `cbor:"16,keyasint,omitempty"`
	Credits     []Credit `cbor:"17,keyasint,omitempty"`
	OrderNumber string   `cbor:"18,keyasint,omitempty"`
	PointCode   string   `cbor:"19,keyasint,omitempty"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"20,keyasint"`
}

// InvoiceLine is a part of an order's line; Quantity is in pieces.
type InvoiceLine struct {
	Line     int               `cbor:"1,keyasint"`
	Part     int               `cbor:"2,keyasint"`
	Offer    id.ID[id.Offer]   `cbor:"3,keyasint"`
	Item     id.ID[id.Item]    `cbor:"4,keyasint"`
	Quantity int64             `cbor:"5,keyasint"`
	UOM      string            `cbor:"6,keyasint"`
	Price    money.Amount      `cbor:"7,keyasint"`
	VATRate  money.BasisPoints `cbor:"8,keyasint"`
	// Matched and Credited are pieces of it that were accepted, and taken off.
	Matched  int64 `cbor:"9,keyasint,omitempty"`
	Credited int64 `cbor:"10,keyasint,omitempty"`
}

// Sums are the amounts of a number of pieces of the line.
func (l InvoiceLine) Sums(pieces int64) (order.Sums, error) {
	return order.Line{Quantity: pieces, Price: l.Price, VATRate: l.VATRate}.Sums()
}

// Accepting is what more accepted pieces make payable: parts of a line, however it was
// split, add up to the kopiyka to what the line comes to.
func (l InvoiceLine) Accepting(pieces int64) (money.Amount, error) {
	return l.between(l.Matched, l.Matched+pieces)
}

// Crediting is what more pieces taken off lessen the line by. They are taken from its
// end, so that what is matched and what is credited meet without a rest.
func (l InvoiceLine) Crediting(pieces int64) (money.Amount, error) {
	return l.between(l.Quantity-l.Credited-pieces, l.Quantity-l.Credited)
}

// Coming is how many pieces were neither matched nor credited, and what they come to.
func (l InvoiceLine) Coming() (pieces int64, amount money.Amount, err error) {
	amount, err = l.between(l.Matched, l.Quantity-l.Credited)
	return l.Quantity - l.Credited - l.Matched, amount, err
}

func (l InvoiceLine) between(from, to int64) (money.Amount, error) {
	a, err := l.Sums(from)
	if err != nil {
		return 0, err
	}
	b, err := l.Sums(to)
	if err != nil {
		return 0, err
	}
	return b.Total - a.Total, nil
}

// Match is an acceptance certificate that agrees with its dispatch note and the invoice.
type Match struct {
	Delivery    id.ID[id.Delivery] `cbor:"1,keyasint"`
	Note        string             `cbor:"2,keyasint"`
	Certificate string             `cbor:"3,keyasint"`
	Amount      money.Amount       `cbor:"4,keyasint"`
	At          int64              `cbor:"5,keyasint"`
}

// Credit is a credit note: what will not be paid, and why.
type Credit struct {
	Number string       `cbor:"1,keyasint"`
	Amount money.Amount `cbor:"2,keyasint"`
	// Claim is the claim it settles; none when pieces were cancelled.
	Claim id.ID[id.Claim] `cbor:"3,keyasint"`
	At    int64           `cbor:"4,keyasint"`
	Lines []CreditLine    `cbor:"5,keyasint,omitempty"`
}

// CreditLine is a number of pieces of an invoice's line (its place from 0).
type CreditLine struct {
	Line   int   `cbor:"1,keyasint"`
	Pieces int64 `cbor:"2,keyasint"`
}

// InvoiceKey is the key of an invoice.
func InvoiceKey(i id.ID[id.Invoice]) wire.Key { return wire.Key{Kind: wire.DocInvoice, ID: i} }

// InvoiceID is the id of the invoice of a supplier that a command makes for an order.
func InvoiceID(command id.ID[id.Command], o id.ID[id.Order], supplier id.ID[id.Org]) id.ID[id.Invoice] {
	return id.Derive[id.Invoice]("invoice", command[:], o[:], supplier[:])
}

// DocKey implements rules.Thing.
func (i Invoice) DocKey() wire.Key { return wire.Key{Kind: wire.DocInvoice, ID: i.ID} }

// DocVersion implements rules.Thing.
func (i Invoice) DocVersion() uint64 { return i.Version }

// Open is what may be put into a payment order now.
func (i Invoice) Open() money.Amount { return max(i.Matched-i.Withheld-i.Ordered, 0) }

// Refund is what the supplier owes of what payment orders were made of: pieces were taken
// back since. What becomes payable later is set off against it first, and so is a
// payment order that is taken back.
func (i Invoice) Refund() money.Amount { return max(i.Ordered+i.Withheld-i.Matched, 0) }

// Held is what of its order's money is invoiced for it: all that was matched, or went
// into payment orders and was withheld, and is not paid.
func (i Invoice) Held() money.Amount { return i.Matched + i.Refund() - i.Paid }

// Coming is what was neither matched nor credited: the part whose money is still committed.
func (i Invoice) Coming() money.Amount { return i.Total - i.Credited - i.Matched }

// IsDone reports whether nothing of it is left to deliver or to pay. A refund that is
// due may be: it is between the agency and the supplier.
func (i Invoice) IsDone() bool { return i.Coming() == 0 && i.Open() == 0 && i.Paid == i.Ordered }

// Stands is the state that its figures make.
func (i Invoice) Stands() State {
	switch {
	case i.Refund() > 0:
		return RefundDue
	case i.Coming() == 0 && i.Matched == 0:
		return Void
	case i.IsDone():
		return Paid
	case i.Open() > 0:
		return Payable
	case i.Ordered > 0:
		return Ordered
	}
	return Issued
}

// Clone returns a copy that shares no list with the invoice, to be changed.
func (i Invoice) Clone() Invoice {
	i.Lines, i.Matches, i.Credits = slices.Clone(i.Lines), slices.Clone(i.Matches), slices.Clone(i.Credits)
	return i
}
