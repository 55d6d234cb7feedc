package journal_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/journal"
)

// Records that stand there a second time are no records: they are one damaged region up to the
// next higher number, and what is handed out and counted has each number once.
func TestJournal_EqualNumbers(t *testing.T) {
	t.Parallel()
	fsys, d := newMemFS(), newDiary()
	j, _, err := journal.Open(fsys, dir, config(1))
	require.NoError(t, err)
	require.NoError(t, d.append(j, 3))
	require.NoError(t, j.Close())
	node := fsys.now[segments(fsys)[0]]
	first, second, third := journal.Frames(node.data)
	node.data = slices.Concat(node.data[:128], first, second, second, second, third)
	node.disk = slices.Clone(node.data)

	j, report, err := journal.Open(fsys, dir, config(1))
	require.NoError(t, err)
	require.Equal(t, []*journal.DamageError{{
		Segment: 1, Offset: int64(128 + len(first) + len(second)), Length: int64(2 * len(second)), Flaw: journal.FlawRecord,
	}}, report.Damage)
	require.Equal(t, 3, report.Records)
	d.check(t, j)
	require.NoError(t, j.Close())
	j, report, err = journal.Open(fsys.after(dropped, nil), dir, config(1))
	require.NoError(t, err)
	require.NoError(t, report.Err(), "it was put in order")
	require.Equal(t, 3, report.Records)
	d.check(t, j)
}

// A damaged segment that could not be put aside is not written anew by Prune, whatever is
// wanted of it: its bytes are nowhere else. The next Open puts them aside.
func TestJournal_Prune_LeavesWhatIsHurt(t *testing.T) {
	t.Parallel()
	fsys, _ := filled(t, tight())
	name := segments(fsys)[1]
	clear(fsys.now[name].data[190:230])
	fsys.now[name].disk = slices.Clone(fsys.now[name].data)
	hurt := slices.Clone(fsys.now[name].data)
	fsys.hook = func(_ int, op, name string) failure {
		if op == "create" && strings.Contains(name, "quarantine") {
			return fails
		}
		return works
	}
	j, report, err := journal.Open(fsys, dir, tight())
	require.NoError(t, err)
	require.True(t, report.Lost())
	require.ErrorIs(t, report.Unrepaired, errDisk)
	removed, err := j.Prune(func(journal.Record) bool { return false })
	require.NoError(t, err)
	require.NotZero(t, removed, "the others are written anew")
	require.NotEmpty(t, collect(t, j), "what can be read of it is still handed out")
	require.Equal(t, hurt, fsys.now[name].data)
	require.NoError(t, j.Close())

	fsys = fsys.after(dropped, nil)
	_, report, err = journal.Open(fsys, dir, tight())
	require.NoError(t, err)
	require.NoError(t, report.Unrepaired)
	require.Len(t, report.Kept, 1)
	require.Equal(t, hurt, fsys.now[filepath.Join(dir, "quarantine", report.Kept[0])].data)
}
