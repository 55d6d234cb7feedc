package document

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/money"
	"dotchain/shared/seal"
)

// Currency is the only one there is (ISO 4217).
const Currency = "UAH"

// Document is what one paper says. It is built once, from the thing it speaks
// of, and never changed; every field is set then.
type Document struct {
	Kind   Kind   `cbor:"1,keyasint"`
	Number Number `cbor:"2,keyasint"`
	// Label is what its unit calls an order before the register has numbered it.
	// It may hold the unit's number, so a blind document has none.
	Label string `cbor:"3,keyasint,omitempty"`
	// Date is the moment the document bears, Unix milliseconds; papers show the day in Kyiv.
	Date int64 `cbor:"4,keyasint"`
	// Hash is the content hash of what the document states: of the signed order,
	// act or decision, so that it is the same in the blind and the full copy. What
	// nobody signed (a generated invoice) has its own Digest here.
	Hash seal.Hash `cbor:"5,keyasint"`
	// Blind marks the copy of a supplier or carrier: no unit, no place (Blinded).
	Blind      bool        `cbor:"6,keyasint,omitempty"`
	References []Reference `cbor:"7,keyasint,omitempty"`
	Parties    []Party     `cbor:"8,keyasint"`
	// Point is where the goods go; a blind copy has its code alone.
	Point Point `cbor:"9,keyasint,omitzero"`
	// NeededBy is the last day of delivery (its end in Kyiv), Unix milliseconds; 0 where none is named.
	NeededBy int64  `cbor:"10,keyasint,omitempty"`
	Lines    []Line `cbor:"11,keyasint,omitempty"`
	Totals   Totals `cbor:"12,keyasint,omitzero"`
	Fund     Fund   `cbor:"13,keyasint,omitzero"`
	// Response is the answer to the order as a whole; OrderResponse only.
	Response Response `cbor:"14,keyasint,omitempty"`
	// Reason is the typed reason of a claim or credit note, ReasonText its words.
	Reason     Reason `cbor:"15,keyasint,omitempty"`
	ReasonText string `cbor:"16,keyasint,omitempty"`
	// Penalty is what a claim asks for besides the goods; it is not in Totals.
	Penalty money.Amount `cbor:"17,keyasint,omitempty"`
	// Purpose is the purpose of a payment, in the words the bank gets.
	Purpose string `cbor:"18,keyasint,omitempty"`
	// Note is free text. Its author may have named a place, so a blind copy has
	// only the notes of the supplier.
	Note       string      `cbor:"19,keyasint,omitempty"`
	NoteBy     Role        `cbor:"20,keyasint,omitempty"`
	Transport  Transport   `cbor:"21,keyasint,omitzero"`
	Signatures []Signature `cbor:"22,keyasint,omitempty"`
	// Handover is the one-time code of a dispatch, for the part of its note that is torn
	// off. It is no part of what the document states: no bytes, no hash and no UBL hold
	// it, and it is known only where the dispatch was made.
	Handover string `cbor:"-"`
	// Withdrawn says how a payment order was taken back; nil while it stands. It came
	// after what the document states and is printed over it: no bytes, no hash and no UBL
	// hold it.
	Withdrawn *Withdrawal `cbor:"-"`
}

// Withdrawal is how a payment order was taken back.
type Withdrawal struct {
	// At is Unix milliseconds.
	At int64
	// ReasonUk and ReasonEn are the words of the typed reason, Comment those of who
	// signed it, Name.
	ReasonUk, ReasonEn, Comment, Name string
}

// Reference names another document.
type Reference struct {
	Kind   Kind   `cbor:"1,keyasint"`
	Number Number `cbor:"2,keyasint,omitzero"`
	// Text is the number of a paper from outside the register, such as a contract's,
	// or an order's Label; in a blind copy it is empty where Number is set.
	Text string `cbor:"3,keyasint,omitempty"`
	// Date is Unix milliseconds.
	Date int64     `cbor:"4,keyasint,omitempty"`
	Hash seal.Hash `cbor:"5,keyasint"`
}

// Title is the number the reference is read by.
func (r Reference) Title() string {
	if r.Number.IsZero() {
		return r.Text
	}
	return r.Number.String()
}

// Point is a delivery point.
type Point struct {
	Code string `cbor:"1,keyasint"`
	// Name says where it is.
	Name string `cbor:"2,keyasint,omitempty"`
}

// Fund is what the document is paid from.
type Fund struct {
	Fund  budget.Fund `cbor:"1,keyasint,omitempty"`
	KPKVK code.KPKVK  `cbor:"2,keyasint,omitempty"`
	KEKV  code.KEKV   `cbor:"3,keyasint,omitempty"`
	// Year is the budget year.
	Year int64 `cbor:"4,keyasint,omitempty"`
}

// Transport is how the goods travel; waybills have it.
type Transport struct {
	Vehicle string `cbor:"1,keyasint,omitempty"`
	Trailer string `cbor:"2,keyasint,omitempty"`
	Driver  string `cbor:"3,keyasint,omitempty"`
	Licence string `cbor:"4,keyasint,omitempty"`
	// Loading is the address of loading. Unloading is that of the agency's hub; the
	// unit's own place never stands here.
	Loading   string `cbor:"5,keyasint,omitempty"`
	Unloading string `cbor:"6,keyasint,omitempty"`
	// Packages counts places of cargo, Grams is the gross weight.
	Packages int64 `cbor:"7,keyasint,omitempty"`
	Grams    int64 `cbor:"8,keyasint,omitempty"`
}

// Totals are the sums of the lines; a payment order, which has no lines, states
// what is paid and the VAT inside it.
type Totals struct {
	Net   money.Amount `cbor:"1,keyasint"`
	VAT   money.Amount `cbor:"2,keyasint"`
	Total money.Amount `cbor:"3,keyasint"`
}

// Party returns the first party of the role.
func (d Document) Party(r Role) (Party, bool) {
	i := slices.IndexFunc(d.Parties, func(p Party) bool { return p.Role == r })
	if i < 0 {
		return Party{}, false
	}
	return d.Parties[i], true
}

// Reference returns the first reference to a document of the kind.
func (d Document) Reference(k Kind) (Reference, bool) {
	i := slices.IndexFunc(d.References, func(r Reference) bool { return r.Kind == k })
	if i < 0 {
		return Reference{}, false
	}
	return d.References[i], true
}

// Title is the number the document is read by: the register's, else its label.
func (d Document) Title() string {
	if d.Number.IsZero() {
		return d.Label
	}
	return d.Number.String()
}

// Encode returns the deterministic bytes of the document.
func (d Document) Encode() []byte { return seal.Encode(d) }

// Decode reads what Encode wrote. Faults: Malformed, NotCanonical, TooLarge.
func Decode(b []byte) (Document, error) {
	var d Document
	if err := seal.Decode(b, &d); err != nil {
		return Document{}, err
	}
	return d, nil
}

// Digest is the hash of what the document says: everything but Hash and
// Signatures. A document that nobody signed takes it as its Hash.
func (d Document) Digest() seal.Hash {
	d.Hash, d.Signatures = seal.Hash{}, nil
	return seal.Sum(d.Encode())
}

// QR is the content of the document's QR code: what one needs to find it and to
// see that it is unchanged (docs/formats/documents.md, section 5).
func (d Document) QR() string {
	return "DC1|" + d.Kind.String() + "|" + d.Title() + "|" + DayOf(d.Date).ISO() + "|" + d.Hash.String()
}
