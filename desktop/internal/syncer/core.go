package syncer

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// State is what the truth line says of the link.
type State string

// The states.
const (
	Offline    State = "offline"
	Connecting State = "connecting"
	CatchingUp State = "catching_up"
	Live       State = "live"
)

// Timing of the machine. The state shown is right within five seconds of the
// truth: a silent link is asked after askEvery and given up after the answer
// is overdue.
const (
	askEvery   = 3 * time.Second
	minOverdue = 2 * time.Second
	maxOverdue = 20 * time.Second
	firstRetry = 500 * time.Millisecond
	longest    = 5 * time.Second
	// pushRate is how many bytes a second of a small push a slow link takes at least.
	pushRate    = 4 << 10
	longestDead = 60 * time.Second
	// longestAsked bounds what a server may ask for with Busy.
	longestAsked = 5 * time.Minute
	pollEvery    = 10 * time.Second
	// checkEvery is within which time a device that is live and idle compares digests,
	// checkSoon after a load. Nobody compares more often than once in checkLeast.
	checkEvery = time.Hour
	checkSoon  = 30 * time.Second
	checkLeast = 2 * time.Second
)

// TimerKind names one of the machine's timers; each runs at most once at a time.
type TimerKind uint8

// The timers.
const (
	// TimerDial tries to connect again.
	TimerDial TimerKind = iota + 1
	// TimerAsk asks a silent link whether it lives; TimerOverdue gives up on the answer.
	TimerAsk
	TimerOverdue
	// TimerPush and TimerPull try a failed upload or download again.
	TimerPush
	TimerPull
	// TimerCheck compares what is here with what must be.
	TimerCheck
)

// Input is something that happened.
type Input interface{ input() }

// The inputs.
type (
	// Started is the first input.
	Started struct{}
	// Kicked says the outbox grew.
	Kicked struct{}
	// WantOffline is the person's switch; SyncNow their wish to try at once.
	WantOffline struct{ On bool }
	// SyncNow asks for an attempt without waiting.
	SyncNow struct{}
	// Fired says a timer ran out.
	Fired struct{ Timer TimerKind }
	// Dialled is the end of a Dial; Err nil means the socket is open.
	Dialled struct{ Err error }
	// Closed says the socket of the current link broke.
	Closed struct{ Err error }
	// Got is a message on the socket.
	Got struct {
		Message wire.Live
		// RoundTrip is how long an answer to an Ask took, 0 for other messages.
		RoundTrip time.Duration
	}
	// Sending says how many bytes of commands a Push puts on the line.
	Sending struct{ Bytes int }
	// Pushed is the end of a Push: Sent is how many commands it carried.
	Pushed struct {
		Sent     int
		Response wire.PushResponse
		Err      error
	}
	// Pulled is the end of a Pull that took so long.
	Pulled struct {
		Page wire.Page
		Took time.Duration
		Err  error
	}
	// Stored is the end of an Apply: Cursor is where the documents stand now.
	Stored struct {
		Cursor wire.Cursor
		Err    error
	}
	// Acknowledged is the end of an Ack: the receipts are in the journal.
	Acknowledged struct{ Err error }
	// Progress is how far a load is.
	Progress struct{ Load Load }
	// Loaded is the end of a StartLoad: the documents stand at Cursor.
	Loaded struct {
		Cursor wire.Cursor
		Err    error
	}
	// Checked is the end of a Check.
	Checked struct{ Err error }
)

func (Started) input()      {}
func (Kicked) input()       {}
func (WantOffline) input()  {}
func (SyncNow) input()      {}
func (Fired) input()        {}
func (Dialled) input()      {}
func (Closed) input()       {}
func (Got) input()          {}
func (Sending) input()      {}
func (Pushed) input()       {}
func (Pulled) input()       {}
func (Stored) input()       {}
func (Acknowledged) input() {}
func (Progress) input()     {}
func (Loaded) input()       {}
func (Checked) input()      {}

// Action is something to carry out.
type Action interface{ action() }

// The actions.
type (
	// Dial opens the socket and says hello with the cursor; it ends as Dialled. Anew says
	// that the cursor is of no use any more: the hello is that of a new device.
	Dial struct{ Anew bool }
	// Hangup closes the socket and forgets what still runs for it.
	Hangup struct{}
	// Push sends what waits; it ends as Pushed. With nothing waiting, Sent is 0.
	Push struct{}
	// Pull fetches the next page, of about so many bytes; it ends as Pulled.
	Pull struct{ Bytes int }
	// Apply stores a page; it ends as Stored.
	Apply struct{ Page wire.Page }
	// Ack stores receipts; it ends as Acknowledged.
	Ack struct{ Receipts [][]byte }
	// StartLoad loads the scopes beside the cursor, with pages of about so many bytes at
	// first; it ends as Loaded. With Keep those that are here whole stay as they are.
	StartLoad struct {
		Keep  bool
		Bytes int
	}
	// Check compares the documents with the server's digest, and loads anew what differs,
	// with pages of about so many bytes; it ends as Checked.
	Check struct{ Bytes int }
	// Ask asks the silent link whether there is anything after the cursor.
	Ask struct{ Cursor wire.Cursor }
	// SetTimer starts a timer anew. With Jitter the wait is a random part of After
	// (full jitter); Least comes before it, whatever chance says.
	SetTimer struct {
		Timer        TimerKind
		After, Least time.Duration
		Jitter       bool
	}
	// StopTimer stops a timer.
	StopTimer struct{ Timer TimerKind }
	// Report tells the window.
	Report struct{ Status Status }
	// Contact says the server answered. Current says that the documents here are
	// those of that moment.
	Contact struct {
		Clock   int64
		Current bool
	}
)

func (Dial) action()      {}
func (Hangup) action()    {}
func (Push) action()      {}
func (Pull) action()      {}
func (Apply) action()     {}
func (Ack) action()       {}
func (StartLoad) action() {}
func (Check) action()     {}
func (Ask) action()       {}
func (SetTimer) action()  {}
func (StopTimer) action() {}
func (Report) action()    {}
func (Contact) action()   {}

// Status is what the truth line is drawn from.
type Status struct {
	State State
	// Done and Total count documents while catching up.
	Done, Total int64
	// Load says more of it while scopes are loaded.
	Load Load
	// Problem is why there is no link, when a person can act on it.
	Problem *fault.Reason
	// WorkOffline is the person's switch.
	WorkOffline bool
	// RetryAt is when the next attempt to connect is made, Unix milliseconds; 0 for
	// none. The Core has no clock: who sets the timer fills it in.
	RetryAt int64
}

// Load is how far a load of scopes is.
type Load struct {
	// Done of Total documents are stored; Bytes of BytesTotal of segments came.
	Done, Total, Bytes, BytesTotal int64
	// Scope is the one being loaded, ScopeDone and ScopeTotal its documents.
	Scope                 party.Scope
	ScopeDone, ScopeTotal int64
}

// isSame compares what is said, not where it lies in memory.
func (s Status) isSame(o Status) bool {
	if (s.Problem == nil) != (o.Problem == nil) || s.Problem != nil && *s.Problem != *o.Problem {
		return false
	}
	s.Problem, o.Problem = nil, nil
	return s == o
}

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
		c.checked(in.Err)
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
	c.open, c.attempts, c.problem, c.asked = true, 0, nil, false
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
	// A link that opens and then carries nothing must not be dialled without a pause.
	wait := min(firstRetry<<min(max(c.attempts, c.pushFailures-1, c.pullFailures-1), 10), longest)
	if c.problem != nil && isFinal(c.problem.Code) {
		wait = longestDead
	}
	c.attempts++
	if !c.workOffline {
		c.do(SetTimer{Timer: TimerDial, After: wait, Least: askedFor(c.problem), Jitter: true})
	}
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

// upload sends what waits, one push at a time, whatever the download does.
func (c *Core) upload() {
	if !c.open || c.pushing || !c.more {
		return
	}
	c.pushing, c.more = true, false
	c.do(StopTimer{Timer: TimerPush})
	c.do(Push{})
}

func (c *Core) pushed(in Pushed) {
	if in.Err != nil {
		c.pushing, c.more = false, true
		if errors.Is(in.Err, ErrGone) {
			c.upload()
			return
		}
		if fault.CodeOf(in.Err) == fault.Resnapshot {
			// The server lost its past: what it had answered goes before what is new, as soon
			// as the load has begun.
			c.want(in.Err)
			c.download()
		}
		c.pushProblem = problemOf(in.Err)
		c.retry(TimerPush, &c.pushFailures, in.Err)
		return
	}
	if in.Sent == 0 {
		c.pushing = false
		c.pushFailures, c.pushProblem = 0, nil
		c.upload() // something may have come in the meantime
		return
	}
	c.more = true // until a push finds nothing
	c.signOfLife()
	c.do(Contact{Clock: in.Response.Clock})
	c.do(Ack{Receipts: in.Response.Receipts})
}

func (c *Core) acknowledged(err error) {
	c.pushing = false
	if err != nil {
		c.more = true
		c.pushProblem = problemOf(err)
		c.retry(TimerPush, &c.pushFailures, err)
		return
	}
	c.pushFailures, c.pushProblem = 0, nil
	c.upload()
}

// download fetches what is new, one page at a time, whatever the upload does.
func (c *Core) download() {
	if !c.open || c.pulling || c.storing || c.loading || c.checking || !c.news {
		return
	}
	if c.wanted || c.cursor.IsZero() {
		c.startLoad()
		return
	}
	c.pulling, c.news = true, false
	c.do(StopTimer{Timer: TimerPull})
	c.do(Pull{Bytes: c.page.bytes()})
}

func (c *Core) pulled(in Pulled) {
	c.pulling = false
	c.measure(in)
	if in.Err != nil {
		if errors.Is(in.Err, ErrGone) {
			c.news = true
			c.download()
			return
		}
		if fault.CodeOf(in.Err) == fault.Resnapshot {
			c.want(in.Err)
			c.download()
			return
		}
		c.news = true
		c.pullProblem = problemOf(in.Err)
		c.retry(TimerPull, &c.pullFailures, in.Err)
		return
	}
	c.signOfLife()
	c.do(Contact{Clock: in.Page.Clock})
	if in.Page.From != c.cursor {
		c.news = true // an answer to a question of before a resnapshot
		c.download()
		return
	}
	c.store(in.Page)
}

func (c *Core) store(p wire.Page) {
	c.storing = true
	if c.state == CatchingUp {
		c.done += int64(len(p.Documents))
		c.total = c.done + p.Remaining
	}
	if p.Remaining > 0 || p.Head > p.Next.Seq {
		c.news = true
	} else if c.state == CatchingUp && !c.news {
		// The state becomes live only when the page is stored.
		c.total = c.done
	}
	c.do(Apply{Page: p})
}

func (c *Core) stored(in Stored) {
	c.storing = false
	c.cursor = in.Cursor
	if in.Err != nil {
		c.news = true
		c.pullProblem = problemOf(in.Err)
		c.retry(TimerPull, &c.pullFailures, in.Err)
		return
	}
	c.pullFailures, c.pullProblem = 0, nil
	c.download()
	if c.open && !c.pulling && !c.news && c.state == CatchingUp {
		c.state = Live
		c.checkLater()
	}
}

// want says that what is here cannot be brought up to date by pages.
func (c *Core) want(err error) {
	c.news, c.wanted, c.keep = true, true, fault.ReasonsOf(err)[0].Ref == RefScopes
}

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

func (c *Core) checked(err error) {
	c.checking = false
	if err == nil {
		c.doubt = false
	}
	if c.state == Live {
		// A server that is busy, or a feed that went on: another time.
		c.checkLater()
	}
	c.download()
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
