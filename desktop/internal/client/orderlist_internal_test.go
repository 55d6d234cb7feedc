package client

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// Rows and counts that were kept up are those made anew, whatever came, changed, went
// and was laid on top.
func TestOrderList_KeptUp(t *testing.T) {
	t.Parallel()
	states := []order.State{order.AwaitingSignatures, order.Verifying, order.InReview, order.Returned, order.Approved, order.Rejected, order.Cancelled}
	rapid.Check(t, func(t *rapid.T) {
		c := &Core{
			cfg:     Config{Clock: time.Now, Logger: slog.New(slog.DiscardHandler)},
			profile: Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneAgency, Roles: []party.Role{party.RoleApprover}}},
			rows:    map[orderID]*standingRow{}, list: newOrderList(), things: map[wire.DocKind]*thingsOf{},
			shelf: newShelf(), tally: figures.NewTally(0),
		}
		draw := func(o orderID) order.Order {
			by := id.ID[id.Person]{rapid.Byte().Draw(t, "by") % 3}
			return order.Order{ID: o, State: rapid.SampledFrom(states).Draw(t, "state"), CreatedBy: by}
		}
		for range rapid.IntRange(1, 8).Draw(t, "pages") {
			for range rapid.IntRange(0, 6).Draw(t, "documents") {
				o := orderID{1 + rapid.Byte().Draw(t, "order")%12}
				if rapid.IntRange(0, 3).Draw(t, "deleted") == 0 {
					c.putRow(o, nil)
				} else {
					c.putRow(o, standing(draw(o)))
				}
			}
			c.over, c.shown, c.listed = rules.NewWorld(), map[orderID]*shownOrder{}, nil
			for range rapid.IntRange(0, 3).Draw(t, "laid") {
				o := orderID{1 + rapid.Byte().Draw(t, "shown")%14}
				c.shown[o] = &shownOrder{order: draw(o)}
			}
			requireAnew(t, c)
		}
	})
}

// requireAnew compares the list with one that looks at every row.
func requireAnew(t *rapid.T, c *Core) {
	all, err := c.listOrders()
	require.NoError(t, err)
	want := map[orderID]order.State{}
	for o, s := range c.rows {
		want[o] = s.row.State
		require.Same(t, &s.row, c.list.rows[s.place])
	}
	for o, s := range c.shown {
		want[o] = s.order.State
	}
	got := map[orderID]order.State{}
	counts := map[OrderView]int{}
	for _, v := range OrderViews() {
		counts[v] = 0
	}
	for _, r := range all {
		got[r.ID] = r.State
		for _, v := range OrderViews() {
			if c.holds(v, r, c.ownTurn()) {
				counts[v]++
			}
		}
	}
	require.Len(t, all, len(want))
	require.Equal(t, want, got)
	require.Equal(t, counts, c.counts)
	require.Len(t, c.list.rows, len(c.rows))
	require.False(t, slices.Contains(c.list.rows, nil))
}
