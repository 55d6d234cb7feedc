package syncer

import (
	"context"
	"sync"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Client is the core of the program as the syncer needs it.
type Client interface {
	Outbox
	Replica
	Mender
	Device() id.ID[id.Device]
	Program() string
	// ServerClock notes that the server answered and its time, Unix milliseconds;
	// current says that the documents here are those of that moment.
	ServerClock(at int64, current bool)
	// Log adds to the sync log.
	Log(r client.LogRecord)
}

// Outbox is what people signed here and the server has not answered.
type Outbox interface {
	// Unsent returns envelopes without a receipt, in the device's order, at most
	// count of them and about bytes bytes.
	Unsent(count, bytes int) ([][]byte, error)
	// MarkSent says the first n of them are on their way.
	MarkSent(n int)
	// Backlog is how many of them there are in all.
	Backlog() int
	// Acknowledge stores receipts in the journal. It returns when the disk has them.
	Acknowledge(receipts [][]byte) error
}

// Replica is this device's copy of what the server published.
type Replica interface {
	// ApplyPage stores a page and its cursor together.
	ApplyPage(p wire.Page) error
	// Cursor is where the copy stands in the feed.
	Cursor() (wire.Cursor, error)
	// BeginLoad says what of a snapshot is not here yet. With keep, scopes that are here
	// whole stay; what is of other scopes than the snapshot's goes.
	BeginLoad(s wire.Snapshot, keep bool) (client.LoadPlan, error)
	// ApplySegment and ApplyScope store parts of the load that was begun; EndLoad makes
	// the copy stand at the snapshot's cursor.
	ApplySegment(scope party.Scope, p wire.Part, docs []wire.Document) error
	ApplyScope(p wire.ScopePage) error
	EndLoad() error
}

// Mender compares the copy with what it must be.
type Mender interface {
	// Diverged returns of which scopes and kinds the copy holds something else than the
	// digest says; Mend stores a page of what is loaded over it, and Sweep forgets what of one
	// was on no page.
	Diverged(d wire.Digest) ([]wire.Diverged, error)
	Mend(p wire.ScopePage) error
	Sweep(d wire.Diverged, seen map[[16]byte]bool) error
}

// Remote is the server.
type Remote interface {
	// Push and Pull fail with a fault: Offline, ServerUnreachable, ServerUntrusted,
	// Busy, Resnapshot, DeviceRevoked, ClientTooOld, ServerTooOld …
	Push(ctx context.Context, r wire.PushRequest) (wire.PushResponse, error)
	// A page has about so many bytes, or one document that is larger; what came of one
	// that broke off is not fetched twice.
	Pull(ctx context.Context, from wire.Cursor, bytes int) (wire.Page, error)
	// Live opens the socket and sends the hello.
	Live(ctx context.Context, hello wire.Live) (Conn, error)
	// Snapshot asks for what scopes are loaded from.
	Snapshot(ctx context.Context) (wire.Snapshot, error)
	// Scope asks for a page of a scope, as long as one of Pull; kind 0 for all kinds.
	Scope(ctx context.Context, scope party.Scope, after uint64, kind wire.DocKind, bytes int) (wire.ScopePage, error)
	// Segment fetches a segment, going on where it was broken off, also by another run
	// of the program; came is told how many bytes of it are here. ErrReplaced: it is
	// not there any more.
	Segment(ctx context.Context, p wire.Part, came func(bytes int64)) ([]byte, error)
	// Digest asks what a copy at a cursor holds, and tells of which it held something else.
	Digest(ctx context.Context, cursor wire.Cursor, diverged []wire.Diverged) (wire.Digest, error)
	// Forget removes what is kept of segments but those of parts.
	Forget(but []wire.Part)
}

// Conn is an open socket. Send and Receive may be called side by side, each by
// one goroutine; Close ends both.
type Conn interface {
	Send(m wire.Live) error
	Receive() (wire.Live, error)
	Close() error
}

// Config is what a Syncer is made of. All fields are needed.
type Config struct {
	Client Client
	Remote Remote
	Clock  func() time.Time
	// Random returns a number in [0, 1): the jitter of waits.
	Random func() float64
	// Report is told every change of the status, on the syncer's goroutine; it must not block.
	Report func(Status)
}

// Limits of one push: small enough to end on a bad link, large enough not to
// wait for round trips.
const (
	pushCommands = 250
	pushBytes    = 512 << 10
	dialTimeout  = 15 * time.Second
	// baseTimeout and slowestLink bound a transfer: half a minute and what the
	// bytes take at one kilobyte a second.
	baseTimeout = 30 * time.Second
	slowestLink = 1 << 10
)

// Syncer carries out what its Core says. One goroutine owns the Core; transfers
// run on goroutines of their own and report to it.
type Syncer struct {
	cfg    Config
	inputs chan Input
	// kicks and nows hold at most one wish each: a second adds nothing to the first.
	kicks, nows chan struct{}

	mu      sync.Mutex // guards cancel, done and offline
	cancel  context.CancelFunc
	done    chan struct{}
	offline bool // the person's switch when it is started
	running sync.WaitGroup
}

// New returns a Syncer that is not started.
func New(cfg Config) *Syncer {
	return &Syncer{cfg: cfg, inputs: make(chan Input, 64), kicks: make(chan struct{}, 1), nows: make(chan struct{}, 1)}
}

// Start begins to synchronise. It returns at once and may be called twice.
func (s *Syncer) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		return nil
	}
	cursor, err := s.cfg.Client.Cursor()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.done = cancel, make(chan struct{})
	l := &loop{Syncer: s, ctx: ctx, core: NewCore(cursor), timers: map[TimerKind]*time.Timer{}}
	offline, done := s.offline, s.done
	go func() {
		defer close(done)
		l.run(offline)
	}()
	return nil
}

// Stop ends all transfers and waits for them. It may be called twice.
func (s *Syncer) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel == nil {
		return
	}
	s.cancel()
	<-s.done
	s.running.Wait()
	s.cancel = nil
	s.drain()
}

// drain takes what nobody will hear any more; a socket among it is closed.
func (s *Syncer) drain() {
	for {
		select {
		case in := <-s.inputs:
			if d, ok := in.(dialled); ok && d.conn != nil {
				_ = d.conn.Close()
			}
		default:
			return
		}
	}
}

// Kick says the outbox grew. It never blocks.
func (s *Syncer) Kick() { wish(s.kicks) }

// SyncNow asks for an attempt without waiting. It never blocks.
func (s *Syncer) SyncNow() { wish(s.nows) }

// SetOffline is the person's switch. Set before Start, not one packet is sent.
func (s *Syncer) SetOffline(on bool) {
	s.mu.Lock()
	s.offline = on
	done := s.done
	s.mu.Unlock()
	if done == nil {
		return
	}
	select {
	case s.inputs <- WantOffline{On: on}:
	case <-done:
	}
}

func wish(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// loop is what one run of the goroutine owns.
type loop struct {
	*Syncer
	ctx    context.Context //nolint:containedctx // the life of this run
	core   *Core
	timers map[TimerKind]*time.Timer

	// link ends everything that belongs to the current socket.
	link   context.Context //nolint:containedctx // the life of one link
	unlink context.CancelFunc
	conn   Conn
	askAt  time.Time

	// status is what the Core said last, told what was reported; retryAt is when
	// the next attempt is made, zero for none.
	status, told Status
	retryAt      time.Time
}

func (l *loop) run(offline bool) {
	if offline {
		l.step(WantOffline{On: true})
	}
	l.step(Started{})
	for {
		select {
		case <-l.ctx.Done():
			l.hangup()
			for _, t := range l.timers {
				t.Stop()
			}
			return
		case <-l.kicks:
			l.step(Kicked{})
		case <-l.nows:
			l.step(SyncNow{})
		case in := <-l.inputs:
			l.step(in)
		}
	}
}

// send gives an input to the loop from another goroutine; it is dropped when
// the link it belongs to is gone.
func (l *loop) send(ctx context.Context, in Input) {
	select {
	case l.inputs <- in:
	case <-ctx.Done():
	}
}

// step carries out the actions of an input, and of the inputs that local
// actions end as, until nothing is left to do.
func (l *loop) step(in Input) {
	queue := []Input{in}
	for len(queue) > 0 {
		in, queue = queue[0], queue[1:]
		for _, a := range l.core.Step(l.prepare(in)) {
			if next := l.carryOut(a); next != nil {
				queue = append(queue, next)
			}
		}
	}
	l.tell() // the time of the next attempt may be all that is new
}

// tell reports what the truth line does not say yet.
func (l *loop) tell() {
	s := l.status
	if s.State == Offline && !l.retryAt.IsZero() {
		s.RetryAt = l.retryAt.UnixMilli()
	}
	if s.isSame(l.told) {
		return
	}
	l.told = s
	l.cfg.Report(s)
}

// prepare drops what belongs to a link that is gone and measures what the Core
// has no clock for.
func (l *loop) prepare(in Input) Input {
	if o, ok := in.(ofLink); ok {
		if o.link != l.link {
			return nothing{}
		}
		in = o.Input
	}
	if g, ok := in.(Got); ok && g.Message.Kind == wire.LiveNone && !l.askAt.IsZero() {
		g.RoundTrip = l.cfg.Clock().Sub(l.askAt)
		l.askAt = time.Time{}
		return g
	}
	if d, ok := in.(dialled); ok {
		if l.link == nil || d.link != l.link {
			if d.conn != nil {
				_ = d.conn.Close()
			}
			return nothing{}
		}
		l.conn = d.conn
		if d.conn != nil {
			l.listen(d.conn)
		}
		return Dialled{Err: d.err}
	}
	return in
}

// dialled carries the open socket to the loop, ofLink what happened on one;
// nothing is an input the Core passes over.
type (
	ofLink struct {
		Input
		link context.Context //nolint:containedctx // tells which link it belongs to
	}
	dialled struct {
		link context.Context //nolint:containedctx // tells which link it belongs to
		conn Conn
		err  error
	}
	nothing struct{}
)

func (dialled) input() {}
func (nothing) input() {}

func (l *loop) carryOut(a Action) Input {
	switch a := a.(type) {
	case Dial:
		l.retryAt = time.Time{}
		l.startDial(a.Anew)
	case Hangup:
		l.hangup()
	case Push:
		return l.startPush()
	case Pull:
		return l.startPull(a.Bytes)
	case Apply:
		return l.stored(l.cfg.Client.ApplyPage(a.Page), len(a.Page.Documents))
	case StartLoad:
		l.startLoad(a.Keep, a.Bytes)
	case Check:
		l.startCheck(a.Bytes)
	case Ack:
		err := l.cfg.Client.Acknowledge(a.Receipts)
		if err == nil {
			l.log(1, "receipt", int64(len(a.Receipts)), nil)
		}
		return Acknowledged{Err: err}
	case Ask:
		l.ask(a.Cursor)
	case SetTimer:
		l.setTimer(a)
	case StopTimer:
		if t := l.timers[a.Timer]; t != nil {
			t.Stop()
		}
		if a.Timer == TimerDial {
			l.retryAt = time.Time{}
		}
	case Report:
		l.noteStatus(a.Status)
		l.status = a.Status
		l.tell()
	case Contact:
		if a.Clock != 0 {
			l.cfg.Client.ServerClock(a.Clock, a.Current)
		}
	}
	return nil
}

func (l *loop) noteStatus(s Status) {
	switch {
	case s.State == Live && l.status.State == Live: // a transfer's problem came or went
	case s.State == Live:
		l.log(1, "connected", 0, nil)
	case s.State == Offline && s.Problem != nil:
		l.log(3, "disconnected", 0, s.Problem)
	case s.State == Offline:
		l.log(1, "disconnected", 0, nil)
	}
}

func (l *loop) log(level uint8, kind string, count int64, r *fault.Reason) {
	rec := client.LogRecord{At: l.cfg.Clock().UnixMilli(), Level: level, Kind: kind, Count: count}
	if r != nil {
		rec.Reason = seal.Encode(*r)
	}
	l.cfg.Client.Log(rec)
}

func (l *loop) stored(err error, documents int) Input {
	cursor, cursorErr := l.cfg.Client.Cursor()
	if err == nil {
		err = cursorErr
	}
	if err == nil && documents > 0 {
		l.log(1, "received", int64(documents), nil)
	}
	return Stored{Cursor: cursor, Err: err}
}

func (l *loop) setTimer(a SetTimer) {
	if t := l.timers[a.Timer]; t != nil {
		t.Stop()
	}
	wait := a.Least + a.After
	if a.Jitter {
		wait = a.Least + time.Duration(l.cfg.Random()*float64(a.After))
	}
	kind := a.Timer
	if kind == TimerDial {
		l.retryAt = l.cfg.Clock().Add(wait)
	}
	l.timers[kind] = time.AfterFunc(wait, func() { l.send(l.ctx, Fired{Timer: kind}) })
}

func (l *loop) startDial(anew bool) {
	l.hangup()
	l.link, l.unlink = context.WithCancel(l.ctx)
	link := l.link
	cursor, err := l.cfg.Client.Cursor()
	if anew {
		cursor = wire.Cursor{}
	}
	hello := wire.Live{Kind: wire.LiveHello, Cursor: &cursor, Clock: l.cfg.Clock().UnixMilli()}
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		var conn Conn
		if err == nil {
			ctx, cancel := context.WithTimeout(link, dialTimeout)
			defer cancel()
			conn, err = l.cfg.Remote.Live(ctx, hello)
		}
		select {
		case l.inputs <- dialled{link: link, conn: conn, err: err}:
		case <-link.Done():
			if conn != nil {
				_ = conn.Close()
			}
		}
	}()
}

// listen reads the socket until it breaks.
func (l *loop) listen(conn Conn) {
	link := l.link
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		for {
			m, err := conn.Receive()
			if err != nil {
				l.send(link, ofLink{Input: Closed{Err: err}, link: link})
				return
			}
			l.send(link, ofLink{Input: Got{Message: m}, link: link})
		}
	}()
}

func (l *loop) hangup() {
	if l.unlink != nil {
		l.unlink()
	}
	if l.conn != nil {
		_ = l.conn.Close()
	}
	l.conn, l.link, l.unlink, l.askAt = nil, nil, nil, time.Time{}
}

func (l *loop) ask(cursor wire.Cursor) {
	if l.conn == nil {
		return
	}
	l.askAt = l.cfg.Clock()
	conn, link := l.conn, l.link
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		if err := conn.Send(wire.Live{Kind: wire.LiveAsk, Cursor: &cursor}); err != nil {
			l.send(link, ofLink{Input: Closed{Err: err}, link: link})
		}
	}()
}

func (l *loop) startPush() Input {
	cursor, err := l.cfg.Client.Cursor()
	if err != nil {
		return Pushed{Err: err}
	}
	commands, err := l.cfg.Client.Unsent(pushCommands, pushBytes)
	if err != nil || len(commands) == 0 {
		return Pushed{Err: err}
	}
	size := 0
	for _, c := range commands {
		size += len(c)
	}
	epoch := cursor.Epoch
	if l.core.IsShutOut() {
		epoch = id.ID[id.Epoch]{}
	}
	request := wire.PushRequest{
		Version: wire.Version, Device: l.cfg.Client.Device(), Clock: l.cfg.Clock().UnixMilli(),
		Commands: commands, Program: l.cfg.Client.Program(), Epoch: epoch, Backlog: uint64(max(l.cfg.Client.Backlog()-len(commands), 0)), //nolint:gosec // a count
	}
	link := l.link
	if l.conn == nil {
		link = l.ctx // a device that is shut out has none, and still hands in
	}
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		ctx, cancel := context.WithTimeout(link, baseTimeout+time.Duration(size/slowestLink)*time.Second)
		defer cancel()
		response, err := l.cfg.Remote.Push(ctx, request)
		if err == nil && len(response.Receipts) != len(commands) {
			err = fault.New("push", fault.Malformed)
		}
		l.sendOrDrop(link, Pushed{Sent: len(commands), Response: response, Err: err})
	}()
	// On its way by now: nobody's disk is waited for before the network.
	l.cfg.Client.MarkSent(len(commands))
	l.log(1, "sent", int64(len(commands)), nil)
	return Sending{Bytes: size}
}

func (l *loop) startPull(bytes int) Input {
	cursor, err := l.cfg.Client.Cursor()
	if err != nil {
		return Pulled{Err: err}
	}
	link := l.link
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		began := l.cfg.Clock()
		page, err := fetch(link, bytes/slowestLink/8, func(ctx context.Context) (wire.Page, error) {
			return l.cfg.Remote.Pull(ctx, cursor, bytes)
		})
		l.sendOrDrop(link, Pulled{Page: page, Took: l.cfg.Clock().Sub(began), Err: err})
	}()
	return nil
}

// sendOrDrop delivers the end of a transfer. When its link is gone the loop
// still must hear that the transfer ended, or it would wait for ever.
func (l *loop) sendOrDrop(link context.Context, in Input) {
	if link.Err() != nil {
		switch x := in.(type) {
		case Pushed:
			if x.Err != nil {
				in = Pushed{Err: ErrGone}
			}
		case Pulled:
			in = Pulled{Err: ErrGone}
		case Checked:
			in = Checked{Err: ErrGone, Diverged: x.Diverged}
		case Loaded:
			if x.Err != nil {
				in = Loaded{Err: ErrGone}
			}
		}
	}
	select {
	case l.inputs <- in:
	case <-l.ctx.Done():
	}
}
