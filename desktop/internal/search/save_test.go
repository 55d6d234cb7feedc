package search_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/supply"
)

// What was saved finds what a fresh index finds, and goes on as if nothing had been.
func TestSave_EqualsRebuilt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &world{map[byte]catalogue.Item{}, map[id.ID[id.Offer]]supply.Offer{}, map[id.ID[id.Offer]]supply.Stock{}, map[byte]party.Org{}}
		x := search.New()
		mark := [32]byte{rapid.Byte().Draw(t, "mark")}
		for range rapid.IntRange(0, 4).Draw(t, "times") {
			for range rapid.IntRange(0, 30).Draw(t, "changes") {
				w.change(t, x)
			}
			saved := x.Save(nil, mark)
			x = search.New()
			require.NoError(t, x.Load(saved, mark))
			require.Equal(t, saved, x.Save(nil, mark), "nothing is lost")
		}
		w.change(t, x)
		fresh := w.index()
		require.Equal(t, fresh.Len(), x.Len())
		for range 5 {
			q := drawQuery(t)
			require.Equal(t, fresh.Find(q, now), x.Find(q, now), "%+v", q)
		}
	})
}

func TestLoad_TakesNothingElse(t *testing.T) {
	t.Parallel()
	whole, _ := golden(t)
	mark := [32]byte{1}
	saved := whole.Save(nil, mark)
	x := search.New()
	require.Error(t, x.Load(saved, [32]byte{2}), "of another state")
	for _, cut := range []int{0, 31, 63, 64, 65, 100, len(saved) / 2, len(saved) - 1} {
		require.Error(t, x.Load(saved[:cut], mark), cut)
		require.Zero(t, x.Len())
	}
	other := slices.Clone(saved)
	other[40] ^= 1
	require.Error(t, x.Load(other, mark), "of another program")
	require.Error(t, x.Load(append(slices.Clone(saved), 0), mark))
	require.NoError(t, x.Load(saved, mark))
	q := client.CatalogueQuery{Text: "шершень 10", Limit: 3}
	require.Equal(t, whole.Find(q, now), x.Find(q, now))
}
