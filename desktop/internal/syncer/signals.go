package syncer

import (
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
	// Checked is the end of a Check; Diverged says that something was another than it must be.
	Checked struct {
		Diverged bool
		Err      error
	}
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
