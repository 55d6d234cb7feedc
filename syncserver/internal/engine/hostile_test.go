package engine_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
)

// A number that no database holds must not stop whoever brings the command.
func TestEngine_Push_NumberBeyondCounting(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		for n, seq := range []uint64{math.MaxUint64, math.MaxInt64, 1 << 60} {
			clone := b.Requisitioner.Clone()
			c := clone.Command(seal.KindSubmitOrder, seal.Raw(b.Revision(uint64(n)+1, 0, 1).Encode()), b.now) //nolint:gosec // small
			c.DeviceSeq = seq
			c.ID = sharedtest.ID[id.Command](seq)
			parked(t, b.push(b.Requisitioner, clone.Seal(c))[0], fault.Malformed, conflict.Unparsable)
		}
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 9, 0, 1))[0].Verdict)
	})
}

// What no column of text holds is refused with the request, not met as an error
// of the database.
func TestEngine_Push_ProgramIsText(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		_, err := b.engine.Push(t.Context(), b.Requisitioner.Device.ID, wire.PushRequest{
			Version: wire.Version, Device: b.Requisitioner.Device.ID, Clock: b.now.UnixMilli(), Program: "1.0\x00",
		})
		require.Equal(t, fault.TextNotClean, fault.CodeOf(err))
	})
}

// A clock at either end of time is a case and nothing else.
func TestEngine_Push_ClockAtTheEndOfTime(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		for _, clock := range []int64{math.MinInt64, math.MaxInt64} {
			_, err := b.engine.Push(t.Context(), b.Requisitioner.Device.ID, wire.PushRequest{
				Version: wire.Version, Device: b.Requisitioner.Device.ID, Clock: clock, Program: "1.0",
			})
			require.NoError(t, err)
			require.Len(t, b.chain(b.Requisitioner).Open, 1)
		}
		for n, at := range []int64{math.MinInt64, math.MaxInt64} {
			c := b.Requisitioner.Command(seal.KindSubmitOrder, seal.Raw(b.Revision(uint64(n)+1, 0, 1).Encode()), b.now) //nolint:gosec // small
			c.ClaimedAt = at
			require.Equal(t, seal.Parked, b.push(b.Requisitioner, b.Requisitioner.Seal(c))[0].Verdict)
		}
	})
}

// revoking shuts a device out between the look at its keys and the transaction.
type revoking struct {
	enginetest.Store
	once func()
}

func (r *revoking) Keys(ctx context.Context, thumbprints []seal.Thumbprint) (map[seal.Thumbprint]party.Key, error) {
	keys, err := r.Store.Keys(ctx, thumbprints)
	r.once()
	return keys, err
}

func TestEngine_Push_RevokedWhileItPushes(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		s := &revoking{Store: b.store, once: func() {
			require.NoError(t, b.store.RevokeDevice(t.Context(), b.Requisitioner.Device.ID, b.now, func(party.Device) []wire.Document { return nil }))
		}}
		var err error
		b.engine, err = engine.New(engine.Config{Store: s, Signer: b.server, Clock: func() time.Time { return b.now }, Epoch: sharedtest.ID[id.Epoch](1)})
		require.NoError(t, err)
		r := b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 1))[0]
		parked(t, r, fault.SignerRevoked, conflict.RevokedSigner)
		require.Equal(t, b.now.UnixMilli(), r.Reasons[0].Have)
		require.Nil(t, b.order(1))
		// Carried by another's laptop it is no different.
		parked(t, b.push(b.Second, b.submit(b.Requisitioner, 2, 0, 1))[0], fault.SignerRevoked, conflict.RevokedSigner)
	})
}

// An offer that has no stock sells nothing, here with the real constraints.
func TestEngine_Push_OfferWithoutStock(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		item := b.Items[0]
		item.Article = "DR-9"
		item.ID = sharedtest.ID[id.Item](9)
		offer := b.Offers[0]
		offer.Item, offer.ID = item.ID, supply.OfferID(b.Supplier.ID, item.ID)
		r := b.push(b.Server, b.Server.Do(seal.KindPublishCatalogue, rules.Publish{
			Supplier: b.Supplier.ID, Items: append(b.Items[:0:0], item), Offers: append(b.Offers[:0:0], offer),
		}, b.now))[0]
		require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
		revision := b.Revision(1, 0, 1)
		revision.Lines[0].Offer, revision.Lines[0].Terms = offer.ID, offer.Terms()
		r = b.push(b.Requisitioner, b.Requisitioner.Do(seal.KindSubmitOrder, seal.Raw(revision.Encode()), b.now))[0]
		parked(t, r, fault.StockGone, conflict.StockGone)
	})
}

// The largest refusal that there is must come back as something a device reads.
func TestEngine_Push_ManyReasons(t *testing.T) {
	t.Parallel()
	b := setup(t, memstore.New(id.ID[id.Epoch]{}))
	revision := b.Revision(1, 0, 1)
	for len(revision.Lines) < seal.MaxItems {
		revision.Lines = append(revision.Lines, revision.Lines[0])
	}
	r := b.push(b.Requisitioner, b.Requisitioner.Do(seal.KindSubmitOrder, seal.Raw(revision.Encode()), b.now))[0]
	parked(t, r, fault.LinesTooMany, conflict.Rule)
}

// Every second command first, as a careless courier brings them: each opens a
// gap, and each gap closes with its own filler. What a filler costs must not grow
// with all gaps and commands there are.
func TestEngine_Push_ManyGaps(t *testing.T) {
	t.Parallel()
	b := setup(t, memstore.New(id.ID[id.Epoch]{}))
	const n = 2000
	var even, odd []seal.Envelope
	for i := range uint64(n) {
		e := b.submit(b.Requisitioner, 1, 0, 1)
		if i%2 == 0 {
			even = append(even, e)
			continue
		}
		odd = append(odd, e)
	}
	b.push(b.Requisitioner, odd...)
	require.Len(t, b.chain(b.Requisitioner).Open, n/2)
	b.push(b.Requisitioner, even[1:]...)
	require.Len(t, b.chain(b.Requisitioner).Open, 1)
	b.push(b.Requisitioner, even[0])
	require.Empty(t, b.chain(b.Requisitioner).Open)
	require.Equal(t, uint64(n), b.chain(b.Requisitioner).LastSeq)
}
