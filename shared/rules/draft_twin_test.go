package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/draft"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// A change of a revision's draft that comes too late is kept in a twin, also where nothing of
// the order stands: the twin that may be there already is asked for.
func TestMissing_TwinOfAnOrderThatDoesNotStand(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 2)
	c := f.Requisitioner.Command(seal.KindChangeDraft, draft.Change{Order: r.Order, Replaces: seal.Sum(r.Encode())}, sharedtest.Now)
	for n := rules.Missing(w, c); !n.IsEmpty(); n = rules.Missing(w, c) {
		sharedtest.Fill(w, n)
	}
	_, asked := w.Things[draft.Key(draft.TwinOrder(r.Order), seal.Hash{})]
	require.True(t, asked)
}

// What another laptop took out of a draft that was given up is kept like what it put in.
func TestDraft_GivenUpWhileALineWasTakenOut(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	s.change(0, edits(edit(s.pieces(0), 2, 0), edit(s.pieces(1), 1, 0)))
	require.Nil(t, s.change(1, edits(edit(s.pieces(1), 0, 1))))
	require.Nil(t, s.change(0, draft.Change{Clear: true, Base: 1}))
	twin := s.twin()
	require.EqualValues(t, 2, draft.At(twin.Cells, s.pieces(0)).Number)
	require.True(t, draft.At(twin.Cells, s.pieces(1)).IsNothing())
	require.Len(t, twin.Traces, 1)
}

// A draft that its order overtook without a signature of it is over for everybody as soon as
// somebody was too late for it.
func TestDraft_OfARevisionThatIsNotMade(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	r := s.submitted(t, 1, 2, 1)
	hash := s.stage.order(r).Hash
	require.Nil(t, s.change(0, draft.Change{Replaces: hash, Edits: []draft.Edit{edit(s.pieces(0), 3, 0)}}))
	require.Empty(t, s.do(s.Requisitioner, seal.KindCancelOrder, s.decision(r)))
	require.NotNil(t, s.change(1, draft.Change{Replaces: hash, Edits: []draft.Edit{edit(s.pieces(1), 4, 1)}}))
	d, _ := rules.Find[draft.Draft](s.w, draft.Key(r.Order, hash))
	require.Equal(t, draft.Cleared, d.State)
	require.EqualValues(t, 4, draft.At(s.twin().Cells, s.pieces(1)).Number)
}
