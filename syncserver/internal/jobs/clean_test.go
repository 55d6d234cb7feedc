package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/attachment"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/jobs"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// All that leads nowhere goes with one job, in portions.
func TestJobs_CleansInPortions(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(0)
	w.stale = 170
	replica(t, dsn, w)
	w.until(t, func() bool { return w.stale == 0 })
	w.mu.Lock()
	defer w.mu.Unlock()
	require.Equal(t, 4, w.cleans)
}

// cleaning is the real database where files are cleaned.
type cleaning struct {
	*world

	store *postgres.Store
	gone  chan int
}

func (c cleaning) CleanAttachments(ctx context.Context, at int64, limit int) (int, error) {
	n, err := c.store.CleanAttachments(ctx, at, limit)
	c.gone <- n
	return n, err
}

// A file that no document names goes by itself, and one that is on its way stays.
func TestClean_ThroughTheWholeHouse(t *testing.T) {
	t.Parallel()
	dsn, f, w := database(t), sharedtest.NewField(), newWorld(0)
	s := pgtest.Open(t, pgtest.Config{Store: postgres.Config{DSN: dsn}})
	enginetest.Seed(t, s, f)
	bring := func(at time.Time, content string) {
		all := attachment.New(s, func() time.Time { return at })
		_, err := all.Put(t.Context(), f.Receiver.Person, f.Receiver.Device.ID, seal.Sum([]byte(content)), 0, int64(len(content)), []byte(content))
		require.NoError(t, err)
	}
	bring(sharedtest.Now.Add(-attachment.KeepUnnamed-time.Second), "чернетка")
	bring(sharedtest.Now.Add(-attachment.KeepUnnamed), "на порозі")
	gone := make(chan int, 100)
	replica(t, dsn, w, func(c *jobs.Config) { c.Store = cleaning{world: w, store: s, gone: gone} })
	require.Equal(t, 1, <-gone)
	var left []byte
	require.NoError(t, s.Jobs().QueryRow(t.Context(), `SELECT content FROM attachment`).Scan(&left))
	require.Equal(t, "на порозі", string(left))
}
