package badlink

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"slices"
	"time"
)

// redirect is what a network says that wants a login first.
const redirect = "HTTP/1.1 302 Found\r\nLocation: http://login.hotel.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

// patience is how long a connection may take to say its first word; on a busy machine that
// is long.
const patience = time.Minute

// portal is a login page with its own certificate.
type portal struct{ config *tls.Config }

func newPortal() (*portal, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "login.hotel.example"}, DNSNames: []string{"login.hotel.example"},
		NotBefore: now().Add(-time.Hour), NotAfter: now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	own := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	return &portal{&tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{own}}}, nil
}

// answer is all that one connection hears of a portal.
func (l *Link) answer(near net.Conn, kind Captive) {
	defer near.Close() //nolint:errcheck // nothing is lost with it
	_ = near.SetDeadline(now().Add(patience))
	c := near
	if kind == CaptiveCertificate {
		l.mu.Lock()
		if l.portal == nil {
			made, err := newPortal()
			if err != nil {
				l.mu.Unlock()
				return
			}
			l.portal = made
		}
		config := l.portal.config
		l.mu.Unlock()
		c = tls.Server(near, config)
	}
	if _, err := c.Read(make([]byte, 4<<10)); err != nil {
		return
	}
	_, _ = io.WriteString(c, redirect)
}

// hello reads the first record of a connection. isSocket says that it is of TLS and offers
// HTTP/1.1 and nothing newer (RFC 7301): that is how a box on the way knows a websocket.
func hello(c net.Conn) (first []byte, isSocket bool) {
	_ = c.SetReadDeadline(now().Add(patience))
	defer c.SetReadDeadline(time.Time{}) //nolint:errcheck // the next read says so
	head := make([]byte, 5)
	if n, err := c.Read(head[:1]); err != nil || head[0] != 22 {
		return head[:n], false
	}
	n, err := io.ReadFull(c, head[1:])
	if err != nil {
		return head[:1+n], false
	}
	body := make([]byte, binary.BigEndian.Uint16(head[3:]))
	n, err = io.ReadFull(c, body)
	first = slices.Concat(head, body[:n])
	if err != nil {
		return first, false
	}
	offers := alpn(body)
	return first, len(offers) > 0 && !slices.Contains(offers, "h2")
}

// cut takes a run of bytes with its length before it, of so many bytes, off b.
func cut(b []byte, length int) (run, rest []byte) {
	if len(b) < length {
		return nil, nil
	}
	n := 0
	for _, x := range b[:length] {
		n = n<<8 | int(x)
	}
	b = b[length:]
	if len(b) < n {
		return nil, nil
	}
	return b[:n], b[n:]
}

// alpn are the protocols that a ClientHello offers (RFC 8446, section 4.1.2).
func alpn(hello []byte) []string {
	const fixed = 4 + 2 + 32 // its head, version and random
	if len(hello) < fixed {
		return nil
	}
	_, rest := cut(hello[fixed:], 1) // session
	_, rest = cut(rest, 2)           // cipher suites
	_, rest = cut(rest, 1)           // compression
	extensions, _ := cut(rest, 2)
	for len(extensions) >= 4 {
		kind := binary.BigEndian.Uint16(extensions)
		var body []byte
		if body, extensions = cut(extensions[2:], 2); kind != 16 {
			continue
		}
		list, _ := cut(body, 2)
		var offers []string
		for len(list) > 0 {
			var one []byte
			one, list = cut(list, 1)
			offers = append(offers, string(one))
		}
		return offers
	}
	return nil
}
