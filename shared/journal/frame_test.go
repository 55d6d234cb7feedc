package journal_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/journal"
	"dotchain/shared/journal/journaltest"
)

func sampleFrame() []byte {
	return journal.Frame{Seq: 7, Kind: journal.KindReceipt, Prev: journal.Hash{1, 2}, Payload: []byte("sealed"), Recovery: []byte("box")}.Append(nil)
}

// What is taken for a record is written again to the same bytes, and reading
// never panics or takes more than it was given.
func FuzzDecodeFrame(f *testing.F) {
	f.Add(sampleFrame())
	f.Add(sampleFrame()[:40])
	f.Add([]byte(journal.RecordMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, n, err := journal.DecodeFrame(b)
		if err != nil {
			require.Zero(t, n)
			return
		}
		require.Equal(t, b[:n], got.Append(nil))
	})
}

func TestFlipBack_FindsEveryBit(t *testing.T) {
	t.Parallel()
	good := sampleFrame()
	require.Nil(t, journal.FlipBack(good))
	for bit := range len(good) * 8 {
		bad := bytes.Clone(good)
		bad[bit/8] ^= 1 << (bit % 8)
		require.Equal(t, good, journal.FlipBack(bad), "bit %d", bit)
	}
}

// A head is taken with its sum alone, and then names its journal.
func FuzzReadStore(f *testing.F) {
	f.Add(journaltest.Head(storeID(ours)))
	f.Fuzz(func(t *testing.T, b []byte) {
		store, err := journal.ReadStore(b)
		if err != nil {
			require.True(t, errors.Is(err, journal.ErrHeader) || errors.Is(err, journal.ErrNewer), "%v", err)
			require.Zero(t, store)
			return
		}
		require.Equal(t, store[:], b[24:40])
		b[30] ^= 4
		_, err = journal.ReadStore(b)
		require.ErrorIs(t, err, journal.ErrHeader)
	})
}
