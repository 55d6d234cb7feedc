package postgres_test

import (
	"testing"

	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres/pgtest"
)

func TestStore_Engine(t *testing.T) {
	t.Parallel()
	enginetest.RunStore(t, func(tb testing.TB) enginetest.Store { return pgtest.New(tb) }) //nolint:thelper // it is no helper
}
