package app

import (
	"dotchain/desktop/internal/client"
	"dotchain/shared/party"
	"dotchain/shared/policy"
)

// Policy returns the policies that hold.
func (a *App) Policy() (PolicyView, error) {
	a.touch("policy", "")
	return call(a, "policy", func(s *Session) (PolicyView, error) {
		set, canEdit, err := s.Core.Policy()
		if err != nil {
			return PolicyView{}, err
		}
		v := policyView(set)
		v.CanEdit = canEdit
		return v, nil
	})
}

func policyView(s policy.Set) PolicyView {
	v := PolicyView{
		Version: int64(s.Version), SetBy: s.SetByName, SetAt: moment(s.SetAt), Comment: s.Comment, Checks: []PolicyCheck{}, //nolint:gosec // a count
		Signing: []PolicySigning{}, Approval: []PolicyApproval{}, Allocation: []PolicyShare{}, Tiers: []TierView{}, HoldDays: s.HoldDays,
		TakeMinutes: s.TakeMinutes, Acceptance: roleNames(s.Acceptance), Guaranteed: []PolicyGuarantee{}, YearEnd: s.YearEnd.String(),
		PerDay: int(s.Penalty.PerDay), Most: int(s.Penalty.Most), GraceDays: s.Penalty.GraceDays, Forward: []PolicyForward{},
	}
	for _, c := range s.Checks {
		v.Checks = append(v.Checks, PolicyCheck{Code: c.Code.String(), Verdict: c.Verdict.String(), Limit: c.Limit})
	}
	for _, x := range s.Signing {
		v.Signing = append(v.Signing, PolicySigning{From: int64(x.From), Roles: roleNames(x.Roles)})
	}
	for _, x := range s.Approval {
		row := PolicyApproval{Name: x.Name, From: int64(x.From), Category: x.Category, Steps: []PolicyStep{}}
		if x.Fund != 0 {
			row.Fund = x.Fund.String()
		}
		for _, step := range x.Steps {
			row.Steps = append(row.Steps, PolicyStep{Role: roleName(step.Role), Count: step.Count})
		}
		v.Approval = append(v.Approval, row)
	}
	for _, x := range s.Allocation {
		v.Allocation = append(v.Allocation, PolicyShare{
			Category: string(x.Category), Mode: x.Mode.String(), CutOff: x.CutOff, Floor: x.Floor, FloorShare: shareFigure(x.FloorShare),
		})
	}
	for _, t := range s.Tiers {
		v.Tiers = append(v.Tiers, TierView{Posture: t.Posture.String(), Urgency: t.Urgency.String(), Tier: t.Tier})
	}
	for _, g := range s.Guaranteed {
		v.Guaranteed = append(v.Guaranteed, PolicyGuarantee{Posture: g.Posture.String(), Amount: int64(g.Amount)})
	}
	for _, f := range s.Forward {
		v.Forward = append(v.Forward, PolicyForward{Body: f.Body, Adapter: f.Adapter, From: int64(f.From), Awaits: f.Awaits})
	}
	return v
}

func roleNames(roles []party.Role) []string {
	names := make([]string, 0, len(roles))
	for _, r := range roles {
		names = append(names, roleName(r))
	}
	return names
}

// Delegations lists who acts for whom in the organisation here.
func (a *App) Delegations() ([]DelegationView, error) {
	a.touch("delegations", "")
	return call(a, "delegations", func(s *Session) ([]DelegationView, error) {
		all, err := s.Core.Delegations()
		rows := make([]DelegationView, 0, len(all))
		for _, d := range all {
			rows = append(rows, DelegationView{
				FromID: d.From.String(), FromName: d.FromName, ToID: d.To.String(), ToName: d.ToName, Roles: roleNames(d.Roles),
				Since: client.DayOf(d.Since), Until: client.DayOf(d.Until), Mine: d.Mine,
			})
		}
		return rows, err
	})
}

// Colleagues lists the other people of the organisation here.
func (a *App) Colleagues() ([]ColleagueView, error) {
	a.touch("colleagues", "")
	return call(a, "colleagues", func(s *Session) ([]ColleagueView, error) {
		all, err := s.Core.Colleagues()
		rows := make([]ColleagueView, 0, len(all))
		for _, p := range all {
			rows = append(rows, ColleagueView{ID: p.ID.String(), Name: p.Name, Roles: roleNames(p.Roles)})
		}
		return rows, err
	})
}
