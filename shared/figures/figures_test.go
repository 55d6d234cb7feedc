package figures_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// said is a command that was applied, and when.
type said struct {
	kind seal.Kind
	body []byte
	at   int64
	by   int64
}

// life is a random world with all that was applied in it.
type life struct {
	t    *rapid.T
	f    *sharedtest.Field
	w    *rules.World
	at   time.Time
	said []said
	revs []order.Revision
}

func (l *life) do(a *sharedtest.Actor, kind seal.Kind, body any) bool {
	claimed := l.at.Add(-time.Duration(rapid.IntRange(0, 3000).Draw(l.t, "offline")) * time.Second)
	c := a.Command(kind, body, claimed)
	_, reasons := sharedtest.Decide(l.w, c, l.at)
	if len(reasons) == 0 {
		l.said = append(l.said, said{kind, c.Body, l.at.UnixMilli(), claimed.UnixMilli()})
	}
	return len(reasons) == 0
}

// The figures of a world are those that its commands alone tell.
func TestCount_EqualsTheCommands(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := &life{t: t, f: sharedtest.NewField(), at: sharedtest.Now}
		l.w = l.f.World()
		set := policy.Default()
		set.Version = 1
		for i := range set.Checks {
			set.Checks[i].Verdict = policy.Pass
		}
		l.w.Things[set.DocKey()] = set
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			l.at = l.at.Add(time.Duration(rapid.IntRange(60, 40*3600).Draw(t, "pause")) * time.Second)
			l.step()
		}
		l.at = l.at.Add(time.Duration(rapid.IntRange(1, 120*24).Draw(t, "later")) * time.Hour)
		now := l.at.UnixMilli()
		var all []*figures.Digest
		for _, o := range l.w.Orders {
			if o != nil {
				d := figures.Of(*o)
				all = append(all, &d)
			}
		}
		l.equal(figures.Count(all, now), now)
	})
}

func (l *life) step() {
	t := l.t
	if len(l.revs) == 0 || rapid.IntRange(0, 2).Draw(t, "new") == 0 {
		unit := rapid.IntRange(0, 1).Draw(t, "unit")
		r := l.f.Revision(uint64(100+len(l.revs)), unit, rapid.Int64Range(1, 2).Draw(t, "pieces")) //nolint:gosec // few
		r.NeededBy = l.at.Add(900 * time.Hour).UnixMilli()
		if l.do([]*sharedtest.Actor{l.f.Requisitioner, l.f.Second}[unit], seal.KindSubmitOrder, r) {
			l.revs = append(l.revs, r)
		}
		return
	}
	n := rapid.IntRange(0, len(l.revs)-1).Draw(t, "order")
	r := l.revs[n]
	d := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}
	owner := l.f.Requisitioner
	if r.Unit == l.f.Units[1].ID {
		owner = l.f.Second
	}
	reason := rapid.SampledFrom([]order.ReturnReason{order.QuantityUnclear, order.FundWrong, order.Duplicate}).Draw(t, "reason")
	switch rapid.IntRange(0, 4).Draw(t, "act") {
	case 0, 1:
		l.do(l.f.Officer, seal.KindApproveOrder, d)
	case 2:
		l.do(l.f.Officer, seal.KindReturnOrder, order.Return{Order: r.Order, Hash: d.Hash, Questions: []order.Ask{{Line: 1, Reason: reason, Text: "?"}}})
	case 3:
		d.Reason = reason
		l.do(rapid.SampledFrom([]*sharedtest.Actor{l.f.Officer, owner}).Draw(t, "who"), seal.KindRejectOrder, d)
	case 4:
		next := r
		next.Number, next.Replaces = r.Number+1, d.Hash
		for _, q := range l.w.Orders[r.Order].OpenQuestions() {
			next.Answers = append(next.Answers, order.Answer{Question: q.Number, Text: "так"})
		}
		if l.do(owner, seal.KindSubmitOrder, next) {
			l.revs[n] = next
		}
	}
}

// equal counts again from the commands: a naive reading, order by order.
func (l *life) equal(f figures.Figures, now int64) {
	t := l.t
	since := now - figures.Period.Milliseconds()
	approved, open, agency := money.Amount(0), int64(0), int64(0)
	returns, rejections := map[order.ReturnReason]int64{}, map[order.ReturnReason]int64{}
	stays := map[figures.Stage][]int64{}
	totals := map[id.ID[id.Order]]money.Amount{}
	type stay struct {
		stage figures.Stage
		from  int64
	}
	in := map[id.ID[id.Order]]stay{}
	move := func(o id.ID[id.Order], to figures.Stage, at int64) {
		if was := in[o]; was.stage != 0 && at > since {
			stays[was.stage] = append(stays[was.stage], at-was.from)
		}
		in[o] = stay{to, at}
	}
	for _, s := range l.said {
		switch s.kind { //nolint:exhaustive // those that are played
		case seal.KindSubmitOrder:
			r, err := order.DecodeRevision(s.body)
			require.NoError(t, err)
			if in[r.Order].stage != 0 && in[r.Order].stage != figures.Review {
				move(r.Order, figures.Verifying, s.at)
			} else if in[r.Order].stage == figures.Review {
				move(r.Order, figures.Verifying, s.at)
			}
			in[r.Order] = stay{figures.Verifying, s.at}
			move(r.Order, figures.Review, s.at) // no check finds anything
			totals[r.Order] = r.Total
		case seal.KindReturnOrder:
			var b order.Return
			require.NoError(t, seal.Decode(s.body, &b))
			move(b.Order, figures.Returned, s.at)
			if s.at > since {
				returns[b.Questions[0].Reason]++
			}
		case seal.KindRejectOrder, seal.KindApproveOrder:
			var b order.Decision
			require.NoError(t, seal.Decode(s.body, &b))
			if s.kind == seal.KindRejectOrder {
				move(b.Order, 0, s.at)
				if s.at > since {
					rejections[b.Reason]++
				}
				continue
			}
			move(b.Order, figures.Confirming, s.at)
			if s.at > since {
				approved += totals[b.Order]
			}
		}
	}
	for _, s := range in {
		switch s.stage { //nolint:exhaustive // the others are decided
		case figures.Review:
			open, agency = open+1, agency+1
		case figures.Returned:
			open++
		}
	}
	require.Equal(t, approved, f.Approved)
	require.Equal(t, returns, f.Returns)
	require.Equal(t, rejections, f.Rejections)
	require.Equal(t, open, f.Open)
	require.Equal(t, agency, f.WithAgency)
	require.Equal(t, open-agency, f.WithUnit)
	counted := map[figures.Stage]int64{}
	for _, s := range f.Stages {
		counted[s.Stage] = s.Count
		sorted := slices.Sorted(slices.Values(stays[s.Stage]))
		middle := sorted[(len(sorted)+1)/2-1]
		require.Equal(t, (middle+1_800_000)/3_600_000, s.Median, s.Stage.String())
	}
	for stage, all := range stays {
		require.Equal(t, int64(len(all)), counted[stage], stage.String())
	}
	sum := money.Amount(0)
	for _, m := range f.ByMonth {
		for _, a := range m.Approved {
			sum += a
		}
	}
	require.GreaterOrEqual(t, sum, approved, "the plot goes further back than the figure")
}

// One order from its signature to its payment, by its timeline.
func TestOf_AWholeLife(t *testing.T) {
	t.Parallel()
	day := int64(24 * time.Hour / time.Millisecond)
	start := sharedtest.Now.UnixMilli()
	r := sharedtest.NewField().Revision(1, 0, 4)
	supplier := sharedtest.ID[id.Org](1)
	o := order.Order{
		ID: r.Order, State: order.Approved, Content: r.Encode(), Fund: budget.Guaranteed, Total: r.Total, ApprovedAt: start + 6*day,
		Revisions: []order.Standing{{Revision: 1, SignedAt: start, ReceivedAt: start + day}, {Revision: 2, SignedAt: start + 4*day, ReceivedAt: start + 4*day}},
		Questions: []order.Question{{AskedAt: start + 3*day, Reason: order.DateUnrealistic}},
		Lines: []order.LineState{{State: order.Accepted, Parts: []order.Part{{
			Supplier: supplier, Quantity: 4, Dispatched: 4, Delivered: 4, Accepted: 4, PromisedAt: start + 16*day, DeliveredAt: start + 15*day,
		}}}},
		Events: []order.Event{
			{Kind: order.EventSigned, At: start},
			{Kind: order.EventReceived, At: start + day},
			{Kind: order.EventCosigned, At: start + 2*day},
			{Kind: order.EventVerified, At: start + 2*day + day/2},
			{Kind: order.EventReturned, At: start + 3*day},
			{Kind: order.EventReceived, At: start + 4*day},
			{Kind: order.EventChecked, At: start + 4*day},
			{Kind: order.EventApproved, At: start + 6*day},
			{Kind: order.EventConfirmed, At: start + 7*day},
			{Kind: order.EventDispatched, At: start + 10*day},
			{Kind: order.EventConfirmed, At: start + 11*day},
			{Kind: order.EventDelivered, At: start + 15*day},
			{Kind: order.EventAccepted, At: start + 16*day},
			{Kind: order.EventPaid, At: start + 20*day, Amount: r.Total},
			{Kind: order.EventClosed, At: start + 20*day},
		},
	}
	d := figures.Of(o)
	want := []figures.Span{
		{Stage: figures.Signing, From: start + day, To: start + 2*day},
		{Stage: figures.Verifying, From: start + 2*day, To: start + 2*day + day/2},
		{Stage: figures.Review, From: start + 2*day + day/2, To: start + 3*day},
		{Stage: figures.Returned, From: start + 3*day, To: start + 4*day},
		{Stage: figures.Verifying, From: start + 4*day, To: start + 4*day},
		{Stage: figures.Review, From: start + 4*day, To: start + 6*day},
		{Stage: figures.Confirming, From: start + 6*day, To: start + 7*day},
		{Stage: figures.Dispatching, From: start + 7*day, To: start + 10*day},
		{Stage: figures.Transport, From: start + 10*day, To: start + 15*day},
		{Stage: figures.Accepting, From: start + 15*day, To: start + 16*day},
		{Stage: figures.Paying, From: start + 16*day, To: start + 20*day},
	}
	require.Equal(t, want, d.Spans)

	f := figures.Count([]*figures.Digest{&d}, start+30*day)
	require.Equal(t, int64(160), f.Cycle, "sixteen days from signature to acceptance")
	require.Equal(t, int64(1), f.Accepted)
	require.Equal(t, int64(10_000), f.OnTime)
	require.Equal(t, r.Total, f.Paid)
	require.Equal(t, r.Total, f.Approved)
	require.Equal(t, map[order.ReturnReason]int64{order.DateUnrealistic: 1}, f.Returns)
	require.Equal(t, figures.None, f.CycleBefore)
	promised, delivered := int64(0), int64(0)
	for _, w := range f.ByWeek {
		promised, delivered = promised+w.Promised, delivered+w.Delivered
	}
	require.Equal(t, int64(4), promised)
	require.Equal(t, int64(4), delivered)

	f = figures.Count([]*figures.Digest{&d}, start+120*day)
	require.Equal(t, figures.None, f.Cycle)
	require.Equal(t, int64(160), f.CycleBefore)

	late := o
	late.Lines = []order.LineState{{State: order.Dispatched, Parts: []order.Part{{Supplier: supplier, Quantity: 4, Dispatched: 4, PromisedAt: start + 16*day}}}}
	d = figures.Of(late)
	f = figures.Count([]*figures.Digest{&d}, start+30*day)
	require.Equal(t, int64(4), f.Late)
	require.Equal(t, figures.None, f.Cycle, "something is to come")
}

func TestCount_WeeksAndMonthsOfKyiv(t *testing.T) {
	t.Parallel()
	// Sunday 29 March 2026, 22:30 in UTC: in Kyiv the week of the 30th has begun.
	at := time.Date(2026, time.March, 29, 22, 30, 0, 0, time.UTC).UnixMilli()
	d := figures.Digest{Parts: []figures.Part{{Promised: at, Delivered: at, Pieces: 3}}, State: order.Approved, ApprovedAt: at, Total: 7, Fund: budget.Performance}
	f := figures.Count([]*figures.Digest{&d}, at)
	last := f.ByWeek[len(f.ByWeek)-1]
	require.Equal(t, figures.Week{Day: "2026-03-30", Promised: 3, Delivered: 3}, last)
	require.Equal(t, "2025-04-01", f.ByMonth[0].Day)
	require.Equal(t, money.Amount(7), f.ByMonth[len(f.ByMonth)-1].Approved[budget.Performance])
}

func manyDigests(now int64) []*figures.Digest {
	all := make([]*figures.Digest, 50_000)
	for n := range all {
		from := now - int64(n)*600_000
		all[n] = &figures.Digest{
			State: order.Approved, SignedAt: from, AcceptedAt: from + 9_000_000, ApprovedAt: from, Total: 1,
			Spans: slices.Repeat([]figures.Span{{Stage: figures.Review, From: from, To: from + 1_000_000}}, 7),
			Parts: slices.Repeat([]figures.Part{{Promised: from, Delivered: from, Pieces: 1}}, 3),
		}
	}
	return all
}

func BenchmarkCount(b *testing.B) {
	now := sharedtest.Now.UnixMilli()
	all := manyDigests(now)
	for b.Loop() {
		figures.Count(all, now)
	}
}
