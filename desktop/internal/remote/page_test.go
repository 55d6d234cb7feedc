package remote_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/remote"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// torn is a connection that is reset after so many bytes came over it.
type torn struct {
	net.Conn
	left int
}

func (c *torn) Read(b []byte) (int, error) {
	if c.left <= 0 {
		_ = c.Close()
		return 0, syscall.ECONNRESET
	}
	n, err := c.Conn.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err
}

// tornAfter dials connections that are reset after so many bytes.
func tornAfter(bytes int) remote.Dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &torn{c, bytes}, nil
	}
}

// noted is a connection that says, whenever it is read on, how many bytes came over it: by
// then who reads has taken in all of them but a frame that is not whole yet.
type noted struct {
	net.Conn
	came  func(bytes int)
	bytes int
}

func (c *noted) Read(b []byte) (int, error) {
	c.came(c.bytes)
	n, err := c.Conn.Read(b)
	c.bytes += n
	return n, err
}

// givenUpAfter is a dialer and a context that ends when so many bytes were taken in.
func givenUpAfter(t *testing.T, bytes int) (context.Context, remote.Dialer) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	came := func(n int) {
		if n >= bytes {
			cancel()
		}
	}
	return ctx, func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &noted{Conn: c, came: came}, nil
	}
}

// shop answers every pull with one page, in pieces, and counts what it sent.
type shop struct {
	body  []byte
	tag   string
	sent  atomic.Int64
	asked chan string // the bytes asked for, of each request
}

func newShop(size int) (*shop, wire.Page) {
	source := rand.NewChaCha8([32]byte{1})
	d := wire.Document{Scope: "catalogue", Kind: wire.DocRound, Version: 1, Body: make([]byte, size)}
	_, _ = source.Read(d.Body)
	p := wire.Page{Head: 9, Documents: []wire.Document{d}, Clock: 1}
	return &shop{body: wire.Encode(p), tag: `"one"`, asked: make(chan string, 100)}, p
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked <- r.URL.Query().Get("bytes")
	w.Header().Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	if s.tag != "" {
		w.Header().Set("ETag", s.tag)
	}
	c := &counting{w, &s.sent}
	http.ServeContent(c, r, "", time.Time{}, bytes.NewReader(s.body))
}

type counting struct {
	http.ResponseWriter
	sent *atomic.Int64
}

// Write writes short frames, as the server does.
func (c *counting) Write(b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var wrote int
		wrote, err = c.ResponseWriter.Write(b[n:min(n+1<<10, len(b))])
		n += wrote
	}
	c.sent.Add(int64(n))
	return n, err
}

// One document that no connection carries whole arrives all the same.
func TestPull_OverALineThatBreaks(t *testing.T) {
	t.Parallel()
	m := newMaker(t)
	s, want := newShop(150 << 10)
	r := m.device(m.serve(s.ServeHTTP), time.Hour, tornAfter(16<<10))
	page, err := r.Pull(t.Context(), wire.Cursor{}, 4096)
	require.NoError(t, err)
	require.Equal(t, want, page)
}

// What came before the link was given up is not asked for again on the next one; a page
// after another cursor begins anew.
func TestPull_GoesOnWithTheNextLink(t *testing.T) {
	t.Parallel()
	m := newMaker(t)
	s, want := newShop(100 << 10)
	gate := make(chan struct{})
	const begun = 60 << 10
	var part atomic.Int64
	part.Store(begun)
	ctx, dial := givenUpAfter(t, begun)
	r := m.device(m.serve(func(w http.ResponseWriter, q *http.Request) {
		if n := part.Swap(0); n > 0 { // a part of it, then silence
			s.asked <- q.URL.Query().Get("bytes")
			w.Header().Set(wire.VersionHeader, strconv.Itoa(wire.Version))
			w.Header().Set("ETag", s.tag)
			_, _ = (&counting{w, new(atomic.Int64)}).Write(s.body[:n])
			_ = http.NewResponseController(w).Flush()
			<-gate
			return
		}
		s.ServeHTTP(w, q)
	}), time.Hour, dial)
	t.Cleanup(func() { close(gate) })
	_, err := r.Pull(ctx, wire.Cursor{}, 1<<20)
	require.Equal(t, fault.Offline, fault.CodeOf(err))
	require.Equal(t, "1048576", <-s.asked)

	page, err := r.Pull(t.Context(), wire.Cursor{}, 4096)
	require.NoError(t, err)
	require.Equal(t, want, page)
	require.Equal(t, "1048576", <-s.asked, "the same page, whatever the next one is to be")
	require.Less(t, s.sent.Load(), int64(begun), "only the rest came")

	_, err = r.Pull(t.Context(), wire.Cursor{Seq: 9}, 4096)
	require.NoError(t, err)
	require.Equal(t, "4096", <-s.asked)
}

// Without a tag there is nothing to go on with: the line is what is wrong.
func TestPull_WithoutATag(t *testing.T) {
	t.Parallel()
	m := newMaker(t)
	s, _ := newShop(100 << 10)
	s.tag = ""
	r := m.device(m.serve(s.ServeHTTP), time.Hour, tornAfter(16<<10))
	_, err := r.Pull(t.Context(), wire.Cursor{}, 4096)
	require.Equal(t, fault.Offline, fault.CodeOf(err))
}
