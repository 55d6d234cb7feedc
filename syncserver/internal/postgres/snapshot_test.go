package postgres_test

import (
	"testing"

	"dotchain/syncserver/internal/postgres/pgtest"
	"dotchain/syncserver/internal/snapshot/snapshottest"
)

func TestStore_Snapshot(t *testing.T) {
	t.Parallel()
	snapshottest.RunStore(t, func(tb testing.TB) snapshottest.Store { return pgtest.NewWith(tb, pgtest.Config{Unchecked: true}) }) //nolint:thelper // it is no helper
}
