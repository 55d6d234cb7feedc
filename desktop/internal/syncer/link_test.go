package syncer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// dialTimer is how long the machine waits before it dials again.
func dialTimer(t *testing.T, actions []syncer.Action) syncer.SetTimer {
	t.Helper()
	for _, a := range actions {
		if s, ok := a.(syncer.SetTimer); ok && s.Timer == syncer.TimerDial {
			return s
		}
	}
	require.Fail(t, "no attempt is planned")
	return syncer.SetTimer{}
}

func lastStatus(t *testing.T, actions []syncer.Action) syncer.Status {
	t.Helper()
	for i := len(actions) - 1; i >= 0; i-- {
		if r, ok := actions[i].(syncer.Report); ok {
			return r.Status
		}
	}
	require.Fail(t, "nothing was reported")
	return syncer.Status{}
}

// A transfer of a link that was given up ends late: that says nothing about the link of now.
func TestCore_LateEndOfAnOldTransfer(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Kicked{})))
	require.Equal(t, []string{"pull"}, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})))
	c.Step(syncer.Closed{})
	c.Step(syncer.Fired{Timer: syncer.TimerDial})
	require.Equal(t, []string{"catching_up"}, kinds(c.Step(syncer.Dialled{})))
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Pushed{Err: syncer.ErrGone})))
	require.Equal(t, []string{"pull"}, kinds(c.Step(syncer.Pulled{Err: syncer.ErrGone})))
	require.Equal(t, syncer.CatchingUp, c.State())
}

// The socket opens but nothing can be sent: the pauses grow all the same.
func TestCore_LinkThatCarriesNothing(t *testing.T) {
	t.Parallel()
	c := syncer.NewCore(at(0))
	c.Step(syncer.Started{})
	var waits []time.Duration
	for range 6 {
		c.Step(syncer.Dialled{})
		actions := c.Step(syncer.Pulled{Err: fault.New("pull", fault.Offline)})
		waits = append(waits, dialTimer(t, actions).After)
		c.Step(syncer.Pushed{Err: syncer.ErrGone})
		c.Step(syncer.Fired{Timer: syncer.TimerDial})
	}
	require.Equal(t, []time.Duration{
		500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second,
	}, waits)
}

// What stopped a transfer is said as long as it stops it, and once.
func TestCore_ProblemOfATransferEnds(t *testing.T) {
	t.Parallel()
	c := linked(t)
	c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})
	full := fault.New("apply", fault.DiskFull)
	require.Equal(t, []string{"apply"}, kinds(c.Step(syncer.Pulled{Page: page(5, 9, 9)})))
	status := lastStatus(t, c.Step(syncer.Stored{Cursor: at(5), Err: full}))
	require.Equal(t, fault.DiskFull, status.Problem.Code)
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Kicked{})))
	require.Empty(t, kinds(c.Step(syncer.Pushed{})), "an upload that works says nothing about the download")
	c.Step(syncer.Fired{Timer: syncer.TimerPull})
	c.Step(syncer.Pulled{Page: page(5, 9, 9)})
	require.Empty(t, kinds(c.Step(syncer.Stored{Cursor: at(5), Err: full})), "the same problem is no news")
	c.Step(syncer.Fired{Timer: syncer.TimerPull})
	c.Step(syncer.Pulled{Page: page(5, 9, 9)})
	require.Nil(t, lastStatus(t, c.Step(syncer.Stored{Cursor: at(9)})).Problem)
}

// A busy server is left alone at least as long as it asks for.
func TestCore_BusyServer(t *testing.T) {
	t.Parallel()
	c := syncer.NewCore(at(0))
	c.Step(syncer.Started{})
	busy := fault.Because("live", fault.Reason{Code: fault.Busy, Have: 7000})
	require.Equal(t, 7*time.Second, dialTimer(t, c.Step(syncer.Dialled{Err: busy})).Least)
	c.Step(syncer.Fired{Timer: syncer.TimerDial})
	forever := fault.Because("live", fault.Reason{Code: fault.Busy, Have: 1 << 50})
	require.Equal(t, 5*time.Minute, dialTimer(t, c.Step(syncer.Dialled{Err: forever})).Least)
}

// A link that answers late is given more time at each try instead of being
// dropped again and again in the middle of a page.
func TestCore_SlowLinkIsGivenTime(t *testing.T) {
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
	var waits []time.Duration
	for range 5 {
		waits = append(waits, overdue())
		c.Step(syncer.Fired{Timer: syncer.TimerOverdue})
		c.Step(syncer.Fired{Timer: syncer.TimerDial})
		c.Step(syncer.Dialled{})
	}
	require.Equal(t, []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 20 * time.Second}, waits)
	for range 20 {
		c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNone}, RoundTrip: time.Millisecond})
	}
	require.Equal(t, 2*time.Second, overdue(), "a link that is quick again is watched closely again")
}

// A page that comes in while an answer is overdue shows that the link lives.
func TestCore_TransferIsASignOfLife(t *testing.T) {
	t.Parallel()
	c := linked(t)
	c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})
	c.Step(syncer.Fired{Timer: syncer.TimerAsk})
	c.Step(syncer.Pulled{Page: page(5, 7, 9)})
	require.Empty(t, kinds(c.Step(syncer.Fired{Timer: syncer.TimerOverdue})))
}

// The documents are as of now only when there is nothing after them.
func TestCore_OnlyNothingNewMakesCurrent(t *testing.T) {
	t.Parallel()
	c := linked(t)
	contact := func(actions []syncer.Action) syncer.Contact {
		for _, a := range actions {
			if x, ok := a.(syncer.Contact); ok {
				return x
			}
		}
		return syncer.Contact{}
	}
	require.True(t, contact(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNone, Clock: 7}})).Current)
	c.Step(syncer.Kicked{})
	require.Equal(t, syncer.Contact{Clock: 8}, contact(c.Step(syncer.Pushed{Sent: 1, Response: wire.PushResponse{Clock: 8}})))
	c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})
	next := page(5, 9, 9)
	next.Clock = 9
	require.Equal(t, syncer.Contact{Clock: 9}, contact(c.Step(syncer.Pulled{Page: next})))
}

// A network that wants a login ends the link, is said, and is tried again soon: who logs in
// does not wait for a minute.
func TestCore_LoginPage(t *testing.T) {
	t.Parallel()
	c := linked(t)
	c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})
	actions := c.Step(syncer.Pulled{Err: fault.New("pull", fault.CaptivePortal)})
	require.Equal(t, syncer.Offline, c.State())
	require.Equal(t, fault.CaptivePortal, lastStatus(t, actions).Problem.Code)
	for range 10 {
		require.LessOrEqual(t, dialTimer(t, actions).After, 5*time.Second)
		c.Step(syncer.Fired{Timer: syncer.TimerDial})
		actions = c.Step(syncer.Dialled{Err: fault.New("dial", fault.CaptivePortal)})
	}
	c.Step(syncer.Fired{Timer: syncer.TimerDial})
	require.Nil(t, lastStatus(t, c.Step(syncer.Dialled{})).Problem)
}
