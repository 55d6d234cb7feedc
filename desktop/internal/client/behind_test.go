package client_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/figures"
	"dotchain/shared/party"
	"dotchain/shared/payment"
)

// The list that a figure opens holds what the figure counts, no more and no less.
func TestDashboard_ListsAreWhatIsCounted(t *testing.T) {
	t.Parallel()
	opened := map[figures.Behind]int{}
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		m := newMarket(t)
		for range rapid.IntRange(10, 80).Draw(t, "acts") {
			m.act()
		}
		for _, name := range slices.Sorted(maps.Keys(m.watching)) {
			d := m.watching[name]
			d.sync()
			shown, err := d.core.Dashboard()
			require.NoError(t, err)
			papersBehind(t, d, shown)
			if z := d.who.Person.Zone; z == party.ZoneUnit || z == party.ZoneAgency {
				ordersBehind(t, d, shown, opened)
			}
		}
		runs++
	})
	if runs < 100 {
		return // asked for fewer: they need not come everywhere
	}
	for _, b := range []figures.Behind{
		figures.BehindCycle, figures.BehindOpen, figures.BehindAgency, figures.BehindUnit, figures.BehindWaiting, figures.BehindLate,
		figures.BehindStage(figures.Transport),
	} {
		require.NotZero(t, opened[b], "nobody came to: %s", b)
	}
}

func ordersBehind(t *rapid.T, d *device, shown client.Dashboard, opened map[figures.Behind]int) {
	list := func(b figures.Behind) []client.OrderRow {
		page, err := d.core.Orders(client.OrderQuery{Of: b, Limit: 1000})
		require.NoError(t, err)
		require.Len(t, page.Rows, page.Total)
		opened[b] += page.Total
		return page.Rows
	}
	for b, counted := range map[figures.Behind]int64{
		figures.BehindCycle: shown.Accepted, figures.BehindOpen: shown.Open, figures.BehindAgency: shown.WithAgency,
		figures.BehindUnit: shown.WithUnit, figures.BehindWaiting: shown.WaitingOrders, figures.BehindLate: shown.LateOrders,
	} {
		require.Len(t, list(b), int(counted), "%s", b)
	}
	approved := shown.Approved
	for _, r := range list(figures.BehindApproved) {
		approved -= r.Total
	}
	require.Zero(t, approved, "what was approved is the sum of the list")
	for _, s := range figures.Stages() {
		stays := int64(0)
		if n := slices.IndexFunc(shown.Stages, func(f figures.StageFigure) bool { return f.Stage == s }); n >= 0 {
			stays = shown.Stages[n].Count
		}
		orders := int64(len(list(figures.BehindStage(s))))
		require.LessOrEqual(t, orders, stays, "an order may come to a stage again")
		require.Equal(t, stays > 0, orders > 0)
	}
	require.Equal(t, shown.Paid > 0, len(list(figures.BehindPaid)) > 0)
	require.Equal(t, shown.OnTime != figures.None, len(list(figures.BehindOnTime)) > 0)
}

// papersBehind compares the figures that open lists of papers with the views they open.
func papersBehind(t *rapid.T, d *device, shown client.Dashboard) {
	deliveries, err := d.core.Deliveries(client.PaperQuery{View: client.DeliveriesOnTheWay})
	require.NoError(t, err)
	require.Equal(t, shown.OnTheWay, int64(deliveries.Total))
	invoices, err := d.core.Invoices(client.PaperQuery{View: payment.Payable.String()})
	require.NoError(t, err)
	require.Equal(t, shown.PayableInvoices, int64(invoices.Total), "what may be paid")
	claims, err := d.core.Claims(client.PaperQuery{View: client.ClaimsUnsettled})
	require.NoError(t, err)
	require.Equal(t, shown.OpenClaims, int64(claims.Total))
	for view, counted := range map[string]int64{client.SuppliesToConfirm: shown.ToConfirm, client.SuppliesToDispatch: shown.ToDispatch} {
		page, supplyErr := d.core.SupplierOrders(client.PaperQuery{View: view})
		require.NoError(t, supplyErr)
		require.Equal(t, counted, int64(page.Total), view)
	}
}
