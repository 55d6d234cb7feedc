package search_test

import (
	"bytes"
	"errors"
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

// save is what an index saves.
func save(x *search.Index, mark [32]byte) []byte {
	var b bytes.Buffer
	if err := x.Save(&b, mark); err != nil {
		panic(err) // a buffer takes all
	}
	return b.Bytes()
}

// full takes so many bytes and no more.
type full int

func (f *full) Write(b []byte) (int, error) {
	if int(*f) < len(b) {
		return 0, errors.New("full")
	}
	*f -= full(len(b))
	return len(b), nil
}

// A disk that is full is told, wherever it ends.
func TestSave_Full(t *testing.T) {
	t.Parallel()
	x, _ := golden(t)
	all := len(save(x, [32]byte{1}))
	for _, room := range []int{0, all / 2, all - 1} {
		f := full(room)
		require.Error(t, x.Save(&f, [32]byte{1}), room)
	}
	f := full(all)
	require.NoError(t, x.Save(&f, [32]byte{1}))
}

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
			saved := save(x, mark)
			x = search.New()
			require.NoError(t, x.Load(saved, mark))
			require.Equal(t, saved, save(x, mark), "nothing is lost")
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
	saved := save(whole, mark)
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
