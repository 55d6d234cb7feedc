package client_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/draft"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// ordered is a draft of two pieces that one laptop ordered, while the others had it open.
func ordered(t require.TestingT, laptops int) (*office, id.ID[id.Order]) {
	o := joined(t, laptops)
	key := o.sign()
	o.share(0)
	return o, key
}

// hears brings everything down to a laptop, and nothing up.
func (o *office) hears(laptop int) {
	for o.laptops[laptop].pull(1000) {
	}
}

// A third laptop is late as well, when the twin with what the second kept is there already:
// what was changed on it is on its screen at once, and in the twin once it has travelled.
func TestDraft_LateWhenThereIsATwin(t *testing.T) {
	t.Parallel()
	o, _ := ordered(t, 3)
	o.put(2, 1, 4)
	o.put(1, 0, 5)
	o.share(1)
	o.hears(2)
	require.Equal(t, []int64{3, 4}, pieces(o.cart(2)), "two of five were ordered")
	require.NoError(t, o.laptops[2].core.ShareDraft())
	require.Equal(t, []int64{3, 4}, pieces(o.cart(2)), "on its way")
	o.laptops[2].push(true)
	for range 2 {
		require.Equal(t, []int64{3, 4}, pieces(o.cart(2)), "parked, and the twin has not come down yet")
		o.laptops[2].restart()
	}
	o.share(2, 1)
	for _, n := range []int{1, 2} {
		require.Equal(t, []int64{3, 4}, pieces(o.cart(n)))
	}
}

// Who goes on changing what is over does so in the twin; what they had changed of the draft
// before is less what was ordered all the same, and on their screen at every moment.
func TestDraft_GoesOnInTheTwin(t *testing.T) {
	t.Parallel()
	o, key := ordered(t, 2)
	o.put(1, 0, 5)
	o.hears(1)
	require.Equal(t, []int64{3}, pieces(o.cart(1)), "two of five were ordered")
	require.Equal(t, draft.ID(draft.TwinOrder(key), seal.Hash{}), o.cart(1).Draft.ID)
	o.put(1, 1, 4)
	for range 2 {
		require.Equal(t, []int64{3, 4}, pieces(o.cart(1)))
		o.laptops[1].restart()
	}
	o.share(1, 0)
	require.Equal(t, []int64{3, 4}, pieces(o.cart(1)))
}

// A change of one's own that waits says nothing of what others changed meanwhile: who changes
// a place after it has not seen their change, and the history says so.
func TestDraft_WhatWaitsIsNotKnown(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.put(0, 0, 5)
	o.clock.pass(pause)
	require.Len(t, o.laptops[0].envelopes(), 1)
	o.put(1, 1, 4)
	o.share(1)
	o.put(0, 1, 3)
	o.share(0)
	c := o.cart(0)
	require.Equal(t, []int64{5, 3}, pieces(c))
	raced := slices.DeleteFunc(c.Draft.History, func(x client.DraftChange) bool { return !x.Raced })
	require.Len(t, raced, 1)
	require.Equal(t, int64(4), raced[0].Was.Number)
}

// Who gives a draft up knows of others' changes what came down here, and not by how many a
// change of their own that waits has moved it on: what they did not know is kept.
func TestDraft_GivenUpBesideOnesOwnChange(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.put(0, 0, 5)
	o.clock.pass(pause)
	require.Len(t, o.laptops[0].envelopes(), 1)
	o.put(1, 1, 4)
	o.share(1)
	_, err := o.laptops[0].core.ClearCart()
	require.NoError(t, err)
	o.share(0, 1)
	require.Equal(t, []int64{5, 4}, pieces(o.cart(1)))
}

// The journal alone says what was shared and what was not: nothing of a draft is sent a
// second time from a laptop whose readable copy was lost.
func TestDraft_FromTheJournal(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.put(0, 0, 5)
	o.share(0)
	o.put(1, 0, 7)
	o.share(1, 0)
	d := o.laptops[0]
	d.work = memstore.NewWork()
	d.restart()
	require.Empty(t, d.envelopes())
	require.Equal(t, []int64{7}, pieces(o.cart(0)))
	o.share(0, 1)
	for n := range 2 {
		require.Equal(t, []int64{7}, pieces(o.cart(n)))
	}
}
