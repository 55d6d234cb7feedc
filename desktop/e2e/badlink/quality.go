package badlink

import "time"

// Quality is how a link behaves now. The zero value is a perfect link.
type Quality struct {
	// Cut refuses new connections and breaks those that stand.
	Cut bool
	// Silent keeps connections open and lets nothing through (half-open).
	Silent bool
	// Latency is added to each direction.
	Latency time.Duration
	// BytesPerSecond limits each direction of the line; 0 is no limit.
	BytesPerSecond int
	// Loss is the share of packets that are lost, 0 to below 1.
	Loss float64
	// BreakAfter resets a connection after so many bytes in both directions; 0 is never.
	BreakAfter int64
	// BreakEvery resets all connections that often; 0 is never.
	BreakEvery time.Duration
	// Captive is what answers in the server's place.
	Captive Captive
	// Buffer holds back what comes until it is so many bytes, or BufferFor old; 0 is not.
	Buffer    int
	BufferFor time.Duration
	// Socket is what happens to connections that offer HTTP/1.1 alone, as websockets do.
	Socket Socket
}

// Captive is what a network answers in the server's place.
type Captive uint8

// The kinds of captive portal.
const (
	// CaptiveNone passes on.
	CaptiveNone Captive = iota
	// CaptiveRedirect answers whatever comes with a redirection in plain HTTP.
	CaptiveRedirect
	// CaptiveCertificate answers over TLS, with a certificate of its own.
	CaptiveCertificate
)

// Socket is what a network does to websockets.
type Socket uint8

// The fates of websockets.
const (
	// SocketPassed leaves them alone.
	SocketPassed Socket = iota
	// SocketRefused resets them at once.
	SocketRefused
	// SocketHeld lets them open and then nothing through.
	SocketHeld
)

const (
	// packet is how many bytes are lost together.
	packet = 1400
	// retransmission is what TCP waits beside the time there and back.
	retransmission = 200 * time.Millisecond
	// socketOpens is how long a held websocket has to open.
	socketOpens = time.Second
)

// isPaced reports whether bytes take time.
func (q Quality) isPaced() bool { return q.Latency > 0 || q.BytesPerSecond > 0 || q.Loss > 0 }

// faster is the same link with everything k times as quick.
func (q Quality) faster(k int) Quality {
	q.Latency /= time.Duration(k)
	q.BytesPerSecond *= k
	q.BreakEvery /= time.Duration(k)
	q.BufferFor /= time.Duration(k)
	return q
}
