package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"net"
	"slices"
	"sync"
	"time"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// The figures of order_bytes and noop_bytes.
const (
	smallSockets = 20
	smallNext    = 4
	smallAsks    = 50
)

// counted is a connection whose bytes are counted below TLS: what TCP carries, without
// its own headers and those of IP.
type counted struct {
	net.Conn
	mu       sync.Mutex // guards what follows
	up, down tally
}

// tally counts one way by TLS records.
type tally struct {
	records []int
	rest    []byte
}

func (t *tally) add(b []byte) {
	const head = 5 // RFC 8446, section 5.1
	t.rest = append(t.rest, b...)
	for len(t.rest) >= head {
		size := head + int(binary.BigEndian.Uint16(t.rest[3:]))
		if len(t.rest) < size {
			return
		}
		t.records, t.rest = append(t.records, size), t.rest[size:]
	}
}

// Read implements net.Conn.
func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down.add(b[:n])
	return n, err
}

// Write implements net.Conn.
func (c *counted) Write(b []byte) (int, error) {
	c.mu.Lock()
	c.up.add(b)
	c.mu.Unlock()
	return c.Conn.Write(b)
}

// taken returns the records since the last call.
func (c *counted) taken() (up, down []int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	up, down = c.up.records, c.down.records
	c.up.records, c.down.records = nil, nil
	return up, down
}

// buyer is a device that signs orders of five lines of a place.
type buyer struct {
	s      *stage
	place  *field.Place
	remote *remote.Remote
	self   wire.EnrolResponse
	key    signer
	random *mrand.Rand

	line  *counted // the last connection
	conn  syncer.Conn
	pages chan wire.Page
	nones chan struct{}

	cursor     wire.Cursor
	checkpoint seal.Hash
	seq        uint64
	prev       seal.Hash
}

func newBuyer(s *stage, server *field.Server) *buyer {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	s.must(err)
	device, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.must(err)
	b := &buyer{s: s, place: server.Place, key: signer{private}, random: mrand.New(mrand.NewPCG(3, 5))} //nolint:gosec // a measurement
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		c, failed := new(net.Dialer).DialContext(ctx, network, server.Address)
		b.line = &counted{Conn: c} // the last one that was opened
		return b.line, failed
	}
	const url = "https://localhost:8443"
	b.self, err = remote.Enrol(context.Background(), remote.Enrolment{
		Server: url, Ticket: server.Ticket(b.place.Buyers[0][0]), DeviceName: "device", Program: "1.4.2", Signer: b.key, Device: device, Clock: time.Now().UnixMilli(),
	}, dial)
	s.must(err)
	b.remote, err = remote.New(remote.Identity{
		Server: url, Root: b.self.Root, Certificate: b.self.Certificate, Key: device,
		Self: remote.Self{Device: b.self.Device.ID, Person: b.self.Person.ID, Org: b.self.Org.ID, ServerKey: b.self.ServerKey, Names: b.names},
	}, dial)
	s.must(err)
	s.Cleanup(b.remote.Close)
	return b
}

func (b *buyer) names() [][]byte {
	key := seal.ThumbprintOf(b.key.Public())
	return [][]byte{key[:], b.prev[:], b.checkpoint[:]}
}

// open is a new socket on which nothing is new.
func (b *buyer) open() {
	b.pull()
	conn, err := b.remote.Live(context.Background(), wire.Live{Kind: wire.LiveHello, Cursor: &b.cursor, Clock: time.Now().UnixMilli()})
	b.s.must(err)
	b.conn, b.pages, b.nones = conn, make(chan wire.Page, 100), make(chan struct{}, 1)
	go func() {
		for {
			m, err := conn.Receive()
			switch {
			case err != nil:
				return
			case m.Page != nil:
				b.pages <- *m.Page
			case m.Kind == wire.LiveNews:
				b.pages <- wire.Page{}
			case m.Kind == wire.LiveNone:
				b.nones <- struct{}{}
			}
		}
	}()
	b.ask() // TLS has said all that belongs to its beginning
	b.ask()
}

// pull takes all that is new.
func (b *buyer) pull() {
	for {
		page, err := b.remote.Pull(context.Background(), b.cursor, wire.PullBytes)
		b.s.must(err)
		b.apply(page)
		if page.Remaining == 0 {
			return
		}
	}
}

// take stores a page, or pulls where the server was late and says only that there is news.
func (b *buyer) take(p wire.Page) {
	if p.Next.IsZero() {
		b.pull()
		return
	}
	b.apply(p)
}

func (b *buyer) apply(p wire.Page) {
	b.cursor = p.Next
	if len(p.Checkpoint) > 0 {
		b.checkpoint = seal.Sum(p.Checkpoint)
	}
}

// ask asks whether there is anything new, and returns what the question and its answer took.
func (b *buyer) ask() int {
	for {
		line := b.line
		line.taken()
		cursor := b.cursor
		b.s.must(b.conn.Send(wire.Live{Kind: wire.LiveAsk, Cursor: &cursor}))
		select {
		case <-b.nones:
			up, down := line.taken()
			return sum(up) + sum(down)
		case p := <-b.pages: // there was something
			b.take(p)
		}
	}
}

// order signs one of five lines.
func (b *buyer) order() wire.PushRequest {
	now := time.Now()
	b.seq++
	random := sha256.Sum256(fmt.Appendf(nil, "small/%d", b.seq))
	body := revision(b.place, 0, id.New[id.Order](now.Add(-7*time.Second), [10]byte(random[:10])), b.random, now)
	envelope, err := seal.SignCommand(seal.Command{
		Version: seal.CommandVersion, ID: id.New[id.Command](now, [10]byte(random[10:20])), Kind: seal.KindSubmitOrder, Person: b.self.Person.ID,
		Device: b.self.Device.ID, DeviceSeq: b.seq, Prev: b.prev, ClaimedAt: now.UnixMilli(),
		Seen: seal.Seen{Epoch: b.cursor.Epoch, Head: b.cursor.Seq, Checkpoint: b.checkpoint}, Body: body.Encode(),
	}, b.key)
	b.s.must(err)
	b.prev = envelope.Hash()
	return wire.PushRequest{
		Version: wire.Version, Device: b.self.Device.ID, Clock: now.Add(40 * time.Millisecond).UnixMilli(), Commands: [][]byte{envelope.Raw}, Program: "1.4.2", Epoch: b.cursor.Epoch,
	}
}

// cost is what an order took: the push, its receipt, and the page that shows it, which
// comes later.
type cost struct{ push, receipt, page int }

func (b *buyer) push() cost {
	request := b.order()
	b.line.taken()
	line := b.line
	response, err := b.remote.Push(context.Background(), request)
	b.s.must(err)
	b.check(request, response)
	b.await()
	up, down := line.taken()
	if len(up) != 1 || len(down) < 2 {
		b.s.must(fmt.Errorf("an order took %v up and %v down", up, down))
	}
	return cost{push: up[0], receipt: down[0], page: sum(down[1:])}
}

// await waits for the page of an order.
func (b *buyer) await() {
	select {
	case p := <-b.pages:
		b.take(p)
	case <-time.After(time.Minute):
		b.s.must(errors.New("no page came"))
	}
}

func (b *buyer) check(request wire.PushRequest, response wire.PushResponse) {
	for i, raw := range response.Receipts {
		r, err := seal.OpenReceipt(raw, b.self.ServerKey)
		b.s.must(err)
		if r.Verdict != seal.Applied || r.Envelope != seal.Sum(request.Commands[i]) {
			b.s.must(fmt.Errorf("verdict %d %v", r.Verdict, r.Reasons))
		}
	}
}

// posted is what an order takes as a request on a connection that is warm.
func (b *buyer) posted() int {
	first := b.order()
	response, err := b.remote.PushRequest(context.Background(), first)
	b.s.must(err)
	b.check(first, response)
	b.await()
	request := b.order()
	b.line.taken()
	response, err = b.remote.PushRequest(context.Background(), request)
	b.s.must(err)
	up, down := b.line.taken()
	b.check(request, response)
	b.await()
	return sum(up) + sum(down)
}

func sum(all []int) int {
	n := 0
	for _, v := range all {
		n += v
	}
	return n
}

// smallFigures measures what an order and "nothing to do" take on the wire, TLS records
// and all: the largest of the first orders on a fresh socket.
func smallFigures(s *stage) []Figure {
	defer s.done()
	figures := small()
	figures.Items = 60
	b := newBuyer(s, field.NewServer(s, s.database(), figures))
	var first, next []cost
	var asks []int
	for range smallSockets {
		b.open()
		first = append(first, b.push())
		for range smallNext {
			next = append(next, b.push())
		}
		for range smallAsks / smallSockets {
			asks = append(asks, b.ask())
		}
		s.must(b.conn.Close())
	}
	b.open()
	posted := b.posted()
	cursor := b.cursor
	whole := len(wire.Encode(wire.Live{Kind: wire.LiveAsk, Cursor: &cursor}))
	s.must(b.conn.Close())

	total := func(c cost) int { return c.push + c.receipt }
	largest := slices.MaxFunc(first, func(a, b cost) int { return total(a) - total(b) })
	later := slices.MaxFunc(next, func(a, b cost) int { return total(a) - total(b) })
	progress("an order, first on a socket: at most %+v; later: at most %+v", largest, later)
	slices.Sort(asks)
	progress("nothing to do: %d to %d bytes; the question with its whole cursor would have %d, not %d", asks[0], asks[len(asks)-1], whole, len(wire.Encode(wire.Live{Kind: wire.LiveAsk, Head: cursor.Seq})))
	const request = "the same as a request of its own on a warm HTTP/2 connection"
	return []Figure{
		{Name: "order_bytes", Value: float64(total(largest)), Unit: "B", Yardstick: request, YardstickValue: float64(posted), Must: 600, Stretch: 600},
		{Name: "order_bytes_later", Value: float64(total(later)), Unit: "B", Yardstick: request, YardstickValue: float64(posted), Must: 600, Stretch: 600},
		{
			Name: "order_document_bytes", Value: float64(largest.page), Unit: "B", Yardstick: "the order with its receipt, above",
			YardstickValue: float64(total(largest)),
		},
		{
			Name: "noop_bytes", Value: float64(asks[len(asks)/2]), Unit: "B", Yardstick: "two empty websocket messages under TLS",
			YardstickValue: emptyMessages, Must: 120, Stretch: 40,
		},
	}
}

// emptyMessages is what TLS 1.3 (22 bytes a record) and websockets (6 there, 2 back) take themselves.
const emptyMessages = 22 + 6 + 22 + 2
