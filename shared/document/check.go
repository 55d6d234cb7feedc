package document

import (
	"slices"
	"strconv"

	"dotchain/shared/fault"
	"dotchain/shared/money"
	"dotchain/shared/seal"
)

// Limits of one document. It must fit one envelope (seal.MaxEnvelope) besides.
const (
	MaxLines      = 500
	MaxSerials    = 1000
	MaxQuantity   = 1_000_000_000
	MaxSignatures = 50
	MaxReferences = 100
	// MaxLabel is the most bytes of a label or a number from outside: they stand in the QR code.
	MaxLabel = 100
)

// Check returns everything that is wrong with the document, in the order of its
// fields; nothing when it may be shown, sent and printed. Codes: FieldMissing,
// FieldInvalid, LineMissing, LinesTooMany, LineDuplicate, QuantityNotPositive,
// TotalDiffers, TextNotClean, ContentChanged, TooLarge.
func Check(d Document) []fault.Reason {
	if !slices.Contains(Kinds(), d.Kind) {
		return []fault.Reason{{Code: fault.FieldInvalid, Field: "kind", Ref: strconv.Itoa(int(d.Kind))}}
	}
	c := &checker{d: d}
	c.head()
	c.parties()
	c.references()
	c.lines()
	c.totals()
	c.kind()
	c.signatures()
	c.texts()
	if d.Blind {
		c.blind()
	}
	if size := len(d.Encode()); size > seal.MaxEnvelope {
		c.add(fault.Reason{Code: fault.TooLarge, Have: int64(size), Want: seal.MaxEnvelope})
	}
	return c.reasons
}

// checker collects reasons.
type checker struct {
	d       Document
	reasons []fault.Reason
}

func (c *checker) add(r fault.Reason) { c.reasons = append(c.reasons, r) }

// need says that the field of the line (0: the document) is missing.
func (c *checker) need(ok bool, line int, field string) {
	if !ok {
		c.add(fault.Reason{Code: fault.FieldMissing, Line: line, Field: field})
	}
}

// form says that a text is not what its field asks for; an empty one is fine.
func (c *checker) form(ok bool, line int, field, text string) {
	if !ok && text != "" {
		c.add(fault.Reason{Code: fault.FieldInvalid, Line: line, Field: field, Ref: text})
	}
}

func (c *checker) head() {
	d := c.d
	c.need(d.Title() != "", 0, "number")
	if n := len(d.Label); n > MaxLabel {
		c.add(fault.Reason{Code: fault.TooLarge, Field: "label", Have: int64(n), Want: MaxLabel})
	}
	if !d.Number.IsZero() {
		c.form(d.Number.IsValid() && d.Number.Series == d.Kind.Series(), 0, "number", d.Number.String())
	}
	c.need(d.Date > 0, 0, "date")
	c.need(!d.Hash.IsZero(), 0, "hash")
	c.form(d.Fund.KPKVK.Check() == nil, 0, "kpkvk", string(d.Fund.KPKVK))
	c.form(d.Fund.KEKV.Check() == nil, 0, "kekv", string(d.Fund.KEKV))
}

// needed are the roles a kind of document cannot do without.
func needed(k Kind) []Role {
	switch k {
	case Order:
		return []Role{Buyer, Unit}
	case OrderResponse, Specification, Invoice, Claim, CreditNote, PaymentOrder:
		return []Role{Buyer, Supplier}
	case DispatchNote, AcceptanceCertificate:
		return []Role{Buyer, Unit, Supplier}
	case Waybill:
		return []Role{Unit, Supplier, Carrier}
	}
	return nil
}

func (c *checker) parties() {
	for _, role := range needed(c.d.Kind) {
		_, found := c.d.Party(role)
		c.need(found, 0, role.String())
	}
	for i, p := range c.d.Parties {
		if !slices.Contains(Roles(), p.Role) || slices.ContainsFunc(c.d.Parties[:i], func(o Party) bool { return o.Role == p.Role }) {
			c.add(fault.Reason{Code: fault.FieldInvalid, Field: "parties", Ref: p.Role.String()})
		}
		c.form(p.EDRPOU.Check() == nil, 0, "edrpou", string(p.EDRPOU))
		c.form(p.Number.Check() == nil, 0, "unit_number", string(p.Number))
		if p.Role == Unit {
			c.need(c.d.Blind || p.NameUk != "" || p.Number != "", 0, "unit")
			continue
		}
		c.need(p.NameUk != "", 0, p.Role.String()+"_name")
		c.need(p.EDRPOU != "", 0, p.Role.String()+"_edrpou")
	}
}

// follows is the document one of the kind is about; 0 when it begins a matter.
func follows(k Kind) Kind {
	switch k {
	case OrderResponse, Invoice, DispatchNote:
		return Order
	case Waybill, AcceptanceCertificate:
		return DispatchNote
	case CreditNote, PaymentOrder:
		return Invoice
	case Order, Specification, Claim:
		return 0
	}
	return 0
}

func (c *checker) references() {
	d := c.d
	if len(d.References) > MaxReferences {
		c.add(fault.Reason{Code: fault.TooLarge, Field: "references", Have: int64(len(d.References)), Want: MaxReferences})
	}
	if before := follows(d.Kind); before != 0 {
		_, found := d.Reference(before)
		c.need(found, 0, before.String())
	}
	if d.Kind == Claim {
		c.need(len(d.References) > 0, 0, "references")
	}
	for _, r := range d.References {
		if !slices.Contains(Kinds(), r.Kind) {
			c.add(fault.Reason{Code: fault.FieldInvalid, Field: "references", Ref: strconv.Itoa(int(r.Kind))})
			continue
		}
		c.need(r.Title() != "" || d.Blind, 0, r.Kind.String()+"_number")
		if !r.Number.IsZero() {
			c.form(r.Number.IsValid() && r.Number.Series == r.Kind.Series(), 0, r.Kind.String()+"_number", r.Number.String())
		}
	}
}

func (c *checker) lines() {
	d := c.d
	if len(d.Lines) == 0 && d.Kind != PaymentOrder {
		c.add(fault.Reason{Code: fault.LineMissing})
	}
	if len(d.Lines) > MaxLines {
		c.add(fault.Reason{Code: fault.LinesTooMany, Have: int64(len(d.Lines)), Want: MaxLines})
	}
	seen := make(map[int]bool, len(d.Lines))
	for _, l := range d.Lines {
		if seen[l.Number] {
			c.add(fault.Reason{Code: fault.LineDuplicate, Line: l.Number})
		}
		seen[l.Number] = true
		c.line(l)
	}
}

func (c *checker) line(l Line) {
	c.need(l.Number > 0, l.Number, "line")
	c.need(l.NameUk != "", l.Number, "name")
	c.need(l.UOM != "", l.Number, "uom")
	c.form(l.UOM.Check() == nil, l.Number, "uom", string(l.UOM))
	c.form(l.NSN.Check() == nil, l.Number, "nsn", string(l.NSN))
	c.form(l.DK021.Check() == nil, l.Number, "dk021", string(l.DK021))
	c.quantities(l)
	if len(l.Serials) > MaxSerials {
		c.add(fault.Reason{Code: fault.TooLarge, Line: l.Number, Field: "serials", Have: int64(len(l.Serials)), Want: MaxSerials})
	}
	want, err := l.WithSums(c.d.Kind)
	if err != nil {
		c.add(fault.Reason{Code: fault.FieldInvalid, Line: l.Number, Field: "price"})
		return
	}
	c.sum(l.Number, "net", l.Net, want.Net)
	c.sum(l.Number, "vat", l.VAT, want.VAT)
	c.sum(l.Number, "total", l.Total, want.Total)
}

func (c *checker) sum(line int, field string, have, want money.Amount) {
	if have != want {
		c.add(fault.Reason{Code: fault.TotalDiffers, Line: line, Field: field, Have: int64(have), Want: int64(want)})
	}
}

// quantities: none below zero, and the one the document is about above it. A
// response may promise nothing of a line, an acceptance may refuse all of it.
func (c *checker) quantities(l Line) {
	for _, q := range []struct {
		field string
		n     int64
	}{
		{"ordered", l.Ordered},
		{"confirmed", l.Confirmed},
		{"dispatched", l.Dispatched},
		{"accepted", l.Accepted},
		{"remarked", l.Remarked},
		{"refused", l.Refused},
	} {
		if q.n < 0 {
			c.add(fault.Reason{Code: fault.QuantityNotPositive, Line: l.Number, Field: q.field, Have: q.n})
		}
		if q.n > MaxQuantity {
			c.add(fault.Reason{Code: fault.TooLarge, Line: l.Number, Field: q.field, Have: q.n, Want: MaxQuantity})
		}
	}
	about := l.Quantity(c.d.Kind)
	switch c.d.Kind {
	case OrderResponse:
		about = max(l.Ordered, l.Confirmed)
	case AcceptanceCertificate:
		about = max(l.Dispatched, l.Accepted, l.Remarked, l.Refused)
		if l.Reason == "" && l.Refused+l.Remarked > 0 {
			c.need(false, l.Number, "reason")
		}
	case Order, Specification, Invoice, DispatchNote, Waybill, Claim, CreditNote, PaymentOrder:
	}
	if about == 0 {
		c.add(fault.Reason{Code: fault.QuantityNotPositive, Line: l.Number, Field: "quantity"})
	}
}

func (c *checker) totals() {
	d := c.d
	if d.Kind == PaymentOrder {
		whole, err := d.Totals.Net.Add(d.Totals.VAT)
		if err != nil || d.Totals.Total <= 0 {
			c.add(fault.Reason{Code: fault.FieldInvalid, Field: "total", Ref: d.Totals.Total.String()})
			return
		}
		c.sum(0, "total", d.Totals.Total, whole)
		return
	}
	want, err := TotalsOf(d.Lines)
	if err != nil {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "total"})
		return
	}
	c.sum(0, "net", d.Totals.Net, want.Net)
	c.sum(0, "vat", d.Totals.VAT, want.VAT)
	c.sum(0, "total", d.Totals.Total, want.Total)
}

// kind asks for what only documents of the kind have.
func (c *checker) kind() {
	d := c.d
	switch d.Kind {
	case Order:
		c.need(d.NeededBy > 0, 0, "needed_by")
		c.need(d.Point.Code != "", 0, "delivery_point")
	case DispatchNote, Waybill, AcceptanceCertificate:
		c.need(d.Point.Code != "", 0, "delivery_point")
	case OrderResponse:
		c.need(d.Response != "", 0, "response")
		c.form(d.Response.Label(Ukrainian) != "", 0, "response", string(d.Response))
		for _, l := range d.Lines {
			c.need(l.Status != 0, l.Number, "status")
			c.form(l.Status == 0 || l.Status.Label(Ukrainian) != "", l.Number, "status", strconv.Itoa(int(l.Status)))
		}
	case Claim, CreditNote:
		c.need(d.Reason != "", 0, "reason")
	case PaymentOrder:
		c.need(d.Purpose != "", 0, "purpose")
		for _, role := range []Role{Buyer, Supplier} {
			p, _ := d.Party(role)
			c.need(p.IBAN != "", 0, role.String()+"_iban")
		}
	case Specification, Invoice:
	}
	c.form(d.Reason.Label(Ukrainian) != "", 0, "reason", string(d.Reason))
	for _, l := range d.Lines {
		c.form(l.Reason.Label(Ukrainian) != "", l.Number, "reason", string(l.Reason))
	}
	if d.Penalty < 0 {
		c.form(false, 0, "penalty", d.Penalty.String())
	}
}

func (c *checker) signatures() {
	if n := len(c.d.Signatures); n > MaxSignatures {
		c.add(fault.Reason{Code: fault.TooLarge, Field: "signatures", Have: int64(n), Want: MaxSignatures})
	}
	for _, s := range c.d.Signatures {
		c.need(s.At > 0, 0, "signed_at")
		c.need(s.RoleUk != "", 0, "signer_role")
		c.need(c.d.Blind && s.Party == Unit || s.Name != "", 0, "signer_name")
		if s.Result == Valid && s.Signed != c.d.Hash {
			c.add(fault.Reason{Code: fault.ContentChanged, Field: "signatures", Ref: s.Signed.String()})
		}
	}
}

// texts: every text that somebody wrote may be printed.
func (c *checker) texts() {
	d := c.d
	clean := func(line int, field string, texts ...string) {
		for _, t := range texts {
			if !seal.IsClean(t) {
				c.add(fault.Reason{Code: fault.TextNotClean, Line: line, Field: field})
				return
			}
		}
	}
	t := d.Transport
	clean(0, "transport", t.Vehicle, t.Trailer, t.Driver, t.Licence, t.Loading, t.Unloading)
	clean(0, "label", d.Label)
	clean(0, "delivery_point", d.Point.Code, d.Point.Name)
	clean(0, "reason", d.ReasonText)
	clean(0, "purpose", d.Purpose)
	clean(0, "note", d.Note)
	for _, r := range d.References {
		clean(0, "references", r.Text)
	}
	for _, p := range d.Parties {
		clean(0, p.Role.String(), p.NameUk, p.NameEn, p.Address, p.TaxNumber, p.IBAN, p.Bank)
	}
	for _, l := range d.Lines {
		clean(l.Number, "name", l.NameUk, l.NameEn)
		clean(l.Number, "article", l.Article)
		clean(l.Number, "remark", l.Remark)
		clean(l.Number, "serials", l.Serials...)
	}
	for _, s := range d.Signatures {
		clean(0, "signatures", s.Name, s.RoleUk, s.RoleEn, s.Org)
	}
}

// blind: nothing is left that Blinded would take away.
func (c *checker) blind() {
	if c.d.Blinded().Digest() != c.d.Digest() {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "blind"})
		return
	}
	for _, s := range c.d.Signatures {
		if s.Party == Unit && (s.Name != "" || s.Org != "" || !s.Key.IsZero()) {
			c.add(fault.Reason{Code: fault.FieldInvalid, Field: "blind"})
			return
		}
	}
}
