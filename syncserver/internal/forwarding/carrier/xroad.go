package carrier

import (
	"crypto/tls"
	"fmt"
	"net/url"
	"strings"
	"time"

	"dotchain/shared/forward"
)

// Road says who speaks to whom on an X-Road (message protocol for REST, version 1).
type Road struct {
	// Server is the https:// address of our own security server.
	Server string
	// Client is our subsystem, INSTANCE/CLASS/MEMBER/SUBSYSTEM; Service the body's
	// service with its code at the end, INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE.
	Client  string
	Service string
	// User is who acts at our side, as both sides agreed; "" for nobody.
	User string
}

// protocolVersion is the first part of every path.
const protocolVersion = "r1"

// NewXRoad returns a carrier through a security server. The package's id is the
// message's (X-Road-Id), so one that is sent again is the same message.
func NewXRoad(r Road, config *tls.Config, timeout time.Duration) (*HTTPS, error) {
	const clientParts, serviceParts = 4, 5
	if !hasParts(r.Client, clientParts) || !hasParts(r.Service, serviceParts) {
		return nil, fmt.Errorf("client %q needs %d parts and service %q needs %d", r.Client, clientParts, r.Service, serviceParts)
	}
	address, err := url.JoinPath(r.Server, append([]string{protocolVersion}, escaped(r.Service)...)...)
	if err != nil {
		return nil, fmt.Errorf("make the address of service %s: %w", r.Service, err)
	}
	h, err := NewHTTPS(address, config, timeout)
	if err != nil {
		return nil, err
	}
	h.adapter = forward.XRoad
	h.headers.Set("X-Road-Client", strings.Join(escaped(r.Client), "/"))
	if r.User != "" {
		h.headers.Set("X-Road-UserId", r.User)
	}
	return h, nil
}

func hasParts(text string, n int) bool {
	parts := strings.Split(text, "/")
	for _, p := range parts {
		if p == "" || p == "." || p == ".." {
			return false
		}
	}
	return len(parts) == n
}

// escaped are the parts of an identifier, percent-encoded as the protocol asks.
func escaped(text string) []string {
	parts := strings.Split(text, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return parts
}
