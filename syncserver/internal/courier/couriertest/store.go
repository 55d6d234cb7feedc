// Package couriertest is the suite of courier.Store, run against every store.
package couriertest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/courier"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
)

// Store is a database with both ports.
type Store interface {
	enginetest.Store
	courier.Store
}

// RunStore runs the suite on a new, empty store.
func RunStore(t *testing.T, s Store) {
	t.Helper()
	f := sharedtest.NewField()
	enginetest.Seed(t, s, f)
	first := f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(1, 0, 1), sharedtest.Now)
	second := f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(2, 0, 1), sharedtest.Now)
	others := f.Second.Do(seal.KindSubmitOrder, f.Revision(3, 0, 1), sharedtest.Now)
	device := func(e seal.Envelope) id.ID[id.Device] {
		c, err := seal.OpenCommand(e)
		require.NoError(t, err)
		return c.Device
	}
	receipt := func(e seal.Envelope) []byte { return append([]byte("receipt of "), e.Key[:]...) }
	var b engine.Batch
	for _, e := range []seal.Envelope{second, others, first} {
		c, err := seal.OpenCommand(e)
		require.NoError(t, err)
		b.Records = append(b.Records, engine.Record{
			Envelope: e, Hash: e.Hash(), Command: c, Device: device(others), Verdict: seal.Parked, ReceivedAt: 1,
			Receipt: append(receipt(e), byte(c.DeviceSeq)),
		})
	}
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error { return tx.Save(t.Context(), b) }))

	got, err := s.Receipts(t.Context(), device(first), []seal.Hash{second.Hash(), first.Hash(), others.Hash(), {9}})
	require.NoError(t, err)
	require.Equal(t, [][]byte{append(receipt(first), 1), append(receipt(second), 2)}, got, "its own alone, in its order")
	got, err = s.Receipts(t.Context(), device(others), []seal.Hash{first.Hash()})
	require.NoError(t, err)
	require.Empty(t, got, "whoever brought it is not whose it is")
	got, err = s.Receipts(t.Context(), device(first), nil)
	require.NoError(t, err)
	require.Empty(t, got)
}
