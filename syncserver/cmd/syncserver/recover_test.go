package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/journal"
	"dotchain/shared/journal/journaltest"
	"dotchain/syncserver"
	"dotchain/syncserver/syncservertest"
)

// TestRecover_Refuses: the whole of what can be wrong before anything is opened, and a
// journal in which nothing opens.
func TestRecover_Refuses(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	at := []string{"--data", data, "--database", syncservertest.Database(t)}
	run := func(args ...string) error { return operate(t, append(append([]string{"recover"}, args...), at...)...) }
	require.NoError(t, operate(t, append([]string{"init"}, at...)...))
	key := filepath.Join(data, "authority", "recovery.key")
	segment := filepath.Join(t.TempDir(), "00000001.journal")
	store := journal.StoreID{1}
	foreign := append(journaltest.Head(store), journaltest.Record(t, store, 1, journal.KindCommand, journaltest.Key(t), []byte("order"))...)
	require.NoError(t, os.WriteFile(segment, foreign, 0o600))

	require.ErrorContains(t, run("--key", filepath.Join(data, "authority", "recovery.pub"), segment), "PRIVATE KEY")
	require.ErrorContains(t, run("--key", filepath.Join(data, "authority", "root.key"), segment), "a key of type")
	require.ErrorIs(t, run("--key", key, t.TempDir()), syncserver.ErrNoFiles)
	require.ErrorIs(t, run("--key", key, segment), exitError(exitNothing))

	// A key that opens: what it is not is the server's to say.
	private, err := syncserver.LoadRecoveryKey(key)
	require.NoError(t, err)
	own := append(foreign, journaltest.Record(t, store, 2, journal.KindCommand, private, []byte("order"))...)
	require.NoError(t, os.WriteFile(segment, own, 0o600))
	for range 2 {
		require.NoError(t, run("--key", key, filepath.Dir(segment)))
	}
}

// An operator reads what was found in each file, why the rest was not, and the sum of all.
func TestTellRecovered(t *testing.T) {
	t.Parallel()
	key := journaltest.Key(t).PublicKey()
	r := syncserver.Recovered{Found: 3, Known: 1, Applied: 1, Parked: 1}
	read := func(name string, found journal.Recovered, err error) {
		r.Files = append(r.Files, struct {
			Name string
			journal.Recovered
			Err error
		}{name, found, err})
	}
	read("1.journal", journal.Recovered{Commands: make([][]byte, 3), Others: 4, Damage: []journal.Damage{
		{Offset: 128, Length: 300, Mended: true}, {Offset: 900, Length: 10},
	}}, nil)
	read("2.journal", journal.Recovered{NoBox: 1, OtherKey: 2, Sealed: 3, Keys: []journal.KeyID{{0xab}}}, nil)
	read("letter", journal.Recovered{}, journal.ErrNoJournal)
	read("bad", journal.Recovered{}, errors.New("input/output error"))
	var b strings.Builder
	tellRecovered(&b, key, r)
	require.Equal(t, `1.journal: 3 commands opened, 4 other records
  bytes 128 to 427: damaged, restored and proved by its seal
  bytes 900 to 909: no whole record. At the end of a file that is mostly a signature that was cut off and never shown as saved
2.journal: 0 commands opened, 0 other records
  1 commands have no recovery box: the laptop knew no recovery key. Only its passphrase opens them
  2 commands are sealed to another recovery key: [ab00000000000000]. The one given is `+journal.RecoveryKeyID(key).String()+`
  3 commands do not open: they are not as they were written, or of another journal
letter: not a file of a journal
bad: input/output error
Commands found: 3. New: 2, of them 1 applied and 1 wait as cases. Known before: 1. Unreadable: 7.
`, b.String())
}
