package rules

import (
	"cmp"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/register"
)

// invoice issues one invoice per supplier for parts that were just given to an
// approved order. Their money stays committed until it is payable. What the order
// holds follows: parts that are cheaper than the line give the rest back, dearer ones
// take it from the free budget, and BudgetExceeded when that is too small.
func (a *act) invoice(parts []partRef) []fault.Reason {
	parts = slices.Clone(parts)
	for _, ref := range parts {
		p, r := a.part(ref.line, ref.part)
		if r != nil {
			return r
		}
		if ref.pieces <= 0 || ref.pieces > p.Quantity {
			return []fault.Reason{{Code: fault.PiecesTooMany, Line: ref.line, Have: p.Quantity, Want: ref.pieces}}
		}
	}
	supplier := func(ref partRef) id.ID[id.Org] { return a.o.Lines[ref.line-1].Parts[ref.part].Supplier }
	slices.SortStableFunc(parts, func(x, y partRef) int {
		s, t := supplier(x), supplier(y)
		return cmp.Or(s.Compare(t), cmp.Compare(x.line, y.line), cmp.Compare(x.part, y.part))
	})
	for len(parts) > 0 {
		n := 1
		for n < len(parts) && supplier(parts[n]) == supplier(parts[0]) {
			n++
		}
		if r := a.issue(supplier(parts[0]), parts[:n]); r != nil {
			return r
		}
		parts = parts[n:]
	}
	return a.balance()
}

// issue makes the invoice of one supplier.
func (a *act) issue(supplier id.ID[id.Org], parts []partRef) []fault.Reason {
	i := payment.Invoice{
		ID: payment.InvoiceID(a.d.c.ID, a.o.ID, supplier), Order: a.o.ID, Supplier: supplier, Unit: a.o.Unit, Budget: a.o.Budget,
		IssuedAt: a.d.now, OrderNumber: order.Number(a.o.UnitNumber, a.o.ID), PointCode: a.pointCode(),
	}
	for _, ref := range parts {
		p := a.o.Lines[ref.line-1].Parts[ref.part]
		line := payment.InvoiceLine{
			Line: ref.line, Part: ref.part, Offer: p.Offer, Item: a.o.Lines[ref.line-1].Item,
			Quantity: ref.pieces, UOM: p.UOM, Price: p.Price, VATRate: p.VATRate,
		}
		if offer := a.d.w.Offers[p.Offer]; offer != nil {
			line.Item = offer.Item // a substitute is another item than the line's
		}
		sums, err := line.Sums(ref.pieces)
		if err == nil {
			i.Total, err = i.Total.Add(sums.Total)
		}
		if err != nil {
			return []fault.Reason{{Code: fault.TooLarge, Line: ref.line, Field: "total"}}
		}
		i.Lines = append(i.Lines, line)
	}
	if r := a.d.numberable(register.SeriesInvoice); r != nil {
		return r
	}
	i.Number = a.things.number(register.SeriesInvoice, a.d.now)
	a.o.Invoices = append(a.o.Invoices, i.ID)
	a.things.putInvoice(i)
	a.event(order.Event{Kind: order.EventInvoiced, Amount: i.Total, Ref: i.Number})
	return nil
}

// putInvoice takes over an invoice with the state its figures make; its version is
// raised once a command.
func (t *things) putInvoice(i payment.Invoice) {
	before, _ := Find[payment.Invoice](t.w, i.DocKey())
	i.Version = before.Version + 1
	i.State = i.Stands()
	t.put(i)
}

// invoices are those of the order, copies to be changed.
func (a *act) invoices() ([]payment.Invoice, []fault.Reason) {
	all := make([]payment.Invoice, len(a.o.Invoices))
	for n, key := range a.o.Invoices {
		i, ok := got[payment.Invoice](a.things, payment.InvoiceKey(key))
		if !ok {
			return nil, []fault.Reason{{Code: fault.InvoiceUnknown, Ref: key.String()}}
		}
		all[n] = i.Clone()
	}
	return all, nil
}

// invoiced finds the line of the order's invoices that a part stands in.
func invoiced(all []payment.Invoice, line, part int) (*payment.Invoice, *payment.InvoiceLine) {
	for n := range all {
		for k := range all[n].Lines {
			if l := &all[n].Lines[k]; l.Line == line && l.Part == part {
				return &all[n], l
			}
		}
	}
	return nil, nil
}

// balance makes what the order holds committed equal to what is still to come: what
// its invoices neither matched nor credited, and the pieces that nobody gave yet, at
// their line's price. VAT is rounded a line and a part, so parts of a line may come to
// some kopiykas more or less than the line; they are taken or given back here, and
// with the last piece of the line nothing is left over.
func (a *act) balance() []fault.Reason {
	if a.o.State != order.Approved {
		return nil // nothing is committed to anybody
	}
	all, reasons := a.invoices()
	if reasons != nil {
		return reasons
	}
	need := money.Amount(0)
	for _, i := range all {
		need += i.Coming()
	}
	r, err := order.DecodeRevision(a.o.Content)
	if err != nil {
		return fault.ReasonsOf(err)
	}
	for n, l := range a.o.Lines {
		sums, err := waitingSums(r, l, n)
		if err == nil {
			need, err = need.Add(sums)
		}
		if err != nil {
			return []fault.Reason{{Code: fault.TooLarge, Line: n + 1, Field: "total"}}
		}
	}
	if held := a.o.Holds.Committed; held > need {
		return a.ledger.move(&a.o, budget.Committed, budget.Free, held-need)
	}
	return a.ledger.move(&a.o, budget.Free, budget.Committed, need-a.o.Holds.Committed)
}

// waitingSums is what the pieces of a line (from 0) come to that nobody gave yet.
func waitingSums(r order.Revision, l order.LineState, line int) (money.Amount, error) {
	if line >= len(r.Lines) {
		return 0, nil
	}
	signed := r.Lines[line]
	signed.Quantity = l.Waiting(signed.Quantity)
	sums, err := signed.Sums()
	return sums.Total, err
}

// match releases what an acceptance certificate, its dispatch note and the invoice
// agree on: that money goes from committed to invoiced. What was refused stays
// committed until its claim is settled. Pieces that replace ones that were matched
// before release nothing a second time.
func (a *act) match(d delivery.Delivery) []fault.Reason {
	if a.wasMatched(d.Replaces) {
		return nil
	}
	all, reasons := a.invoices()
	if reasons != nil {
		return reasons
	}
	for _, l := range d.Lines {
		if l.Accepted <= 0 {
			continue
		}
		i, line := invoiced(all, l.Line, l.Part)
		if i == nil || i.Supplier != d.Supplier {
			return []fault.Reason{{Code: fault.InvoiceUnknown, Line: l.Line, Ref: d.Note}}
		}
		if most := min(line.Quantity-line.Credited-line.Matched, l.Dispatched); l.Accepted > most {
			return []fault.Reason{{Code: fault.PiecesTooMany, Line: l.Line, Have: most, Want: l.Accepted}}
		}
		amount, err := line.Accepting(l.Accepted)
		if err != nil {
			return []fault.Reason{{Code: fault.TooLarge, Line: l.Line, Field: "total"}}
		}
		held := i.Held()
		line.Matched += l.Accepted
		i.Matched += amount
		i.Matches = matched(i.Matches, payment.Match{
			Delivery: d.ID, Note: d.Note, Certificate: d.Certificate, Amount: amount, At: a.d.now,
		})
		// What is set off against a refund was paid before: balance gives it back.
		if r := a.ledger.move(&a.o, budget.Committed, budget.Invoiced, i.Held()-held); r != nil {
			return r
		}
		a.things.putInvoice(*i)
	}
	return a.balance()
}

// wasMatched reports whether a claim is on pieces that were accepted and matched once.
func (a *act) wasMatched(claim id.ID[id.Claim]) bool {
	c, ok := got[delivery.Claim](a.things, claimKey(claim))
	return ok && (c.Matched || !c.Unaccepted)
}

// matched adds to the match of a delivery, or begins it.
func matched(all []payment.Match, m payment.Match) []payment.Match {
	if n := len(all); n > 0 && all[n-1].Delivery == m.Delivery && all[n-1].Certificate == m.Certificate {
		all[n-1].Amount += m.Amount
		return all
	}
	return append(all, m)
}
