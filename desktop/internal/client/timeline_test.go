package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// An order's life reads the same whatever the clock of the laptop says that shows it: what
// the server said stays in the order in which it was said, also beside what was parked.
func TestTimeline_ClockOfTheLaptop(t *testing.T) {
	t.Parallel()
	type step struct {
		kind     order.EventKind
		revision uint32
		parked   bool
	}
	for name, off := range map[string]time.Duration{"right": 0, "behind": -30 * time.Hour, "ahead": 30 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newField(t)
			f.unit.clock = &clock{at: f.clock.at.Add(off)}
			f.unit.restart()
			o := f.order(0, 2)
			f.unit.sync()
			f.clock.pass(time.Hour)
			_, err := f.unit.core.ReviseOrder(o)
			require.NoError(t, err)
			_, err = f.unit.core.PutLine(f.offers[0].ID, 9)
			require.NoError(t, err)
			f.sign()
			stock := *f.server.world.Stocks[f.offers[0].ID]
			stock.OnHand, stock.Version = 5, stock.Version+1
			f.server.publish(rules.Outcome{Stocks: []supply.Stock{stock}})
			f.unit.push(true) // the revision is parked
			f.clock.pass(time.Hour)
			f.agency.sync()
			f.decide(seal.KindApproveOrder, o)
			f.agency.sync()
			f.unit.sync()

			detail, err := f.unit.core.Order(o)
			require.NoError(t, err)
			require.Equal(t, client.Parked, detail.Row.Sync)
			var steps []step
			for _, e := range detail.Timeline {
				steps = append(steps, step{e.Kind, e.Revision, e.Parked})
			}
			require.Equal(t, []step{
				{order.EventSigned, 1, false},
				{order.EventReceived, 1, false},
				{order.EventReserved, 1, false},
				{order.EventChecked, 1, false},
				{order.EventSigned, 2, false},
				{0, 2, true},
				{order.EventApproved, 1, false},
				{order.EventAllocated, 1, false},
				{order.EventInvoiced, 1, false},
			}, steps)
		})
	}
}

// What the server has applied is shown with the server's own moments before its documents
// come, so that nothing moves when they do.
func TestTimeline_AppliedAndNotYetHere(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.unit.clock = &clock{at: f.clock.at.Add(30 * time.Hour)}
	f.unit.restart()
	o := f.order(0, 2)
	f.unit.push(true)
	told, err := f.unit.core.Order(o)
	require.NoError(t, err)
	for f.unit.pull(1000) {
	}
	is, err := f.unit.core.Order(o)
	require.NoError(t, err)
	require.Equal(t, is.Timeline, told.Timeline)
}
