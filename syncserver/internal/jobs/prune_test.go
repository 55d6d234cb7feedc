package jobs_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/jobs"
)

// What was deleted long ago goes with one job, in portions.
func TestJobs_PrunesInPortions(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(0)
	w.tombstones = 1200
	replica(t, dsn, w)
	w.until(t, func() bool { return w.tombstones == 0 && w.prunes == 3 })
	w.mu.Lock()
	defer w.mu.Unlock()
	require.Equal(t, sharedtest.Now.AddDate(0, 0, -180).UnixMilli(), w.pruneBefore)
}

// Scopes are packed again and again, by one of all replicas at a time.
func TestJobs_PackAgainAndAgain(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(0)
	replica(t, dsn, w, func(c *jobs.Config) { c.Packer, c.Pack = w, 100*time.Millisecond })
	w.until(t, func() bool { return w.packs >= 2 })
}
