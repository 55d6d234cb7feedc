package session_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/session"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

func newProfile(t *testing.T, dir string) *session.Profile {
	t.Helper()
	p, err := session.New(session.Config{
		Dir: dir, Program: "test", Clock: time.Now, Random: func([]byte) {}, Jitter: func() float64 { return 0 },
	})
	require.NoError(t, err)
	return p
}

func codeOfOpen(t *testing.T, p *session.Profile, passphrase string) fault.Code {
	t.Helper()
	_, err := p.Open(passphrase, app.Hooks{})
	require.Error(t, err)
	return fault.CodeOf(err)
}

// Each thing that can be wrong with a profile's folder has a name of its own.
func TestOpen_Faults(t *testing.T) {
	t.Parallel()
	const passphrase = "a long enough passphrase"
	dir := t.TempDir()
	write := func(name string, b []byte) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	p := newProfile(t, dir)
	require.Equal(t, fault.NotEnrolled, codeOfOpen(t, p, passphrase))
	require.False(t, p.Facts().Enrolled)

	write("enrolment", []byte("no enrolment"))
	require.Equal(t, fault.ProfileDamaged, codeOfOpen(t, p, passphrase))
	require.True(t, p.Facts().Enrolled, "a damaged profile is not a new one")

	write("enrolment", seal.Encode(map[int]string{1: "https://localhost"}))
	require.Equal(t, fault.NotEnrolled, codeOfOpen(t, p, passphrase), "there are no keys")
	u, err := keyring.Create(dir, passphrase, time.Now(), keyring.Options{})
	require.NoError(t, err)
	u.Lock()
	require.Equal(t, fault.PassphraseWrong, codeOfOpen(t, p, "another long passphrase"))
	write("journal", []byte("a file where the folder should be"))
	require.Equal(t, fault.DiskFailed, codeOfOpen(t, p, passphrase))
	write("keys.sealed", []byte("no keys"))
	require.Equal(t, fault.ProfileDamaged, codeOfOpen(t, p, passphrase))
}

// A folder that cannot be written is the disk's, not the program's mistake.
func TestSaveSettings_DiskFailed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	err := newProfile(t, filepath.Join(file, "profile")).SaveSettings(app.Settings{})
	require.Equal(t, fault.DiskFailed, fault.CodeOf(err))
}
