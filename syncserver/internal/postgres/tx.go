package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"dotchain/syncserver/internal/engine"
)

// attempts is how often a transaction runs before the caller is told to come
// back; firstPause the longest wait before the second run, doubled each time.
const (
	attempts   = 8
	firstPause = 4 * time.Millisecond
)

// tx is one transaction. It belongs to one goroutine. What needs no answer goes
// with what does: BEGIN with the first statements, and what Save wrote, with COMMIT, in
// one round trip at the end.
type tx struct {
	store *Store // nil for the sequencer's own
	conn  session
	begun bool
	// pending are statements whose answers nobody waits for: sent before any other, with
	// COMMIT at the latest.
	pending []*pgx.QueuedQuery
	// seen are the versions that Load met, 0 for what was not there: Save changes
	// nothing else.
	seen map[thing]uint64
	// swept is set by the first Lock.
	swept bool
	// turn is set while this transaction may number the feed, numbered by Save when it does.
	turn     *turn
	numbered *numbered
}

// session is a connection, of a pool or not.
type session interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

var (
	_ session = (*pgxpool.Conn)(nil)
	_ session = (*pgx.Conn)(nil)
)

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
	t := &tx{store: s, conn: conn, seen: map[thing]uint64{}}
	defer t.rollback(ctx, conn.Conn())
	if err := fn(t); err != nil {
		return err
	}
	if err := t.commit(ctx); err != nil {
		return err
	}
	if t.numbered != nil {
		t.numbered.tell(s.numberer)
	}
	return nil
}

// send runs what was queued, in one round trip.
func (t *tx) send(ctx context.Context, b *pgx.Batch) error {
	if b.Len() == 0 {
		return nil
	}
	all := &pgx.Batch{}
	if !t.begun {
		all.Queue("BEGIN")
	}
	all.QueuedQueries = append(append(all.QueuedQueries, t.pending...), b.QueuedQueries...)
	t.begun, t.pending = true, nil
	return t.conn.SendBatch(ctx, all).Close()
}

// later queues statements whose answers nobody waits for.
func (t *tx) later(b *pgx.Batch) { t.pending = append(t.pending, b.QueuedQueries...) }

// ready sends what has to stand before a statement that is not queued.
func (t *tx) ready(ctx context.Context) error {
	if t.begun && len(t.pending) == 0 {
		return nil
	}
	b := &pgx.Batch{QueuedQueries: t.pending}
	t.pending = nil
	if t.begun {
		return t.send(ctx, b)
	}
	t.begun = true
	b.QueuedQueries = append([]*pgx.QueuedQuery{{SQL: "BEGIN"}}, b.QueuedQueries...)
	return t.conn.SendBatch(ctx, b).Close()
}

// Exec runs a statement.
func (t *tx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if err := t.ready(ctx); err != nil {
		return pgconn.CommandTag{}, err
	}
	return t.conn.Exec(ctx, sql, args...)
}

// Query asks for rows.
func (t *tx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if err := t.ready(ctx); err != nil {
		return nil, err
	}
	return t.conn.Query(ctx, sql, args...)
}

// QueryRow asks for one row.
func (t *tx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if err := t.ready(ctx); err != nil {
		return failedRow{err}
	}
	return t.conn.QueryRow(ctx, sql, args...)
}

// failedRow is the answer to a question that was not asked.
type failedRow struct{ err error }

// Scan implements pgx.Row.
func (r failedRow) Scan(...any) error { return r.err }

// commit ends a transaction for good, with what was not sent yet; see commitError.
func (t *tx) commit(ctx context.Context) error {
	if !t.begun && len(t.pending) == 0 {
		return nil
	}
	b := &pgx.Batch{}
	b.Queue("COMMIT").Exec(func(tag pgconn.CommandTag) error {
		if tag.String() != "COMMIT" {
			return pgx.ErrTxCommitRollback
		}
		return nil
	})
	end, cancel := finish(ctx)
	defer cancel()
	if err := t.send(end, b); err != nil {
		return commitError(err)
	}
	return nil
}

// rollback does nothing after a commit. Its error says nothing: a connection
// that is broken rolls back by itself.
func (t *tx) rollback(ctx context.Context, conn *pgx.Conn) {
	const idle = 'I'
	if c := conn.PgConn(); !c.IsClosed() && c.TxStatus() != idle {
		end, cancel := finish(ctx)
		defer cancel()
		_, _ = t.conn.Exec(end, "ROLLBACK")
	}
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
