package attachments_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/desktop/internal/attachments"
	"dotchain/desktop/internal/disk"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// killEnv makes the test binary the program that is killed.
const killEnv = "ATTACHMENTS_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killEnv); dir != "" {
		if err := victim(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// box seals as the keyring does, with a key and nonces that only a test has.
type box struct{ locked bool }

func (b *box) Seal(plain, aad []byte) []byte {
	if b.locked {
		return nil
	}
	c, err := chacha20poly1305.NewX(make([]byte, 32))
	if err != nil {
		return nil
	}
	return c.Seal(nil, make([]byte, 24), plain, aad)
}

func (b *box) Open(sealed, aad []byte) ([]byte, error) {
	c, err := chacha20poly1305.NewX(make([]byte, 32))
	if err != nil || b.locked {
		return nil, fmt.Errorf("locked: %w", err)
	}
	return c.Open(nil, make([]byte, 24), sealed, aad)
}

func openStore(dir string) (*attachments.Store, error) {
	return attachments.Open(attachments.Config{Dir: dir, Sealer: &box{}, Disk: disk.Disk{}})
}

func newStore(t *testing.T, dir string) *attachments.Store {
	t.Helper()
	s, err := openStore(dir)
	require.NoError(t, err)
	return s
}

func contentOf(t *testing.T, s *attachments.Store, hash seal.Hash) []byte {
	t.Helper()
	content, err := s.Content(hash)
	require.NoError(t, err)
	return content
}

func TestStore(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "attachments")
	s := newStore(t, dir)
	content := bytes.Repeat([]byte("фото"), 1000)
	a, err := s.Add("дрон.jpg", "image/jpeg", content)
	require.NoError(t, err)
	require.Equal(t, seal.Sum(content), a.Hash)
	require.Equal(t, int64(len(content)), a.Bytes)
	again, err := s.Add("інша назва.jpg", "image/jpeg", content)
	require.NoError(t, err)
	require.Equal(t, a, again, "the same content is there once")

	for range 2 { // and after a start
		here, waits := s.Has(a.Hash)
		require.True(t, here && waits)
		require.Equal(t, []seal.Hash{a.Hash}, s.Waiting())
		said, ok := s.Find(a.Hash)
		require.True(t, ok)
		require.Equal(t, a, said)
		require.Equal(t, content, contentOf(t, s, a.Hash))
		s = newStore(t, dir)
	}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1)
	raw, err := os.ReadFile(filepath.Join(dir, files[0].Name()))
	require.NoError(t, err)
	require.NotContains(t, string(raw), "фото")
	require.NotContains(t, string(raw), "дрон")

	require.NoError(t, s.Sent(a.Hash))
	for range 2 {
		here, waits := s.Has(a.Hash)
		require.True(t, here)
		require.False(t, waits)
		require.Empty(t, s.Waiting())
		_, ok := s.Find(a.Hash)
		require.True(t, ok)
		s = newStore(t, dir)
	}
}

func TestStore_KeepsWhatCame(t *testing.T) {
	t.Parallel()
	s := newStore(t, t.TempDir())
	content := []byte("from elsewhere")
	require.Equal(t, fault.Malformed, fault.CodeOf(s.Keep(seal.Hash{1}, content)), "another content than its name says")
	require.NoError(t, s.Keep(seal.Sum(content), content))
	here, waits := s.Has(seal.Sum(content))
	require.True(t, here)
	require.False(t, waits)
	_, ok := s.Find(seal.Sum(content))
	require.False(t, ok, "nobody added it here")
	a, err := s.Add("a.pdf", "application/pdf", content)
	require.NoError(t, err)
	_, waits = s.Has(a.Hash)
	require.True(t, waits, "added here, the server has yet to hear of it")
	require.NoError(t, s.Sent(a.Hash))
	_, err = s.Content(seal.Hash{9})
	require.Equal(t, fault.AttachmentMissing, fault.CodeOf(err))
}

func TestStore_Damage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	content := []byte("some content")
	hash := seal.Sum(content)
	require.NoError(t, s.Keep(hash, content))
	path := filepath.Join(dir, hash.String()+".kept")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for at := range whole {
		broken := bytes.Clone(whole)
		broken[at] ^= 1
		require.NoError(t, os.WriteFile(path, broken, 0o600))
		s = newStore(t, dir)
		_, err = s.Content(hash)
		require.Equal(t, fault.ProfileDamaged, fault.CodeOf(err), at)
		here, _ := s.Has(hash)
		require.False(t, here, "it is fetched again")
	}
	for size := range whole {
		require.NoError(t, os.WriteFile(path, whole[:size], 0o600))
		_, err = newStore(t, dir).Content(hash)
		require.Error(t, err, size)
	}
	// A file under another's name does not open, nor does what it says of itself.
	own, err := newStore(t, dir).Add("a.pdf", "application/pdf", []byte("own"))
	require.NoError(t, err)
	said, err := os.ReadFile(filepath.Join(dir, own.Hash.String()+".waits"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, seal.Hash{8}.String()+".waits"), said, 0o600))
	_, ok := newStore(t, dir).Find(seal.Hash{8})
	require.False(t, ok)
	require.NoError(t, os.WriteFile(filepath.Join(dir, seal.Hash{7}.String()+".kept"), whole, 0o600))
	_, err = newStore(t, dir).Content(seal.Hash{7})
	require.Equal(t, fault.ProfileDamaged, fault.CodeOf(err))
}

// fullDisk has no room for a name.
type fullDisk struct{ disk.Disk }

func (fullDisk) Rename(string, string) error { return syscall.ENOSPC }

func TestStore_SaysWhy(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := attachments.Open(attachments.Config{Dir: dir, Sealer: &box{}, Disk: fullDisk{}})
	require.NoError(t, err)
	_, err = s.Add("a.png", "image/png", []byte("a"))
	require.Equal(t, fault.DiskFull, fault.CodeOf(err))
	here, _ := s.Has(seal.Sum([]byte("a")))
	require.False(t, here)
	s, err = attachments.Open(attachments.Config{Dir: dir, Sealer: &box{locked: true}, Disk: disk.Disk{}})
	require.NoError(t, err)
	_, err = s.Add("a.png", "image/png", []byte("a"))
	require.Equal(t, fault.Locked, fault.CodeOf(err))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left, "what was half written went at the start")
}

// victim adds files until it is killed, and says each that is saved.
func victim(dir string) error {
	s, err := openStore(dir)
	if err != nil {
		return err
	}
	for n := len(s.Waiting()); ; n++ {
		a, err := s.Add(fmt.Sprint(n, ".pdf"), "application/pdf", bytes.Repeat([]byte{byte(n), byte(n >> 8)}, 100_000))
		if err != nil {
			return err
		}
		fmt.Println(a.Hash) //nolint:forbidigo // to the test
	}
}

func TestStore_SurvivesKills(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var saved []string
	for n := range 8 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), killEnv+"="+dir)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		kill := func() {
			time.AfterFunc(time.Duration(20+15*n)*time.Millisecond, func() { _ = cmd.Process.Kill() })
		}
		early := n%4 == 0 // perhaps in the middle of opening, before it has said anything
		if early {
			kill()
		}
		lines := bufio.NewScanner(out)
		for said := 0; lines.Scan(); said++ {
			if said == 0 && !early {
				kill()
			}
			saved = append(saved, lines.Text())
		}
		require.NoError(t, lines.Err())
		_ = cmd.Wait()
		s := newStore(t, dir)
		for _, text := range saved {
			hash, bad := attachments.ParseHash(text)
			require.NoError(t, bad)
			_, ok := s.Find(hash)
			require.True(t, ok)
			contentOf(t, s, hash)
		}
		for _, hash := range s.Waiting() {
			contentOf(t, s, hash) // what has a name is whole
		}
	}
	require.NotEmpty(t, saved)
}
