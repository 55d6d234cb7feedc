package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

func TestRespond_Rules(t *testing.T) {
	t.Parallel()
	accepted := delivery.ResponseLine{Line: 1, Status: delivery.LineAccepted, Confirmed: 6}
	rows := []struct {
		name   string
		lines  func(x *trade, l delivery.ResponseLine) []delivery.ResponseLine
		before func(x *trade)
		want   string
	}{
		{name: "all of it"},
		{name: "a mere acknowledgement", lines: func(*trade, delivery.ResponseLine) []delivery.ResponseLine { return nil }},
		{name: "an earlier day", lines: with(func(x *trade, l *delivery.ResponseLine) { l.PromisedAt = x.at.Add(day).UnixMilli() })},
		{
			name: "the day that stands", lines: with(func(x *trade, l *delivery.ResponseLine) {
				l.Status, l.PromisedAt = delivery.LineChanged, x.part(1).PromisedAt
			}),
		},
		{
			name: "a later day is no acceptance", want: "promise_later",
			lines: with(func(x *trade, l *delivery.ResponseLine) { l.PromisedAt = x.part(1).PromisedAt + 1 }),
		},
		{
			name: "a later day is no change of the supplier's own", want: "promise_later",
			lines: with(func(x *trade, l *delivery.ResponseLine) {
				l.Status, l.PromisedAt = delivery.LineChanged, x.part(1).PromisedAt+1
			}),
		},
		{
			name: "back to a day that was brought forward", want: "promise_later",
			before: func(x *trade) {
				x.done(x.Maker, seal.KindRespondOrder, delivery.Respond{Order: x.order, Lines: []delivery.ResponseLine{
					{Line: 1, Status: delivery.LineAccepted, Confirmed: 6, PromisedAt: x.part(1).PromisedAt - day.Milliseconds()},
				}})
			},
			lines: with(func(x *trade, l *delivery.ResponseLine) {
				l.Status, l.PromisedAt = delivery.LineChanged, x.part(1).PromisedAt+day.Milliseconds()
			}),
		},
		{
			name: "a missed day cannot be talked away", want: "promise_later",
			before: func(x *trade) { x.at = x.at.Add(11 * day) },
			lines: with(func(x *trade, l *delivery.ResponseLine) {
				l.Status, l.PromisedAt = delivery.LineChanged, x.at.Add(day).UnixMilli()
			}),
		},
		{
			name: "a day before the approval", want: "field_invalid",
			lines: with(func(x *trade, l *delivery.ResponseLine) { l.PromisedAt = x.w.Orders[x.order].ApprovedAt - 1 }),
		},
		{
			name: "a day before all days", want: "field_invalid",
			lines: with(func(_ *trade, l *delivery.ResponseLine) { l.PromisedAt = -1 << 63 }),
		},
		{
			name: "a day after all days", want: "field_invalid",
			lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Status, l.PromisedAt = delivery.LineChanged, 1<<63-1 }),
		},
		{name: "accepts fewer", want: "field_invalid", lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Confirmed = 5 })},
		{
			name: "changes to more", want: "pieces_too_many",
			lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Status, l.Confirmed = delivery.LineChanged, 7 }),
		},
		{
			name: "changes to none", want: "field_invalid",
			lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Status, l.Confirmed = delivery.LineChanged, 0 }),
		},
		{
			name: "changes to fewer than were sent", want: "field_invalid", before: func(x *trade) { x.sent(x.note(3)) },
			lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Status, l.Confirmed = delivery.LineChanged, 2 }),
		},
		{
			name: "declines and confirms", want: "field_invalid",
			lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Status = delivery.LineNotAccepted }),
		},
		{
			name: "declines what was sent", want: "state_forbids", before: func(x *trade) { x.sent(x.note(6)) },
			lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Status, l.Confirmed = delivery.LineNotAccepted, 0 }),
		},
		{name: "adds a line", want: "field_invalid", lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Status = delivery.LineAdded })},
		{name: "a status there is not", want: "field_invalid", lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Status = 200 })},
		{name: "a line there is not", want: "field_invalid", lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Line = 3 })},
		{name: "line zero", want: "field_invalid", lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Line = 0 })},
		{name: "a part there is not", want: "field_invalid", lines: with(func(_ *trade, l *delivery.ResponseLine) { l.Part = -1 })},
		{
			name: "a part twice", want: "line_duplicate",
			lines: func(_ *trade, l delivery.ResponseLine) []delivery.ResponseLine { return []delivery.ResponseLine{l, l} },
		},
		{
			name: "another supplier's part", want: "not_yours",
			before: func(x *trade) {
				o := x.w.Orders[x.order].Clone()
				o.Lines[0].Parts[0].Supplier = x.Agency.ID
				x.w.Orders[x.order] = &o
			},
		},
		{
			name: "an order that is not approved", want: "state_forbids",
			before: func(x *trade) { x.w.Orders[x.order].State = order.Cancelled },
		},
		{name: "an order that is closed", want: "state_forbids", before: func(x *trade) { x.w.Orders[x.order].ClosedAt = 1 }},
		{name: "an order that nobody approved yet", want: "order_unknown", before: func(x *trade) {
			x.w.Orders[x.order].State, x.w.Orders[x.order].ApprovedAt = order.InReview, 0
		}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			x := newTrade(t, 6, 2)
			if row.before != nil {
				row.before(x)
			}
			b := delivery.Respond{Order: x.order, Lines: []delivery.ResponseLine{accepted}}
			if row.lines != nil {
				b.Lines = row.lines(x, accepted)
			}
			if row.want == "" {
				x.done(x.Maker, seal.KindRespondOrder, b)
				return
			}
			require.Equal(t, []string{row.want}, x.refused(x.Maker, seal.KindRespondOrder, b))
		})
	}
}

// with changes the one line of a response.
func with(change func(*trade, *delivery.ResponseLine)) func(*trade, delivery.ResponseLine) []delivery.ResponseLine {
	return func(x *trade, l delivery.ResponseLine) []delivery.ResponseLine {
		change(x, &l)
		return []delivery.ResponseLine{l}
	}
}

func TestRespond_WhatIsNotConfirmedIsDroppedAndCredited(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6, 2)
	x.sent(x.note(2))
	before := x.w.Orders[x.order].Holds
	x.done(x.Maker, seal.KindRespondOrder, delivery.Respond{Order: x.order, Comment: "Більше не буде.", Lines: []delivery.ResponseLine{
		{Line: 1, Status: delivery.LineChanged, Confirmed: 5}, {Line: 2, Status: delivery.LineNotAccepted},
	}})
	o := x.w.Orders[x.order]
	require.EqualValues(t, 1, x.part(1).Dropped)
	require.EqualValues(t, 5, x.part(1).Confirmed)
	require.EqualValues(t, 2, x.part(2).Dropped)
	require.Equal(t, order.Closed, x.state(2), "nothing of it will come")
	require.Equal(t, order.SupplierConfirmed, x.state(1))
	require.EqualValues(t, 3, x.w.Stocks[x.Offers[0].ID].Reserved)
	require.Zero(t, x.w.Stocks[x.Offers[1].ID].Reserved)
	// What the supplier does not have is not free for the next: two were sent, one and two declined.
	require.EqualValues(t, 40-2-1, x.w.Stocks[x.Offers[0].ID].OnHand)
	require.EqualValues(t, 40-2, x.w.Stocks[x.Offers[1].ID].OnHand)
	require.Less(t, o.Holds.Committed, before.Committed)
	require.Equal(t, o.Holds.Committed, x.invoice().Total-x.invoice().Credited)

	i := len(o.Events) - 1
	for o.Events[i].Kind != order.EventConfirmed {
		i--
	}
	e := o.Events[i]
	require.Equal(t, "ПЗ-2026/000001", e.Ref)
	require.EqualValues(t, 5, e.Pieces)
	require.Equal(t, "Більше не буде.", e.Comment)
	require.Equal(t, []fault.Reason{
		{Code: fault.StockGone, Line: 1, Field: "quantity", Have: 5, Want: 6},
		{Code: fault.StockGone, Line: 2, Field: "quantity", Have: 0, Want: 2},
	}, e.Reasons)

	// The rest goes its way to the end.
	x.sent(x.note(3))
	for _, k := range x.w.Orders[x.order].Deliveries {
		x.signedFor(receipt(x.delivery(k)))
	}
	require.Equal(t, order.Accepted, x.state(1))
	require.Equal(t, x.invoice().Total, x.invoice().Matched+x.invoice().Credited)
}

func TestRespond_ACapGetsBackWhatIsDeclined(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 1)
	x.w.Items[x.Items[0].ID].Cap = 9
	r := x.Revision(7, 0, 8)
	x.order = r.Order
	x.done(x.Requisitioner, seal.KindSubmitOrder, r)
	x.done(x.Officer, seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())})
	x.done(x.Maker, seal.KindRespondOrder, delivery.Respond{Order: x.order, Lines: []delivery.ResponseLine{{Line: 1, Status: delivery.LineChanged, Confirmed: 3}}})
	for _, u := range x.w.Usages {
		if u != nil && u.Item == x.Items[0].ID {
			require.EqualValues(t, 3, u.Pieces)
			return
		}
	}
	t.Fatal("nothing was counted")
}

// A supplier's device has no order, only what it may see of it: its commands change
// that as the server will.
func TestGoods_OnTheSuppliersDevice(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6, 2)
	held := x.w.Orders[x.order].Blind("P-01")[0]
	device := sharedtest.NewField().World()
	device.Orders[x.order], device.Things[held.DocKey()] = nil, held
	for _, o := range x.Offers[:2] {
		s := *x.w.Stocks[o.ID]
		device.Stocks[o.ID] = &s
	}
	both := func(kind seal.Kind, body any) {
		c := x.Maker.Command(kind, body, x.at.Add(time.Minute))
		for _, w := range []*trade{{w: device}, {w: x.w}} {
			out, reasons := sharedtest.Decide(w.w, c, x.at.Add(time.Minute))
			require.Empty(t, reasons)
			require.Equal(t, w.w == device, len(out.Orders) == 0)
		}
	}
	same := func() {
		t.Helper()
		here, ok := device.Things[held.DocKey()].(order.SupplierOrder)
		require.True(t, ok)
		there := x.w.Orders[x.order].Blind("P-01")[0]
		require.Equal(t, there, here)
		for _, o := range x.Offers[:2] {
			require.Equal(t, x.w.Stocks[o.ID].Reserved, device.Stocks[o.ID].Reserved)
			require.Equal(t, x.w.Stocks[o.ID].OnHand, device.Stocks[o.ID].OnHand)
		}
	}
	both(seal.KindRespondOrder, delivery.Respond{Order: x.order, Lines: []delivery.ResponseLine{
		{Line: 1, Status: delivery.LineChanged, Confirmed: 5, PromisedAt: x.at.Add(2 * day).UnixMilli()}, {Line: 2, Status: delivery.LineNotAccepted},
	}})
	same()
	both(seal.KindDispatch, x.note(2))
	same()
	both(seal.KindDispatch, x.note(3))
	same()
	v := x.delivery(x.w.Orders[x.order].Deliveries[0])
	here, ok := device.Things[v.DocKey()].(delivery.Delivery)
	require.True(t, ok)
	require.Equal(t, v.Lines, here.Lines)
	require.True(t, here.Unit.IsZero())

	// Another supplier's is unknown to it, and so is an order it delivers nothing of.
	held.Supplier = x.Agency.ID
	device.Things[held.DocKey()] = held
	_, reasons := sharedtest.Decide(device, x.Maker.Command(seal.KindDispatch, x.note(1), x.at), x.at)
	require.Equal(t, []string{"order_unknown"}, reasons)
}
