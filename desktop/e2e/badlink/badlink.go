package badlink

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Link is one proxy. It is safe for concurrent use.
type Link struct {
	listener net.Listener
	done     chan struct{}
	running  sync.WaitGroup
	// sent and got count bytes to and from the target.
	sent, got atomic.Int64
	up, down  lane

	mu      sync.Mutex // guards what follows
	target  string
	quality Quality
	changed chan struct{} // closed and replaced when quality changes
	conns   map[net.Conn]struct{}
	chance  *rand.Rand
	halt    func() // ends the scenario that is played
	portal  *portal
	closed  bool
}

// Listen starts a proxy on a free loopback port to a target address.
func Listen(ctx context.Context, target string) (*Link, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &Link{
		listener: listener, target: target, done: make(chan struct{}), changed: make(chan struct{}), conns: map[net.Conn]struct{}{},
		chance: newChance(1),
	}
	// Whoever asks may be gone before the proxy is closed.
	l.running.Go(func() { l.accept(context.WithoutCancel(ctx)) })
	return l, nil
}

// newChance is what chance does from a seed.
func newChance(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // it must follow from the seed
}

// Sent is how many bytes went through to the target, of all connections.
func (l *Link) Sent() int64 { return l.sent.Load() }

// Got is how many bytes came through from the target.
func (l *Link) Got() int64 { return l.got.Load() }

// Address is where the proxy listens.
func (l *Link) Address() string { return l.listener.Addr().String() }

// SetTarget sends new connections elsewhere: a server that was started again.
func (l *Link) SetTarget(target string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.target = target
}

// Set changes how the link behaves, from now on. A scenario that is played ends.
func (l *Link) Set(q Quality) {
	l.endPlay()
	l.set(q)
}

func (l *Link) set(q Quality) {
	l.mu.Lock()
	// A network that wants a login is another one than before.
	breaks := q.Cut || q.Captive != l.quality.Captive
	l.quality = q
	close(l.changed)
	l.changed = make(chan struct{})
	l.mu.Unlock()
	if breaks {
		l.breakAll()
	}
}

// Cut breaks the link; Restore makes it perfect.
func (l *Link) Cut() { l.Set(Quality{Cut: true}) }

// Restore makes the link perfect.
func (l *Link) Restore() { l.Set(Quality{}) }

// Close ends the proxy and waits for its connections. It may be called twice.
func (l *Link) Close() {
	l.endPlay()
	l.mu.Lock()
	first := !l.closed
	l.closed = true
	l.mu.Unlock()
	if first {
		close(l.done)
		_ = l.listener.Close()
		l.breakAll()
	}
	l.running.Wait()
}

func (l *Link) breakAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		reset(c)
	}
}

// reset closes with RST where it can, as a lost link does.
func reset(c net.Conn) {
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = c.Close()
}

func (l *Link) now() (Quality, chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.quality, l.changed
}

func (l *Link) accept(ctx context.Context) {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		if !l.hold(near) {
			reset(near)
			continue
		}
		l.running.Go(func() {
			defer l.drop(near)
			l.serve(ctx, near)
		})
	}
}

// hold notes a connection, so that it can be broken; false when there is no line.
func (l *Link) hold(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.quality.Cut {
		return false
	}
	l.conns[c] = struct{}{}
	return true
}

func (l *Link) drop(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
}

// serve is one connection from its beginning to its end.
func (l *Link) serve(ctx context.Context, near net.Conn) {
	q, _ := l.now()
	if q.Captive != CaptiveNone {
		l.answer(near, q.Captive)
		return
	}
	var first []byte
	var still time.Duration
	if q.Socket != SocketPassed {
		var isSocket bool
		first, isSocket = hello(near)
		switch {
		case isSocket && q.Socket == SocketRefused:
			reset(near)
			return
		case isSocket:
			still = socketOpens
		}
	}
	l.mu.Lock()
	target := l.target
	l.mu.Unlock()
	far, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", target)
	if err != nil || !l.hold(far) {
		reset(near)
		if err == nil {
			reset(far)
		}
		return
	}
	defer l.drop(far)
	l.join(near, far, first, still)
}
