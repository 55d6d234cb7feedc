package badlink_test

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"dotchain/desktop/e2e/badlink"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds every wait for what must happen. It is no measure: only a broken link
// ever reaches it, also where many share a machine.
const patience = 4 * time.Minute

// echo is a server that says back what it hears, until the links to it are closed.
func echo(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's own socket
	require.NoError(t, err)
	var running sync.WaitGroup
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer func() { _ = c.Close() }()
				_, _ = io.Copy(c, c)
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		running.Wait()
	})
	return l.Addr().String()
}

func open(t *testing.T, l *badlink.Link) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", l.Address()) //nolint:noctx // a test's own socket
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func say(c net.Conn, wait time.Duration) error {
	if _, err := c.Write([]byte("ping")); err != nil {
		return err
	}
	_ = c.SetReadDeadline(time.Now().Add(wait))
	_, err := io.ReadFull(c, make([]byte, 4))
	return err
}

func TestLink(t *testing.T) {
	t.Parallel()
	l, err := badlink.Listen(t.Context(), echo(t))
	require.NoError(t, err)
	t.Cleanup(l.Close)

	c := open(t, l)
	require.NoError(t, say(c, patience))

	l.Set(badlink.Quality{Silent: true})
	require.Error(t, say(c, 50*time.Millisecond), "half-open: nothing comes")

	l.Cut()
	_, err = c.Read(make([]byte, 1))
	require.Error(t, err, "a cut breaks what stands")
	if late, err := net.Dial("tcp", l.Address()); err == nil { //nolint:noctx // a test's own socket
		require.Error(t, say(late, patience), "and what comes")
		require.NoError(t, late.Close())
	}

	l.Set(badlink.Quality{BreakAfter: 6})
	c = open(t, l)
	require.Error(t, say(c, patience), "the answer breaks in the middle")

	l.Restore()
	require.NoError(t, say(open(t, l), patience))
}
