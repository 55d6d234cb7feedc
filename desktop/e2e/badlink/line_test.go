package badlink_test

import (
	"crypto/tls"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
)

// played is a link to an echo that goes through a scenario.
func played(t *testing.T, text string) *badlink.Link {
	t.Helper()
	l, err := badlink.Listen(t.Context(), echo(t))
	require.NoError(t, err)
	t.Cleanup(l.Close)
	s, err := badlink.Parse(text)
	require.NoError(t, err)
	l.Play(s, 1, 1)
	return l
}

// turn is how long so many bytes take there and back.
func turn(t *testing.T, c net.Conn, bytes int) time.Duration {
	t.Helper()
	start := time.Now()
	go func() { _, _ = c.Write(make([]byte, bytes)) }()
	_ = c.SetReadDeadline(start.Add(patience))
	_, err := io.ReadFull(c, make([]byte, bytes))
	require.NoError(t, err)
	return time.Since(start)
}

func TestLine_Latency(t *testing.T) {
	t.Parallel()
	c := open(t, played(t, "100ms"))
	require.GreaterOrEqual(t, turn(t, c, 4), 100*time.Millisecond)
	// What follows does not wait for what is on its way: one after the other they would take
	// more than a minute.
	require.Less(t, turn(t, c, 2<<20), time.Minute)
}

// The line is one, however many connections go over it.
func TestLine_Bandwidth(t *testing.T) {
	t.Parallel()
	l := played(t, "800kbit") // 100,000 bytes a second
	start := time.Now()
	done := make(chan error)
	for range 2 {
		c := open(t, l)
		go func() {
			go func() { _, _ = c.Write(make([]byte, 20_000)) }()
			_, err := io.ReadFull(c, make([]byte, 20_000))
			done <- err
		}()
	}
	require.NoError(t, <-done)
	require.NoError(t, <-done)
	require.GreaterOrEqual(t, time.Since(start), 390*time.Millisecond)
}

// A packet that is lost stalls what follows, and nothing is missing afterwards.
func TestLine_Loss(t *testing.T) {
	t.Parallel()
	c := open(t, played(t, "loss 30%"))
	// On a busy machine one is late, too, that was not lost: there are others.
	stalled, quick := 0, 0
	for start := time.Now(); stalled == 0 || quick == 0; {
		require.Less(t, time.Since(start), patience, "%d stalled, %d did not", stalled, quick)
		if turn(t, c, 1000) >= 200*time.Millisecond {
			stalled++
		} else {
			quick++
		}
	}
}

func TestLine_CutEvery(t *testing.T) {
	t.Parallel()
	l := played(t, "cut every 100ms")
	start := time.Now()
	for cuts := 0; cuts < 3; {
		require.Less(t, time.Since(start), patience)
		c, err := net.Dial("tcp", l.Address()) //nolint:noctx // a test's own socket
		if err != nil {
			continue // cut before it was known to be open
		}
		_ = c.SetReadDeadline(time.Now().Add(patience))
		_, err = c.Read(make([]byte, 1))
		require.Error(t, err)
		require.NotErrorIs(t, err, os.ErrDeadlineExceeded)
		require.NoError(t, c.Close())
		cuts++
	}
}

// The scenario goes on by itself: a network that wants a login, then none.
func TestLine_Play(t *testing.T) {
	t.Parallel()
	start := time.Now()
	l := played(t, "half-open; at 100ms clear")
	turn(t, open(t, l), 4)
	require.GreaterOrEqual(t, time.Since(start), 100*time.Millisecond)
}

// What is held back comes when there is enough of it, or after its time.
func TestLine_Buffer(t *testing.T) {
	t.Parallel()
	c := open(t, played(t, "buffer 1KiB 200ms"))
	require.GreaterOrEqual(t, turn(t, c, 4), 390*time.Millisecond, "twice held")
	turn(t, c, 1<<10)
}

func TestLine_Captive(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"captive", "captive certificate"} {
		l := played(t, text)
		c := open(t, l)
		if text == "captive certificate" {
			c = tls.Client(c, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // the portal's own
		}
		_, err := io.WriteString(c, "GET / HTTP/1.1\r\n\r\n")
		require.NoError(t, err)
		b, _ := io.ReadAll(c)
		require.True(t, strings.HasPrefix(string(b), "HTTP/1.1 302 "), "%s: %q", text, b)
	}
}

// A websocket is known by what its TLS offers; everything else passes.
func TestLine_Websocket(t *testing.T) {
	t.Parallel()
	try := func(l *badlink.Link, wait time.Duration, protocols ...string) bool {
		before := l.Sent()
		plain := open(t, l)
		require.NoError(t, plain.SetDeadline(time.Now().Add(wait)))
		c := tls.Client(plain, &tls.Config{ServerName: "x", NextProtos: protocols}) //nolint:gosec // only its first word
		require.Error(t, c.HandshakeContext(t.Context()), "an echo speaks no TLS")
		return l.Sent() > before
	}
	passed := func(l *badlink.Link, protocols ...string) bool { return try(l, patience, protocols...) }
	refused := played(t, "websocket refused")
	require.False(t, passed(refused, "http/1.1"))
	require.True(t, passed(refused, "h2", "http/1.1"))
	require.True(t, passed(refused))
	require.NoError(t, say(open(t, refused), patience))
	// It has a second to open; a busy machine may need another go.
	held := played(t, "websocket held")
	require.Condition(t, func() bool {
		for start := time.Now(); time.Since(start) < patience; {
			if try(held, 10*time.Second, "http/1.1") {
				return true
			}
		}
		return false
	}, "it opens")
}
