package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/sharedtest"
)

func TestBriefOf_TellsTheSameFromTheAlike(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	first := order.BriefOf(f.Revision(1, 0, 2, 1), 5)
	turned := f.Revision(2, 0, 2, 1)
	turned.Lines[0], turned.Lines[1] = turned.Lines[1], turned.Lines[0]
	turned.Note, turned.Urgency = "Інше", order.Urgent
	other := order.BriefOf(turned, 6)
	require.Equal(t, first.Same, other.Same, "neither the lines' sequence nor a note makes another order")
	require.Equal(t, first.Alike, other.Alike)

	more := order.BriefOf(f.Revision(3, 0, 3, 1), 7)
	require.NotEqual(t, first.Same, more.Same)
	require.Equal(t, first.Alike, more.Alike)

	less := order.BriefOf(f.Revision(4, 0, 2), 8)
	require.NotEqual(t, first.Same, less.Same)
	require.NotEqual(t, first.Alike, less.Alike)
}

// Each order stands there once, the newest last, and never more than may be.
func TestRecent_With(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var r order.Recent
		var want []id.ID[id.Order]
		for range rapid.IntRange(0, 2*order.MaxRecent).Draw(t, "orders") {
			o := sharedtest.ID[id.Order](rapid.Uint64Range(0, order.MaxRecent+20).Draw(t, "order"))
			before := len(r.Orders)
			for i, known := range want {
				if known == o {
					want = append(want[:i:i], want[i+1:]...)
					break
				}
			}
			if rapid.IntRange(0, 9).Draw(t, "act") == 0 {
				r = r.Without(o)
				require.LessOrEqual(t, len(r.Orders), before)
				continue
			}
			r = r.With(order.Brief{Order: o})
			want = append(want, o)
			if len(want) > order.MaxRecent {
				want = want[1:]
			}
			require.True(t, r.Has(o))
		}
		require.Len(t, r.Orders, len(want))
		for i, b := range r.Orders {
			require.Equal(t, want[i], b.Order)
		}
	})
}

func TestRecent_IsACopy(t *testing.T) {
	t.Parallel()
	a, b := sharedtest.ID[id.Order](1), sharedtest.ID[id.Order](2)
	before := order.Recent{}.With(order.Brief{Order: a}).With(order.Brief{Order: b})
	before.Without(a)
	before.With(order.Brief{Order: a})
	require.Equal(t, a, before.Orders[0].Order)
}
