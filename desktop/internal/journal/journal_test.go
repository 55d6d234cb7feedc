package journal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/journal"
)

func TestJournal_Append_SurvivesReopening(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), config(1)
	j, report, err := journal.Open(journal.Disk{}, dir, c)
	require.NoError(t, err)
	require.NoError(t, report.Err())
	for i := range 10 {
		var seq journal.Seq
		seq, err = j.Append(journal.KindCommand, payload(i))
		require.NoError(t, err)
		require.Equal(t, journal.Seq(i+1), seq)
	}
	require.NoError(t, j.Close())
	require.NoError(t, j.Close())

	j, report, err = journal.Open(journal.Disk{}, dir, c)
	require.NoError(t, err)
	require.NoError(t, report.Err())
	require.Equal(t, 10, report.Records)
	require.Equal(t, journal.Seq(11), j.Next())
	require.Equal(t, numbered(10), collect(t, j))
	require.NoError(t, j.Close())
}
