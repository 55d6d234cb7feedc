package rules

import (
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/policy"
)

const oneDay = 24 * time.Hour

// become takes the order through states, one after another. Nothing else sets the
// state of an order: what the machine has no way for is a reason, never a jump.
func (a *act) become(states ...order.State) []fault.Reason {
	for _, s := range states {
		if !a.o.State.CanBecome(s) {
			return []fault.Reason{{Code: fault.StateForbids, Ref: a.o.State.String()}}
		}
		a.o.State = s
	}
	return nil
}

// begin takes the order of a new revision from draft as far as it comes by itself.
func (a *act) begin() []fault.Reason {
	a.o.State = order.Draft
	p := a.d.policies()
	if _, _, more := policy.NextSigner(p.SigningFor(a.o.Total), a.o.Signatures); more {
		a.o.HoldUntil = a.holdUntil()
		return a.become(order.AwaitingSignatures)
	}
	return a.submitted()
}

// submitted takes an order that its unit signed whole to those who verify it, and
// past them where no check found anything to look at.
func (a *act) submitted() []fault.Reason {
	if reasons := a.become(order.Signed, order.Submitted, order.Verifying); reasons != nil || a.o.Warns() {
		return reasons
	}
	a.event(order.Event{Kind: order.EventChecked})
	return a.pass()
}

// pass takes a verified order to those who approve it; its packages leave.
func (a *act) pass() []fault.Reason {
	if reasons := a.become(order.InReview); reasons != nil {
		return reasons
	}
	a.o.VerifiedAt = a.d.now
	a.forward()
	return nil
}

// stopWaiting ends the time in which the order waited on its unit. It is called
// before the state changes.
func (a *act) stopWaiting() {
	a.o.WaitedUnit, a.o.HoldUntil = a.o.Waited(a.d.now), 0
}

func (a *act) holdUntil() int64 {
	return a.d.now + a.d.policies().HoldDays*oneDay.Milliseconds()
}

// giveUp ends an order that was not approved: its money, its pieces and its count
// towards caps are given back.
func (a *act) giveUp(to order.State, e order.Event) []fault.Reason {
	a.stopWaiting()
	held := a.o.Holds.Total()
	if reasons := a.ledger.release(&a.o); reasons != nil {
		return reasons
	}
	a.shelf.giveBack(a.o)
	a.tally.giveBack(a.o)
	for i := range a.o.Lines {
		a.o.Lines[i].Parts, a.o.Lines[i].State = nil, order.NotStarted
	}
	if reasons := a.become(to); reasons != nil {
		return reasons
	}
	a.o.Taken = nil
	a.event(e)
	a.event(order.Event{Kind: order.EventReleased, Amount: held})
	a.forget()
	return nil
}
