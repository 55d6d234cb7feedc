package remote

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

const (
	writeTimeout = 10 * time.Second
	// silence is how long a socket may say nothing, pings included: the server
	// pings every 25 s. The syncer notices a dead link much earlier by asking.
	silence = 60 * time.Second
)

// Live opens the socket and says hello. A new link begins with new connections:
// those of the former one may be dead without knowing it, and a request on one
// would hang until the system gives it up.
func (r *Remote) Live(ctx context.Context, hello wire.Live) (syncer.Conn, error) {
	r.renew()
	target := *r.base
	target.Scheme, target.Path = "wss", wire.PathLive
	config := r.tls.Clone()
	config.NextProtos = []string{"http/1.1"}
	// Compression stays off: the read limit counts compressed bytes.
	dialer := websocket.Dialer{
		NetDialContext: r.dial, TLSClientConfig: config, HandshakeTimeout: handshakeTimeout,
		ReadBufferSize: 4 << 10, WriteBufferSize: 4 << 10,
	}
	header := http.Header{wire.VersionHeader: {strconv.Itoa(wire.Version)}}
	socket, response, err := dialer.DialContext(ctx, target.String(), header)
	if err != nil {
		if response != nil {
			defer func() { _ = response.Body.Close() }()
			if versionErr := r.checkVersion(response); versionErr != nil {
				return nil, versionErr
			}
			if b, readErr := readBody(response); readErr == nil {
				return nil, problem(response, b)
			}
		}
		return nil, r.networkFault(err)
	}
	if err := r.checkVersion(response); err != nil {
		_ = socket.Close()
		return nil, err
	}
	c := &conn{socket: socket, remote: r}
	socket.SetReadLimit(wire.MaxLive)
	c.awake()
	socket.SetPingHandler(func(data string) error {
		c.awake()
		return socket.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeTimeout)) //nolint:forbidigo // a socket deadline is the system clock's
	})
	if err := c.Send(hello); err != nil {
		_ = socket.Close()
		return nil, err
	}
	return c, nil
}

// conn is an open socket.
type conn struct {
	socket *websocket.Conn
	remote *Remote
	mu     sync.Mutex // guards writes
}

func (c *conn) awake() {
	_ = c.socket.SetReadDeadline(time.Now().Add(silence)) //nolint:forbidigo // a socket deadline is the system clock's
}

// Send writes one message.
func (c *conn) Send(m wire.Live) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.socket.SetWriteDeadline(time.Now().Add(writeTimeout)) //nolint:forbidigo // a socket deadline is the system clock's
	if err := c.socket.WriteMessage(websocket.BinaryMessage, wire.Encode(m)); err != nil {
		return c.remote.networkFault(err)
	}
	return nil
}

// Receive waits for the next message.
func (c *conn) Receive() (wire.Live, error) {
	kind, b, err := c.socket.ReadMessage()
	if err != nil {
		return wire.Live{}, c.remote.networkFault(err)
	}
	c.awake()
	if kind != websocket.BinaryMessage {
		return wire.Live{}, fault.New("receive", fault.Malformed)
	}
	var m wire.Live
	if err := wire.Decode(b, &m); err != nil {
		return wire.Live{}, err
	}
	return m, nil
}

// Close ends the socket; a Receive that waits returns.
func (c *conn) Close() error { return c.socket.Close() }
