package client_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
)

// Size is large enough to be looked through.
func (j *journal) Size() int64 { return 1<<24 + int64(len(j.entries))<<23 }

// pruner drops of the unwanted entries only those that at is true of: a real
// journal drops segment by segment.
type pruner struct {
	*journal
	at func(client.JournalEntry) bool
}

func (p pruner) Prune(keep func(client.JournalEntry) bool) (int, error) {
	before := len(p.entries)
	p.entries = slices.DeleteFunc(p.entries, func(e client.JournalEntry) bool { return p.at(e) && !keep(e) })
	return before - len(p.entries), nil
}

func everywhere(client.JournalEntry) bool { return true }

// kindsOf counts the entries of each kind.
func (j *journal) kindsOf() map[client.JournalKind]int {
	n := map[client.JournalKind]int{}
	for _, e := range j.entries {
		n[e.Kind]++
	}
	return n
}

// After 180 days commands and receipts go, whatever the journal could drop at
// once; a work store that is lost then is made anew without a false alarm, and
// the chain goes on where it was.
func TestPruneJournal(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	for range 3 {
		f.order(0, 1)
	}
	d.sync()
	n, err := d.core.PruneJournal(pruner{d.journal, everywhere})
	require.NoError(t, err)
	require.Equal(t, 5, n, "of drafts the last stays")
	require.Equal(t, map[client.JournalKind]int{client.JournalCommand: 3, client.JournalReceipt: 3, client.JournalDraft: 1}, d.journal.kindsOf())

	f.clock.pass(181 * 24 * time.Hour)
	d.core.ServerClock(f.clock.now().UnixMilli(), true)
	n, err = d.core.PruneJournal(pruner{d.journal, everywhere})
	require.NoError(t, err)
	require.Zero(t, n, "it is no larger than after the last time")

	require.NoError(t, d.work.Save(client.WorkBatch{Settings: map[string][]byte{"pruned": nil}}))
	second := 0
	n, err = d.core.PruneJournal(pruner{d.journal, func(e client.JournalEntry) bool {
		if e.Kind == client.JournalCommand {
			second++
		}
		return e.Kind != client.JournalCommand || second == 2
	}})
	require.NoError(t, err)
	require.Equal(t, 1, n, "a receipt stays as long as its command")
	check := func(commands int) {
		d.work = memstore.NewWork()
		d.restart()
		require.Empty(t, d.core.Notices())
		require.Empty(t, d.envelopes(), "nothing is sent again")
		require.Equal(t, commands, d.journal.kindsOf()[client.JournalCommand])
	}
	check(2)
	d.core.ServerClock(f.clock.now().UnixMilli(), true)
	n, err = d.core.PruneJournal(pruner{d.journal, everywhere})
	require.NoError(t, err)
	require.Equal(t, 2, n, "another command, and the receipt whose command went before")
	check(1)
}

// A command without a receipt stays however old it is, and so do those behind it.
func TestPruneJournal_KeepsWhatWaits(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	f.order(0, 1)
	d.push(true)
	f.order(1, 1)
	f.order(2, 1)
	envelopes := d.envelopes()
	require.NoError(t, d.core.Acknowledge(d.server.take(envelopes[1:])))
	for d.pull(1000) {
	}
	f.clock.pass(400 * 24 * time.Hour)
	d.core.ServerClock(f.clock.now().UnixMilli(), true)
	_, err := d.core.PruneJournal(pruner{d.journal, everywhere})
	require.NoError(t, err)
	require.Equal(t, 2, d.journal.kindsOf()[client.JournalCommand], "the first was answered long ago")
	require.Len(t, d.envelopes(), 1)
	d.work = memstore.NewWork()
	d.restart()
	require.Equal(t, envelopes[:1], d.envelopes())
}
