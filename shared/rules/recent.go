package rules

import (
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/wire"
)

// recentKey is where a unit's recent orders are that may be like one.
func recentKey(unit id.ID[id.Org], like order.Brief) wire.Key {
	return order.Recent{ID: order.RecentID(unit, like)}.DocKey()
}

// remember puts a revision among its unit's recent orders. The one it replaces may be
// among others.
func (a *act) remember(r order.Revision) {
	brief := order.BriefOf(r, a.d.now)
	key := recentKey(a.o.Unit, brief)
	if before, err := order.DecodeRevision(a.o.Before); err == nil {
		if was := recentKey(a.o.Unit, order.BriefOf(before, 0)); was != key {
			a.forgetIn(was)
		}
	}
	known, ok := got[order.Recent](a.things, key)
	if !ok {
		known = order.Recent{ID: key.ID, Unit: a.o.Unit}
	}
	known = known.With(brief)
	known.Version++
	a.things.put(known)
}

// forget takes an order that does not stand any more out of them. The agency's
// devices hold none; there is nothing to take it from then.
func (a *act) forget() {
	if r, err := order.DecodeRevision(a.o.Content); err == nil {
		a.forgetIn(recentKey(a.o.Unit, order.BriefOf(r, 0)))
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
