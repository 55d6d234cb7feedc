package rendition

import (
	"fmt"

	"dotchain/shared/document"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/payment"
)

// InvoiceOf is what the papers of an invoice are made of.
type InvoiceOf struct {
	Invoice payment.Invoice
	Order   Named
	Goods   Goods
	Budget  document.Fund
	Sides   Sides
}

// Invoice is a supplier's invoice, which an approval or a round made.
func Invoice(x InvoiceOf) (document.Document, error) {
	d := document.Document{
		Kind: document.Invoice, Number: numbered(x.Invoice.Number), Date: x.Invoice.IssuedAt, Fund: x.Budget,
		Parties: x.Sides.parties(document.Buyer, document.Unit, document.Supplier), References: x.Order.reference(document.Order),
	}
	for i := range x.Invoice.Lines {
		l, err := x.line(i, x.Invoice.Lines[i].Quantity)
		if err != nil {
			return document.Document{}, err
		}
		d.Lines = append(d.Lines, l)
	}
	return x.Sides.finish(d, 0)
}

// line is the i-th line of the invoice, from 0, at its own terms.
func (x InvoiceOf) line(i int, pieces int64) (document.Line, error) {
	of := x.Invoice.Lines[i]
	l, err := x.Goods.line(of.Line, of.Part)
	if err != nil {
		return document.Line{}, err
	}
	l.Ordered, l.Price, l.VATRate = pieces, of.Price, of.VATRate
	return l, nil
}

// CreditNote is the n-th credit note of an invoice, from 0; why is its typed reason
// and text what people said of it.
func CreditNote(x InvoiceOf, n int, why document.Reason, text string) (document.Document, error) {
	if n < 0 || n >= len(x.Invoice.Credits) {
		return document.Document{}, fmt.Errorf("invoice %s has no credit note %d", x.Invoice.Number, n+1)
	}
	credit := x.Invoice.Credits[n]
	d := document.Document{
		Kind: document.CreditNote, Number: numbered(credit.Number), Date: credit.At, Fund: x.Budget, Reason: why, ReasonText: text,
		Parties: x.Sides.parties(document.Buyer, document.Unit, document.Supplier),
	}
	d.References = append(Named{Number: x.Invoice.Number, At: x.Invoice.IssuedAt}.reference(document.Invoice), x.Order.reference(document.Order)...)
	for _, c := range credit.Lines {
		if c.Line < 0 || c.Line >= len(x.Invoice.Lines) {
			return document.Document{}, fmt.Errorf("credit note %s: invoice %s has no line %d", credit.Number, x.Invoice.Number, c.Line+1)
		}
		l, err := x.line(c.Line, x.Invoice.Lines[c.Line].Quantity)
		if err != nil {
			return document.Document{}, err
		}
		l.Refused, l.Reason = c.Pieces, why
		d.Lines = append(d.Lines, l)
	}
	return x.Sides.finish(d, 0)
}

// PaymentOf is what the paper of a payment order is made of.
type PaymentOf struct {
	Payment payment.Payment
	// VAT is the tax inside its total, kopiykas.
	VAT money.Amount
	// Invoices are those of its rows, for their moments.
	Invoices []payment.Invoice
	Sides    Sides
	Result   document.Result
}

// PaymentOrder tells the bank or the treasury what to pay.
func PaymentOrder(x PaymentOf) (document.Document, error) {
	p := x.Payment
	net, err := p.Total.Sub(x.VAT)
	if err != nil {
		return document.Document{}, fmt.Errorf("make payment order %s: %w", p.Number, err)
	}
	d := document.Document{
		Kind: document.PaymentOrder, Number: numbered(p.Number), Date: p.OrderedAt, Parties: x.Sides.parties(document.Buyer, document.Supplier),
		Totals: document.Totals{Net: net, VAT: x.VAT, Total: p.Total},
	}
	at := map[string]int64{}
	for _, i := range x.Invoices {
		at[i.Number] = i.IssuedAt
	}
	d.Withdrawn = withdrawn(p.Cancelled)
	d.Purpose = "Оплата згідно з рахунками-фактурами"
	if len(p.Rows) == 1 {
		d.Purpose = "Оплата згідно з рахунком-фактурою"
	}
	for i, r := range p.Rows {
		if i < document.MaxReferences {
			d.References = append(d.References, refer(document.Invoice, r.Number, at[r.Number]))
		}
		d.Purpose += purposeOf(i, r, at[r.Number])
	}
	if x.VAT > 0 {
		d.Purpose += ", у т. ч. ПДВ " + x.VAT.String() + " грн"
	}
	return x.Sides.finish(d, x.Result, signer{role: party.RoleFinance, name: p.OrderedName, at: p.OrderedAt})
}

// withdrawn is how a payment order was taken back; nil while it stands.
func withdrawn(c *payment.Cancellation) *document.Withdrawal {
	if c == nil {
		return nil
	}
	w := document.Withdrawal{At: c.At, Comment: c.Comment, Name: c.Name}
	switch c.Reason {
	case payment.NotExecuted:
		w.ReasonUk, w.ReasonEn = "банк не виконав", "the bank did not execute it"
	case payment.WrongDetails:
		w.ReasonUk, w.ReasonEn = "хибні реквізити", "wrong details"
	case payment.Superseded:
		w.ReasonUk, w.ReasonEn = "замінено іншою", "another takes its place"
	case payment.OtherReason:
		w.ReasonUk, w.ReasonEn = "інша причина", "another reason"
	}
	return &w
}

// purposeOf names an invoice in the words the bank gets; it takes few of them.
func purposeOf(i int, r payment.Row, at int64) string {
	const named = 3
	switch {
	case i == named:
		return " та інші"
	case i > named:
		return ""
	}
	text := " " + r.Number
	if i > 0 {
		text = "," + text
	}
	if at > 0 {
		text += " від " + document.DayOf(at).Short()
	}
	return text
}
