package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/kyiv"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// threeSteps asks a verifier, two approvers and finance, in this sequence.
func threeSteps(p *policy.Set) {
	p.Approval[0].Steps = []policy.Step{
		{Role: party.RoleVerifier, Count: 1}, {Role: party.RoleApprover, Count: 2}, {Role: party.RoleFinance, Count: 1},
	}
}

func TestApprove_StepsInSequence(t *testing.T) {
	t.Parallel()
	s := newStage(threeSteps)
	r := s.submitted(t, 1, 2)
	other := sharedtest.NewActor(40, "Яна Третя", s.Agency, party.ZoneAgency, party.RoleApprover)
	s.w.People[other.Person.ID] = &other.Person

	require.Equal(t, []string{"step_not_yours"}, s.do(s.Approver, seal.KindApproveOrder, s.decision(r)))
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
	require.Equal(t, []string{"signed_already"}, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)), "an approver too, but they spoke")
	require.Equal(t, []string{"step_not_yours"}, s.do(s.Finance, seal.KindApproveOrder, s.decision(r)))
	require.Empty(t, s.do(s.Approver, seal.KindApproveOrder, s.decision(r)))
	require.Equal(t, []string{"signed_already"}, s.do(s.Approver, seal.KindApproveOrder, s.decision(r)))
	require.Empty(t, s.do(other, seal.KindApproveOrder, s.decision(r)))

	o := s.order(r)
	require.Equal(t, order.InReview, o.State)
	require.Zero(t, o.ApprovedAt)
	require.Equal(t, r.Total, o.Holds.Reserved, "nothing is committed by a step")
	require.Equal(t, order.EventStepped, o.Events[len(o.Events)-1].Kind)
	require.Empty(t, s.do(s.Finance, seal.KindApproveOrder, s.decision(r)))

	o = s.order(r)
	require.Equal(t, order.Approved, o.State)
	require.Equal(t, r.Total, o.Holds.Committed)
	require.Equal(t, s.Finance.Person.ID, o.DecidedBy)
	require.Equal(t, s.now.UnixMilli(), o.ApprovedAt)
	require.Equal(t, kyiv.DayEnd(s.now.AddDate(0, 0, 10).UnixMilli()), o.Lines[0].Parts[0].PromisedAt)
	require.Equal(t, order.Allocated, o.Lines[0].State)
	steps := []int64{}
	for _, a := range o.Approvals {
		require.Equal(t, o.Hash, a.Hash)
		steps = append(steps, a.Step)
	}
	require.Equal(t, []int64{1, 2, 2, 3}, steps)
	require.Equal(t, []string{"already_decided"}, s.do(other, seal.KindApproveOrder, s.decision(r)))
}

// Whatever the content becomes, nobody approved that.
func TestApprove_StepsAreOfOneContent(t *testing.T) {
	t.Parallel()
	s := newStage(threeSteps)
	r := s.submitted(t, 1, 2)
	old := s.decision(r)
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, old))
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, s.next(r)))
	require.Empty(t, s.order(r).Approvals)
	require.Equal(t, []string{"content_changed"}, s.do(s.Approver, seal.KindApproveOrder, old))
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
}

func TestApprove_ByValueCategoryAndFund(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) {
		p.Approval = append(p.Approval, policy.Approval{
			Name: "Великі", From: 30_000_00, Category: "optics", Steps: []policy.Step{{Role: party.RoleFinance, Count: 1}},
		})
	})
	s.w.Items[s.Items[1].ID].Category = "optics"
	small, plain, large := s.submitted(t, 1, 0, 1), s.submitted(t, 2, 3), s.submitted(t, 3, 0, 2)
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(small)))
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(plain)))
	require.Equal(t, []string{"step_not_yours"}, s.do(s.Officer, seal.KindApproveOrder, s.decision(large)))
	require.Empty(t, s.do(s.Finance, seal.KindApproveOrder, s.decision(large)))
}

// What rounds share waits for one; what came first has its pieces and its invoice.
func TestApprove_LinesThatWaitForARound(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) {
		p.Allocation = append(p.Allocation, policy.Allocation{Category: "optics", Mode: policy.Rounds})
	})
	s.w.Items[s.Items[1].ID].Category = "optics"
	r := s.submitted(t, 1, 2, 5)
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
	o := s.order(r)
	require.Equal(t, order.Allocated, o.Lines[0].State)
	require.Equal(t, order.Backordered, o.Lines[1].State)
	require.Equal(t, r.Total, s.w.Budgets[r.Budget].Committed)
}

// lend lets to act for from in a role.
func lend(t *testing.T, s *stage, from, to *sharedtest.Actor, until time.Time, roles ...party.Role) {
	t.Helper()
	require.Empty(t, s.do(from, seal.KindDelegate, policy.Delegate{To: to.Person.ID, Roles: roles, Until: until.UnixMilli()}))
}

func TestApprove_ByProxy(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	t.Run("says for whom", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		r := s.submitted(t, 1, 2)
		require.Equal(t, []string{"step_not_yours"}, s.do(s.Finance, seal.KindApproveOrder, s.decision(r)))
		lend(t, s, s.Approver, s.Finance, s.now.Add(day), party.RoleApprover)
		require.Empty(t, s.do(s.Finance, seal.KindApproveOrder, s.decision(r)))
		a := s.order(r).Approvals[0]
		require.Equal(t, s.Finance.Person.ID, a.Person)
		require.Equal(t, s.Approver.Person.ID, a.For)
		require.Equal(t, s.Approver.Person.Name, a.ForName)
		require.Equal(t, s.Finance.Person.ID, s.order(r).DecidedBy)
	})
	t.Run("not when its time is over", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		r := s.submitted(t, 1, 2)
		lend(t, s, s.Approver, s.Finance, s.now.Add(day), party.RoleApprover)
		s.now = s.now.Add(day)
		require.Equal(t, []string{"step_not_yours"}, s.do(s.Finance, seal.KindApproveOrder, s.decision(r)))
	})
	t.Run("not with what its owner lost", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		r := s.submitted(t, 1, 2)
		lend(t, s, s.Approver, s.Finance, s.now.Add(day), party.RoleApprover)
		p := s.Approver.Person
		p.Roles = []party.Role{party.RoleContractManager}
		s.w.People[p.ID] = &p
		require.Equal(t, []string{"step_not_yours"}, s.do(s.Finance, seal.KindApproveOrder, s.decision(r)))
	})
	t.Run("one word of two who are one", func(t *testing.T) {
		t.Parallel()
		s := newStage(func(p *policy.Set) { p.Approval[0].Steps[0].Count = 2 })
		first, second := s.submitted(t, 1, 2), s.submitted(t, 2, 1)
		lend(t, s, s.Approver, s.Finance, s.now.Add(day), party.RoleApprover)
		require.Empty(t, s.do(s.Finance, seal.KindApproveOrder, s.decision(first)))
		require.Equal(t, []string{"signed_already"}, s.do(s.Approver, seal.KindApproveOrder, s.decision(first)), "somebody said it for them")
		require.Empty(t, s.do(s.Approver, seal.KindApproveOrder, s.decision(second)))
		require.Equal(t, []string{"step_not_yours"}, s.do(s.Finance, seal.KindApproveOrder, s.decision(second)), "they said it themselves")
	})
	t.Run("not for who signed the order", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		r := s.submitted(t, 1, 2)
		lend(t, s, s.Approver, s.Finance, s.now.Add(day), party.RoleApprover)
		s.order(r).CreatedBy = s.Approver.Person.ID
		require.Equal(t, []string{"step_not_yours"}, s.do(s.Finance, seal.KindApproveOrder, s.decision(r)))
	})
	t.Run("verifying and returning too", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		r := warned(t, s)
		lend(t, s, s.Officer, s.Quality, s.now.Add(day), party.RoleVerifier)
		require.Empty(t, s.do(s.Quality, seal.KindTakeOrder, order.Take{Order: r.Order}))
		require.Empty(t, s.do(s.Quality, seal.KindVerifyOrder, s.verified(r)))
		require.Equal(t, []string{"not_allowed"}, s.do(s.Quality, seal.KindRejectOrder, s.decision(r)), "a verifier rejects nothing")
		require.Empty(t, s.do(s.Quality, seal.KindReturnOrder, s.asked(r)))
	})
}

func TestDelegate(t *testing.T) {
	t.Parallel()
	now := sharedtest.Now
	month := now.AddDate(0, 1, 0).UnixMilli()
	approver := []party.Role{party.RoleApprover}
	for name, row := range map[string]struct {
		by   func(s *stage) *sharedtest.Actor
		body func(s *stage) policy.Delegate
		want []string
	}{
		"as it should be": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Finance.Person.ID, Roles: approver, Until: month}
		}, nil},
		"from a day on": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Finance.Person.ID, Roles: approver, Since: month, Until: month + 1}
		}, nil},
		"who may not": {func(s *stage) *sharedtest.Actor { return s.Requisitioner }, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Commander.Person.ID, Roles: []party.Role{party.RoleRequisitioner}, Until: month}
		}, []string{"not_allowed"}},
		"to nobody": {nil, func(_ *stage) policy.Delegate { return policy.Delegate{Roles: approver, Until: month} }, []string{"field_invalid"}},
		"to themselves": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Approver.Person.ID, Roles: approver, Until: month}
		}, []string{"field_invalid"}},
		"to another house": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Maker.Person.ID, Roles: approver, Until: month}
		}, []string{"not_yours"}},
		"no role": {nil, func(s *stage) policy.Delegate { return policy.Delegate{To: s.Finance.Person.ID, Until: month} }, []string{"field_missing"}},
		"a role twice": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Finance.Person.ID, Roles: append(approver, approver...), Until: month}
		}, []string{"field_invalid"}},
		"a role they have not": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Finance.Person.ID, Roles: []party.Role{party.RoleVerifier}, Until: month}
		}, []string{"not_allowed"}},
		"for half a year and a bit": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Finance.Person.ID, Roles: approver, Until: now.AddDate(0, 0, 180).UnixMilli() + 1}
		}, []string{"field_invalid"}},
		"for ever": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Finance.Person.ID, Roles: approver, Until: 1<<63 - 1}
		}, []string{"field_invalid"}},
		"that ended": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Finance.Person.ID, Roles: approver, Until: now.UnixMilli()}
		}, []string{"field_invalid"}},
		"of another age": {nil, func(s *stage) policy.Delegate {
			return policy.Delegate{To: s.Finance.Person.ID, Roles: approver, Since: 1<<63 - 2, Until: 1<<63 - 1}
		}, []string{"field_invalid"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(nil)
			by := s.Approver
			if row.by != nil {
				by = row.by(s)
			}
			require.Equal(t, row.want, s.do(by, seal.KindDelegate, row.body(s)))
		})
	}
}

func proxies(s *stage, to *sharedtest.Actor) policy.Proxies {
	p, _ := rules.Find[policy.Proxies](s.w, policy.Proxies{ID: policy.ProxiesID(to.Person.ID)}.DocKey())
	return p
}

func TestDelegate_IsTakenBackAndDropped(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	month := s.now.AddDate(0, 1, 0)
	require.Empty(t, s.do(s.Approver, seal.KindDelegate, policy.Delegate{To: s.Finance.Person.ID}))
	require.Zero(t, proxies(s, s.Finance).Version, "there was nothing to take back")
	lend(t, s, s.Approver, s.Finance, month, party.RoleApprover)
	lend(t, s, s.Officer, s.Finance, month.AddDate(0, 1, 0), party.RoleVerifier)
	lend(t, s, s.Approver, s.Finance, month, party.RoleContractManager)
	require.Len(t, proxies(s, s.Finance).From, 2, "a new one replaces one's own")
	require.Equal(t, s.now.UnixMilli(), proxies(s, s.Finance).From[1].Since)
	require.Equal(t, uint64(3), proxies(s, s.Finance).Version)
	require.Equal(t, s.Agency.ID, proxies(s, s.Finance).Org)

	s.now = month
	lend(t, s, s.Quality, s.Finance, month.AddDate(0, 1, 0), party.RoleQuality)
	require.Len(t, proxies(s, s.Finance).From, 2, "what is over is left out")
	require.Empty(t, s.do(s.Officer, seal.KindDelegate, policy.Delegate{To: s.Finance.Person.ID}))
	require.Len(t, proxies(s, s.Finance).From, 1)
	require.Equal(t, s.Quality.Person.ID, proxies(s, s.Finance).From[0].From)
}

func TestDelegate_NotToOneFromEverybody(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	var reasons []string
	for n := range uint64(policy.MaxProxies + 1) {
		a := sharedtest.NewActor(100+n, "Хтось", s.Agency, party.ZoneAgency, party.RoleApprover)
		s.w.People[a.Person.ID] = &a.Person
		reasons = s.do(a, seal.KindDelegate, policy.Delegate{To: s.Finance.Person.ID, Roles: []party.Role{party.RoleApprover}, Until: s.now.AddDate(0, 1, 0).UnixMilli()})
		require.Equal(t, n == policy.MaxProxies, reasons != nil)
	}
	require.Equal(t, []string{"too_large"}, reasons)
}

func TestSetPolicy(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	set := policy.Default()
	set.Approval[0].Steps[0].Count, set.Comment = 2, "Двоє"
	require.Equal(t, []string{"not_allowed"}, s.do(s.Approver, seal.KindSetPolicy, set))
	require.Empty(t, s.do(s.Access, seal.KindSetPolicy, set))
	got := rules.Policies(s.w)
	require.Equal(t, uint64(1), got.Version)
	require.Equal(t, s.Access.Person.ID, got.SetBy)
	require.Equal(t, s.Access.Person.Name, got.SetByName)
	require.Equal(t, s.now.UnixMilli(), got.SetAt)
	require.Equal(t, int64(2), got.Approval[0].Steps[0].Count)

	// Of two sets made from one, the second is looked at again.
	_, reasons := decide(s.w, s.Access, seal.KindSetPolicy, set)
	require.Equal(t, []fault.Reason{{Code: fault.RevisionRace, Field: "policy", Have: 1}}, reasons)
	require.Equal(t, conflict.RevisionRace, conflict.KindOf(reasons))

	got.HoldDays, got.SetByName = 0, "Ніхто"
	_, reasons = decide(s.w, s.Access, seal.KindSetPolicy, got)
	require.Equal(t, []fault.Reason{{Code: fault.FieldInvalid, Field: "hold_days", Want: 1}}, reasons)
	got.HoldDays = 5
	require.Empty(t, s.do(s.Access, seal.KindSetPolicy, got))
	require.Equal(t, uint64(2), rules.Policies(s.w).Version)
	require.Equal(t, s.Access.Person.Name, rules.Policies(s.w).SetByName)

	got = rules.Policies(s.w)
	got.ID = sharedtest.ID[id.Policy](5)
	require.Equal(t, []string{"field_invalid"}, s.do(s.Access, seal.KindSetPolicy, got))
}

func TestCancel_ApprovedOfWhichNothingWasSent(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) {
		p.Allocation = append(p.Allocation, policy.Allocation{Category: "optics", Mode: policy.Rounds})
	})
	s.w.Items[s.Items[1].ID].Category, s.w.Items[s.Items[1].ID].Cap, s.w.Items[s.Items[0].ID].Cap = "optics", 5, 5
	r := s.submitted(t, 1, 2, 5)
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
	require.Empty(t, s.do(s.Requisitioner, seal.KindCancelOrder, s.decision(r)))
	o := s.order(r)
	require.Equal(t, order.Cancelled, o.State)
	require.Zero(t, o.Holds.Total())
	require.Equal(t, s.w.Budgets[r.Budget].Appropriated, s.w.Budgets[r.Budget].Free())
	require.Zero(t, s.w.Stocks[s.Offers[0].ID].Reserved)
	for _, l := range o.Lines {
		require.Equal(t, order.Closed, l.State)
	}
	require.Equal(t, int64(2), o.Lines[0].Parts[0].Dropped, "its supplier still sees the part, and that it is gone")
	cancelled := o.Events[len(o.Events)-2]
	require.Equal(t, order.EventCancelled, cancelled.Kind)
	require.Equal(t, int64(7), cancelled.Pieces)
	require.Equal(t, r.Total, o.Events[len(o.Events)-1].Amount)
	again := s.submitted(t, 2, 5, 5)
	require.Empty(t, s.order(again).Findings, "the caps are free, and it is no duplicate")
}

func TestCancel_ApprovedOfWhichSomeWasSent(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	s.w.Items[s.Items[0].ID].Cap = 5
	r := s.submitted(t, 1, 5, 1)
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
	s.order(r).Lines[0].Parts[0].Dispatched = 2
	s.w.Stocks[s.Offers[0].ID].Reserved, s.w.Stocks[s.Offers[0].ID].OnHand = 3, 8
	require.Equal(t, []string{"not_yours"}, s.do(s.Second, seal.KindCancelOrder, s.decision(r)))
	require.Empty(t, s.do(s.Requisitioner, seal.KindCancelOrder, s.decision(r)))
	o := s.order(r)
	require.Equal(t, order.Approved, o.State)
	require.Equal(t, int64(3), o.Lines[0].Parts[0].Dropped)
	require.Equal(t, order.Closed, o.Lines[1].State)
	require.Equal(t, money.Amount(24_000_00), s.w.Budgets[r.Budget].Committed, "what was sent is still to be paid")
	require.Equal(t, o.Holds.Committed, s.w.Budgets[r.Budget].Committed)
	require.Zero(t, s.w.Stocks[s.Offers[0].ID].Reserved)
	require.Equal(t, []string{"state_forbids"}, s.do(s.Requisitioner, seal.KindCancelOrder, s.decision(r)), "nothing is left to take back")
	require.Empty(t, s.order(s.submitted(t, 2, 3)).Findings, "what was sent counts towards the cap")
	require.Equal(t, []string{"cap_exceeded"}, s.do(s.Requisitioner, seal.KindSubmitOrder, s.Revision(3, 0, 1)))
}
