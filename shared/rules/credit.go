package rules

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/payment"
	"dotchain/shared/register"
)

// credit takes pieces off the invoices that hold them, with one credit note an
// invoice, and gives their money back to the budget; so does it with the money of
// pieces that nobody will give any more (LineState.Dropped, with no part named here).
// A claim is named where one is settled by it. Pieces that were accepted once are taken
// back too, when the claim is on such; what payment orders were made of their money is a
// refund that the supplier owes (Invoice.Refund), and stays where it is.
func (a *act) credit(parts []partRef, claim id.ID[id.Claim]) []fault.Reason {
	all, reasons := a.invoices()
	if reasons != nil {
		return reasons
	}
	notes := make([]payment.Credit, len(all))
	for _, ref := range parts {
		i, line := invoiced(all, ref.line, ref.part)
		if i == nil {
			return []fault.Reason{{Code: fault.InvoiceUnknown, Line: ref.line, Ref: a.o.ID.String()}}
		}
		if left := line.Quantity - line.Credited; ref.pieces <= 0 || ref.pieces > left {
			return []fault.Reason{{Code: fault.PiecesTooMany, Line: ref.line, Have: left, Want: ref.pieces}}
		}
		amount, r := a.takeOff(i, line, ref.pieces, a.wasMatched(claim))
		if r != nil {
			return r
		}
		n := slices.Index(a.o.Invoices, i.ID)
		place := slices.IndexFunc(i.Lines, func(l payment.InvoiceLine) bool { return l.Line == ref.line && l.Part == ref.part })
		notes[n].Lines = append(notes[n].Lines, payment.CreditLine{Line: place, Pieces: ref.pieces})
		notes[n].Amount += amount
	}
	for n, note := range notes {
		if len(note.Lines) == 0 {
			continue
		}
		if r := a.d.numberable(register.SeriesCredit); r != nil {
			return r
		}
		note.Number, note.Claim, note.At = a.things.number(register.SeriesCredit, a.d.now), claim, a.d.now
		all[n].Credits = append(all[n].Credits, note)
		a.things.putInvoice(all[n])
	}
	return a.balance()
}

// takeOff lessens an invoice by pieces of its line: accepted ones, else those that are
// still to come. What the second hold is released by balance.
func (a *act) takeOff(i *payment.Invoice, line *payment.InvoiceLine, pieces int64, accepted bool) (money.Amount, []fault.Reason) {
	back := max(pieces-(line.Quantity-line.Credited-line.Matched), 0)
	if accepted {
		back = min(pieces, line.Matched)
	}
	amount, err := line.Crediting(pieces)
	if err != nil {
		return 0, []fault.Reason{{Code: fault.TooLarge, Line: line.Line, Field: "total"}}
	}
	off, err := line.Accepting(-back)
	if err != nil {
		return 0, []fault.Reason{{Code: fault.TooLarge, Line: line.Line, Field: "total"}}
	}
	held := i.Held()
	line.Matched -= back
	i.Matched += off
	if r := a.ledger.move(&a.o, budget.Invoiced, budget.Free, held-i.Held()); r != nil {
		return 0, r
	}
	line.Credited += pieces
	i.Credited += amount
	return amount, nil
}

// withhold keeps a penalty from what is payable to a supplier for this order, and
// returns how much of it could be kept: what is in payment orders already cannot, nor
// what is not accepted yet. The money stays invoiced and goes back to the budget when
// the order is closed.
func (a *act) withhold(supplier id.ID[id.Org], penalty money.Amount) (money.Amount, []fault.Reason) {
	all, reasons := a.invoices()
	if reasons != nil {
		return 0, reasons
	}
	kept := money.Amount(0)
	for _, i := range all {
		now := min(penalty-kept, i.Open())
		if i.Supplier != supplier || now <= 0 {
			continue
		}
		i.Withheld += now
		kept += now
		a.things.putInvoice(i)
	}
	return kept, nil
}
