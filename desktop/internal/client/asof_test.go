package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The data is as old as the last moment at which all of it was here: neither an
// answer to an upload nor half of the feed makes it fresh.
func TestDataAsOf(t *testing.T) {
	t.Parallel()
	f := newField(t)
	c := f.unit.core
	caughtUp := c.Standing().DataAsOf
	require.Equal(t, epochStart.UnixMilli(), caughtUp)
	f.clock.pass(24 * time.Hour)
	now := f.clock.now().UnixMilli()

	c.ServerClock(now, false) // a receipt came back
	require.Equal(t, now, c.Standing().LastContact)
	require.Equal(t, caughtUp, c.Standing().DataAsOf)

	f.order(0, 1)
	f.unit.push(true)
	f.order(1, 1)
	f.unit.push(true)
	require.True(t, f.unit.pull(1))
	require.Equal(t, caughtUp, c.Standing().DataAsOf, "there is more to come")
	for f.unit.pull(1) {
	}
	require.Equal(t, f.clock.now().UnixMilli(), c.Standing().DataAsOf)
	f.clock.pass(time.Minute)
	c.ServerClock(f.clock.now().UnixMilli(), true)
	require.Equal(t, f.clock.now().UnixMilli(), c.Standing().DataAsOf)
}
