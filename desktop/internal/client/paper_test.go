package client_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/rules"
)

// However many deliveries there are, windows of any size put together are the whole
// list in its order, and the views count what they hold.
func TestDeliveries_Windows(t *testing.T) {
	t.Parallel()
	f := newField(t)
	var out rules.Outcome
	for n := range 40 {
		d := delivery.Delivery{
			ID: id.ID[id.Delivery]{byte(n * 37), 15: byte(n)}, Order: id.ID[id.Order]{1, 15: byte(n % 3)}, Unit: f.unit.who.Org.ID,
			State: delivery.State(n%3 + 1), DispatchedAt: int64(1_000 + n/2), Note: "ВН-" + string('A'+rune(n%26)), Version: 1, //nolint:gosec // 1 to 3
		}
		out.Things = append(out.Things, d)
	}
	f.server.publish(out)
	f.unit.sync()
	rapid.Check(t, func(t *rapid.T) {
		q := client.PaperQuery{
			View: rapid.SampledFrom([]string{"", "on_the_way", "done", "to_sign"}).Draw(t, "view"),
			Sort: rapid.SampledFrom([]string{"", "oldest", "late"}).Draw(t, "sort"),
			Text: rapid.SampledFrom([]string{"", "вн-b", "nothing"}).Draw(t, "text"),
		}
		q.Limit = 1000
		whole, err := f.unit.core.Deliveries(q)
		require.NoError(t, err)
		require.Len(t, whole.Rows, whole.Total)
		if q.Text == "" {
			require.Equal(t, whole.Views[q.View], whole.Total)
		}
		if q.Sort == "" {
			require.True(t, slices.IsSortedFunc(whole.Rows, func(a, b client.DeliveryRow) int { return int(b.DispatchedAt - a.DispatchedAt) }))
		}
		q.Limit = rapid.IntRange(1, 15).Draw(t, "limit")
		var pieces []client.DeliveryRow
		for q.Offset = 0; q.Offset < whole.Total; q.Offset += q.Limit {
			page, err := f.unit.core.Deliveries(q)
			require.NoError(t, err)
			pieces = append(pieces, page.Rows...)
		}
		require.Equal(t, whole.Rows, pieces)
	})
	one, err := f.unit.core.Deliveries(client.PaperQuery{Order: id.ID[id.Order]{1}})
	require.NoError(t, err)
	require.Equal(t, 14, one.Total)
}

// BenchmarkDeliveries is a window of 50,000 deliveries with one of them waiting here,
// after every page of news.
func BenchmarkDeliveries(b *testing.B) {
	c := newCrew(b)
	c.sent(2)
	d := c.receiver.delivery()
	var out rules.Outcome
	for n := range 50_000 {
		x := d.Delivery
		x.ID = id.ID[id.Delivery]{byte(n), byte(n >> 8), 15: 1}
		out.Things = append(out.Things, x)
	}
	c.server.publish(out)
	c.receiver.sync()
	for b.Loop() {
		x := d.Delivery
		x.Version++
		d.Version++
		c.server.publish(rules.Outcome{Things: []rules.Thing{x}})
		c.receiver.pull(10)
		if _, err := c.receiver.core.Deliveries(client.PaperQuery{View: "late"}); err != nil {
			b.Fatal(err)
		}
	}
}
