package rules

import (
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/register"
	"dotchain/shared/seal"
)

// valueGrace is how far ahead of the server's clock a bank's day may lie.
const valueGrace = 48 * time.Hour

// settle closes the order when nothing of it is left to deliver, to accept or to pay
// and no claim is open. What it still holds, penalties that were kept, goes back.
func (a *act) settle() {
	if a.o.State != order.Approved || a.o.ClosedAt != 0 {
		return
	}
	a.progress()
	for _, l := range a.o.Lines {
		switch l.State {
		case order.Accepted, order.AcceptedWithRemarks, order.Closed:
		case order.NotStarted, order.Backordered, order.PartiallyAllocated, order.Allocated, order.SupplierConfirmed,
			order.InProduction, order.Dispatched, order.Delivered, order.Disputed:
			return
		}
	}
	for _, key := range a.o.Claims {
		c, ok := got[delivery.Claim](a.things, claimKey(key))
		if !ok || c.State != delivery.ClaimSettled {
			return
		}
	}
	for _, key := range a.o.Invoices {
		i, ok := got[payment.Invoice](a.things, payment.InvoiceKey(key))
		if !ok || !i.IsDone() {
			return
		}
	}
	back := a.o.Holds.Total() - a.o.Holds.Paid
	if a.ledger.release(&a.o) != nil {
		return // a device that holds the order and not its budget
	}
	if back > 0 {
		a.event(order.Event{Kind: order.EventReleased, Amount: back})
	}
	for n := range a.o.Lines {
		a.o.Lines[n].State = order.Closed
	}
	a.o.ClosedAt = a.d.now
	a.event(order.Event{Kind: order.EventClosed, Amount: a.o.Holds.Paid})
}

// orderPayment makes a payment order of all that is open of some invoices of one supplier.
func (d *decision) orderPayment() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionOrderPayment); r != nil {
		return Outcome{}, r
	}
	var b payment.Order
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	switch {
	case len(b.Invoices) == 0:
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "invoice"})
	case len(b.Invoices) > payment.MaxInvoices:
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "invoice", Have: int64(len(b.Invoices)), Want: payment.MaxInvoices})
	case !isNote(b.Comment):
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	if r := d.numberable(register.SeriesPayment); r != nil {
		return refuse(r...)
	}
	t := newThings(d.w)
	p := payment.Payment{OrderedAt: d.now, OrderedBy: d.person.ID, OrderedName: d.person.Name, Version: 1}
	var reasons []fault.Reason
	for n, key := range b.Invoices {
		i, r := payable(t, p, key)
		if r == nil {
			total, err := p.Total.Add(i.Open())
			if err != nil {
				return refuse(fault.Reason{Code: fault.TooLarge, Line: n + 1, Field: "total"})
			}
			p.Supplier, p.Total = i.Supplier, total
			p.Rows = append(p.Rows, payment.Row{Invoice: i.ID, Number: i.Number, Amount: i.Open()})
			i.Ordered += i.Open()
			t.putInvoice(i)
			continue
		}
		r.Line = n + 1
		reasons = append(reasons, *r)
	}
	if len(reasons) > 0 {
		return refuse(reasons...)
	}
	p.Number = t.number(register.SeriesPayment, d.now)
	p.ID = payment.PaymentID(p.Number)
	t.put(p)
	return Outcome{Things: t.all}, nil
}

// payable finds an invoice of which something may be paid, of the payment's supplier.
func payable(t *things, p payment.Payment, key id.ID[id.Invoice]) (payment.Invoice, *fault.Reason) {
	i, ok := got[payment.Invoice](t, payment.InvoiceKey(key))
	switch {
	case !ok:
		return i, &fault.Reason{Code: fault.InvoiceUnknown, Ref: key.String()}
	case !p.Supplier.IsZero() && i.Supplier != p.Supplier:
		return i, &fault.Reason{Code: fault.FieldInvalid, Field: "supplier", Ref: i.Number}
	case i.Open() <= 0: // named twice, too
		return i, &fault.Reason{Code: fault.NothingPayable, Ref: i.Number}
	}
	return i, nil
}

// confirmPayments takes in what a bank or the treasury says was paid. All rows are
// taken or none: each that differs has its reason, with its place from 1. A row that was
// confirmed before changes nothing; one of a payment order that was taken back is noted
// with it and moves no money.
func (d *decision) confirmPayments() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionConfirmPayments); r != nil {
		return Outcome{}, r
	}
	var b payment.Confirm
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	switch {
	case len(b.Rows) == 0:
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "payment"})
	case len(b.Rows) > payment.MaxConfirmations:
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "payment", Have: int64(len(b.Rows)), Want: payment.MaxConfirmations})
	case len(b.Source) > payment.MaxReference || !seal.IsClean(b.Source):
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "source"})
	}
	t := newTill(d)
	var reasons []fault.Reason
	for n, row := range b.Rows {
		for _, r := range t.confirm(row, b.Source) {
			r.Line = n + 1
			reasons = append(reasons, r)
		}
	}
	if len(reasons) > 0 {
		return refuse(reasons...)
	}
	return t.outcome()
}

// till confirms payments of several orders in one decision: they share budgets, papers
// and the numbers of versions.
type till struct {
	d        *decision
	ledger   *ledger
	things   *things
	acts     map[orderID]*act
	sequence []orderID
}

func newTill(d *decision) *till {
	return &till{d: d, ledger: newLedger(d.w), things: newThings(d.w), acts: map[orderID]*act{}}
}

// act is the one act on an order.
func (t *till) act(o orderID) (*act, []fault.Reason) {
	if a := t.acts[o]; a != nil {
		return a, nil
	}
	standing := t.d.w.Orders[o]
	if standing == nil {
		return nil, []fault.Reason{{Code: fault.OrderUnknown, Ref: o.String()}}
	}
	a := t.d.act(standing.Clone())
	a.ledger, a.things = t.ledger, t.things
	t.acts[o] = a
	t.sequence = append(t.sequence, o)
	return a, nil
}

// confirm takes in one row.
func (t *till) confirm(c payment.Confirmation, source string) []fault.Reason {
	switch {
	case c.Number == "":
		return []fault.Reason{{Code: fault.FieldMissing, Field: "number"}}
	case len(c.Reference) > payment.MaxReference || !seal.IsClean(c.Reference):
		return []fault.Reason{{Code: fault.TextNotClean, Field: "reference"}}
	case c.ValueDate <= 0 || c.ValueDate > t.d.now+valueGrace.Milliseconds():
		return []fault.Reason{{Code: fault.FieldInvalid, Field: "value_date", Have: c.ValueDate}}
	}
	p, ok := got[payment.Payment](t.things, payment.Key(payment.PaymentID(c.Number)))
	switch {
	case !ok:
		return []fault.Reason{{Code: fault.PaymentUnknown, Ref: c.Number}}
	case p.IsCancelled():
		return t.unmatched(p, c, source)
	case p.PaidAt != 0 && p.Says(c):
		return nil
	case p.PaidAt != 0 || p.Total != c.Amount:
		return []fault.Reason{{Code: fault.PaymentDiffers, Have: int64(c.Amount), Want: int64(p.Total), Ref: p.Number}}
	}
	for _, row := range p.Rows {
		if r := t.pay(p, row); r != nil {
			return r
		}
	}
	p.PaidAt, p.ValueDate, p.Reference, p.Source = t.d.now, c.ValueDate, c.Reference, source
	p.Version++
	t.things.put(p)
	return nil
}

// pay moves the money of one row of a payment order.
func (t *till) pay(p payment.Payment, row payment.Row) []fault.Reason {
	i, ok := got[payment.Invoice](t.things, payment.InvoiceKey(row.Invoice))
	if !ok {
		return []fault.Reason{{Code: fault.InvoiceUnknown, Ref: row.Number}}
	}
	a, r := t.act(i.Order)
	if r != nil {
		return r
	}
	if r := a.ledger.move(&a.o, budget.Invoiced, budget.Paid, row.Amount); r != nil {
		return r
	}
	i.Paid += row.Amount
	t.things.putInvoice(i)
	a.event(order.Event{Kind: order.EventPaid, Amount: row.Amount, Ref: p.Number})
	return nil
}

// outcome settles the orders and is all that changed; each version is raised once.
func (t *till) outcome() (Outcome, []fault.Reason) {
	var out Outcome
	for _, key := range t.sequence {
		a := t.acts[key]
		a.settle()
		a.o.Version++
		out.Orders = append(out.Orders, a.o)
	}
	out.Budgets, out.Postings = t.ledger.changed()
	out.Things = t.things.all
	return out, nil
}

// paying asks for what these commands are about.
func (m *asker) paying(c seal.Command) {
	switch c.Kind { //nolint:exhaustive // Missing names those that come here
	case seal.KindOrderPayment:
		var b payment.Order
		if seal.Decode(c.Body, &b) != nil || len(b.Invoices) > payment.MaxInvoices {
			return
		}
		m.registers(c.ClaimedAt, register.SeriesPayment)
		for _, i := range b.Invoices {
			m.thing(payment.InvoiceKey(i))
		}
	case seal.KindConfirmPayments:
		var b payment.Confirm
		if seal.Decode(c.Body, &b) != nil || len(b.Rows) > payment.MaxConfirmations {
			return
		}
		for _, row := range b.Rows {
			m.payment(payment.PaymentID(row.Number), c.ClaimedAt)
		}
	case seal.KindCancelPayment:
		var b payment.Cancel
		if seal.Decode(c.Body, &b) == nil {
			m.payment(b.Payment, c.ClaimedAt)
		}
	}
}

// payment asks for a payment order, the orders of its invoices and their papers.
func (m *asker) payment(p id.ID[id.Payment], claimedAt int64) {
	m.thing(payment.Key(p))
	known, _ := Find[payment.Payment](m.w, payment.Key(p))
	if known.PaidAt != 0 || known.IsCancelled() {
		return // no money will move
	}
	for _, row := range known.Rows {
		m.thing(payment.InvoiceKey(row.Invoice))
		i, ok := Find[payment.Invoice](m.w, payment.InvoiceKey(row.Invoice))
		if !ok {
			continue
		}
		m.order(i.Order, claimedAt)
		if o := m.w.Orders[i.Order]; o != nil {
			m.papers(*o)
		}
	}
}

// papers asks for the invoices, deliveries and claims of an order.
func (m *asker) papers(o order.Order) {
	for _, i := range o.Invoices {
		m.thing(payment.InvoiceKey(i))
	}
	for _, d := range o.Deliveries {
		m.thing(deliveryKey(d))
	}
	for _, c := range o.Claims {
		m.thing(claimKey(c))
	}
}

// registers asks for the registers of series in the years around a device's clock:
// which of them it is, the server's clock says.
func (m *asker) registers(claimedAt int64, series ...string) {
	year := KyivYear(claimedAt)
	for _, s := range series {
		for y := year - 1; y <= year+1; y++ {
			m.thing(registerKey(s, y))
		}
	}
}
