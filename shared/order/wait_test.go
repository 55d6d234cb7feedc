package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/order"
)

func TestOrder_WaitsOnItsUnit(t *testing.T) {
	t.Parallel()
	o := order.Order{
		WaitedUnit: 7, Revisions: []order.Standing{{ReceivedAt: 100}},
		Events: []order.Event{{Kind: order.EventReturned, At: 200}, {Kind: order.EventReceived, At: 250}, {Kind: order.EventReturned, At: 300}},
	}
	for s, since := range map[order.State]int64{
		order.AwaitingSignatures: 100, order.Returned: 300, order.Verifying: 0, order.InReview: 0, order.Approved: 0, order.Expired: 0,
	} {
		o.State = s
		require.Equal(t, since, o.WaitsSince(), s.String())
		want := int64(7)
		if since > 0 {
			want += 400 - since
		}
		require.Equal(t, want, o.Waited(400), s.String())
		require.Equal(t, int64(7), o.Waited(50), "a clock that runs behind takes nothing away")
	}
	require.Zero(t, order.Order{State: order.Returned}.WaitsSince())
	require.Zero(t, order.Order{State: order.AwaitingSignatures}.WaitsSince())
}

// Whatever can be revised or is waited for has an end that the server can bring about.
func TestState_WhatWaitsCanExpire(t *testing.T) {
	t.Parallel()
	for s := order.Draft; s <= lastState; s++ {
		if s.CanRevise() {
			require.True(t, s.CanBecome(order.Expired), s.String())
			require.True(t, s.CanBecome(order.Cancelled), s.String())
		}
	}
}
