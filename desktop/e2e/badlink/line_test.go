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
	_ = c.SetReadDeadline(start.Add(time.Minute))
	_, err := io.ReadFull(c, make([]byte, bytes))
	require.NoError(t, err)
	return time.Since(start)
}

func TestLine_Latency(t *testing.T) {
	t.Parallel()
	c := open(t, played(t, "100ms"))
	require.GreaterOrEqual(t, turn(t, c, 4), 100*time.Millisecond)
	// What follows does not wait for what is on its way.
	require.Less(t, turn(t, c, 100<<10), 5*time.Second)
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
	stalled := 0
	for range 8 {
		if turn(t, c, 1000) >= 200*time.Millisecond {
			stalled++
		}
	}
	require.Positive(t, stalled)
	require.Less(t, stalled, 8)
}

func TestLine_CutEvery(t *testing.T) {
	t.Parallel()
	l := played(t, "cut every 100ms")
	for range 3 {
		c := open(t, l)
		_ = c.SetReadDeadline(time.Now().Add(time.Minute))
		_, err := c.Read(make([]byte, 1))
		require.Error(t, err)
		require.NotErrorIs(t, err, os.ErrDeadlineExceeded)
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
	require.Less(t, turn(t, c, 1<<10), 10*time.Second)
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
	passed := func(l *badlink.Link, protocols ...string) bool {
		before := l.Sent()
		c := tls.Client(open(t, l), &tls.Config{ServerName: "x", NextProtos: protocols}) //nolint:gosec // only its first word
		require.Error(t, c.HandshakeContext(t.Context()), "an echo speaks no TLS")
		return l.Sent() > before
	}
	refused := played(t, "websocket refused")
	require.False(t, passed(refused, "http/1.1"))
	require.True(t, passed(refused, "h2", "http/1.1"))
	require.True(t, passed(refused))
	require.NoError(t, say(open(t, refused), time.Minute))
	require.True(t, passed(played(t, "websocket held"), "http/1.1"), "it opens")
}
