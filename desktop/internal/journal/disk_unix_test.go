//go:build unix

package journal_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"dotchain/desktop/internal/journal"
)

// A lock that was given back is free, though a child that is just being started still has
// the file.
func TestDisk_LockIsGivenBack(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "LOCK")
	held, err := journal.Disk{}.Lock(name)
	require.NoError(t, err)
	file, ok := held.(interface{ Fd() uintptr })
	require.True(t, ok)
	child, err := unix.Dup(int(file.Fd())) //nolint:gosec // a descriptor
	require.NoError(t, err)
	t.Cleanup(func() { _ = unix.Close(child) })
	_, err = journal.Disk{}.Lock(name)
	require.ErrorIs(t, err, journal.ErrInUse)
	require.NoError(t, held.Close())
	again, err := journal.Disk{}.Lock(name)
	require.NoError(t, err)
	require.NoError(t, again.Close())
}
