package postgres_test

import (
	"testing"

	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres/pgtest"
)

func TestStore_Seed(t *testing.T) {
	t.Parallel()
	s := pgtest.New(t)
	enginetest.Seed(t, s, sharedtest.NewField())
}
