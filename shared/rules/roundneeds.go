package rules

import (
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// RoundNeeds returns what RoundInput would have to know and the world does not say
// yet: what Missing asks for of a round.sign command, without its registers. asOf is a
// clock for the years of caps where an order names none, Unix milliseconds.
func RoundNeeds(w *World, items []id.ID[id.Item], cutOff, asOf int64) Needs {
	m := asker{w: w}
	m.waiting(items, cutOff, asOf)
	return m.needs
}

// round asks for what a round is about: the queues of its items, the orders in them
// with their units, parents and invoices, what they take instead, and what is published.
func (m *asker) round(c seal.Command) {
	var b round.Sign
	if seal.Decode(c.Body, &b) != nil || len(b.Items) > round.MaxItems {
		return
	}
	m.registers(c.ClaimedAt, register.SeriesRound, register.SeriesInvoice)
	m.waiting(b.Items, b.CutOff, c.ClaimedAt)
}

// waiting asks for what the input of a round is made from.
func (m *asker) waiting(items []id.ID[id.Item], cutOff, claimedAt int64) {
	m.thing(policyKey())
	for _, item := range items {
		ask(m.w.Items, item, &m.needs.Items)
		m.thing(queueKey(item))
		m.thing(creditsKey(item))
		m.thing(outlookKey(item))
	}
	in, late := roundWaiting(m.w, items, cutOff)
	asked := map[orderID]bool{}
	substitutes := map[id.ID[id.Offer]]bool{}
	for _, w := range slices.Concat(in, late) {
		if !asked[w.Order] {
			asked[w.Order] = true
			m.order(w.Order, claimedAt)
		}
		o := m.w.Orders[w.Order]
		if o == nil {
			continue
		}
		m.papers(*o)
		if unit := m.w.Orgs[o.Unit]; unit != nil && !unit.Parent.IsZero() {
			ask(m.w.Orgs, unit.Parent, &m.needs.Orgs)
		}
		r, err := order.DecodeRevision(o.Content)
		if err != nil || w.Line < 1 || w.Line > len(r.Lines) {
			continue
		}
		for _, s := range substitutesOf(r.Lines[w.Line-1]) {
			if !substitutes[s.Offer] && len(substitutes) >= maxSubstituteOffers {
				continue
			}
			substitutes[s.Offer] = true
			m.substitute(*o, s.Offer)
		}
	}
}

// substitute asks for an offer that an order takes instead, and for what counts
// against the cap of its item.
func (m *asker) substitute(o order.Order, s id.ID[id.Offer]) {
	m.offer(s)
	offer := m.w.Offers[s]
	if offer == nil {
		return
	}
	if item := m.w.Items[offer.Item]; item != nil && item.Cap > 0 {
		ask(m.w.Usages, supply.UsageID(o.Unit, item.ID, KyivYear(signedAt(o, 0))), &m.needs.Usages)
	}
}
