package syncer

import (
	"errors"
)

// RefScopes is the Ref of a Resnapshot that only other scopes are the reason of.
const RefScopes = "scopes"

func (c *Core) startLoad() {
	c.loading, c.news, c.load = true, false, Load{}
	c.state = CatchingUp
	c.do(StopTimer{Timer: TimerPull})
	c.do(StartLoad{Keep: c.keep, Bytes: c.page.bytes()})
}

func (c *Core) progressed(l Load) {
	if c.loading {
		c.load = l
		c.pullFailures = 0 // something came: the next try need not wait longer
		c.signOfLife()
	}
}

// loaded ends a load. Whatever came meanwhile is pulled after its cursor.
func (c *Core) loaded(in Loaded) {
	c.loading = false
	c.news = true
	if isBroken(in.Err) {
		c.page.broke()
	}
	switch {
	case errors.Is(in.Err, ErrGone):
		c.download()
		return
	case in.Err != nil:
		c.pullProblem = problemOf(in.Err)
		c.retry(TimerPull, &c.pullFailures, in.Err)
		return
	}
	c.cursor, c.wanted, c.keep, c.doubt = in.Cursor, false, false, true
	c.pullFailures, c.pullProblem = 0, nil
	c.done, c.total, c.more = 0, 0, true // of another epoch everything is offered again
	c.upload()
	c.download()
}

// checkLater plans the next comparison, at a moment of its own for each device.
func (c *Core) checkLater() {
	after := checkEvery
	if c.doubt {
		after = checkSoon
	}
	c.do(SetTimer{Timer: TimerCheck, After: after, Least: checkLeast, Jitter: true})
}

// check compares digests while nothing else goes on. What comes meanwhile waits for it.
func (c *Core) check() {
	if c.state != Live || c.checking {
		return
	}
	if c.pulling || c.storing || c.loading || c.news {
		c.checkLater()
		return
	}
	c.checking = true
	c.do(Check{Bytes: c.page.bytes()})
}

func (c *Core) checked(in Checked) {
	c.checking = false
	switch {
	case in.Err == nil:
		c.doubt = false
	case in.Diverged:
		c.doubt = true // what is wrong here is, until it was mended
	}
	if c.state == Live {
		// A server that is busy, or a feed that went on: another time.
		c.checkLater()
	}
	c.download()
}
