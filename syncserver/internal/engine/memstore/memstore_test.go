package memstore_test

import (
	"testing"

	"dotchain/shared/id"
	"dotchain/syncserver/internal/courier/couriertest"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed/feedtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("engine", func(t *testing.T) {
		t.Parallel()
		enginetest.RunStore(t, func(testing.TB) enginetest.Store { return memstore.New(id.ID[id.Epoch]{}) })
	})
	t.Run("courier", func(t *testing.T) {
		t.Parallel()
		couriertest.RunStore(t, memstore.New(id.ID[id.Epoch]{}))
	})
	t.Run("feed", func(t *testing.T) {
		t.Parallel()
		feedtest.RunStore(t, func(testing.TB) feedtest.Store { return memstore.New(id.ID[id.Epoch]{}) })
	})
}
