package rules

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/kyiv"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// leadMost bounds a supplier's lead time, so that a promised day is a date.
const leadMost = 3_650

// approve signs the next step of an order's approval; with the last one its money
// is committed and its pieces are ordered.
func (d *decision) approve() (Outcome, []fault.Reason) {
	if r := d.mayAlso(party.ActionApproveOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Decision
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	a, reasons := d.reviewed(b.Order, b.Hash, order.Approved)
	if reasons != nil {
		return refuse(reasons...)
	}
	if !isNote(b.Comment) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	for _, body := range a.o.Awaits {
		reasons = append(reasons, fault.Reason{Code: fault.AnswerAwaited, Ref: body})
	}
	if reasons != nil {
		return refuse(reasons...)
	}
	steps := d.policies().ApprovalFor(a.o.Total, a.o.Categories, a.o.Fund)
	step, role, more := steps.Next(a.o.Approvals)
	if !more { // the policy asks for fewer than when the first signed
		step, role = int64(len(steps.Steps)), d.roleFor(party.ActionApproveOrder)
	}
	signed, reasons := d.approval(a.o, step, role)
	if reasons != nil {
		return refuse(reasons...)
	}
	a.o.Approvals, a.o.Taken = append(a.o.Approvals, signed), nil
	if _, _, more = steps.Next(a.o.Approvals); more {
		a.event(order.Event{Kind: order.EventStepped, Comment: b.Comment})
		return a.outcome(), nil
	}
	if reasons := a.commit(b.Comment); reasons != nil {
		return refuse(reasons...)
	}
	return a.outcome(), nil
}

// approval is the author's signature in a step of an approval: in their own role, or
// for somebody who lent them theirs. Everybody's word counts once, by whomever it is given.
func (d *decision) approval(o order.Order, step int64, role party.Role) (order.Signature, []fault.Reason) {
	s := d.signature(o, step, role)
	gave := func(p id.ID[id.Person]) bool {
		return slices.ContainsFunc(o.Approvals, func(s order.Signature) bool { return s.Person == p || s.For == p })
	}
	if gave(d.person.ID) {
		return s, []fault.Reason{{Code: fault.SignedAlready}}
	}
	if d.person.Has(role) {
		return s, nil
	}
	for _, x := range d.lent() {
		if slices.Contains(x.Roles, role) && !gave(x.From) && !authored(o, x.From) {
			s.For, s.ForName = x.From, x.FromName
			return s, nil
		}
	}
	return s, []fault.Reason{{Code: fault.StepNotYours, Have: step, Ref: role.String()}}
}

// commit makes the order an approved one. Lines that came first have their pieces
// since they came in; the others wait for a round.
func (a *act) commit(comment string) []fault.Reason {
	if reasons := a.ledger.move(&a.o, budget.Reserved, budget.Committed, a.o.Holds.Reserved); reasons != nil {
		return reasons
	}
	if reasons := a.become(order.Approved); reasons != nil {
		return reasons
	}
	a.o.DecidedBy, a.o.ApprovedAt = a.d.person.ID, a.d.now
	a.event(order.Event{Kind: order.EventApproved, Comment: comment})
	var given []partRef
	pieces := int64(0)
	for i, l := range a.o.Lines {
		for j, p := range l.Parts {
			a.o.Lines[i].Parts[j].PromisedAt = a.promised(p.Offer)
			given = append(given, partRef{line: i + 1, part: j, pieces: p.Quantity})
			pieces += p.Quantity
		}
	}
	if pieces > 0 {
		a.event(order.Event{Kind: order.EventAllocated, Pieces: pieces})
	}
	if reasons := a.enqueue(); reasons != nil {
		return reasons
	}
	if reasons := a.invoice(given); reasons != nil {
		return reasons
	}
	a.progress()
	return nil
}

// promised is the day by which an offer is delivered, until its supplier has spoken.
func (a *act) promised(o id.ID[id.Offer]) int64 {
	offer := a.d.w.Offers[o]
	if offer == nil {
		return 0
	}
	return kyiv.DayEnd(a.d.now + min(offer.LeadDays, leadMost)*oneDay.Milliseconds())
}
