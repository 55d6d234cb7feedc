package httpapi_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/shared/wire/compact"
	"dotchain/syncserver/internal/httpapi"
)

// liveLaptop is a laptop with an open socket on which it may push.
type liveLaptop struct {
	*laptop
	conn  *websocket.Conn
	codec *compact.Codec
	known *compact.Known
	// cursor is the hello's.
	cursor wire.Cursor
}

func (h *house) live(l *laptop) *liveLaptop {
	h.t.Helper()
	codec, err := compact.New()
	require.NoError(h.t, err)
	config := l.config.Clone()
	config.NextProtos = []string{"http/1.1"}
	d := websocket.Dialer{TLSClientConfig: config}
	header := http.Header{wire.VersionHeader: {"1"}, wire.DictionaryHeader: {codec.Dictionary()}}
	cursor := l.pull(wire.Cursor{}).Next // before it connects: the server does not wait long for the hello
	conn, response, err := d.DialContext(h.t.Context(), "wss://"+h.base+wire.PathLive, header)
	require.NoError(h.t, err)
	require.Equal(h.t, codec.Dictionary(), response.Header.Get(wire.DictionaryHeader))
	_ = response.Body.Close()
	h.t.Cleanup(func() { conn.Close() })
	k := &liveLaptop{laptop: l, conn: conn, codec: codec, cursor: cursor}
	key := seal.ThumbprintOf(l.key.Public())
	hello := wire.Live{Kind: wire.LiveHello, Cursor: &k.cursor, Names: [][]byte{key[:], {1}, nil}}
	k.known = compact.NewKnown(compact.SocketOf(l.Device.ID, l.Person.ID, l.Person.Org, hello))
	k.send(hello)
	return k
}

func (k *liveLaptop) send(m wire.Live) {
	k.h.t.Helper()
	require.NoError(k.h.t, k.conn.WriteMessage(websocket.BinaryMessage, wire.Encode(m)))
}

func (k *liveLaptop) push(number uint64, commands ...[]byte) {
	k.h.t.Helper()
	packed := k.codec.PackPush(k.known, wire.PushRequest{Clock: time.Now().UnixMilli(), Commands: commands})
	k.send(wire.Live{Kind: wire.LivePush, Number: number, Packed: packed})
}

// next is the next message of a kind.
func (k *liveLaptop) next(kind wire.LiveKind) wire.Live {
	k.h.t.Helper()
	for {
		if m := receive(k.h.t, k.conn); m.Kind == kind || m.Kind == wire.LiveBye {
			require.Equal(k.h.t, kind, m.Kind, "%+v", m.Reason)
			return m
		}
	}
}

// A push over the socket has the outcome of a request, byte for byte.
func TestAPI_LivePush(t *testing.T) {
	t.Parallel()
	h := open(t)
	k := h.live(h.enrol(h.Requisitioner))
	for number := range uint64(3) {
		commands := [][]byte{{byte(number), 1}, {byte(number), 2}}
		k.push(number+1, commands...)
		m := k.next(wire.LiveReceipts)
		require.Equal(t, number+1, m.Number)
		require.Nil(t, m.Problem)
		over, err := k.codec.UnpackReceipts(k.known, seal.ThumbprintOf(k.ServerKey), commands, m.Packed)
		require.NoError(t, err)
		require.Len(t, over.Receipts, 2)
		require.InDelta(t, time.Now().UnixMilli(), over.Clock, 60_000)

		status, b := k.call(http.MethodPost, wire.PathPush, k.pushRequest(commands...), nil)
		require.Equal(t, http.StatusOK, status)
		var posted wire.PushResponse
		require.NoError(t, wire.Decode(b, &posted))
		require.Equal(t, posted.Receipts, over.Receipts)
	}
}

// A page that goes inline is packed for a device that has the dictionary, and is what a pull
// of the same brings.
func TestAPI_Live_PackedPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	k := h.live(h.enrol(h.Requisitioner))
	k.push(1, []byte("no command, and so a case"))
	m := k.next(wire.LivePage)
	require.Nil(t, m.Page)
	over, err := k.codec.UnpackPage(m.Packed)
	require.NoError(t, err)
	require.Equal(t, k.cursor, over.From)
	require.Equal(t, k.pull(k.cursor).Documents, over.Documents)
}

// A question may leave out of the cursor what the hello said.
func TestAPI_Live_ShortAsk(t *testing.T) {
	t.Parallel()
	h := open(t)
	k := h.live(h.enrol(h.Requisitioner))
	k.send(wire.Live{Kind: wire.LiveAsk, Head: k.cursor.Seq})
	require.Positive(t, k.next(wire.LiveNone).Clock)
}

// What cannot be read is a problem and no end: the same goes as a request.
func TestAPI_LivePush_Unreadable(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, row := range []struct {
		name   string
		packed []byte
		want   fault.Code
	}{
		{"nothing", nil, fault.Malformed},
		{"another dictionary", []byte{0, 0, 0, 0, 0, 9, 0x23, 0x40, 0x9c, 0, 0, 1, 0, 0, 0}, fault.VersionUnknown},
		{"noise", []byte("noise of some length"), fault.Malformed},
	} {
		k := h.live(h.enrol(h.Requisitioner))
		k.send(wire.Live{Kind: wire.LivePush, Number: 7, Packed: row.packed})
		m := k.next(wire.LiveReceipts)
		require.Equal(t, uint64(7), m.Number)
		require.NotNil(t, m.Problem, row.name)
		require.Equal(t, row.want, m.Problem.Reasons[0].Code, row.name)

		k.push(8, []byte("text"))
		require.Equal(t, fault.Malformed, k.next(wire.LiveReceipts).Problem.Reasons[0].Code, "no push is read after it")
		k.send(wire.Live{Kind: wire.LiveAsk, Head: k.cursor.Seq})
		k.next(wire.LiveNone)
	}
}

// gated is an engine whose work waits for a word.
type gated struct {
	httpapi.Engine
	began, may chan struct{}
	panics     bool
}

func (g *gated) Push(ctx context.Context, device id.ID[id.Device], r wire.PushRequest) (wire.PushResponse, error) {
	if len(r.Commands) > 0 {
		g.began <- struct{}{}
		<-g.may
		if g.panics {
			panic("in the engine")
		}
	}
	return g.Engine.Push(ctx, device, r)
}

func gatedHouse(t *testing.T, panics bool) (*house, *gated) {
	t.Helper()
	g := &gated{began: make(chan struct{}, 8), may: make(chan struct{}), panics: panics}
	return open(t, func(c *httpapi.Config) { g.Engine, c.Engine = c.Engine, g }), g
}

// While commands are decided the socket answers; a second push ends it, and the first is
// decided all the same.
func TestAPI_LivePush_OneAtATime(t *testing.T) {
	t.Parallel()
	h, g := gatedHouse(t, false)
	k := h.live(h.enrol(h.Requisitioner))
	k.push(1, []byte("text"))
	<-g.began
	k.send(wire.Live{Kind: wire.LiveAsk, Head: k.cursor.Seq})
	k.next(wire.LiveNone)
	k.push(2, []byte("more"))
	bye := k.next(wire.LiveBye)
	require.Equal(t, fault.Malformed, bye.Reason.Code)
	close(g.may)
	status, _ := k.call(http.MethodPost, wire.PathPush, k.pushRequest([]byte("text")), nil)
	require.Equal(t, http.StatusOK, status)
}

// A panic below a push ends its socket and nothing else.
func TestAPI_LivePush_Panic(t *testing.T) {
	t.Parallel()
	h, g := gatedHouse(t, true)
	close(g.may)
	k := h.live(h.enrol(h.Requisitioner))
	k.push(1, []byte("text"))
	k.next(wire.LiveBye)
	g.panics = false
	status, _ := k.call(http.MethodPost, wire.PathPush, k.pushRequest([]byte("text")), nil)
	require.Equal(t, http.StatusOK, status)
}

// Pushes over sockets count with all bodies that are on their way in.
func TestAPI_LivePush_Busy(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *httpapi.Config) { c.MaxBodies = 2 << 10 })
	k := h.live(h.enrol(h.Requisitioner))
	noise := make([]byte, 3<<10)
	_, _ = rand.Read(noise)
	k.push(1, noise)
	p := k.next(wire.LiveReceipts).Problem
	require.NotNil(t, p)
	require.Equal(t, fault.Busy, p.Reasons[0].Code)
	require.Positive(t, p.RetryAfter)

	// Busy is no end: both sides still know the same.
	k.push(2, []byte("text"))
	m := k.next(wire.LiveReceipts)
	require.Nil(t, m.Problem)
	_, err := k.codec.UnpackReceipts(k.known, seal.ThumbprintOf(k.ServerKey), [][]byte{[]byte("text")}, m.Packed)
	require.NoError(t, err)
}
