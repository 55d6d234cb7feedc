package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"

	"dotchain/shared/conflict"
	"dotchain/shared/seal"
)

// grantArgs applies what the desk left to wait for stock or money.
type grantArgs struct{}

// Kind implements river.JobArgs.
func (grantArgs) Kind() string { return "apply_waiting" }

// grantWorker tries every case that waits, the one that waits longest first: whoever
// waits has its turn before those who came later.
type grantWorker struct {
	river.WorkerDefaults[grantArgs]
	cfg Config
}

// Work implements river.Worker. A case that cannot be tried does not stop the others.
func (w *grantWorker) Work(ctx context.Context, _ *river.Job[grantArgs]) error {
	var failed error
	for after := (conflict.Case{}); ; {
		waiting, err := w.cfg.Store.CasesWaiting(ctx, after, batch)
		if err != nil {
			return errors.Join(failed, err)
		}
		for _, k := range waiting {
			if ctx.Err() != nil {
				return errors.Join(failed, ctx.Err())
			}
			if err := w.grant(ctx, k); err != nil {
				failed = errors.Join(failed, fmt.Errorf("apply case %s: %w", k.ID, err))
			}
		}
		if len(waiting) < batch {
			return failed
		}
		after = waiting[len(waiting)-1]
	}
}

// grant applies what was signed if that is possible by now. Reasons against it are no
// failure: nothing is recorded then, and the case waits on.
func (w *grantWorker) grant(ctx context.Context, k conflict.Case) error {
	_, err := w.cfg.Operator.Submit(ctx, seal.KindRuleCase, conflict.RuleCase{
		Case: k.ID, Seen: k.Seen(), Outcome: conflict.Apply, Ground: k.Granted(),
	})
	return err
}
