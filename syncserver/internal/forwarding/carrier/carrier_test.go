package carrier_test

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/forwarding"
	"dotchain/syncserver/internal/forwarding/carrier"
)

func sample() forwarding.Package {
	return forwarding.Package{ID: sharedtest.ID[id.Parcel](1), Order: "А9001-7K2QX", Bytes: []byte("пакунок")}
}

// body is another body's server, which asks for a client's certificate.
type body struct {
	*httptest.Server
	calls atomic.Int64
}

func newBody(t *testing.T, answer http.HandlerFunc) *body {
	t.Helper()
	b := &body{}
	b.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.calls.Add(1)
		answer(w, r)
	}))
	b.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	b.Config.ErrorLog = nil
	b.StartTLS()
	t.Cleanup(b.CloseClientConnections)
	t.Cleanup(b.Close)
	return b
}

// ours is a client's configuration: its certificate, and trust in the body.
func (b *body) ours() *tls.Config {
	roots := x509.NewCertPool()
	roots.AddCert(b.Certificate())
	return &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{b.TLS.Certificates[0]}, MinVersion: tls.VersionTLS12}
}

func (b *body) carrier(t *testing.T, timeout time.Duration) *carrier.HTTPS {
	t.Helper()
	h, err := carrier.NewHTTPS(b.URL+"/in", b.ours(), timeout)
	require.NoError(t, err)
	return h
}

func says(code int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(code)
		_, _ = io.WriteString(w, text)
	}
}

func TestHTTPS_Send(t *testing.T) {
	t.Parallel()
	p := sample()
	var got *http.Request
	var content []byte
	b := newBody(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		content, _ = io.ReadAll(r.Body)
		_, _ = io.WriteString(w, `{"receipt":"вх. 12/34","answer":{"agrees":true,"text":"Погоджено"}}`)
	})
	sent, err := b.carrier(t, 0).Send(t.Context(), p)
	require.NoError(t, err)
	require.Equal(t, forwarding.Sent{Receipt: "вх. 12/34", Answer: &forwarding.Answer{Agrees: true, Text: "Погоджено"}}, sent)
	require.Equal(t, p.Bytes, content)
	require.Equal(t, "/in", got.URL.Path)
	require.Equal(t, p.ID.String(), got.Header.Get("Idempotency-Key"))
	sum := sha256.Sum256(p.Bytes)
	require.Equal(t, "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":", got.Header.Get("Content-Digest"))
	require.NotEmpty(t, got.TLS.PeerCertificates, "it shows its certificate")
}

func TestHTTPS_EveryWayToFail(t *testing.T) {
	t.Parallel()
	const forGood = true
	for name, row := range map[string]struct {
		answer  http.HandlerFunc
		refused bool
	}{
		"500": {says(http.StatusInternalServerError, "щось зламалося"), !forGood},
		"503": {says(http.StatusServiceUnavailable, ""), !forGood},
		"429": {says(http.StatusTooManyRequests, ""), !forGood},
		"403": {says(http.StatusForbidden, ""), !forGood},
		"404": {says(http.StatusNotFound, ""), !forGood},
		"400": {says(http.StatusBadRequest, ""), forGood},
		"422": {says(http.StatusUnprocessableEntity, ""), forGood},
		"sent onwards": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.invalid/", http.StatusTemporaryRedirect)
		}, !forGood},
		"cut": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, !forGood},
		"cut in the middle of the reply": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"receipt":`)
			panic(http.ErrAbortHandler)
		}, !forGood},
		"garbage":         {says(http.StatusOK, "<html>"), !forGood},
		"an endless word": {says(http.StatusOK, `{"receipt":"`+strings.Repeat("x", 70_000)+`"}`), !forGood},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBody(t, row.answer)
			_, err := b.carrier(t, 0).Send(t.Context(), sample())
			require.Error(t, err)
			if row.refused {
				require.ErrorIs(t, err, forwarding.ErrRefused)
			} else {
				require.NotErrorIs(t, err, forwarding.ErrRefused)
			}
			require.Equal(t, int64(1), b.calls.Load(), "one try is one request")
		})
	}
}

func TestHTTPS_TimesOut(t *testing.T) {
	t.Parallel()
	stop := make(chan struct{})
	b := newBody(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-stop
	})
	t.Cleanup(func() { close(stop) })
	_, err := b.carrier(t, 50*time.Millisecond).Send(t.Context(), sample())
	var late net.Error
	require.ErrorAs(t, err, &late)
	require.True(t, late.Timeout(), "%v", err)
}

func TestHTTPS_ADuplicateIsThere(t *testing.T) {
	t.Parallel()
	b := newBody(t, says(http.StatusConflict, `{"receipt":"вх. 1"}`))
	sent, err := b.carrier(t, 0).Send(t.Context(), sample())
	require.NoError(t, err)
	require.Equal(t, "вх. 1", sent.Receipt)
}

func TestHTTPS_TrustsNobodyElse(t *testing.T) {
	t.Parallel()
	b := newBody(t, says(http.StatusOK, ""))
	stranger := b.ours()
	stranger.RootCAs = x509.NewCertPool()
	h, err := carrier.NewHTTPS(b.URL, stranger, 0)
	require.NoError(t, err)
	_, err = h.Send(t.Context(), sample())
	require.Error(t, err)

	nameless := b.ours()
	nameless.Certificates = nil
	h, err = carrier.NewHTTPS(b.URL, nameless, 0)
	require.NoError(t, err)
	_, err = h.Send(t.Context(), sample())
	require.Error(t, err, "the body wants a certificate")
	require.Zero(t, b.calls.Load())

	for _, address := range []string{"http://example.invalid", "https://", "ftp://x", "https://user@example.invalid", "::"} {
		_, err = carrier.NewHTTPS(address, nil, 0)
		require.Error(t, err, address)
	}
}

func TestHTTPS_TooMuch(t *testing.T) {
	t.Parallel()
	b := newBody(t, says(http.StatusOK, ""))
	p := sample()
	p.Bytes = make([]byte, carrier.MaxPackage+1)
	_, err := b.carrier(t, 0).Send(t.Context(), p)
	require.ErrorIs(t, err, forwarding.ErrRefused)
	require.Zero(t, b.calls.Load())
}

func TestHTTPS_Answer(t *testing.T) {
	t.Parallel()
	p := sample()
	for name, row := range map[string]struct {
		answer http.HandlerFunc
		want   *forwarding.Answer
		fails  bool
	}{
		"not yet":                {says(http.StatusNotFound, ""), nil, false},
		"nothing":                {says(http.StatusNoContent, ""), nil, false},
		"a word that says no":    {says(http.StatusOK, `{"answer":{"agrees":false,"text":"Ні"}}`), &forwarding.Answer{Text: "Ні"}, false},
		"a word that says yes":   {says(http.StatusOK, `{"answer":{"agrees":true}}`), &forwarding.Answer{Agrees: true}, false},
		"a word without a sense": {says(http.StatusOK, `{"answer":{"text":"Розглядаємо"}}`), nil, false},
		"an error":               {says(http.StatusBadGateway, ""), nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := ""
			b := newBody(t, func(w http.ResponseWriter, r *http.Request) { path = r.URL.Path; row.answer(w, r) })
			got, err := b.carrier(t, 0).Answer(t.Context(), p.ID)
			require.Equal(t, row.fails, err != nil, err)
			require.Equal(t, row.want, got)
			require.Equal(t, "/in/"+p.ID.String(), path)
		})
	}
}

func TestXRoad_Headers(t *testing.T) {
	t.Parallel()
	p := sample()
	var got *http.Request
	b := newBody(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		w.Header().Set("X-Road-Request-Id", "7f-01")
	})
	road := carrier.Road{Server: b.URL, Client: "UA/GOV/00000001/Закупівлі", Service: "UA/GOV/00000002/MOD/packages", User: "UA12"}
	x, err := carrier.NewXRoad(road, b.ours(), 0)
	require.NoError(t, err)
	sent, err := x.Send(t.Context(), p)
	require.NoError(t, err)
	require.Equal(t, "/r1/UA/GOV/00000002/MOD/packages", got.URL.Path)
	require.Equal(t, "UA/GOV/00000001/%D0%97%D0%B0%D0%BA%D1%83%D0%BF%D1%96%D0%B2%D0%BB%D1%96", got.Header.Get("X-Road-Client"))
	require.Equal(t, p.ID.String(), got.Header.Get("X-Road-Id"))
	require.Equal(t, "UA12", got.Header.Get("X-Road-UserId"))
	require.Equal(t, "7f-01", sent.Receipt)
	require.Equal(t, forward.XRoad, x.Adapter())

	for _, service := range []string{"", "UA/GOV/1/MOD", "UA/GOV//MOD/x", "UA/GOV/../MOD/x", "UA/GOV/1/MOD/x/y"} {
		road.Service = service
		_, err = carrier.NewXRoad(road, nil, 0)
		require.Error(t, err, service)
	}
}

func TestXRoad_SaysWhatTheServerSays(t *testing.T) {
	t.Parallel()
	b := newBody(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Road-Error", "Server.ServerProxy.AccessDenied")
		w.WriteHeader(http.StatusForbidden)
	})
	x, err := carrier.NewXRoad(carrier.Road{Server: b.URL, Client: "UA/GOV/1/A", Service: "UA/GOV/2/B/c"}, b.ours(), 0)
	require.NoError(t, err)
	_, err = x.Send(t.Context(), sample())
	require.ErrorContains(t, err, "Server.ServerProxy.AccessDenied")
}

func TestFolder(t *testing.T) {
	t.Parallel()
	f, p := &carrier.Folder{Out: t.TempDir(), In: t.TempDir()}, sample()
	name := filepath.Join(f.Out, p.ID.String()+".zip")
	// A crash left a part of it.
	require.NoError(t, os.WriteFile(filepath.Join(f.Out, "."+p.ID.String()+".zip"), []byte("половина пакунка, довша за ціле"), 0o600))
	for range 2 { // the second time it is there
		_, err := f.Send(t.Context(), p)
		require.NoError(t, err)
	}
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, p.Bytes, got)
	all, err := os.ReadDir(f.Out)
	require.NoError(t, err)
	require.Len(t, all, 1)

	// Sent again after an item got another name: it is there, and nothing is written over.
	other := p
	other.Bytes = []byte("інше")
	_, err = f.Send(t.Context(), other)
	require.NoError(t, err)
	got, err = os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, p.Bytes, got)

	answer, err := f.Answer(t.Context(), p.ID)
	require.NoError(t, err)
	require.Nil(t, answer)
	require.NoError(t, os.WriteFile(filepath.Join(f.In, p.ID.String()+".json"), []byte(`{"answer":{"agrees":true,"text":"Так"}}`), 0o600))
	answer, err = f.Answer(t.Context(), p.ID)
	require.NoError(t, err)
	require.Equal(t, &forwarding.Answer{Agrees: true, Text: "Так"}, answer)

	gone := &carrier.Folder{Out: filepath.Join(f.Out, "none")}
	_, err = gone.Send(t.Context(), p)
	require.Error(t, err)
}

func TestLoad(t *testing.T) {
	t.Parallel()
	b := newBody(t, says(http.StatusOK, ""))
	dir := t.TempDir()
	put := func(name string, content []byte) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	put("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.Certificate().Raw}))
	key, err := x509.MarshalPKCS8PrivateKey(b.TLS.Certificates[0].PrivateKey)
	require.NoError(t, err)
	put("own.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.Certificate().Raw}))
	put("own.key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	path := filepath.Join(dir, "forwarding.json")

	none, err := carrier.Load(path)
	require.NoError(t, err)
	require.Empty(t, none)

	put("forwarding.json", []byte(`{"bodies":[
		{"body":"Міністерство","adapter":"https","url":"`+b.URL+`","certificate":"own.pem","key":"own.key","ca":"ca.pem","timeout_seconds":90},
		{"body":"Штаб","adapter":"folder","out":".","in":"in"},
		{"body":"Трембіта","adapter":"x_road","url":"`+b.URL+`","client":"UA/GOV/1/A","service":"UA/GOV/2/B/c","ca":"ca.pem"}]}`))
	all, err := carrier.Load(path)
	require.NoError(t, err)
	require.Len(t, all, 3)
	_, err = all["Міністерство"].Send(t.Context(), sample())
	require.NoError(t, err, "certificate and trust are read")
	_, err = all["Штаб"].Send(t.Context(), sample())
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(dir, sample().ID.String()+".zip"), "paths are from the file's folder")

	for name, text := range map[string]string{
		"not JSON":                `{`,
		"a field misspelt":        `{"bodies":[{"body":"А","adapter":"folder","out":".","fodler":"x"}]}`,
		"one body twice":          `{"bodies":[{"body":"А","adapter":"folder","out":"."},{"body":"А","adapter":"folder","out":"."}]}`,
		"no name":                 `{"bodies":[{"adapter":"folder","out":"."}]}`,
		"an unknown way":          `{"bodies":[{"body":"А","adapter":"pigeon"}]}`,
		"no folder":               `{"bodies":[{"body":"А","adapter":"folder"}]}`,
		"plain HTTP":              `{"bodies":[{"body":"А","adapter":"https","url":"http://a"}]}`,
		"a key that is not there": `{"bodies":[{"body":"А","adapter":"https","url":"https://a","certificate":"own.pem","key":"none"}]}`,
		"trust in nothing":        `{"bodies":[{"body":"А","adapter":"https","url":"https://a","ca":"own.key"}]}`,
		"a day to wait":           `{"bodies":[{"body":"А","adapter":"https","url":"https://a","timeout_seconds":86400}]}`,
	} {
		put("forwarding.json", []byte(text))
		_, err = carrier.Load(path)
		require.Error(t, err, name)
	}
}
