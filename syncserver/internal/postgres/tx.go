package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"dotchain/syncserver/internal/engine"
)

// attempts is how often a transaction runs before the caller is told to come
// back; firstPause the longest wait before the second run, doubled each time.
const (
	attempts   = 8
	firstPause = 4 * time.Millisecond
)

// tx is one transaction. It belongs to one goroutine.
type tx struct {
	pgx.Tx
	// seen are the versions that Load met, 0 for what was not there: Save changes
	// nothing else.
	seen map[thing]uint64
	// swept is set by the first Lock.
	swept bool
}

// thing names a row of an aggregate.
type thing struct {
	table string
	id    [16]byte
}

// Tx implements engine.Store.
func (s *Store) Tx(ctx context.Context, fn func(tx engine.Tx) error) error {
	return s.run(ctx, func(t *tx) error { return fn(t) })
}

// run runs fn in a transaction, again when the database asks for it.
func (s *Store) run(ctx context.Context, fn func(t *tx) error) error {
	pause := firstPause
	for attempt := 1; ; attempt++ {
		err := s.once(ctx, fn)
		if err == nil {
			return nil
		}
		if attempt == attempts || !runsAgain(err) || ctx.Err() != nil {
			return busy(err)
		}
		if err := wait(ctx, time.Duration(float64(pause)*s.cfg.Jitter())); err != nil {
			return err
		}
		pause *= 2
	}
}

func (s *Store) once(ctx context.Context, fn func(t *tx) error) error {
	conn, err := s.sync.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("get a connection: %w", err)
	}
	defer conn.Release()
	begun, err := conn.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer rollback(ctx, begun)
	if err := fn(&tx{Tx: begun, seen: map[thing]uint64{}}); err != nil {
		return err
	}
	return commit(ctx, begun)
}

// commit ends a transaction for good; see commitError.
func commit(ctx context.Context, begun pgx.Tx) error {
	end, cancel := finish(ctx)
	defer cancel()
	if err := begun.Commit(end); err != nil {
		return commitError(err)
	}
	return nil
}

// rollback does nothing after a commit. Its error says nothing: a connection
// that is broken rolls back by itself.
func rollback(ctx context.Context, begun pgx.Tx) {
	end, cancel := finish(ctx)
	defer cancel()
	_ = begun.Rollback(end)
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
