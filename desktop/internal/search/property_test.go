package search_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/supply"
)

// world is what an index was told, as plain maps.
type world struct {
	items     map[byte]catalogue.Item
	offers    map[id.ID[id.Offer]]supply.Offer
	stocks    map[id.ID[id.Offer]]supply.Stock
	suppliers map[byte]party.Org
}

func (w *world) index() *search.Index {
	x := search.New()
	for _, o := range w.suppliers {
		x.PutSupplier(o)
	}
	for _, item := range w.items {
		x.PutItem(item)
	}
	for _, o := range w.offers {
		x.PutOffer(o)
	}
	for _, s := range w.stocks {
		x.PutStock(s)
	}
	return x
}

func words() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"дрон", "дрони", "батарея", "мавік", "mavic", "ударний", "нічний", "кабель", "рама", "10", "6S", "F405", "П-274М", "XT60", "зв'язок", "станція",
	})
}

func drawItem(t *rapid.T, n byte) catalogue.Item {
	item := catalogue.Item{
		ID: id.ID[id.Item]{n}, Article: fmt.Sprintf("АР-%d", n), NameUk: strings.Join(rapid.SliceOfN(words(), 1, 4).Draw(t, "name"), " "),
		Category: rapid.SampledFrom([]string{"ew", "comms", "batteries"}).Draw(t, "category"), Withdrawn: rapid.Bool().Draw(t, "withdrawn"),
	}
	if rapid.Bool().Draw(t, "spec") {
		item.Specs = append(item.Specs, catalogue.Spec{Key: "cells", Milli: rapid.Int64Range(1, 4).Draw(t, "cells") * 1000})
	}
	if rapid.Bool().Draw(t, "choice") {
		item.Specs = append(item.Specs, catalogue.Spec{Key: "chemistry", Text: rapid.SampledFrom([]string{"li_ion", "li_po"}).Draw(t, "chemistry")})
	}
	return item
}

func drawQuery(t *rapid.T) client.CatalogueQuery {
	q := client.CatalogueQuery{
		Text:     strings.Join(rapid.SliceOfN(rapid.OneOf(words(), rapid.SampledFrom([]string{"др", "lhjy", "батрея", "maвic", "xt", "аr3", "вулик"})), 0, 2).Draw(t, "text"), " "),
		Category: rapid.SampledFrom([]string{"", "ew"}).Draw(t, "category"), InStock: rapid.Bool().Draw(t, "stock"), Orderable: rapid.Bool().Draw(t, "orderable"),
		Sort: rapid.SampledFrom([]string{"relevance", "name", "price_asc", "price_desc", "lead"}).Draw(t, "sort"), Limit: 100,
	}
	if rapid.Bool().Draw(t, "supplier") {
		q.Suppliers = []id.ID[id.Org]{{1}}
	}
	if rapid.Bool().Draw(t, "spec") {
		two := int64(2000)
		q.Specs = []client.SpecFilter{{Key: "cells", Min: &two}}
	}
	return q
}

// change makes one random change to the world and tells the index.
func (w *world) change(t *rapid.T, x *search.Index) {
	n := rapid.ByteRange(1, 12).Draw(t, "item")
	supplier := rapid.ByteRange(1, 3).Draw(t, "of")
	org := id.ID[id.Org]{supplier}
	offer := supply.OfferID(org, id.ID[id.Item]{n})
	switch rapid.IntRange(0, 6).Draw(t, "change") {
	case 0, 1:
		w.items[n] = drawItem(t, n)
		x.PutItem(w.items[n])
	case 2:
		delete(w.items, n)
		x.RemoveItem(id.ID[id.Item]{n})
	case 3:
		o := supply.Offer{
			ID: offer, Supplier: org, Item: id.ID[id.Item]{n}, Price: money.Amount(rapid.Int64Range(1, 5).Draw(t, "price")), LeadDays: rapid.Int64Range(0, 3).Draw(t, "lead"),
			ValidUntil: rapid.SampledFrom([]int64{0, now - 1, now, now + 1}).Draw(t, "until"), Withdrawn: rapid.Bool().Draw(t, "withdrawn"),
		}
		w.offers[offer] = o
		x.PutOffer(o)
	case 4:
		delete(w.offers, offer)
		delete(w.stocks, offer)
		x.RemoveOffer(offer)
	case 5:
		s := supply.Stock{Offer: offer, OnHand: rapid.Int64Range(0, 2).Draw(t, "stock")}
		w.stocks[offer] = s
		x.PutStock(s)
	case 6:
		o := party.Org{ID: org, Kind: party.OrgSupplier, NameUk: rapid.SampledFrom([]string{"Вулик", "Заряд", "Тиша"}).Draw(t, "supplier")}
		w.suppliers[supplier] = o
		x.PutSupplier(o)
	}
}

func TestIndex_IncrementalEqualsRebuilt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &world{map[byte]catalogue.Item{}, map[id.ID[id.Offer]]supply.Offer{}, map[id.ID[id.Offer]]supply.Stock{}, map[byte]party.Org{}}
		x := search.New()
		for range rapid.IntRange(1, 60).Draw(t, "changes") {
			w.change(t, x)
		}
		if rapid.Bool().Draw(t, "compact") {
			x.Compact()
			w.change(t, x)
		}
		fresh := w.index()
		for range 5 {
			q := drawQuery(t)
			got, want := x.Find(q, now), fresh.Find(q, now)
			require.Equal(t, want, got, "%+v", q)
			w.check(t, q, got)
		}
	})
}

// check holds what is found against the plain world: filters, and for a word
// that stands in no list of spellings that it stands in the item.
func (w *world) check(t *rapid.T, q client.CatalogueQuery, found client.Found) {
	require.Len(t, found.Items, found.Total)
	sum := 0
	for _, c := range found.Categories {
		if q.Category == "" || c.Key == q.Category {
			sum += c.Count
		}
	}
	require.Equal(t, found.Total, sum, "category counts are of all found")
	for _, key := range found.Items {
		item, ok := w.items[key[0]]
		require.True(t, ok, "an item that is not there")
		require.True(t, q.Category == "" || item.Category == q.Category)
		open, stocked, mine := false, false, len(q.Suppliers) == 0
		for _, o := range w.offers {
			if o.Item != key || o.Withdrawn {
				continue
			}
			mine = mine || slices.Contains(q.Suppliers, o.Supplier)
			open = open || o.IsOpen(now)
			stocked = stocked || o.IsOpen(now) && w.stocks[o.ID].OnHand > 0
		}
		require.True(t, mine, "of another supplier")
		require.True(t, !q.Orderable || open && !item.Withdrawn, "not orderable")
		require.True(t, !q.InStock || stocked, "not in stock")
		if q.Text == "кабель" {
			require.Contains(t, item.NameUk, "кабель")
		}
	}
	if q.Text == "" && q.Category == "" && !q.InStock && !q.Orderable && q.Suppliers == nil && q.Specs == nil {
		require.Equal(t, len(w.items), found.Total)
	}
	if q.Text == "кабель" && q.Category == "" && !q.InStock && !q.Orderable && q.Suppliers == nil && q.Specs == nil {
		n := 0
		for _, item := range w.items {
			if strings.Contains(item.NameUk, "кабель") {
				n++
			}
		}
		require.Equal(t, n, found.Total)
	}
}

// Readers and the writer meet only at the lock.
func TestIndex_Concurrent(t *testing.T) {
	t.Parallel()
	x, _ := golden(t)
	all := items(t)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				for _, sort := range []string{"relevance", "name"} {
					if n := x.Find(client.CatalogueQuery{Text: "дрон", Sort: sort, Limit: 5}, now).Total; n < 5 {
						t.Errorf("found %d", n)
						return
					}
				}
			}
		})
	}
	for n := range 400 {
		item := all[n%len(all)]
		item.Manufacturer = fmt.Sprintf("Завод %d", n)
		x.PutItem(item)
		x.PutOffer(offerOf(byte(1+n%5), item, money.Amount(n+1))) //nolint:gosec // small
	}
	close(done)
	readers.Wait()
}

// No text, however odd, may stop the program.
func FuzzFind(f *testing.F) {
	for _, row := range rows(f, "queries.tsv") {
		f.Add(row[0])
	}
	x, _ := golden(f)
	f.Fuzz(func(_ *testing.T, text string) { x.Find(client.CatalogueQuery{Text: text, Limit: 5}, now) })
}
