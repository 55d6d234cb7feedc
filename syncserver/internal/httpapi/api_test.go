package httpapi_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/courier"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/httpapi"
	"dotchain/syncserver/internal/snapshot"
)

// house is a whole server in memory, behind real TLS.
type house struct {
	*sharedtest.Field
	t         *testing.T
	store     *memstore.Store
	keys      *authority.Keys
	authority *authority.Authority
	feed      *feed.Feed
	api       *httpapi.API
	base      string
	ahead     atomic.Int64 // nanoseconds the server's clock is ahead
}

// patience bounds every wait here. It is no measure: many may share the machine.
const patience = 4 * time.Minute

func (h *house) now() time.Time { return time.Now().Add(time.Duration(h.ahead.Load())) }

func open(t *testing.T, change ...func(*httpapi.Config)) *house {
	t.Helper()
	h := &house{Field: sharedtest.NewField(), t: t, store: memstore.New(id.ID[id.Epoch]{})}
	dir := t.TempDir() + "/authority"
	require.NoError(t, authority.Init(dir, nil, time.Now()))
	var err error
	h.keys, err = authority.Load(dir, h.now)
	require.NoError(t, err)
	enginetest.Seed(t, h.store, h.Field)
	feedtest.Drain(t, h.store) // what comes from here on is news
	epoch := sharedtest.ID[id.Epoch](1)
	h.authority, err = authority.New(authority.Config{Keys: h.keys, Store: h.store, Epoch: epoch, Clock: h.now, Random: rand.Reader})
	require.NoError(t, err)
	h.feed, err = feed.New(feed.Config{Store: h.store, Signer: h.keys.Signer(), Clock: h.now})
	require.NoError(t, err)
	e, err := engine.New(engine.Config{Store: h.store, Signer: h.keys.Signer(), Clock: h.now, Epoch: epoch, Committed: h.feed.Committed})
	require.NoError(t, err)
	desk, err := courier.New(courier.Config{
		Engine: e, Store: h.store, Key: h.keys.Courier(), Signer: h.keys.Signer(), Clock: h.now, Random: rand.Reader,
	})
	require.NoError(t, err)
	cfg := httpapi.Config{Courier: desk, Engine: e, Feed: h.feed, Authority: h.authority, Access: h.store, Attachments: newShelf(h.now), Snapshots: snapshot.NewShelf(h.store, h.now), Clock: h.now}
	for _, c := range change {
		c(&cfg)
	}
	h.api, err = httpapi.New(cfg)
	require.NoError(t, err)
	require.NoError(t, h.feed.Start(t.Context()))
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server, err := httpapi.Serve(l, h.keys.TLS(), h.api, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	h.base = l.Addr().String()
	t.Cleanup(func() {
		h.api.Stop()
		_ = server.Stop(t.Context()) // its context has ended: it cuts off
		h.feed.Stop()
	})
	return h
}

// settle waits until what was committed has its numbers. The sequencer gives them a little
// after whoever committed has the answer.
func (h *house) settle() {
	h.t.Helper()
	require.Eventually(h.t, func() bool { return len(h.store.Outbox()) == 0 }, patience, time.Millisecond)
}

// laptop is an enrolled device.
type laptop struct {
	h      *house
	config *tls.Config
	client *http.Client
	wire.EnrolResponse
	key *sharedtest.Key
}

func (h *house) tls(certs ...tls.Certificate) *tls.Config {
	roots := x509.NewCertPool()
	root, err := x509.ParseCertificate(h.keys.Root())
	require.NoError(h.t, err)
	roots.AddCert(root)
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS13, Certificates: certs}
}

func (h *house) client(config *tls.Config) *http.Client {
	transport := &http.Transport{TLSClientConfig: config, DisableCompression: true, ForceAttemptHTTP2: true}
	h.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patience}
}

func (h *house) request(secret []byte) (wire.EnrolRequest, *ecdsa.PrivateKey, *sharedtest.Key) {
	h.t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(h.t, err)
	csr, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "device"}}, private)
	require.NoError(h.t, err)
	key := sharedtest.NewKey("laptop/" + string(secret))
	proof, err := key.Sign(wire.EnrolProof(secret, key.Public()))
	require.NoError(h.t, err)
	return wire.EnrolRequest{
		Version: wire.Version, Secret: secret, DeviceName: "Ноутбук", SigningKey: key.Public(), Proof: proof, CSR: csr, Program: "1.0",
	}, private, key
}

func (h *house) ticket(a *sharedtest.Actor) wire.Ticket {
	h.t.Helper()
	t, _, err := h.authority.NewTicket(h.t.Context(), a.Person.ID)
	require.NoError(h.t, err)
	return t
}

func (h *house) enrol(a *sharedtest.Actor) *laptop {
	h.t.Helper()
	ticket := h.ticket(a)
	request, private, key := h.request(ticket.Secret[:])
	status, b := call(h.t, h.client(h.tls()), http.MethodPost, "https://"+h.base+wire.PathEnrol, wire.Encode(request), nil)
	require.Equal(h.t, http.StatusOK, status, "%x", b)
	l := &laptop{h: h, key: key}
	require.NoError(h.t, wire.Decode(b, &l.EnrolResponse))
	l.config = h.tls(tls.Certificate{Certificate: [][]byte{l.Certificate}, PrivateKey: private})
	l.client = h.client(l.config)
	return l
}

// call makes a request in our version of the protocol, unless the header has another.
func call(t *testing.T, client *http.Client, method, url string, body []byte, header http.Header) (int, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	require.NoError(t, err)
	request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	for k, v := range header {
		request.Header[k] = v
	}
	response, err := client.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, strconv.Itoa(wire.Version), response.Header.Get(wire.VersionHeader), "on every answer")
	b, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	if response.Header.Get("Content-Encoding") == "zstd" {
		d, err := zstd.NewReader(nil)
		require.NoError(t, err)
		defer d.Close()
		b, err = d.DecodeAll(b, nil)
		require.NoError(t, err)
	}
	return response.StatusCode, b
}

func (l *laptop) call(method, path string, body []byte, header http.Header) (int, []byte) {
	l.h.t.Helper()
	return call(l.h.t, l.client, method, "https://"+l.h.base+path, body, header)
}

func problem(t *testing.T, b []byte) fault.Code {
	t.Helper()
	var p wire.Problem
	require.NoError(t, wire.Decode(b, &p))
	require.NotEmpty(t, p.Reasons)
	return p.Reasons[0].Code
}

func (l *laptop) pushRequest(commands ...[]byte) []byte {
	return wire.Encode(wire.PushRequest{Version: wire.Version, Device: l.Device.ID, Clock: l.h.now().UnixMilli(), Commands: commands})
}

func (l *laptop) pull(from wire.Cursor) wire.Page {
	l.h.t.Helper()
	status, b := l.call(http.MethodGet, wire.PathPull+"?cursor="+from.String(), nil, http.Header{"Accept-Encoding": {"zstd"}})
	require.Equal(l.h.t, http.StatusOK, status)
	var p wire.Page
	require.NoError(l.h.t, wire.Decode(b, &p))
	return p
}

func TestAPI_EnrolPushPull(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	require.Equal(t, h.Requisitioner.Person.ID, l.Person.ID)
	require.Len(t, l.RecoveryKey, 32)

	packer, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	status, b := l.call(http.MethodPost, wire.PathPush, packer.EncodeAll(l.pushRequest([]byte("noise")), nil), http.Header{"Content-Encoding": {"zstd"}})
	require.Equal(t, http.StatusOK, status)
	var response wire.PushResponse
	require.NoError(t, wire.Decode(b, &response))
	r, err := seal.OpenReceipt(response.Receipts[0], l.ServerKey)
	require.NoError(t, err)
	require.Equal(t, seal.Parked, r.Verdict)

	var kinds []wire.DocKind
	for cursor := (wire.Cursor{}); !slices.Contains(kinds, wire.DocCase); {
		p := l.pull(cursor)
		for _, d := range p.Documents {
			kinds = append(kinds, d.Kind)
		}
		cursor = p.Next
	}
	require.Contains(t, kinds, wire.DocItem)
	require.NotContains(t, kinds, wire.DocDevice, "devices are the administration's")
}

func TestAPI_WhoMayPass(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)

	status, b := call(t, h.client(h.tls()), http.MethodGet, "https://"+h.base+wire.PathPull, nil, nil)
	require.Equal(t, http.StatusUnauthorized, status)
	require.Equal(t, fault.DeviceUnknown, problem(t, b))

	// Another authority's certificate does not even finish the handshake.
	foreign := open(t).enrol(h.Requisitioner)
	foreign.config.RootCAs = l.config.RootCAs
	_, err := h.client(foreign.config).Get("https://" + h.base + wire.PathPull) //nolint:noctx,bodyclose // it fails
	require.Error(t, err)

	// One of ours whose device the database does not know.
	other := h.enrol(h.Second)
	h.store.Forget(other.Device.ID)
	status, b = other.call(http.MethodGet, wire.PathPull, nil, nil)
	require.Equal(t, http.StatusUnauthorized, status)
	require.Equal(t, fault.DeviceUnknown, problem(t, b))

	// No plain HTTP, no older TLS.
	old := l.config.Clone()
	old.MinVersion, old.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	_, err = h.client(old).Get("https://" + h.base + wire.PathPull) //nolint:noctx,bodyclose // it fails
	require.Error(t, err)

	h.ahead.Store(int64(200 * 24 * time.Hour))
	_, err = h.client(l.config).Get("https://" + h.base + wire.PathPull) //nolint:noctx,bodyclose // it fails
	require.Error(t, err, "the certificate has ended")
}

func TestAPI_Revoked(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	live := l.dial()
	require.NoError(t, h.authority.Revoke(t.Context(), l.Device.ID))
	h.ahead.Store(int64(6 * time.Second)) // what was remembered is old
	status, b := l.call(http.MethodGet, wire.PathPull, nil, nil)
	require.Equal(t, http.StatusForbidden, status)
	require.Equal(t, fault.DeviceRevoked, problem(t, b))
	status, _ = l.call(http.MethodPost, wire.PathPush, l.pushRequest([]byte("signed before")), nil)
	require.Equal(t, http.StatusOK, status, "what was signed may still be handed in")
	for {
		m := receive(t, live)
		if m.Kind == wire.LiveBye {
			require.Equal(t, fault.DeviceRevoked, m.Reason.Code)
			return
		}
	}
}

func (l *laptop) dial() *websocket.Conn {
	l.h.t.Helper()
	config := l.config.Clone()
	config.NextProtos = []string{"http/1.1"}
	d := websocket.Dialer{TLSClientConfig: config}
	cursor := l.pull(wire.Cursor{}).Next // before it connects: the server does not wait long for the hello
	conn, response, err := d.DialContext(l.h.t.Context(), "wss://"+l.h.base+wire.PathLive, http.Header{wire.VersionHeader: {"1"}})
	require.NoError(l.h.t, err)
	require.Equal(l.h.t, "1", response.Header.Get(wire.VersionHeader))
	_ = response.Body.Close()
	l.h.t.Cleanup(func() { conn.Close() })
	require.NoError(l.h.t, conn.WriteMessage(websocket.BinaryMessage, wire.Encode(wire.Live{Kind: wire.LiveHello, Cursor: &cursor, Clock: time.Now().UnixMilli()})))
	return conn
}

func receive(t *testing.T, conn *websocket.Conn) wire.Live {
	t.Helper()
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(patience)))
	_, b, err := conn.ReadMessage()
	require.NoError(t, err)
	var m wire.Live
	require.NoError(t, wire.Decode(b, &m))
	return m
}

func TestAPI_Live(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	conn := l.dial()
	status, _ := l.call(http.MethodPost, wire.PathPush, l.pushRequest([]byte("noise")), nil)
	require.Equal(t, http.StatusOK, status)
	m := receive(t, conn)
	for m.Kind == wire.LivePage && !slices.ContainsFunc(m.Page.Documents, func(d wire.Document) bool { return d.Kind == wire.DocCase }) {
		m = receive(t, conn)
	}
	require.Equal(t, wire.LivePage, m.Kind)
	require.NoError(t, conn.WriteMessage(websocket.BinaryMessage, wire.Encode(wire.Live{Kind: wire.LiveAsk, Cursor: &m.Page.Next})))
	require.Equal(t, wire.LiveNone, receive(t, conn).Kind)

	// The fourth socket ends the first; the end of the server ends all.
	l.dial()
	l.dial()
	last := l.dial()
	require.Equal(t, wire.LiveBye, receive(t, conn).Kind)
	h.api.Stop()
	for m = receive(t, last); m.Kind != wire.LiveBye; m = receive(t, last) {
	}
	require.Positive(t, m.RetryAfter)
}

func TestAPI_Live_HelloIsASignOfLife(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	h.ahead.Store(int64(10 * time.Minute)) // the laptop's clock is off by now
	admin := h.enrol(h.Operator)
	l.dial()
	for cursor := (wire.Cursor{}); ; {
		p := admin.pull(cursor)
		cursor = p.Next
		if slices.ContainsFunc(p.Documents, func(d wire.Document) bool { return d.Kind == wire.DocCase }) {
			return // of the clock
		}
		require.NoError(t, t.Context().Err())
	}
}

func TestAPI_Live_RefusesBrowsers(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	config := l.config.Clone()
	config.NextProtos = []string{"http/1.1"}
	d := websocket.Dialer{TLSClientConfig: config}
	header := http.Header{wire.VersionHeader: {"1"}, "Origin": {"https://" + h.base}}
	_, response, err := d.DialContext(t.Context(), "wss://"+h.base+wire.PathLive, header)
	require.Error(t, err)
	require.Equal(t, http.StatusForbidden, response.StatusCode)
	_ = response.Body.Close()
}

func TestAPI_Limits(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	packer, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	zipped := http.Header{"Content-Encoding": {"zstd"}}
	for name, row := range map[string]struct {
		path   string
		body   []byte
		header http.Header
		status int
		code   fault.Code
	}{
		"oversize push":           {wire.PathPush, make([]byte, wire.MaxPush+1), nil, http.StatusRequestEntityTooLarge, fault.TooLarge},
		"oversize enrolment":      {wire.PathEnrol, make([]byte, wire.MaxEnrol+1), nil, http.StatusRequestEntityTooLarge, fault.TooLarge},
		"zstd bomb":               {wire.PathPush, packer.EncodeAll(make([]byte, 64<<20), nil), zipped, http.StatusRequestEntityTooLarge, fault.TooLarge},
		"zstd of too great ratio": {wire.PathPush, packer.EncodeAll(make([]byte, 1<<20), nil), zipped, http.StatusRequestEntityTooLarge, fault.TooLarge},
		"broken zstd":             {wire.PathPush, []byte("not zstd"), zipped, http.StatusBadRequest, fault.Malformed},
		"unknown encoding":        {wire.PathPush, []byte("x"), http.Header{"Content-Encoding": {"br"}}, http.StatusBadRequest, fault.Malformed},
		"packed enrolment":        {wire.PathEnrol, []byte("x"), zipped, http.StatusBadRequest, fault.Malformed},
		"no CBOR":                 {wire.PathPush, []byte{0xff}, nil, http.StatusBadRequest, fault.Malformed},
		"older protocol":          {wire.PathPush, nil, http.Header{wire.VersionHeader: {"0"}}, http.StatusUpgradeRequired, fault.ClientTooOld},
		"newer protocol":          {wire.PathPush, nil, http.Header{wire.VersionHeader: {"2"}}, http.StatusNotImplemented, fault.ServerTooOld},
		"no protocol":             {wire.PathPush, nil, http.Header{wire.VersionHeader: {""}}, http.StatusBadRequest, fault.VersionUnknown},
		"no such route":           {"/sync/other", nil, nil, http.StatusNotFound, fault.Malformed},
		"no such method":          {wire.PathPull, nil, nil, http.StatusMethodNotAllowed, fault.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, b := l.call(http.MethodPost, row.path, row.body, row.header)
			require.Equal(t, row.status, status)
			require.Equal(t, row.code, problem(t, b))
		})
	}
	t.Run("cursor of another feed", func(t *testing.T) {
		t.Parallel()
		other := wire.Cursor{Epoch: sharedtest.ID[id.Epoch](9), Schema: wire.Schema, Seq: 1}
		status, b := l.call(http.MethodGet, wire.PathPull+"?cursor="+other.String(), nil, nil)
		require.Equal(t, http.StatusGone, status)
		require.Equal(t, fault.Resnapshot, problem(t, b))
	})
}

func TestAPI_Enrol_TicketIsUsedOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	ticket := h.ticket(h.Requisitioner)
	require.Equal(t, h.keys.Fingerprint(), ticket.Root)
	request, _, _ := h.request(ticket.Secret[:])
	post := func(r wire.EnrolRequest) (int, []byte) {
		return call(t, h.client(h.tls()), http.MethodPost, "https://"+h.base+wire.PathEnrol, wire.Encode(r), nil)
	}
	wrong := request
	wrong.Proof = slices.Clone(wrong.Proof)
	wrong.Proof[0] ^= 1
	status, b := post(wrong)
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, fault.SignatureInvalid, problem(t, b))
	status, _ = post(request)
	require.Equal(t, http.StatusOK, status, "a mistake before did not use it up")
	status, b = post(request)
	require.Equal(t, http.StatusForbidden, status)
	require.Equal(t, fault.TicketInvalid, problem(t, b))

	late := h.ticket(h.Requisitioner)
	h.ahead.Store(int64(25 * time.Hour))
	request, _, _ = h.request(late.Secret[:])
	status, b = post(request)
	require.Equal(t, http.StatusForbidden, status)
	require.Equal(t, fault.TicketExpired, problem(t, b))
}

func TestAPI_Enrol_RateLimit(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *httpapi.Config) { c.EnrolPerMinute = 2 })
	for range 2 {
		status, _ := call(t, h.client(h.tls()), http.MethodPost, "https://"+h.base+wire.PathEnrol, nil, nil)
		require.Equal(t, http.StatusBadRequest, status)
	}
	status, b := call(t, h.client(h.tls()), http.MethodPost, "https://"+h.base+wire.PathEnrol, nil, nil)
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.Equal(t, fault.Busy, problem(t, b))
}
