package rules

import (
	"cmp"
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/policy"
)

// lendMost is the longest time of one delegation.
const lendMost = 180 * oneDay

// delegate lets another person of the author's organisation act for them.
func (d *decision) delegate() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionDelegate); r != nil {
		return Outcome{}, r
	}
	var b policy.Delegate
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	to := d.w.People[b.To]
	switch {
	case to == nil || b.To == d.person.ID:
		return refuse(fault.Reason{Code: fault.FieldInvalid, Field: "person", Ref: b.To.String()})
	case to.Org != d.person.Org:
		return refuse(fault.Reason{Code: fault.NotYours, Field: "person", Ref: b.To.String()})
	}
	known, ok := Find[policy.Proxies](d.w, proxiesKey(b.To))
	if !ok {
		known = policy.Proxies{ID: policy.ProxiesID(b.To), To: b.To, Org: d.person.Org}
	}
	before := known
	if b.Until == 0 {
		known = known.TakeBack(d.person.ID, d.now)
	} else {
		x, reasons := d.lending(b)
		if reasons != nil {
			return refuse(reasons...)
		}
		known = known.Lend(x, d.now)
	}
	if n := len(known.From); n > policy.MaxProxies {
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "person", Have: int64(n), Want: policy.MaxProxies})
	}
	if same(known, before) {
		return Outcome{}, nil
	}
	known.Version++
	return Outcome{Things: []Thing{known}}, nil
}

// lending is the delegation that a body asks for: of the author's own roles, for a
// time that begins now at the earliest.
func (d *decision) lending(b policy.Delegate) (policy.Proxy, []fault.Reason) {
	x := policy.Proxy{From: d.person.ID, FromName: d.person.Name, Roles: b.Roles, Until: b.Until}
	x.Since = max(cmp.Or(b.Since, d.now), d.now)
	switch {
	case b.Since < 0 || x.Since > d.now+lendMost.Milliseconds():
		return x, []fault.Reason{{Code: fault.FieldInvalid, Field: "since", Have: b.Since}}
	case x.Until <= x.Since || x.Until-x.Since > lendMost.Milliseconds():
		return x, []fault.Reason{{Code: fault.FieldInvalid, Field: "until", Have: b.Until, Want: x.Since + lendMost.Milliseconds()}}
	case len(b.Roles) == 0:
		return x, []fault.Reason{{Code: fault.FieldMissing, Field: "roles"}}
	}
	for i, r := range b.Roles {
		if slices.Contains(b.Roles[:i], r) {
			return x, []fault.Reason{{Code: fault.FieldInvalid, Line: i + 1, Field: "roles", Ref: r.String()}}
		}
		// A role that was lent is not lent on.
		if !d.person.Has(r) || !party.May(party.Person{Roles: []party.Role{r}}, party.ActionDelegate) {
			return x, []fault.Reason{{Code: fault.NotAllowed, Line: i + 1, Field: "roles", Ref: r.String()}}
		}
	}
	return x, nil
}
