package remote_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/remote"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// maker makes certificates: its own is the root of those it signs.
type maker struct {
	t    *testing.T
	key  *ecdsa.PrivateKey
	root *x509.Certificate
}

func newMaker(t *testing.T) *maker {
	t.Helper()
	m := &maker{t: t}
	var der []byte
	der, m.key = m.sign(&x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, time.Hour)
	root, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	m.root = root
	return m
}

// sign makes a certificate that ends after a while.
func (m *maker) sign(c *x509.Certificate, ends time.Duration) ([]byte, *ecdsa.PrivateKey) {
	m.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(m.t, err)
	c.SerialNumber, c.Subject = big.NewInt(1), pkix.Name{CommonName: "test"}
	c.NotBefore, c.NotAfter = time.Now().Add(-2*time.Hour), time.Now().Add(ends)
	parent, signer := m.root, m.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	require.NoError(m.t, err)
	return der, key
}

// serve starts a server of this root that trusts devices of it.
func (m *maker) serve(h http.HandlerFunc) *httptest.Server {
	m.t.Helper()
	der, key := m.sign(&x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}, time.Hour)
	devices := x509.NewCertPool()
	devices.AddCert(m.root)
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = true
	s.TLS = &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: devices,
	}
	s.StartTLS()
	m.t.Cleanup(s.Close)
	return s
}

// device is a remote of a device whose certificate ends after a while.
func (m *maker) device(s *httptest.Server, ends time.Duration, dial remote.Dialer) *remote.Remote {
	m.t.Helper()
	der, key := m.sign(&x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}, ends)
	r, err := remote.New(remote.Identity{Server: s.URL, Root: m.root.Raw, Certificate: der, Key: key}, dial)
	require.NoError(m.t, err)
	m.t.Cleanup(r.Close)
	return r
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	w.WriteHeader(status)
	_, _ = w.Write(wire.Encode(v))
}

// A server that refuses the device's certificate says so in TLS: that is for a
// person to act on and not a network that is away.
func TestRefusedCertificate(t *testing.T) {
	t.Parallel()
	m := newMaker(t)
	r := m.device(m.serve(func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, wire.Page{}) }), -time.Hour, nil)
	// Every link begins with the socket; over HTTP/2 the cause may be lost on the way.
	_, err := r.Live(t.Context(), wire.Live{Kind: wire.LiveHello})
	require.Equal(t, fault.DeviceUnknown, fault.CodeOf(err), "%v", err)
}

// network dials connections that can be frozen: alive to look at, and nothing comes
// through any more, as when a laptop goes to another network.
type network struct {
	mu    sync.Mutex
	conns []*frozen
	dials int
}

func (n *network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	f := &frozen{Conn: c, ice: make(chan struct{}), closed: make(chan struct{})}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.conns, n.dials = append(n.conns, f), n.dials+1
	return f, nil
}

func (n *network) freeze() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.conns {
		close(c.ice)
	}
	n.conns = nil
}

func (n *network) count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.dials
}

type frozen struct {
	net.Conn
	ice, closed chan struct{}
	once        sync.Once
}

func (c *frozen) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	select {
	case <-c.ice:
		<-c.closed
		return 0, net.ErrClosed
	default:
		return n, err
	}
}

func (c *frozen) Write(b []byte) (int, error) {
	select {
	case <-c.ice:
		return len(b), nil
	default:
		return c.Conn.Write(b)
	}
}

func (c *frozen) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}

// After the network changed a new link must not wait for the connections of the
// old one: they look alive until the system gives them up a quarter of an hour later.
func TestNewLinkDropsOldConnections(t *testing.T) {
	t.Parallel()
	m, n := newMaker(t), &network{}
	s := m.serve(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == wire.PathLive {
			answer(w, http.StatusServiceUnavailable, wire.Problem{Reasons: []fault.Reason{{Code: fault.Busy}}})
			return
		}
		answer(w, http.StatusOK, wire.Page{Head: 7})
	})
	r := m.device(s, time.Hour, n.dial)
	_, err := r.Pull(t.Context(), wire.Cursor{}, wire.PullBytes)
	require.NoError(t, err)
	_, err = r.Pull(t.Context(), wire.Cursor{}, wire.PullBytes)
	require.NoError(t, err)
	require.Equal(t, 1, n.count(), "on one link one connection serves")

	n.freeze()
	hurry, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err = r.Pull(hurry, wire.Cursor{}, wire.PullBytes) // the transfer that is on its way ends with its link
	require.Equal(t, fault.Offline, fault.CodeOf(err))
	_, err = r.Live(t.Context(), wire.Live{Kind: wire.LiveHello})
	require.Equal(t, fault.Busy, fault.CodeOf(err), "%v", err)
	soon, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	page, err := r.Pull(soon, wire.Cursor{}, wire.PullBytes)
	require.NoError(t, err)
	require.Equal(t, uint64(7), page.Head)
}
