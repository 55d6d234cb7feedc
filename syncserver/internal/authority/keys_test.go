package authority_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/syncserver/internal/authority"
)

func TestKeys_ServerCertificateIsMadeAnew(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "authority")
	now := time.Date(2026, time.March, 10, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	require.NoError(t, authority.Init(dir, []string{"sync.example.org"}, now))
	keys, err := authority.Load(dir, clock)
	require.NoError(t, err)
	leaf := func() string {
		c, certErr := keys.TLS().GetCertificate(nil)
		require.NoError(t, certErr)
		require.Len(t, c.Certificate, 2, "the root goes along")
		require.NoError(t, c.Leaf.VerifyHostname("sync.example.org"))
		require.NoError(t, c.Leaf.VerifyHostname("127.0.0.1"))
		require.True(t, c.Leaf.NotAfter.After(now))
		return c.Leaf.SerialNumber.String()
	}
	first := leaf()
	now = now.Add(59 * 24 * time.Hour)
	require.Equal(t, first, leaf())
	now = now.Add(2 * 24 * time.Hour)
	second := leaf()
	require.NotEqual(t, first, second, "30 days before its end")
	keys, err = authority.Load(dir, clock)
	require.NoError(t, err)
	require.Equal(t, second, leaf(), "the new one was stored")

	fingerprint := keys.Fingerprint()
	require.NoError(t, authority.Init(dir, []string{"other.example.org"}, now))
	keys, err = authority.Load(dir, clock)
	require.NoError(t, err)
	require.Equal(t, fingerprint, keys.Fingerprint(), "the root stays")
	require.NotEqual(t, second, leaf(), "a further host, and the old one still")

	now = now.AddDate(11, 0, 0)
	_, err = authority.Load(dir, clock)
	require.ErrorContains(t, err, "root ended")
}

func TestLoad_RefusesOpenKeys(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such mode")
	}
	for _, name := range []string{"root.key", "server.key", "signing.key", "recovery.key", "courier.key", "."} {
		dir := filepath.Join(t.TempDir(), "authority")
		require.NoError(t, authority.Init(dir, nil, time.Now()))
		require.NoError(t, os.Chmod(filepath.Join(dir, name), 0o750))
		_, err := authority.Load(dir, time.Now)
		var open *authority.OpenError
		require.ErrorAs(t, err, &open, name)
	}
}

// A folder that was made before there were courier files gets their key when the server
// starts, and keeps it.
func TestLoad_MakesTheKeyOfCourierFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "authority")
	require.NoError(t, authority.Init(dir, nil, time.Now()))
	first, err := authority.Load(dir, time.Now)
	require.NoError(t, err)
	again, err := authority.Load(dir, time.Now)
	require.NoError(t, err)
	require.Equal(t, first.Courier().Public(), again.Courier().Public())

	require.NoError(t, os.Remove(filepath.Join(dir, "courier.key")))
	made, err := authority.Load(dir, time.Now)
	require.NoError(t, err)
	require.NotEqual(t, first.Courier().Public(), made.Courier().Public())
	again, err = authority.Load(dir, time.Now)
	require.NoError(t, err)
	require.Equal(t, made.Courier().Public(), again.Courier().Public(), "it was stored")
}
