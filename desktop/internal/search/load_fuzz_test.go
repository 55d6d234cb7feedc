package search_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/sharedtest"
)

// FuzzLoad reads any bytes as an index that was kept, behind the head of a true one:
// it is left empty, or as full as it says. (Nobody but the program itself seals one.)
func FuzzLoad(f *testing.F) {
	mark := [32]byte{1}
	x := search.New()
	empty := save(x, mark)
	x.PutItem(catalogue.Item{ID: sharedtest.ID[id.Item](1), Article: "DR-1", NameUk: "Безпілотник", Category: "recon_uav", Version: 1})
	f.Add(save(x, mark)[64:])
	f.Add(empty[64:])
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, rest []byte) {
		x := search.New()
		if x.Load(append(append([]byte{}, empty[:64]...), rest...), mark) != nil {
			require.Zero(t, x.Len())
			require.Zero(t, x.Find(client.CatalogueQuery{Text: "дрон", Limit: 5}, now).Total)
		}
	})
}
