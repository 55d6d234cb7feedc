package rules

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// reviewed finds the order a decision of the agency is about and checks that it
// is the content the decision names, still undecided, and not the decider's own.
func (d *decision) reviewed(o orderID, hash seal.Hash, to order.State) (order.Order, []fault.Reason) {
	standing := d.w.Orders[o]
	if standing == nil {
		return order.Order{}, []fault.Reason{{Code: fault.OrderUnknown, Ref: o.String()}}
	}
	if standing.Hash != hash {
		return order.Order{}, []fault.Reason{{Code: fault.ContentChanged, Have: int64(standing.Revision), Ref: standing.Hash.String()}}
	}
	if !standing.State.CanBecome(to) {
		return order.Order{}, []fault.Reason{{Code: fault.AlreadyDecided, Ref: standing.State.String()}}
	}
	if standing.CreatedBy == d.person.ID || slices.ContainsFunc(standing.Revisions, func(r order.Standing) bool { return r.By == d.person.ID }) {
		return order.Order{}, []fault.Reason{{Code: fault.OwnDecision}}
	}
	return standing.Clone(), nil
}

func (d *decision) returnOrder() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionReturnOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Return
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	o, reasons := d.reviewed(b.Order, b.Hash, order.Returned)
	if reasons != nil {
		return Outcome{}, reasons
	}
	if reasons := askedWell(b, len(o.Lines)); reasons != nil {
		return Outcome{}, reasons
	}
	if n := len(o.Questions) + len(b.Questions); n > order.MaxQuestions {
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "questions", Have: int64(n), Want: order.MaxQuestions})
	}
	for _, q := range b.Questions {
		o.Questions = append(o.Questions, order.Question{
			Number: uint32(len(o.Questions)) + 1, Revision: o.Revision, Line: q.Line, Field: q.Field, Reason: q.Reason, //nolint:gosec // bounded by MaxItems
			Text: q.Text, AskedAt: d.now, AskedBy: d.person.ID, AskedName: d.person.Name,
		})
	}
	o.State = order.Returned
	e := d.event(order.EventReturned, o.Revision)
	e.Reason, e.Comment = b.Questions[0].Reason, b.Comment
	o.Events = append(o.Events, e)
	o.Version++
	// Money and stock stay with the order while the unit answers.
	return Outcome{Orders: []order.Order{o}}, nil
}

func askedWell(b order.Return, lines int) []fault.Reason {
	if len(b.Questions) == 0 {
		return []fault.Reason{{Code: fault.FieldMissing, Field: "question"}}
	}
	if !isNote(b.Comment) {
		return []fault.Reason{{Code: fault.TextNotClean, Field: "comment"}}
	}
	for _, q := range b.Questions {
		if q.Line < 0 || q.Line > lines {
			return []fault.Reason{{Code: fault.FieldInvalid, Field: "line", Have: int64(q.Line), Want: int64(lines)}}
		}
		if q.Reason.String() == "" {
			return []fault.Reason{{Code: fault.FieldMissing, Line: q.Line, Field: "reason"}}
		}
		if !isNote(q.Text) || len(q.Field) > maxFieldName || !seal.IsClean(q.Field) {
			return []fault.Reason{{Code: fault.TextNotClean, Line: q.Line, Field: "question"}}
		}
	}
	return nil
}

const maxFieldName = 40

func (d *decision) approve() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionApproveOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Decision
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	o, reasons := d.reviewed(b.Order, b.Hash, order.Approved)
	if reasons != nil {
		return Outcome{}, reasons
	}
	if !isNote(b.Comment) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	ledger := newLedger(d.w)
	if reasons := ledger.move(&o, budget.Reserved, budget.Committed, o.Holds.Reserved); reasons != nil {
		return refuse(reasons...)
	}
	out := Outcome{}
	out.Budgets, out.Postings = ledger.changed()
	o.State, o.DecidedBy, o.ApprovedAt = order.Approved, d.person.ID, d.now
	for i := range o.Lines {
		o.Lines[i].State = order.Allocated
	}
	e := d.event(order.EventApproved, o.Revision)
	e.Comment = b.Comment
	o.Events = append(o.Events, e)
	o.Version++
	out.Orders = []order.Order{o}
	return out, nil
}

func (d *decision) reject() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionRejectOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Decision
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	o, reasons := d.reviewed(b.Order, b.Hash, order.Rejected)
	if reasons != nil {
		return Outcome{}, reasons
	}
	if reasons := reasoned(b); reasons != nil {
		return Outcome{}, reasons
	}
	o.DecidedBy = d.person.ID
	return d.release(o, b, order.Rejected, order.EventRejected)
}

func (d *decision) cancel() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionCancelOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Decision
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if reasons := reasoned(b); reasons != nil {
		return Outcome{}, reasons
	}
	standing := d.w.Orders[b.Order]
	if standing == nil {
		return d.giveUp(b)
	}
	if standing.Unit != d.org.ID {
		return refuse(fault.Reason{Code: fault.NotYours, Ref: b.Order.String()})
	}
	if standing.Hash != b.Hash {
		return refuse(fault.Reason{Code: fault.ContentChanged, Have: int64(standing.Revision), Ref: standing.Hash.String()})
	}
	// What is approved is the supplier's already; taking it back is another act.
	if standing.State == order.Approved || !standing.State.CanBecome(order.Cancelled) {
		return refuse(fault.Reason{Code: fault.StateForbids, Ref: standing.State.String()})
	}
	out, reasons := d.release(standing.Clone(), b, order.Cancelled, order.EventCancelled)
	if reasons != nil {
		return refuse(reasons...)
	}
	out.Cases = d.closeCases(*standing, conflict.Cancelled)
	return out, nil
}

// giveUp closes the case of an order that never stood: its first revision was
// parked and its author does not want it any more.
func (d *decision) giveUp(b order.Decision) (Outcome, []fault.Reason) {
	closed := d.closeCases(order.Order{ID: b.Order, Unit: d.org.ID}, conflict.Cancelled)
	if len(closed) == 0 {
		return refuse(fault.Reason{Code: fault.OrderUnknown, Ref: b.Order.String()})
	}
	return Outcome{Cases: closed}, nil
}

func reasoned(b order.Decision) []fault.Reason {
	if b.Reason.String() == "" {
		return []fault.Reason{{Code: fault.FieldMissing, Field: "reason"}}
	}
	if !isNote(b.Comment) {
		return []fault.Reason{{Code: fault.TextNotClean, Field: "comment"}}
	}
	return nil
}

// release ends an order and gives back its money and its pieces.
func (d *decision) release(o order.Order, b order.Decision, to order.State, kind order.EventKind) (Outcome, []fault.Reason) {
	ledger, shelf, tally := newLedger(d.w), newShelf(d.w), newTally(d.w, o.Unit)
	if reasons := ledger.release(&o); reasons != nil {
		return refuse(reasons...)
	}
	shelf.giveBack(o)
	tally.giveBack(o)
	var out Outcome
	out.Budgets, out.Postings = ledger.changed()
	out.Stocks, out.Usages = shelf.changed(), tally.changed()
	for i := range o.Lines {
		o.Lines[i].Parts, o.Lines[i].State = nil, order.NotStarted
	}
	o.State = to
	e := d.event(kind, o.Revision)
	e.Reason, e.Comment = b.Reason, b.Comment
	o.Events = append(o.Events, e, d.event(order.EventReleased, o.Revision))
	o.Version++
	out.Orders = []order.Order{o}
	return out, nil
}
