package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

const handoverCode = "7KQ2M-9XH4T"

const day = 24 * time.Hour

// trade is a field with one approved order, and the clock of its next command.
type trade struct {
	*sharedtest.Field
	t     require.TestingT
	w     *rules.World
	order id.ID[id.Order]
	at    time.Time
}

// newTrade approves an order of the first unit, one line an offer and quantity.
func newTrade(t require.TestingT, quantities ...int64) *trade {
	f := sharedtest.NewField()
	for i := range f.Stocks {
		f.Stocks[i].OnHand = 40
	}
	f.Budgets[0].Appropriated *= 10
	x := &trade{Field: f, t: t, w: f.World(), at: sharedtest.Now}
	r := f.Revision(1, 0, quantities...)
	x.order = r.Order
	x.done(f.Requisitioner, seal.KindSubmitOrder, r)
	x.done(f.Officer, seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())})
	return x
}

// do decides a command and applies it; a minute passes.
func (x *trade) do(a *sharedtest.Actor, kind seal.Kind, body any) (rules.Outcome, []string) {
	x.at = x.at.Add(time.Minute)
	return sharedtest.Decide(x.w, a.Command(kind, body, x.at), x.at)
}

func (x *trade) done(a *sharedtest.Actor, kind seal.Kind, body any) rules.Outcome {
	out, reasons := x.do(a, kind, body)
	require.Empty(x.t, reasons, "%s", kind)
	return out
}

func (x *trade) refused(a *sharedtest.Actor, kind seal.Kind, body any) []string {
	out, reasons := x.do(a, kind, body)
	require.True(x.t, out.IsEmpty())
	require.NotEmpty(x.t, reasons)
	return reasons
}

func (x *trade) part(line int) order.Part        { return x.w.Orders[x.order].Lines[line-1].Parts[0] }
func (x *trade) line(line int) order.LineState   { return x.w.Orders[x.order].Lines[line-1] }
func (x *trade) state(line int) order.Fulfilment { return x.line(line).State }

func (x *trade) delivery(k id.ID[id.Delivery]) delivery.Delivery {
	v, ok := rules.Find[delivery.Delivery](x.w, delivery.Delivery{ID: k}.DocKey())
	require.True(x.t, ok)
	return v
}

func (x *trade) claims() []delivery.Claim {
	var all []delivery.Claim
	for _, k := range x.w.Orders[x.order].Claims {
		c, ok := rules.Find[delivery.Claim](x.w, delivery.Claim{ID: k}.DocKey())
		require.True(x.t, ok)
		all = append(all, c)
	}
	return all
}

func (x *trade) invoice() payment.Invoice {
	i, ok := rules.Find[payment.Invoice](x.w, payment.Invoice{ID: x.w.Orders[x.order].Invoices[0]}.DocKey())
	require.True(x.t, ok)
	return i
}

// note is a dispatch note of pieces of the first lines' parts; none of a line that has 0.
func (x *trade) note(pieces ...int64) delivery.Dispatch {
	b := delivery.Dispatch{Order: x.order, Handover: delivery.HandoverHash(x.order, handoverCode), Carrier: "ФОП Вигаданий", Vehicle: "АА 0000 АА"}
	for i, n := range pieces {
		if n != 0 {
			b.Lines = append(b.Lines, delivery.DispatchLine{Line: i + 1, Quantity: n})
		}
	}
	return b
}

// sent dispatches pieces of the first lines and returns the delivery.
func (x *trade) sent(b delivery.Dispatch) delivery.Delivery {
	x.done(x.Maker, seal.KindDispatch, b)
	all := x.w.Orders[x.order].Deliveries
	return x.delivery(all[len(all)-1])
}

// receipt is the count of a delivery: all came and is good.
func receipt(v delivery.Delivery) delivery.Receive {
	b := delivery.Receive{Delivery: v.ID, Code: handoverCode}
	for _, l := range v.Lines {
		b.Counts = append(b.Counts, delivery.Count{Delivered: l.Dispatched})
	}
	return b
}

// signedFor receives a delivery and signs its certificate.
func (x *trade) signedFor(b delivery.Receive) {
	x.done(x.Receiver, seal.KindReceive, b)
	x.done(x.Acceptor, seal.KindAccept, delivery.Accept{Delivery: b.Delivery, Count: x.delivery(b.Delivery).Count})
}

func (x *trade) settled(c delivery.Claim, how delivery.Outcome) {
	x.done(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: how, Comment: "За актом."})
}

// policies replaces the set of policies.
func (x *trade) policies(change func(*policy.Set)) {
	s := rules.Policies(x.w)
	s.Version = 1
	change(&s)
	x.w.Things[s.DocKey()] = s
}

func TestFulfilment_FromWordToCertificate(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 4, 2)
	require.Equal(t, order.Allocated, x.state(1))
	require.EqualValues(t, 4, x.w.Stocks[x.Offers[0].ID].Reserved)

	promised := x.at.Add(5 * day).UnixMilli()
	x.done(x.Maker, seal.KindRespondOrder, delivery.Respond{Order: x.order, Lines: []delivery.ResponseLine{
		{Line: 1, Status: delivery.LineAccepted, Confirmed: 4, PromisedAt: promised},
		{Line: 2, Status: delivery.LineAccepted, Confirmed: 2, InProduction: true},
	}})
	require.Equal(t, order.SupplierConfirmed, x.state(1))
	require.Equal(t, order.InProduction, x.state(2))
	require.Equal(t, promised, x.part(1).PromisedAt)

	b := x.note(4, 2)
	b.Lines[0].Serials = []string{"S-1", "S-2", "S-3", "S-4"}
	v := x.sent(b)
	require.Equal(t, order.Dispatched, x.state(1))
	require.Equal(t, "ВН-2026/000001", v.Note)
	require.Equal(t, "ТТН-2026/000001", v.Waybill)
	require.Equal(t, "P-01", v.PointCode)
	require.EqualValues(t, 36, x.w.Stocks[x.Offers[0].ID].OnHand)
	require.Zero(t, x.w.Stocks[x.Offers[0].ID].Reserved)

	r := receipt(v)
	r.Counts[0].Remarked, r.Counts[0].Reason, r.Counts[0].Remark = 1, delivery.Damaged, "Подряпини"
	r.Code = " 7kq2m 9хн4т " // as somebody types it, with Cyrillic letters
	x.done(x.Receiver, seal.KindReceive, r)
	require.Equal(t, order.Delivered, x.state(1))
	v = x.delivery(v.ID)
	require.Equal(t, []party.Role{party.RoleAcceptanceSigner}, v.Needs)
	require.Equal(t, delivery.Received, v.State)
	require.Zero(t, x.part(1).Accepted, "one signature is no certificate")

	x.done(x.Acceptor, seal.KindAccept, delivery.Accept{Delivery: v.ID, Count: v.Count})
	v = x.delivery(v.ID)
	require.Equal(t, delivery.Accepted, v.State)
	require.Equal(t, "АПП-2026/000001", v.Certificate)
	require.Len(t, v.Signatures, 2)
	require.Equal(t, order.AcceptedWithRemarks, x.state(1))
	require.Equal(t, order.Accepted, x.state(2))
	require.Empty(t, x.claims(), "in time and whole")
	require.Equal(t, x.invoice().Total, x.invoice().Matched)
	require.Equal(t, x.w.Orders[x.order].Holds.Invoiced, x.invoice().Total)

	var kinds []order.EventKind
	for _, e := range x.w.Orders[x.order].Events {
		if e.Kind >= order.EventConfirmed && e.Kind <= order.EventAccepted {
			kinds = append(kinds, e.Kind)
		}
	}
	require.Equal(t, []order.EventKind{order.EventConfirmed, order.EventDispatched, order.EventDelivered, order.EventAccepted}, kinds)
}

func TestFulfilment_NumbersAreGivenOnce(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 4)
	a, b := x.sent(x.note(1)), x.sent(x.note(1))
	require.NotEqual(t, a.Note, b.Note)
	require.NotEqual(t, a.ID, b.ID)

	// The registers of other years than the server's were looked up: no number, no paper.
	x = newTrade(t, 4)
	c := x.Maker.Command(seal.KindDispatch, x.note(1), x.at.AddDate(-3, 0, 0))
	_, reasons := sharedtest.Decide(x.w, c, x.at)
	require.Equal(t, []string{"clock_skew"}, reasons)
}

func TestFulfilment_ShortDeliveryIsAClaimAndTheLineWaitsForIt(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 4)
	b := x.note(4)
	b.Lines[0].Serials = []string{"S-1", "S-2", "S-3", "S-4"}
	v := x.sent(b)
	r := receipt(v)
	r.Counts[0] = delivery.Count{Delivered: 3, Refused: 1, Reason: delivery.Quality, Remark: "Не вмикається", Missing: []string{"S-4"}, Bad: []string{"S-1"}}
	r.Attachments = []delivery.Attachment{{Hash: seal.Sum([]byte("photo")), Name: "фото.jpg", Type: "image/jpeg", Bytes: 5}}
	x.signedFor(r)

	require.Equal(t, order.Disputed, x.state(1))
	claims := x.claims()
	require.Len(t, claims, 2)
	missing, refused := claims[0], claims[1]
	require.Equal(t, delivery.Quantity, missing.Reason)
	require.Equal(t, []delivery.ClaimLine{{Line: 1, Pieces: 1, Serials: []string{"S-4"}}}, missing.Lines)
	require.Empty(t, missing.Attachments)
	require.Equal(t, delivery.Quality, refused.Reason)
	require.Equal(t, []delivery.ClaimLine{{Line: 1, Pieces: 1, Serials: []string{"S-1"}}}, refused.Lines)
	require.Equal(t, r.Attachments, refused.Attachments)
	require.Equal(t, "РК-2026/000001", missing.Number)
	require.Equal(t, "РК-2026/000002", refused.Number)

	x.done(x.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: missing.ID, Text: "Знайдемо.", Agrees: true})
	require.Equal(t, order.Disputed, x.state(1))
	x.settled(missing, delivery.Replaced)
	require.Equal(t, order.Disputed, x.state(1), "one claim is open still")
	x.settled(refused, delivery.Refunded)
	require.EqualValues(t, 1, x.part(1).Due())
	require.EqualValues(t, 3, x.line(1).Given())
	require.Zero(t, x.part(1).OnShelf())

	again := x.note(1)
	again.Replaces = missing.ID
	again.Lines[0].Serials = []string{"S-4"}
	v2 := x.sent(again)
	require.EqualValues(t, 36, x.w.Stocks[x.Offers[0].ID].OnHand, "a replacement is the supplier's own")
	require.Equal(t, order.Dispatched, x.state(1))
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Maker, seal.KindDispatch, again), "it is sent once")
	x.signedFor(receipt(v2))
	require.Equal(t, order.Accepted, x.state(1))
	i := x.invoice()
	require.EqualValues(t, 3, i.Lines[0].Matched)
	require.EqualValues(t, 1, i.Lines[0].Credited)
	require.Equal(t, i.Total, i.Matched+i.Credited)
}

func TestFulfilment_WhatWasAcceptedCanBeSentBack(t *testing.T) {
	t.Parallel()
	for _, how := range []delivery.Outcome{delivery.Replaced, delivery.Refunded, delivery.Withdrawn} {
		t.Run(how.String(), func(t *testing.T) {
			t.Parallel()
			x := newTrade(t, 6)
			v := x.sent(x.note(4))
			x.signedFor(receipt(v))
			x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{
				Delivery: v.ID, Reason: delivery.Quality, Lines: []delivery.ClaimLine{{Line: 1, Pieces: 2}}, Text: "Згорів двигун.",
			})
			require.Equal(t, order.Disputed, x.state(1))
			claim := x.claims()[0]
			require.True(t, claim.Matched)
			x.settled(claim, how)
			last := x.note(2)
			if how == delivery.Replaced {
				again := x.note(2)
				again.Replaces = claim.ID
				x.signedFor(receipt(x.sent(again)))
				require.EqualValues(t, 4, x.invoice().Lines[0].Matched, "what was matched is not matched twice")
			}
			x.signedFor(receipt(x.sent(last)))
			require.Equal(t, order.Accepted, x.state(1))
			require.Equal(t, x.invoice().Total, x.invoice().Matched+x.invoice().Credited)
		})
	}
}
