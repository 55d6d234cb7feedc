package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/order"
)

// Who gives up what they changed of a returned order can still answer it, and so can the other
// laptop: the draft begins anew with what stands, whichever of them had given it up.
func TestDraft_RevisedAgainAfterItWasGivenUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 2)
	key := o.order(0, 2)
	o.share(0, 1)
	revise := func(laptop int) client.Cart {
		c, err := o.laptops[laptop].core.ReviseOrder(key)
		require.NoError(t, err)
		return c
	}
	revise(0)
	o.put(0, 0, 3)
	o.share(0, 1)
	for range 2 { // the second time it was given up already
		_, err := o.laptops[0].core.ClearCart()
		require.NoError(t, err)
		require.Equal(t, []int64{2}, pieces(revise(0)), "also before the server heard of it")
	}
	_, err := o.laptops[0].core.ClearCart()
	require.NoError(t, err)
	o.share(0, 1)
	for n := range 2 {
		c := revise(n)
		require.Equal(t, []int64{2}, pieces(c), "what stands")
		require.EqualValues(t, 2, c.Revision)
		require.Nil(t, c.Draft.Ended)
	}
	o.put(1, 0, 4)
	o.share(1, 0)
	for n := range 2 {
		require.Equal(t, []int64{4}, pieces(o.cart(n)))
	}
	o.unit = o.laptops[1]
	o.sign()
	o.share(1, 0)
	row := o.laptops[0].row(key)
	require.Equal(t, order.InReview, row.State)
	require.EqualValues(t, 2, row.Revision)
}

// An order that could not be applied is signed anew also after that was begun and given up.
func TestDraft_ParkedSignedAgainAfterItWasGivenUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	key := o.order(0, 11) // one more than there is
	o.share(0)
	for range 3 {
		c, err := o.laptops[0].core.ReviseOrder(key)
		require.NoError(t, err)
		require.Equal(t, []int64{11}, pieces(c))
		o.put(0, 1, 2)
		o.share(0)
		require.Equal(t, []int64{11, 2}, pieces(o.cart(0)))
		_, err = o.laptops[0].core.ClearCart()
		require.NoError(t, err)
		o.share(0)
	}
}
