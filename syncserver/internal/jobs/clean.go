package jobs

import (
	"context"

	"github.com/riverqueue/river"
)

// cleanArgs deletes files that lead nowhere.
type cleanArgs struct{}

// Kind implements river.JobArgs.
func (cleanArgs) Kind() string { return "clean_attachments" }

// cleaned is how many files go at once: each may have five megabytes.
const cleaned = 50

// cleanWorker deletes files that lead nowhere.
type cleanWorker struct {
	river.WorkerDefaults[cleanArgs]
	cfg Config
}

// Work implements river.Worker.
func (w *cleanWorker) Work(ctx context.Context, _ *river.Job[cleanArgs]) error {
	for all := 0; ; {
		gone, err := w.cfg.Store.CleanAttachments(ctx, w.cfg.Clock().UnixMilli(), cleaned)
		if err != nil {
			return err
		}
		if all += gone; gone < cleaned {
			if all > 0 {
				w.cfg.Log.InfoContext(ctx, "attachments cleaned", "count", all)
			}
			return nil
		}
	}
}
