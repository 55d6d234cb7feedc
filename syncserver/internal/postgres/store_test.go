package postgres_test

import (
	"testing"

	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres/pgtest"
)

func TestStore_Engine(t *testing.T) {
	t.Parallel()
	enginetest.RunStore(t, func(t *testing.T) enginetest.Store { return pgtest.New(t) })
}
