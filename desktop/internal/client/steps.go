package client

import (
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
)

// Step is a step of an order's approval, or of its unit's signatures.
type Step struct {
	// Step counts from 1; Role signs it, Count different people; Done did.
	Step        int
	Role        party.Role
	Count, Done int
}

// signing are the unit's signatures that policy asks for after the requisitioner's.
func (c *Core) signing(o order.Order) []Step {
	var steps []policy.Step
	for _, role := range c.policies().SigningFor(o.Total) {
		steps = append(steps, policy.Step{Role: role, Count: 1})
	}
	return stepsOf(steps, o.Signatures)
}

// approving are the steps of the agency's approval.
func (c *Core) approving(o order.Order) []Step {
	return stepsOf(c.policies().ApprovalFor(o.Total, o.Categories, o.Fund).Steps, o.Approvals)
}

// stepsOf counts what was signed of each step. A signature counts for the first step
// of its role that has room, as in policy.Approval.Next.
func stepsOf(steps []policy.Step, signed []order.Signature) []Step {
	left := make([]party.Role, len(signed))
	for i, s := range signed {
		left[i] = s.Role
	}
	all := make([]Step, 0, len(steps))
	for i, step := range steps {
		s := Step{Step: i + 1, Role: step.Role, Count: int(step.Count)}
		for s.Done < s.Count {
			at := slices.Index(left, s.Role)
			if at < 0 {
				break
			}
			left = slices.Delete(left, at, at+1)
			s.Done++
		}
		all = append(all, s)
	}
	return all
}

// waitsForMe reports whether an order's next signature is one that the person here
// can give: a person signs a content once.
func (c *Core) waitsForMe(o order.Order) bool {
	step, ok := c.nextStep(o)
	if !ok || !slices.Contains(c.rolesNow(), step.Role) {
		return false
	}
	return !hasSigned(o, c.profile.Person.ID)
}

// hasSigned reports whether a person's word stands under an order already.
func hasSigned(o order.Order, p id.ID[id.Person]) bool {
	is := func(s order.Signature) bool { return s.Person == p || s.For == p }
	return o.CreatedBy == p || slices.ContainsFunc(o.Signatures, is) || slices.ContainsFunc(o.Approvals, is) ||
		slices.ContainsFunc(o.Revisions, func(s order.Standing) bool { return s.By == p })
}
