package session

import (
	"errors"
	"iter"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/journal"
	"dotchain/shared/fault"
)

// record is the journal as the core needs it: its errors in words of a person.
type record struct{ *journal.Journal }

var (
	_ client.Journal = record{}
	_ client.Pruner  = record{}
)

// Append implements client.Journal.
func (r record) Append(entries []client.JournalEntry) (uint64, error) {
	batch := make([]journal.Entry, len(entries))
	for i, e := range entries {
		batch[i] = journal.Entry{Kind: journal.Kind(e.Kind), Payload: e.Payload}
	}
	first, err := r.AppendBatch(batch)
	if err != nil || len(batch) == 0 {
		return 0, journalFault(err)
	}
	return uint64(first) + uint64(len(batch)) - 1, nil
}

// Last implements client.Journal.
func (r record) Last() uint64 { return uint64(r.Next()) - 1 }

// Replay implements client.Journal.
func (r record) Replay(after uint64) iter.Seq2[client.JournalEntry, error] {
	return func(yield func(client.JournalEntry, error) bool) {
		for e, err := range r.Journal.Replay(journal.Seq(after + 1)) {
			if !yield(client.JournalEntry{Seq: uint64(e.Seq), Kind: client.JournalKind(e.Kind), Payload: e.Payload}, err) {
				return
			}
		}
	}
}

// Prune implements client.Pruner.
func (r record) Prune(keep func(client.JournalEntry) bool) (int, error) {
	n, err := r.Journal.Prune(func(e journal.Record) bool {
		return keep(client.JournalEntry{Seq: uint64(e.Seq), Kind: client.JournalKind(e.Kind), Payload: e.Payload})
	})
	return n, journalFault(err)
}

func journalFault(err error) error {
	for _, row := range []struct {
		is   error
		code fault.Code
	}{
		{journal.ErrFull, fault.DiskFull},
		{journal.ErrLocked, fault.Locked},
		{journal.ErrInUse, fault.ProfileInUse},
		{journal.ErrNewer, fault.StoreTooNew},
		{journal.ErrTooLarge, fault.TooLarge},
		{journal.ErrIO, fault.DiskFailed},
		{journal.ErrIO, fault.DiskFailed},
	} {
		if errors.Is(err, row.is) {
			return fault.Wrap("journal", row.code, err)
		}
	}
	return err
}
