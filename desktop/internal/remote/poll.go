package remote

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// Some networks carry requests and no websocket: they reset it, or let it open and hold
// back what it says. There the questions of the syncer go as requests: a Conn that asks
// instead of one that listens. It is slower by the pause between two questions; nobody has
// to know of it.
//
//	socket opens and speaks ──► listens
//	socket does not open, or is mute; a request is answered ──► asks; tries the socket again now and then
//	neither ──► no link

const (
	// socketPart is how much of a dial's time the socket may take, so that a request can
	// still be tried.
	socketPart = 10 * time.Second
	// proofTime is how long a socket may be mute that is asked whether it is.
	proofTime = 4 * time.Second
	// socketAgain is how long requests are made before the socket is tried again.
	socketAgain = 2 * time.Minute
	// mostBroken is how many sockets may break unheard before requests are made instead.
	mostBroken = 2
	// pollTime bounds one question.
	pollTime = 20 * time.Second
	// pollBytes is how long its answer's documents may be; what is more is left to a pull.
	pollBytes = 4 << 10
)

// doubts are what is known of sockets on this network.
type doubts struct {
	mu sync.Mutex // guards what follows
	// mute says that the last socket said nothing though requests were answered.
	mute bool
	// broken counts sockets, one after another, that broke before they said anything: on a
	// line that is cut every few KiB the first page inline may be too long for it.
	broken int
	// until is when the socket is tried again; zero where it is.
	until time.Time
}

func (d *doubts) isMute() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.mute
}

func (d *doubts) isBlocked(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return now.Before(d.until)
}

// heard says that a socket spoke, or was mute.
func (d *doubts) heard(spoke bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mute = !spoke
	if spoke {
		d.broken, d.until = 0, time.Time{}
	}
}

// broke says that a socket broke before it spoke.
func (d *doubts) broke(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken++; d.broken >= mostBroken {
		d.broken, d.until = 0, now.Add(socketAgain)
	}
}

func (d *doubts) block(until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.until = until
}

func now() time.Time { return time.Now() } //nolint:forbidigo // how long a network is avoided is no moment of the field

// Live opens the socket and says hello; where the network carries none, questions go as
// requests. A new link begins with new connections: those of the former one may be dead
// without knowing it, and a request on one would hang until the system gives it up.
func (r *Remote) Live(ctx context.Context, hello wire.Live) (syncer.Conn, error) {
	r.renew()
	if hello.Cursor != nil && r.doubts.isBlocked(now()) {
		p, err := r.poll(ctx, hello)
		if err != nil {
			r.doubts.block(time.Time{}) // perhaps another network by now
			return nil, err
		}
		return p, nil
	}
	c, err := r.dialSocket(ctx, hello, r.doubts.isMute())
	if err == nil {
		return r.use(c), nil
	}
	// Anything but a line that broke or was silent is an answer.
	if fault.CodeOf(err) != fault.Offline || ctx.Err() != nil || hello.Cursor == nil {
		return nil, err
	}
	p, failed := r.poll(ctx, hello)
	if failed != nil {
		return nil, err
	}
	r.doubts.block(now().Add(socketAgain))
	return p, nil
}

// dialSocket opens a socket; one that has to prove it must speak first.
func (r *Remote) dialSocket(ctx context.Context, hello wire.Live, proof bool) (*watched, error) {
	ctx, cancel := context.WithTimeout(ctx, socketPart)
	defer cancel()
	c, err := r.openSocket(ctx, hello)
	if err != nil {
		return nil, err
	}
	w := &watched{conn: c, answers: r.answers.Load()}
	if !proof {
		return w, nil
	}
	if err := w.prove(ctx, hello.Cursor); err != nil {
		return nil, err
	}
	return w, nil
}

// use has pushes go over a socket, too.
func (r *Remote) use(w *watched) *watched {
	r.live.Store(w.conn)
	return w
}

// watched is a socket of which it is noted whether it ever spoke.
type watched struct {
	*conn
	// answers is how many requests were answered when it opened.
	answers int64
	spoke   atomic.Bool
	given   atomic.Bool // up, by this side
	once    sync.Once
	// first is what it said when it was asked for a proof.
	first []wire.Live
}

var errMute = errors.New("the socket opened and says nothing")

// prove asks something and waits for any word.
func (w *watched) prove(ctx context.Context, cursor *wire.Cursor) error {
	ctx, cancel := context.WithTimeout(ctx, proofTime)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = w.Close() })
	defer stop()
	if err := w.Send(wire.Live{Kind: wire.LiveAsk, Cursor: cursor}); err != nil {
		_ = w.Close()
		return err
	}
	m, err := w.Receive()
	if err != nil {
		_ = w.Close()
		if ctx.Err() != nil {
			return w.remote.networkFault(errMute)
		}
		return err
	}
	w.first = []wire.Live{m}
	return nil
}

// Receive waits for the next message.
func (w *watched) Receive() (wire.Live, error) {
	if len(w.first) > 0 {
		m := w.first[0]
		w.first = nil
		return m, nil
	}
	m, err := w.conn.Receive()
	switch {
	case err == nil && !w.spoke.Swap(true):
		w.remote.doubts.heard(true)
	case err != nil && !w.spoke.Load() && !w.given.Load():
		w.remote.doubts.broke(now())
	}
	return m, err
}

// Close ends the socket. One that never spoke while requests were answered is a mute one.
func (w *watched) Close() error {
	w.given.Store(true)
	w.once.Do(func() {
		if !w.spoke.Load() && w.remote.answers.Load() > w.answers {
			w.remote.doubts.heard(false)
		}
	})
	return w.conn.Close()
}

// polled is a Conn whose questions go as requests.
type polled struct {
	remote *Remote
	hello  wire.Live
	ctx    context.Context //nolint:containedctx // the life of this connection
	cancel context.CancelFunc
	news   chan wire.Live
	// begun is its own: the pages of the syncer are on their way beside it.
	begun begins

	mu     sync.Mutex // guards what follows
	asking bool
	socket *watched // once the network carries one
	failed error    // why it ended by itself
}

// poll begins with a question: only who is answered has a link.
func (r *Remote) poll(ctx context.Context, hello wire.Live) (*polled, error) {
	p := &polled{remote: r, hello: hello, news: make(chan wire.Live, 4)}
	m, err := p.question(ctx, *hello.Cursor)
	if err != nil {
		return nil, err
	}
	p.ctx, p.cancel = context.WithCancel(context.WithoutCancel(ctx))
	p.news <- m
	r.running.Go(p.retry)
	return p, nil
}

// question asks for what is new, and answers as a socket would.
func (p *polled) question(ctx context.Context, at wire.Cursor) (wire.Live, error) {
	var page wire.Page
	err := p.remote.page(ctx, &p.begun, wire.PathPull, cursorQuery(at), pollBytes, &page)
	if err != nil {
		return wire.Live{}, err
	}
	if len(page.Documents) == 0 && page.Next == at {
		return wire.Live{Kind: wire.LiveNone, Clock: page.Clock}, nil
	}
	return wire.Live{Kind: wire.LivePage, Page: &page, Clock: page.Clock}, nil
}

// Send asks; what else is said to a socket needs no words here.
func (p *polled) Send(m wire.Live) error {
	p.mu.Lock()
	socket := p.socket
	begin := socket == nil && m.Kind == wire.LiveAsk && m.Cursor != nil && !p.asking
	if begin {
		p.asking = true
		p.hello.Cursor = m.Cursor
	}
	p.mu.Unlock()
	if socket != nil {
		return socket.Send(m)
	}
	if begin {
		p.remote.running.Go(func() { p.answer(*m.Cursor) })
	}
	return nil
}

func (p *polled) answer(at wire.Cursor) {
	ctx, cancel := context.WithTimeout(p.ctx, pollTime)
	defer cancel()
	m, err := p.question(ctx, at)
	p.mu.Lock()
	p.asking = false
	p.mu.Unlock()
	var f *fault.Error
	switch code := fault.CodeOf(err); {
	case err == nil:
		p.tell(m)
	case errors.As(err, &f) && code != fault.Offline && code != fault.ServerUnreachable:
		// The server says why, as it would at the end of a socket.
		p.tell(wire.Live{Kind: wire.LiveBye, Reason: &f.Reasons[0]})
	default:
		p.end(err)
	}
}

func (p *polled) tell(m wire.Live) {
	select {
	case p.news <- m:
	case <-p.ctx.Done():
	}
}

// end ends it because of an error.
func (p *polled) end(err error) {
	p.mu.Lock()
	if p.failed == nil {
		p.failed = err
	}
	p.mu.Unlock()
	p.cancel()
}

// Receive waits for an answer, or for what the socket says once there is one.
func (p *polled) Receive() (wire.Live, error) {
	select {
	case m := <-p.news:
		return m, nil
	case <-p.ctx.Done():
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.failed != nil {
			return wire.Live{}, p.failed
		}
		return wire.Live{}, p.remote.networkFault(context.Canceled)
	}
}

// Close ends it; a Receive that waits returns.
func (p *polled) Close() error {
	p.cancel()
	p.mu.Lock()
	socket := p.socket
	p.mu.Unlock()
	if socket != nil {
		return socket.Close()
	}
	return nil
}

// retry tries the socket now and then, and goes over to it once it speaks.
func (p *polled) retry() {
	t := time.NewTicker(p.remote.socketAgain)
	defer t.Stop()
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-t.C:
		}
		p.remote.doubts.block(now().Add(socketAgain))
		p.mu.Lock()
		hello := p.hello
		p.mu.Unlock()
		if w, err := p.remote.dialSocket(p.ctx, hello, true); err == nil {
			p.goOver(w)
			return
		}
	}
}

func (p *polled) goOver(w *watched) {
	p.mu.Lock()
	p.socket = p.remote.use(w)
	p.mu.Unlock()
	stop := context.AfterFunc(p.ctx, func() { _ = w.Close() })
	defer stop()
	for {
		m, err := w.Receive()
		if err != nil {
			p.end(err)
			return
		}
		p.tell(m)
	}
}
