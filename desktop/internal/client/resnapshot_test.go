package client_test

import (
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// failing is a work store on a disk that is full, or that breaks off a read.
type failing struct {
	client.Work
	full, unreadable bool
}

func (w *failing) Save(b client.WorkBatch) error {
	if w.full {
		return fault.New("save", fault.DiskFull)
	}
	return w.Work.Save(b)
}

func (w *failing) Commands(from uint64) iter.Seq2[client.SignedCommand, error] {
	if w.unreadable {
		return func(yield func(client.SignedCommand, error) bool) {
			yield(client.SignedCommand{}, errors.New("broken off"))
		}
	}
	return w.Work.Commands(from)
}

// A resnapshot that cannot be made now forgets nothing, neither the documents
// nor where the chain of this device stands.
func TestResnapshot_FailsWhole(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	w := &failing{Work: d.work}
	d.work = w
	d.restart()
	f.order(0, 1)
	d.sync()
	before, err := d.core.Cursor()
	require.NoError(t, err)

	for _, fail := range []*bool{&w.full, &w.unreadable} {
		*fail = true
		f.order(1, 1)
		require.Error(t, d.core.Resnapshot())
		cursor, err := d.core.Cursor()
		require.NoError(t, err)
		require.Equal(t, before, cursor)
		f.order(1, 1)
		*fail = false
	}
	require.NoError(t, d.core.Resnapshot())
	d.sync()
	require.Len(t, d.rows(), 5)
	d.restart()
	require.Empty(t, d.core.Notices(), "no number was given twice")
	require.Empty(t, d.envelopes())
}

// A new epoch that is met while the disk is full: the page counts, the screens
// follow it, and what is to be offered again is offered once there is space.
func TestApplyPage_NewEpochOnAFullDisk(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	w := &failing{Work: d.work}
	d.work = w
	d.restart()
	f.order(0, 1)
	d.sync()
	w.full = true
	waiting := f.order(1, 1)
	d.push(true)
	require.Equal(t, client.Confirmed, d.row(waiting).Sync)
	cursor, err := d.core.Cursor()
	require.NoError(t, err)
	p, err := f.server.page(d.who.Person, cursor, 1000)
	require.NoError(t, err)
	p.Next.Epoch = id.ID[id.Epoch]{2}
	require.Error(t, d.core.ApplyPage(p))
	next, err := d.core.Cursor()
	require.NoError(t, err)
	require.Equal(t, p.Next, next)
	require.Len(t, d.rows(), 2)
	w.full = false
	require.NoError(t, d.core.ApplyPage(wire.Page{From: p.Next, Next: p.Next, Head: p.Next.Seq}))
	require.Len(t, d.envelopes(), 2, "both are offered to the server that lost its past")
}
