package syncer

import (
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

func (c *Core) dial() {
	if c.workOffline || c.dialling || c.open {
		return
	}
	c.dialling = true
	if c.state == Offline && c.attempts == 0 {
		c.state = Connecting
	}
	c.do(StopTimer{Timer: TimerDial})
	c.do(Dial{Anew: c.wanted})
}

func (c *Core) dialled(err error) {
	c.dialling = false
	if c.workOffline {
		c.do(Hangup{})
		return
	}
	if err != nil {
		c.lost(err)
		return
	}
	c.open, c.shutOut, c.attempts, c.problem, c.asked = true, false, 0, nil, false
	c.state, c.done, c.total = CatchingUp, 0, 0
	c.more, c.news = true, true
	c.heard()
	c.upload()
	c.download()
}

// lost ends the link and says when to try again.
func (c *Core) lost(err error) {
	c.open, c.asked = false, false
	c.state = Offline
	c.do(Hangup{})
	for _, t := range []TimerKind{TimerAsk, TimerOverdue, TimerPush, TimerPull, TimerCheck} {
		c.do(StopTimer{Timer: t})
	}
	c.problem, c.pushProblem, c.pullProblem = problemOf(err), nil, nil
	c.shutOut = fault.CodeOf(err) == fault.DeviceRevoked
	// A link that opens and then carries nothing must not be dialled without a pause.
	wait := min(firstRetry<<min(max(c.attempts, c.pushFailures-1, c.pullFailures-1), 10), longest)
	if c.problem != nil && isFinal(c.problem.Code) {
		wait = longestDead
	}
	c.attempts++
	if !c.workOffline {
		c.do(SetTimer{Timer: TimerDial, After: wait, Least: askedFor(c.problem), Jitter: true})
	}
	c.upload() // of a device that is shut out, too
}

// askedFor is how long the server wants to be left alone.
func askedFor(r *fault.Reason) time.Duration {
	if r == nil || r.Code != fault.Busy || r.Have <= 0 {
		return 0
	}
	return time.Duration(min(r.Have, longestAsked.Milliseconds())) * time.Millisecond
}

// problemOf is what a person is told; a plain loss of the link needs no words.
func problemOf(err error) *fault.Reason {
	if err == nil {
		return nil
	}
	if code := fault.CodeOf(err); code == fault.Internal || code == fault.Offline {
		return nil
	}
	r := fault.ReasonsOf(err)[0]
	return &r
}

// isFinal reports whether trying again soon cannot help.
func isFinal(code fault.Code) bool {
	return slices.Contains([]fault.Code{
		fault.DeviceRevoked, fault.DeviceUnknown, fault.ClientTooOld, fault.ServerTooOld, fault.ServerUntrusted,
	}, code)
}

// isOfLine reports whether it is the line, or what is on it, that failed.
func isOfLine(code fault.Code) bool {
	return slices.Contains([]fault.Code{
		fault.Offline, fault.ServerUnreachable, fault.CaptivePortal, fault.ClockWrong,
	}, code)
}

func (c *Core) switchOffline(on bool) {
	if c.workOffline == on {
		return
	}
	c.workOffline = on
	if !on {
		c.attempts = 0
		c.dial()
		return
	}
	c.do(StopTimer{Timer: TimerDial})
	if c.open {
		c.lost(nil)
	}
	c.state, c.problem = Offline, nil
}

func (c *Core) syncNow() {
	if c.open {
		c.more, c.news = true, true
		c.upload()
		c.download()
		return
	}
	c.attempts = 0
	c.dial()
}

func (c *Core) fired(t TimerKind) {
	switch t {
	case TimerDial:
		c.dial()
	case TimerAsk:
		if c.open {
			c.asked = true
			c.do(Ask{Cursor: c.cursor})
			c.do(SetTimer{Timer: TimerOverdue, After: c.overdue()})
		}
	case TimerOverdue:
		// Half-open: the socket looks alive and nobody answers.
		if c.open && c.asked {
			// Perhaps it is only slow: the next link is given twice the time.
			c.roundTrip = max(c.roundTrip, c.overdue()/2)
			c.lost(nil)
		}
	case TimerPush:
		c.upload()
	case TimerPull:
		c.download()
	case TimerCheck:
		c.check()
	}
}

// overdue is how long an answer may take: four round trips of this link, and what stands
// before the question on the same socket.
func (c *Core) overdue() time.Duration {
	ahead := time.Duration(min(c.sending, wire.LivePushMax)) * time.Second / pushRate
	return min(max(minOverdue, 4*c.roundTrip), maxOverdue) + ahead
}

// signOfLife is an answer that came beside the socket: on a slow link a page may
// fill the line for so long that nothing else gets through.
func (c *Core) signOfLife() {
	if c.open {
		c.heard()
	}
}

// heard starts the silence anew: the other end just spoke.
func (c *Core) heard() {
	c.asked = false
	c.do(StopTimer{Timer: TimerOverdue})
	c.do(SetTimer{Timer: TimerAsk, After: askEvery})
}

func (c *Core) got(in Got) {
	if !c.open {
		return
	}
	c.heard()
	switch {
	case in.RoundTrip >= c.roundTrip:
		c.roundTrip = min(in.RoundTrip, maxOverdue) // more was never waited for
	case in.RoundTrip > 0:
		c.roundTrip = (3*c.roundTrip + in.RoundTrip) / 4
	}
	m := in.Message
	switch m.Kind {
	case wire.LivePage:
		if m.Page != nil && m.Page.From == c.cursor && !c.pulling && !c.storing && !c.loading && !c.checking && !c.wanted {
			c.store(*m.Page)
			return
		}
		c.news = true
		c.download()
	case wire.LiveNews:
		c.news = true
		c.download()
	case wire.LiveBye:
		err := error(nil)
		if m.Reason != nil {
			err = fault.Because("live", *m.Reason)
		}
		if fault.CodeOf(err) == fault.Resnapshot {
			c.want(err)
			err = nil // nothing a person can act on: the next link loads
		}
		c.lost(err)
	case wire.LiveNone:
		// Nothing new is news, too: what is here is as of now.
		c.do(Contact{Clock: m.Clock, Current: !c.news && !c.pulling && !c.storing && !c.loading && !c.checking})
	case wire.LiveHello, wire.LiveAsk, wire.LivePush, wire.LiveReceipts:
	}
}

// retry waits before a failed upload or download is tried again; a failure that
// says something about the link ends the link.
func (c *Core) retry(t TimerKind, failures *int, err error) {
	if !c.open {
		return
	}
	wait := min(firstRetry<<min(*failures, 10), pollEvery)
	*failures++
	code := fault.CodeOf(err)
	if isFinal(code) || isOfLine(code) {
		c.lost(err)
		return
	}
	c.do(SetTimer{Timer: t, After: wait, Least: askedFor(problemOf(err)), Jitter: true})
}
