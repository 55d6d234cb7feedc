package rules_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

func TestPenalty_ByTheTermsOfPolicy(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name  string
		terms policy.Penalty
		late  time.Duration
		want  money.Amount
		days  int64
	}{
		// Six pieces at 10,000 UAH with 20 % VAT are 72,000 UAH.
		{"in time", policy.Penalty{PerDay: 10, Most: 1000}, 0, 0, 0},
		{"no whole day", policy.Penalty{PerDay: 10, Most: 1000}, day - time.Hour, 0, 0},
		{"a day", policy.Penalty{PerDay: 10, Most: 1000}, day, 72_00, 1},
		{"three days", policy.Penalty{PerDay: 10, Most: 1000}, 4*day - time.Hour, 216_00, 3},
		{"within the days that are free", policy.Penalty{PerDay: 10, Most: 1000, GraceDays: 3}, 3 * day, 0, 0},
		{"after the days that are free", policy.Penalty{PerDay: 10, Most: 1000, GraceDays: 3}, 5 * day, 144_00, 5},
		{"not more than the most", policy.Penalty{PerDay: 300, Most: 1000}, 5 * day, 7_200_00, 5},
		{"the last day before the most", policy.Penalty{PerDay: 300, Most: 1000}, 3 * day, 6_480_00, 3},
		{"nothing a day", policy.Penalty{Most: 1000}, 5 * day, 0, 0},
		{"terms that nobody meant", policy.Penalty{PerDay: math.MaxInt32, Most: math.MaxInt32, GraceDays: math.MinInt64}, 5 * day, 72_000_00, 5},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			x := newTrade(t, 6)
			x.policies(func(s *policy.Set) { s.Penalty = row.terms })
			v := x.sent(x.note(6))
			x.at = time.UnixMilli(x.part(1).PromisedAt).Add(row.late - time.Minute)
			x.signedFor(receipt(v))
			if row.want == 0 {
				require.Empty(t, x.claims())
				return
			}
			c := x.claims()[0]
			require.Equal(t, delivery.ClaimProposed, c.State)
			require.Equal(t, delivery.Late, c.Reason)
			require.Equal(t, row.want, c.Penalty)
			require.Equal(t, row.days, c.DaysLate)
			require.Empty(t, c.Number, "what nobody said has no number")
			require.Equal(t, order.Accepted, x.state(1), "a late piece is there")
		})
	}
}

func TestPenalty_CountsFromWhenItCameThere(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	v := x.sent(x.note(6))
	x.at = x.at.Add(9 * day)
	received := x.Receiver.Command(seal.KindReceive, receipt(v), x.at)
	x.at = x.at.Add(30 * day) // the laptop had no link
	_, reasons := sharedtest.Decide(x.w, received, x.at)
	require.Empty(t, reasons)
	x.done(x.Acceptor, seal.KindAccept, delivery.Accept{Delivery: v.ID, Count: x.delivery(v.ID).Count})
	require.Empty(t, x.claims())
	require.Equal(t, received.ClaimedAt, x.part(1).DeliveredAt)
}

// late is a trade whose goods came ten days late, with the proposed penalty.
func late(t *testing.T) (*trade, delivery.Claim) {
	t.Helper()
	x := newTrade(t, 6)
	v := x.sent(x.note(6))
	x.at = time.UnixMilli(x.part(1).PromisedAt).Add(10 * day)
	x.signedFor(receipt(v))
	return x, x.claims()[0]
}

func TestClaim_AProposedOneIsOpenedByTheAgency(t *testing.T) {
	t.Parallel()
	x, c := late(t)
	require.Equal(t, []string{"claim_unknown"}, x.refused(x.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: c.ID, Agrees: true}), "nobody said it")
	open := delivery.OpenClaim{Delivery: c.Delivery, Claim: c.ID, Reason: delivery.Late, Text: "За умовами договору."}
	require.Equal(t, []string{"not_allowed"}, x.refused(x.Receiver, seal.KindOpenClaim, open))
	other := open
	other.Reason = delivery.Price
	require.Equal(t, []string{"field_invalid"}, x.refused(x.Quality, seal.KindOpenClaim, other))
	require.Equal(t, []string{"field_invalid"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Fined}))
	x.done(x.Approver, seal.KindOpenClaim, open) // the contract manager
	c = x.claims()[0]
	require.Equal(t, delivery.ClaimOpen, c.State)
	require.Equal(t, "РК-2026/000001", c.Number)
	require.Equal(t, order.Accepted, x.state(1))
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Quality, seal.KindOpenClaim, open))

	x.done(x.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: c.ID, Text: "Дорога була закрита."})
	require.Equal(t, []string{"field_invalid"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Replaced}))
	x.settled(c, delivery.Fined)
	require.EqualValues(t, 720_00, x.invoice().Withheld)
	last := x.w.Orders[x.order].Events[len(x.w.Orders[x.order].Events)-1]
	require.Equal(t, order.EventSettled, last.Kind)
	require.EqualValues(t, 720_00, last.Amount)
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Withdrawn}))
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: c.ID, Agrees: true}))
}

func TestClaim_AProposedOneIsDroppedWithoutAWord(t *testing.T) {
	t.Parallel()
	x, c := late(t)
	before := len(x.w.Orders[x.order].Events)
	x.settled(c, delivery.Withdrawn)
	require.Len(t, x.w.Orders[x.order].Events, before)
	require.Equal(t, delivery.ClaimSettled, x.claims()[0].State)
	require.Zero(t, x.invoice().Withheld)
}

func TestOpenClaim_Rules(t *testing.T) {
	t.Parallel()
	line := delivery.ClaimLine{Line: 1, Pieces: 1}
	rows := []struct {
		name  string
		by    func(x *trade) *sharedtest.Actor
		lines []delivery.ClaimLine
		body  func(x *trade, b *delivery.OpenClaim)
		want  []string
	}{
		{name: "on pieces", lines: []delivery.ClaimLine{line}},
		{name: "on papers"},
		{name: "the agency's", by: func(x *trade) *sharedtest.Actor { return x.Quality }},
		{name: "the supplier's", by: func(x *trade) *sharedtest.Actor { return x.Maker }, want: []string{"not_allowed"}},
		{name: "more pieces than were accepted", lines: []delivery.ClaimLine{{Line: 1, Pieces: 5}}, want: []string{"pieces_too_many"}},
		{name: "very many pieces", lines: []delivery.ClaimLine{{Line: 1, Pieces: math.MaxInt64}}, want: []string{"pieces_too_many"}},
		{name: "fewer than none", lines: []delivery.ClaimLine{{Line: 1, Pieces: math.MinInt64}}, want: []string{"quantity_not_positive"}},
		{name: "a line that was not in it", lines: []delivery.ClaimLine{{Line: 2, Pieces: 1}}, want: []string{"field_invalid"}},
		{name: "more lines than it has", lines: []delivery.ClaimLine{line, line}, want: []string{"lines_too_many"}},
		{name: "a piece that was refused", lines: []delivery.ClaimLine{{Line: 1, Pieces: 1, Serials: []string{"E"}}}, want: []string{"serial_unknown"}},
		{name: "a serial number too few", lines: []delivery.ClaimLine{{Line: 1, Pieces: 2, Serials: []string{"A"}}}, want: []string{"field_invalid"}},
		{name: "no reason", body: func(_ *trade, b *delivery.OpenClaim) { b.Reason = 0 }, want: []string{"field_missing"}},
		{name: "a text that turns", body: func(_ *trade, b *delivery.OpenClaim) { b.Text = "\u202e" }, want: []string{"text_not_clean"}},
		{name: "a delivery there is not", body: func(_ *trade, b *delivery.OpenClaim) { b.Delivery = sharedtest.ID[id.Delivery](3) }, want: []string{"delivery_unknown"}},
		{
			name: "a claim there is not", by: func(x *trade) *sharedtest.Actor { return x.Quality },
			body: func(_ *trade, b *delivery.OpenClaim) { b.Claim = sharedtest.ID[id.Claim](3) }, want: []string{"claim_unknown"},
		},
		{name: "one too many", body: func(x *trade, _ *delivery.OpenClaim) {
			x.w.Orders[x.order].Claims = append(x.w.Orders[x.order].Claims, make([]id.ID[id.Claim], delivery.MaxClaims)...)
		}, want: []string{"too_large"}},
		{name: "before the certificate", body: func(x *trade, b *delivery.OpenClaim) { b.Delivery = x.sent(x.note(1)).ID }, want: []string{"state_forbids"}},
		{name: "after the end", body: func(x *trade, _ *delivery.OpenClaim) { x.w.Orders[x.order].ClosedAt = 1 }, want: []string{"state_forbids"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			x := newTrade(t, 6, 2)
			n := x.note(5)
			n.Lines[0].Serials = []string{"A", "B", "C", "D", "E"}
			r := receipt(x.sent(n))
			r.Counts[0] = delivery.Count{Delivered: 5, Refused: 1, Reason: delivery.Quality, Bad: []string{"E"}}
			x.signedFor(r)
			b := delivery.OpenClaim{Delivery: r.Delivery, Reason: delivery.Quality, Lines: row.lines}
			if row.body != nil {
				row.body(x, &b)
			}
			by := x.Receiver
			if row.by != nil {
				by = row.by(x)
			}
			_, reasons := x.do(by, seal.KindOpenClaim, b)
			require.Equal(t, row.want, reasons)
		})
	}
}

func TestSettleClaim_WhatIsNotThereCannotBeLeftSo(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	r := receipt(x.sent(x.note(6)))
	r.Counts[0].Delivered = 0
	x.signedFor(r)
	require.Zero(t, x.part(1).DeliveredAt)
	c := x.claims()[0]
	require.EqualValues(t, 6, c.Pieces())
	for _, how := range []delivery.Outcome{0, delivery.Fined, delivery.Withdrawn, 99} {
		require.Equal(t, []string{"field_invalid"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: how}))
	}
	require.Equal(t, []string{"not_allowed"}, x.refused(x.Receiver, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Refunded}))
	x.settled(c, delivery.Refunded)
	o := x.w.Orders[x.order]
	require.Equal(t, order.Closed, x.state(1))
	require.NotZero(t, o.ClosedAt, "nothing is left of it")
	require.Zero(t, o.Holds.Total())
}

func TestSettleClaim_PiecesGoBackOnce(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	v := x.sent(x.note(6))
	x.signedFor(receipt(v))
	for range 2 {
		x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Quality, Lines: []delivery.ClaimLine{{Line: 1, Pieces: 3}}})
	}
	// As from before a second claim on the same pieces was refused.
	both := x.claims()[1]
	both.Lines = []delivery.ClaimLine{{Line: 1, Pieces: 4}}
	x.w.Things[both.DocKey()] = both
	x.settled(x.claims()[0], delivery.Replaced)
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: x.claims()[1].ID, Outcome: delivery.Replaced}))
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: x.claims()[1].ID, Outcome: delivery.Refunded}))
	x.settled(x.claims()[1], delivery.Withdrawn)
}

func TestAnswerClaim_Rules(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	r := receipt(x.sent(x.note(6)))
	r.Counts[0].Delivered = 4
	x.signedFor(r)
	c := x.claims()[0]
	answer := delivery.AnswerClaim{Claim: c.ID, Text: "Так."}
	require.Equal(t, []string{"field_missing"}, x.refused(x.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: c.ID}))
	require.Equal(t, []string{"not_allowed"}, x.refused(x.Receiver, seal.KindAnswerClaim, answer))
	other := sharedtest.NewActor(91, "Інший", party.Org{ID: sharedtest.ID[id.Org](77)}, party.ZoneSupplier, party.RoleSupplierManager)
	x.w.People[other.Person.ID] = &other.Person
	require.Equal(t, []string{"claim_unknown"}, x.refused(other, seal.KindAnswerClaim, answer))
	for range delivery.MaxWords {
		x.done(x.Maker, seal.KindAnswerClaim, answer)
	}
	require.Equal(t, []string{"too_large"}, x.refused(x.Maker, seal.KindAnswerClaim, answer))
	x.settled(c, delivery.Replaced)
}

func TestLate_IsThePromiseLedger(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6, 2)
	promised := x.part(1).PromisedAt
	ledger := func(at int64) []rules.Missed { return rules.Late(*x.w.Orders[x.order], at) }
	require.Empty(t, ledger(promised))
	require.Len(t, ledger(promised+1), 2)
	x.signedFor(receipt(x.sent(x.note(4, 2))))
	require.Equal(t, []rules.Missed{{
		Line: 1, Pieces: 2, PromisedAt: promised, Days: 3, Value: 24_000_00,
	}}, ledger(promised+3*day.Milliseconds()))
	x.w.Orders[x.order].ClosedAt = 1
	require.Empty(t, ledger(math.MaxInt64))
}
