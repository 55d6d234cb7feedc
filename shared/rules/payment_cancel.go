package rules

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
)

// cancelPayment takes back a payment order that the bank did not execute. What it was to
// pay of its invoices is open again; where pieces were taken back meanwhile, their money
// goes back to the budget.
func (d *decision) cancelPayment() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionCancelPayment); r != nil {
		return Outcome{}, r
	}
	var b payment.Cancel
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	switch {
	case b.Reason.String() == "":
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "reason"})
	case !isNote(b.Comment):
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	case b.Reason == payment.OtherReason && b.Comment == "":
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "comment"})
	}
	t := newTill(d)
	p, ok := got[payment.Payment](t.things, payment.Key(b.Payment))
	switch {
	case !ok:
		return refuse(fault.Reason{Code: fault.PaymentUnknown, Ref: b.Payment.String()})
	case p.IsCancelled():
		return refuse(fault.Reason{Code: fault.PaymentCancelled, Ref: p.Number})
	case p.PaidAt != 0:
		return refuse(fault.Reason{Code: fault.StateForbids, Ref: p.Stands().String()})
	}
	for _, row := range p.Rows {
		if r := t.reopen(p, row); r != nil {
			return refuse(r...)
		}
	}
	p.Cancelled = &payment.Cancellation{At: d.now, By: d.person.ID, Name: d.person.Name, Reason: b.Reason, Comment: b.Comment}
	p.Version++
	t.things.put(p)
	return t.outcome()
}

// reopen takes one row of a payment order off its invoice.
func (t *till) reopen(p payment.Payment, row payment.Row) []fault.Reason {
	i, ok := got[payment.Invoice](t.things, payment.InvoiceKey(row.Invoice))
	if !ok {
		return []fault.Reason{{Code: fault.InvoiceUnknown, Ref: row.Number}}
	}
	if left := i.Ordered - i.Paid; row.Amount > left {
		return []fault.Reason{{Code: fault.PaymentDiffers, Have: int64(row.Amount), Want: int64(left), Ref: p.Number}}
	}
	a, r := t.act(i.Order)
	if r != nil {
		return r
	}
	held := i.Held()
	i.Ordered -= row.Amount
	if r := a.ledger.move(&a.o, budget.Invoiced, budget.Free, held-i.Held()); r != nil {
		return r
	}
	t.things.putInvoice(i)
	a.event(order.Event{Kind: order.EventPaymentCancelled, Amount: row.Amount, Ref: p.Number})
	return nil
}

// unmatched keeps what a bank says of a payment order that was taken back: whether it is
// paid twice now, or the money comes back, a person has to see.
func (t *till) unmatched(p payment.Payment, c payment.Confirmation, source string) []fault.Reason {
	switch {
	case p.HasUnmatched(c):
		return nil
	case len(p.Unmatched) >= payment.MaxUnmatched || c.Amount <= 0:
		return []fault.Reason{{Code: fault.PaymentCancelled, Ref: p.Number}}
	}
	if before, ok := Find[payment.Payment](t.d.w, p.DocKey()); ok {
		p.Version = before.Version + 1 // once a command, however many rows name it
	}
	p.Unmatched = append(slices.Clone(p.Unmatched), payment.Unmatched{Confirmation: c, At: t.d.now, Source: source})
	t.things.put(p)
	return nil
}
