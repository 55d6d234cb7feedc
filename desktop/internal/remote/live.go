package remote

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
	"dotchain/shared/wire/compact"
)

const (
	writeTimeout = 10 * time.Second
	// silence is how long a socket may say nothing, pings included: the server
	// pings every 25 s. The syncer notices a dead link much earlier by asking.
	silence = 60 * time.Second
)

// openSocket opens the socket and says hello.
func (r *Remote) openSocket(ctx context.Context, hello wire.Live) (*conn, error) {
	target := *r.base
	target.Scheme, target.Path = "wss", wire.PathLive
	config := r.tls.Clone()
	config.NextProtos = []string{"http/1.1"}
	// Compression stays off: the read limit counts compressed bytes.
	dialer := websocket.Dialer{
		NetDialContext: r.dial, TLSClientConfig: config, HandshakeTimeout: handshakeTimeout,
		ReadBufferSize: 4 << 10, WriteBufferSize: 4 << 10,
	}
	header := http.Header{wire.VersionHeader: {strconv.Itoa(wire.Version)}, wire.DictionaryHeader: {r.codec.Dictionary()}}
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
	c := &conn{socket: socket, remote: r, closed: make(chan struct{})}
	if r.sharesDictionary(response.Header) && hello.Cursor != nil {
		hello.Names = r.self.Names()
		c.pushes.known = compact.NewKnown(compact.SocketOf(r.self.Device, r.self.Person, r.self.Org, hello))
		c.asked = hello.Cursor
	}
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
	pushes pushes

	mu sync.Mutex // guards writes, and asked
	// asked is the last cursor that the server was told whole; nil where it takes no other.
	asked *wire.Cursor

	once   sync.Once
	closed chan struct{}
}

func (c *conn) awake() {
	_ = c.socket.SetReadDeadline(time.Now().Add(silence)) //nolint:forbidigo // a socket deadline is the system clock's
}

// Send writes one message.
func (c *conn) Send(m wire.Live) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	m = c.shorten(m)
	_ = c.socket.SetWriteDeadline(time.Now().Add(writeTimeout)) //nolint:forbidigo // a socket deadline is the system clock's
	if err := c.socket.WriteMessage(websocket.BinaryMessage, wire.Encode(m)); err != nil {
		return c.remote.networkFault(err)
	}
	return nil
}

// shorten leaves out of a question what the server knows.
func (c *conn) shorten(m wire.Live) wire.Live {
	if m.Kind != wire.LiveAsk || m.Cursor == nil || c.asked == nil {
		return m
	}
	same := *c.asked
	same.Seq = m.Cursor.Seq
	if same == *m.Cursor && !m.Cursor.IsZero() {
		return wire.Live{Kind: m.Kind, Head: m.Cursor.Seq}
	}
	c.asked = m.Cursor
	return m
}

// Receive waits for the next message that is not a push's answer.
func (c *conn) Receive() (wire.Live, error) {
	for {
		m, err := c.receive()
		if err != nil || m.Kind != wire.LiveReceipts {
			return m, err
		}
		c.pushes.answered(m)
	}
}

func (c *conn) receive() (wire.Live, error) {
	kind, b, err := c.socket.ReadMessage()
	if err != nil {
		_ = c.Close() // a push that waits ends, too
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
	if m.Kind == wire.LivePage && m.Page == nil {
		// One that cannot be read is pulled instead.
		if page, err := c.remote.codec.UnpackPage(m.Packed); err == nil {
			m.Page = &page
		}
		m.Packed = nil
	}
	return m, nil
}

// Close ends the socket; a Receive that waits returns.
func (c *conn) Close() error {
	c.remote.live.CompareAndSwap(c, nil)
	c.once.Do(func() { close(c.closed) })
	return c.socket.Close()
}
