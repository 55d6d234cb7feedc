package rules

import (
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
)

// cosign adds the unit's next signature to the content it names; with the last one
// the order is submitted.
func (d *decision) cosign() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionCosignOrder); r != nil {
		return Outcome{}, r
	}
	var b order.Cosign
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	standing := d.w.Orders[b.Order]
	switch {
	case standing == nil:
		return refuse(fault.Reason{Code: fault.OrderUnknown, Ref: b.Order.String()})
	case standing.Unit != d.org.ID:
		return refuse(fault.Reason{Code: fault.NotYours, Ref: b.Order.String()})
	case standing.Hash != b.Hash:
		return refuse(changed(*standing))
	case d.signedContent(*standing):
		return refuse(fault.Reason{Code: fault.SignedAlready})
	case standing.State != order.AwaitingSignatures:
		return refuse(fault.Reason{Code: fault.StateForbids, Ref: standing.State.String()})
	}
	a := d.act(standing.Clone())
	roles := d.policies().SigningFor(a.o.Total)
	place, role, more := policy.NextSigner(roles, a.o.Signatures)
	if !more { // the policy asks for fewer than when it was submitted
		place, role = int64(len(a.o.Signatures))+1, d.roleFor(party.ActionCosignOrder)
	}
	if !d.person.Has(role) {
		return refuse(fault.Reason{Code: fault.StepNotYours, Have: place, Ref: role.String()})
	}
	a.o.Signatures = append(a.o.Signatures, d.signature(a.o, place, role))
	a.event(order.Event{Kind: order.EventCosigned})
	if _, _, more = policy.NextSigner(roles, a.o.Signatures); !more {
		a.stopWaiting()
		if reasons := a.submitted(); reasons != nil {
			return refuse(reasons...)
		}
	}
	return a.outcome(), nil
}

// signedContent reports whether the author's signature stands under the content
// already, the requisitioner's own with it.
func (d *decision) signedContent(o order.Order) bool {
	if n := len(o.Revisions); n > 0 && o.Revisions[n-1].By == d.person.ID {
		return true
	}
	return slices.ContainsFunc(o.Signatures, func(s order.Signature) bool { return s.Person == d.person.ID })
}

// signature is the author's word on the standing content, in a step and role.
func (d *decision) signature(o order.Order, step int64, role party.Role) order.Signature {
	return order.Signature{
		Step: step, Role: role, Person: d.person.ID, Name: d.person.Name, Hash: o.Hash, SignedAt: d.c.ClaimedAt, At: d.now,
	}
}

// roleFor is the first of the author's roles that carries an action; 0 for none.
func (d *decision) roleFor(a party.Action) party.Role {
	for _, r := range d.person.Roles {
		if party.May(party.Person{Roles: []party.Role{r}}, a) {
			return r
		}
	}
	return 0
}
