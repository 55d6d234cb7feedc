package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
)

// BenchmarkEngine_Push decides a thousand new orders on the database in memory:
// what is left is signatures and rules.
func BenchmarkEngine_Push(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		f := sharedtest.NewField()
		s := memstore.New(id.ID[id.Epoch]{})
		for i := range f.Stocks {
			f.Stocks[i].OnHand = 1_000_000
		}
		for i := range f.Budgets {
			f.Budgets[i].Appropriated = 1_000_000_000_000
		}
		enginetest.Seed(b, s, f)
		e, err := engine.New(engine.Config{
			Store: s, Signer: sharedtest.NewKey("server"), Clock: func() time.Time { return sharedtest.Now }, Epoch: sharedtest.ID[id.Epoch](1),
		})
		require.NoError(b, err)
		r := wire.PushRequest{Version: wire.Version, Device: f.Requisitioner.Device.ID, Clock: sharedtest.Now.UnixMilli()}
		for n := range uint64(wire.MaxPushCommands) {
			sealed := f.Requisitioner.Do(seal.KindSubmitOrder, seal.Raw(f.Revision(n+1, 0, 1, 1, 1).Encode()), sharedtest.Now)
			r.Commands = append(r.Commands, sealed.Raw)
		}
		b.StartTimer()
		_, err = e.Push(b.Context(), r.Device, r)
		require.NoError(b, err)
	}
}
