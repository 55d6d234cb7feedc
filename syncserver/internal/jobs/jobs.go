// Package jobs does the server's own work in the background, on the river queue: it
// ends orders whose unit did not answer or sign in time and those that a closed year
// gives back, applies what the desk left to wait once there is stock or money, sends
// packages to other bodies, asks for their answers, deletes files that were brought and
// then named by nobody, forgets what was deleted long ago, and packs what devices load first.
//
// Every replica runs the same jobs on one database. One of them, which river elects,
// looks now and then for what is due and queues it; a job that is queued or running
// is not queued again, and whoever is free works on it. So no work is done twice, and
// where a crash makes a job run once more, the rules refuse the second command.
// The truth of what is due is in the rows themselves and not in the queue: an empty
// queue fills again by itself.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"dotchain/shared/conflict"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/snapshot"
)

// Store says what is due.
type Store interface {
	// DueParcels returns packages that wait for a kind of work, by id after one (the zero
	// id is before all), at most limit.
	DueParcels(ctx context.Context, due forward.Due, after id.ID[id.Parcel], limit int) ([]id.ID[id.Parcel], error)
	// HoldsOver returns orders whose time to answer, or to be signed by their unit, was
	// over at a moment (Unix milliseconds), at most limit.
	HoldsOver(ctx context.Context, at int64, limit int) ([]order.Expire, error)
	// YearsOver returns orders that a closed year gives back, at most limit.
	YearsOver(ctx context.Context, limit int) ([]order.Expire, error)
	// CasesWaiting returns cases that a ruling has wait for stock or money, and those whose
	// order has come, the one that waits longest first, after one of them (the zero case is
	// before all), at most limit.
	CasesWaiting(ctx context.Context, after conflict.Case, limit int) ([]conflict.Case, error)
	// CleanAttachments deletes files that lead nowhere as of a moment (Unix milliseconds),
	// about limit of them, and returns how many; less than limit says that none is left.
	CleanAttachments(ctx context.Context, at int64, limit int) (gone int, err error)
	// PruneTombstones forgets what was deleted before a moment (Unix milliseconds), at most
	// limit of it, and returns how much; less than limit says that none is left. Devices
	// that have not heard of it yet start again.
	PruneTombstones(ctx context.Context, before int64, limit int) (gone int, err error)
}

// Operator makes commands of the server's own; engine.Operator is one.
type Operator interface {
	Submit(ctx context.Context, kind seal.Kind, body any) (engine.Submitted, error)
}

// Sender sends packages; forwarding.Forwarding is one.
type Sender interface {
	// Send sends a package; last says that there will be no further try. It fails with
	// an error for which IsDead holds when the package was given up.
	Send(ctx context.Context, parcel id.ID[id.Parcel], last bool) error
	// Ask asks for the answer to a package.
	Ask(ctx context.Context, parcel id.ID[id.Parcel]) error
}

// Packer packs what devices load first; snapshot.Builder is one.
type Packer interface {
	// Build packs every scope that needs it. Broken off, it goes on where it was.
	Build(ctx context.Context) (snapshot.Built, error)
}

// Config is what Jobs are made of; Pool, Store, Operator, Sender and Clock are required.
type Config struct {
	// Pool is of connections that nobody waits for; the database was migrated by Migrate.
	Pool     *pgxpool.Pool
	Store    Store
	Operator Operator
	Sender   Sender
	// Packer packs what devices load first; nil for none.
	Packer Packer
	// IsDead says of an error of Sender.Send that there is nothing to try any more.
	IsDead func(error) bool
	Clock  func() time.Time
	Log    *slog.Logger
	// Look is how often it looks for packages to send, Expire for orders to end and cases that wait, Ask
	// for answers, Clean for files and tombstones to delete, Pack for scopes to pack. Default 10 s, 1 min,
	// 5 min, 1 h, 1 min.
	Look   time.Duration
	Expire time.Duration
	Ask    time.Duration
	Clean  time.Duration
	Pack   time.Duration
	// Poll is how often a replica asks for queued jobs. Default 1 s.
	Poll time.Duration
	// Tries is how often a package is tried; Pause says how long to wait after the n-th
	// try, from 1. Default 12, and half a minute doubled up to an hour: seven hours in all.
	Tries int
	Pause func(n int) time.Duration
}

// WithDefaults returns c with every field filled in that may be left out.
func (c Config) WithDefaults() Config {
	set := func(d *time.Duration, to time.Duration) {
		if *d == 0 {
			*d = to
		}
	}
	set(&c.Look, 10*time.Second)
	set(&c.Expire, time.Minute)
	set(&c.Ask, 5*time.Minute)
	set(&c.Clean, time.Hour)
	set(&c.Pack, time.Minute)
	set(&c.Poll, time.Second)
	if c.Tries == 0 {
		c.Tries = 12
	}
	if c.Pause == nil {
		c.Pause = pause
	}
	if c.IsDead == nil {
		c.IsDead = func(error) bool { return false }
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func (c Config) validate() error {
	if c.Pool == nil || c.Store == nil || c.Operator == nil || c.Sender == nil || c.Clock == nil {
		return errors.New("jobs: Pool, Store, Operator, Sender and Clock are required")
	}
	return nil
}

// pause is half a minute, doubled after each try up to an hour.
func pause(n int) time.Duration {
	const first, most = 30 * time.Second, time.Hour
	d := first
	for range n - 1 {
		if d *= 2; d >= most {
			return most
		}
	}
	return d
}

// Timeouts of one job; a try of a carrier takes less.
const (
	jobTimeout = 2 * time.Minute
	// rescue is after how long a job counts as lost with its replica.
	rescue = 10 * time.Minute
	// kept is how long done and dead jobs can be looked at.
	kept = 7 * 24 * time.Hour
	// senders and askers bound what one replica does with other bodies at once, workers
	// all else. Each kind has its own, so a body that does not answer holds up no more
	// than the work it is asked for.
	senders = 4
	askers  = 2
	workers = 2
)

// The queues besides the library's default one.
const (
	queueSend = "send"
	queueAsk  = "ask"
	queuePack = "pack"
)

// Jobs run the background work of one replica.
type Jobs struct {
	cfg    Config
	client *river.Client[pgx.Tx]

	mu      sync.Mutex // guards running
	running bool
}

// New returns Jobs that do not run yet.
func New(cfg Config) (*Jobs, error) {
	cfg = cfg.WithDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	j := &Jobs{cfg: cfg}
	all := river.NewWorkers()
	river.AddWorker(all, &lookWorker{cfg: cfg})
	river.AddWorker(all, &sendWorker{cfg: cfg})
	river.AddWorker(all, &askWorker{cfg: cfg})
	river.AddWorker(all, &expireWorker{cfg: cfg})
	river.AddWorker(all, &grantWorker{cfg: cfg})
	river.AddWorker(all, &cleanWorker{cfg: cfg})
	river.AddWorker(all, &packWorker{cfg: cfg})
	river.AddWorker(all, &pruneWorker{cfg: cfg})
	var err error
	j.client, err = river.NewClient(riverpgxv5.New(cfg.Pool), &river.Config{
		Schema: Schema, Workers: all,
		Queues:       map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}, queueSend: {MaxWorkers: senders}, queueAsk: {MaxWorkers: askers}, queuePack: {MaxWorkers: 1}},
		PeriodicJobs: periodic(cfg), Logger: slog.New(quiet{cfg.Log.Handler()}), JobTimeout: jobTimeout, RescueStuckJobsAfter: rescue,
		CompletedJobRetentionPeriod: time.Hour, CancelledJobRetentionPeriod: kept, DiscardedJobRetentionPeriod: kept,
		// No NOTIFY in a writer's transaction, and no connection that only listens.
		PollOnly: true, FetchPollInterval: cfg.Poll, FetchCooldown: min(cfg.Poll, river.FetchCooldownDefault),
	})
	if err != nil {
		return nil, fmt.Errorf("make the queue of jobs: %w", err)
	}
	return j, nil
}

// Start starts the work. It goes on when ctx ends, until Stop.
func (j *Jobs) Start(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.running {
		return nil
	}
	if err := j.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the jobs: %w", err)
	}
	j.running = true
	return nil
}

// Stop takes no new job and waits for those in work; when ctx ends first, they are
// cut off and will run again. It may be called twice.
func (j *Jobs) Stop(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.running {
		return nil
	}
	j.running = false
	if err := j.client.Stop(ctx); err == nil {
		return nil
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), cutOff)
	defer cancel()
	if err := j.client.StopAndCancel(late); err != nil {
		return fmt.Errorf("cut the jobs off: %w", err)
	}
	return nil
}

// cutOff is how long jobs get that are cut off.
const cutOff = 5 * time.Second
