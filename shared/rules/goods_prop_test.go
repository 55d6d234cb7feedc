package rules_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/delivery"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/register"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// Goods in random splits, with refusals, losses, replacements and refunds: no piece is
// made or lost, no state goes back but for a dispute or a replacement, and whatever the
// way, the order can be brought to its end.
func TestGoods_ArePreserved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := newTrade(t, rapid.Int64Range(1, 12).Draw(t, "first"), rapid.Int64Range(1, 12).Draw(t, "second"))
		w := walk{trade: x, r: t}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			w.step()
			w.check()
		}
		for n := 0; !w.finish(); n++ {
			require.Less(t, n, 100, "there is a way to the end")
			w.check()
		}
		for line := 1; line <= 2; line++ {
			require.Contains(t, []order.Fulfilment{order.Accepted, order.AcceptedWithRemarks, order.Closed}, x.state(line))
		}
		o, i := x.w.Orders[x.order], x.invoice()
		require.Equal(t, i.Total, i.Matched+i.Credited)
		require.Equal(t, i.Matched+i.Refund(), o.Holds.Invoiced+o.Holds.Paid)
		require.Zero(t, o.Holds.Committed)
		w.payments(true)
		require.NotZero(t, x.w.Orders[x.order].ClosedAt, "and paid it is closed")
		i = x.invoice()
		b := x.w.Budgets[x.w.Orders[x.order].Budget]
		require.Equal(t, i.Paid, b.Held(), "what left the budget went to the supplier, who owes what it took back")
		require.Equal(t, i.Matched-i.Withheld, i.Paid-i.Refund())
	})
}

// walk is a random life of an approved order.
type walk struct {
	*trade
	r      *rapid.T
	before [2]order.Fulfilment
	// excused says that a line may go back now.
	excused [2]bool
}

func (w *walk) draw(most int64, what string) int64 { return rapid.Int64Range(0, most).Draw(w.r, what) }

func (w *walk) step() {
	switch rapid.SampledFrom([]string{"respond", "dispatch", "dispatch", "receive", "accept", "claim", "settle", "settle", "answer", "pay", "recall"}).Draw(w.r, "step") {
	case "respond":
		w.respond()
	case "dispatch":
		w.dispatch(w.draw(12, "pieces"))
	case "receive":
		w.receive(false)
	case "accept":
		w.accept()
	case "claim":
		w.claim()
	case "settle":
		w.settle(rapid.SampledFrom([]delivery.Outcome{delivery.Replaced, delivery.Refunded, delivery.Fined, delivery.Withdrawn}).Draw(w.r, "outcome"))
	case "pay":
		w.payments(w.draw(1, "executed") == 1)
	case "recall":
		for _, p := range w.ordered() {
			w.do(w.Finance, seal.KindCancelPayment, payment.Cancel{Payment: p.ID, Reason: payment.Superseded})
		}
	case "answer":
		for _, c := range w.claims() {
			w.do(w.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: c.ID, Agrees: true})
		}
	}
}

// finish does what is left to do, perfectly; true when nothing is.
func (w *walk) finish() bool {
	before := w.w.Orders[w.order].Version
	w.dispatch(100)
	w.receive(true)
	w.accept()
	w.settle(delivery.Refunded)
	w.settle(delivery.Withdrawn) // a proposed penalty
	return w.w.Orders[w.order].Version == before
}

// payments puts what is open into a payment order; the bank executes what waits, or not.
func (w *walk) payments(executed bool) {
	w.do(w.Finance, seal.KindOrderPayment, payment.Order{Invoices: w.w.Orders[w.order].Invoices})
	for _, p := range w.ordered() {
		if executed {
			w.done(w.Finance, seal.KindConfirmPayments, payment.Confirm{Rows: []payment.Confirmation{{Number: p.Number, Amount: p.Total, ValueDate: w.at.UnixMilli()}}})
		}
	}
}

// ordered are the payment orders, of whatever state.
func (w *walk) ordered() []payment.Payment {
	var all []payment.Payment
	for n := int64(1); ; n++ {
		p, ok := rules.Find[payment.Payment](w.w, payment.Key(payment.PaymentID(register.Number(register.SeriesPayment, 2026, n))))
		if !ok {
			return all
		}
		all = append(all, p)
	}
}

func (w *walk) respond() {
	line := int(w.draw(1, "line")) + 1
	p := w.part(line)
	l := delivery.ResponseLine{Line: line, InProduction: w.draw(1, "made") == 1}
	l.Status = rapid.SampledFrom([]delivery.LineStatus{delivery.LineAccepted, delivery.LineChanged, delivery.LineNotAccepted}).Draw(w.r, "status")
	switch l.Status { //nolint:exhaustive // these are drawn
	case delivery.LineAccepted:
		l.Confirmed = p.Quantity - p.Dropped
	case delivery.LineChanged:
		l.Confirmed = p.Quantity - p.Dropped - w.draw(3, "fewer")
	case delivery.LineNotAccepted:
		l.InProduction = false
	}
	w.do(w.Maker, seal.KindRespondOrder, delivery.Respond{Order: w.order, Lines: []delivery.ResponseLine{l}})
}

func (w *walk) dispatch(most int64) {
	var pieces [2]int64
	for i := range pieces {
		pieces[i] = min(w.part(i+1).OnShelf(), most)
	}
	w.do(w.Maker, seal.KindDispatch, w.numbered(w.note(pieces[0], pieces[1])))
	for _, c := range w.claims() {
		again := w.note()
		again.Replaces = c.ID
		for _, l := range c.Lines {
			if n := min(c.ToResend(l.Line, l.Part), most); n > 0 {
				again.Lines = append(again.Lines, delivery.DispatchLine{Line: l.Line, Part: l.Part, Quantity: n})
			}
		}
		w.do(w.Maker, seal.KindDispatch, w.numbered(again))
	}
}

// numbered gives every piece of the second line a serial number nobody used.
func (w *walk) numbered(b delivery.Dispatch) delivery.Dispatch {
	for i, l := range b.Lines {
		for n := range l.Quantity {
			if l.Line == 2 {
				b.Lines[i].Serials = append(b.Lines[i].Serials, fmt.Sprintf("%d-%d", w.at.UnixMilli(), n))
			}
		}
	}
	return b
}

func (w *walk) receive(well bool) {
	for _, k := range w.w.Orders[w.order].Deliveries {
		v := w.delivery(k)
		if v.State != delivery.Dispatched {
			continue
		}
		b := receipt(v)
		for i, l := range v.Lines {
			if well {
				continue
			}
			c := &b.Counts[i]
			c.Delivered -= w.draw(min(c.Delivered, 2), "missing")
			c.Refused = w.draw(min(c.Delivered, 2), "refused")
			c.Remarked = w.draw(min(c.Delivered-c.Refused, 2), "remarked")
			if c.Refused+c.Remarked > 0 {
				c.Reason = rapid.SampledFrom(delivery.ClaimReasons()).Draw(w.r, "reason")
			}
			if len(l.Serials) > 0 {
				c.Bad = l.Serials[:c.Refused]
				c.Missing = l.Serials[c.Refused : c.Refused+l.Dispatched-c.Delivered]
			}
		}
		if !well && w.draw(3, "late") == 0 {
			w.at = w.at.Add(12 * day)
		}
		w.done(w.Receiver, seal.KindReceive, b)
	}
}

func (w *walk) accept() {
	for _, k := range w.w.Orders[w.order].Deliveries {
		if v := w.delivery(k); v.State == delivery.Received {
			w.done(w.Acceptor, seal.KindAccept, delivery.Accept{Delivery: k, Count: v.Count})
		}
	}
}

func (w *walk) claim() {
	for _, k := range w.w.Orders[w.order].Deliveries {
		v := w.delivery(k)
		b := delivery.OpenClaim{Delivery: k, Reason: rapid.SampledFrom(delivery.ClaimReasons()).Draw(w.r, "reason")}
		for _, l := range v.Lines {
			if l.Accepted > 0 {
				b.Lines = append(b.Lines, delivery.ClaimLine{Line: l.Line, Part: l.Part, Pieces: 1 + w.draw(l.Accepted-1, "claimed")})
			}
		}
		w.do(w.Quality, seal.KindOpenClaim, b)
	}
}

func (w *walk) settle(how delivery.Outcome) {
	for _, c := range w.claims() {
		_, reasons := w.do(w.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: how})
		if reasons == nil && how == delivery.Replaced {
			for _, l := range c.Lines {
				w.excused[l.Line-1] = true
			}
		}
	}
}

// check looks at the parts, and at the lines and what they were.
func (w *walk) check() {
	w.counted()
	w.forward(1)
	w.forward(2)
	o := w.w.Orders[w.order]
	require.Empty(w.r, rules.Late(*o, o.ApprovedAt))
}

// counted compares the parts with the deliveries.
func (w *walk) counted() {
	o := w.w.Orders[w.order]
	for line := 1; line <= 2; line++ {
		p, sent, came, transit := w.part(line), int64(0), int64(0), int64(0)
		for _, k := range o.Deliveries {
			v := w.delivery(k)
			for _, l := range v.Lines {
				if l.Line != line {
					continue
				}
				sent += l.Dispatched
				came += l.Delivered
				if v.State == delivery.Dispatched {
					transit += l.Dispatched
				}
				require.Equal(w.r, l.Delivered, l.Accepted+l.Refused)
			}
		}
		require.Equal(w.r, sent, p.Dispatched)
		require.Equal(w.r, came, p.Delivered)
		require.Equal(w.r, p.Quantity, (p.Dropped-p.Refunded)+p.OnShelf()+(p.Dispatched-p.Resent), "given = dropped + on the shelf + sent")
		require.Equal(w.r, p.Dropped, w.line(line).Dropped)
		require.LessOrEqual(w.r, transit, p.Dispatched-p.Delivered)
		require.LessOrEqual(w.r, p.Accepted+p.Refused, p.Delivered)
		require.LessOrEqual(w.r, p.Resent, p.Replaced)
		require.LessOrEqual(w.r, p.Replaced+p.Refunded, p.Refused+p.Dispatched-p.Delivered, "what goes back was refused or lost")
		require.LessOrEqual(w.r, p.Remarked, p.Accepted)
		for _, n := range []int64{p.Due(), p.OnShelf(), p.Dropped, p.Refunded, p.Accepted, p.Remarked, p.Confirmed} {
			require.GreaterOrEqual(w.r, n, int64(0))
		}
		stock := w.w.Stocks[w.Offers[line-1].ID]
		require.Equal(w.r, p.OnShelf(), stock.Reserved)
		require.Equal(w.r, 40-(p.Dispatched-p.Resent)-(p.Dropped-p.Refunded), stock.OnHand, "what was declined is not offered again")
	}
}

// forward requires that a line's state is not behind the one it had.
func (w *walk) forward(line int) {
	was, now := w.before[line-1], w.state(line)
	if now == order.Disputed {
		return // and what stood before the dispute is where it goes on from
	}
	if now < was {
		require.True(w.r, w.excused[line-1], "line %d: %s after %s", line, now, was)
	}
	w.before[line-1], w.excused[line-1] = now, false
}
