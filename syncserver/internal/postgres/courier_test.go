package postgres_test

import (
	"testing"

	"dotchain/syncserver/internal/courier/couriertest"
	"dotchain/syncserver/internal/postgres/pgtest"
)

func TestStore_Courier(t *testing.T) {
	t.Parallel()
	couriertest.RunStore(t, pgtest.New(t))
}
