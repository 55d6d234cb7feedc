package syncserver_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/journal"
	"dotchain/syncserver"
)

// Of a profile's folder the journal is taken, and what was put aside of it; nothing else, and
// no file twice. What was named is taken whatever it is called.
func TestJournalFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{
		"keys.sealed", "enrolment", "docs/000001.sst", "work/MANIFEST", "journal/LOCK", "journal/00000001.journal",
		"journal/00000002.journal.tmp", "journal/quarantine/00000001-ab.journal", "journal/quarantine/00000001-128-ab.tail",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(name), 0o600))
	}
	names := func(paths ...string) (all []string) {
		files, err := syncserver.JournalFiles(paths...)
		require.NoError(t, err)
		for _, f := range files {
			name, err := filepath.Rel(dir, f.Name)
			require.NoError(t, err)
			require.NoError(t, f.Err)
			require.Equal(t, filepath.ToSlash(name), string(f.Data))
			all = append(all, filepath.ToSlash(name))
		}
		return all
	}
	folder := filepath.Join(dir, "journal")
	require.Equal(t, []string{
		"journal/00000001.journal", "journal/00000002.journal.tmp",
		"journal/quarantine/00000001-128-ab.tail", "journal/quarantine/00000001-ab.journal",
	}, names(dir, folder))
	require.Equal(t, []string{"journal/00000001.journal", "enrolment"}, names(filepath.Join(folder, "00000001.journal"), filepath.Join(dir, "enrolment")))

	_, err := syncserver.JournalFiles(filepath.Join(dir, "docs"))
	require.ErrorIs(t, err, syncserver.ErrNoFiles)
	_, err = syncserver.JournalFiles(filepath.Join(dir, "nowhere"))
	require.ErrorIs(t, err, fs.ErrNotExist)

	long := filepath.Join(dir, "long.journal")
	require.NoError(t, os.WriteFile(long, nil, 0o600))
	require.NoError(t, os.Truncate(long, 65<<20))
	files, err := syncserver.JournalFiles(long)
	require.NoError(t, err)
	require.ErrorIs(t, files[0].Err, journal.ErrNoJournal)
}
