package rules

import (
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/register"
)

// lostAfter is how long a delivery may be on its way before the agency calls it lost: by
// then every receipt that was signed without a link has come in.
const lostAfter = 90 * oneDay

// lost is the claim on a delivery that never came. It needs no code, which came with no
// goods; the delivery is over, and nothing of it was accepted.
func (a *act) lost(v delivery.Delivery, b delivery.OpenClaim) (delivery.Claim, []fault.Reason) {
	d := a.d
	if d.org.Kind != party.OrgAgency || b.Reason != delivery.Quantity || len(b.Lines) > 0 || d.now < v.DispatchedAt+lostAfter.Milliseconds() {
		return delivery.Claim{}, []fault.Reason{{Code: fault.StateForbids, Ref: v.State.String()}}
	}
	v = v.Clone()
	v.State, v.AcceptedAt = delivery.Accepted, d.now
	for i := range v.Lines {
		v.Lines[i].Missing = v.Lines[i].Serials
	}
	v.Version++
	a.things.put(v)
	return a.missing(v, a.isMatched(v)), nil
}

// settleClaim ends a claim: what becomes of its pieces, of its penalty, of its money.
func (d *decision) settleClaim() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionSettleClaim); r != nil {
		return Outcome{}, r
	}
	var b delivery.SettleClaim
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	c, ok := Find[delivery.Claim](d.w, claimKey(b.Claim))
	if !ok || d.w.Orders[c.Order] == nil {
		return refuse(fault.Reason{Code: fault.ClaimUnknown, Ref: b.Claim.String()})
	}
	if c.State == delivery.ClaimSettled && !c.CanEnd(b.Outcome) {
		return refuse(fault.Reason{Code: fault.StateForbids, Ref: c.State.String()})
	}
	if !c.CanEnd(b.Outcome) {
		return refuse(fault.Reason{Code: fault.FieldInvalid, Field: "outcome", Ref: b.Outcome.String()})
	}
	if !isNote(b.Comment) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	if reasons := d.numberable(register.SeriesCredit); reasons != nil {
		return refuse(reasons...)
	}
	a := d.act(d.w.Orders[c.Order].Clone())
	proposed := c.State == delivery.ClaimProposed
	c = c.Clone()
	about, end := c, func() (money.Amount, []fault.Reason) { return a.end(c) }
	if c.State == delivery.ClaimSettled {
		unsent := c.Unsent()
		about.Lines = unsent
		end = func() (money.Amount, []fault.Reason) { return 0, a.refundUnsent(c, unsent) }
	}
	c.State, c.Outcome, c.SettledAt = delivery.ClaimSettled, b.Outcome, d.now
	if b.Comment != "" {
		c.Thread = append(c.Thread, delivery.Word{At: d.now, Person: d.person.ID, Name: d.person.Name, Text: b.Comment})
	}
	c.Version++
	a.things.put(c)
	kept, reasons := end()
	if reasons != nil {
		return refuse(reasons...)
	}
	if !proposed { // else nobody had said it
		a.event(order.Event{Kind: order.EventSettled, Pieces: about.Pieces(), Amount: kept, Ref: c.Number, Comment: b.Comment})
	}
	a.follow()
	return a.outcome(), nil
}

// end does what a claim's outcome says, and returns what of its penalty is kept.
func (a *act) end(c delivery.Claim) (money.Amount, []fault.Reason) {
	switch c.Outcome {
	case delivery.Replaced:
		return 0, a.replace(c)
	case delivery.Refunded:
		return 0, a.refund(c)
	case delivery.Fined:
		kept, reasons := a.withhold(c.Supplier, c.Penalty)
		if reasons == nil && kept == 0 {
			reasons = []fault.Reason{{Code: fault.NothingPayable, Ref: c.Number}}
		}
		return kept, reasons
	case delivery.Withdrawn:
	}
	return 0, nil
}

// replace lets the supplier send the claim's pieces again.
func (a *act) replace(c delivery.Claim) []fault.Reason {
	for _, l := range c.Lines {
		p, reasons := a.takenBack(c, l)
		if reasons != nil {
			return reasons
		}
		p.Replaced += l.Pieces
	}
	return nil
}

// refund gives up the claim's pieces; a credit note takes them off the invoice.
func (a *act) refund(c delivery.Claim) []fault.Reason {
	var gone []partRef
	for _, l := range c.Lines {
		if _, reasons := a.takenBack(c, l); reasons != nil {
			return reasons
		}
		ref := partRef{line: l.Line, part: l.Part, pieces: l.Pieces}
		a.drop(ref, true)
		gone = append(gone, ref)
	}
	return a.credit(gone, c.ID)
}

// refundUnsent gives up what was to be sent again and was not: the claim was settled
// once, and who was to replace does not hold the order for ever.
func (a *act) refundUnsent(c delivery.Claim, unsent []delivery.ClaimLine) []fault.Reason {
	if a.o.State != order.Approved || a.o.ClosedAt != 0 {
		return []fault.Reason{{Code: fault.StateForbids, Ref: order.Closed.String()}}
	}
	var gone []partRef
	for _, l := range unsent {
		p, reasons := a.part(l.Line, l.Part)
		if reasons != nil {
			return reasons
		}
		if left := p.Replaced - p.Resent; l.Pieces > left {
			return []fault.Reason{{Code: fault.PiecesTooMany, Line: l.Line, Field: "quantity", Have: l.Pieces, Want: left}}
		}
		p.Replaced -= l.Pieces
		ref := partRef{line: l.Line, part: l.Part, pieces: l.Pieces}
		a.drop(ref, true)
		gone = append(gone, ref)
	}
	return a.credit(gone, c.ID)
}

// takenBack makes pieces that were accepted refused ones, where the claim is on such.
func (a *act) takenBack(c delivery.Claim, l delivery.ClaimLine) (*order.Part, []fault.Reason) {
	if a.o.ClosedAt != 0 {
		return nil, []fault.Reason{{Code: fault.StateForbids, Ref: order.Closed.String()}}
	}
	p, reasons := a.part(l.Line, l.Part)
	if reasons != nil || c.Unaccepted {
		return p, reasons
	}
	if p.Accepted < l.Pieces {
		return nil, []fault.Reason{{Code: fault.PiecesTooMany, Line: l.Line, Field: "quantity", Have: l.Pieces, Want: p.Accepted}}
	}
	p.Accepted -= l.Pieces
	p.Remarked = min(p.Remarked, p.Accepted)
	p.Refused += l.Pieces
	return p, nil
}
