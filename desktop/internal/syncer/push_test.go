package syncer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/wire"
)

// A question behind a push on the same socket waits for it: a slow line is no dead one.
func TestCore_QuestionBehindAPush(t *testing.T) {
	t.Parallel()
	c := linked(t)
	overdue := func() (after time.Duration) {
		for _, a := range c.Step(syncer.Fired{Timer: syncer.TimerAsk}) {
			if s, ok := a.(syncer.SetTimer); ok && s.Timer == syncer.TimerOverdue {
				after = s.After
			}
		}
		return after
	}
	require.Equal(t, 2*time.Second, overdue())
	c.Step(syncer.Kicked{})
	c.Step(syncer.Sending{Bytes: wire.LivePushMax / 2})
	require.Equal(t, 5*time.Second, overdue())
	c.Step(syncer.Sending{Bytes: 100 * wire.LivePushMax})
	require.Equal(t, 8*time.Second, overdue(), "what is larger goes beside the socket")
	c.Step(syncer.Pushed{})
	require.Equal(t, 2*time.Second, overdue())
}
