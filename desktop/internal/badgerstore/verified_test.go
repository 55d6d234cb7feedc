package badgerstore_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/badgerstore"
)

// flip turns a bit of every table of a store, and lets the files look as they did before.
func flip(t *testing.T, dir string) {
	t.Helper()
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	require.NoError(t, err)
	require.NotEmpty(t, tables)
	for _, name := range tables {
		info, err := os.Stat(name)
		require.NoError(t, err)
		b, err := os.ReadFile(name) //nolint:gosec // the test's own
		require.NoError(t, err)
		b[len(b)/3] ^= 4
		require.NoError(t, os.WriteFile(name, b, 0o600))
		require.NoError(t, os.Chtimes(name, info.ModTime(), info.ModTime()))
	}
}

// What was compared before is not compared again, as long as it is the same; one opening
// long, and no longer.
func TestVerified(t *testing.T) {
	t.Parallel()
	c := filled(t)
	c.Verified = &badgerstore.Verified{}
	require.NoError(t, c.Verified.Check(c.Dir))
	flip(t, c.Dir)
	require.NoError(t, c.Verified.Check(c.Dir), "it looks as it did")
	require.ErrorIs(t, new(badgerstore.Verified).Check(c.Dir), badgerstore.ErrDamaged)
	flip(t, c.Dir) // back

	d, report, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	require.Empty(t, report.Quarantined)
	require.NoError(t, d.Close())
	flip(t, c.Dir)
	opensEmpty(t, c)
	require.NoError(t, c.Verified.Check(filepath.Join(c.Dir, "no store at all")))
}

// A table that changed since it was compared is compared again.
func TestVerified_Changed(t *testing.T) {
	t.Parallel()
	c := filled(t)
	c.Verified = &badgerstore.Verified{}
	require.NoError(t, c.Verified.Check(c.Dir))
	tables, err := filepath.Glob(filepath.Join(c.Dir, "*.sst"))
	require.NoError(t, err)
	require.NoError(t, os.Truncate(tables[0], 100))
	require.ErrorIs(t, c.Verified.Check(c.Dir), badgerstore.ErrDamaged)
	opensEmpty(t, c)
}
