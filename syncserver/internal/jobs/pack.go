package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// packArgs packs what devices load first.
type packArgs struct{}

// Kind implements river.JobArgs.
func (packArgs) Kind() string { return "pack_scopes" }

// packTimeout is how long one run may take: less than after what a job counts as lost.
const packTimeout = rescue - time.Minute

// packWorker packs what devices load first. It has a queue of its own, because a large
// catalogue takes its time; the library's rule of one at a time holds for all replicas.
type packWorker struct {
	river.WorkerDefaults[packArgs]
	cfg Config
}

// Timeout implements river.Worker.
func (*packWorker) Timeout(*river.Job[packArgs]) time.Duration { return packTimeout }

// Work implements river.Worker.
func (w *packWorker) Work(ctx context.Context, _ *river.Job[packArgs]) error {
	if w.cfg.Packer == nil {
		return nil
	}
	_, err := w.cfg.Packer.Build(ctx)
	return err
}
