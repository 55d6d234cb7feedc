package clienttest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
)

// Entry makes an entry of a journal; its kinds take turns.
func Entry(n uint64) client.JournalEntry {
	return client.JournalEntry{Kind: client.JournalKind(n%3 + 1), Payload: fmt.Appendf(nil, "entry %d", n)} //nolint:gosec // below 4
}

// RunJournal runs the suite of client.Journal. open makes an empty journal; again ends
// the program that has it and starts the next one on the same folder.
func RunJournal(t *testing.T, open func(*testing.T) (j client.Journal, again func() client.Journal)) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, client.Journal, func() client.Journal){
		"an empty journal":                       journalEmpty,
		"entries come back in their order":       journalOrder,
		"a batch is one run of numbers":          journalBatch,
		"a batch of nothing changes nothing":     journalNothing,
		"a walk begins behind a number":          journalAfter,
		"a walk may append and sees its moment":  journalWalkAndWrite,
		"the next program finds what was saved":  journalAgain,
		"bytes are the journal's own":            journalOwnBytes,
		"an entry may be as large as an order":   journalLarge,
		"the same payload twice is two entries":  journalTwice,
		"a kind of a newer program is kept, too": journalNewer,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, again := open(t)
			test(t, j, again)
		})
	}
}

// replayed collects the entries above a number; each has the next one.
func replayed(t *testing.T, j client.Journal, after uint64) []client.JournalEntry {
	t.Helper()
	var all []client.JournalEntry
	for e, err := range j.Replay(after) {
		require.NoError(t, err)
		require.Equal(t, after+uint64(len(all))+1, e.Seq)
		all = append(all, e)
	}
	return all
}

// written are the entries from one number to another, as they come back.
func written(from, to uint64) []client.JournalEntry {
	var all []client.JournalEntry
	for n := from; n <= to; n++ {
		e := Entry(n)
		e.Seq = n
		all = append(all, e)
	}
	return all
}

func appendAll(t *testing.T, j client.Journal, from, to uint64) {
	t.Helper()
	for n := from; n <= to; n++ {
		seq, err := j.Append([]client.JournalEntry{Entry(n)})
		require.NoError(t, err)
		require.Equal(t, n, seq)
	}
}

func journalEmpty(t *testing.T, j client.Journal, again func() client.Journal) {
	t.Helper()
	require.Zero(t, j.Last())
	require.Empty(t, replayed(t, j, 0))
	require.Empty(t, replayed(t, j, 7))
	require.Zero(t, again().Last())
}

func journalOrder(t *testing.T, j client.Journal, _ func() client.Journal) {
	t.Helper()
	appendAll(t, j, 1, 9)
	require.Equal(t, uint64(9), j.Last())
	require.Equal(t, written(1, 9), replayed(t, j, 0))
}

func journalBatch(t *testing.T, j client.Journal, again func() client.Journal) {
	t.Helper()
	appendAll(t, j, 1, 1)
	seq, err := j.Append([]client.JournalEntry{Entry(2), Entry(3), Entry(4)})
	require.NoError(t, err)
	require.Equal(t, uint64(4), seq, "the last of the batch")
	require.Equal(t, written(1, 4), replayed(t, j, 0))
	require.Equal(t, written(1, 4), replayed(t, again(), 0))
}

func journalNothing(t *testing.T, j client.Journal, _ func() client.Journal) {
	t.Helper()
	appendAll(t, j, 1, 2)
	_, err := j.Append(nil)
	require.NoError(t, err)
	require.Equal(t, uint64(2), j.Last())
	appendAll(t, j, 3, 3)
}

func journalAfter(t *testing.T, j client.Journal, _ func() client.Journal) {
	t.Helper()
	appendAll(t, j, 1, 6)
	require.Equal(t, written(5, 6), replayed(t, j, 4))
	require.Empty(t, replayed(t, j, 6))
	for e, err := range j.Replay(2) {
		require.NoError(t, err)
		require.Equal(t, uint64(3), e.Seq)
		break // a walk may end early
	}
}

func journalWalkAndWrite(t *testing.T, j client.Journal, _ func() client.Journal) {
	t.Helper()
	appendAll(t, j, 1, 3)
	n := uint64(0)
	for e, err := range j.Replay(0) {
		require.NoError(t, err)
		if n++; e.Seq > 3 {
			break // a journal may give what was appended since
		}
		appendAll(t, j, 3+n, 3+n)
	}
	require.GreaterOrEqual(t, n, uint64(3))
	require.Equal(t, written(1, 6), replayed(t, j, 0))
}

func journalAgain(t *testing.T, j client.Journal, again func() client.Journal) {
	t.Helper()
	appendAll(t, j, 1, 4)
	next := again()
	require.Equal(t, uint64(4), next.Last())
	appendAll(t, next, 5, 6)
	require.Equal(t, written(1, 6), replayed(t, next, 0))
}

func journalOwnBytes(t *testing.T, j client.Journal, _ func() client.Journal) {
	t.Helper()
	e := Entry(1)
	_, err := j.Append([]client.JournalEntry{e})
	require.NoError(t, err)
	e.Payload[0] = 'X'
	replayed(t, j, 0)[0].Payload[1] = 'X'
	require.Equal(t, written(1, 1), replayed(t, j, 0))
}

func journalLarge(t *testing.T, j client.Journal, again func() client.Journal) {
	t.Helper()
	large := client.JournalEntry{Kind: client.JournalCommand, Payload: make([]byte, 60<<10)}
	_, err := j.Append([]client.JournalEntry{large})
	require.NoError(t, err)
	large.Seq = 1
	require.Equal(t, []client.JournalEntry{large}, replayed(t, again(), 0))
}

func journalTwice(t *testing.T, j client.Journal, _ func() client.Journal) {
	t.Helper()
	for range 2 {
		_, err := j.Append([]client.JournalEntry{Entry(1)})
		require.NoError(t, err)
	}
	all := replayed(t, j, 0)
	require.Len(t, all, 2)
	require.Equal(t, all[0].Payload, all[1].Payload)
}

func journalNewer(t *testing.T, j client.Journal, again func() client.Journal) {
	t.Helper()
	e := client.JournalEntry{Kind: 99, Payload: []byte("from another time")}
	_, err := j.Append([]client.JournalEntry{e})
	require.NoError(t, err)
	e.Seq = 1
	require.Equal(t, []client.JournalEntry{e}, replayed(t, again(), 0))
}
