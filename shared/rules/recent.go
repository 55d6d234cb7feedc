package rules

import (
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/wire"
)

// recentKey is where a unit's recent orders are that may be like a revision.
func recentKey(unit id.ID[id.Org], r order.Revision) wire.Key {
	return order.Recent{ID: order.RecentID(unit, order.BriefOf(r, 0))}.DocKey()
}

// remember puts a revision among its unit's recent orders. The one it replaces may be
// among others.
func (a *act) remember(r order.Revision) {
	key := recentKey(a.o.Unit, r)
	if before, err := order.DecodeRevision(a.o.Before); err == nil && recentKey(a.o.Unit, before) != key {
		a.forgetIn(recentKey(a.o.Unit, before))
	}
	known, ok := got[order.Recent](a.things, key)
	if !ok {
		known = order.Recent{ID: key.ID, Unit: a.o.Unit}
	}
	known = known.With(order.BriefOf(r, a.d.now))
	known.Version++
	a.things.put(known)
}

// forget takes an order that does not stand any more out of them. The agency's
// devices hold none; there is nothing to take it from then.
func (a *act) forget() {
	if r, err := order.DecodeRevision(a.o.Content); err == nil {
		a.forgetIn(recentKey(a.o.Unit, r))
	}
}

func (a *act) forgetIn(key wire.Key) {
	known, ok := got[order.Recent](a.things, key)
	if !ok || !known.Has(a.o.ID) {
		return
	}
	known = known.Without(a.o.ID)
	known.Version++
	a.things.put(known)
}
