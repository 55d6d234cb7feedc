package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// What is missing in a chain is filled by that alone which its neighbours name: a copy of the
// laptop that signed other things under the same numbers is a fork, and takes no place. Nor
// does it take the ids of what is waited for, in the same request or in another.
func TestEngine_Push_GapIsNotFilledByACopy(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		before := b.Requisitioner.Clone()
		var es []seal.Envelope
		es = append(es, b.submit(b.Requisitioner, 1, 0, 1))
		after := b.Requisitioner.Clone()
		for n := range uint64(3) {
			es = append(es, b.submit(b.Requisitioner, n+2, 0, 1))
		}
		b.push(b.Requisitioner, es[0])
		b.push(b.Requisitioner, es[3])
		require.Len(t, b.chain(b.Requisitioner).Open, 1, "numbers 2 and 3 are missing")

		// Nobody knows the second yet; the fourth says which the third is.
		_, third := b.submit(after, 13, 0, 1), b.submit(after, 14, 0, 1)
		parked(t, b.push(b.Requisitioner, third)[0], fault.DeviceFork, conflict.DeviceFork)

		// Not behind the first of this chain, and nothing says what comes after it.
		_, second := b.submit(before, 11, 0, 1), b.submit(before, 12, 0, 1)
		got := b.push(b.Requisitioner, second, es[1])
		parked(t, got[0], fault.DeviceFork, conflict.DeviceFork)
		require.Equal(t, seal.Applied, got[1].Verdict, got[1].Reasons)
		r := b.push(b.Requisitioner, es[2])[0]
		require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
		require.Equal(t, es[3].Hash(), b.chain(b.Requisitioner).LastHash)
		for _, k := range b.chain(b.Requisitioner).Open {
			require.NotEqual(t, conflict.DeviceGap, k.Kind)
		}
	})
}

// A device that stands in a past which the server lost is told so before anything of it is
// decided: what it was answered then has to come before what is new.
func TestEngine_Push_OfAnotherEpoch(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		request := wire.PushRequest{
			Version: wire.Version, Device: b.Requisitioner.Device.ID, Clock: b.now.UnixMilli(),
			Commands: [][]byte{b.submit(b.Requisitioner, 1, 0, 1).Raw}, Epoch: sharedtest.ID[id.Epoch](2),
		}
		_, err := b.engine.Push(t.Context(), request.Device, request)
		require.Equal(t, fault.Resnapshot, fault.CodeOf(err))
		require.Nil(t, b.order(1))
		request.Epoch = sharedtest.ID[id.Epoch](1)
		_, err = b.engine.Push(t.Context(), request.Device, request)
		require.NoError(t, err)
		require.NotNil(t, b.order(1))
		require.Equal(t, request.Epoch, b.push(b.Requisitioner, b.submit(b.Requisitioner, 2, 0, 1))[0].Epoch)
	})
}
