package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// A cancellation that gave up a parked order is not shown for ever on the order that somebody
// signed anew: no document tells of it, as the order never stood then.
func TestProof_CancelledBeforeItStood(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	o := f.order(0, 2)
	d.sync()
	p, err := d.core.PrepareDecision(client.DecisionAsk{Kind: seal.KindCancelOrder, Orders: []id.ID[id.Order]{o}, Reason: order.NoLongerNeeded})
	require.NoError(t, err)
	_, err = d.core.Sign(p.Token, "")
	require.NoError(t, err)

	// The server lost the order, and did not take it when it was offered again.
	stood := *f.server.world.Orders[o]
	f.server.world.Orders[o] = nil
	f.server.publish(rules.Outcome{Cases: []conflict.Case{{
		ID: numbered[id.Case](1), Org: stood.Unit, Order: o, Command: seal.KindSubmitOrder,
		Reasons: []fault.Reason{{Code: fault.PriceChanged}}, Version: 1,
	}}})
	f.clock.pass(time.Minute)
	d.push(true)
	require.Equal(t, order.Cancelled, d.row(o).State)

	// Another laptop signed it anew.
	f.clock.pass(time.Minute)
	again := stood.Clone()
	again.Version++
	again.Revisions[0].ReceivedAt = f.clock.now().UnixMilli()
	f.server.publish(rules.Outcome{Orders: []order.Order{again}})
	d.sync()
	require.Equal(t, order.InReview, d.row(o).State)
	d.restart()
	require.Equal(t, order.InReview, d.row(o).State)
}
