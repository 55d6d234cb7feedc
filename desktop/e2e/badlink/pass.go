package badlink

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// lane is one direction of the line, which all connections share.
type lane struct {
	mu sync.Mutex
	// free is when the last byte that has its turn is through.
	free time.Time
}

// turn is when so many bytes are through that come now.
func (n *lane) turn(bytes, perSecond int) time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	if at := now(); n.free.Before(at) {
		n.free = at
	}
	if perSecond > 0 {
		n.free = n.free.Add(time.Duration(bytes) * time.Second / time.Duration(perSecond))
	}
	return n.free
}

func now() time.Time { return time.Now() }

// pair is one connection: both ends, and what both directions share.
type pair struct {
	link      *Link
	near, far net.Conn
	// bytes counts those that went through, both ways.
	bytes atomic.Int64
	// stillAt is when nothing goes through any more; zero for never.
	stillAt time.Time
	over    chan struct{}
	once    sync.Once
}

// end closes both ends, as one who says goodbye or as a line that breaks.
func (p *pair) end(broken bool) {
	p.once.Do(func() {
		close(p.over)
		for _, c := range []net.Conn{p.near, p.far} {
			if broken {
				reset(c)
			} else {
				_ = c.Close()
			}
		}
	})
}

func (l *Link) join(near, far net.Conn, first []byte, still time.Duration) {
	p := &pair{link: l, near: near, far: far, over: make(chan struct{})}
	if still > 0 {
		p.stillAt = now().Add(still)
	}
	l.mu.Lock()
	up, down := l.chance.Uint64(), l.chance.Uint64()
	l.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() {
		p.carry(&way{pair: p, from: near, to: far, lane: &l.up, through: &l.sent, chance: newChance(up)}, first)
	})
	both.Go(func() {
		p.carry(&way{pair: p, from: far, to: near, lane: &l.down, through: &l.got, chance: newChance(down)}, nil)
	})
	both.Wait()
}

// way is one direction of a connection.
type way struct {
	*pair
	from, to net.Conn
	lane     *lane
	through  *atomic.Int64
	chance   *rand.Rand
	// due is when the last piece that was read arrives: nothing overtakes it.
	due time.Time
}

// piece is what was read, and when it arrives.
type piece struct {
	bytes []byte
	due   time.Time
}

// underway is how many pieces are between the ends: what a modem keeps.
const underway = 64

func (p *pair) carry(w *way, first []byte) {
	pieces := make(chan piece, underway)
	var writing sync.WaitGroup
	writing.Go(func() { w.write(pieces) })
	err := w.read(first, pieces)
	close(pieces)
	if !errors.Is(err, io.EOF) {
		p.end(true)
	}
	writing.Wait()
}

func (w *way) read(first []byte, pieces chan<- piece) error {
	buffer := make([]byte, 32<<10)
	for {
		n := copy(buffer, first)
		first = first[n:]
		var err error
		if n == 0 {
			q, _ := w.link.now()
			room := buffer
			if q.isPaced() {
				room = buffer[:packet]
			}
			n, err = w.from.Read(room)
		}
		if n > 0 {
			select {
			case pieces <- piece{append([]byte{}, buffer[:n]...), w.arrives(n)}:
			case <-w.over:
				return errBroken
			}
		}
		if err != nil {
			return err
		}
	}
}

// arrives is when what is read now is at the other end.
func (w *way) arrives(bytes int) time.Time {
	q, _ := w.link.now()
	if !q.isPaced() {
		return w.due
	}
	due := w.lane.turn(bytes, q.BytesPerSecond).Add(q.Latency)
	for wait := 2*q.Latency + retransmission; q.Loss > 0 && w.chance.Float64() < q.Loss; wait *= 2 {
		due = due.Add(wait)
	}
	if due.Before(w.due) {
		due = w.due
	}
	w.due = due
	return due
}

var errBroken = errors.New("the link broke")

// write passes on what arrives, when it does.
func (w *way) write(pieces <-chan piece) {
	var held []byte
	var flush <-chan time.Time
	for {
		var got piece
		open := true
		select {
		case got, open = <-pieces:
		case <-flush:
		case <-w.over:
			return
		}
		if open && got.bytes != nil && !w.wait(got.due) {
			return
		}
		q, _ := w.link.now()
		held = append(held, got.bytes...)
		isDue := got.bytes == nil || q.Buffer == 0 || len(held) >= q.Buffer
		if !isDue {
			if flush == nil {
				flush = time.After(q.BufferFor)
			}
			continue
		}
		if len(held) > 0 && w.pass(held) != nil {
			w.end(true)
			return
		}
		held, flush = held[:0], nil
		if !open {
			w.end(false)
			return
		}
	}
}

// wait waits until a moment; false when the connection ended.
func (w *way) wait(due time.Time) bool {
	d := due.Sub(now())
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-w.over:
		return false
	}
}

// pass writes, unless the link is silent or breaks.
func (w *way) pass(b []byte) error {
	q, changed := w.link.now()
	for q.Silent || !w.stillAt.IsZero() && now().After(w.stillAt) {
		select {
		case <-changed:
			q, changed = w.link.now()
		case <-w.over:
			return errBroken
		}
	}
	if q.Cut || (q.BreakAfter > 0 && w.bytes.Add(int64(len(b))) > q.BreakAfter) {
		return errBroken
	}
	// Counted first: whoever hears the answer finds the question counted.
	w.through.Add(int64(len(b)))
	n, err := w.to.Write(b)
	w.through.Add(int64(n - len(b)))
	return err
}
