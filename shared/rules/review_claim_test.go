package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/seal"
)

func (x *trade) paid() {
	i := x.invoice()
	x.done(x.Finance, seal.KindOrderPayment, payment.Order{Invoices: x.w.Orders[x.order].Invoices})
	number := "ПД-2026/000001"
	for _, thing := range x.w.Things {
		if p, ok := thing.(payment.Payment); ok {
			number = p.Number
		}
	}
	x.done(x.Finance, seal.KindConfirmPayments, payment.Confirm{Rows: []payment.Confirmation{{Number: number, Amount: i.Open(), ValueDate: x.at.UnixMilli()}}})
}

// A supplier that does not send again what it was to replace does not hold the order,
// its money and its unit for ever.
func TestClaim_WhatIsNotSentAgainIsRefunded(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	v := x.sent(x.note(6))
	r := receipt(v)
	r.Counts[0].Refused, r.Counts[0].Reason = 4, delivery.Damaged
	x.signedFor(r)
	c := x.claims()[0]
	x.settled(c, delivery.Replaced)
	again := x.note(1)
	again.Replaces = c.ID
	x.signedFor(receipt(x.sent(again)))
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Withdrawn}))

	x.settled(c, delivery.Refunded)
	p := x.part(1)
	require.EqualValues(t, 3, p.Accepted)
	require.EqualValues(t, 3, p.Dropped)
	require.Zero(t, p.Due())
	require.Equal(t, order.Accepted, x.state(1))
	require.EqualValues(t, 3*12_000_00, x.invoice().Credited)
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Maker, seal.KindDispatch, again))
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Refunded}))
	x.paid()
	o := x.w.Orders[x.order]
	require.NotZero(t, o.ClosedAt)
	require.Equal(t, money.Amount(3*12_000_00), o.Holds.Total())
	require.Equal(t, o.Holds.Total(), x.w.Budgets[o.Budget].Held())
}

// The same with pieces that were accepted once.
func TestClaim_WhatWasAcceptedAndIsNotSentAgainIsRefunded(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	v := x.sent(x.note(6))
	x.signedFor(receipt(v))
	x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{
		Delivery: v.ID, Reason: delivery.Quality, Text: "Не літають.", Lines: []delivery.ClaimLine{{Line: 1, Pieces: 2}},
	})
	c := x.claims()[0]
	x.settled(c, delivery.Replaced)
	x.settled(c, delivery.Refunded)
	require.EqualValues(t, 4*12_000_00, x.invoice().Matched)
	x.paid()
	require.NotZero(t, x.w.Orders[x.order].ClosedAt)
	require.Equal(t, money.Amount(4*12_000_00), x.w.Budgets[x.w.Orders[x.order].Budget].Held())
}

// Pieces are claimed once: a second claim on them would take another delivery's.
func TestClaim_PiecesAreClaimedOnce(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	first := x.sent(x.note(3))
	x.signedFor(receipt(first))
	second := x.sent(x.note(3))
	x.signedFor(receipt(second))
	open := delivery.OpenClaim{Delivery: first.ID, Reason: delivery.Quality, Text: "Не літають.", Lines: []delivery.ClaimLine{{Line: 1, Pieces: 2}}}
	x.done(x.Receiver, seal.KindOpenClaim, open)
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Receiver, seal.KindOpenClaim, open))
	x.settled(x.claims()[0], delivery.Withdrawn)
	x.done(x.Receiver, seal.KindOpenClaim, open)
	x.settled(x.claims()[1], delivery.Refunded)
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Receiver, seal.KindOpenClaim, open))
	open.Lines[0].Pieces = 1
	x.done(x.Receiver, seal.KindOpenClaim, open)
}

// Goods that never came are not on their way for ever: after a time the agency says so.
func TestClaim_OnADeliveryThatNeverCame(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	b := x.note(2)
	b.Lines[0].Serials = []string{"S-1", "S-2"}
	v := x.sent(b)
	lost := delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Quantity, Text: "Вантаж не надійшов."}
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Quality, seal.KindOpenClaim, lost), "it may still come")
	x.at = x.at.Add(100 * day)
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Receiver, seal.KindOpenClaim, lost), "the unit alone does not say it")
	other := lost
	other.Reason = delivery.Damaged
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Quality, seal.KindOpenClaim, other))
	x.done(x.Quality, seal.KindOpenClaim, lost)

	require.Len(t, x.claims(), 1)
	c := x.claims()[0]
	require.True(t, c.Unaccepted)
	require.Equal(t, delivery.ClaimOpen, c.State)
	require.Equal(t, "Вантаж не надійшов.", c.Text)
	require.Equal(t, []delivery.ClaimLine{{Line: 1, Pieces: 2, Serials: []string{"S-1", "S-2"}}}, c.Lines)
	require.Equal(t, order.Disputed, x.state(1))
	v = x.delivery(v.ID)
	require.Empty(t, v.Certificate, "nothing was accepted")
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Receiver, seal.KindReceive, receipt(v)), "what comes now goes back")

	x.settled(c, delivery.Refunded)
	x.done(x.Maker, seal.KindRespondOrder, delivery.Respond{Order: x.order, Lines: []delivery.ResponseLine{{Line: 1, Status: delivery.LineNotAccepted}}})
	o := x.w.Orders[x.order]
	require.NotZero(t, o.ClosedAt)
	require.Zero(t, x.w.Budgets[o.Budget].Held())
}

// Who counted a delivery is not to be read in what its claim says: the delivery is
// loaded wherever a claim is shown anew.
func TestAnswerClaim_KnowsWhoCounted(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	r := receipt(x.sent(x.note(6)))
	r.Counts[0].Delivered = 4
	x.signedFor(r)
	w := loaded(x.w, x.Maker.Command(seal.KindAnswerClaim, delivery.AnswerClaim{Claim: x.claims()[0].ID, Agrees: true}, x.at))
	require.NotNil(t, w.Things[delivery.Delivery{ID: r.Delivery}.DocKey()])
}
