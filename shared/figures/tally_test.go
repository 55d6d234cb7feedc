package figures_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/figures"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/sharedtest"
)

// aDigest is some order: its moments lie around one, also behind it.
func aDigest(t *rapid.T, around int64) *figures.Digest {
	day := int64(24 * time.Hour / time.Millisecond)
	at := func() int64 {
		if rapid.IntRange(0, 3).Draw(t, "none") == 0 {
			return 0
		}
		days := rapid.Int64Range(-400, 30)
		if rapid.Bool().Draw(t, "edge") {
			days = rapid.SampledFrom([]int64{-180, -90, 0}) // where a period ends
		}
		return around + days.Draw(t, "day")*day + rapid.Int64Range(-2, 2).Draw(t, "beside")
	}
	reason := func() order.ReturnReason {
		return rapid.SampledFrom([]order.ReturnReason{order.QuantityUnclear, order.FundWrong, order.Duplicate}).Draw(t, "reason")
	}
	d := &figures.Digest{
		Fund: rapid.SampledFrom([]budget.Fund{budget.Guaranteed, budget.Performance}).Draw(t, "fund"), Total: money.Amount(rapid.Int64Range(1, 9).Draw(t, "total")),
		State:    rapid.SampledFrom([]order.State{order.Approved, order.InReview}).Draw(t, "state"),
		SignedAt: at(), AcceptedAt: at(), ApprovedAt: at(), Waiting: rapid.Int64Range(0, 2).Draw(t, "waiting"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "spans") {
		from := at()
		d.Spans = append(d.Spans, figures.Span{
			Stage: rapid.SampledFrom(figures.Stages()).Draw(t, "stage"), From: from, To: from + rapid.Int64Range(0, 9*day).Draw(t, "stay"),
		})
	}
	if n := len(d.Spans); n > 0 && rapid.Bool().Draw(t, "lasts") {
		d.Spans[n-1].To = 0
	}
	for range rapid.IntRange(0, 3).Draw(t, "parts") {
		p := figures.Part{Promised: at(), Delivered: at(), Pieces: rapid.Int64Range(1, 5).Draw(t, "pieces")}
		p.Left = rapid.Int64Range(0, p.Pieces).Draw(t, "left")
		p.Due = p.Left > 0
		d.Parts = append(d.Parts, p)
	}
	for range rapid.IntRange(0, 2).Draw(t, "typed") {
		d.Returns = append(d.Returns, figures.Typed{At: at(), Reason: reason()})
		d.Rejected = append(d.Rejected, figures.Typed{At: at(), Reason: reason()})
		d.Paid = append(d.Paid, figures.Paid{At: at(), Amount: 3})
	}
	return d
}

// What a tally says after whatever came, changed and went, and however the clock moved,
// is what a count of the same orders says.
func TestTally_IsACountOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := sharedtest.Now.UnixMilli()
		tally := figures.NewTally(now)
		var all []*figures.Digest
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1:
				d := aDigest(t, now)
				all = append(all, d)
				tally.Add(d)
			case 2:
				if len(all) > 0 {
					n := rapid.IntRange(0, len(all)-1).Draw(t, "gone")
					tally.Remove(all[n])
					all = slices.Delete(all, n, n+1)
				}
			case 3:
				now += rapid.Int64Range(-1, 3).Draw(t, "moment")
			case 4:
				now += rapid.Int64Range(-3, 200).Draw(t, "hours") * time.Hour.Milliseconds()
			}
			require.Equal(t, figures.Count(all, now), tally.Figures(now))
		}
	})
}

// A moment later the figures of a year cost next to nothing.
func BenchmarkTally(b *testing.B) {
	now := sharedtest.Now.UnixMilli()
	tally := figures.NewTally(now)
	for _, d := range manyDigests(now) {
		tally.Add(d)
	}
	for b.Loop() {
		now++
		tally.Figures(now)
	}
}
