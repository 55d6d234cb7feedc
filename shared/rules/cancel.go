package rules

import (
	"slices"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// cancel takes a unit's own order back: one that was approved as far as nothing of
// it is on its way.
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
	switch {
	case standing == nil:
		return d.abandon(b)
	case standing.Unit != d.org.ID:
		return refuse(fault.Reason{Code: fault.NotYours, Ref: b.Order.String()})
	case standing.Hash != b.Hash:
		return refuse(changed(*standing))
	case !standing.State.CanBecome(order.Cancelled):
		return refuse(fault.Reason{Code: fault.StateForbids, Ref: standing.State.String()})
	}
	a := d.act(standing.Clone())
	e := order.Event{Kind: order.EventCancelled, Reason: b.Reason, Comment: b.Comment}
	end := func() []fault.Reason { return a.giveUp(order.Cancelled, e) }
	if a.o.State == order.Approved {
		end = func() []fault.Reason { return a.withdraw(e) }
	}
	if reasons := end(); reasons != nil {
		return refuse(reasons...)
	}
	out := a.outcome()
	out.Cases = d.closeCases(*standing, conflict.Cancelled)
	return out, nil
}

// abandon closes the case of an order that never stood: its first revision was
// parked and its author does not want it any more.
func (d *decision) abandon(b order.Decision) (Outcome, []fault.Reason) {
	closed := d.closeCases(order.Order{ID: b.Order, Unit: d.org.ID}, conflict.Cancelled)
	// Where all that came of it waits for the order, the order may come yet.
	if !slices.ContainsFunc(closed, func(c conflict.Case) bool { return len(c.Reasons) != 1 || c.Reasons[0].Code != fault.OrderUnknown }) {
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

// withdraw takes back what of an approved order is neither sent nor on its way. When
// nothing ever was, the order is cancelled; else it goes on with what was.
func (a *act) withdraw(e order.Event) []fault.Reason {
	held := a.o.Holds.Total()
	dropped, pieces := a.dropRest()
	if pieces == 0 {
		return []fault.Reason{{Code: fault.StateForbids, Ref: a.o.State.String()}}
	}
	a.dequeue()
	if reasons := a.credit(dropped, id.ID[id.Claim]{}); reasons != nil {
		return reasons
	}
	goesOn := a.isUnderWay()
	if !goesOn {
		if reasons := a.ledger.release(&a.o); reasons != nil {
			return reasons
		}
	}
	e.Pieces = pieces
	a.event(e)
	a.event(order.Event{Kind: order.EventReleased, Amount: held - a.o.Holds.Total()})
	if goesOn {
		a.follow()
		return nil
	}
	a.progress()
	a.forget()
	return a.become(order.Cancelled)
}

// dropRest gives up all pieces of the order that wait or are on a shelf. It returns
// those of parts, and how many there are in all.
func (a *act) dropRest() (ofParts []partRef, pieces int64) {
	for i := range a.o.Lines {
		l := &a.o.Lines[i]
		if n := l.Waiting(a.ordered(i + 1)); n > 0 {
			a.dropWaiting(l, n)
			pieces += n
		}
		for j, p := range l.Parts {
			if n := p.OnShelf(); n > 0 {
				ref := partRef{line: i + 1, part: j, pieces: n}
				a.drop(ref, false)
				ofParts = append(ofParts, ref)
				pieces += n
			}
		}
	}
	return ofParts, pieces
}

// dropWaiting gives up pieces of a line that nobody gave.
func (a *act) dropWaiting(l *order.LineState, pieces int64) {
	l.Dropped += pieces
	a.counts(l.Item, -pieces)
}

// isUnderWay reports whether anything of the order was ever sent.
func (a *act) isUnderWay() bool { return a.o.IsUnderWay() }
