package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"dotchain/shared/fault"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// batch is how much is looked up at once. Of orders to end, what is more waits for
// the next look.
const batch = 500

// lookArgs queues what is due of one kind.
type lookArgs struct {
	Due forward.Due `json:"due" river:"unique"`
}

// Kind implements river.JobArgs.
func (lookArgs) Kind() string { return "look" }

// sendArgs sends a package.
type sendArgs struct {
	Parcel string `json:"parcel" river:"unique"`
}

// Kind implements river.JobArgs.
func (sendArgs) Kind() string { return "send_parcel" }

// askArgs asks for the answer to a package.
type askArgs struct {
	Parcel string `json:"parcel" river:"unique"`
}

// Kind implements river.JobArgs.
func (askArgs) Kind() string { return "ask_parcel" }

// expireArgs ends orders whose time is over.
type expireArgs struct{}

// Kind implements river.JobArgs.
func (expireArgs) Kind() string { return "expire_orders" }

// once is a job of which there is one at a time: none is queued while one with the
// same arguments waits, runs, or is to be tried again.
func once(queue string, tries int) *river.InsertOpts {
	return &river.InsertOpts{Queue: queue, MaxAttempts: tries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

// periodic is what the elected replica queues by the clock. A job that fails is not
// tried again: the next one comes soon.
func periodic(cfg Config) []*river.PeriodicJob {
	every := func(d time.Duration, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(d), func() (river.JobArgs, *river.InsertOpts) { return args, once(river.QueueDefault, 1) },
			&river.PeriodicJobOpts{RunOnStart: true})
	}
	all := []*river.PeriodicJob{
		every(cfg.Look, lookArgs{Due: forward.DueSending}),
		every(cfg.Ask, lookArgs{Due: forward.DueAnswer}),
		every(cfg.Expire, expireArgs{}),
		every(cfg.Expire, grantArgs{}),
		every(cfg.Clean, cleanArgs{}),
		every(cfg.Clean, pruneArgs{}),
	}
	if cfg.Packer != nil {
		all = append(all, river.NewPeriodicJob(river.PeriodicInterval(cfg.Pack),
			func() (river.JobArgs, *river.InsertOpts) { return packArgs{}, once(queuePack, 1) }, &river.PeriodicJobOpts{RunOnStart: true}))
	}
	return all
}

// lookWorker queues a job for each package that is due.
type lookWorker struct {
	river.WorkerDefaults[lookArgs]
	cfg Config
}

// Work implements river.Worker. All that is due is queued: packages that wait long for
// an answer must not hide those behind them.
func (w *lookWorker) Work(ctx context.Context, job *river.Job[lookArgs]) error {
	for after := (id.ID[id.Parcel]{}); ; {
		due, err := w.cfg.Store.DueParcels(ctx, job.Args.Due, after, batch)
		if err != nil || len(due) == 0 {
			return err
		}
		if err := w.queue(ctx, job.Args.Due, due); err != nil {
			return err
		}
		if len(due) < batch {
			return nil
		}
		after = due[len(due)-1]
	}
}

func (w *lookWorker) queue(ctx context.Context, kind forward.Due, due []id.ID[id.Parcel]) error {
	all := make([]river.InsertManyParams, len(due))
	for i, p := range due {
		all[i] = river.InsertManyParams{Args: sendArgs{Parcel: p.String()}, InsertOpts: once(queueSend, w.cfg.Tries)}
		if kind == forward.DueAnswer {
			all[i] = river.InsertManyParams{Args: askArgs{Parcel: p.String()}, InsertOpts: once(queueAsk, 1)}
		}
	}
	if _, err := river.ClientFromContext[pgx.Tx](ctx).InsertMany(ctx, all); err != nil {
		return fmt.Errorf("queue %d packages: %w", len(all), err)
	}
	return nil
}

// sendWorker sends one package. The package itself says what became of each try;
// after the last one it is dead there, and here the job is kept for a week.
type sendWorker struct {
	river.WorkerDefaults[sendArgs]
	cfg Config
}

// Work implements river.Worker.
func (w *sendWorker) Work(ctx context.Context, job *river.Job[sendArgs]) error {
	p, err := id.Parse[id.Parcel](job.Args.Parcel)
	if err != nil {
		return river.JobCancel(err)
	}
	err = w.cfg.Sender.Send(ctx, p, job.Attempt >= job.MaxAttempts)
	if err != nil && w.cfg.IsDead(err) {
		return river.JobCancel(err)
	}
	return err
}

// NextRetry implements river.Worker. The queue goes by the machine's clock: a moment
// that is past by it would be taken for a mistake, and the library's own pauses, of
// days in the end, for the answer.
func (w *sendWorker) NextRetry(job *river.Job[sendArgs]) time.Time {
	return time.Now().Add(w.cfg.Pause(job.Attempt)) //nolint:forbidigo // see above
}

// askWorker asks for one answer.
type askWorker struct {
	river.WorkerDefaults[askArgs]
	cfg Config
}

// Work implements river.Worker.
func (w *askWorker) Work(ctx context.Context, job *river.Job[askArgs]) error {
	p, err := id.Parse[id.Parcel](job.Args.Parcel)
	if err != nil {
		return river.JobCancel(err)
	}
	return w.cfg.Sender.Ask(ctx, p)
}

// expireWorker ends the orders whose time is over.
type expireWorker struct {
	river.WorkerDefaults[expireArgs]
	cfg Config
}

// Work implements river.Worker. An order that cannot be ended does not stop the others.
func (w *expireWorker) Work(ctx context.Context, _ *river.Job[expireArgs]) error {
	over, err := w.cfg.Store.HoldsOver(ctx, w.cfg.Clock().UnixMilli(), batch)
	if err != nil {
		return err
	}
	years, failed := w.cfg.Store.YearsOver(ctx, batch)
	for _, e := range append(over, years...) {
		if err := w.expire(ctx, e); err != nil {
			failed = errors.Join(failed, fmt.Errorf("end order %s: %w", e.Order, err))
		}
	}
	return failed
}

// expire ends an order. That it was answered, or ended, since it was looked up is
// no failure.
func (w *expireWorker) expire(ctx context.Context, e order.Expire) error {
	done, err := w.cfg.Operator.Submit(ctx, seal.KindExpireOrder, e)
	if err != nil {
		return err
	}
	for _, past := range []fault.Code{fault.StateForbids, fault.AlreadyDecided, fault.ContentChanged, fault.HoldStands} {
		if fault.Has(done.Reasons, past) {
			return nil
		}
	}
	return fault.Because("expire", done.Reasons...)
}
