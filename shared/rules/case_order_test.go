package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// An approval that came before its order, because a server was restored: it waits for the
// order, and is applied as it was signed once that has come.
func TestRuleCase_WaitsForItsOrder(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 2)
	d := parked(t, f, w, f.Officer, seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())})
	require.Equal(t, conflict.Rule, d.now().Kind)
	require.True(t, d.now().WaitsForOrder())
	require.Equal(t, d.now().OpenedAt, d.now().WaitsSince())
	grant := func() []string {
		b := d.body(conflict.Apply)
		b.Ground, b.Text = d.now().Granted(), ""
		_, reasons := sharedtest.Decide(w, f.Server.Command(seal.KindRuleCase, b, sharedtest.Now), sharedtest.Now)
		return reasons
	}
	require.Equal(t, []string{"order_unknown"}, grant())
	_, reasons := sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.True(t, d.now().IsOpen())
	require.Empty(t, grant())
	require.Equal(t, conflict.Applied, d.now().Closed)
	require.Equal(t, order.Approved, w.Orders[r.Order].State)
	require.Equal(t, f.Officer.Person.ID, w.Orders[r.Order].DecidedBy, "by whom it was signed")
	ruling, _ := d.now().StandingRuling()
	require.Equal(t, conflict.OrderCame, ruling.Ground)
	require.Contains(t, conflict.Apply.Grounds(), ruling.Ground)
}

// A later revision that came before the first is not settled by it.
func TestRuleCase_LaterRevisionWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	first := f.Revision(1, 0, 2)
	second := f.Revision(1, 0, 3)
	second.Number, second.Replaces = 2, seal.Sum(first.Encode())
	d := parked(t, f, w, f.Requisitioner, seal.KindSubmitOrder, sharedtest.Totalled(second))
	require.True(t, d.now().WaitsForOrder())
	_, reasons := sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, first, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.True(t, d.now().IsOpen(), "it is the later one")
	require.Empty(t, d.rule(conflict.Apply))
	require.Equal(t, uint32(2), w.Orders[first.Order].Revision)
}

// What the desk ruled on, and what was stopped by more than the order, is left alone.
func TestRuleCase_WaitsForItsOrderAlone(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 2)
	d := parked(t, f, w, f.Officer, seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())})
	require.Empty(t, d.rule(conflict.Return))
	require.False(t, d.now().WaitsForOrder())
	require.Zero(t, d.now().WaitsSince())
	_, reasons := sharedtest.Decide(w, f.Server.Command(seal.KindRuleCase, d.body(conflict.Apply), sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"not_allowed"}, reasons)
}

// A cancellation that came before its order is not a word on an order that never stood, and
// neither is the next one.
func TestCancel_OfAnOrderThatMayCome(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 2)
	cancel := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode()), Reason: order.NeedUnjustified}
	parked(t, f, w, f.Requisitioner, seal.KindCancelOrder, cancel)
	_, reasons := sharedtest.Decide(w, f.Requisitioner.Command(seal.KindCancelOrder, cancel, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"order_unknown"}, reasons)
	_, reasons = sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Len(t, w.Cases[r.Order], 1, "it waits on, and is applied next")
}
