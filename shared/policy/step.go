package policy

import (
	"slices"

	"dotchain/shared/order"
	"dotchain/shared/party"
)

// Next is the step that an approval waits for, from 1, and its role, after what was
// signed; ok is false when nothing is left to sign. A signature counts for the first
// step of its role that has room, so that a set which changes meanwhile asks only
// for what is missing by it.
func (a Approval) Next(signed []order.Signature) (step int64, role party.Role, ok bool) {
	left := rolesOf(signed)
	for i, s := range a.Steps {
		for range s.Count {
			at := slices.Index(left, s.Role)
			if at < 0 {
				return int64(i) + 1, s.Role, true
			}
			left = slices.Delete(left, at, at+1)
		}
	}
	return 0, 0, false
}

// NextSigner is the place from 1 and the role of the unit's next signature under an
// order of those that roles ask for, in sequence; ok is false when none is left.
func NextSigner(roles []party.Role, signed []order.Signature) (place int64, role party.Role, ok bool) {
	a := Approval{Steps: make([]Step, len(roles))}
	for i, r := range roles {
		a.Steps[i] = Step{Role: r, Count: 1}
	}
	return a.Next(signed)
}

func rolesOf(signed []order.Signature) []party.Role {
	roles := make([]party.Role, len(signed))
	for i, s := range signed {
		roles[i] = s.Role
	}
	return roles
}
