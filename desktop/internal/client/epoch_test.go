package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// forgets is a server that was restored from a backup of before all orders, and is told to
// nobody: its epoch is n.
func (f *field) forgets(t require.TestingT, n byte) {
	f.loses(t)
	f.server.epoch = id.ID[id.Epoch]{0: n, 15: n}
}

// Who is shut out pulls nothing: of a restored server only receipts tell. What was handed in
// once more stays handed in, however often the program starts over documents of before.
func TestEpoch_LearntByReceiptsAlone(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	f.order(1, 1)
	d.sync()
	f.loses(t)
	f.order(2, 1)
	for len(d.envelopes()) > 0 {
		d.push(true)
	}
	require.Len(t, f.server.applied, 3)
	for range 3 {
		d.restart()
		require.Empty(t, d.envelopes())
	}
	// Should it be let in again, nothing more is offered.
	d.load(false, f.scopes()...)
	require.Empty(t, d.envelopes())
}

// Where only files go to and fro it is the same.
func TestEpoch_LearntByFilesAlone(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	f.order(1, 1)
	d.sync()
	f.loses(t)
	f.order(2, 1)
	for range 2 {
		_, err := d.core.TakeCourierAnswer(f.server.takeFile(t, d.made(false).Content))
		require.NoError(t, err)
	}
	require.Len(t, f.server.applied, 3)
	for range 3 {
		require.Empty(t, d.envelopes())
		d.restart()
	}
}

// An epoch that began under a clock that was behind is met all the same, once: the server's
// old receipts do not bring the former one back.
func TestEpoch_BegunByAClockThatWasBehind(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	f.server.epoch = id.ID[id.Epoch]{0: 9, 15: 9}
	d.load(false, f.scopes()...)
	f.order(0, 1)
	d.sync()
	first := d.journal.commands()[0]
	receipts := f.server.take([][]byte{first})
	f.order(1, 1)
	d.sync()
	require.Empty(t, d.envelopes())

	f.forgets(t, 3)
	f.server.take([][]byte{first})
	f.server.receipts[seal.Sum(first)] = receipts[0] // the backup has it
	d.load(false, f.scopes()...)
	for range 3 {
		d.sync()
		require.Empty(t, d.envelopes())
		d.restart()
	}
	require.Len(t, f.server.applied, 2)
}
