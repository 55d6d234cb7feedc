package search_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/supply"
)

const now = 1_767_225_600_000

func rows(tb testing.TB, name string) [][]string {
	tb.Helper()
	b, err := os.ReadFile("testdata/" + name)
	require.NoError(tb, err)
	var all [][]string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, strings.Split(line, "\t"))
		}
	}
	return all
}

// items are the catalogue of the golden tests.
func items(tb testing.TB) []catalogue.Item {
	tb.Helper()
	var all []catalogue.Item
	descriptions := map[string]string{}
	for _, r := range rows(tb, "descriptions.tsv") {
		descriptions[r[0]] = r[1]
	}
	for _, r := range rows(tb, "items.tsv") {
		item := catalogue.Item{
			ID:       catalogue.ItemID(r[5], r[4], r[3]),
			Category: r[0], NameUk: r[1], NameEn: r[2], Article: r[3], Manufacturer: r[4], NSN: r[5], DK021: r[6], Version: 1,
			Description: descriptions[r[3]],
		}
		for spec := range strings.SplitSeq(r[7], ";") {
			key, value, ok := strings.Cut(spec, "=")
			if !ok {
				continue
			}
			if n, err := strconv.ParseInt(value, 10, 64); err == nil {
				item.Specs = append(item.Specs, catalogue.Spec{Key: key, Milli: n * 1000})
				continue
			}
			item.Specs = append(item.Specs, catalogue.Spec{Key: key, Text: value})
		}
		all = append(all, item)
	}
	return all
}

func golden(tb testing.TB) (*search.Index, map[id.ID[id.Item]]catalogue.Item) {
	tb.Helper()
	x := search.New()
	byID := map[id.ID[id.Item]]catalogue.Item{}
	for _, item := range items(tb) {
		x.PutItem(item)
		byID[item.ID] = item
	}
	return x, byID
}

// TestFind_Golden asks what people ask, in both languages, with mistakes, in Latin
// letters and with the keyboard in the wrong layout.
func TestFind_Golden(t *testing.T) {
	t.Parallel()
	x, byID := golden(t)
	tried, good, reciprocal := 0, 0, 0.0
	for _, row := range rows(t, "queries.tsv") {
		tried++
		found := x.Find(client.CatalogueQuery{Text: row[0], Limit: 10}, now)
		var articles []string
		for _, key := range found.Items {
			articles = append(articles, byID[key].Article)
		}
		place := slices.Index(articles, row[1])
		if place >= 0 {
			good++
			reciprocal += 1 / float64(place+1)
		}
		if place < 0 || len(row) > 2 && row[2] == "first" && place != 0 {
			t.Errorf("%q: %s at %d of %d in %v", row[0], row[1], place, found.Total, articles)
		}
	}
	require.GreaterOrEqual(t, tried, 200)
	t.Logf("%d queries, recall in the first ten %.3f, mean reciprocal rank %.3f", tried, float64(good)/float64(tried), reciprocal/float64(tried))
}

func TestFind_Nothing(t *testing.T) {
	t.Parallel()
	x, _ := golden(t)
	for _, text := range []string{"пилосос", "qqqqqqq", "шершень пилосос", "9999-99-999-9999", "№№№ автобус"} {
		found := x.Find(client.CatalogueQuery{Text: text, Limit: 10}, now)
		require.Zero(t, found.Total, "%s: %v", text, found.Items)
	}
}

func offerOf(supplier byte, item catalogue.Item, price money.Amount) supply.Offer {
	org := id.ID[id.Org]{supplier}
	return supply.Offer{ID: supply.OfferID(org, item.ID), Supplier: org, Item: item.ID, Price: price, LeadDays: int64(supplier), Version: 1}
}

func TestFind_Filters(t *testing.T) {
	t.Parallel()
	x, byID := golden(t)
	all := items(t)
	x.PutSupplier(party.Org{ID: id.ID[id.Org]{1}, Kind: party.OrgSupplier, NameUk: "ТОВ «Світанок»", NameEn: "Svitanok LLC"})
	for i, item := range all[:20] {
		o := offerOf(1, item, money.Amount(1000-i))
		x.PutOffer(o)
		if i%2 == 0 {
			x.PutStock(supply.Stock{Offer: o.ID, OnHand: 5, Reserved: int64(i % 4 * 5 / 2)})
		}
	}
	closing := offerOf(2, all[0], 10)
	closing.ValidUntil = now + 1000
	x.PutOffer(closing)
	total := func(q client.CatalogueQuery, at int64) int {
		q.Limit = 100
		found := x.Find(q, at)
		require.Len(t, found.Items, found.Total)
		return found.Total
	}
	require.Equal(t, len(all), total(client.CatalogueQuery{}, now))
	require.Equal(t, 20, total(client.CatalogueQuery{Orderable: true}, now))
	require.Equal(t, 5, total(client.CatalogueQuery{InStock: true}, now))
	require.Equal(t, 1, total(client.CatalogueQuery{Suppliers: []id.ID[id.Org]{{2}}}, now))
	require.Equal(t, 20, total(client.CatalogueQuery{Suppliers: []id.ID[id.Org]{{2}, {1}}}, now))
	require.Equal(t, 20, total(client.CatalogueQuery{Text: "світанок"}, now))
	require.Equal(t, 20, total(client.CatalogueQuery{Text: "svitanok"}, now))
	codified := total(client.CatalogueQuery{Codified: "yes"}, now)
	require.Equal(t, len(all), codified+total(client.CatalogueQuery{Codified: "no"}, now))
	ten := int64(10_000)
	require.Equal(t, 3, total(client.CatalogueQuery{Specs: []client.SpecFilter{{Key: "frame_in", Min: &ten, Max: &ten}}}, now))
	require.Equal(t, 1, total(client.CatalogueQuery{
		Category: "strike_uav", Specs: []client.SpecFilter{{Key: "frame_in", Min: &ten}, {Key: "control_link", Choice: []string{"fibre"}}},
	}, now))
	require.Zero(t, total(client.CatalogueQuery{Specs: []client.SpecFilter{{Key: "no_such_key", Choice: []string{"x"}}}}, now))

	first := func(sort string, at int64) string {
		return byID[x.Find(client.CatalogueQuery{Sort: sort, Orderable: true, Limit: 1}, at).Items[0]].Article
	}
	require.Equal(t, all[0].Article, first("price_asc", now))
	require.Equal(t, all[19].Article, first("price_asc", now+2000), "the cheapest offer ended")
	require.Equal(t, all[1].Article, first("price_desc", now))

	found := x.Find(client.CatalogueQuery{Category: "ew", Limit: 1}, now)
	require.Len(t, found.Categories, 8, "the category's own filter does not count for itself")
	require.Contains(t, found.Categories, client.Count{Key: "ew", Count: found.Total})
	found = x.Find(client.CatalogueQuery{Category: "strike_uav"}, now)
	require.Contains(t, found.Specs, client.SpecFacet{Key: "range_km", Min: 12_000, Max: 120_000})
	require.Contains(t, found.Specs, client.SpecFacet{Key: "control_link", Choices: []client.Count{{Key: "radio", Count: 3}, {Key: "fibre", Count: 1}}})

	x.RemoveItem(all[0].ID)
	require.Equal(t, len(all)-1, total(client.CatalogueQuery{}, now))
	x.PutItem(all[0])
	require.Equal(t, 20, total(client.CatalogueQuery{Orderable: true}, now), "its offers waited")
	withdrawn := all[3]
	withdrawn.Withdrawn = true
	x.PutItem(withdrawn)
	require.Equal(t, 19, total(client.CatalogueQuery{Orderable: true}, now))
	x.RemoveOffer(offerOf(1, all[5], 1).ID)
	require.Equal(t, 18, total(client.CatalogueQuery{Orderable: true}, now))
	require.Len(t, x.Offers(all[0].ID), 2)
	x.Reset()
	require.Zero(t, total(client.CatalogueQuery{}, now))
}

// Names stand in the order of the Ukrainian alphabet, numbers by their value.
func TestFind_NameOrder(t *testing.T) {
	t.Parallel()
	want := []string{"Антена", "Вежа", "Генератор", "Ґніт", "Дрон 7", "Дрон 10", "Екран", "Єдність", "Жердина", "Зірка", "Игрек", "Індикатор", "Їжак", "Йод", "Камера", "Щит", "Якір"}
	x := search.New()
	for i := range want {
		n := (i*7 + 3) % len(want)
		x.PutItem(catalogue.Item{ID: id.ID[id.Item]{byte(n + 1)}, NameUk: want[n]}) //nolint:gosec // small
	}
	found := x.Find(client.CatalogueQuery{Sort: "name", Limit: 100}, now)
	var got []string
	for _, key := range found.Items {
		got = append(got, want[key[0]-1])
	}
	require.Equal(t, want, got)
	var paged []id.ID[id.Item]
	for offset := 0; offset < len(want); offset += 5 {
		paged = append(paged, x.Find(client.CatalogueQuery{Sort: "name", Offset: offset, Limit: 5}, now).Items...)
	}
	require.Equal(t, found.Items, paged, "windows join without gap")
	require.Empty(t, x.Find(client.CatalogueQuery{Offset: 1000, Limit: 5}, now).Items)
}

var _ = fmt.Sprint
