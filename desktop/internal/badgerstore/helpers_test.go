package badgerstore_test

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/desktop/internal/badgerstore"
)

// sealer is what the keyring gives, with a key of the test's own.
type sealer struct {
	key    [32]byte
	locked atomic.Bool
}

func (s *sealer) Seal(plain, aad []byte) []byte {
	if s.locked.Load() {
		return nil
	}
	aead, err := chacha20poly1305.NewX(s.key[:])
	if err != nil {
		panic(err)
	}
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	if _, err := rand.Read(nonce); err != nil {
		panic(err)
	}
	return aead.Seal(nonce, nonce, plain, aad)
}

func (s *sealer) Open(box, aad []byte) ([]byte, error) {
	if s.locked.Load() {
		return nil, errors.New("locked")
	}
	aead, err := chacha20poly1305.NewX(s.key[:])
	if err != nil {
		return nil, err
	}
	if len(box) < aead.NonceSize() {
		return nil, errors.New("short")
	}
	return aead.Open(nil, box[:aead.NonceSize()], box[aead.NonceSize():], aad)
}

func config(dir string) badgerstore.Config {
	return badgerstore.Config{
		Dir: dir, Sealer: &sealer{}, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
	}
}

// openDocs opens documents; at the end of the test they are checked and closed.
func openDocs(tb testing.TB, c badgerstore.Config) *badgerstore.Docs {
	tb.Helper()
	d, report, err := badgerstore.OpenDocs(c)
	require.NoError(tb, err)
	require.Empty(tb, report.Quarantined, "%v", report.Cause)
	tb.Cleanup(func() {
		if d.IsOpen() {
			require.NoError(tb, d.Check())
		}
		require.NoError(tb, d.Close())
	})
	return d
}

// openWork opens work; at the end of the test it is checked and closed.
func openWork(tb testing.TB, c badgerstore.Config) *badgerstore.Work {
	tb.Helper()
	w, report, err := badgerstore.OpenWork(c)
	require.NoError(tb, err)
	require.Empty(tb, report.Quarantined, "%v", report.Cause)
	tb.Cleanup(func() {
		if w.IsOpen() {
			require.NoError(tb, w.Check())
		}
		require.NoError(tb, w.Close())
	})
	return w
}

func tempDir(tb testing.TB, name string) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), name)
}
