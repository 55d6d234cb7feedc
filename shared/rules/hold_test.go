package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/forward"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// warned is an order that waits for a verifier: it asks for the same as one before.
func warned(t *testing.T, s *stage) order.Revision {
	t.Helper()
	s.submitted(t, 90, 1)
	r := s.submitted(t, 91, 1)
	require.Equal(t, order.Verifying, s.order(r).State)
	return r
}

func TestVerify_LetsPass(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) { p.Forward = []policy.Forward{{Body: "МОУ", Adapter: "folder", Awaits: true}} })
	r := warned(t, s)
	parcel := forward.Parcel{ID: forward.ParcelID(r.Order, s.order(r).Hash, "МОУ")}.DocKey()
	_, ok := rules.Find[forward.Parcel](s.w, parcel)
	require.False(t, ok, "nothing leaves before verification has passed")
	require.Equal(t, []string{"not_allowed"}, s.do(s.Approver, seal.KindVerifyOrder, s.verified(r)))
	require.Equal(t, []string{"state_forbids"}, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))

	s.now = s.now.Add(time.Hour)
	v := s.verified(r)
	v.Comment = "a\u202eb"
	require.Equal(t, []string{"text_not_clean"}, s.do(s.Officer, seal.KindVerifyOrder, v))
	v.Comment = "Справді двічі."
	require.Empty(t, s.do(s.Officer, seal.KindVerifyOrder, v))
	o := s.order(r)
	require.Equal(t, order.InReview, o.State)
	require.Equal(t, s.Officer.Person.ID, o.VerifiedBy)
	require.Equal(t, s.now.UnixMilli(), o.VerifiedAt)
	require.Equal(t, "Справді двічі.", o.Events[len(o.Events)-1].Comment)
	require.Zero(t, o.WaitedUnit, "the time was the agency's")
	_, ok = rules.Find[forward.Parcel](s.w, parcel)
	require.True(t, ok)
	require.Equal(t, []string{"already_decided"}, s.do(s.Officer, seal.KindVerifyOrder, v))

	// The body's answer is awaited before anybody approves.
	require.Equal(t, []string{"answer_awaited"}, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
	s.order(r).Awaits = nil
	require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
}

// A new revision is checked anew: who let the one before pass said nothing of it.
func TestVerify_OneRevision(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	r := warned(t, s)
	old := s.verified(r)
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, s.next(r)))
	require.Equal(t, order.Verifying, s.order(r).State)
	require.Equal(t, []string{"content_changed"}, s.do(s.Officer, seal.KindVerifyOrder, old))
	require.Empty(t, s.do(s.Officer, seal.KindVerifyOrder, s.verified(r)))
	next := s.next(r)
	next.Lines = s.Revision(91, 0, 0, 1).Lines
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, totalled(next)))
	require.Equal(t, order.InReview, s.order(r).State)
	require.True(t, s.order(r).VerifiedBy.IsZero())
}

func TestTake_OnePersonAtATime(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	r := warned(t, s)
	take := order.Take{Order: r.Order}
	require.Equal(t, []string{"not_allowed"}, s.do(s.Finance, seal.KindTakeOrder, take))
	require.Empty(t, s.do(s.Officer, seal.KindTakeOrder, take))
	require.Equal(t, &order.Taken{By: s.Officer.Person.ID, Name: s.Officer.Person.Name, Until: s.now.Add(30 * time.Minute).UnixMilli()}, s.order(r).Taken)

	also(s, s.Approver, party.RoleVerifier)
	for _, body := range []struct {
		kind seal.Kind
		body any
	}{
		{seal.KindTakeOrder, take}, {seal.KindTakeOrder, order.Take{Order: r.Order, Release: true}}, {seal.KindVerifyOrder, s.verified(r)},
	} {
		require.Equal(t, []string{"taken_by_another"}, s.do(s.Approver, body.kind, body.body))
	}
	require.Empty(t, s.do(s.Officer, seal.KindTakeOrder, take), "it is theirs for longer then")

	s.now = s.now.Add(30 * time.Minute)
	require.Empty(t, s.do(s.Approver, seal.KindTakeOrder, take), "a lease ends by itself")
	require.Equal(t, s.Approver.Person.ID, s.order(r).Taken.By)
	require.Empty(t, s.do(s.Approver, seal.KindTakeOrder, order.Take{Order: r.Order, Release: true}))
	require.Nil(t, s.order(r).Taken)
	before := s.order(r).Version
	require.Empty(t, s.do(s.Approver, seal.KindTakeOrder, order.Take{Order: r.Order, Release: true}))
	require.Equal(t, before, s.order(r).Version, "there is nothing to let go of")
}

// What two signed out of reach of each other meets as a case; a lease does not stop it.
func TestTake_StopsNoDecision(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	r := warned(t, s)
	require.Empty(t, s.do(s.Officer, seal.KindTakeOrder, order.Take{Order: r.Order}))
	require.Empty(t, s.do(s.Approver, seal.KindReturnOrder, s.asked(r)))
	require.Nil(t, s.order(r).Taken, "a decision ends it")
	require.Equal(t, []string{"already_decided"}, s.do(s.Officer, seal.KindRejectOrder, s.decision(r)))
	require.Equal(t, []string{"already_decided"}, s.do(s.Officer, seal.KindTakeOrder, order.Take{Order: r.Order}))
	require.Equal(t, conflict.ApprovalRace, conflict.KindOf([]fault.Reason{{Code: fault.AlreadyDecided}}))
	require.Equal(t, conflict.ApprovalRace, conflict.KindOf([]fault.Reason{{Code: fault.TakenByAnother}}))
}

func TestTake_EndsWithANewRevision(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	r := warned(t, s)
	require.Empty(t, s.do(s.Officer, seal.KindTakeOrder, order.Take{Order: r.Order}))
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, s.next(r)))
	require.Nil(t, s.order(r).Taken)
}

// A returned order keeps what it has for as long as policy says, and its unit's time
// is not the agency's.
func TestExpire_AfterTheHold(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) { p.HoldDays = 3 })
	r := warned(t, s)
	s.now = s.now.Add(time.Hour)
	require.Empty(t, s.do(s.Officer, seal.KindReturnOrder, s.asked(r)))
	until := s.now.AddDate(0, 0, 3)
	require.Equal(t, until.UnixMilli(), s.order(r).HoldUntil)
	require.Equal(t, []string{"not_allowed"}, s.do(s.Officer, seal.KindExpireOrder, s.expired(r)))
	s.now = until.Add(-time.Millisecond)
	require.Equal(t, []string{"hold_stands"}, s.do(s.Server, seal.KindExpireOrder, s.expired(r)))
	s.now = until
	held := s.w.Budgets[r.Budget].Reserved
	require.Empty(t, s.do(s.Server, seal.KindExpireOrder, s.expired(r)))
	o := s.order(r)
	require.Equal(t, order.Expired, o.State)
	require.Equal(t, held-r.Total, s.w.Budgets[r.Budget].Reserved)
	require.Equal(t, int64(1), s.w.Stocks[s.Offers[0].ID].Reserved, "the other order's")
	require.Equal(t, (3 * 24 * time.Hour).Milliseconds(), o.WaitedUnit)
	require.Equal(t, order.NoAnswer, o.Events[len(o.Events)-2].Reason)
	require.Equal(t, r.Total, o.Events[len(o.Events)-1].Amount)

	require.Equal(t, []string{"hold_over"}, s.do(s.Requisitioner, seal.KindSubmitOrder, s.next(r)))
	require.Equal(t, []string{"state_forbids"}, s.do(s.Server, seal.KindExpireOrder, s.expired(r)))
}

func TestExpire_WhatWaitsForASignature(t *testing.T) {
	t.Parallel()
	s := newStage(twoSign)
	r := s.submitted(t, 1, 2)
	s.now = s.now.AddDate(0, 0, 10)
	require.Empty(t, s.do(s.Server, seal.KindExpireOrder, s.expired(r)))
	require.Equal(t, order.Expired, s.order(r).State)
	require.Zero(t, s.w.Budgets[r.Budget].Reserved)
}

func TestExpire_NotWhatWaitsOnTheAgency(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	r := warned(t, s)
	s.now = s.now.AddDate(1, 0, 0)
	require.Equal(t, []string{"state_forbids"}, s.do(s.Server, seal.KindExpireOrder, s.expired(r)))
}

// An answer that comes late is taken as long as the order stands: nobody else has
// what it holds.
func TestExpire_AnAnswerMeanwhile(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	r := s.submitted(t, 1, 2)
	require.Empty(t, s.do(s.Officer, seal.KindReturnOrder, s.asked(r)))
	expire := s.expired(r)
	s.now = s.now.AddDate(0, 0, 12)
	answer := s.next(r)
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, answer))
	require.Equal(t, (12 * 24 * time.Hour).Milliseconds(), s.order(r).WaitedUnit)
	require.Zero(t, s.order(r).HoldUntil)
	require.Equal(t, []string{"content_changed"}, s.do(s.Server, seal.KindExpireOrder, expire))

	// The clock runs on where it stopped.
	require.Empty(t, s.do(s.Officer, seal.KindReturnOrder, s.asked(r)))
	s.now = s.now.AddDate(0, 0, 1)
	require.Empty(t, s.do(s.Requisitioner, seal.KindCancelOrder, s.decision(r)))
	require.Equal(t, (13 * 24 * time.Hour).Milliseconds(), s.order(r).WaitedUnit)
}

// The year's end by the rule that gives back: what is not on its way goes back with
// that reason, the rest stays charged to its year.
func TestExpire_TheYearIsOver(t *testing.T) {
	t.Parallel()
	for _, rule := range []policy.YearEnd{policy.CarryOver, policy.GiveBack} {
		t.Run(rule.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(func(p *policy.Set) { p.YearEnd = rule })
			review, approved, sent := s.submitted(t, 1, 1), s.submitted(t, 2, 2), s.submitted(t, 3, 3)
			for _, r := range []order.Revision{approved, sent} {
				require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
			}
			s.order(sent).Lines[0].Parts[0].Dispatched = 1
			s.w.Budgets[review.Budget].ClosedAt = s.now.UnixMilli()
			if rule == policy.CarryOver {
				for _, r := range []order.Revision{review, approved, sent} {
					require.Equal(t, []string{"state_forbids"}, s.do(s.Server, seal.KindExpireOrder, s.expired(r)))
				}
				return
			}
			require.Empty(t, s.do(s.Server, seal.KindExpireOrder, s.expired(review)))
			require.Equal(t, order.Expired, s.order(review).State)
			require.Equal(t, order.YearOver, s.order(review).Events[len(s.order(review).Events)-2].Reason)
			require.Empty(t, s.do(s.Server, seal.KindExpireOrder, s.expired(approved)))
			require.Equal(t, order.Cancelled, s.order(approved).State)
			require.Equal(t, budget.Free, s.order(approved).Money())
			require.Equal(t, []string{"state_forbids"}, s.do(s.Server, seal.KindExpireOrder, s.expired(sent)))
			require.Equal(t, sent.Total, s.w.Budgets[sent.Budget].Committed)
		})
	}
}
