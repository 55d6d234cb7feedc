package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

func (r *rounds) used(unit, item int) int64 {
	u := r.w.Usages[supply.UsageID(r.units[unit].ID, r.f.Items[item].ID, rules.KyivYear(r.at.UnixMilli()))]
	if u == nil {
		return 0
	}
	return u.Pieces
}

// twoInstead is two orders of one unit for items with a cap, both served with a
// substitute in one round.
func twoInstead(t *testing.T) (*rounds, rules.Outcome) {
	t.Helper()
	r := newRounds(t, 1)
	r.w.Items[r.f.Items[0].ID].Cap, r.w.Items[r.f.Items[1].ID].Cap = 100, 100
	r.stock(0, 0)
	r.stock(1, 8)
	instead := func(rev *order.Revision) {
		rev.Lines[0].Substitutes = []order.Substitute{{Offer: r.f.Offers[1].ID, PriceCap: 50_000_00}}
	}
	r.order(0, instead, 4)
	r.order(0, instead, 4)
	require.Equal(t, int64(8), r.used(0, 0))
	out, reasons := r.sign(r.body(0, 1))
	require.Empty(t, reasons)
	r.consistent()
	return r, out
}

// Orders of one unit in one round count against one cap.
func TestRound_CountsAllOrdersOfAUnitAgainstItsCap(t *testing.T) {
	t.Parallel()
	for range 8 { // a map's own sequence would show
		r, out := twoInstead(t)
		require.Zero(t, r.used(0, 0))
		require.Equal(t, int64(8), r.used(0, 1))
		var changed []id.ID[id.Item]
		for _, u := range out.Usages {
			changed = append(changed, u.Item)
		}
		require.Equal(t, []id.ID[id.Item]{r.f.Items[1].ID, r.f.Items[0].ID}, changed, "each once, in one sequence")
	}
}

// What a substitute counted is taken back where it was counted.
func TestCancel_TakesASubstituteOffItsOwnCap(t *testing.T) {
	t.Parallel()
	r, _ := twoInstead(t)
	other := r.submit(0, nil, 3)
	require.Equal(t, int64(3), r.used(0, 0))

	rev := r.orders[0]
	r.at = r.at.Add(time.Hour)
	c := r.people[0].Command(seal.KindCancelOrder, order.Decision{Order: rev.Order, Hash: seal.Sum(rev.Encode()), Reason: order.NoLongerNeeded}, r.at)
	w := loaded(r.w, c)
	out, reasons := rules.Decide(rules.Facts{Now: r.at.UnixMilli(), World: w}, c)
	require.Empty(t, reasons)
	r.w.Apply(out)
	r.consistent()
	require.Equal(t, int64(3), r.used(0, 0), "%s still stands", other.Order)
	require.Equal(t, int64(4), r.used(0, 1))
}
