package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// delivered is an order of so many pieces at 12,000.00 with VAT that were all accepted.
func delivered(t *testing.T, pieces int64) (*trade, delivery.Delivery) {
	t.Helper()
	x := newTrade(t, pieces)
	v := x.sent(x.note(pieces))
	x.signedFor(receipt(v))
	return x, v
}

const dearPiece = 12_000_00 * money.Kopiyka

// transfer makes a payment order of all that is open.
func (x *trade) transfer() payment.Payment {
	out := x.done(x.Finance, seal.KindOrderPayment, payment.Order{Invoices: x.w.Orders[x.order].Invoices})
	for _, v := range out.Things {
		if p, ok := v.(payment.Payment); ok {
			return p
		}
	}
	require.Fail(x.t, "no payment order was made")
	return payment.Payment{}
}

func (x *trade) bankSays(p payment.Payment, reference string) rules.Outcome {
	return x.done(x.Finance, seal.KindConfirmPayments, payment.Confirm{Source: "file", Rows: []payment.Confirmation{
		{Number: p.Number, Amount: p.Total, ValueDate: x.at.UnixMilli(), Reference: reference},
	}})
}

func (x *trade) payment(p payment.Payment) payment.Payment {
	v, ok := rules.Find[payment.Payment](x.w, p.DocKey())
	require.True(x.t, ok)
	return v
}

func TestCancelPayment_ItsInvoicesArePayableAgain(t *testing.T) {
	t.Parallel()
	x, _ := delivered(t, 4)
	p := x.transfer()
	require.Equal(t, payment.Ordered, x.invoice().State)
	before := x.w.Orders[x.order].Holds
	x.done(x.Finance, seal.KindCancelPayment, payment.Cancel{Payment: p.ID, Reason: payment.NotExecuted, Comment: "Казначейство повернуло."})

	i := x.invoice()
	require.Equal(t, payment.Payable, i.State)
	require.Equal(t, 4*dearPiece, i.Open())
	o := x.w.Orders[x.order]
	require.Equal(t, before, o.Holds, "the money stays where it is: it is still to be paid")
	last := o.Events[len(o.Events)-1]
	require.Equal(t, order.EventPaymentCancelled, last.Kind)
	require.Equal(t, p.Number, last.Ref)
	require.Equal(t, 4*dearPiece, last.Amount)
	is := x.payment(p)
	require.Equal(t, payment.TakenBack, is.Stands())
	require.Equal(t, payment.NotExecuted, is.Cancelled.Reason)
	require.Equal(t, "Казначейство повернуло.", is.Cancelled.Comment)
	require.Equal(t, x.Finance.Person.ID, is.Cancelled.By)
	require.NotZero(t, is.Cancelled.At)

	again := x.transfer()
	require.NotEqual(t, p.Number, again.Number, "a number is not given twice")
	x.bankSays(again, "B")
	require.NotZero(t, x.w.Orders[x.order].ClosedAt)
	require.Equal(t, budget.Holding{Paid: 4 * dearPiece}, x.w.Orders[x.order].Holds)
}

func TestCancelPayment_Refuses(t *testing.T) {
	t.Parallel()
	x, _ := delivered(t, 4)
	p := x.transfer()
	good := payment.Cancel{Payment: p.ID, Reason: payment.WrongDetails}
	for name, row := range map[string]struct {
		change func(*payment.Cancel)
		want   string
	}{
		"no reason":                 {func(b *payment.Cancel) { b.Reason = 0 }, "field_missing"},
		"a reason nobody knows":     {func(b *payment.Cancel) { b.Reason = 9 }, "field_missing"},
		"another reason, not named": {func(b *payment.Cancel) { b.Reason = payment.OtherReason }, "field_missing"},
		"a text that turns round":   {func(b *payment.Cancel) { b.Comment = "\u202e" }, "text_not_clean"},
		"a payment nobody made":     {func(b *payment.Cancel) { b.Payment[0] ^= 1 }, "payment_unknown"},
	} {
		b := good
		row.change(&b)
		require.Equal(t, []string{row.want}, x.refused(x.Finance, seal.KindCancelPayment, b), name)
	}
	require.Equal(t, []string{"not_allowed"}, x.refused(x.Quality, seal.KindCancelPayment, good))
	require.Equal(t, []string{"not_allowed"}, x.refused(x.Server, seal.KindCancelPayment, good), "the agency's people alone")
	x.done(x.Finance, seal.KindCancelPayment, good)
	require.Equal(t, []string{"payment_cancelled"}, x.refused(x.Finance, seal.KindCancelPayment, good))

	paid := x.transfer()
	x.bankSays(paid, "A")
	good.Payment = paid.ID
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Finance, seal.KindCancelPayment, good))
}

// The bank may execute what was taken back: what it says is kept with the payment order,
// once, and moves no money.
func TestConfirm_OfWhatWasTakenBackIsKept(t *testing.T) {
	t.Parallel()
	x, _ := delivered(t, 4)
	p := x.transfer()
	x.done(x.Finance, seal.KindCancelPayment, payment.Cancel{Payment: p.ID, Reason: payment.Superseded})
	holds := x.w.Orders[x.order].Holds
	out := x.bankSays(p, "A")
	require.Empty(t, out.Orders)
	require.Empty(t, out.Budgets)
	require.Equal(t, holds, x.w.Orders[x.order].Holds)
	is := x.payment(p)
	require.Equal(t, payment.TakenBackPaid, is.Stands())
	require.Zero(t, is.PaidAt)
	require.Len(t, is.Unmatched, 1)
	require.Equal(t, p.Total, is.Unmatched[0].Confirmation.Amount)
	require.Equal(t, "A", is.Unmatched[0].Confirmation.Reference)
	require.Equal(t, "file", is.Unmatched[0].Source)
	require.NotZero(t, is.Unmatched[0].At)
	require.Equal(t, payment.Payable, x.invoice().State)

	require.True(t, x.bankSays(p, "A").IsEmpty(), "the same file once more")
	x.bankSays(p, "B")
	require.Len(t, x.payment(p).Unmatched, 2)

	// In one file with others it holds nothing up, and two words on it are one change.
	other := x.transfer()
	rows := payment.Confirm{Rows: []payment.Confirmation{
		{Number: p.Number, Amount: 1, ValueDate: 1}, {Number: other.Number, Amount: other.Total, ValueDate: 1}, {Number: p.Number, Amount: 2, ValueDate: 1},
	}}
	version := x.payment(p).Version
	x.done(x.Finance, seal.KindConfirmPayments, rows)
	require.Equal(t, version+1, x.payment(p).Version)
	require.Len(t, x.payment(p).Unmatched, 4)
	require.Equal(t, payment.Executed, x.payment(other).Stands())

	for n := range money.Amount(payment.MaxUnmatched - 4) {
		x.done(x.Finance, seal.KindConfirmPayments, payment.Confirm{Rows: []payment.Confirmation{{Number: p.Number, Amount: 100 + n, ValueDate: 1}}})
	}
	full := payment.Confirm{Rows: []payment.Confirmation{{Number: p.Number, Amount: 99, ValueDate: 1}}}
	require.Equal(t, []string{"payment_cancelled"}, x.refused(x.Finance, seal.KindConfirmPayments, full))
}

// replacedBadly has pieces accepted and put into a payment order, then claimed, sent
// again, and refused again.
func replacedBadly(t *testing.T, executed bool) (*trade, payment.Payment, delivery.Claim) {
	t.Helper()
	x := newTrade(t, 6)
	v := x.sent(x.note(4)) // two are still to come, so that the order does not close
	x.signedFor(receipt(v))
	p := x.transfer()
	if executed {
		x.bankSays(p, "A")
	}
	x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{
		Delivery: v.ID, Reason: delivery.Quality, Text: "Не літають.", Lines: []delivery.ClaimLine{{Line: 1, Pieces: 2}},
	})
	x.settled(x.claims()[0], delivery.Replaced)
	again := x.note(2)
	again.Replaces = x.claims()[0].ID
	r := receipt(x.sent(again))
	r.Counts[0].Refused, r.Counts[0].Reason = 2, delivery.Damaged
	x.signedFor(r)
	require.Len(t, x.claims(), 2)
	return x, p, x.claims()[1]
}

func TestRefund_OfWhatIsInAPaymentOrder(t *testing.T) {
	t.Parallel()
	for name, executed := range map[string]bool{"ordered": false, "paid": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, p, c := replacedBadly(t, executed)
			x.settled(c, delivery.Refunded)
			i := x.invoice()
			require.Len(t, i.Credits, 1)
			require.Equal(t, 2*dearPiece, i.Credits[0].Amount)
			require.Equal(t, 2*dearPiece, i.Matched)
			require.Equal(t, 2*dearPiece, i.Refund())
			require.Zero(t, i.Open())
			require.Equal(t, payment.RefundDue, i.State)
			held := x.w.Orders[x.order].Holds
			require.Equal(t, 4*dearPiece, held.Invoiced+held.Paid, "what the bank has, or may still execute, stays")
			require.Equal(t, 2*dearPiece, held.Committed)
			if !executed {
				x.bankSays(p, "A") // it is too late to take it back
			}
			require.Equal(t, 4*dearPiece, x.w.Orders[x.order].Holds.Paid)

			// What comes next is set off.
			x.signedFor(receipt(x.sent(x.note(1))))
			i = x.invoice()
			require.Equal(t, dearPiece, i.Refund())
			require.Zero(t, i.Open())
			require.Equal(t, budget.Holding{Committed: dearPiece, Paid: 4 * dearPiece}, x.w.Orders[x.order].Holds)
			x.done(x.Maker, seal.KindRespondOrder, delivery.Respond{Order: x.order, Lines: []delivery.ResponseLine{
				{Line: 1, Status: delivery.LineChanged, Confirmed: 3},
			}})
			o := x.w.Orders[x.order]
			require.NotZero(t, o.ClosedAt, "a refund that is due does not hold the order")
			require.Equal(t, budget.Holding{Paid: 4 * dearPiece}, o.Holds)
			require.Equal(t, payment.RefundDue, x.invoice().State)
			require.Equal(t, dearPiece, x.invoice().Refund())
		})
	}
}

// A payment order that is taken back pays no refund: the money goes back to the budget.
func TestRefund_IsGoneWithItsPaymentOrder(t *testing.T) {
	t.Parallel()
	x, p, c := replacedBadly(t, false)
	x.settled(c, delivery.Refunded)
	free := x.w.Budgets[x.w.Orders[x.order].Budget].Free()
	x.done(x.Finance, seal.KindCancelPayment, payment.Cancel{Payment: p.ID, Reason: payment.NotExecuted})
	i := x.invoice()
	require.Zero(t, i.Refund())
	require.Equal(t, 2*dearPiece, i.Open())
	require.Equal(t, payment.Payable, i.State)
	require.Equal(t, free+2*dearPiece, x.w.Budgets[x.w.Orders[x.order].Budget].Free())
	require.Equal(t, budget.Holding{Committed: 2 * dearPiece, Invoiced: 2 * dearPiece}, x.w.Orders[x.order].Holds)
}
