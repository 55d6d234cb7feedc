package app

import (
	"dotchain/shared/code"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/seal"
)

// policy is the set that a form declares, in place of the version it was made from.
func (r *reader) policy(f *PolicyView, comment string) (s policy.Set) {
	if f == nil {
		r.missing("policy")
		return s
	}
	s = policy.Set{
		ID: policy.ID(), Version: uint64(max(f.Version, 0)), Comment: seal.Clean(comment), HoldDays: f.HoldDays, TakeMinutes: f.TakeMinutes, //nolint:gosec // not below 0
		Acceptance: r.roles("acceptance", f.Acceptance), YearEnd: oneOf(r, "year_end", f.YearEnd, 0, []policy.YearEnd{policy.CarryOver, policy.GiveBack}),
		Penalty: policy.Penalty{PerDay: money.BasisPoints(f.PerDay), Most: money.BasisPoints(f.Most), GraceDays: f.GraceDays},
	}
	if s.Comment == "" {
		s.Comment = seal.Clean(f.Comment)
	}
	for i, c := range f.Checks {
		s.Checks = append(s.Checks, policy.Check{
			Code: oneOf(r, "checks", c.Code, i+1, policy.Checkable()), Limit: c.Limit,
			Verdict: oneOf(r, "checks", c.Verdict, i+1, []policy.Verdict{policy.Pass, policy.Warn, policy.Stop}),
		})
	}
	for _, row := range f.Signing {
		s.Signing = append(s.Signing, policy.Signing{From: money.Amount(row.From), Roles: r.roles("signing", row.Roles)})
	}
	for i, row := range f.Approval {
		a := policy.Approval{
			Name: seal.Clean(row.Name), From: money.Amount(row.From), Category: row.Category, Fund: someOf(r, "approval", row.Fund, i+1, funds()),
		}
		for _, step := range row.Steps {
			a.Steps = append(a.Steps, policy.Step{Role: oneOf(r, "approval", step.Role, i+1, roles()), Count: step.Count})
		}
		s.Approval = append(s.Approval, a)
	}
	for i, row := range f.Allocation {
		s.Allocation = append(s.Allocation, policy.Allocation{
			Category: code.CategoryCode(row.Category), Mode: oneOf(r, "allocation", row.Mode, i+1, []policy.Mode{policy.FirstCome, policy.Rounds}),
			CutOff: row.CutOff, Floor: row.Floor, FloorShare: r.share("allocation", row.FloorShare, i+1),
		})
	}
	for i, row := range f.Tiers {
		s.Tiers = append(s.Tiers, policy.Tier{
			Posture: someOf(r, "tiers", row.Posture, i+1, party.Postures()), Urgency: oneOf(r, "tiers", row.Urgency, i+1, urgencies()), Tier: row.Tier,
		})
	}
	for i, row := range f.Guaranteed {
		s.Guaranteed = append(s.Guaranteed, policy.Guarantee{
			Posture: oneOf(r, "guaranteed", row.Posture, i+1, party.Postures()), Amount: money.Amount(row.Amount),
		})
	}
	for _, row := range f.Forward {
		s.Forward = append(s.Forward, policy.Forward{Body: seal.Clean(row.Body), Adapter: row.Adapter, From: money.Amount(row.From), Awaits: row.Awaits})
	}
	return s
}
