package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/seal"
)

// Pieces are claimed once: a second claim on them would take another delivery's.
func TestClaim_PiecesAreClaimedOnce(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	first := x.sent(x.note(3))
	x.signedFor(receipt(first))
	second := x.sent(x.note(3))
	x.signedFor(receipt(second))
	open := delivery.OpenClaim{Delivery: first.ID, Reason: delivery.Quality, Text: "Не літають.", Lines: []delivery.ClaimLine{{Line: 1, Pieces: 2}}}
	x.done(x.Receiver, seal.KindOpenClaim, open)
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Receiver, seal.KindOpenClaim, open))
	x.settled(x.claims()[0], delivery.Withdrawn)
	x.done(x.Receiver, seal.KindOpenClaim, open)
	x.settled(x.claims()[1], delivery.Refunded)
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Receiver, seal.KindOpenClaim, open))
	open.Lines[0].Pieces = 1
	x.done(x.Receiver, seal.KindOpenClaim, open)
}
