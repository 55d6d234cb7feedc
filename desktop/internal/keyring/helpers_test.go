package keyring_test

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/keyring"
)

const (
	dir     = "/profile/keys"
	sealed  = dir + "/keys.sealed"
	secret  = dir + "/device.secret"
	passOne = "вісім слів про зелене поле"
	passTwo = "інший рядок на заміну першому"
)

// cheap makes guessing cheap, for tests alone.
func cheap() keyring.Params { return keyring.Params{Memory: 64, Time: 1, Threads: 1} }

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// counter is an endless source of different bytes that repeats in each run.
type counter struct{ n uint32 }

func (c *counter) Read(b []byte) (int, error) {
	for i := range b {
		c.n = c.n*1664525 + 1013904223
		b[i] = byte(c.n >> 24)
	}
	return len(b), nil
}

func options(fsys keyring.FS) keyring.Options {
	return keyring.Options{FS: fsys, Rand: &counter{}, Params: cheap()}
}

// memFS is a disk whose calls can be made to fail, and which forgets what was
// not made lasting when the power goes.
type memFS struct {
	files   map[string][]byte
	lasting map[string][]byte
	calls   int
	failAt  int  // this call fails; 0 none
	dead    bool // every later call fails as well
	mid     bool // the failing call does half of its work, or all of it
}

var errDisk = errors.New("the disk reports an error")

func newMemFS() *memFS { return &memFS{files: map[string][]byte{}, lasting: map[string][]byte{}} }

// step says whether the call works; half, that it fails and works all the same.
func (m *memFS) step() (half bool, err error) {
	m.calls++
	switch {
	case m.failAt == 0 || m.calls < m.failAt:
		return false, nil
	case m.calls == m.failAt && m.mid:
		return true, errDisk
	case m.calls == m.failAt || m.dead:
		return false, errDisk
	}
	return false, nil
}

func (m *memFS) MkdirAll(string) error {
	_, err := m.step()
	return err
}

func (m *memFS) ReadFile(name string) ([]byte, error) {
	if _, err := m.step(); err != nil {
		return nil, err
	}
	data, ok := m.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return bytes.Clone(data), nil
}

func (m *memFS) WriteFile(name string, data []byte) error {
	half, err := m.step()
	if half {
		m.files[name] = bytes.Clone(data[:len(data)/2])
	}
	if err == nil {
		m.files[name] = bytes.Clone(data)
	}
	return err
}

func (m *memFS) Rename(from, to string) error {
	half, err := m.step()
	if err == nil || half {
		m.files[to] = m.files[from]
		delete(m.files, from)
	}
	return err
}

func (m *memFS) Remove(name string) error {
	_, err := m.step()
	if err == nil {
		delete(m.files, name)
	}
	return err
}

func (m *memFS) SyncDir(path string) error {
	half, err := m.step()
	if err == nil || half {
		maps.DeleteFunc(m.lasting, func(name string, _ []byte) bool { return filepath.Dir(name) == path })
		for name, data := range m.files {
			m.lasting[name] = data
		}
	}
	return err
}

// after is the disk of the next start; strict, if names that were not flushed
// are gone.
func (m *memFS) after(strict bool) *memFS {
	next := newMemFS()
	files := m.files
	if strict {
		files = m.lasting
	}
	for name, data := range files {
		next.files[name], next.lasting[name] = bytes.Clone(data), bytes.Clone(data)
	}
	return next
}

// fakeStore is a keystore in memory.
type fakeStore struct {
	secrets map[string]string
	deaf    bool
	forgets bool // takes secrets and does not keep them
}

var errNoStore = errors.New("no keystore runs here")

func (s *fakeStore) Set(service, account, secret string) error {
	if s.deaf {
		return errNoStore
	}
	if !s.forgets {
		s.secrets[service+"/"+account] = secret
	}
	return nil
}

func (s *fakeStore) Get(service, account string) (string, error) {
	secret, ok := s.secrets[service+"/"+account]
	if s.deaf || !ok {
		return "", errNoStore
	}
	return secret, nil
}

func (s *fakeStore) Delete(service, account string) error {
	delete(s.secrets, service+"/"+account)
	return nil
}

func create(t *testing.T, o keyring.Options) *keyring.Unlocked {
	t.Helper()
	u, err := keyring.Create(dir, passOne, noon(), o)
	require.NoError(t, err)
	return u
}

// fingerprint tells one set of keys from another.
func fingerprint(t *testing.T, u *keyring.Unlocked) string {
	t.Helper()
	signature, err := u.Sign([]byte("probe"))
	require.NoError(t, err)
	box := u.Sealer("journal").Seal([]byte("probe"), nil)
	require.NotEmpty(t, box)
	device, err := publicBytes(u)
	require.NoError(t, err)
	return string(u.Public()) + string(signature) + string(device)
}
