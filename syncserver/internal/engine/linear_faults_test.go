package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
)

// shaky is the real database where sessions end at any moment and answers to COMMIT
// are lost.
type shaky struct {
	enginetest.Store
	real *postgres.Store
	// oneIn says how often something happens, of a hundred transactions each.
	endsBefore, endsMeanwhile, answerLost int
	happened                              atomic.Int64

	mu    sync.Mutex // guards saved
	saved map[seal.Hash]rules.Outcome
}

// published is what was written with a command, the last time that it was.
func (s *shaky) published(command seal.Hash) rules.Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.saved[command]
}

// watched is a transaction that remembers what it wrote.
type watched struct {
	engine.Tx
	s *shaky
}

// Save implements engine.Tx.
func (w watched) Save(ctx context.Context, b engine.Batch) error {
	w.s.mu.Lock()
	for _, r := range b.Records {
		w.s.saved[r.Hash] = b.Changes
	}
	w.s.mu.Unlock()
	return w.Tx.Save(ctx, b)
}

// dice of one transaction.
func (s *shaky) falls(chance int) bool {
	if rand.IntN(100) >= chance { //nolint:gosec // a test's
		return false
	}
	s.happened.Add(1)
	return true
}

// Tx implements engine.Store.
func (s *shaky) Tx(ctx context.Context, fn func(tx engine.Tx) error) error {
	var meanwhile sync.WaitGroup
	err := s.Store.Tx(ctx, func(tx engine.Tx) error {
		if err := fn(watched{Tx: tx, s: s}); err != nil {
			return err
		}
		switch {
		case s.falls(s.endsBefore):
			s.end(ctx) // this one or another's is gone when COMMIT comes
		case s.falls(s.endsMeanwhile):
			meanwhile.Go(func() { s.end(ctx) }) // before it, in the middle, or after it
		}
		return nil
	})
	meanwhile.Wait()
	if err != nil {
		return err
	}
	if s.falls(s.answerLost) {
		return fmt.Errorf("the answer is lost: %w", engine.ErrCommitUnknown)
	}
	return nil
}

// end ends one of the sessions that are in a transaction, as an administrator would.
func (s *shaky) end(ctx context.Context) {
	_, _ = s.real.Jobs().Exec(context.WithoutCancel(ctx), `
SELECT pg_terminate_backend(pid, 1000)
FROM (
    SELECT pid
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'
    ORDER BY random()
    LIMIT 1
) AS one`)
}
