package client_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// Who counts the second part of an order sees it counted at every moment, also while the
// document of the order comes last because it changed again since: that they are in its life
// already, with the first part, does not say that the second is.
func TestProof_ReceivedPartByPart(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(4)
	var parts []delivery.Receive
	for range 2 {
		code := c.maker.core.NewHandover()
		c.maker.act(seal.KindDispatch, delivery.Dispatch{
			Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 2}}, Carrier: "Віз", Handover: delivery.HandoverHash(o, code),
		})
		c.all()
		made := delivery.DeliveryID(c.server.applied[len(c.server.applied)-1].ID)
		parts = append(parts, delivery.Receive{Delivery: made, Code: code, Counts: []delivery.Count{{Delivered: 2}}})
	}
	c.receiver.act(seal.KindReceive, parts[0])
	c.all()
	require.NotEqual(t, order.Delivered, c.receiver.row(o).Delivery)

	c.receiver.act(seal.KindReceive, parts[1])
	before := len(c.server.feed)
	c.receiver.push(true)
	slices.Reverse(c.server.feed[before:])
	require.Equal(t, order.Delivered, c.receiver.row(o).Delivery)
	for page := 0; c.receiver.pull(1); page++ {
		require.Equal(t, order.Delivered, c.receiver.row(o).Delivery, "after page %d", page)
	}
}
