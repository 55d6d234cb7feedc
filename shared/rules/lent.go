package rules

import (
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/wire"
)

func proxiesKey(to id.ID[id.Person]) wire.Key {
	return policy.Proxies{ID: policy.ProxiesID(to)}.DocKey()
}

// lent are the delegations by which the author may act for others now. Nobody lends
// what they no longer have, and nobody who left the organisation does.
func (d *decision) lent() []policy.Proxy {
	known, ok := Find[policy.Proxies](d.w, proxiesKey(d.person.ID))
	if !ok {
		return nil
	}
	var all []policy.Proxy
	for _, x := range known.Holding(d.now) {
		from := d.w.People[x.From]
		if from == nil || from.Org != d.person.Org {
			continue
		}
		x.Roles = slices.DeleteFunc(slices.Clone(x.Roles), func(r party.Role) bool { return !from.Has(r) })
		if len(x.Roles) > 0 {
			all = append(all, x)
		}
	}
	return all
}

// mayAlso refuses what neither the person's own roles carry nor those lent to them.
func (d *decision) mayAlso(a party.Action) []fault.Reason {
	reasons := d.may(a)
	if reasons == nil {
		return nil
	}
	for _, x := range d.lent() {
		if party.May(party.Person{Roles: x.Roles}, a) {
			return nil
		}
	}
	return reasons
}

// lent asks for what was delegated to a person, and for those who delegated it.
func (m *asker) lent(to id.ID[id.Person]) {
	m.thing(proxiesKey(to))
	if known, ok := Find[policy.Proxies](m.w, proxiesKey(to)); ok {
		for _, x := range known.From {
			ask(m.w.People, x.From, &m.needs.People)
		}
	}
}
