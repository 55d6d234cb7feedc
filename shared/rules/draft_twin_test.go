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
