package remote_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/remote"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// span is when a certificate holds, seen from now.
type span struct{ from, to time.Duration }

const year = 365 * 24 * time.Hour

// dated makes certificates that hold for a span.
type dated struct {
	t    *testing.T
	root *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newDated(t *testing.T) *dated {
	t.Helper()
	d := &dated{t: t}
	der, key := d.sign(&x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, span{-10 * year, 20 * year})
	root, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	d.root, d.key = root, key
	return d
}

func (d *dated) sign(c *x509.Certificate, s span) ([]byte, *ecdsa.PrivateKey) {
	d.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(d.t, err)
	c.SerialNumber, c.Subject = big.NewInt(1), pkix.Name{CommonName: "test"}
	c.NotBefore, c.NotAfter = time.Now().Add(s.from), time.Now().Add(s.to)
	parent, signer := d.root, d.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	require.NoError(d.t, err)
	return der, key
}

// server answers with a certificate.
func (d *dated) server(c *x509.Certificate, s span) *httptest.Server {
	d.t.Helper()
	der, key := d.sign(c, s)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, wire.Page{Head: 7}) }))
	server.TLS = &tls.Config{
		MinVersion: tls.VersionTLS13, ClientAuth: tls.RequestClientCert,
		Certificates: []tls.Certificate{{Certificate: [][]byte{der, d.root.Raw}, PrivateKey: key}},
	}
	server.Config.ErrorLog = nil
	server.StartTLS()
	d.t.Cleanup(server.Close)
	return server
}

// device is one of this root whose certificate holds for a span.
func (d *dated) device(url string, s span) *remote.Remote {
	d.t.Helper()
	der, key := d.sign(&x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}, s)
	r, err := remote.New(remote.Identity{Server: url, Root: d.root.Raw, Certificate: der, Key: key}, nil)
	require.NoError(d.t, err)
	d.t.Cleanup(r.Close)
	return r
}

func local() *x509.Certificate {
	return &x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
}

// The clock of the device may be years off: what is certain of time is what it was given.
func TestTrust_Clock(t *testing.T) {
	t.Parallel()
	d := newDated(t)
	for _, row := range []struct {
		name           string
		server, device span
		want           fault.Code
	}{
		{"a clock that is right", span{-year / 4, year / 4}, span{-year / 4, year / 4}, 0},
		{"a clock that starts years before the device was enrolled", span{5*year - time.Hour, 5*year + year/4}, span{5 * year, 6 * year}, 0},
		{"and the server's certificate was made since", span{6 * year, 6*year + year/4}, span{5 * year, 6 * year}, 0},
		{"and the server's certificate had ended by then", span{4 * year, 5*year - time.Hour}, span{5 * year, 6 * year}, fault.ClockWrong},
		{"a clock years ahead", span{-3 * year, -2 * year}, span{-3 * year, -2 * year}, fault.ClockWrong},
		{"a clock that is late, but not for certain", span{year / 12, year / 3}, span{-year / 4, year / 4}, fault.ClockWrong},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := d.device(d.server(local(), row.server).URL, row.device)
			page, err := r.Pull(t.Context(), wire.Cursor{}, wire.PullBytes)
			if row.want == 0 {
				require.NoError(t, err)
				require.Equal(t, uint64(7), page.Head)
				return
			}
			require.Equal(t, row.want, fault.CodeOf(err), "%v", err)
			reason := fault.ReasonsOf(err)[0]
			require.InDelta(t, time.Now().UnixMilli(), reason.Have, 60_000)
			require.NotZero(t, reason.Want)
			_, err = r.Live(t.Context(), wire.Live{Kind: wire.LiveHello, Cursor: &wire.Cursor{}})
			require.Equal(t, row.want, fault.CodeOf(err), "%v", err)
		})
	}
}

// Whatever the clock says, nobody else is the server.
func TestTrust_NobodyElse(t *testing.T) {
	t.Parallel()
	ours, theirs := newDated(t), newDated(t)
	now, later := span{-year, year}, span{5 * year, 6 * year}
	for _, row := range []struct {
		name   string
		server *httptest.Server
		device span
		want   fault.Code
	}{
		{"another authority", theirs.server(local(), now), now, fault.ServerUntrusted},
		{"another authority, and a clock that is wrong", theirs.server(local(), later), later, fault.ServerUntrusted},
		{"another authority, whose certificate has ended", theirs.server(local(), span{-2 * year, -year}), now, fault.ServerUntrusted},
		{"another host of ours", ours.server(&x509.Certificate{DNSNames: []string{"other.example"}}, now), now, fault.CaptivePortal},
		{"another host of ours, and a clock that is wrong", ours.server(&x509.Certificate{DNSNames: []string{"other.example"}}, later), later, fault.CaptivePortal},
		{"a device of ours", ours.server(&x509.Certificate{IPAddresses: local().IPAddresses, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}, now), now, fault.ServerUntrusted},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := ours.device(row.server.URL, row.device).Pull(t.Context(), wire.Cursor{}, wire.PullBytes)
			require.Equal(t, row.want, fault.CodeOf(err), "%v", err)
		})
	}
}

// A network that wants a login answers in plain HTTP, whatever it is asked.
func TestTrust_Portal(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://login.example/", http.StatusFound)
	}))
	t.Cleanup(plain.Close)
	raw, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's own socket
	require.NoError(t, err)
	t.Cleanup(func() { _ = raw.Close() })
	go func() {
		for {
			c, closed := raw.Accept()
			if closed != nil {
				return
			}
			_, _ = io.WriteString(c, "SSH-2.0-something\r\n")
			_ = c.Close()
		}
	}()
	d := newDated(t)
	for address, want := range map[string]fault.Code{
		strings.TrimPrefix(plain.URL, "http://"): fault.CaptivePortal, raw.Addr().String(): fault.ServerUntrusted,
	} {
		r := d.device("https://"+address, span{-year, year})
		_, err = r.Pull(t.Context(), wire.Cursor{}, wire.PullBytes)
		require.Equal(t, want, fault.CodeOf(err), "%v", err)
		_, err = r.Live(t.Context(), wire.Live{Kind: wire.LiveHello, Cursor: &wire.Cursor{}})
		require.Equal(t, want, fault.CodeOf(err), "%v", err)
	}
}
