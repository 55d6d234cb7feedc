package remote_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// shelf serves one segment, badly.
type shelf struct {
	content []byte
	// most is how many bytes an answer carries before the line breaks; 0 for all.
	most int
	// unranged knows no ranges; gone has no segment; spoiled changes a byte of what it gives.
	unranged, gone, spoiled bool
	given                   int
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.gone {
		http.NotFound(w, r)
		return
	}
	rest, from := s.content, 0
	if text := r.Header.Get("Range"); text != "" && !s.unranged {
		if _, err := fmt.Sscanf(text, "bytes=%d-", &from); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		rest = rest[from:]
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(s.content)-1, len(s.content)))
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(rest)))
	if from > 0 {
		w.WriteHeader(http.StatusPartialContent)
	}
	if s.spoiled {
		rest = bytes.Clone(rest)
		rest[len(rest)/2] ^= 1
	}
	n := len(rest)
	if s.most > 0 {
		n = min(n, s.most)
	}
	s.given += n
	_, _ = w.Write(rest[:n])
	if n < len(rest) {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

func (m *maker) loader(s *shelf, dir string) *remote.Remote {
	m.t.Helper()
	server := m.serve(s.ServeHTTP)
	der, key := m.sign(&x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}, time.Hour)
	r, err := remote.New(remote.Identity{Server: server.URL, Root: m.root.Raw, Certificate: der, Key: key, Segments: dir}, nil)
	require.NoError(m.t, err)
	m.t.Cleanup(r.Close)
	return r
}

func randomSegment(n int) ([]byte, wire.Part) {
	content := make([]byte, n)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(content)
	return content, wire.Part{Hash: seal.Sum(content), Size: int64(n)}
}

// A segment comes whole however often the line breaks, without coming twice, also to
// another run of the program.
func TestSegment_BrokenEverywhere(t *testing.T) {
	t.Parallel()
	content, p := randomSegment(700_000)
	s := &shelf{content: content, most: 90_000}
	dir := t.TempDir()
	m := newMaker(t)
	var got []byte
	tries := 0
	for got == nil {
		require.Less(t, tries, 20)
		r := m.loader(s, dir)
		last := int64(0)
		b, err := r.Segment(t.Context(), p, func(n int64) { last = n })
		if err == nil {
			got = b
			require.Equal(t, p.Size, last)
		} else {
			require.Equal(t, fault.Offline, fault.CodeOf(err))
		}
		tries++
	}
	require.Equal(t, content, got)
	require.Less(t, s.given, len(content)+len(content)/10, "what came is not fetched again")

	given := s.given
	_, err := m.loader(s, dir).Segment(t.Context(), p, func(int64) {})
	require.NoError(t, err)
	require.Equal(t, given, s.given, "what is here whole is not fetched")
}

func TestSegment_OnTheWay(t *testing.T) {
	t.Parallel()
	content, p := randomSegment(300_000)
	m := newMaker(t)
	ask := func(r *remote.Remote) error {
		_, err := r.Segment(t.Context(), p, func(int64) {})
		return err
	}
	t.Run("a cache without ranges", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		s := &shelf{content: content, most: 100_000, unranged: true}
		require.Error(t, ask(m.loader(s, dir)))
		s.most = 0
		require.NoError(t, ask(m.loader(s, dir)))
	})
	t.Run("another one's bytes", func(t *testing.T) {
		t.Parallel()
		s := &shelf{content: content, spoiled: true}
		r := m.loader(s, t.TempDir())
		require.Equal(t, fault.Busy, fault.CodeOf(ask(r)), "once more, from the start")
		s.spoiled = false
		require.NoError(t, ask(r))
	})
	t.Run("longer than it says", func(t *testing.T) {
		t.Parallel()
		long := p
		long.Size -= 10
		_, err := m.loader(&shelf{content: content}, t.TempDir()).Segment(t.Context(), long, func(int64) {})
		require.Equal(t, fault.Malformed, fault.CodeOf(err))
	})
	t.Run("gone", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, ask(m.loader(&shelf{gone: true}, t.TempDir())), syncer.ErrReplaced)
	})
	t.Run("forgotten", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		r := m.loader(&shelf{content: content}, dir)
		require.NoError(t, ask(r))
		r.Forget([]wire.Part{p})
		names, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, names, 1)
		r.Forget(nil)
		names, err = os.ReadDir(filepath.Clean(dir))
		require.NoError(t, err)
		require.Empty(t, names)
	})
}
