package httpapi_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/httpapi"
)

// Every route × everybody: who is not let in gets a problem of 401 or 403, and
// who is let in gets nothing but their own scopes.
func TestAPI_Walk(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *httpapi.Config) { c.EnrolPerMinute = 1000 })
	shipper := sharedtest.NewActor(50, "Гнат Постачальний", h.Supplier, party.ZoneSupplier, party.RoleSupplierManager)
	auditor := sharedtest.NewActor(51, "Ольга Перевірна", h.Admin, party.ZoneAudit, party.RoleAuditor)
	h.store.Put(rules.Outcome{People: []party.Person{shipper.Person, auditor.Person}})

	callers := map[string]*laptop{"supplier": h.enrol(shipper), "audit": h.enrol(auditor)}
	for name, a := range map[string]*sharedtest.Actor{
		"unit": h.Requisitioner, "other unit": h.Second, "agency": h.Officer, "admin": h.Operator,
	} {
		callers[name] = h.enrol(a)
	}
	h.happen(callers)
	h.settle()
	revoked, forgotten := h.enrol(h.Second), h.enrol(h.Second)
	require.NoError(t, h.authority.Revoke(t.Context(), revoked.Device.ID))
	h.store.Forget(forgotten.Device.ID)

	out := map[string]func(method, path string, body []byte) (int, []byte){
		"nobody": func(method, path string, body []byte) (int, []byte) {
			return call(t, h.client(h.tls()), method, "https://"+h.base+path, body, nil)
		},
		"unknown device": func(method, path string, body []byte) (int, []byte) { return forgotten.call(method, path, body, nil) },
		"revoked device": func(method, path string, body []byte) (int, []byte) { return revoked.call(method, path, body, nil) },
	}
	h.ahead.Store(int64(6 * time.Second)) // what was remembered is old
	request, _, _ := h.request(make([]byte, 16))
	for _, r := range h.api.Table() {
		// What a stranger would be let in with, if anything: a row here for each route.
		body, known := map[string][]byte{wire.PathEnrol: wire.Encode(request), wire.PathPush: nil, wire.PathCourier: []byte("no courier file"), wire.PathPull: nil, wire.PathLive: nil, attachmentPath: nil, wire.PathSnapshot: nil, wire.PathScope: nil, wire.PathDigest: nil, segmentPath: nil}[r.Path]
		require.True(t, known, "%s is a new route: say here who may call it", r.Path)
		for name, do := range out {
			if r.Path == segmentPath { // sealed, so anybody's
				status, _ := do(r.Method, wire.PathSegment+seal.Sum([]byte(name)).String(), nil)
				require.Equal(t, http.StatusNotFound, status, "%s %s by %s", r.Method, r.Path, name)
				continue
			}
			if name == "revoked device" && r.Path == wire.PathPush {
				body = revoked.pushRequest([]byte("signed before")) // may still be handed in
				status, _ := do(r.Method, r.Path, body)
				require.Equal(t, http.StatusOK, status)
				continue
			}
			if name == "revoked device" && r.Path == wire.PathCourier { // may still be brought
				status, b := do(r.Method, r.Path, body)
				require.Equal(t, http.StatusBadRequest, status)
				require.Equal(t, fault.CourierDamaged, problem(t, b))
				continue
			}
			status, b := do(r.Method, r.Path, body)
			require.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, status, "%s %s by %s", r.Method, r.Path, name)
			require.Contains(t, []fault.Code{fault.DeviceUnknown, fault.DeviceRevoked, fault.TicketInvalid}, problem(t, b))
		}
		for name, l := range callers {
			switch r.Path {
			case wire.PathEnrol: // a certificate is no ticket
				status, b := l.call(r.Method, r.Path, wire.Encode(request), nil)
				require.Equal(t, http.StatusForbidden, status, name)
				require.Equal(t, fault.TicketInvalid, problem(t, b))
			case wire.PathPush: // nobody pushes in another device's name
				status, b := l.call(r.Method, r.Path, wire.Encode(wire.PushRequest{Version: wire.Version, Device: revoked.Device.ID}), nil)
				require.Equal(t, http.StatusForbidden, status, name)
				require.Equal(t, fault.SignerMismatch, problem(t, b))
			case wire.PathCourier: // a file says whose it is, not who brings it
				status, b := l.call(r.Method, r.Path, body, nil)
				require.Equal(t, http.StatusBadRequest, status, name)
				require.Equal(t, fault.CourierDamaged, problem(t, b))
			case wire.PathPull:
				h.onlyOwn(name, l)
			case attachmentPath: // what nobody brought is not there, whoever asks
				path := wire.PathAttachment + seal.Sum([]byte(name)).String()
				status, b := l.call(r.Method, path, nil, nil)
				want := map[string]fault.Code{http.MethodGet: fault.AttachmentMissing, http.MethodPut: fault.FieldInvalid}[r.Method]
				require.Equal(t, want, problem(t, b), "%s %d", name, status)
			case wire.PathSnapshot:
				h.onlyOwnScopes(name, l)
			case wire.PathScope:
				h.onlyOwnPages(name, l)
			case wire.PathDigest:
				h.onlyOwnDigest(name, l)
			case segmentPath:
				status, _ := l.call(r.Method, wire.PathSegment+seal.Sum([]byte(name)).String(), nil, nil)
				require.Equal(t, http.StatusNotFound, status, name)
			case wire.PathLive:
				l.dialFrom(wire.Cursor{}).Close()
			}
		}
	}
}

// happen has an order submitted and approved, and one parked.
func (h *house) happen(callers map[string]*laptop) {
	h.t.Helper()
	push := func(l *laptop, kind seal.Kind, body any, seq uint64, prev seal.Hash) seal.Hash {
		c := h.Server.Command(kind, body, h.now())
		c.Person, c.Device, c.DeviceSeq, c.Prev = l.Person.ID, l.Device.ID, seq, prev
		e, err := seal.SignCommand(c, l.key)
		require.NoError(h.t, err)
		status, _ := l.call(http.MethodPost, wire.PathPush, l.pushRequest(e.Raw), nil)
		require.Equal(h.t, http.StatusOK, status)
		return e.Hash()
	}
	r := h.Revision(1, 0, 1)
	r.NeededBy = h.now().AddDate(0, 1, 0).UnixMilli()
	year := rules.KyivYear(h.now().UnixMilli())
	b := h.Budgets[0]
	b.Year = year // the test lives in the year it runs in
	h.store.Put(rules.Outcome{Budgets: append(h.Budgets[:0:0], b)})
	first := push(callers["unit"], seal.KindSubmitOrder, r, 1, seal.Hash{})
	push(callers["agency"], seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}, 1, seal.Hash{})
	push(callers["unit"], seal.KindSubmitOrder, h.Revision(2, 0, 1000), 2, first)
	require.Equal(h.t, order.Approved, h.store.World().Orders[r.Order].State)
	require.Len(h.t, h.store.Cases(), 1)
}

// onlyOwn pulls all there is and checks what it may be.
func (h *house) onlyOwn(name string, l *laptop) {
	h.t.Helper()
	scopes := party.ScopesOf(l.Person)
	kinds := map[wire.DocKind]bool{}
	for cursor := (wire.Cursor{}); ; {
		p := l.pull(cursor)
		for _, d := range p.Documents {
			require.True(h.t, slices.Contains(scopes, d.Scope), "%s got %s of %s", name, d.Kind, d.Scope)
			kinds[d.Kind] = true
			if name == "supplier" {
				for _, secret := range [][]byte{h.Units[0].ID.Bytes(), []byte(h.Units[0].Number), h.Requisitioner.Person.ID.Bytes(), h.Units[0].Points[0].ID.Bytes()} {
					require.False(h.t, bytes.Contains(d.Body, secret), "a supplier learns of the unit from a %s", d.Kind)
				}
			}
		}
		if cursor = p.Next; p.Remaining == 0 && cursor.Seq >= p.Head {
			break
		}
	}
	require.Equal(h.t, name == "unit" || name == "agency", kinds[wire.DocOrder], name)
	require.Equal(h.t, name == "supplier", kinds[wire.DocSupplierOrder], name)
	if name != "other unit" { // whose revoked laptop has handed in noise
		require.Equal(h.t, name == "unit" || name == "admin", kinds[wire.DocCase], name)
	}
	require.Equal(h.t, name == "admin", kinds[wire.DocDevice], name)
}

func (l *laptop) dialFrom(cursor wire.Cursor) *websocket.Conn {
	l.h.t.Helper()
	config := l.config.Clone()
	config.NextProtos = []string{"http/1.1"}
	d := websocket.Dialer{TLSClientConfig: config}
	conn, response, err := d.DialContext(l.h.t.Context(), "wss://"+l.h.base+wire.PathLive, http.Header{wire.VersionHeader: {"1"}})
	require.NoError(l.h.t, err)
	_ = response.Body.Close()
	require.NoError(l.h.t, conn.WriteMessage(websocket.BinaryMessage, wire.Encode(wire.Live{Kind: wire.LiveHello, Cursor: &cursor})))
	return conn
}

// The server's own certificate is of our authority, and is no device's.
func TestAPI_ServersCertificateIsNoDevices(t *testing.T) {
	t.Parallel()
	h := open(t)
	own, err := h.keys.TLS().GetCertificate(nil)
	require.NoError(t, err)
	_, err = h.client(h.tls(*own)).Get("https://" + h.base + wire.PathPull) //nolint:noctx,bodyclose // it fails
	require.Error(t, err)
}

// A link of 64 kbit/s needs longer than the limits of a connection: a body and
// an answer have the time that their size takes.
func TestAPI_SlowLinks(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	for name, protocol := range map[string]string{"HTTP/1.1": "http/1.1", "HTTP/2": "h2"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// A busy machine may not even shake hands within the limits: then it gets
			// longer ones, and the link is as much slower.
			allowed := time.Second
			status, err := l.overSlowLink(t, protocol, allowed)
			for (err != nil || status != http.StatusOK) && allowed < 16*time.Second {
				allowed *= 2
				status, err = l.overSlowLink(t, protocol, allowed)
			}
			require.NoError(t, err)
			require.Equal(t, http.StatusOK, status)
		})
	}
}

// overSlowLink pushes to a server of its own, whose connections have limits, over a link that
// takes longer.
func (l *laptop) overSlowLink(t *testing.T, protocol string, allowed time.Duration) (status int, err error) {
	t.Helper()
	config := l.h.keys.TLS()
	config.NextProtos = []string{"h2", "http/1.1"}
	server := &http.Server{
		Handler: l.h.api, TLSConfig: config, ReadHeaderTimeout: 15 * time.Second,
		ReadTimeout: allowed, WriteTimeout: allowed,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = server.ServeTLS(listener, "", "") }()
	t.Cleanup(func() { _ = server.Close() })
	tlsConfig := l.config.Clone()
	tlsConfig.NextProtos = []string{protocol}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: tlsConfig, ForceAttemptHTTP2: protocol == "h2", DisableCompression: true}}
	t.Cleanup(client.CloseIdleConnections)
	body := l.pushRequest([]byte("noise"))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+listener.Addr().String()+wire.PathPush, &trickle{rest: body, pause: allowed + allowed/2})
	require.NoError(t, err)
	request.ContentLength = int64(len(body))
	request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	return response.StatusCode, nil
}

// trickle gives its bytes in two halves with a pause between.
type trickle struct {
	rest  []byte
	pause time.Duration
	began bool
}

func (r *trickle) Read(b []byte) (int, error) {
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	if r.began {
		<-time.After(r.pause) // a slow link is the thing under test
	}
	n := copy(b[:min(len(b), (len(r.rest)+1)/2)], r.rest)
	if r.began {
		n += copy(b[n:], r.rest[n:])
	}
	r.began, r.rest = true, r.rest[n:]
	return n, nil
}

// Bodies that dribble in take nobody's turn.
func TestAPI_SlowBodiesHoldUpNobody(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *httpapi.Config) { c.MaxPush = 1 })
	l := h.enrol(h.Requisitioner)
	for range 4 {
		body, feed := io.Pipe()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+h.base+wire.PathPush, body)
		require.NoError(t, err)
		request.ContentLength = 1000
		request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
		go func() {
			if response, failed := l.client.Do(request); failed == nil {
				_ = response.Body.Close()
			}
		}()
		_, err = feed.Write(make([]byte, 10)) // it is on its way now
		require.NoError(t, err)
		t.Cleanup(func() { _ = feed.Close() })
	}
	for range 3 {
		status, _ := l.call(http.MethodPost, wire.PathPush, l.pushRequest([]byte("noise")), nil)
		require.Equal(t, http.StatusOK, status)
	}
}

// upload is a push of a device that stays on its way.
type upload struct {
	done  chan struct{}
	close func()
}

// begin starts a push that says it will be so long, and sends some bytes of it.
func (l *laptop) begin(length int64, sent int) *upload {
	body, feed := io.Pipe()
	u := &upload{done: make(chan struct{}), close: func() { _ = feed.CloseWithError(io.ErrUnexpectedEOF) }}
	request, err := http.NewRequestWithContext(l.h.t.Context(), http.MethodPost, "https://"+l.h.base+wire.PathPush, body)
	require.NoError(l.h.t, err)
	request.ContentLength = length
	request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	go func() {
		defer close(u.done)
		if response, failed := l.client.Do(request); failed == nil {
			_ = response.Body.Close()
		}
	}()
	go func() { _, _ = feed.Write(make([]byte, sent)) }()
	l.h.t.Cleanup(u.close)
	return u
}

// What all bodies on their way hold together is bounded, and what one device sends.
func TestAPI_BodiesTogetherAreBounded(t *testing.T) {
	t.Parallel()
	const sent = wire.MaxPush / 2
	h := open(t, func(c *httpapi.Config) { c.MaxBodies = 2*sent + 10 })
	laptops := []*laptop{h.enrol(h.Requisitioner), h.enrol(h.Second)}
	asks := h.enrol(h.Officer)
	var held []*upload
	for _, l := range laptops {
		held = append(held, l.begin(wire.MaxPush, sent))
	}
	busy := func() bool {
		for i, u := range held {
			select {
			case <-u.done: // a question of busy had some of the room when its last bytes came
				held[i] = laptops[i].begin(wire.MaxPush, sent)
			default:
			}
		}
		status, _ := asks.call(http.MethodPost, wire.PathPush, asks.pushRequest([]byte("noise")), nil)
		return status == http.StatusServiceUnavailable
	}
	require.Eventually(t, busy, 4*time.Minute, 10*time.Millisecond)
	for _, u := range held {
		u.close()
	}
	idle := func() bool {
		status, _ := asks.call(http.MethodPost, wire.PathPush, asks.pushRequest([]byte("noise")), nil)
		return status == http.StatusOK
	}
	require.Eventually(t, idle, 4*time.Minute, 10*time.Millisecond, "what broke off is given back")
}

// One device, a stolen one perhaps, holds up nobody: neither by bodies that it only
// announces, nor by all that it can send.
func TestAPI_OneSenderLeavesRoom(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *httpapi.Config) { c.MaxBodies = 3 * courier.MaxFile })
	stolen, asks := h.enrol(h.Requisitioner), h.enrol(h.Officer)
	for range 30 {
		stolen.begin(wire.MaxPush, 1)
	}
	var sent []*upload
	for range 3*courier.MaxFile/wire.MaxPush + 2 {
		sent = append(sent, stolen.begin(wire.MaxPush, wire.MaxPush-1))
	}
	refused := func() bool {
		for _, u := range sent {
			select {
			case <-u.done:
				return true
			default:
			}
		}
		return false
	}
	require.Eventually(t, refused, 4*time.Minute, 10*time.Millisecond, "it has its share")
	for range 20 {
		status, _ := asks.call(http.MethodPost, wire.PathPush, asks.pushRequest([]byte("noise")), nil)
		require.Equal(t, http.StatusOK, status)
	}
}
