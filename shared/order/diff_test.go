package order_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
)

func offerID(n byte) id.ID[id.Offer] { return id.ID[id.Offer]{15: n, 0: 1} }

func revision() order.Revision {
	return order.Revision{
		Number: 1, Budget: id.ID[id.Budget]{1}, Point: id.ID[id.Point]{1}, NeededBy: 1000, Urgency: order.Routine,
		Lines: []order.Line{
			{Offer: offerID(1), Quantity: 4, UOM: "H87", Price: 100},
			{Offer: offerID(2), Quantity: 1, UOM: "H87", Price: 200},
		},
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*order.Revision)
		want   []order.Change
	}{
		"nothing": {change: func(*order.Revision) {}},
		"quantity": {
			change: func(r *order.Revision) { r.Lines[1].Quantity = 3 },
			want:   []order.Change{{Line: 2, Field: "quantity", Kind: order.Changed, Before: "1", After: "3"}},
		},
		"price": {
			change: func(r *order.Revision) { r.Lines[0].Price = 150 },
			want:   []order.Change{{Line: 1, Field: "unit_price", Kind: order.Changed, Before: "100", After: "150"}},
		},
		"a line more": {
			change: func(r *order.Revision) { r.Lines = append(r.Lines, order.Line{Offer: offerID(3)}) },
			want:   []order.Change{{Line: 3, Field: "item", Kind: order.Added, After: offerID(3).String()}},
		},
		"a line less": {
			change: func(r *order.Revision) { r.Lines = r.Lines[1:] },
			want:   []order.Change{{Line: 1, Field: "item", Kind: order.Removed, Before: offerID(1).String()}},
		},
		"lines moved": {change: func(r *order.Revision) { slices.Reverse(r.Lines) }},
		"note": {
			change: func(r *order.Revision) { r.Note = "to the gate" },
			want:   []order.Change{{Field: "note", Kind: order.Added, After: "to the gate"}},
		},
		"date": {
			change: func(r *order.Revision) { r.NeededBy = 2000 },
			want:   []order.Change{{Field: "needed_by", Kind: order.Changed, Before: "1000", After: "2000"}},
		},
		"answers of the next do not count": {
			change: func(r *order.Revision) { r.Number, r.Answers = 2, []order.Answer{{Question: 1, Text: "yes"}} },
		},
		"answers of two that raced": {
			change: func(r *order.Revision) { r.Answers = []order.Answer{{Question: 1, Text: "yes"}} },
			want:   []order.Change{{Field: "answer", Kind: order.Added, After: "yes"}},
		},
		"substitutes": {
			change: func(r *order.Revision) { r.Lines[0].Substitutes = []order.Substitute{{Offer: offerID(9)}} },
			want:   []order.Change{{Line: 1, Field: "substitutes", Kind: order.Changed, Before: "0", After: "1"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after := revision()
			row.change(&after)
			require.Equal(t, row.want, order.Diff(revision(), after))
		})
	}
}

// Turned round, what was added is removed and what was changed is changed back.
func TestDiffTurnsRound(t *testing.T) {
	t.Parallel()
	gen := rapid.Custom(func(t *rapid.T) order.Revision {
		r := order.Revision{
			NeededBy: rapid.Int64Range(0, 2).Draw(t, "needed by"), Urgency: order.Urgency(rapid.IntRange(1, 3).Draw(t, "urgency")), //nolint:gosec // 1 to 3
			Note: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "note"),
		}
		for _, n := range rapid.SliceOfDistinct(rapid.ByteRange(1, 5), func(b byte) byte { return b }).Draw(t, "offers") {
			r.Lines = append(r.Lines, order.Line{
				Offer: offerID(n), Quantity: rapid.Int64Range(1, 3).Draw(t, "quantity"), Price: money.Amount(rapid.Int64Range(1, 3).Draw(t, "price")),
			})
		}
		return r
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		there, back := order.Diff(a, b), order.Diff(b, a)
		require.Len(t, back, len(there))
		require.Empty(t, order.Diff(a, a))
		count := func(changes []order.Change, k order.ChangeKind) int {
			n := 0
			for _, c := range changes {
				if c.Kind == k {
					n++
				}
			}
			return n
		}
		require.Equal(t, count(there, order.Added), count(back, order.Removed))
		require.Equal(t, count(there, order.Changed), count(back, order.Changed))
	})
}
