package client_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/delivery"
	"dotchain/shared/figures"
	"dotchain/shared/party"
	"dotchain/shared/payment"
)

// The list that a figure opens holds what the figure counts, no more and no less.
func TestDashboard_ListsAreWhatIsCounted(t *testing.T) {
	t.Parallel()
	opened := map[figures.Behind]int{}
	runs := 0
	compare := func(t *rapid.T) {
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
			moneyBehind(t, d, shown)
			switch d.who.Person.Zone { //nolint:exhaustive // those with orders
			case party.ZoneSupplier:
				suppliesBehind(t, d, shown, opened)
			case party.ZoneUnit, party.ZoneAgency:
				ordersBehind(t, d, shown, opened)
			}
		}
		runs++
	}
	rapid.Check(t, compare)
	if runs < 100 {
		return // asked for fewer: they need not come everywhere
	}
	missed := func() []figures.Behind {
		return slices.DeleteFunc([]figures.Behind{
			figures.BehindCycle, figures.BehindOpen, figures.BehindAgency, figures.BehindUnit, figures.BehindWaiting, figures.BehindLate,
			figures.BehindStage(figures.Transport), suppliedLate, suppliedOnTime,
		}, func(b figures.Behind) bool { return opened[b] > 0 })
	}
	for range 5 { // one in twenty markets comes so far that an order is accepted: a hundred may all miss it
		if len(missed()) > 0 {
			rapid.Check(t, compare)
		}
	}
	require.Empty(t, missed(), "nobody came there")
}

// What a supplier came to.
const suppliedLate, suppliedOnTime figures.Behind = "supplied late", "supplied on time"

// suppliesBehind compares a supplier's figures with the views of its orders: piece by piece.
func suppliesBehind(t *rapid.T, d *device, shown client.Dashboard, opened map[figures.Behind]int) {
	rows := func(view string) []client.SupplierOrderRow {
		page, err := d.core.SupplierOrders(client.PaperQuery{View: view, Limit: 1000})
		require.NoError(t, err)
		require.Len(t, page.Rows, page.Total, view)
		require.Equal(t, page.Total, page.Views[view], view)
		return page.Rows
	}
	require.Len(t, rows(client.SuppliesToConfirm), int(shown.ToConfirm))
	require.Len(t, rows(client.SuppliesToDispatch), int(shown.ToDispatch))
	late := shown.Late
	for _, r := range rows(client.SuppliesLate) {
		pieces := int64(0)
		for _, l := range r.Lines {
			if p := l.Given; p.PromisedAt != 0 && p.PromisedAt < d.clock.now().UnixMilli() {
				pieces += max(p.Quantity-p.Dropped-(p.Delivered-p.Refused), 0)
			}
		}
		require.Positive(t, pieces, "nothing of it is late")
		require.True(t, r.Late)
		late -= pieces
		opened[suppliedLate]++
	}
	require.Zero(t, late, "what is late is the sum of the list")
	came := rows(client.SuppliesOnTime)
	require.Equal(t, shown.OnTime != figures.None, len(came) > 0)
	opened[suppliedOnTime] += len(came)
}

// moneyBehind compares sums and shares with the rows of the lists they open.
func moneyBehind(t *rapid.T, d *device, shown client.Dashboard) {
	invoices, err := d.core.Invoices(client.PaperQuery{View: client.InvoicesDue, Limit: 1000})
	require.NoError(t, err)
	due := shown.Payable + shown.Unpaid
	for _, v := range invoices.Rows {
		of := v.Open() + max(v.Ordered-v.Paid, 0)
		require.Positive(t, of, "nothing of it is due")
		due -= of
	}
	require.Zero(t, due, "what is due is the sum of the list")
	for _, r := range delivery.ClaimReasons() {
		claims, claimsErr := d.core.Claims(client.PaperQuery{View: client.ClaimsBecause(r), Limit: 1000})
		require.NoError(t, claimsErr)
		require.Equal(t, shown.Claims[r], int64(claims.Total), "%s", r)
		require.Equal(t, claims.Total, claims.Reasons[r], "%s", r)
	}
	funds, err := d.core.Budgets()
	require.NoError(t, err)
	given, free := shown.Given, shown.Free
	byFund, byPosture := maps.Clone(shown.ByFund), maps.Clone(shown.ByPosture)
	for _, b := range funds {
		if b.Year != shown.Year {
			continue
		}
		given, free = given-b.Appropriated, free-b.Free
		byFund[b.Fund] -= b.Appropriated
		byPosture[b.Posture] -= b.Appropriated
	}
	require.Zero(t, given, "what was given is the sum of the year's funds")
	require.Zero(t, free)
	require.Empty(t, something(byFund))
	require.Empty(t, something(byPosture))
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
}
