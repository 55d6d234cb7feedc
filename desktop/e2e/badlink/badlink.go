// Package badlink is a TCP proxy that behaves like the links of the field: it
// can be cut, be slow, break in the middle of a message, or go silent while it
// looks open. Tests put it between a device and the server.
package badlink

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Quality is how a link behaves now. The zero value is a perfect link.
type Quality struct {
	// Cut refuses new connections and breaks those that stand.
	Cut bool
	// Silent keeps connections open and lets nothing through (half-open).
	Silent bool
	// Latency is added to each direction.
	Latency time.Duration
	// BytesPerSecond limits each direction of each connection; 0 is no limit.
	BytesPerSecond int
	// BreakAfter resets a connection after so many bytes in both directions; 0 is never.
	BreakAfter int64
}

// Link is one proxy. It is safe for concurrent use.
type Link struct {
	listener net.Listener
	target   string
	done     chan struct{}
	running  sync.WaitGroup
	// sent and got count bytes to and from the target.
	sent, got atomic.Int64

	mu      sync.Mutex // guards what follows
	quality Quality
	changed chan struct{} // closed and replaced when quality changes
	conns   map[net.Conn]struct{}
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
	}
	l.running.Add(1)
	// Whoever asks may be gone before the proxy is closed.
	go l.accept(context.WithoutCancel(ctx))
	return l, nil
}

// Sent is how many bytes went through to the target, of all connections.
func (l *Link) Sent() int64 { return l.sent.Load() }

// Address is where the proxy listens.
func (l *Link) Address() string { return l.listener.Addr().String() }

// SetTarget sends new connections elsewhere: a server that was started again.
func (l *Link) SetTarget(target string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.target = target
}

// Set changes how the link behaves, from now on.
func (l *Link) Set(q Quality) {
	l.mu.Lock()
	l.quality = q
	close(l.changed)
	l.changed = make(chan struct{})
	l.mu.Unlock()
	if q.Cut {
		l.breakAll()
	}
}

// Cut breaks the link; Restore makes it perfect.
func (l *Link) Cut() { l.Set(Quality{Cut: true}) }

// Restore makes the link perfect.
func (l *Link) Restore() { l.Set(Quality{}) }

// Close ends the proxy and waits for its connections.
func (l *Link) Close() {
	select {
	case <-l.done:
		return
	default:
	}
	close(l.done)
	_ = l.listener.Close()
	l.breakAll()
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
	defer l.running.Done()
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		if q, _ := l.now(); q.Cut {
			reset(near)
			continue
		}
		l.mu.Lock()
		target := l.target
		l.mu.Unlock()
		far, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", target)
		if err != nil {
			reset(near)
			continue
		}
		l.join(near, far)
	}
}

func (l *Link) join(near, far net.Conn) {
	l.mu.Lock()
	l.conns[near], l.conns[far] = struct{}{}, struct{}{}
	l.mu.Unlock()
	budget := &passed{}
	var both sync.WaitGroup
	both.Add(2)
	l.running.Add(1)
	go l.carry(&both, near, far, budget, &l.sent)
	go l.carry(&both, far, near, budget, &l.got)
	go func() {
		defer l.running.Done()
		both.Wait()
		l.mu.Lock()
		delete(l.conns, near)
		delete(l.conns, far)
		l.mu.Unlock()
	}()
}

// passed counts the bytes of one connection.
type passed struct {
	mu    sync.Mutex
	bytes int64
}

func (p *passed) add(n int) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bytes += int64(n)
	return p.bytes
}

var errBroken = errors.New("the link broke")

func (l *Link) carry(both *sync.WaitGroup, from, to net.Conn, count *passed, through *atomic.Int64) {
	defer both.Done()
	defer reset(from)
	defer reset(to)
	buffer := make([]byte, 4<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if l.pass(buffer[:n], to, count) != nil {
				return
			}
			through.Add(int64(n))
		}
		if err != nil {
			return
		}
	}
}

func (l *Link) pass(b []byte, to net.Conn, count *passed) error {
	q, changed := l.now()
	for q.Silent {
		select {
		case <-changed:
			q, changed = l.now()
		case <-l.done:
			return errBroken
		}
	}
	wait := q.Latency
	if q.BytesPerSecond > 0 {
		wait += time.Duration(len(b)) * time.Second / time.Duration(q.BytesPerSecond)
	}
	if wait > 0 {
		select {
		case <-time.After(wait):
		case <-l.done:
			return errBroken
		}
	}
	if q.Cut || (q.BreakAfter > 0 && count.add(len(b)) > q.BreakAfter) {
		return errBroken
	}
	_, err := to.Write(b)
	return err
}
