package e2e_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/syncservertest"
)

// A signed order and its receipt cross the open socket in few bytes, TLS counted.
func TestSmall_OrderOverTheSocket(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	d := s.Device(s.Place.Buyers[0][0])
	d.Stocked(len(s.Place.Items))
	d.Syncer.Stop()
	conn := listen(t, d.Remote, d.Core)
	for n := range 3 {
		request := signed(t, d.Core, s.Place.Offers[n].ID)
		sent := d.Link.Sent()
		response, err := d.Remote.Push(t.Context(), request)
		require.NoError(t, err)
		requireReceipt(t, d.Trust.Server, request, response)
		require.Less(t, d.Link.Sent()-sent, int64(500), "up")
		require.NoError(t, d.Core.Acknowledge(response.Receipts))
		conn.page(t)
	}

	// The same again, as after an answer that was lost: the same receipt, byte for byte.
	request := signed(t, d.Core, s.Place.Offers[3].ID)
	first, err := d.Remote.Push(t.Context(), request)
	require.NoError(t, err)
	again, err := d.Remote.Push(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, first.Receipts, again.Receipts)
	posted, err := d.Remote.PushRequest(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, first.Receipts, posted.Receipts)
}

// scissors stand before a server and cut its connections after so many bytes of one way.
type scissors struct {
	listener net.Listener
	target   string
	up, down blade
}

// blade cuts one way of the connections once, when so many bytes have passed. All
// connections go by the same blade: whichever brings it to the end is cut, no other.
type blade struct {
	mu    sync.Mutex
	armed bool
	left  int
	cuts  int
}

// arm lets so many bytes more pass.
func (b *blade) arm(bytes int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.armed, b.left = true, bytes
}

// take says how many of n bytes pass, and whether the connection ends with them.
func (b *blade) take(n int) (pass int, cut bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.armed {
		return n, false
	}
	if n <= b.left {
		b.left -= n
		return n, false
	}
	b.armed = false
	b.cuts++
	return b.left, true
}

// made is how often it cut.
func (b *blade) made() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.cuts
}

func newScissors(t *testing.T, target string) *scissors {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &scissors{listener: l, target: target}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { s.serve(t.Context(), near) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		running.Wait()
	})
	return s
}

func (s *scissors) serve(ctx context.Context, near net.Conn) {
	far, err := new(net.Dialer).DialContext(ctx, "tcp", s.target)
	if err != nil {
		_ = near.Close()
		return
	}
	stop := context.AfterFunc(ctx, func() { _, _ = near.Close(), far.Close() })
	defer stop()
	var ways sync.WaitGroup
	ways.Go(func() { s.pass(near, far, &s.up) })
	ways.Go(func() { s.pass(far, near, &s.down) })
	ways.Wait()
}

// pass carries one way; the end of it is the end of both.
func (s *scissors) pass(from, to net.Conn, by *blade) {
	defer func() { _, _ = from.Close(), to.Close() }()
	b := make([]byte, 4096)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		pass, cut := by.take(n)
		if _, err := to.Write(b[:pass]); err != nil || cut {
			return
		}
	}
}

// A socket that is cut anywhere in a push or in its receipts: the order arrives once.
func TestSmall_CutAnywhere(t *testing.T) {
	t.Parallel()
	figures := field.Small(time.Now())
	figures.Pieces, figures.Money = 100_000, 1_000_000_000*money.Hryvnia
	s := field.NewServer(t, syncservertest.Database(t), figures)
	between := newScissors(t, s.Address)
	d := s.Device(s.Place.Buyers[0][0])
	d.Stocked(len(s.Place.Items))
	d.Link.SetTarget(between.listener.Addr().String())
	d.Link.Cut()
	d.Offline()
	d.Link.Restore()
	d.Live()
	var orders []id.ID[id.Order]
	for _, cut := range []struct {
		way   *blade
		after int
	}{
		// Nothing of the record, a part of its head, its head, the websocket's, some of the
		// commands, all but the end; then the same of what comes back.
		{&between.up, 0},
		{&between.up, 3},
		{&between.up, 5},
		{&between.up, 12},
		{&between.up, 100},
		{&between.up, 240},
		{&between.down, 0},
		{&between.down, 4},
		{&between.down, 6},
		{&between.down, 80},
		{&between.down, 131},
		{&between.down, 140},
	} {
		cuts := cut.way.made()
		cut.way.arm(cut.after)
		orders = append(orders, d.Order(s.Place, 1))
		// The answer may have come by another connection than the one that is cut.
		d.Quiet()
		d.Await(fmt.Sprintf("a cut after %d bytes", cut.after), func() bool { return cut.way.made() > cuts })
		d.Live()
	}
	for _, o := range orders {
		d.Await("order "+o.String(), func() bool { r := d.Row(o); return r.ID == o && r.Sync == client.Confirmed })
	}
	detail, err := d.Core.Orders(client.OrderQuery{Limit: 100})
	require.NoError(t, err)
	require.Len(t, detail.Rows, len(orders), "each once")
}

// openSocket is a socket whose messages are read.
type openSocket struct {
	syncer.Conn
	pages chan wire.Live
}

func (o *openSocket) page(t *testing.T) {
	t.Helper()
	select {
	case <-o.pages:
	case <-t.Context().Done():
	}
}

func listen(t *testing.T, server syncer.Remote, core *client.Core) *openSocket {
	t.Helper()
	cursor, err := core.Cursor()
	require.NoError(t, err)
	conn, err := server.Live(t.Context(), wire.Live{Kind: wire.LiveHello, Cursor: &cursor})
	require.NoError(t, err)
	o := &openSocket{Conn: conn, pages: make(chan wire.Live, 100)}
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			m, err := conn.Receive()
			if err != nil {
				return
			}
			if m.Kind == wire.LivePage || m.Kind == wire.LiveNews {
				o.pages <- m
			}
		}
	})
	t.Cleanup(func() {
		_ = conn.Close()
		reading.Wait()
	})
	return o
}

// signed is the push of one order.
func signed(t *testing.T, core *client.Core, offer id.ID[id.Offer]) wire.PushRequest {
	t.Helper()
	_, err := core.PutLine(offer, 1)
	require.NoError(t, err)
	p, err := core.PrepareOrder()
	require.NoError(t, err)
	_, err = core.Sign(p.Token, field.Passphrase)
	require.NoError(t, err)
	commands, err := core.Unsent(10, 1<<20)
	require.NoError(t, err)
	return wire.PushRequest{Version: wire.Version, Device: core.Device(), Commands: commands, Program: core.Program(), Clock: 1}
}

func requireReceipt(t *testing.T, server []byte, request wire.PushRequest, response wire.PushResponse) {
	t.Helper()
	require.Len(t, response.Receipts, len(request.Commands))
	for i, raw := range response.Receipts {
		r, err := seal.OpenReceipt(raw, server)
		require.NoError(t, err)
		require.Equal(t, seal.Sum(request.Commands[i]), r.Envelope)
	}
}
