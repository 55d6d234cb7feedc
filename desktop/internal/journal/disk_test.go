package journal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/journal"
)

func TestDisk_Reserve(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "profile", "journal")
	j, _, err := journal.Open(journal.Disk{}, folder, small())
	require.NoError(t, err)
	require.False(t, j.Low())
	info, err := os.Stat(filepath.Join(folder, "RESERVE"))
	require.NoError(t, err)
	require.Equal(t, int64(4096), info.Size())
	d := newDiary()
	require.NoError(t, d.append(j, 30))
	require.NoError(t, d.prune(j, func(s journal.Seq) bool { return s < 25 }))
	require.NoError(t, j.Close())
	j, report, err := journal.Open(journal.Disk{}, folder, small())
	require.NoError(t, err)
	require.NoError(t, report.Err())
	d.check(t, j)
	require.NoError(t, j.Close())
}

func TestDisk_IsFull(t *testing.T) {
	t.Parallel()
	if os.PathSeparator == '/' {
		require.True(t, journal.Disk{}.IsFull(fmt.Errorf("write: %w", syscall.ENOSPC)))
	}
	require.False(t, journal.Disk{}.IsFull(syscall.EIO))
}

func TestOpen_RefusesBadConfig(t *testing.T) {
	t.Parallel()
	_, _, err := journal.Open(journal.Disk{}, t.TempDir(), journal.Config{})
	require.ErrorContains(t, err, "sealer")
	c := config(1)
	c.SegmentSize = -1
	_, _, err = journal.Open(journal.Disk{}, t.TempDir(), c)
	require.Error(t, err)
}
