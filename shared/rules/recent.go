package rules

import (
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/wire"
)

func recentKey(unit id.ID[id.Org]) wire.Key {
	return order.Recent{ID: order.RecentID(unit)}.DocKey()
}

// remember puts a revision among its unit's recent orders.
func (a *act) remember(r order.Revision) {
	known, ok := got[order.Recent](a.things, recentKey(a.o.Unit))
	if !ok {
		known = order.Recent{ID: order.RecentID(a.o.Unit), Unit: a.o.Unit}
	}
	known = known.With(order.BriefOf(r, a.d.now))
	known.Version++
	a.things.put(known)
}

// forget takes an order that does not stand any more out of them. The agency's
// devices hold none; there is nothing to take it from then.
func (a *act) forget() {
	known, ok := got[order.Recent](a.things, recentKey(a.o.Unit))
	if !ok || !known.Has(a.o.ID) {
		return
	}
	known = known.Without(a.o.ID)
	known.Version++
	a.things.put(known)
}
