package search

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/shared/code"
)

var _ client.Index = (*Index)(nil)

// Find implements client.Index. Facet counts are of all that is found; a facet's
// own filter does not count for itself, so that a second choice can be added.
func (x *Index) Find(q client.CatalogueQuery, now int64) client.Found {
	x.settled()
	defer x.mu.RUnlock()
	sc := x.scratch()
	defer x.pool.Put(sc)
	all := x.match(q.Text, sc)
	f := x.finder(q, now)
	if f.sort == "relevance" && all {
		f.sort = "browse"
	}
	if f.sort == "name" || f.sort == "browse" {
		f.ranks = x.order.ranks(x.slots, &x.names)
	}
	if all {
		for i := range x.slots {
			if x.slots[i].state == slotLive {
				f.see(uint32(i), &x.slots[i], 0) //nolint:gosec // a slot's number
			}
		}
		return f.found()
	}
	for _, at := range sc.found {
		f.see(at, &x.slots[at], sc.scores[at]) // what is not shown has no hits
	}
	return f.found()
}

// The filters of a query, one bit each; a spec filter has one of the higher bits.
const (
	failCategory = 1 << iota
	failSupplier
	failOther
	failSpec // and the bits above it
)

// finder collects what a query finds.
type finder struct {
	x         *Index
	q         client.CatalogueQuery
	now       int64
	sort      string
	ranks     []uint32
	category  uint8
	suppliers map[uint16]bool
	specs     []specFilter

	total  int
	window window

	categoryCounts [256]int
	supplierCounts []int
	pairCounts     []int32
}

// numberFacet is the range of a key's numbers.
type numberFacet struct {
	seen     bool
	min, max int64
}

func (x *Index) finder(q client.CatalogueQuery, now int64) *finder {
	f := &finder{
		x: x, q: q, now: now, sort: q.Sort, category: categoryIndex(q.Category), specs: x.specFilters(q.Specs),
		supplierCounts: make([]int, len(x.suppliers)), pairCounts: make([]int32, len(x.pairs.list)),
	}
	switch f.sort {
	case "name", "price_asc", "price_desc", "lead":
	default:
		f.sort = "relevance"
	}
	if len(q.Suppliers) > 0 {
		f.suppliers = map[uint16]bool{}
		for _, s := range q.Suppliers {
			if i, ok := x.bySupp[s]; ok {
				f.suppliers[i] = true
			}
		}
	}
	f.window = window{keep: max(0, q.Offset) + max(0, q.Limit), slots: x.slots}
	return f
}

// see counts an item where its filters let it.
func (f *finder) see(at uint32, s *slot, score uint16) {
	fails := f.fails(s)
	switch {
	case fails == 0:
		f.total++
		f.window.add(ranked{f.key(at, s, score), at})
		f.categoryCounts[s.category]++
		f.countSuppliers(s)
		f.countSpecs(s, -1)
	case fails == failCategory:
		f.categoryCounts[s.category]++
	case fails == failSupplier:
		f.countSuppliers(s)
	case fails >= failSpec && fails&(fails-1) == 0:
		f.countSpecs(s, bitNumber(fails/failSpec))
	}
}

func bitNumber(bit uint) int {
	n := 0
	for ; bit > 1; bit >>= 1 {
		n++
	}
	return n
}

// fails says which filters the item does not pass.
func (f *finder) fails(s *slot) uint {
	fails := uint(0)
	if f.q.Category != "" && s.category != f.category {
		fails |= failCategory
	}
	if f.suppliers != nil && !f.isOfSupplier(s) {
		fails |= failSupplier
	}
	if f.q.Codified == Yes && !s.codified || f.q.Codified == No && s.codified {
		fails |= failOther
	}
	if f.q.InStock || f.q.Orderable {
		if open, stocked := f.x.sale(s, f.now); f.q.InStock && !stocked || f.q.Orderable && !open {
			fails |= failOther
		}
	}
	if len(f.specs) > 0 {
		values := f.x.specsOf(s)
		for i, spec := range f.specs {
			if !spec.keepsAny(values) {
				fails |= failSpec << min(i, 40)
			}
		}
	}
	return fails
}

// key orders the found: the lesser comes first.
func (f *finder) key(at uint32, s *slot, score uint16) uint64 {
	switch f.sort {
	case "name":
		return uint64(f.ranks[at])
	case "browse":
		return f.readiness(s)<<32 | uint64(f.ranks[at])
	case "price_asc", "price_desc", "lead":
		price, lead := f.x.cheapest(s, f.now)
		n := price
		if f.sort == "lead" {
			n = int64(lead)
		}
		switch {
		case n < 0 || s.withdrawn:
			return math.MaxUint64
		case f.sort == "price_desc":
			return math.MaxInt64 - uint64(n)
		}
		return uint64(n)
	}
	return (math.MaxUint16-uint64(score))<<32 | f.readiness(s)<<16 | uint64(s.nameLen)
}

// readiness is 0 for what is in stock, 1 for what can be ordered, 2 for the rest.
func (f *finder) readiness(s *slot) uint64 {
	switch open, stocked := f.x.sale(s, f.now); {
	case !open:
		return 2
	case !stocked:
		return 1
	}
	return 0
}

func (f *finder) isOfSupplier(s *slot) bool {
	for n := s.offer; n >= 0; n = f.x.offers[n].next {
		if o := &f.x.offers[n]; !o.withdrawn && f.suppliers[o.supplier] {
			return true
		}
	}
	return false
}

// countSuppliers counts each supplier of the item once.
func (f *finder) countSuppliers(s *slot) {
	for n := s.offer; n >= 0; n = f.x.offers[n].next {
		o := &f.x.offers[n]
		if !o.withdrawn && !f.hasBefore(s, n, o.supplier) {
			f.supplierCounts[o.supplier]++
		}
	}
}

// hasBefore says whether an offer of the supplier stands before the n-th.
func (f *finder) hasBefore(s *slot, end int32, supplier uint16) bool {
	for n := s.offer; n != end; n = f.x.offers[n].next {
		if o := &f.x.offers[n]; !o.withdrawn && o.supplier == supplier {
			return true
		}
	}
	return false
}

// countSpecs counts the item's specs: all of them with -1, else those of one filter's key.
func (f *finder) countSpecs(s *slot, only int) {
	for _, v := range f.x.specsOf(s) {
		if only < 0 || f.specs[only].known && f.x.pairs.list[v].key == f.specs[only].key {
			f.pairCounts[v]++
		}
	}
}

// found is the answer.
func (f *finder) found() client.Found {
	out := client.Found{Total: f.total}
	for _, at := range f.window.cut(f.q.Offset, f.q.Limit) {
		out.Items = append(out.Items, f.x.slots[at].id)
	}
	for i, c := range categories {
		if n := f.categoryCounts[i]; n > 0 {
			out.Categories = append(out.Categories, client.Count{Key: string(c.Code), Count: n})
		}
	}
	for i, n := range f.supplierCounts {
		if n > 0 {
			out.Suppliers = append(out.Suppliers, client.Count{Key: f.x.suppliers[i].id.String(), Count: n})
		}
	}
	sortCounts(out.Suppliers)
	out.Specs = f.specFacets()
	return out
}

func sortCounts(counts []client.Count) {
	slices.SortFunc(counts, func(a, b client.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key))
	})
}

// maxChoices is how many texts of a spec a facet shows, the most frequent first.
const maxChoices = 50

// specFacets are the specs of the registry that found items have, in its order.
// A supplier's own columns are no facets: nobody else has them.
func (f *finder) specFacets() []client.SpecFacet {
	choices, numbers := map[uint16][]client.Count{}, make([]numberFacet, len(f.x.pairs.keys.list))
	for n, count := range f.pairCounts {
		if count == 0 {
			continue
		}
		p := f.x.pairs.list[n]
		if p.text {
			choices[p.key] = append(choices[p.key], client.Count{Key: f.x.pairs.texts.list[p.value], Count: int(count)})
			continue
		}
		facet := &numbers[p.key]
		if !facet.seen {
			*facet = numberFacet{true, p.value, p.value}
		}
		facet.min, facet.max = min(facet.min, p.value), max(facet.max, p.value)
	}
	var facets []client.SpecFacet
	for _, def := range specTable {
		n, ok := f.x.pairs.keys.ids[string(def)]
		if !ok {
			continue
		}
		key := uint16(n) //nolint:gosec // fewer than 65,536 keys
		number, texts := numbers[key], choices[key]
		if !number.seen && len(texts) == 0 {
			continue
		}
		sortCounts(texts)
		facets = append(facets, client.SpecFacet{Key: string(def), Min: number.min, Max: number.max, Choices: texts[:min(len(texts), maxChoices)]})
	}
	return facets
}

//nolint:gochecknoglobals // the keys of the registry, in its order
var specTable = func() []code.SpecKey {
	var keys []code.SpecKey
	for _, s := range code.Specs() {
		keys = append(keys, s.Key)
	}
	return keys
}()

// ranked is a found slot with its sort key.
type ranked struct {
	key uint64
	at  uint32
}

// window keeps the first so many of what it is given: a heap with the last of
// them on top, so that most of what comes is turned away by one comparison.
type window struct {
	keep  int
	slots []slot
	heap  []ranked
}

func (w *window) less(a, b ranked) bool {
	if a.key != b.key {
		return a.key < b.key
	}
	return bytes.Compare(w.slots[a.at].id[:], w.slots[b.at].id[:]) < 0
}

func (w *window) add(r ranked) {
	switch {
	case w.keep == 0:
	case len(w.heap) < w.keep:
		w.heap = append(w.heap, r)
		for i := len(w.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if !w.less(w.heap[up], w.heap[i]) {
				break
			}
			w.heap[up], w.heap[i] = w.heap[i], w.heap[up]
			i = up
		}
	case w.less(r, w.heap[0]):
		w.heap[0] = r
		for i := 0; ; {
			last := i
			for _, down := range [2]int{2*i + 1, 2*i + 2} {
				if down < len(w.heap) && w.less(w.heap[last], w.heap[down]) {
					last = down
				}
			}
			if last == i {
				break
			}
			w.heap[i], w.heap[last] = w.heap[last], w.heap[i]
			i = last
		}
	}
}

// cut gives the slots of the window in order.
func (w *window) cut(offset, limit int) []uint32 {
	slices.SortFunc(w.heap, func(a, b ranked) int {
		if w.less(a, b) {
			return -1
		}
		return 1
	})
	from := min(max(0, offset), len(w.heap))
	to := min(from+max(0, limit), len(w.heap))
	at := make([]uint32, 0, to-from)
	for _, r := range w.heap[from:to] {
		at = append(at, r.at)
	}
	return at
}
