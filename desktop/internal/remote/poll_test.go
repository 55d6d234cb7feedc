package remote_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// mood is how a server's sockets are.
type mood int32

const (
	refused mood = iota
	mute
	speaking
	breaking // in the middle of the first word
)

// club is a server that answers pulls, and whose sockets are moody.
type club struct {
	t       *testing.T
	mood    atomic.Int32
	sockets atomic.Int64
	pulls   atomic.Int64
	reason  atomic.Pointer[fault.Reason]
}

func (c *club) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == wire.PathLive {
		c.socket(w, r)
		return
	}
	c.pulls.Add(1)
	if reason := c.reason.Load(); reason != nil {
		answer(w, http.StatusGone, wire.Problem{Reasons: []fault.Reason{*reason}})
		return
	}
	from, err := wire.ParseCursor(r.URL.Query().Get("cursor"))
	if err != nil {
		answer(w, http.StatusBadRequest, wire.Problem{Reasons: []fault.Reason{{Code: fault.Malformed}}})
		return
	}
	p := wire.Page{From: from, Next: from, Head: 7, Clock: 5}
	if from.Seq < 7 {
		p.Next.Seq = 7
		p.Documents = []wire.Document{{Scope: "policy", Kind: wire.DocPolicy, Version: 1}}
	}
	answer(w, http.StatusOK, p)
}

func (c *club) socket(w http.ResponseWriter, r *http.Request) {
	c.sockets.Add(1)
	if mood(c.mood.Load()) == refused {
		panic(http.ErrAbortHandler) // the connection breaks
	}
	upgrader := websocket.Upgrader{}
	s, err := upgrader.Upgrade(w, r, http.Header{wire.VersionHeader: {"1"}})
	if err != nil {
		return
	}
	defer s.Close()
	for {
		if _, _, err := s.ReadMessage(); err != nil {
			return
		}
		if mood(c.mood.Load()) == breaking {
			return
		}
		if mood(c.mood.Load()) == speaking {
			_ = s.WriteMessage(websocket.BinaryMessage, wire.Encode(wire.Live{Kind: wire.LiveNone, Clock: 6}))
		}
	}
}

func clubbed(t *testing.T, m mood) (*club, *remote.Remote) {
	t.Helper()
	c := &club{t: t}
	c.mood.Store(int32(m))
	maker := newMaker(t)
	return c, maker.device(maker.serve(c.ServeHTTP), time.Hour, nil)
}

func standsAt(seq uint64) *wire.Cursor { return &wire.Cursor{Schema: wire.Schema, Seq: seq} }

func live(t *testing.T, r *remote.Remote) syncer.Conn {
	t.Helper()
	conn, err := r.Live(t.Context(), wire.Live{Kind: wire.LiveHello, Cursor: standsAt(1)})
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// A network that carries no websocket carries the questions all the same.
func TestLive_RefusedSocket(t *testing.T) {
	t.Parallel()
	c, r := clubbed(t, refused)
	conn := live(t, r)
	m, err := conn.Receive()
	require.NoError(t, err)
	require.Equal(t, wire.LivePage, m.Kind)
	require.Equal(t, *standsAt(1), m.Page.From)

	require.NoError(t, conn.Send(wire.Live{Kind: wire.LiveAsk, Cursor: standsAt(7)}))
	m, err = conn.Receive()
	require.NoError(t, err)
	require.Equal(t, wire.Live{Kind: wire.LiveNone, Clock: 5}, m)

	require.NoError(t, conn.Close())
	_, err = conn.Receive()
	require.Equal(t, fault.Offline, fault.CodeOf(err))
	again := live(t, r)
	require.Equal(t, int64(1), c.sockets.Load(), "it is not tried with every link")
	require.NoError(t, again.Close())
}

// What the server refuses a question with ends the link as at a socket.
func TestLive_AskingIsRefused(t *testing.T) {
	t.Parallel()
	c, r := clubbed(t, refused)
	conn := live(t, r)
	_, err := conn.Receive()
	require.NoError(t, err)
	c.reason.Store(&fault.Reason{Code: fault.Resnapshot, Ref: "scopes"})
	require.NoError(t, conn.Send(wire.Live{Kind: wire.LiveAsk, Cursor: standsAt(7)}))
	m, err := conn.Receive()
	require.NoError(t, err)
	require.Equal(t, wire.Live{Kind: wire.LiveBye, Reason: &fault.Reason{Code: fault.Resnapshot, Ref: "scopes"}}, m)
}

// A socket that opens and says nothing, while requests are answered, is as good as none.
func TestLive_MuteSocket(t *testing.T) {
	t.Parallel()
	c, r := clubbed(t, mute)
	conn := live(t, r)
	_, err := r.Pull(t.Context(), *standsAt(1), wire.PullBytes)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	require.Equal(t, int64(1), c.pulls.Load())

	conn = live(t, r)
	require.Equal(t, int64(2), c.pulls.Load(), "the socket had to speak, and did not")
	m, err := conn.Receive()
	require.NoError(t, err)
	require.Equal(t, wire.LivePage, m.Kind)
	require.NoError(t, conn.Close())

	// One that was silent because there was no line at all is not.
	c, r = clubbed(t, mute)
	require.NoError(t, live(t, r).Close())
	require.NoError(t, live(t, r).Close())
	require.Zero(t, c.pulls.Load())
}

// Once the network carries the socket it is used again, and nobody notices.
func TestLive_GoesOverToTheSocket(t *testing.T) {
	t.Parallel()
	c, r := clubbed(t, refused)
	r.SocketAgain(20 * time.Millisecond)
	conn := live(t, r)
	_, err := conn.Receive()
	require.NoError(t, err)
	c.mood.Store(int32(speaking))
	m, err := conn.Receive()
	require.NoError(t, err)
	require.Equal(t, wire.Live{Kind: wire.LiveNone, Clock: 6}, m, "the socket's own word")
	before := c.pulls.Load()
	require.NoError(t, conn.Send(wire.Live{Kind: wire.LiveAsk, Cursor: standsAt(7)}))
	_, err = conn.Receive()
	require.NoError(t, err)
	require.Equal(t, before, c.pulls.Load())
	require.NoError(t, conn.Close())
	for err == nil { // what was said before
		_, err = conn.Receive()
	}
	require.Equal(t, fault.Offline, fault.CodeOf(err))
}

// A line on which the first word of a socket never arrives whole is asked in short pages.
func TestLive_SocketsBreakUnheard(t *testing.T) {
	t.Parallel()
	c, r := clubbed(t, breaking)
	for range 2 {
		conn := live(t, r)
		_, err := conn.Receive()
		require.Equal(t, fault.Offline, fault.CodeOf(err))
		_ = conn.Close() // it is closed
	}
	require.Zero(t, c.pulls.Load())
	conn := live(t, r)
	m, err := conn.Receive()
	require.NoError(t, err)
	require.Equal(t, wire.LivePage, m.Kind)
	require.Equal(t, int64(2), c.sockets.Load())
	require.NoError(t, conn.Close())
}
