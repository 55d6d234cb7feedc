package fleet

import (
	"context"
	"net"
	"runtime"
	"sync/atomic"
	"time"
)

// traffic counts the bytes of all devices.
type traffic struct{ sent, received atomic.Int64 }

// counted is a connection that is counted.
type counted struct {
	net.Conn
	of *traffic
}

// Read implements net.Conn.
func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.of.received.Add(int64(n))
	return n, err
}

// Write implements net.Conn.
func (c counted) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.of.sent.Add(int64(n))
	return n, err
}

// dialer connects a device to the server, from an address of its own where there are
// several: the server counts enrolments by address.
func (f *fleet) dialer(n int) func(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second}
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		server := f.cfg.Server()
		if host, _, err := net.SplitHostPort(server); err == nil && runtime.GOOS == "linux" {
			if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() && ip.To4() != nil {
				d := d
				d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 4, byte(n>>8), byte(n))} //nolint:gosec // cut on purpose
				return f.connect(ctx, d, network, server)
			}
		}
		return f.connect(ctx, d, network, server)
	}
}

func (f *fleet) connect(ctx context.Context, d net.Dialer, network, server string) (net.Conn, error) {
	c, err := d.DialContext(ctx, network, server)
	if err != nil {
		return nil, err
	}
	return counted{Conn: c, of: &f.traffic}, nil
}
