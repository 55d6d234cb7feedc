package badgerstore_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/badgerstore"
)

// Room is held back while there is some, given up to close on a full disk, and held back
// again at the next start with room.
func TestReserve(t *testing.T) {
	t.Parallel()
	free := uint64(1 << 30)
	c := filled(t)
	c.Reserve = true
	c.Free = func(string) (uint64, error) { return free, nil }
	size := func() int64 {
		info, err := os.Stat(c.Dir + ".reserve")
		if err != nil {
			return 0
		}
		return info.Size()
	}
	for range 2 {
		d, report, err := badgerstore.OpenDocs(c)
		require.NoError(t, err)
		require.Empty(t, report.Quarantined)
		require.EqualValues(t, 33<<20, size())
		free = 1 << 20
		require.NoError(t, d.Close())
		require.Zero(t, size(), "given up")

		free = badgerstore.FloorDocs // no more than must stay free
		d, _, err = badgerstore.OpenDocs(c)
		require.NoError(t, err)
		require.NoError(t, d.Close())
		require.Zero(t, size())
		free = 1 << 30
	}
	d, _, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	require.NoError(t, d.Close())
	require.EqualValues(t, 33<<20, size(), "it stays where nobody needs it")
}
