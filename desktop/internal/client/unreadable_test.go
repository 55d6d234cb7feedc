package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// A document that this program cannot read, of a newer server perhaps, takes
// nothing but itself away: the profile opens, orders are listed and signed.
func TestUnreadableDocument(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	waiting, standing := f.order(0, 1), id.ID[id.Order]{9}
	var docs []wire.Document
	for kind := wire.DocOrg; kind <= wire.DocDevice; kind++ {
		docs = append(docs, wire.Document{Scope: "catalogue", Kind: kind, ID: [16]byte{9}, Version: 1, Body: []byte{0xff}})
	}
	docs = append(docs, wire.Document{Scope: "catalogue", Kind: wire.DocOrder, ID: waiting, Version: 9, Body: []byte{0xff}})
	cursor, err := d.core.Cursor()
	require.NoError(t, err)
	next := cursor
	next.Seq++
	require.NoError(t, d.core.ApplyPage(wire.Page{From: cursor, Next: next, Head: next.Seq, Documents: docs}))
	for range 2 {
		f.order(1, 1)
		d.rows()
		_, err = d.core.Budgets()
		require.NoError(t, err)
		_, err = d.core.Fleet(client.FleetQuery{})
		require.NoError(t, err)
		_, err = d.core.Order(standing)
		require.Error(t, err)
		require.Len(t, d.envelopes(), d.core.Standing().Pending)
		d.restart()
	}
}

func (d *device) envelopes() [][]byte {
	all, err := d.core.Unsent(100, 1<<20)
	require.NoError(d.t, err)
	return all
}
