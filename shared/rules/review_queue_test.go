package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/round"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// A queue that is full takes no line more: one that nobody can read would stop them all.
func TestQueue_TakesAsManyAsARoundHolds(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 1)
	q := round.Queue{ID: round.QueueID(r.f.Items[0].ID), Item: r.f.Items[0].ID, Category: "recon_uav", Version: 1}
	for n := range uint64(round.MaxWaiting - 1) {
		q.Waiting = append(q.Waiting, round.Waiting{Order: sharedtest.ID[id.Order](10_000 + n), Line: 1, Pieces: 1})
	}
	r.w.Things[q.DocKey()] = q
	r.order(0, nil, 1)
	rev := r.submit(0, nil, 1)
	_, reasons := sharedtest.Decide(r.w, r.f.Officer.Command(seal.KindApproveOrder, order.Decision{Order: rev.Order, Hash: seal.Sum(rev.Encode())}, r.at), r.at)
	require.Equal(t, []string{"too_large"}, reasons)
	require.Len(t, r.queue(0).Waiting, round.MaxWaiting)
	require.Equal(t, order.InReview, r.w.Orders[rev.Order].State)
}
