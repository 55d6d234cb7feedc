package remote

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Enrolment is what a new device brings.
type Enrolment struct {
	Server     string
	Ticket     string
	DeviceName string
	Program    string
	// Signer is the person's new signing key, Device the private key of the device's certificate.
	Signer seal.Signer
	Device crypto.Signer
	// Clock is the device's clock, Unix milliseconds.
	Clock int64
}

// Enrol redeems a ticket. The ticket carries the fingerprint of the authority,
// so that even the first connection trusts nobody else. Faults: TicketInvalid,
// TicketExpired, ServerUntrusted, ServerUnreachable, Offline.
func Enrol(ctx context.Context, e Enrolment, dial Dialer) (wire.EnrolResponse, error) {
	ticket, err := wire.ParseTicket(e.Ticket)
	if err != nil {
		return wire.EnrolResponse{}, err
	}
	base, err := parseServer(e.Server)
	if err != nil {
		return wire.EnrolResponse{}, err
	}
	request, err := enrolRequest(e, ticket)
	if err != nil {
		return wire.EnrolResponse{}, err
	}
	if dial == nil {
		dial = (&net.Dialer{Timeout: connectTimeout}).DialContext
	}
	host, _, err := net.SplitHostPort(base.Host)
	if err != nil {
		host = base.Host
	}
	r := &Remote{base: base}
	r.client.Store(&http.Client{Transport: &http.Transport{
		DialContext: dial, TLSHandshakeTimeout: handshakeTimeout, DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{
			MinVersion: tls.VersionTLS13,
			// The chain is checked below against the ticket's fingerprint, not against the system's authorities.
			InsecureSkipVerify: true, //nolint:gosec // VerifyConnection does it
			VerifyConnection:   func(s tls.ConnectionState) error { return verifyRoot(s, ticket.Root, host) },
		},
	}})
	header := http.Header{}
	header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	var response wire.EnrolResponse
	if err = r.call(ctx, http.MethodPost, wire.PathEnrol, nil, header, wire.Encode(request), &response); err != nil {
		return wire.EnrolResponse{}, err
	}
	root, err := x509.ParseCertificate(response.Root)
	if err != nil || fingerprint(root) != ticket.Root {
		return wire.EnrolResponse{}, wrap(fault.Reason{Code: fault.ServerUntrusted, Ref: base.Host}, err)
	}
	return response, nil
}

func enrolRequest(e Enrolment, ticket wire.Ticket) (wire.EnrolRequest, error) {
	csr, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{
		Subject: pkix.Name{CommonName: "device"},
	}, e.Device)
	if err != nil {
		return wire.EnrolRequest{}, fmt.Errorf("certificate request: %w", err)
	}
	public := e.Signer.Public()
	proof, err := e.Signer.Sign(wire.EnrolProof(ticket.Secret[:], public))
	if err != nil {
		return wire.EnrolRequest{}, err
	}
	return wire.EnrolRequest{
		Version: wire.Version, Secret: ticket.Secret[:], DeviceName: e.DeviceName, SigningKey: public, Proof: proof,
		CSR: csr, Program: e.Program, Clock: e.Clock,
	}, nil
}

// verifyRoot checks the server's chain up to the root that the ticket names. The
// server sends its root along for that.
func verifyRoot(s tls.ConnectionState, want [16]byte, host string) error {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range s.PeerCertificates[1:] {
		if fingerprint(c) == want && bytes.Equal(c.RawIssuer, c.RawSubject) {
			roots.AddCert(c)
		} else {
			between.AddCert(c)
		}
	}
	now := time.Now() //nolint:forbidigo // certificates are dated by the system clock
	return check(s.PeerCertificates, x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: host, CurrentTime: now}, now)
}

// fingerprint is the first 16 bytes of the SHA-256 of a certificate's public key info.
func fingerprint(c *x509.Certificate) [16]byte {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return [16]byte(sum[:16])
}
