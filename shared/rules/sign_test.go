package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// twoSign asks the commander and then the receiver of what costs 20,000 and more.
func twoSign(p *policy.Set) {
	p.Signing = []policy.Signing{{From: 20_000_00, Roles: []party.Role{party.RoleSignatory, party.RoleReceiver}}}
}

func TestCosign_InSequence(t *testing.T) {
	t.Parallel()
	s := newStage(twoSign)
	r := s.submitted(t, 1, 2)
	o := s.order(r)
	require.Equal(t, order.AwaitingSignatures, o.State)
	require.Equal(t, r.Total, s.w.Budgets[r.Budget].Reserved, "the last signature cannot fail for money")
	require.Equal(t, int64(2), s.w.Stocks[s.Offers[0].ID].Reserved)
	require.Equal(t, s.now.AddDate(0, 0, 10).UnixMilli(), o.HoldUntil)
	require.Equal(t, []string{"state_forbids"}, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
	require.Equal(t, []string{"state_forbids"}, s.do(s.Officer, seal.KindReturnOrder, s.asked(r)))

	require.Equal(t, []string{"step_not_yours"}, s.do(s.Receiver, seal.KindCosignOrder, s.cosigned(r)))
	s.now = s.now.Add(time.Hour)
	require.Empty(t, s.do(s.Commander, seal.KindCosignOrder, s.cosigned(r)))
	require.Equal(t, order.AwaitingSignatures, s.order(r).State)
	require.Equal(t, []string{"signed_already"}, s.do(s.Commander, seal.KindCosignOrder, s.cosigned(r)))
	s.now = s.now.Add(time.Hour)
	require.Empty(t, s.do(s.Receiver, seal.KindCosignOrder, s.cosigned(r)))

	o = s.order(r)
	require.Equal(t, order.InReview, o.State)
	require.Zero(t, o.HoldUntil)
	require.Equal(t, 2*time.Hour.Milliseconds(), o.WaitedUnit, "that time was the unit's")
	require.Equal(t, s.now.UnixMilli(), o.VerifiedAt)
	require.Len(t, o.Signatures, 2)
	require.Equal(t, order.Signature{
		Step: 2, Role: party.RoleReceiver, Person: s.Receiver.Person.ID, Name: s.Receiver.Person.Name, Hash: o.Hash,
		SignedAt: s.now.UnixMilli(), At: s.now.UnixMilli(),
	}, o.Signatures[1])
	require.Equal(t, []string{"state_forbids"}, s.do(s.Acceptor, seal.KindCosignOrder, s.cosigned(r)))
}

func TestCosign_Refuses(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		by    func(s *stage) *sharedtest.Actor
		spoil func(c *order.Cosign)
		want  string
	}{
		"who may not":         {func(s *stage) *sharedtest.Actor { return s.Officer }, nil, "not_allowed"},
		"the requisitioner":   {func(s *stage) *sharedtest.Actor { return also(s, s.Requisitioner, party.RoleSignatory) }, nil, "signed_already"},
		"another unit's":      {func(s *stage) *sharedtest.Actor { return also(s, s.Second, party.RoleSignatory) }, nil, "not_yours"},
		"other content":       {func(s *stage) *sharedtest.Actor { return s.Commander }, func(c *order.Cosign) { c.Hash = seal.Sum(nil) }, "content_changed"},
		"an order nobody has": {func(s *stage) *sharedtest.Actor { return s.Commander }, func(c *order.Cosign) { c.Order[3]++ }, "order_unknown"},
		"another's turn":      {func(s *stage) *sharedtest.Actor { return s.Acceptor }, nil, "step_not_yours"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(twoSign)
			c := s.cosigned(s.submitted(t, 1, 2))
			if row.spoil != nil {
				row.spoil(&c)
			}
			require.Equal(t, []string{row.want}, s.do(row.by(s), seal.KindCosignOrder, c))
		})
	}
}

// also gives a person of the stage one more role.
func also(s *stage, a *sharedtest.Actor, r party.Role) *sharedtest.Actor {
	p := a.Person
	p.Roles = append(append([]party.Role{}, p.Roles...), r)
	s.w.People[p.ID] = &p
	return a
}

func TestCosign_SmallOrdersNeedNone(t *testing.T) {
	t.Parallel()
	s := newStage(twoSign)
	require.Equal(t, order.InReview, s.order(s.submitted(t, 1, 1)).State)
}

// A revision that was signed anew needs all signatures anew.
func TestCosign_ARevisionTakesSignaturesAway(t *testing.T) {
	t.Parallel()
	s := newStage(twoSign)
	r := s.submitted(t, 1, 2)
	first := s.cosigned(r)
	require.Empty(t, s.do(s.Commander, seal.KindCosignOrder, first))
	s.now = s.now.Add(time.Minute)
	next := s.next(r)
	next.Note = "Інакше"
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, next))
	require.Empty(t, s.order(r).Signatures)
	require.Equal(t, time.Minute.Milliseconds(), s.order(r).WaitedUnit)
	require.Equal(t, []string{"content_changed"}, s.do(s.Receiver, seal.KindCosignOrder, first))
}

// What a check found waits until the signatures are there, and warns then.
func TestCosign_ThenItIsVerified(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) {
		twoSign(p)
		p.Signing[0].Roles = p.Signing[0].Roles[:1]
	})
	r := s.submitted(t, 1, 2)
	twin := s.submitted(t, 2, 2)
	require.Empty(t, s.do(s.Commander, seal.KindCosignOrder, s.cosigned(r)))
	require.Empty(t, s.do(s.Commander, seal.KindCosignOrder, s.cosigned(twin)))
	require.Equal(t, order.InReview, s.order(r).State)
	require.Equal(t, order.Verifying, s.order(twin).State)
}

// A policy that asks for fewer while an order waits does not leave it waiting.
func TestCosign_APolicyThatChanges(t *testing.T) {
	t.Parallel()
	s := newStage(twoSign)
	r := s.submitted(t, 1, 2)
	require.Empty(t, s.do(s.Commander, seal.KindCosignOrder, s.cosigned(r)))
	s.declare(func(p *policy.Set) { p.Signing = nil })
	require.Equal(t, []string{"signed_already"}, s.do(s.Commander, seal.KindCosignOrder, s.cosigned(r)))
	require.Empty(t, s.do(s.Acceptor, seal.KindCosignOrder, s.cosigned(r)))
	require.Equal(t, order.InReview, s.order(r).State)
}

func TestCosign_NobodyWhoSignedDecides(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) {
		twoSign(p)
		p.Signing[0].Roles = p.Signing[0].Roles[:1]
	})
	r := s.submitted(t, 1, 2)
	require.Empty(t, s.do(s.Commander, seal.KindCosignOrder, s.cosigned(r)))
	require.Equal(t, []string{"own_decision"}, s.do(also(s, s.Commander, party.RoleApprover), seal.KindApproveOrder, s.decision(r)))
}
