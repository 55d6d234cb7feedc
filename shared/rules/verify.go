package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/seal"
)

// verify lets an order pass in which checks found something to look at.
func (d *decision) verify() (Outcome, []fault.Reason) {
	if r := d.mayAlso(party.ActionVerifyOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Verify
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	a, reasons := d.reviewed(b.Order, b.Hash, order.InReview)
	if reasons != nil {
		return refuse(reasons...)
	}
	if reasons := d.heldByAnother(a.o); reasons != nil {
		return refuse(reasons...)
	}
	if !isNote(b.Comment) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	a.o.Taken, a.o.VerifiedBy = nil, d.person.ID
	a.event(order.Event{Kind: order.EventVerified, Comment: b.Comment})
	if reasons := a.pass(); reasons != nil {
		return refuse(reasons...)
	}
	return a.outcome(), nil
}

// verifying asks for what these commands are about.
func (m *asker) verifying(c seal.Command) {
	switch c.Kind { //nolint:exhaustive // Missing calls it for these
	case seal.KindCosignOrder:
		about(m, c, func(b order.Cosign) id.ID[id.Order] { return b.Order })
	case seal.KindVerifyOrder:
		about(m, c, func(b order.Verify) id.ID[id.Order] { return b.Order })
	case seal.KindTakeOrder:
		about(m, c, func(b order.Take) id.ID[id.Order] { return b.Order })
	case seal.KindExpireOrder:
		about(m, c, func(b order.Expire) id.ID[id.Order] { return b.Order })
	case seal.KindDelegate:
		var b policy.Delegate
		if seal.Decode(c.Body, &b) == nil {
			ask(m.w.People, b.To, &m.needs.People)
			m.thing(proxiesKey(b.To))
		}
	}
}

// about asks for the order that a body is about and for what a decision on it needs.
func about[B any](m *asker, c seal.Command, named func(B) id.ID[id.Order]) {
	var b B
	if seal.Decode(c.Body, &b) == nil {
		m.deciding(named(b), c)
	}
}

// deciding asks for an order and for all that a decision on it reaches: what was
// delegated to its author, the queues its lines stand in, its papers, the numbers of
// those that are made.
func (m *asker) deciding(o id.ID[id.Order], c seal.Command) {
	m.order(o, c.ClaimedAt)
	m.lent(c.Person)
	standing := m.w.Orders[o]
	if standing == nil {
		return
	}
	for _, l := range standing.Lines {
		if l.InRounds {
			m.thing(round.Queue{ID: round.QueueID(l.Item)}.DocKey())
		}
	}
	m.papers(*standing)
	switch c.Kind { //nolint:exhaustive // the others number nothing
	case seal.KindApproveOrder:
		m.registers(c.ClaimedAt, register.SeriesInvoice)
	case seal.KindCancelOrder, seal.KindExpireOrder:
		m.registers(c.ClaimedAt, register.SeriesCredit)
	}
}
