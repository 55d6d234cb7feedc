package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

func TestSet_DefaultMayBeSigned(t *testing.T) {
	t.Parallel()
	require.Empty(t, policy.Default().Check())
}

func TestSet_CheckRefuses(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		change func(s *policy.Set)
		want   fault.Reason
	}{
		{"a check nobody knows", func(s *policy.Set) {
			s.Checks = append(s.Checks, policy.Check{Code: fault.TotalDiffers, Verdict: policy.Pass})
		}, fault.Reason{Code: fault.FieldInvalid, Line: 8, Field: "checks", Have: int64(fault.TotalDiffers), Ref: "total_differs"}},
		{"a check twice", func(s *policy.Set) { s.Checks = append(s.Checks, s.Checks[0]) }, fault.Reason{Code: fault.LineDuplicate, Line: 8, Field: "checks"}},
		{"a check left out", func(s *policy.Set) { s.Checks = s.Checks[1:] }, fault.Reason{Code: fault.FieldMissing, Field: "checks", Ref: "order_duplicate"}},
		{"a verdict nobody knows", func(s *policy.Set) { s.Checks[0].Verdict = 4 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "checks", Have: 4, Ref: "order_duplicate"}},
		{"a window of no day", func(s *policy.Set) { s.Checks[0].Limit = 0 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "checks", Want: 1}},
		{"a share above the whole", func(s *policy.Set) { s.Checks[4].Limit = 10_001 }, fault.Reason{Code: fault.FieldInvalid, Line: 5, Field: "checks", Have: 10_001, Want: 10_000}},
		{"a figure where none belongs", func(s *policy.Set) { s.Checks[2].Limit = 1 }, fault.Reason{Code: fault.FieldInvalid, Line: 3, Field: "checks", Have: 1}},
		{"a signature below nothing", func(s *policy.Set) { s.Signing = signing(-1, party.RoleSignatory) }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "signing", Have: -1}},
		{"a signature of the agency for the unit", func(s *policy.Set) { s.Signing = signing(0, party.RoleApprover) }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "signing", Have: 11, Ref: "approver"}},
		{"a row that asks for nobody", func(s *policy.Set) { s.Signing = signing(0) }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "signing", Want: 1}},
		{"two rows from one total", func(s *policy.Set) {
			s.Signing = append(signing(5, party.RoleSignatory), signing(5, party.RoleReceiver)...)
		}, fault.Reason{Code: fault.LineDuplicate, Line: 2, Field: "signing"}},
		{"nobody who approves all others", func(s *policy.Set) { s.Approval[0].From = 1 }, fault.Reason{Code: fault.FieldMissing, Field: "approval"}},
		{"no step", func(s *policy.Set) { s.Approval[0].Steps = nil }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "approval", Want: 1}},
		{"eleven steps", func(s *policy.Set) {
			for range policy.MaxSteps {
				s.Approval[0].Steps = append(s.Approval[0].Steps, s.Approval[0].Steps[0])
			}
		}, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "approval", Have: 11, Want: 10}},
		{"a step of nobody", func(s *policy.Set) { s.Approval[0].Steps[0].Count = 0 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "approval", Want: 1}},
		{"a step of eleven", func(s *policy.Set) { s.Approval[0].Steps[0].Count = 11 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "approval", Have: 11, Want: 10}},
		{"a step of a role that approves nothing", func(s *policy.Set) { s.Approval[0].Steps[0].Role = party.RoleShipper }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "approval", Have: 32, Ref: "shipper"}},
		{"an approval of a category nobody knows", func(s *policy.Set) {
			s.Approval = append(s.Approval, policy.Approval{Category: "boats", Steps: s.Approval[0].Steps})
		}, fault.Reason{Code: fault.FieldInvalid, Line: 2, Field: "approval", Ref: "boats"}},
		{"a fund nobody knows", func(s *policy.Set) {
			s.Approval = append(s.Approval, policy.Approval{Fund: 3, Steps: s.Approval[0].Steps})
		}, fault.Reason{Code: fault.FieldInvalid, Line: 2, Field: "approval", Have: 3}},
		{"a name that turns the direction", func(s *policy.Set) { s.Approval[0].Name = "a\u202eb" }, fault.Reason{Code: fault.TextNotClean, Line: 1, Field: "approval"}},
		{"one approval twice", func(s *policy.Set) { s.Approval = append(s.Approval, s.Approval[0]) }, fault.Reason{Code: fault.LineDuplicate, Line: 2, Field: "approval"}},
		{"a mode nobody knows", func(s *policy.Set) { s.Allocation[0].Mode = 3 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "allocation", Have: 3}},
		{"a category twice", func(s *policy.Set) { s.Allocation = append(s.Allocation, s.Allocation[0]) }, fault.Reason{Code: fault.LineDuplicate, Line: 2, Field: "allocation"}},
		{"a cut-off after midnight", func(s *policy.Set) { s.Allocation[0].CutOff = 1440 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "allocation", Have: 1440, Want: 1439}},
		{"a floor below the ground", func(s *policy.Set) { s.Allocation[0].Floor = -1 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "allocation", Have: -1}},
		{"a share above one", func(s *policy.Set) { s.Allocation[0].FloorShare = "1.1" }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "allocation", Ref: "1.1"}},
		{"a share that is no decimal", func(s *policy.Set) { s.Allocation[0].FloorShare = "0,3" }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "allocation", Ref: "0,3"}},
		{"a tier nobody has", func(s *policy.Set) { s.Tiers[0].Tier = 10 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "tiers", Have: 10, Want: 9}},
		{"a posture nobody knows", func(s *policy.Set) { s.Tiers[0].Posture = 0 }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "tiers"}},
		{"two tiers for one", func(s *policy.Set) { s.Tiers = append(s.Tiers, s.Tiers[0]) }, fault.Reason{Code: fault.LineDuplicate, Line: 13, Field: "tiers"}},
		{"no day to answer", func(s *policy.Set) { s.HoldDays = 0 }, fault.Reason{Code: fault.FieldInvalid, Field: "hold_days", Want: 1}},
		{"two years to answer", func(s *policy.Set) { s.HoldDays = 730 }, fault.Reason{Code: fault.FieldInvalid, Field: "hold_days", Have: 730, Want: 365}},
		{"no minute in hand", func(s *policy.Set) { s.TakeMinutes = 0 }, fault.Reason{Code: fault.FieldInvalid, Field: "take_minutes", Want: 1}},
		{"nobody accepts", func(s *policy.Set) { s.Acceptance = nil }, fault.Reason{Code: fault.FieldInvalid, Field: "acceptance", Want: 1}},
		{"one accepts twice", func(s *policy.Set) { s.Acceptance[1] = s.Acceptance[0] }, fault.Reason{Code: fault.LineDuplicate, Line: 2, Field: "acceptance"}},
		{"a guarantee below nothing", func(s *policy.Set) { s.Guaranteed = []policy.Guarantee{{Posture: party.Engaged, Amount: -1}} }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "guaranteed", Have: -1}},
		{"a year that ends in no way", func(s *policy.Set) { s.YearEnd = 0 }, fault.Reason{Code: fault.FieldInvalid, Field: "year_end"}},
		{"a penalty above the value", func(s *policy.Set) { s.Penalty.Most = 10_001 }, fault.Reason{Code: fault.FieldInvalid, Field: "penalty", Have: 10_001, Want: 10_000}},
		{"a way out nobody knows", func(s *policy.Set) { s.Forward = []policy.Forward{{Body: "МОУ", Adapter: "ftp"}} }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "forward", Ref: "ftp"}},
		{"a body without a name", func(s *policy.Set) { s.Forward = []policy.Forward{{Adapter: "folder"}} }, fault.Reason{Code: fault.TextNotClean, Line: 1, Field: "forward"}},
		{"too many bodies", func(s *policy.Set) { s.Forward = make([]policy.Forward, policy.MaxRows+1) }, fault.Reason{Code: fault.TooLarge, Field: "forward", Have: 51, Want: 50}},
		{"a comment that is none", func(s *policy.Set) { s.Comment = strings.Repeat("я", order.MaxNote) }, fault.Reason{Code: fault.TextNotClean, Field: "comment"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := policy.Default()
			row.change(&s)
			require.Equal(t, []fault.Reason{row.want}, s.Check())
		})
	}
}

func signing(from money.Amount, roles ...party.Role) []policy.Signing {
	return []policy.Signing{{From: from, Roles: roles}}
}

func TestSet_CheckTakesShares(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"": true, "0": true, "1": true, "0.3": true, "0.123456789": true, "1.000": true,
		"0.": false, ".5": false, "00.5": false, "-0.1": false, "1.01": false, "0.1234567890": false, "0.3e1": false, "2": false,
	} {
		s := policy.Default()
		s.Allocation[0].FloorShare = text
		require.Equal(t, ok, s.Check() == nil, "%q", text)
	}
}

// What is not in a set holds as Default says: a set that was signed before a check
// was known does not stop every order.
func TestSet_CheckFor(t *testing.T) {
	t.Parallel()
	s := policy.Set{Checks: []policy.Check{{Code: fault.OrderDuplicate, Verdict: policy.Stop, Limit: 3}}}
	require.Equal(t, policy.Check{Code: fault.OrderDuplicate, Verdict: policy.Stop, Limit: 3}, s.CheckFor(fault.OrderDuplicate))
	require.Equal(t, policy.Default().CheckFor(fault.BudgetShareHigh), s.CheckFor(fault.BudgetShareHigh))
	require.Equal(t, policy.Stop, s.CheckFor(fault.PriceChanged).Verdict)
	for _, c := range policy.Checkable() {
		require.Equal(t, c, policy.Default().CheckFor(c).Code)
		require.NotZero(t, policy.Default().CheckFor(c).Verdict)
	}
}

func TestSet_ApprovalFor(t *testing.T) {
	t.Parallel()
	steps := []policy.Step{{Role: party.RoleApprover, Count: 1}}
	s := policy.Set{Approval: []policy.Approval{
		{Name: "any", Steps: steps},
		{Name: "performance", Fund: budget.Performance, Steps: steps},
		{Name: "optics", Category: "optics", Steps: steps},
		{Name: "large", From: 1_000, Steps: steps},
		{Name: "large optics", From: 1_000, Category: "optics", Steps: steps},
		{Name: "large optics too", From: 1_000, Category: "optics", Steps: steps},
	}}
	for _, row := range []struct {
		total      money.Amount
		categories []string
		fund       budget.Fund
		want       string
	}{
		{999, nil, budget.Guaranteed, "any"},
		{999, nil, budget.Performance, "performance"},
		{999, []string{"ew", "optics"}, budget.Performance, "optics"},
		{1_000, []string{"ew"}, budget.Performance, "large"},
		{1_000, []string{"ew", "optics"}, budget.Guaranteed, "large optics"},
	} {
		require.Equal(t, row.want, s.ApprovalFor(row.total, row.categories, row.fund).Name)
	}
	require.Equal(t, steps, policy.Set{}.ApprovalFor(5, nil, 0).Steps, "nobody's set is somebody's approval")
}

func TestSet_SigningFor(t *testing.T) {
	t.Parallel()
	s := policy.Set{Signing: append(signing(1_000, party.RoleSignatory, party.RoleReceiver), signing(100, party.RoleSignatory)...)}
	require.Empty(t, s.SigningFor(99))
	require.Equal(t, []party.Role{party.RoleSignatory}, s.SigningFor(100))
	require.Equal(t, []party.Role{party.RoleSignatory, party.RoleReceiver}, s.SigningFor(5_000))
}

func TestSet_AllocationAndTier(t *testing.T) {
	t.Parallel()
	s := policy.Set{Allocation: []policy.Allocation{{Mode: policy.Rounds}, {Category: "ew", Mode: policy.FirstCome}}, Tiers: policy.Default().Tiers}
	require.Equal(t, policy.FirstCome, s.AllocationFor("ew").Mode)
	require.Equal(t, policy.Rounds, s.AllocationFor("optics").Mode)
	require.Equal(t, policy.FirstCome, policy.Set{}.AllocationFor("optics").Mode)
	require.Equal(t, int64(1), s.TierFor(party.Engaged, order.Urgent))
	require.Equal(t, int64(policy.LastTier), s.TierFor(0, order.Urgent))
}

func TestApproval_Next(t *testing.T) {
	t.Parallel()
	a := policy.Approval{Steps: []policy.Step{
		{Role: party.RoleVerifier, Count: 1}, {Role: party.RoleApprover, Count: 2}, {Role: party.RoleFinance, Count: 1}, {Role: party.RoleApprover, Count: 1},
	}}
	var signed []order.Signature
	for _, want := range []struct {
		step int64
		role party.Role
	}{
		{1, party.RoleVerifier}, {2, party.RoleApprover}, {2, party.RoleApprover}, {3, party.RoleFinance}, {4, party.RoleApprover},
	} {
		step, role, more := a.Next(signed)
		require.True(t, more)
		require.Equal(t, want.step, step)
		require.Equal(t, want.role, role)
		signed = append(signed, order.Signature{Step: step, Role: role})
	}
	_, _, more := a.Next(signed)
	require.False(t, more)

	// The set changes while an order waits: what was signed still counts for its role.
	b := policy.Approval{Steps: []policy.Step{{Role: party.RoleFinance, Count: 1}, {Role: party.RoleVerifier, Count: 1}}}
	step, role, more := b.Next(signed[:1])
	require.True(t, more)
	require.Equal(t, int64(1), step)
	require.Equal(t, party.RoleFinance, role)
}

// However steps are laid out, as many signatures as they count for finish them.
func TestApproval_NextEnds(t *testing.T) {
	t.Parallel()
	roles := []party.Role{party.RoleVerifier, party.RoleApprover, party.RoleFinance}
	rapid.Check(t, func(t *rapid.T) {
		var a policy.Approval
		want := int64(0)
		for range rapid.IntRange(1, policy.MaxSteps).Draw(t, "steps") {
			s := policy.Step{Role: rapid.SampledFrom(roles).Draw(t, "role"), Count: rapid.Int64Range(1, policy.MaxCount).Draw(t, "count")}
			a.Steps = append(a.Steps, s)
			want += s.Count
		}
		var signed []order.Signature
		last := int64(1)
		for {
			step, role, more := a.Next(signed)
			if !more {
				break
			}
			require.GreaterOrEqual(t, step, last, "steps follow one another")
			last = step
			signed = append(signed, order.Signature{Step: step, Role: role})
		}
		require.Len(t, signed, int(want))
	})
}

func TestProxies(t *testing.T) {
	t.Parallel()
	a, b := sharedtest.ID[id.Person](1), sharedtest.ID[id.Person](2)
	var p policy.Proxies
	p = p.Lend(policy.Proxy{From: a, Roles: []party.Role{party.RoleApprover}, Since: 10, Until: 20}, 5)
	p = p.Lend(policy.Proxy{From: b, Roles: []party.Role{party.RoleFinance}, Since: 10, Until: 30}, 5)
	for at, want := range map[int64]bool{9: false, 10: true, 19: true, 20: false} {
		_, ok := p.For(party.RoleApprover, at)
		require.Equal(t, want, ok, at)
	}
	require.Len(t, p.Holding(15), 2)
	require.Len(t, p.Holding(25), 1)
	require.Len(t, p.From, 2, "asking changes nothing")

	again := p.Lend(policy.Proxy{From: a, Roles: []party.Role{party.RoleVerifier}, Since: 10, Until: 40}, 5)
	require.Len(t, again.From, 2, "what they lent before is replaced")
	_, ok := again.For(party.RoleApprover, 15)
	require.False(t, ok)
	require.Empty(t, p.TakeBack(b, 20).From, "what is over goes too")
}

func FuzzSet(f *testing.F) {
	f.Add(seal.Encode(policy.Default()))
	f.Fuzz(func(t *testing.T, b []byte) {
		var s policy.Set
		if seal.Decode(b, &s) != nil {
			return
		}
		require.Equal(t, b, seal.Encode(s))
		if s.Check() == nil {
			s.ApprovalFor(1, []string{"ew"}, budget.Guaranteed)
			require.LessOrEqual(t, len(seal.Encode(s)), 256<<10)
		}
	})
}
