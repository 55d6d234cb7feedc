package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// heldByAnother is the reason why a person leaves an order alone: somebody else has
// it in hand. It stops those who would do the same work twice, never a decision that
// was signed out of reach of the others: two of these meet as a case.
func (d *decision) heldByAnother(o order.Order) []fault.Reason {
	if o.Taken == nil || o.Taken.By == d.person.ID || o.Taken.Until <= d.now {
		return nil
	}
	return []fault.Reason{{Code: fault.TakenByAnother, Have: o.Taken.Until, Ref: o.Taken.Name}}
}

// takeInHand takes an order in hand for a time, or lets go of it.
func (d *decision) takeInHand() (Outcome, []fault.Reason) {
	if r := d.mayAlso(party.ActionTakeOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Take
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	standing := d.w.Orders[b.Order]
	if standing == nil {
		return refuse(fault.Reason{Code: fault.OrderUnknown, Ref: b.Order.String()})
	}
	if reasons := d.heldByAnother(*standing); reasons != nil {
		return refuse(reasons...)
	}
	a := d.act(standing.Clone())
	if b.Release {
		if a.o.Taken == nil {
			return Outcome{}, nil
		}
		a.o.Taken = nil
		return a.outcome(), nil
	}
	if a.o.State != order.Verifying && a.o.State != order.InReview {
		return refuse(notNow(a.o.State))
	}
	until := d.now + d.policies().TakeMinutes*60_000
	a.o.Taken = &order.Taken{By: d.person.ID, Name: d.person.Name, Until: until}
	return a.outcome(), nil
}

// expire ends an order whose unit did not answer, or did not sign, in the time it had;
// and one whose year was closed by a rule that gives back what is not on its way.
func (d *decision) expire() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionExpireOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Expire
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	standing := d.w.Orders[b.Order]
	switch {
	case standing == nil:
		return refuse(fault.Reason{Code: fault.OrderUnknown, Ref: b.Order.String()})
	case standing.Hash != b.Hash:
		return refuse(changed(*standing))
	}
	a := d.act(standing.Clone())
	e := order.Event{Kind: order.EventExpired, Reason: order.NoAnswer}
	money := d.w.Budgets[a.o.Budget]
	if money != nil && yearGivesBack(d.policies(), *money) {
		e.Reason = order.YearOver
	} else if reasons := d.held(a.o); reasons != nil {
		return refuse(reasons...)
	}
	end := func() []fault.Reason { return a.giveUp(order.Expired, e) }
	if a.o.State == order.Approved {
		end = func() []fault.Reason { return a.overtake(e) }
	}
	if reasons := end(); reasons != nil {
		return refuse(reasons...)
	}
	return a.outcome(), nil
}

// held is the reason why an order does not expire now.
func (d *decision) held(o order.Order) []fault.Reason {
	switch {
	case o.HoldUntil == 0 || o.WaitsSince() == 0:
		return []fault.Reason{{Code: fault.StateForbids, Ref: o.State.String()}}
	case d.now < o.HoldUntil:
		return []fault.Reason{{Code: fault.HoldStands, Have: o.HoldUntil}}
	}
	return nil
}

// overtake takes back an approved order by the year's end. One of which something was
// sent stays charged to its year until it is paid.
func (a *act) overtake(e order.Event) []fault.Reason {
	if a.isUnderWay() {
		return []fault.Reason{{Code: fault.StateForbids, Ref: a.o.State.String()}}
	}
	return a.withdraw(e)
}
