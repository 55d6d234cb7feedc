package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/policy"
)

// setPolicy replaces the set of policies. The body names the version it was made
// from: of two sets made from one, the second is looked at again.
func (d *decision) setPolicy() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionSetPolicy); r != nil {
		return Outcome{}, r
	}
	var b policy.Set
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if b.ID != policy.ID() {
		return refuse(fault.Reason{Code: fault.FieldInvalid, Field: "policy", Ref: b.ID.String()})
	}
	if standing := d.policies(); b.Version != standing.Version {
		return refuse(fault.Reason{
			Code: fault.RevisionRace, Field: "policy",
			Have: int64(standing.Version), Want: int64(min(b.Version, 1<<53)), //nolint:gosec // counts of sets
		})
	}
	if reasons := b.Check(); reasons != nil {
		return refuse(reasons...)
	}
	b.Version++
	b.SetBy, b.SetByName, b.SetAt = d.person.ID, d.person.Name, d.now
	return Outcome{Things: []Thing{b}}, nil
}
