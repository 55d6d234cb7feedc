package memstore

import (
	"bytes"
	"iter"
	"slices"
	"sync"

	"dotchain/desktop/internal/client"
)

// Journal is a client.Journal in memory: what Append returned for is kept.
type Journal struct {
	// mu guards entries.
	mu      sync.RWMutex
	entries []client.JournalEntry
}

var _ client.Journal = (*Journal)(nil)

// NewJournal makes an empty one.
func NewJournal() *Journal { return &Journal{} }

// Append implements client.Journal.
func (j *Journal) Append(entries []client.JournalEntry) (uint64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(entries) == 0 {
		return 0, nil
	}
	for _, e := range entries {
		e.Seq, e.Payload = uint64(len(j.entries))+1, bytes.Clone(e.Payload)
		j.entries = append(j.entries, e)
	}
	return uint64(len(j.entries)), nil
}

// Last implements client.Journal.
func (j *Journal) Last() uint64 {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return uint64(len(j.entries))
}

// Replay implements client.Journal; it walks what was there when it began.
func (j *Journal) Replay(after uint64) iter.Seq2[client.JournalEntry, error] {
	return func(yield func(client.JournalEntry, error) bool) {
		j.mu.RLock()
		all := slices.Clone(j.entries[min(after, uint64(len(j.entries))):])
		j.mu.RUnlock()
		for _, e := range all {
			e.Payload = bytes.Clone(e.Payload)
			if !yield(e, nil) {
				return
			}
		}
	}
}
