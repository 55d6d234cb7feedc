package remote_test

import (
	"crypto/x509"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/wire"
	"dotchain/shared/wire/compact"
)

// pushServer answers pushes on sockets as a test says, and counts those that come as requests.
type pushServer struct {
	// answer is what is said to a push; ok false ends the socket instead.
	answer func(c *compact.Codec, k *compact.Known, m wire.Live) (answers []wire.Live, ok bool)
	// dictionary is what the server says that it has.
	dictionary string
	posted     chan wire.PushRequest
}

var (
	pushDevice = id.ID[id.Device]{1}
	pushPerson = id.ID[id.Person]{2}
	pushOrg    = id.ID[id.Org]{3}
)

func (s *pushServer) handle(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == wire.PathPush {
		var request wire.PushRequest
		b := make([]byte, r.ContentLength)
		_, _ = r.Body.Read(b)
		_ = wire.Decode(b, &request)
		s.posted <- request
		answer(w, http.StatusOK, wire.PushResponse{Receipts: [][]byte{[]byte("posted")}})
		return
	}
	header := http.Header{wire.VersionHeader: {strconv.Itoa(wire.Version)}, wire.DictionaryHeader: {s.dictionary}}
	socket, err := (&websocket.Upgrader{}).Upgrade(w, r, header)
	if err != nil {
		return
	}
	defer func() { _ = socket.Close() }()
	codec, err := compact.New()
	if err != nil {
		return
	}
	var known *compact.Known
	for {
		_, b, err := socket.ReadMessage()
		if err != nil {
			return
		}
		var m wire.Live
		_ = wire.Decode(b, &m)
		if m.Kind == wire.LiveHello {
			known = compact.NewKnown(compact.SocketOf(pushDevice, pushPerson, pushOrg, m))
			continue
		}
		answers, ok := s.answer(codec, known, m)
		if !ok {
			return
		}
		for _, a := range answers {
			_ = socket.WriteMessage(websocket.BinaryMessage, wire.Encode(a))
		}
	}
}

// start opens a socket to such a server, whose messages are read.
func (s *pushServer) start(t *testing.T) (*remote.Remote, syncer.Conn) {
	t.Helper()
	m := newMaker(t)
	codec, err := compact.New()
	require.NoError(t, err)
	if s.dictionary == "" {
		s.dictionary = "0123, " + codec.Dictionary()
	}
	s.posted = make(chan wire.PushRequest, 10)
	server := m.serve(s.handle)
	der, key := m.sign(&x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}, time.Hour)
	r, err := remote.New(remote.Identity{
		Server: server.URL, Root: m.root.Raw, Certificate: der, Key: key,
		Self: remote.Self{Device: pushDevice, Person: pushPerson, Org: pushOrg, ServerKey: make([]byte, 32), Names: func() [][]byte { return nil }},
	}, nil)
	require.NoError(t, err)
	t.Cleanup(r.Close)
	conn, err := r.Live(t.Context(), wire.Live{Kind: wire.LiveHello, Cursor: &wire.Cursor{Epoch: id.ID[id.Epoch]{9}, Schema: wire.Schema, Seq: 5}})
	require.NoError(t, err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			if _, err := conn.Receive(); err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { _ = conn.Close(); <-ended })
	return r, conn
}

func pushOne(t *testing.T, r *remote.Remote, command string) (wire.PushResponse, error) {
	t.Helper()
	return r.Push(t.Context(), wire.PushRequest{Version: wire.Version, Device: pushDevice, Commands: [][]byte{[]byte(command)}, Program: "1"})
}

// receipts answers a push as a server does: with bytes of its own.
func receipts(c *compact.Codec, k *compact.Known, m wire.Live) wire.Live {
	request, err := c.UnpackPush(k, pushDevice, m.Packed)
	if err != nil {
		return refusal(m, fault.Malformed)
	}
	response := wire.PushResponse{Clock: int64(len(request.Program))}
	for _, command := range request.Commands {
		response.Receipts = append(response.Receipts, append([]byte("of "), command...))
	}
	packed, err := c.PackReceipts(k, request.Commands, response)
	if err != nil {
		return refusal(m, fault.Malformed)
	}
	return wire.Live{Kind: wire.LiveReceipts, Number: m.Number, Packed: packed}
}

func refusal(m wire.Live, code fault.Code) wire.Live {
	return wire.Live{Kind: wire.LiveReceipts, Number: m.Number, Problem: &wire.Problem{Reasons: []fault.Reason{{Code: code}}, RetryAfter: 1234}}
}

// Small pushes go over the socket, one after another; the program is said once. An answer
// to something else is passed over.
func TestPush_OverTheSocket(t *testing.T) {
	t.Parallel()
	s := &pushServer{answer: func(c *compact.Codec, k *compact.Known, m wire.Live) ([]wire.Live, bool) {
		return []wire.Live{refusal(wire.Live{Number: m.Number + 7}, fault.Internal), receipts(c, k, m)}, true
	}}
	r, _ := s.start(t)
	for n, command := range []string{"one", "two", "three"} {
		response, err := pushOne(t, r, command)
		require.NoError(t, err)
		require.Equal(t, "of "+command, string(response.Receipts[0]))
		require.Equal(t, n == 0, response.Clock == 1, "the program")
	}
	require.Empty(t, s.posted)
}

// What cannot go over the socket goes as a request: at once, and the same commands.
func TestPush_AsRequest(t *testing.T) {
	t.Parallel()
	plainly := func(c *compact.Codec, k *compact.Known, m wire.Live) ([]wire.Live, bool) {
		return []wire.Live{receipts(c, k, m)}, true
	}
	refuse := func(code fault.Code) func(*compact.Codec, *compact.Known, wire.Live) ([]wire.Live, bool) {
		return func(_ *compact.Codec, _ *compact.Known, m wire.Live) ([]wire.Live, bool) {
			return []wire.Live{refusal(m, code)}, true
		}
	}
	for _, row := range []struct {
		name    string
		server  *pushServer
		command string
	}{
		{"another dictionary", &pushServer{answer: plainly, dictionary: "0123"}, "text"},
		{"a dictionary that the server forgot", &pushServer{answer: refuse(fault.VersionUnknown)}, "text"},
		{"bytes that the server cannot read", &pushServer{answer: refuse(fault.Malformed)}, "text"},
		{"receipts that are too large", &pushServer{answer: refuse(fault.TooLarge)}, "text"},
		{"receipts that cannot be rebuilt", &pushServer{answer: func(_ *compact.Codec, _ *compact.Known, m wire.Live) ([]wire.Live, bool) {
			return []wire.Live{{Kind: wire.LiveReceipts, Number: m.Number, Packed: m.Packed}}, true
		}}, "text"},
		{"too many bytes", &pushServer{answer: plainly}, string(make([]byte, wire.LivePushMax+1))},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r, _ := row.server.start(t)
			response, err := pushOne(t, r, row.command)
			require.NoError(t, err)
			require.Equal(t, "posted", string(response.Receipts[0]))
			require.Len(t, row.server.posted, 1)
		})
	}
}

// A server that is busy is left alone as long as it asks; nothing goes another way.
func TestPush_BusySocket(t *testing.T) {
	t.Parallel()
	s := &pushServer{answer: func(_ *compact.Codec, _ *compact.Known, m wire.Live) ([]wire.Live, bool) {
		return []wire.Live{refusal(m, fault.Busy)}, true
	}}
	r, _ := s.start(t)
	_, err := pushOne(t, r, "text")
	require.Equal(t, fault.Busy, fault.CodeOf(err))
	require.Equal(t, int64(1234), fault.ReasonsOf(err)[0].Have)
	require.Empty(t, s.posted)
}

// A socket that ends under a push ends the push, for the link to be made anew: what
// became of it, the same commands will tell.
func TestPush_SocketEnds(t *testing.T) {
	t.Parallel()
	s := &pushServer{answer: func(*compact.Codec, *compact.Known, wire.Live) ([]wire.Live, bool) { return nil, false }}
	r, _ := s.start(t)
	_, err := pushOne(t, r, "text")
	require.Equal(t, fault.Offline, fault.CodeOf(err))
	require.Empty(t, s.posted)

	// Without a socket pushes are requests.
	_, err = pushOne(t, r, "text")
	require.NoError(t, err)
	require.Len(t, s.posted, 1)
}

// Closing the socket ends a push that waits.
func TestPush_Closed(t *testing.T) {
	t.Parallel()
	came := make(chan struct{})
	s := &pushServer{answer: func(*compact.Codec, *compact.Known, wire.Live) ([]wire.Live, bool) {
		close(came)
		return nil, true
	}}
	r, conn := s.start(t)
	go func() {
		<-came
		_ = conn.Close()
	}()
	_, err := pushOne(t, r, "text")
	require.Equal(t, fault.Offline, fault.CodeOf(err))
}

// A page that goes inline may be packed; one that cannot be read is one that is pulled.
func TestLive_PackedPage(t *testing.T) {
	t.Parallel()
	c, err := compact.New()
	require.NoError(t, err)
	p := wire.Page{Head: 7, Documents: []wire.Document{{Scope: "policy", Kind: wire.DocPolicy, Body: make([]byte, 1000)}}}
	for _, packed := range [][]byte{c.PackPage(p), []byte("no page")} {
		said := make(chan string, 1)
		m := newMaker(t)
		server := m.serve(func(w http.ResponseWriter, r *http.Request) {
			said <- r.Header.Get(wire.DictionaryHeader)
			socket, err := (&websocket.Upgrader{}).Upgrade(w, r, http.Header{wire.VersionHeader: {strconv.Itoa(wire.Version)}})
			if err != nil {
				return
			}
			defer func() { _ = socket.Close() }()
			_ = socket.WriteMessage(websocket.BinaryMessage, wire.Encode(wire.Live{Kind: wire.LivePage, Packed: packed}))
			_, _, _ = socket.ReadMessage()
			_, _, _ = socket.ReadMessage()
		})
		der, key := m.sign(&x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}, time.Hour)
		r, err := remote.New(remote.Identity{Server: server.URL, Root: m.root.Raw, Certificate: der, Key: key}, nil)
		require.NoError(t, err)
		t.Cleanup(r.Close)
		conn, err := r.Live(t.Context(), wire.Live{Kind: wire.LiveHello})
		require.NoError(t, err)
		require.Equal(t, c.Dictionary(), <-said)
		got, err := conn.Receive()
		require.NoError(t, err)
		require.Equal(t, wire.LivePage, got.Kind)
		require.Empty(t, got.Packed)
		if string(packed) == "no page" {
			require.Nil(t, got.Page)
		} else {
			require.Equal(t, p, *got.Page)
		}
		require.NoError(t, conn.Close())
	}
}
