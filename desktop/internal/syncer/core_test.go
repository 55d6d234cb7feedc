package syncer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

func at(seq uint64) wire.Cursor { return wire.Cursor{Schema: 1, Seq: seq} }

func page(from, next, head uint64) wire.Page {
	return wire.Page{From: at(from), Next: at(next), Head: head, Remaining: int64(head - next)} //nolint:gosec // small
}

// kinds names the actions, so that a test reads as the conversation it is.
func kinds(actions []syncer.Action) []string {
	var names []string
	for _, a := range actions {
		switch a := a.(type) {
		case syncer.Dial:
			names = append(names, "dial")
		case syncer.Hangup:
			names = append(names, "hangup")
		case syncer.Push:
			names = append(names, "push")
		case syncer.Pull:
			names = append(names, "pull")
		case syncer.Apply:
			names = append(names, "apply")
		case syncer.Ack:
			names = append(names, "ack")
		case syncer.StartLoad:
			names = append(names, "load")
			if a.Keep {
				names = append(names, "keep")
			}
		case syncer.Ask:
			names = append(names, "ask")
		case syncer.Report:
			names = append(names, string(a.Status.State))
		case syncer.SetTimer, syncer.StopTimer, syncer.Contact:
		}
	}
	return names
}

func linked(t *testing.T) *syncer.Core {
	t.Helper()
	c := syncer.NewCore(at(0))
	require.Equal(t, []string{"dial", "connecting"}, kinds(c.Step(syncer.Started{})))
	require.Equal(t, []string{"push", "pull", "catching_up"}, kinds(c.Step(syncer.Dialled{})))
	require.Empty(t, kinds(c.Step(syncer.Pushed{})))
	require.Equal(t, []string{"apply"}, kinds(c.Step(syncer.Pulled{Page: page(0, 5, 5)})))
	require.Equal(t, []string{"live"}, kinds(c.Step(syncer.Stored{Cursor: at(5)})))
	return c
}

func TestCore_LinkLost(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Equal(t, []string{"hangup", "offline"}, kinds(c.Step(syncer.Closed{})))
	require.Equal(t, []string{"dial"}, kinds(c.Step(syncer.Fired{Timer: syncer.TimerDial})))
	require.Equal(t, syncer.Offline, c.State(), "trying again is not being connected")
}

func TestCore_SilentLinkIsGivenUp(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Equal(t, []string{"ask"}, kinds(c.Step(syncer.Fired{Timer: syncer.TimerAsk})))
	require.Equal(t, []string{"hangup", "offline"}, kinds(c.Step(syncer.Fired{Timer: syncer.TimerOverdue})))
}

func TestCore_AnsweredLinkStays(t *testing.T) {
	t.Parallel()
	c := linked(t)
	c.Step(syncer.Fired{Timer: syncer.TimerAsk})
	c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNone}})
	require.Empty(t, kinds(c.Step(syncer.Fired{Timer: syncer.TimerOverdue})))
	require.Equal(t, syncer.Live, c.State())
}

func TestCore_InlinePage(t *testing.T) {
	t.Parallel()
	fits, other := page(5, 6, 6), page(9, 10, 10)
	c := linked(t)
	require.Equal(t, []string{"apply"}, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LivePage, Page: &fits}})))
	require.Empty(t, kinds(c.Step(syncer.Stored{Cursor: at(6)})))
	require.Equal(t, []string{"pull"}, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LivePage, Page: &other}})),
		"a page that does not follow is fetched, never applied")
}

func TestCore_UploadDoesNotWaitForDownload(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Equal(t, []string{"pull"}, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})))
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Kicked{})))
	require.Equal(t, []string{"ack"}, kinds(c.Step(syncer.Pushed{Sent: 3})))
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Acknowledged{})), "until a push finds nothing")
	require.Empty(t, kinds(c.Step(syncer.Pushed{})))
}

func TestCore_KickDuringPushIsNotLost(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Kicked{})))
	require.Empty(t, kinds(c.Step(syncer.Kicked{})))
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Pushed{})))
}

func TestCore_Resnapshot(t *testing.T) {
	t.Parallel()
	c := linked(t)
	c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})
	require.Equal(t, []string{"load", "catching_up"}, kinds(c.Step(syncer.Pulled{Err: fault.New("pull", fault.Resnapshot)})))
	require.Empty(t, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})), "nothing is pulled while scopes are loaded")
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Kicked{})), "what is signed goes up beside it")
	c.Step(syncer.Pushed{})
	require.Equal(t, []string{"push", "pull"}, kinds(c.Step(syncer.Loaded{Cursor: at(7)})))
}

func TestCore_FirstLoad(t *testing.T) {
	t.Parallel()
	c := syncer.NewCore(wire.Cursor{})
	c.Step(syncer.Started{})
	require.Equal(t, []string{"push", "load", "catching_up"}, kinds(c.Step(syncer.Dialled{})))
	first := page(0, 1, 1)
	require.Empty(t, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LivePage, Page: &first}})), "pages wait for the load")
	said := c.Step(syncer.Progress{Load: syncer.Load{Done: 3, Total: 9}})
	require.Contains(t, said, syncer.Report{Status: syncer.Status{
		State: syncer.CatchingUp, Done: 3, Total: 9, Load: syncer.Load{Done: 3, Total: 9},
	}})
	require.Equal(t, []string{"hangup", "offline"}, kinds(c.Step(syncer.Closed{})))
	c.Step(syncer.Fired{Timer: syncer.TimerDial})
	require.Equal(t, []string{"catching_up"}, kinds(c.Step(syncer.Dialled{})), "the load of the link before still ends")
	require.Equal(t, []string{"load", "catching_up"}, kinds(c.Step(syncer.Loaded{Err: syncer.ErrGone})))
	c.Step(syncer.Pushed{})
	require.Equal(t, []string{"pull"}, kinds(c.Step(syncer.Loaded{Cursor: at(4)})))
	c.Step(syncer.Pulled{Page: page(4, 4, 4)})
	require.Equal(t, []string{"live"}, kinds(c.Step(syncer.Stored{Cursor: at(4)})))
}

func TestCore_OtherScopesKeepTheRest(t *testing.T) {
	t.Parallel()
	c := linked(t)
	c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})
	err := fault.Because("pull", fault.Reason{Code: fault.Resnapshot, Ref: syncer.RefScopes})
	require.Equal(t, []string{"load", "keep", "catching_up"}, kinds(c.Step(syncer.Pulled{Err: err})))
	c.Step(syncer.Loaded{Err: fault.New("load", fault.Busy)})
	require.Equal(t, []string{"load", "keep"}, kinds(c.Step(syncer.Fired{Timer: syncer.TimerPull}))[:2], "it is wanted until it is done")
}

// A server that does not take the cursor ends the socket: the next one is a new device's,
// and loads.
func TestCore_CursorIsNotTaken(t *testing.T) {
	t.Parallel()
	c := linked(t)
	reason := fault.Reason{Code: fault.Resnapshot, Ref: syncer.RefScopes}
	said := c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveBye, Reason: &reason}})
	require.Equal(t, []string{"hangup", "offline"}, kinds(said))
	require.Contains(t, said, syncer.Report{Status: syncer.Status{State: syncer.Offline}}, "nobody can act on it")
	require.Contains(t, c.Step(syncer.Fired{Timer: syncer.TimerDial}), syncer.Dial{Anew: true})
	require.Equal(t, []string{"push", "load", "keep", "catching_up"}, kinds(c.Step(syncer.Dialled{})))
	c.Step(syncer.Pushed{})
	c.Step(syncer.Loaded{Cursor: at(7)})
	c.Step(syncer.Closed{})
	require.Contains(t, c.Step(syncer.Fired{Timer: syncer.TimerDial}), syncer.Dial{})
}

func TestCore_RevokedDeviceIsTold(t *testing.T) {
	t.Parallel()
	c := syncer.NewCore(at(0))
	c.Step(syncer.Started{})
	actions := c.Step(syncer.Dialled{Err: fault.New("live", fault.DeviceRevoked)})
	report, ok := actions[len(actions)-1].(syncer.Report)
	require.True(t, ok)
	require.NotNil(t, report.Status.Problem)
	require.Equal(t, fault.DeviceRevoked, report.Status.Problem.Code)
}

func TestCore_WorkOffline(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Equal(t, []string{"hangup", "offline"}, kinds(c.Step(syncer.WantOffline{On: true})))
	require.Empty(t, kinds(c.Step(syncer.Kicked{})))
	require.Empty(t, kinds(c.Step(syncer.SyncNow{})))
	require.Equal(t, []string{"dial", "connecting"}, kinds(c.Step(syncer.WantOffline{})))
}

// Whatever happens in whatever sequence, once the world behaves the machine
// ends live with nothing left to send and everything read.
func TestCore_Converges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.run(w.core.Step(syncer.Started{}))
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			w.disturb()
			w.advance()
		}
		w.calm = true
		for range 200 {
			if !w.advance() {
				break
			}
		}
		require.Equal(t, syncer.Live, w.core.State())
		require.Zero(t, w.outbox, "everything was sent")
		require.Equal(t, w.head, w.stored, "everything was read")
	})
}

// world is a network, a server and a disk that may fail at every step.
type world struct {
	t       *rapid.T
	core    *syncer.Core
	calm    bool
	pending []syncer.Input
	timers  map[syncer.TimerKind]bool
	head    uint64
	stored  uint64
	outbox  int
	linked  bool
	offline bool
	// alone says that a load or a check runs: nothing else may change documents.
	alone bool
}

func newWorld(t *rapid.T) *world {
	return &world{t: t, core: syncer.NewCore(at(0)), timers: map[syncer.TimerKind]bool{}, head: 3, outbox: 2}
}

func (w *world) fails(what string) bool {
	return !w.calm && rapid.IntRange(0, 3).Draw(w.t, what) == 0
}

func (w *world) disturb() {
	switch rapid.IntRange(0, 6).Draw(w.t, "disturbance") {
	case 0:
		w.outbox++
		w.run(w.core.Step(syncer.Kicked{}))
	case 1:
		w.head++
		if w.linked {
			w.run(w.core.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: w.head}}))
		}
	case 2:
		if w.linked {
			w.linked = false
			w.run(w.core.Step(syncer.Closed{}))
		}
	case 3:
		w.offline = !w.offline
		w.run(w.core.Step(syncer.WantOffline{On: w.offline}))
	case 4:
		w.run(w.core.Step(syncer.SyncNow{}))
	case 5:
		if w.linked {
			w.linked = false
			reason := fault.Reason{Code: fault.Resnapshot}
			w.run(w.core.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveBye, Reason: &reason}}))
		}
	case 6:
	}
}

// advance delivers one thing that is under way, or lets a timer run out.
func (w *world) advance() bool {
	if w.calm && w.offline {
		w.offline = false
		w.run(w.core.Step(syncer.WantOffline{}))
		return true
	}
	if len(w.pending) > 0 {
		i := rapid.IntRange(0, len(w.pending)-1).Draw(w.t, "which")
		in := w.pending[i]
		w.pending = append(w.pending[:i], w.pending[i+1:]...)
		if d, ok := in.(syncer.Dialled); ok && d.Err == nil {
			w.linked = true // the server tells news from the hello on
		}
		switch in.(type) {
		case syncer.Loaded, syncer.Checked:
			w.alone = false
		}
		w.run(w.core.Step(in))
		return true
	}
	for _, k := range []syncer.TimerKind{syncer.TimerDial, syncer.TimerPush, syncer.TimerPull, syncer.TimerOverdue, syncer.TimerAsk, syncer.TimerCheck} {
		if !w.timers[k] || (w.calm && (k == syncer.TimerAsk || k == syncer.TimerCheck) && w.core.State() == syncer.Live) {
			continue
		}
		delete(w.timers, k)
		w.run(w.core.Step(syncer.Fired{Timer: k}))
		return true
	}
	return false
}

func (w *world) run(actions []syncer.Action) {
	for _, a := range actions {
		switch a := a.(type) {
		case syncer.Dial:
			if w.fails("dial") {
				w.pending = append(w.pending, syncer.Dialled{Err: fault.New("dial", fault.ServerUnreachable)})
				continue
			}
			w.pending = append(w.pending, syncer.Dialled{})
		case syncer.Hangup:
			w.linked = false
		case syncer.Push:
			w.push()
		case syncer.Ack:
			if w.fails("ack") {
				w.outbox++ // the disk did not take the receipt: the command waits on
				w.pending = append(w.pending, syncer.Acknowledged{Err: fault.New("ack", fault.DiskFull)})
				continue
			}
			w.pending = append(w.pending, syncer.Acknowledged{})
		case syncer.Pull:
			require.False(w.t, w.alone)
			if w.fails("anew") {
				w.pending = append(w.pending, syncer.Pulled{Err: fault.New("pull", fault.Resnapshot)})
				continue
			}
			if w.fails("pull") {
				w.pending = append(w.pending, syncer.Pulled{Err: fault.New("pull", fault.Busy)})
				continue
			}
			w.pending = append(w.pending, syncer.Pulled{Page: page(w.stored, min(w.stored+2, w.head), w.head)})
		case syncer.StartLoad:
			require.False(w.t, w.alone)
			w.alone = true
			if w.fails("load") {
				w.pending = append(w.pending, syncer.Loaded{Err: fault.New("load", fault.Busy)})
				continue
			}
			w.stored = rapid.Uint64Range(0, w.head).Draw(w.t, "loaded")
			w.pending = append(w.pending, syncer.Loaded{Cursor: at(w.stored)})
		case syncer.Check:
			require.False(w.t, w.alone)
			w.alone = true
			w.pending = append(w.pending, syncer.Checked{})
		case syncer.Apply:
			require.False(w.t, w.alone, "a page beside a load or a check")
			if w.fails("apply") {
				w.pending = append(w.pending, syncer.Stored{Cursor: at(w.stored), Err: fault.New("apply", fault.DiskFull)})
				continue
			}
			require.Equal(w.t, at(w.stored), a.Page.From, "only the page that follows is stored")
			w.stored = a.Page.Next.Seq
			w.pending = append(w.pending, syncer.Stored{Cursor: at(w.stored)})
		case syncer.Ask:
			if !w.fails("answer") {
				w.pending = append(w.pending, syncer.Got{Message: wire.Live{Kind: wire.LiveNone}})
			}
		case syncer.SetTimer:
			w.timers[a.Timer] = true
		case syncer.StopTimer:
			delete(w.timers, a.Timer)
		case syncer.Report, syncer.Contact:
		}
	}
}

func (w *world) push() {
	if w.fails("push") {
		w.pending = append(w.pending, syncer.Pushed{Err: fault.New("push", fault.Offline)})
		return
	}
	sent := min(w.outbox, 1)
	w.outbox -= sent
	w.pending = append(w.pending, syncer.Pushed{Sent: sent})
}

// Where something differed and could not be mended, it is looked for again soon, on this link
// or the next; a server that has no time to say is asked in an hour.
func TestCore_CheckBroken(t *testing.T) {
	t.Parallel()
	next := func(actions []syncer.Action) time.Duration {
		for _, a := range actions {
			if s, ok := a.(syncer.SetTimer); ok && s.Timer == syncer.TimerCheck {
				return s.After
			}
		}
		return 0
	}
	c := linked(t)
	c.Step(syncer.Fired{Timer: syncer.TimerCheck})
	require.Equal(t, time.Hour, next(c.Step(syncer.Checked{Err: fault.New("digest", fault.Busy)})))
	c.Step(syncer.Fired{Timer: syncer.TimerCheck})
	require.Equal(t, 30*time.Second, next(c.Step(syncer.Checked{Diverged: true, Err: fault.New("scope", fault.Offline)})))
	c.Step(syncer.Fired{Timer: syncer.TimerCheck})
	require.Equal(t, time.Hour, next(c.Step(syncer.Checked{Diverged: true})))

	c.Step(syncer.Fired{Timer: syncer.TimerCheck})
	c.Step(syncer.Closed{})
	c.Step(syncer.Checked{Diverged: true, Err: syncer.ErrGone})
	c.Step(syncer.Fired{Timer: syncer.TimerDial})
	c.Step(syncer.Dialled{})
	c.Step(syncer.Pulled{Page: page(5, 5, 5)})
	require.Equal(t, 30*time.Second, next(c.Step(syncer.Stored{Cursor: page(5, 5, 5).Next})))
}

func TestCore_Check(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Contains(t, c.Step(syncer.Fired{Timer: syncer.TimerCheck}), syncer.Check{Bytes: wire.PullBytes})
	require.NotContains(t, c.Step(syncer.Fired{Timer: syncer.TimerCheck}), syncer.Check{}, "one at a time")
	inline := page(5, 6, 6)
	require.Empty(t, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LivePage, Page: &inline}})), "nothing changes under it")
	require.Equal(t, []string{"pull"}, kinds(c.Step(syncer.Checked{})))
	require.NotContains(t, c.Step(syncer.Fired{Timer: syncer.TimerCheck}), syncer.Check{}, "first what is new")
	c.Step(syncer.Closed{})
	require.NotContains(t, c.Step(syncer.Fired{Timer: syncer.TimerCheck}), syncer.Check{Bytes: wire.PullBytes})
}
