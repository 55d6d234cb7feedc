package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/seal"
)

// accepted is an order of so many pieces that came and were all accepted but the refused.
func (c *crew) accepted(pieces, refused int64) id.ID[id.Order] {
	o, code := c.sent(pieces)
	d := c.receiver.delivery()
	count := delivery.Count{Delivered: pieces, Refused: refused}
	if refused > 0 {
		count.Reason = delivery.Damaged
	}
	c.receiver.act(seal.KindReceive, delivery.Receive{Delivery: d.ID, Code: code, Counts: []delivery.Count{count}})
	c.all()
	c.acceptor.act(seal.KindAccept, delivery.Accept{Delivery: d.ID, Count: c.acceptor.delivery().Count})
	c.all()
	return o
}

func (d *device) payments(view string) client.PaymentPage {
	page, err := d.core.Payments(client.PaperQuery{View: view})
	require.NoError(d.t, err)
	return page
}

// A payment order that the bank never executed is taken back; what the bank says of it
// later is kept with it.
func TestLife_PaymentTakenBack(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.accepted(3, 0)
	invoice := c.server.world.Orders[o].Invoices[0]
	c.finance.act(seal.KindOrderPayment, payment.Order{Invoices: []id.ID[id.Invoice]{invoice}})
	pending := c.finance.payments("")
	require.False(t, pending.Rows[0].CanCancel, "the server has not numbered it: nobody else knows it")
	c.all()
	p := c.finance.payments("waiting").Rows[0]
	require.True(t, p.CanCancel)
	require.False(t, c.agency.payments("waiting").Rows[0].CanCancel, "finance alone")

	body := payment.Cancel{Payment: p.ID, Reason: payment.WrongDetails, Comment: "Хибний рахунок."}
	prepared, err := c.finance.core.PrepareAct(client.ActAsk{Kind: seal.KindCancelPayment, Bodies: [][]byte{seal.Encode(body)}})
	require.NoError(t, err)
	said := map[string]client.Fact{}
	for _, f := range prepared.Facts {
		said[f.Name] = f
	}
	require.Equal(t, p.Number, said["payment"].Text)
	require.Equal(t, "виробник", said["supplier"].Text)
	require.Equal(t, int64(3*piece), said["total"].Value)
	require.Equal(t, "cancel_reason.wrong_details", said["reason"].Text)
	require.Equal(t, "Хибний рахунок.", said["comment"].Text)
	require.NotEmpty(t, said["invoices"].Text)

	c.keeps(c.finance, func() { c.finance.act(seal.KindCancelPayment, body) }, func() bool {
		page := c.finance.payments("cancelled")
		v, failed := c.finance.core.Invoice(invoice)
		return failed == nil && len(page.Rows) == 1 && !page.Rows[0].CanCancel && v.Row.State == payment.Payable && v.CanPay
	})
	require.Equal(t, map[string]int{"": 1, "waiting": 0, "paid": 0, "cancelled": 1, "unmatched": 0}, c.agency.payments("").Views)
	seen, err := c.unit.core.Order(o)
	require.NoError(t, err)
	last := seen.Timeline[len(seen.Timeline)-1]
	require.Equal(t, order.EventPaymentCancelled, last.Kind)
	require.Equal(t, p.Number, last.Ref)
	theirs := c.maker.payments("cancelled").Rows[0]
	require.Equal(t, payment.WrongDetails, theirs.Cancelled.Reason)
	require.Empty(t, theirs.Cancelled.Name, "a supplier does not read the agency's names")
	require.Empty(t, theirs.Cancelled.Comment)
	reg, err := c.finance.core.Register(client.RegisterQuery{Series: "ПД"})
	require.NoError(t, err)
	require.Len(t, reg.Rows, 1)
	require.True(t, reg.Rows[0].Cancelled)

	c.keeps(c.finance, func() {
		c.finance.act(seal.KindConfirmPayments, payment.Confirm{Rows: []payment.Confirmation{
			{Number: p.Number, Amount: p.Total, ValueDate: c.clock.now().UnixMilli(), Reference: "R"},
		}})
	}, func() bool {
		rows := c.finance.payments("unmatched").Rows
		return len(rows) == 1 && len(rows[0].Unmatched) == 1
	})
	v, err := c.finance.core.Invoice(invoice)
	require.NoError(t, err)
	require.Zero(t, v.Row.Paid)
	require.True(t, v.CanPay)
}

// outcomes are how a person may end the one claim, as a device says.
func (d *device) outcomes() []delivery.Outcome {
	page, err := d.core.Claims(client.PaperQuery{})
	require.NoError(d.t, err)
	require.Len(d.t, page.Rows, 1)
	k, err := d.core.Claim(page.Rows[0].ID)
	require.NoError(d.t, err)
	return k.Outcomes
}

// What a claim's page offers is what the rules take, from this person.
func TestClaim_OffersWhatTheRulesTake(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.accepted(3, 1)
	require.Equal(t, []delivery.Outcome{delivery.Replaced, delivery.Refunded}, c.quality.outcomes(), "what was refused is not left where it is")
	for _, d := range []*device{c.receiver, c.maker, c.finance} {
		require.Empty(t, d.outcomes())
	}
	k := c.quality.claims()[0]
	c.quality.act(seal.KindSettleClaim, delivery.SettleClaim{Claim: k.ID, Outcome: delivery.Replaced})
	require.Equal(t, []delivery.Outcome{delivery.Refunded}, c.quality.outcomes(), "it may not be sent again")
	c.quality.act(seal.KindSettleClaim, delivery.SettleClaim{Claim: k.ID, Outcome: delivery.Refunded})
	require.Empty(t, c.quality.outcomes())
}

// A proposed penalty may be dropped; once it is said it is kept as far as something is
// payable, or withdrawn.
func TestClaim_OffersAPenaltyWhileSomethingIsPayable(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(2)
	c.maker.act(seal.KindRespondOrder, delivery.Respond{Order: o, Lines: []delivery.ResponseLine{
		{Line: 1, Status: delivery.LineAccepted, Confirmed: 2, PromisedAt: c.clock.now().Add(24 * time.Hour).UnixMilli()},
	}})
	c.all()
	code := c.maker.core.NewHandover()
	c.maker.act(seal.KindDispatch, delivery.Dispatch{
		Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 2}}, Carrier: "Віз", Handover: delivery.HandoverHash(o, code),
	})
	c.all()
	c.clock.pass(20 * 24 * time.Hour)
	d := c.receiver.delivery()
	c.receiver.act(seal.KindReceive, delivery.Receive{Delivery: d.ID, Code: code, Counts: []delivery.Count{{Delivered: 2}}})
	c.all()
	c.acceptor.act(seal.KindAccept, delivery.Accept{Delivery: d.ID, Count: c.acceptor.delivery().Count})
	c.all()
	k := c.quality.claims()[0]
	require.Equal(t, delivery.ClaimProposed, k.State)
	require.Greater(t, k.Penalty, money.Amount(0))
	require.Equal(t, []delivery.Outcome{delivery.Withdrawn}, c.quality.outcomes())
	c.quality.act(seal.KindOpenClaim, delivery.OpenClaim{Claim: k.ID, Delivery: k.Delivery, Reason: k.Reason})
	require.Equal(t, []delivery.Outcome{delivery.Fined, delivery.Withdrawn}, c.quality.outcomes())
	c.all()
	c.finance.act(seal.KindOrderPayment, payment.Order{Invoices: c.server.world.Orders[o].Invoices})
	c.all()
	require.Equal(t, []delivery.Outcome{delivery.Withdrawn}, c.quality.outcomes(), "nothing is left to keep it from")
}
