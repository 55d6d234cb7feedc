package remote

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"dotchain/shared/fault"
)

// trust is whom a device believes: its authority's root and nobody else, whatever its own
// clock says.
type trust struct {
	roots *x509.CertPool
	// host is the server's name or address.
	host string
	// since is a moment that has passed: the device's certificate was issued then. A clock
	// that shows an earlier one is wrong (a laptop whose battery died starts in 1970).
	since time.Time
	clock func() time.Time
}

// newTrust returns what a device of a certificate believes.
func newTrust(root, certificate *x509.Certificate, host string) *trust {
	roots := x509.NewCertPool()
	roots.AddCert(root)
	return &trust{roots: roots, host: host, since: certificate.NotBefore, clock: time.Now} //nolint:forbidigo // certificates are dated by the system clock
}

// config is the TLS of a connection to the server.
func (t *trust) config(own tls.Certificate) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{own},
		// VerifyConnection checks what would be checked, by a clock that may be wrong.
		InsecureSkipVerify: true, //nolint:gosec // VerifyConnection does it
		VerifyConnection:   t.verify,
	}
}

// verify checks the server's chain. A clock that is wrong for certain says nothing about
// whether a certificate has ended: then it must be valid at the earliest moment that fits
// both what the device knows has passed and the certificate's own beginning.
func (t *trust) verify(s tls.ConnectionState) error {
	leaf, between := s.PeerCertificates[0], x509.NewCertPool()
	for _, c := range s.PeerCertificates[1:] {
		between.AddCert(c)
	}
	now := t.clock()
	at := now
	if now.Before(t.since) {
		at = t.since
		if at.Before(leaf.NotBefore) {
			at = leaf.NotBefore
		}
	}
	options := x509.VerifyOptions{Roots: t.roots, Intermediates: between, DNSName: t.host, CurrentTime: at}
	return check(s.PeerCertificates, options, now)
}

// check checks a chain. A server whose certificate is only not valid now, by the device's
// clock, is ours: it is the clock that a person must look at.
func check(chain []*x509.Certificate, options x509.VerifyOptions, now time.Time) error {
	_, err := chain[0].Verify(options)
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		leaf := chain[0]
		nearest := leaf.NotAfter
		if now.Before(leaf.NotBefore) {
			nearest = leaf.NotBefore
		}
		options.CurrentTime = nearest
		if _, other := leaf.Verify(options); other == nil {
			return wrap(fault.Reason{Code: fault.ClockWrong, Have: now.UnixMilli(), Want: nearest.UnixMilli()}, err)
		}
	}
	if err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: chain, Err: err}
	}
	return nil
}

// isPortal reports whether the network answered in the server's place, as one does that
// wants a login: in plain HTTP where TLS was asked for, or under a name of its own. A
// certificate of the server's name that another authority signed is no such thing.
func isPortal(err error) bool {
	var (
		plain tls.RecordHeaderError
		name  x509.HostnameError
	)
	// Package net/http says so itself where it sees the answer first.
	return errors.As(err, &name) || errors.Is(err, http.ErrSchemeMismatch) ||
		errors.As(err, &plain) && string(plain.RecordHeader[:]) == "HTTP/"
}

// isCertificateAlert reports whether the server refused our certificate in TLS, as expired,
// revoked or another authority's. Package tls gives alerts of a connection no type of their own.
func isCertificateAlert(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation) && operation.Op == "remote error" && strings.Contains(operation.Err.Error(), "certificate")
}
