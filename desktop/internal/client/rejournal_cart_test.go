package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client/memstore"
)

// A journal that is put back as it was holds a cart that is no more: it does not come back with
// it, neither at once nor when the work store is lost a moment later.
func TestJournalPutBack_CartIsNoMore(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(f *field){
		"signed":   func(f *field) { f.sign() },
		"given up": func(f *field) { _, err := f.unit.core.ClearCart(); require.NoError(t, err) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newField(t)
			d := f.unit
			_, err := d.core.PutLine(f.offers[0].ID, 1)
			require.NoError(t, err)
			before := len(d.journal.entries)
			end(f)
			d.journal.entries = d.journal.entries[:before]
			for range 2 {
				d.restart()
				cart, err := d.core.Cart()
				require.NoError(t, err)
				require.Empty(t, cart.Lines)
				d.work = memstore.NewWork()
			}
		})
	}
}
