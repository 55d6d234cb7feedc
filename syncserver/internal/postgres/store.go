package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/snapshot"
)

var (
	_ engine.Store    = (*Store)(nil)
	_ feed.Store      = (*Store)(nil)
	_ authority.Store = (*Store)(nil)
	_ snapshot.Store  = (*Store)(nil)
)

// Config says which database and how much of it.
type Config struct {
	// DSN is the address of the database. Required.
	DSN string
	// SyncConns and JobConns bound the two pools: what people wait for, and what
	// nobody waits for. Default 16 and 4.
	SyncConns int32
	JobConns  int32
	// Statement, Lock and Idle bound a statement, a wait for a row, and a
	// transaction that does nothing. Default 5 s, 3 s, 10 s.
	Statement time.Duration
	Lock      time.Duration
	Idle      time.Duration
	// JobStatement bounds a statement of the jobs. Default 5 min.
	JobStatement time.Duration
	// Jitter returns a number in [0, 1): how long to wait before a transaction
	// runs again. Default random.
	Jitter func() float64
}

// WithDefaults returns c with every empty field filled in.
func (c Config) WithDefaults() Config {
	if c.SyncConns == 0 {
		c.SyncConns = 16
	}
	if c.JobConns == 0 {
		c.JobConns = 4
	}
	if c.Statement == 0 {
		c.Statement = 5 * time.Second
	}
	if c.Lock == 0 {
		c.Lock = 3 * time.Second
	}
	if c.Idle == 0 {
		c.Idle = 10 * time.Second
	}
	if c.JobStatement == 0 {
		c.JobStatement = 5 * time.Minute
	}
	if c.Jitter == nil {
		c.Jitter = rand.Float64
	}
	return c
}

// Store is the database. It holds no state but its connections, so any number
// of them, in any number of processes, are equal.
type Store struct {
	cfg  Config
	sync *pgxpool.Pool
	jobs *pgxpool.Pool
	// numberer is set before the store is used, and may be nil: the sequencer numbers all.
	numberer Numberer
}

// Open connects to a database that was migrated.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	cfg = cfg.WithDefaults()
	if cfg.DSN == "" {
		return nil, errors.New("postgres: Config.DSN is empty")
	}
	work, err := openPool(ctx, cfg, cfg.Statement, cfg.SyncConns, true)
	if err != nil {
		return nil, err
	}
	jobs, err := openPool(ctx, cfg, cfg.JobStatement, cfg.JobConns, false)
	if err != nil {
		work.Close()
		return nil, err
	}
	return &Store{cfg: cfg, sync: work, jobs: jobs}, nil
}

// Close ends all connections and waits for those in use.
func (s *Store) Close() {
	s.sync.Close()
	s.jobs.Close()
}

// Jobs is the pool of work that nobody waits for.
func (s *Store) Jobs() *pgxpool.Pool { return s.jobs }

// Ping asks whether the database answers: part of readiness.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.sync.Ping(ctx); err != nil {
		return fmt.Errorf("ping the database: %w", err)
	}
	return nil
}

func openPool(ctx context.Context, cfg Config, statement time.Duration, conns int32, byKey bool) (*pgxpool.Pool, error) {
	pc, err := pgxpool.ParseConfig(cfg.DSN)
	if err != nil {
		return nil, fmt.Errorf("read the address of the database: %w", err)
	}
	pc.MaxConns = conns
	limits(pc.ConnConfig, cfg, statement)
	if byKey {
		// Whatever people wait for goes by an index. Before a table's first ANALYZE
		// the planner takes it for small and reads and sorts all of it for every page,
		// and a plan made then stays in the connection.
		pc.ConnConfig.RuntimeParams["enable_bitmapscan"] = "off"
		pc.ConnConfig.RuntimeParams["enable_seqscan"] = "off"
		// With that, the plan of a statement does not depend on its arguments: planning
		// it anew each time was a third of what a push asks of the database.
		pc.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	}
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return pool, nil
}

// limits puts the timeouts into a connection. The server keeps them, so they
// hold even when this process hangs.
func limits(c *pgx.ConnConfig, cfg Config, statement time.Duration) {
	ms := func(d time.Duration) string { return fmt.Sprintf("%dms", d.Milliseconds()) }
	c.RuntimeParams["application_name"] = "dotchain"
	c.RuntimeParams["statement_timeout"] = ms(statement)
	c.RuntimeParams["lock_timeout"] = ms(cfg.Lock)
	c.RuntimeParams["idle_in_transaction_session_timeout"] = ms(cfg.Idle)
	// Every statement here touches rows by key; compiling one costs more than running it.
	c.RuntimeParams["jit"] = "off"
	// A peer that vanished (a cut cable) must not keep its locks for hours.
	c.RuntimeParams["tcp_keepalives_idle"] = "15"
	c.RuntimeParams["tcp_keepalives_interval"] = "5"
	c.RuntimeParams["tcp_keepalives_count"] = "3"
}
