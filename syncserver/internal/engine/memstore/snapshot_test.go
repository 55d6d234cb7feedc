package memstore_test

import (
	"testing"

	"dotchain/shared/id"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/snapshot/snapshottest"
)

func TestStore_Snapshot(t *testing.T) {
	t.Parallel()
	snapshottest.RunStore(t, func(testing.TB) snapshottest.Store { return memstore.New(id.ID[id.Epoch]{}) })
}
