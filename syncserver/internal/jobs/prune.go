package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// pruneArgs forgets what was deleted long ago.
type pruneArgs struct{}

// Kind implements river.JobArgs.
func (pruneArgs) Kind() string { return "prune_tombstones" }

const (
	// KeepTombstones is how long what was deleted is told of. A device that was away for
	// longer loads everything anew.
	KeepTombstones = 180 * 24 * time.Hour
	// pruned is how many go at once: the sequencer waits for that long.
	pruned = 500
)

// pruneWorker forgets what was deleted long ago.
type pruneWorker struct {
	river.WorkerDefaults[pruneArgs]
	cfg Config
}

// Work implements river.Worker.
func (w *pruneWorker) Work(ctx context.Context, _ *river.Job[pruneArgs]) error {
	for all := 0; ; {
		gone, err := w.cfg.Store.PruneTombstones(ctx, w.cfg.Clock().Add(-KeepTombstones).UnixMilli(), pruned)
		if err != nil {
			return err
		}
		if all += gone; gone < pruned {
			if all > 0 {
				w.cfg.Log.InfoContext(ctx, "tombstones pruned", "count", all)
			}
			return nil
		}
	}
}
