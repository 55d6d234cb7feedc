package main

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/wire"
)

// The measurement runs to its end and finds something with every question. Alone: it
// measures the memory of the whole process.
func TestYear_Figures(t *testing.T) { //nolint:paralleltest // see above
	figures, err := yearFigures(options{rounds: 2}, smallYear())
	require.NoError(t, err)
	names := map[string]bool{}
	for _, f := range figures {
		require.Positive(t, f.YardstickValue, f.Name)
		require.Positive(t, f.Value, f.Name)
		names[f.Name] = true
	}
	for _, v := range newYear(smallYear()).views() {
		require.True(t, names[v.name+"_p95"] && names[v.name+"_changed_p95"], v.name)
	}
	require.True(t, names["year_open"] && names["year_memory"])
}

// The device understands all of the year: what was made is what is shown.
func TestYear_IsWhatTheDeviceShows(t *testing.T) {
	t.Parallel()
	y := newYear(smallYear())
	d, err := newYearDevice(t.TempDir(), y.place)
	require.NoError(t, err)
	require.NoError(t, d.open())
	t.Cleanup(func() { require.NoError(t, d.close()) })
	require.NoError(t, d.fill(y))

	orders, err := d.core.Orders(client.OrderQuery{})
	require.NoError(t, err)
	require.Equal(t, y.size.orders, orders.Total)
	for _, v := range []client.OrderView{client.ViewOnUs, client.ViewToVerify, client.ViewToApprove, client.ViewDecided, client.ViewDone, client.ViewOpen} {
		require.Positive(t, orders.Views[v], v)
	}
	deliveries, err := d.core.Deliveries(client.PaperQuery{})
	require.NoError(t, err)
	require.Equal(t, y.counted[wire.DocDelivery], deliveries.Total)
	require.Positive(t, deliveries.Views[client.DeliveriesLate])
	invoices, err := d.core.Invoices(client.PaperQuery{})
	require.NoError(t, err)
	require.Equal(t, y.counted[wire.DocInvoice], invoices.Total)
	for _, s := range []payment.State{payment.Issued, payment.Payable, payment.Ordered, payment.Paid} {
		require.Positive(t, invoices.Views[s.String()], s)
	}
	registered, err := d.core.Register(client.RegisterQuery{})
	require.NoError(t, err)
	for _, series := range []string{"РФ", "ВН", "ТТН", "АПП", "РК", "КН", "ПД", "РР"} {
		require.Positive(t, registered.Series[series], series)
	}
	for _, series := range []string{"РФ", "ВН", "ТТН", "АПП", "РК", "КН", "ПД"} {
		require.EqualValues(t, y.numbers[series], registered.Series[series], series)
	}
	require.True(t, slices.IsSortedFunc(registered.Rows, func(a, b client.RegisterRow) int { return cmp.Compare(b.At, a.At) }))
	far, err := d.core.Register(client.RegisterQuery{Offset: registered.Total - 70, Limit: 70})
	require.NoError(t, err)
	require.Len(t, far.Rows, 70)
	require.True(t, slices.IsSortedFunc(far.Rows, func(a, b client.RegisterRow) int { return cmp.Compare(b.At, a.At) }))
	require.Less(t, far.Rows[0].At, registered.Rows[len(registered.Rows)-1].At)
	late, err := d.core.Deliveries(client.PaperQuery{Sort: "late"})
	require.NoError(t, err)
	require.Positive(t, late.Rows[0].DaysLate)
	require.True(t, slices.IsSortedFunc(late.Rows, func(a, b client.DeliveryRow) int { return cmp.Compare(b.DaysLate, a.DaysLate) }))
	board, err := d.core.Dashboard()
	require.NoError(t, err)
	require.Positive(t, board.Accepted)
	require.Positive(t, board.Late)
	require.Positive(t, board.WaitingOrders)

	// An act and a new order change what is shown, and only that.
	require.NoError(t, d.change(y, 0))
	require.NoError(t, d.change(y, 1))
	after, err := d.core.Orders(client.OrderQuery{})
	require.NoError(t, err)
	require.Equal(t, orders.Total+1, after.Total)
}

// The same size gives the same documents, and their money adds up.
func TestYear_IsPureAndAddsUp(t *testing.T) {
	t.Parallel()
	size := smallYear()
	sum := func() (sum [sha256.Size]byte, y *year) {
		h := sha256.New()
		y = newYear(size)
		for d := range y.documents() {
			h.Write(d.ID[:])
			h.Write(d.Body)
		}
		return [sha256.Size]byte(h.Sum(nil)), y
	}
	first, y := sum()
	second, _ := sum()
	require.Equal(t, first, second)
	require.Equal(t, size.orders, y.counted[wire.DocOrder])

	held := map[[16]byte]money.Amount{}
	paid := map[[16]byte]money.Amount{}
	for d := range newYear(size).documents() {
		switch d.Kind { //nolint:exhaustive // those with money of one order
		case wire.DocOrder:
			var o order.Order
			require.NoError(t, wire.Decode(d.Body, &o))
			require.Len(t, o.Lines, yearLines)
			held[o.ID] += o.Holds.Total()
			paid[o.ID] += o.Holds.Paid
			if o.State == order.Approved {
				require.LessOrEqual(t, o.Holds.Total(), o.Total)
			}
		case wire.DocInvoice:
			var v payment.Invoice
			require.NoError(t, wire.Decode(d.Body, &v))
			require.GreaterOrEqual(t, v.Coming(), money.Amount(0))
			require.Equal(t, v.Stands(), v.State)
			paid[v.Order] -= v.Paid
		}
	}
	for o, left := range paid {
		require.Zero(t, left, o)
	}
	all, books := money.Amount(0), money.Amount(0)
	for _, amount := range held {
		all += amount
	}
	for _, b := range y.place.budgets {
		books += b.Held()
		require.GreaterOrEqual(t, b.Free(), money.Amount(0))
	}
	require.Equal(t, books, all)
}
