package syncer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// A device that is shut out is told nothing any more, and hands in what was signed on it: at
// once, whenever something is signed, and at each try after a failure.
func TestCore_ShutOutStillHandsIn(t *testing.T) {
	t.Parallel()
	c := linked(t)
	reason := fault.Reason{Code: fault.DeviceRevoked, Have: 7}
	told := c.Step(syncer.Kicked{})
	require.Equal(t, []string{"push"}, kinds(told))
	require.Equal(t, []string{"hangup", "offline"}, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveBye, Reason: &reason}})))
	require.Empty(t, kinds(c.Step(syncer.Pushed{Err: syncer.ErrGone})), "what was on its way went with the link")
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Kicked{})))
	require.Equal(t, []string{"ack"}, kinds(c.Step(syncer.Pushed{Sent: 1})))
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Acknowledged{})))
	require.Empty(t, kinds(c.Step(syncer.Pushed{})), "the outbox is empty, and nothing is pulled")

	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Kicked{})), "signed just now")
	require.Empty(t, kinds(c.Step(syncer.Pushed{Err: fault.New("push", fault.Offline)})))
	require.Equal(t, []string{"dial"}, kinds(c.Step(syncer.Fired{Timer: syncer.TimerDial})))
	again := c.Step(syncer.Dialled{Err: fault.Because("live", reason)})
	require.Equal(t, []string{"hangup", "push"}, kinds(again))
	c.Step(syncer.Pushed{})

	require.Equal(t, []string{"offline"}, kinds(c.Step(syncer.WantOffline{On: true})))
	require.Empty(t, kinds(c.Step(syncer.Kicked{})), "its person wants no link")
}

// A link that is merely lost carries nothing.
func TestCore_LostIsNotShutOut(t *testing.T) {
	t.Parallel()
	c := linked(t)
	c.Step(syncer.Closed{Err: fault.New("live", fault.Offline)})
	require.Empty(t, kinds(c.Step(syncer.Kicked{})))
}
