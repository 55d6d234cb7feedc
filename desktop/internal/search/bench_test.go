package search_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/supply"
)

// generator makes a catalogue of any size out of the words of the golden one and
// of invented ones, so that the dictionary grows as it does in life.
type generator struct {
	r          *rand.Rand
	uk, en     []string
	categories []code.Category
}

func newGenerator(tb testing.TB) *generator {
	tb.Helper()
	g := &generator{r: rand.New(rand.NewPCG(1, 2)), categories: code.Categories()} //nolint:gosec // reproducible
	for _, item := range items(tb) {
		g.uk = append(g.uk, strings.Fields(item.NameUk)...)
		g.en = append(g.en, strings.Fields(item.NameEn)...)
	}
	syllables := strings.Fields("ба ве ги до же зу ка ле ми но пе ри са ту фо хи це чо ша ще ря ню")
	latin := strings.Fields("ba ve gi do ze zu ka le mi no pe ri sa tu fo hi ce cho sha ke ra nu")
	for range 20_000 {
		var uk, en string
		for range 2 + g.r.IntN(3) {
			n := g.r.IntN(len(syllables))
			uk, en = uk+syllables[n], en+latin[n]
		}
		g.uk, g.en = append(g.uk, uk), append(g.en, en)
	}
	return g
}

// word prefers the common ones, as language does.
func (g *generator) word(words []string) string {
	return words[min(int(g.r.ExpFloat64()*float64(len(words))/12), len(words)-1)]
}

func (g *generator) item(n int) catalogue.Item {
	var uk, en []string
	for range 3 + g.r.IntN(4) {
		uk, en = append(uk, g.word(g.uk)), append(en, g.word(g.en))
	}
	category := g.categories[g.r.IntN(len(g.categories))]
	item := catalogue.Item{
		ID: id.FromHash[id.Item]([32]byte{byte(n), byte(n >> 8), byte(n >> 16), 1}), Article: fmt.Sprintf("АР-%d/%c", n, 'А'+rune(n%20)), //nolint:gosec // bytes of a number
		NameUk: strings.Join(uk, " "), NameEn: strings.Join(en, " "), Category: string(category.Code), DK021: string(category.DK021),
		Manufacturer: "ТОВ " + g.uk[n%300], Version: 1,
	}
	if n%2 == 0 {
		item.NSN = fmt.Sprintf("1550-61-%03d-%04d", n/10_000%1000, n%10_000)
	}
	for _, key := range category.SpecKeys[:7] {
		spec, _ := code.SpecByKey(key)
		switch spec.Kind {
		case code.SpecNumber:
			item.Specs = append(item.Specs, catalogue.Spec{Key: string(key), Milli: g.r.Int64N(1000) * 1000})
		case code.SpecChoice:
			item.Specs = append(item.Specs, catalogue.Spec{Key: string(key), Text: spec.Choices[g.r.IntN(len(spec.Choices))].Value})
		case code.SpecFlag:
			item.Specs = append(item.Specs, catalogue.Spec{Key: string(key), Text: search.Yes})
		case code.SpecText:
			item.Specs = append(item.Specs, catalogue.Spec{Key: string(key), Text: g.uk[g.r.IntN(30)]})
		}
	}
	return item
}

const benchItems = 100_000

// load fills an index with 100,000 items and 150,000 offers with stock.
func (g *generator) load(n int) *search.Index {
	x := search.New()
	for s := range byte(200) {
		x.PutSupplier(party.Org{ID: id.ID[id.Org]{s + 1}, NameUk: fmt.Sprintf("Постачальник %s", g.uk[int(s)*7])})
	}
	for i := range n {
		item := g.item(i)
		x.PutItem(item)
		for k := range 1 + i%2 {
			o := offerOf(byte(1+(i+k*31)%200), item, money.Amount(100+g.r.Int64N(1_000_000))) //nolint:gosec // small
			x.PutOffer(o)
			x.PutStock(supply.Stock{Offer: o.ID, OnHand: g.r.Int64N(3)})
		}
	}
	return x
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkLoad100k(b *testing.B) {
	g := newGenerator(b)
	for b.Loop() {
		before := heap()
		x := g.load(benchItems)
		b.ReportMetric(float64(heap()-before)/(1<<20), "MiB")
		runtime.KeepAlive(x)
	}
}

func BenchmarkFind100k(b *testing.B) {
	g := newGenerator(b)
	x := g.load(benchItems)
	x.Find(client.CatalogueQuery{Sort: "name"}, now)
	cases := []struct {
		name string
		q    func() client.CatalogueQuery
	}{
		{"two words", func() client.CatalogueQuery { return client.CatalogueQuery{Text: g.word(g.uk) + " " + g.word(g.uk)} }},
		{"prefix of three", func() client.CatalogueQuery { return client.CatalogueQuery{Text: string([]rune(g.word(g.uk))[:3])} }},
		{"one letter", func() client.CatalogueQuery { return client.CatalogueQuery{Text: string([]rune(g.word(g.uk))[:1])} }},
		{"mistyped", func() client.CatalogueQuery {
			w := []rune(g.uk[g.r.IntN(len(g.uk))])
			w[len(w)/2] = 'ї'
			return client.CatalogueQuery{Text: string(w)}
		}},
		{"mistyped long", func() client.CatalogueQuery {
			return client.CatalogueQuery{Text: "акамулитор тепловизийна"}
		}},
		{"wrong layout", func() client.CatalogueQuery { return client.CatalogueQuery{Text: ",tpgskjnybr"} }},
		{"code", func() client.CatalogueQuery {
			return client.CatalogueQuery{Text: fmt.Sprintf("ар-%d", g.r.IntN(benchItems))}
		}},
		{"browse all", func() client.CatalogueQuery { return client.CatalogueQuery{} }},
		{"browse category by price", func() client.CatalogueQuery {
			return client.CatalogueQuery{Category: "ew", Orderable: true, InStock: true, Sort: "price_asc"}
		}},
	}
	for _, c := range cases {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			found := 0
			for b.Loop() {
				q := c.q()
				q.Limit = 60
				began := time.Now()
				found += x.Find(q, now).Total
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(float64(found)/float64(len(took)), "found")
		})
	}
}

func BenchmarkUpdate100k(b *testing.B) {
	g := newGenerator(b)
	x := g.load(benchItems)
	b.Run("words", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			x.PutItem(g.item(n % benchItems))
		}
	})
	item := g.item(1)
	x.PutItem(item)
	o := offerOf(1, item, 5)
	x.PutOffer(o)
	b.Run("stock", func(b *testing.B) {
		for n := int64(0); b.Loop(); n++ {
			x.PutStock(supply.Stock{Offer: o.ID, OnHand: n})
		}
	})
}
