package badgerstore_test

import (
	"crypto/rand"
	"errors"
	"io"
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
		Dir: dir, Sealer: &sealer{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now: func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
	}
}

// openDocs opens documents; at the end of the test they are checked and closed.
func openDocs(t testing.TB, c badgerstore.Config) *badgerstore.Docs {
	t.Helper()
	d, report, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	require.Empty(t, report.Quarantined, "%v", report.Cause)
	t.Cleanup(func() {
		if d.IsOpen() {
			require.NoError(t, d.Check())
		}
		require.NoError(t, d.Close())
	})
	return d
}

// openWork opens work; at the end of the test it is checked and closed.
func openWork(t testing.TB, c badgerstore.Config) *badgerstore.Work {
	t.Helper()
	w, report, err := badgerstore.OpenWork(c)
	require.NoError(t, err)
	require.Empty(t, report.Quarantined, "%v", report.Cause)
	t.Cleanup(func() {
		if w.IsOpen() {
			require.NoError(t, w.Check())
		}
		require.NoError(t, w.Close())
	})
	return w
}

func tempDir(t testing.TB, name string) string {
	t.Helper()
	return filepath.Join(t.TempDir(), name)
}
