package attachments

import (
	"errors"
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// Timing of the machine.
const (
	firstWait   = time.Second
	longestWait = time.Minute
	// longestAsked bounds what a server may ask for with Busy.
	longestAsked = 5 * time.Minute
)

// Job is one file to bring up or to fetch.
type Job struct {
	Hash seal.Hash
	Up   bool
}

// Input is something that happened.
type Input interface{ input() }

// The inputs.
type (
	// Linked says that the link to the server came or went. A new link is told even when
	// nobody noticed that the former one went.
	Linked struct{ On bool }
	// Woken says that there may be something to do.
	Woken struct{}
	// Found is the end of a Look: what there is to do, the most urgent first. Quiet says
	// that no command waits for the server.
	Found struct {
		Jobs  []Job
		Quiet bool
	}
	// Ended is the end of a Run: Moved says that bytes got to where they belong.
	Ended struct {
		Job   Job
		Moved bool
		Err   error
	}
	// Fired says that the timer ran out.
	Fired struct{}
)

func (Linked) input() {}
func (Woken) input()  {}
func (Found) input()  {}
func (Ended) input()  {}
func (Fired) input()  {}

// Action is something to carry out.
type Action interface{ action() }

// The actions.
type (
	// Look finds out what there is to do; it ends as Found.
	Look struct{}
	// Run moves one piece of a file; it ends as Ended.
	Run struct{ Job Job }
	// Cancel gives the running piece up; it still ends as Ended.
	Cancel struct{}
	// SetTimer starts the timer anew: Least, and a random part of After.
	SetTimer struct{ After, Least time.Duration }
	// StopTimer stops it.
	StopTimer struct{}
)

func (Look) action()      {}
func (Run) action()       {}
func (Cancel) action()    {}
func (SetTimer) action()  {}
func (StopTimer) action() {}

// ErrGone is how a piece ends whose link was given up: it says nothing about the next.
var ErrGone = errors.New("link was given up")

// Core is the machine. The zero value is idle without a link.
type Core struct {
	on, running bool
	// resting are jobs that failed, paused all of them, until the timer fires or a link
	// comes; waiting says that the timer runs.
	resting  map[Job]bool
	paused   bool
	waiting  bool
	failures int

	out []Action
}

// Step takes one input and returns what to do about it.
func (c *Core) Step(in Input) []Action {
	c.out = nil
	switch in := in.(type) {
	case Linked:
		c.linked(in.On)
	case Woken:
		c.look()
	case Found:
		c.found(in)
	case Ended:
		c.ended(in)
	case Fired:
		c.rested()
		c.look()
	}
	return c.out
}

func (c *Core) do(a Action) { c.out = append(c.out, a) }

func (c *Core) look() {
	if c.on && !c.running && !c.paused {
		c.do(Look{})
	}
}

func (c *Core) linked(on bool) {
	if c.running {
		c.do(Cancel{})
	}
	c.on = on
	if c.waiting {
		c.do(StopTimer{})
	}
	c.rested()
	c.look()
}

// rested lets everything be tried again.
func (c *Core) rested() { c.resting, c.paused, c.waiting = nil, false, false }

// found begins the first job that does not rest. While a command waits nothing begins:
// the outbox goes first, and whoever empties it wakes the machine.
func (c *Core) found(in Found) {
	if !c.on || c.running || c.paused || !in.Quiet {
		return
	}
	for _, job := range in.Jobs {
		if !c.resting[job] {
			c.running = true
			c.do(Run{Job: job})
			return
		}
	}
}

func (c *Core) ended(in Ended) {
	c.running = false
	switch {
	case in.Err == nil:
		if in.Moved {
			c.failures = 0
		}
	case !errors.Is(in.Err, ErrGone):
		c.failed(in.Job, in.Err)
	}
	c.look()
}

// failed lets a job rest, and all of them where the failure is not its own.
func (c *Core) failed(job Job, err error) {
	if c.resting == nil {
		c.resting = map[Job]bool{}
	}
	c.resting[job] = true
	code := fault.CodeOf(err)
	c.paused = slices.Contains([]fault.Code{
		fault.Offline, fault.ServerUnreachable, fault.Busy, fault.CaptivePortal, fault.ClockWrong,
	}, code)
	if c.on && (c.paused || !c.waiting) {
		c.waiting = true
		c.do(SetTimer{After: min(firstWait<<min(c.failures, 10), longestWait), Least: askedFor(err)})
	}
	c.failures++
}

// askedFor is how long the server wants to be left alone.
func askedFor(err error) time.Duration {
	reasons := fault.ReasonsOf(err)
	if len(reasons) == 0 || reasons[0].Code != fault.Busy || reasons[0].Have <= 0 {
		return 0
	}
	return time.Duration(min(reasons[0].Have, longestAsked.Milliseconds())) * time.Millisecond
}
