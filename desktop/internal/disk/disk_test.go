package disk_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/disk"
)

// failing is the real disk, of which one call fails.
type failing struct {
	disk.Disk
	at string
}

var errDisk = errors.New("the disk reports an error")

func (f failing) WriteFile(name string, data []byte) error {
	if f.at == "write" {
		_ = os.WriteFile(name, data[:len(data)/2], 0o600)
		return errDisk
	}
	return f.Disk.WriteFile(name, data)
}

func (f failing) Rename(from, to string) error {
	if f.at == "rename" {
		return errDisk
	}
	return f.Disk.Rename(from, to)
}

// Whatever fails, the old contents are there, and nothing takes up room beside them.
func TestReplace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "settings")
	require.NoError(t, disk.Replace(disk.Disk{}, name, []byte("old")))
	for _, at := range []string{"write", "rename"} {
		require.ErrorIs(t, disk.Replace(failing{at: at}, name, []byte("new one")), errDisk)
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, "old", string(b), at)
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, entries, 1, at)
	}
	require.NoError(t, disk.Replace(disk.Disk{}, name, []byte("new one")))
	b, err := disk.Disk{}.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, "new one", string(b))
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "this user alone")
}
