package syncer

import (
	"cmp"
	"errors"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// ErrGone is how a transfer ends whose link was given up: it says nothing about
// the link that came after.
var ErrGone = errors.New("link was given up")

// ErrReplaced says that a segment is not there any more: its manifest was replaced.
var ErrReplaced = errors.New("segment was replaced")

// Core is the machine. The zero value is not started.
type Core struct {
	state       State
	workOffline bool
	// problem is of the link, the others of a transfer that is tried again on it.
	problem, pushProblem, pullProblem *fault.Reason

	dialling bool
	open     bool // the socket is open
	// shutOut says that the server has shut this device out: it tells nothing any more, and
	// still takes what was signed here.
	shutOut bool

	// The upload loop: one push at a time; more says the outbox may hold something.
	pushing, more bool
	pushFailures  int
	sending       int

	// The download loop: one page on its way or being stored; news says the feed went on.
	pulling, storing, news bool
	pullFailures           int
	page                   pageSize
	cursor                 wire.Cursor
	done, total            int64

	// loading says that scopes are loaded beside the cursor, load how far; wanted that
	// they must be, though there is a cursor, keep that those here whole stay.
	loading, wanted, keep bool
	load                  Load
	// checking says that a Check runs, doubt that one is due soon.
	checking, doubt bool

	attempts  int
	roundTrip time.Duration
	asked     bool

	reported Status
	out      []Action
}

// NewCore returns a machine that stands at a cursor.
func NewCore(cursor wire.Cursor) *Core {
	return &Core{state: Offline, cursor: cursor, more: true, news: true}
}

// State returns the state now.
func (c *Core) State() State { return c.state }

// IsShutOut reports whether the server said that this device is shut out. It is told nothing
// of an epoch that is new, so what it hands in names none.
func (c *Core) IsShutOut() bool { return c.shutOut }

// Step takes one input and returns what to do about it.
func (c *Core) Step(in Input) []Action {
	c.out = nil
	switch in := in.(type) {
	case Started:
		c.dial()
	case Kicked:
		c.more = true
		c.upload()
	case WantOffline:
		c.switchOffline(in.On)
	case SyncNow:
		c.syncNow()
	case Fired:
		c.fired(in.Timer)
	case Dialled:
		c.dialled(in.Err)
	case Closed:
		if c.open {
			c.lost(in.Err)
		}
	case Got:
		c.got(in)
	case Sending:
		c.sending = in.Bytes
	case Pushed:
		c.sending = 0
		c.pushed(in)
	case Acknowledged:
		c.acknowledged(in.Err)
	case Pulled:
		c.pulled(in)
	case Stored:
		c.stored(in)
	case Progress:
		c.progressed(in.Load)
	case Loaded:
		c.loaded(in)
	case Checked:
		c.checked(in)
	}
	c.report()
	return c.out
}

func (c *Core) do(a Action) { c.out = append(c.out, a) }

func (c *Core) report() {
	s := Status{State: c.state, Problem: cmp.Or(c.problem, c.pushProblem, c.pullProblem), WorkOffline: c.workOffline}
	if c.state == CatchingUp {
		s.Done, s.Total = c.done, c.total
		if c.loading {
			s.Load, s.Done, s.Total = c.load, c.load.Done, c.load.Total
		}
	}
	if !s.isSame(c.reported) {
		c.reported = s
		c.do(Report{Status: s})
	}
}
