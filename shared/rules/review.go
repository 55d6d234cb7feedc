package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// reviewed begins a decision of the agency on an order, towards a state: it is on the
// content the decision names, which is still undecided, and not the decider's own.
func (d *decision) reviewed(o orderID, hash seal.Hash, to order.State) (*act, []fault.Reason) {
	standing := d.w.Orders[o]
	switch {
	case standing == nil:
		return nil, []fault.Reason{{Code: fault.OrderUnknown, Ref: o.String()}}
	case standing.Hash != hash:
		return nil, []fault.Reason{changed(*standing)}
	case !standing.State.CanBecome(to):
		return nil, []fault.Reason{notNow(standing.State)}
	case authored(*standing, d.person.ID):
		return nil, []fault.Reason{{Code: fault.OwnDecision}}
	}
	return d.act(standing.Clone()), nil
}

// changed is the reason why a decision on other content does not touch an order.
func changed(o order.Order) fault.Reason {
	return fault.Reason{Code: fault.ContentChanged, Have: int64(o.Revision), Ref: o.Hash.String()}
}

// notNow is the reason why an order in a state is not decided on: it has not come so
// far, or somebody decided before.
func notNow(s order.State) fault.Reason {
	switch s {
	case order.Draft, order.AwaitingSignatures, order.Signed, order.Submitted, order.Verifying:
		return fault.Reason{Code: fault.StateForbids, Ref: s.String()}
	case order.InReview, order.Returned, order.Rejected, order.Approved, order.Cancelled, order.Expired, order.Superseded:
	}
	return fault.Reason{Code: fault.AlreadyDecided, Ref: s.String()}
}

// authored reports whether a person's signature stands under a revision of an order:
// such a person does not decide on it.
func authored(o order.Order, p id.ID[id.Person]) bool {
	signed := o.CreatedBy == p
	for _, r := range o.Revisions {
		signed = signed || r.By == p
	}
	for _, s := range o.Signatures {
		signed = signed || s.Person == p
	}
	return signed
}

// returnOrder asks the unit. Money, stock and place stay with the order for the time
// that policy gives the unit to answer.
func (d *decision) returnOrder() (Outcome, []fault.Reason) {
	if r := d.mayAlso(party.ActionReturnOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Return
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	a, reasons := d.reviewed(b.Order, b.Hash, order.Returned)
	if reasons != nil {
		return Outcome{}, reasons
	}
	if reasons := askedWell(b, len(a.o.Lines)); reasons != nil {
		return Outcome{}, reasons
	}
	if n := len(a.o.Questions) + len(b.Questions); n > order.MaxQuestions {
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "questions", Have: int64(n), Want: order.MaxQuestions})
	}
	for _, q := range b.Questions {
		a.o.Questions = append(a.o.Questions, order.Question{
			Number: uint32(len(a.o.Questions)) + 1, Revision: a.o.Revision, Line: q.Line, Field: q.Field, Reason: q.Reason, //nolint:gosec // bounded by MaxItems
			Text: q.Text, AskedAt: d.now, AskedBy: d.person.ID, AskedName: d.person.Name,
		})
	}
	if reasons := a.become(order.Returned); reasons != nil {
		return refuse(reasons...)
	}
	a.o.Taken, a.o.HoldUntil = nil, a.holdUntil()
	a.event(order.Event{Kind: order.EventReturned, Reason: b.Questions[0].Reason, Comment: b.Comment})
	return a.outcome(), nil
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

func (d *decision) reject() (Outcome, []fault.Reason) {
	if r := d.mayAlso(party.ActionRejectOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Decision
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	a, reasons := d.reviewed(b.Order, b.Hash, order.Rejected)
	if reasons != nil {
		return Outcome{}, reasons
	}
	if reasons := reasoned(b); reasons != nil {
		return Outcome{}, reasons
	}
	a.o.DecidedBy = d.person.ID
	e := order.Event{Kind: order.EventRejected, Reason: b.Reason, Comment: b.Comment}
	if reasons := a.giveUp(order.Rejected, e); reasons != nil {
		return refuse(reasons...)
	}
	return a.outcome(), nil
}
