package httpapi

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
	"dotchain/shared/wire/compact"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/feed"
)

// Figures of a socket (docs/formats/wire.md, section 5).
const (
	pingEvery  = 25 * time.Second
	pingJitter = 5 * time.Second
	pongWait   = 60 * time.Second
	writeWait  = 10 * time.Second
	helloWait  = 10 * time.Second
	// readBuffer holds what devices mostly say; what is longer is read past it.
	readBuffer = 512
	// perDevice is how many sockets one device may have; a further one ends the oldest.
	perDevice = 3
	// sweepEvery is how often it is looked whether those who are connected still may be.
	sweepEvery = 4 * time.Second
)

// socket is one open websocket. Its reader goroutine is the handler's; a writer
// goroutine is the only one that writes.
type socket struct {
	conn   *websocket.Conn
	who    authority.Access
	scopes string
	opened time.Time
	// owes says that a push came whose receipts are not written yet.
	owes atomic.Bool
	// answers are what the reader has to say; the writer waits for nothing else there.
	answers chan wire.Live
	// end is closed once, with last being what is said before the end.
	end  chan struct{}
	once sync.Once
	last wire.Live

	// cursor is the last that the device named whole; an ask may say its number alone.
	cursor wire.Cursor
	// pushing says that a push is on its way. Whoever set it owns known, which both sides
	// learn from pushes and is nil when it is of no use, and program, the last that was said.
	pushing atomic.Bool
	known   *compact.Known
	program string
	pushes  sync.WaitGroup
	// pages packs those for a device that can unpack them; nil for one that cannot.
	pages *compact.Codec
}

// close ends the socket with a last message; only the first call counts.
func (s *socket) close(last wire.Live) {
	s.once.Do(func() {
		s.last = last
		close(s.end)
	})
}

// sockets are all that are open.
type sockets struct {
	mu   sync.Mutex // guards all
	open map[*socket]struct{}
	// of are the sockets of a device, the oldest first.
	of      map[id.ID[id.Device]][]*socket
	rush    rush
	closed  bool
	running sync.WaitGroup
}

// add takes a socket in; false when the server stops or has too many.
func (s *sockets) add(k *socket, most int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.open) >= most {
		return false
	}
	device := k.who.Device.ID
	if same := s.of[device]; len(same) >= perDevice {
		// The oldest is most likely one whose link broke unseen.
		same[0].close(wire.Live{Kind: wire.LiveBye})
		s.drop(same[0])
	}
	if s.of == nil {
		s.of = map[id.ID[id.Device]][]*socket{}
	}
	s.of[device] = append(s.of[device], k)
	s.rush.open(k.opened)
	s.open[k] = struct{}{}
	s.running.Add(1)
	return true
}

func (s *sockets) remove(k *socket) {
	s.mu.Lock()
	s.drop(k)
	s.mu.Unlock()
	s.running.Done()
}

// drop forgets a socket; mu is held.
func (s *sockets) drop(k *socket) {
	delete(s.open, k)
	device := k.who.Device.ID
	left := slices.DeleteFunc(s.of[device], func(o *socket) bool { return o == k })
	if len(left) == 0 {
		delete(s.of, device)
		return
	}
	s.of[device] = left
}

func (s *sockets) all() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*socket, 0, len(s.open))
	for k := range s.open {
		list = append(list, k)
	}
	return list
}

func (s *sockets) closeAll(last wire.Live) {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	for _, k := range s.all() {
		k.close(last)
	}
	s.running.Wait()
}

// bye is what the server says when it stops.
func (a *API) bye() wire.Live {
	after := a.retryAfter().Milliseconds()
	return wire.Live{Kind: wire.LiveBye, Reason: &fault.Reason{Code: fault.Busy, Have: after}, RetryAfter: after}
}

// live: GET /sync/live, a websocket.
func (a *API) live(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{
		HandshakeTimeout: writeWait, ReadBufferSize: readBuffer, WriteBufferSize: 4 << 10, WriteBufferPool: &a.buffers,
		// Devices are no browsers: whoever names an origin is a page of somebody's.
		CheckOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == "" },
		Error: func(w http.ResponseWriter, r *http.Request, status int, reason error) {
			a.write(w, r, status, wire.Problem{Reasons: []fault.Reason{{Code: fault.Malformed, Ref: reason.Error()}}})
		},
	}
	header := http.Header{wire.VersionHeader: w.Header()[wire.VersionHeader], wire.DictionaryHeader: {a.codec.Dictionary()}}
	conn, err := upgrader.Upgrade(w, r, header)
	if err != nil {
		return // the upgrader has answered
	}
	who := caller(r)
	k := &socket{
		conn: conn, who: who, scopes: party.JoinScopes(party.ScopesOf(who.Person)), opened: a.cfg.Clock(),
		answers: make(chan wire.Live, 1), end: make(chan struct{}),
	}
	if a.codec.IsNamedIn(r.Header.Get(wire.DictionaryHeader)) {
		k.pages = a.codec
	}
	if !a.sockets.add(k, a.cfg.MaxLive) {
		_ = conn.SetWriteDeadline(a.deadline(writeWait))
		_ = conn.WriteMessage(websocket.BinaryMessage, wire.Encode(a.bye()))
		_ = conn.Close()
		return
	}
	// The request ends here, and with it go its goroutine's stack and its buffers: a
	// connection that waits for hours holds neither.
	go a.attend(k) //nolint:contextcheck // Stop ends it and waits
}

// attend talks on a socket until it ends.
func (a *API) attend(k *socket) {
	defer a.sockets.remove(k)
	a.metrics.sockets.Inc()
	defer a.metrics.sockets.Dec()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			a.metrics.panics.Inc()
			a.cfg.Log.ErrorContext(ctx, "panic on a socket", "panic", v, "stack", string(debug.Stack()))
			_ = k.conn.Close()
		}
	}()
	a.talk(ctx, k)
}

// deadline is a moment of the system's clock: sockets know no other.
func (a *API) deadline(d time.Duration) time.Time {
	return time.Now().Add(d) //nolint:forbidigo // a socket deadline is the system clock's
}

// talk reads until the socket ends.
func (a *API) talk(ctx context.Context, k *socket) {
	k.conn.SetReadLimit(wire.MaxLive)
	_ = k.conn.SetReadDeadline(a.deadline(helloWait))
	k.conn.SetPongHandler(func(string) error { return k.conn.SetReadDeadline(a.deadline(pongWait)) })

	listener, err := a.hello(ctx, k)
	var written sync.WaitGroup
	news := (<-chan wire.Live)(nil)
	if err == nil {
		defer listener.Close()
		news = listener.C
	} else {
		k.close(goodbye(err))
	}
	written.Go(func() { a.writeTo(k, news) })
	defer written.Wait()
	defer k.pushes.Wait()
	for err == nil {
		var m wire.Live
		if m, err = k.receive(); err != nil {
			break
		}
		_ = k.conn.SetReadDeadline(a.deadline(pongWait))
		if m.Kind == wire.LivePush {
			err = a.startPush(ctx, k, m)
			continue
		}
		var answer wire.Live
		if answer, err = a.reply(ctx, k, listener, m); err != nil {
			break
		}
		select {
		case k.answers <- answer:
		case <-k.end:
		}
	}
	k.close(goodbye(err))
}

// hello waits for where the device stands.
func (a *API) hello(ctx context.Context, k *socket) (*feed.Listener, error) {
	m, err := k.receive()
	if err != nil {
		return nil, err
	}
	if m.Kind != wire.LiveHello || m.Cursor == nil {
		return nil, fault.Because("hello", fault.Reason{Code: fault.Malformed, Ref: "hello"})
	}
	_ = k.conn.SetReadDeadline(a.deadline(pongWait))
	a.greet(k.who.Device, m.Clock)
	k.cursor, k.known, k.program = *m.Cursor, knownOf(k, m), k.who.Device.Program
	return a.cfg.Feed.Listen(ctx, feed.Reader{Device: k.who.Device.ID, Person: k.who.Person}, *m.Cursor)
}

func (a *API) reply(ctx context.Context, k *socket, l *feed.Listener, m wire.Live) (wire.Live, error) {
	if m.Kind != wire.LiveAsk {
		return wire.Live{}, fault.Because("live", fault.Reason{Code: fault.Malformed, Ref: "kind"})
	}
	if m.Cursor != nil {
		k.cursor = *m.Cursor
	} else {
		k.cursor.Seq = m.Head
	}
	answer, err := l.Ask(ctx, k.cursor)
	if answer.Kind == wire.LiveNone {
		answer.Clock = a.cfg.Clock().UnixMilli()
	}
	return answer, err
}

// receive reads one message.
func (k *socket) receive() (wire.Live, error) {
	kind, b, err := k.conn.ReadMessage()
	if err != nil {
		return wire.Live{}, err
	}
	if kind != websocket.BinaryMessage {
		return wire.Live{}, fault.Because("live", fault.Reason{Code: fault.Malformed, Ref: "text message"})
	}
	var m wire.Live
	if err := wire.Decode(b, &m); err != nil {
		return wire.Live{}, err
	}
	return m, nil
}

// goodbye is what is said when an error ends a socket.
func goodbye(err error) wire.Live {
	m := wire.Live{Kind: wire.LiveBye}
	var f *fault.Error
	if errors.As(err, &f) && len(f.Reasons) > 0 {
		m.Reason = &f.Reasons[0]
	}
	return m
}

// writeTo writes what there is to say until the socket ends, and closes it.
func (a *API) writeTo(k *socket, news <-chan wire.Live) {
	defer func() { _ = k.conn.Close() }()
	next := func() time.Duration { return pingEvery - time.Duration(a.cfg.Jitter()*float64(pingJitter)) }
	ping := time.NewTimer(next())
	defer ping.Stop()
	for {
		var err error
		select {
		case <-k.end:
			_ = k.send(a.deadline(writeWait), k.last)
			_ = k.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), a.deadline(writeWait))
			return
		case m := <-k.answers:
			err = k.send(a.deadline(writeWait), m)
		case m := <-news:
			if err = a.receiptFirst(k); err == nil {
				err = k.send(a.deadline(writeWait), m)
			}
		case <-ping.C:
			err = k.conn.WriteControl(websocket.PingMessage, nil, a.deadline(writeWait))
			ping.Reset(next())
		}
		if err != nil {
			k.close(wire.Live{Kind: wire.LiveBye})
			return
		}
	}
}

// receiptWait is how long news wait for the receipts of a push that is being decided.
const receiptWait = time.Second

// receiptFirst lets the receipts of a push go before news, which most likely come of it:
// on a line of 64 kbit/s its documents take longer than the receipt's whole way.
func (a *API) receiptFirst(k *socket) error {
	if !k.owes.Load() {
		return nil
	}
	patience := time.NewTimer(receiptWait)
	defer patience.Stop()
	for k.owes.Load() {
		select {
		case m := <-k.answers:
			if err := k.send(a.deadline(writeWait), m); err != nil {
				return err
			}
		case <-patience.C:
			return nil
		case <-k.end:
			return nil
		}
	}
	return nil
}

func (k *socket) send(deadline time.Time, m wire.Live) error {
	if m.Kind == wire.LiveReceipts {
		k.owes.Store(false)
	}
	if m.Page != nil && k.pages != nil {
		if packed := k.pages.PackPage(*m.Page); packed != nil {
			m.Page, m.Packed = nil, packed
		}
	}
	_ = k.conn.SetWriteDeadline(deadline)
	return k.conn.WriteMessage(websocket.BinaryMessage, wire.Encode(m))
}

// sweep ends the sockets of those who may no longer be connected, or whose
// scopes are others now.
func (a *API) sweep(ctx context.Context) {
	t := time.NewTicker(sweepEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			a.sweepOnce(ctx)
		}
	}
}

func (a *API) sweepOnce(ctx context.Context) {
	open := a.sockets.all()
	if len(open) == 0 {
		return
	}
	devices := make([]id.ID[id.Device], len(open))
	for i, k := range open {
		devices[i] = k.who.Device.ID
	}
	ctx, cancel := context.WithTimeout(ctx, shortly)
	defer cancel()
	now, err := a.gate.refresh(ctx, devices...)
	if err != nil {
		a.cfg.Log.WarnContext(ctx, "cannot check who is connected", "error", err)
		return
	}
	for _, k := range open {
		who, ok := now[k.who.Device.ID]
		switch {
		case !ok:
			k.close(goodbye(fault.New("sweep", fault.DeviceUnknown)))
		case who.Device.RevokedAt != 0:
			k.close(goodbye(stands(who)))
		case party.JoinScopes(party.ScopesOf(who.Person)) != k.scopes:
			k.close(goodbye(fault.Because("sweep", fault.Reason{Code: fault.Resnapshot, Ref: "scopes"})))
		}
	}
}
