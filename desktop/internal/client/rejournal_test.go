package client_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/fault"
)

// The journal's folder is lost, or put back as it was, and Work survives: what
// was signed is in a journal again, and what is done from then on survives the
// next crash, the cart and a work store that is lost a moment later included.
func TestJournalLostWhileWorkSurvives(t *testing.T) {
	t.Parallel()
	for name, keep := range map[string]int{"lost": 0, "put back": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newField(t)
			d := f.unit
			applied := f.order(0, 1)
			f.order(1, 1)
			d.push(true)
			waiting := f.order(1, 2)
			for range 20 {
				_, err := d.core.PutLine(f.offers[2].ID, 2)
				require.NoError(t, err)
				_, err = d.core.PutLine(f.offers[2].ID, 3)
				require.NoError(t, err)
			}
			d.journal.entries = slices.Clone(d.journal.entries[:keep])
			d.restart()
			require.Equal(t, fault.JournalDamaged, d.core.Notices()[0].Code)

			_, err := d.core.PutLine(f.offers[2].ID, 5)
			require.NoError(t, err)
			d.restart()
			require.Empty(t, d.core.Notices(), "it is whole again")
			cart, err := d.core.Cart()
			require.NoError(t, err)
			require.Equal(t, int64(5), cart.Lines[0].Quantity)

			d.work = memstore.NewWork()
			d.restart()
			require.Empty(t, d.core.Notices())
			require.Len(t, d.envelopes(), 2, "the order, and what was changed of the cart")
			require.Len(t, d.rows(), 3)
			require.Equal(t, waiting, d.row(waiting).ID)
			require.Equal(t, applied, d.row(applied).ID)
			cart, err = d.core.Cart()
			require.NoError(t, err)
			require.Equal(t, int64(5), cart.Lines[0].Quantity)
		})
	}
}
