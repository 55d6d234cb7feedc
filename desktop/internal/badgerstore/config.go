package badgerstore

import (
	"log/slog"
	"time"
)

// Config says where a store is and with what it works.
type Config struct {
	// Dir is the database's own folder; beside it lie its lock file and its quarantine.
	Dir string
	// Sealer seals every value.
	Sealer Sealer
	// Log takes what Badger warns of; nil for slog's default.
	Log *slog.Logger
	// Now names quarantined folders.
	Now func() time.Time
	// Free returns how many bytes of the disk a person may still fill; nil asks the disk.
	Free func(dir string) (uint64, error)
	// Floor is how many bytes must be free for a write; 0 for the store's default.
	Floor uint64
	// Verified knows what of the store was compared before; nil for nothing.
	Verified *Verified
	// Reserve holds room of the disk back, so that the store can be closed on a full one.
	Reserve bool

	// memTable is Badger's table in memory; tests make it small to get large commits.
	memTable int64
}

// The floors. Work stops later than docs, so that signing goes on while the
// catalogue stands still.
const (
	// FloorDocs is the default floor of docs: what merging its tables of level zero (192 MiB)
	// with a catalogue of 100,000 items takes before the old ones go.
	FloorDocs = 320 << 20
	// FloorWork is the default floor of work.
	FloorWork = 128 << 20
	// floorOpen is what Badger's files of a fresh start take at most, with room to spare.
	floorOpen = 96 << 20
)

func (c Config) withDefaults(floor uint64, memTable int64) Config {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = func() time.Time { return time.Time{} }
	}
	if c.Free == nil {
		c.Free = diskFree
	}
	if c.Verified == nil {
		c.Verified = &Verified{}
	}
	if c.Floor == 0 {
		c.Floor = floor
	}
	if c.memTable == 0 {
		c.memTable = memTable
	}
	return c
}

// Report is what opening a store found and mended.
type Report struct {
	// Quarantined is the folder a damaged store was moved to, "" when none was: the
	// store is empty now and must be fetched or replayed.
	Quarantined string
	// Cause is why; for logs.
	Cause error
	// Emptied counts files a crash had left without content and that were deleted.
	Emptied int
	// Verified says that the last stop was not in order and that every entry was added up again.
	Verified bool
}
