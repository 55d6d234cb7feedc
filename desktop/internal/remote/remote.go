// Package remote speaks to the sync server: pushes, pulls, the live socket and
// the enrolment, all over TLS 1.3 with the authority pinned at enrolment. It
// turns every way a network can fail into a fault that a person understands.
// The protocol is docs/formats/wire.md.
package remote

import (
	"bytes"
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
	"dotchain/shared/wire/compact"
)

var _ syncer.Remote = (*Remote)(nil)

// Identity is what a device shows and whom it believes.
type Identity struct {
	// Server is the address, "https://host:port".
	Server string
	// Root is the authority's certificate (DER), Certificate the device's, Key its private key.
	Root        []byte
	Certificate []byte
	Key         crypto.Signer
	// Segments is the folder where segments are kept that are on their way.
	Segments string
	// Self is who speaks; its zero value has all pushes go as requests.
	Self Self
}

// Remote is one server as one device sees it. It is safe for concurrent use.
type Remote struct {
	base *url.URL
	// client is of the current link, see Live.
	client atomic.Pointer[http.Client]
	tls    *tls.Config
	dial   func(ctx context.Context, network, address string) (net.Conn, error)
	packer *zstd.Encoder
	// segments is the folder of segments that are on their way.
	segments string
	// begun is the page that broke off.
	begun begins
	// answers counts requests that were answered; doubts are whether sockets are.
	answers atomic.Int64
	doubts  doubts
	// socketAgain is how long requests are made before the socket is tried again.
	socketAgain time.Duration
	running     sync.WaitGroup
	self        Self
	codec       *compact.Codec
	// live is the open socket, nil for none.
	live atomic.Pointer[conn]
}

// Timeouts of a connection's beginning. What a transfer may take is the caller's.
const (
	connectTimeout   = 10 * time.Second
	handshakeTimeout = 15 * time.Second
	idleTimeout      = 60 * time.Second
	// A connection that is silent for pingAfter is asked, and given up after pingTimeout.
	pingAfter   = 15 * time.Second
	pingTimeout = 20 * time.Second
	// packFrom is the size from which a push is compressed.
	packFrom = 1 << 10
	// maxUnpacked bounds what a compressed answer may unfold to.
	maxUnpacked = 32 << 20
)

// Dialer opens network connections; tests put a bad link here.
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

// New returns the server of an identity. dial nil means the system's network.
func New(id Identity, dial Dialer) (*Remote, error) {
	base, err := parseServer(id.Server)
	if err != nil {
		return nil, err
	}
	root, err := x509.ParseCertificate(id.Root)
	if err != nil {
		return nil, fmt.Errorf("root certificate: %w", err)
	}
	own, err := x509.ParseCertificate(id.Certificate)
	if err != nil {
		return nil, fmt.Errorf("device certificate: %w", err)
	}
	config := newTrust(root, own, base.Hostname()).config(tls.Certificate{Certificate: [][]byte{id.Certificate}, PrivateKey: id.Key})
	if dial == nil {
		dial = (&net.Dialer{Timeout: connectTimeout}).DialContext
	}
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	if err != nil {
		return nil, err
	}
	codec, err := compact.New()
	if err != nil {
		return nil, err
	}
	r := &Remote{base: base, tls: config, dial: dial, packer: packer, segments: id.Segments, self: id.Self, codec: codec, socketAgain: socketAgain}
	r.client.Store(r.newClient())
	return r, nil
}

func (r *Remote) newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: r.dial, TLSClientConfig: r.tls.Clone(), TLSHandshakeTimeout: handshakeTimeout,
		ForceAttemptHTTP2: true, IdleConnTimeout: idleTimeout, DisableCompression: true, MaxIdleConns: 4,
		HTTP2: &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout},
	}}
}

// renew begins with new connections. Closing the idle ones would not do: one
// whose request was just given up does not count as idle.
func (r *Remote) renew() { r.client.Swap(r.newClient()).CloseIdleConnections() }

// Close drops idle connections. Every Conn is closed before.
func (r *Remote) Close() {
	r.running.Wait()
	r.client.Load().CloseIdleConnections()
}

func parseServer(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, fault.Because("server address", fault.Reason{Code: fault.FieldInvalid, Field: "server", Ref: text})
	}
	return u, nil
}

// Push sends commands and returns their receipts: few and small ones over the open
// socket, others as a request.
func (r *Remote) Push(ctx context.Context, request wire.PushRequest) (wire.PushResponse, error) {
	response, err := r.pushLive(ctx, request)
	if errors.Is(err, errAsRequest) {
		return r.PushRequest(ctx, request)
	}
	return response, err
}

// PushRequest sends commands as a request of their own.
func (r *Remote) PushRequest(ctx context.Context, request wire.PushRequest) (wire.PushResponse, error) {
	body := wire.Encode(request)
	header := http.Header{}
	if len(body) >= packFrom {
		body = r.packer.EncodeAll(body, nil)
		header.Set("Content-Encoding", "zstd")
	}
	var response wire.PushResponse
	err := r.call(ctx, http.MethodPost, wire.PathPush, nil, header, body, &response)
	return response, err
}

// call makes one request and decodes its answer, or its problem.
func (r *Remote) call(ctx context.Context, method, path string, query url.Values, header http.Header, body []byte, into any) error {
	target := *r.base
	target.Path = path
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, method, target.String(), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	request.Header = header
	request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	if body != nil {
		request.Header.Set("Content-Type", wire.ContentType)
	}
	response, err := r.client.Load().Do(request)
	if err != nil {
		return r.networkFault(err)
	}
	defer func() { _ = response.Body.Close() }()
	return r.answer(response, into)
}

func (r *Remote) answer(response *http.Response, into any) error {
	if err := r.checkVersion(response); err != nil {
		return err
	}
	b, err := readBody(response)
	if err != nil {
		return r.networkFault(err)
	}
	if response.StatusCode == http.StatusOK {
		return wire.Decode(b, into)
	}
	return problem(response, b)
}

// checkVersion finds out whether it is our server that speaks, and our
// protocol. Something without the header is a captive portal or a proxy.
func (r *Remote) checkVersion(response *http.Response) error {
	text := response.Header.Get(wire.VersionHeader)
	theirs, err := strconv.Atoi(text)
	if err != nil {
		return fault.Because("answer", fault.Reason{Code: fault.ServerUntrusted, Ref: r.base.Host})
	}
	reason := fault.Reason{Have: int64(theirs), Want: wire.Version}
	switch {
	case theirs < wire.Version:
		reason.Code = fault.ServerTooOld
	case theirs > wire.Version:
		reason.Code = fault.ClientTooOld
	default:
		r.answers.Add(1)
		return nil
	}
	return fault.Because("answer", reason)
}

func readBody(response *http.Response) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(response.Body, wire.MaxPull+1))
	if err != nil {
		return nil, err
	}
	if len(b) > wire.MaxPull {
		return nil, fault.New("answer", fault.TooLarge)
	}
	return unpacked(b, response.Header.Get("Content-Encoding"))
}

// unpacked is a body without its encoding.
func unpacked(b []byte, encoding string) ([]byte, error) {
	if encoding != "zstd" {
		return b, nil
	}
	d, err := zstd.NewReader(bytes.NewReader(b), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		return nil, fault.Wrap("answer", fault.Malformed, err)
	}
	defer d.Close()
	plain, err := io.ReadAll(io.LimitReader(d, maxUnpacked+1))
	if err != nil {
		return nil, fault.Wrap("answer", fault.Malformed, err)
	}
	if len(plain) > maxUnpacked {
		return nil, fault.New("answer", fault.TooLarge)
	}
	return plain, nil
}

func problem(response *http.Response, b []byte) error {
	var p wire.Problem
	if err := wire.Decode(b, &p); err != nil || len(p.Reasons) == 0 {
		return fault.Wrap("answer", fault.Busy, fmt.Errorf("status %d without a reason", response.StatusCode))
	}
	return problemFault(p)
}

// problemFault is a problem as a fault.
func problemFault(p wire.Problem) error {
	if len(p.Reasons) == 0 {
		return fault.New("server", fault.Busy)
	}
	if p.RetryAfter > 0 && p.Reasons[0].Code == fault.Busy {
		p.Reasons[0].Have = p.RetryAfter
	}
	return fault.Because("server", p.Reasons...)
}

// networkFault sorts what a network error means for the person.
func (r *Remote) networkFault(err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	var (
		unknown   x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		notTLS    tls.RecordHeaderError
		dns       *net.DNSError
		operation *net.OpError
	)
	switch {
	case isPortal(err):
		return wrap(fault.Reason{Code: fault.CaptivePortal, Ref: r.base.Host}, err)
	case errors.As(err, &unknown), errors.As(err, &invalid), errors.As(err, &verify), errors.As(err, &notTLS):
		return wrap(fault.Reason{Code: fault.ServerUntrusted, Ref: r.base.Host}, err)
	case isCertificateAlert(err):
		return wrap(fault.Reason{Code: fault.DeviceUnknown, Ref: r.base.Host}, err)
	case errors.As(err, &dns):
		return wrap(fault.Reason{Code: fault.Offline}, err)
	case errors.As(err, &operation) && operation.Op == "dial":
		return wrap(fault.Reason{Code: fault.ServerUnreachable, Ref: r.base.Host}, err)
	}
	return wrap(fault.Reason{Code: fault.Offline}, err)
}

func wrap(r fault.Reason, err error) error {
	return &fault.Error{Op: "network", Reasons: []fault.Reason{r}, Err: err}
}
