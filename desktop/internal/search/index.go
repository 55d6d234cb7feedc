package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
	"sync"

	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/supply"
)

// Index is the catalogue as it can be searched. The zero value is not one: use New.
type Index struct {
	// mu guards everything but order.
	mu sync.RWMutex

	slots  []slot
	byItem map[id.ID[id.Item]]uint32
	dead   int // slots that were replaced

	words    dict[*postings]
	wordMap  map[string]*postings // the same postings: most words of a new item are known
	codes    dict[postings]       // words with digits, nearly each of one item only
	skeleton dict[[]string]       // the words that have a skeleton

	byOffer   map[id.ID[id.Offer]]uint32
	orphans   map[id.ID[id.Offer]]int64 // stock that came before its offer
	suppliers []supplier
	bySupp    map[id.ID[id.Org]]uint16

	specs     []specValue
	specsDead int
	keys      interner
	texts     interner
	textKeys  []uint16 // the key a text belongs to
	numbers   []int64  // the different numbers of specs
	numberAt  map[int64]uint32

	order order
	pool  sync.Pool // of *scratch
}

// slot is an item. What a search reads of every item stands first.
type slot struct {
	state     slotState
	category  uint8 // index of the category table, 255 for none
	codified  bool
	withdrawn bool
	nameLen   uint16
	specLen   uint16
	specAt    uint32
	lead      int32 // the least lead time of open offers, -1 without
	// openUntil and stockUntil are the last moments at which some offer is open,
	// and open with free stock; 0 for none.
	openUntil  int64
	stockUntil int64
	// price is the least of the open offers, good until priceTo.
	price   int64
	priceTo int64
	offers  []offer
	id      id.ID[id.Item]
	text    uint64 // hash of everything that is searched as text
	sortKey string
}

type slotState uint8

const (
	slotDead   slotState = iota // replaced by another slot
	slotHidden                  // an item that is not known yet, or was removed; it may have offers
	slotLive
)

// offer is what the index keeps of an offer.
type offer struct {
	id        id.ID[id.Offer]
	price     int64
	until     int64 // math.MaxInt64 without end
	free      int64
	lead      int32
	supplier  uint16
	withdrawn bool
}

// supplier is an organisation that has offers, known by name or not yet.
type supplier struct {
	id             id.ID[id.Org]
	nameUk, nameEn string
	words          []string
}

// noCategory is the category of an item whose category is not in the table.
const noCategory = 255

// New makes an empty index.
func New() *Index {
	x := &Index{}
	x.reset()
	return x
}

// Reset forgets everything.
func (x *Index) Reset() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.reset()
}

func (x *Index) reset() {
	x.slots, x.dead, x.specs, x.specsDead, x.textKeys = nil, 0, nil, 0, nil
	x.words, x.codes, x.skeleton = dict[*postings]{}, dict[postings]{}, dict[[]string]{}
	x.byItem, x.byOffer = map[id.ID[id.Item]]uint32{}, map[id.ID[id.Offer]]uint32{}
	x.wordMap, x.orphans = map[string]*postings{}, map[id.ID[id.Offer]]int64{}
	x.suppliers, x.bySupp = nil, map[id.ID[id.Org]]uint16{}
	x.keys, x.texts = interner{}, interner{}
	x.numbers, x.numberAt = nil, map[int64]uint32{}
	x.order.reset()
}

// Len counts the items.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n := 0
	for i := range x.slots {
		if x.slots[i].state == slotLive {
			n++
		}
	}
	return n
}

// PutItem adds an item or replaces what is known of it.
func (x *Index) PutItem(item catalogue.Item) {
	x.mu.Lock()
	defer x.mu.Unlock()
	text := textHash(item)
	at, known := x.byItem[item.ID]
	if known && x.slots[at].text == text && x.slots[at].nameLen > 0 {
		x.describe(at, item)
		return
	}
	if !known || x.slots[at].nameLen > 0 {
		fresh := x.newSlot(item.ID)
		if known {
			old := &x.slots[at]
			x.slots[fresh].offers = old.offers
			x.specsDead += int(old.specLen)
			*old = slot{}
			x.dead++
			for _, o := range x.slots[fresh].offers {
				x.byOffer[o.id] = fresh
			}
		}
		at = fresh
	}
	x.byItem[item.ID] = at
	x.slots[at].text = text
	x.slots[at].nameLen = uint16(min(max(1, len([]rune(item.NameUk))), math.MaxUint16)) //nolint:gosec // limited
	x.slots[at].sortKey = keyOf(item)
	x.order.changed(at)
	x.describe(at, item)
	x.price(at)
	for word, f := range tokens(item) {
		x.post(word, at, f)
	}
	x.compact()
}

// newSlot takes a slot for an item that is not shown yet.
func (x *Index) newSlot(item id.ID[id.Item]) uint32 {
	at := uint32(len(x.slots)) //nolint:gosec // a laptop holds fewer than 2^28 items
	x.slots = append(x.slots, slot{state: slotHidden, id: item, lead: -1, category: noCategory})
	x.byItem[item] = at
	return at
}

// describe sets the columns that are not searched as text.
func (x *Index) describe(at uint32, item catalogue.Item) {
	s := &x.slots[at]
	s.state, s.codified, s.withdrawn = slotLive, item.IsCodified(), item.Withdrawn
	s.category = categoryIndex(item.Category)
	x.specsDead += int(s.specLen)
	s.specAt = uint32(len(x.specs)) //nolint:gosec // as above
	for _, spec := range item.Specs {
		x.specs = append(x.specs, x.specValue(spec))
	}
	s.specLen = uint16(len(x.specs) - int(s.specAt)) //nolint:gosec // an item has at most 256 specs
	x.compactSpecs()
}

// keyOf is the item's place among names.
func keyOf(item catalogue.Item) string {
	if item.NameUk == "" {
		return sortKey(item.NameEn)
	}
	return sortKey(item.NameUk)
}

// RemoveItem forgets an item; its offers wait for it to come back.
func (x *Index) RemoveItem(item id.ID[id.Item]) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if at, ok := x.byItem[item]; ok {
		x.slots[at].state = slotHidden
	}
}

// PutOffer adds an offer or replaces what is known of it.
func (x *Index) PutOffer(o supply.Offer) {
	x.mu.Lock()
	defer x.mu.Unlock()
	put := offer{
		id: o.ID, price: int64(o.Price), until: o.ValidUntil, supplier: x.supplierAt(o.Supplier), withdrawn: o.Withdrawn,
		lead: int32(min(max(o.LeadDays, 0), math.MaxInt32)), //nolint:gosec // limited
	}
	if put.until == 0 {
		put.until = math.MaxInt64
	}
	if stock, ok := x.orphans[o.ID]; ok {
		put.free = stock
		delete(x.orphans, o.ID)
	}
	if was, ok := x.byOffer[o.ID]; ok {
		put.free = x.takeOffer(was, o.ID).free
	}
	at, ok := x.byItem[o.Item]
	if !ok {
		at = x.newSlot(o.Item)
	}
	s := &x.slots[at]
	i, _ := slices.BinarySearchFunc(s.offers, put, func(a, b offer) int { return bytes.Compare(a.id[:], b.id[:]) })
	s.offers = slices.Insert(s.offers, i, put)
	x.byOffer[o.ID] = at
	x.price(at)
}

// takeOffer takes an offer out of a slot.
func (x *Index) takeOffer(at uint32, o id.ID[id.Offer]) offer {
	s := &x.slots[at]
	i := slices.IndexFunc(s.offers, func(have offer) bool { return have.id == o })
	taken := s.offers[i]
	s.offers = slices.Delete(s.offers, i, i+1)
	delete(x.byOffer, o)
	x.price(at)
	return taken
}

// RemoveOffer forgets an offer with its stock.
func (x *Index) RemoveOffer(o id.ID[id.Offer]) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.orphans, o)
	if at, ok := x.byOffer[o]; ok {
		x.takeOffer(at, o)
	}
}

// PutStock sets what is free of an offer.
func (x *Index) PutStock(s supply.Stock) {
	x.mu.Lock()
	defer x.mu.Unlock()
	at, ok := x.byOffer[s.Offer]
	if !ok {
		x.orphans[s.Offer] = s.Free()
		return
	}
	for i := range x.slots[at].offers {
		if o := &x.slots[at].offers[i]; o.id == s.Offer {
			o.free = s.Free()
		}
	}
	x.price(at)
}

// PutSupplier sets the names of a supplier.
func (x *Index) PutSupplier(o party.Org) {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := &x.suppliers[x.supplierAt(o.ID)]
	s.nameUk, s.nameEn = o.NameUk, o.NameEn
	s.words = append(split(o.NameUk), split(o.NameEn)...)
	if o.EDRPOU != "" {
		s.words = append(s.words, o.EDRPOU)
	}
}

func (x *Index) supplierAt(org id.ID[id.Org]) uint16 {
	if i, ok := x.bySupp[org]; ok {
		return i
	}
	i := uint16(len(x.suppliers)) //nolint:gosec // fewer than 65,536 suppliers
	x.suppliers = append(x.suppliers, supplier{id: org})
	x.bySupp[org] = i
	return i
}

// price works out the columns that follow from the offers. The least price
// depends on the moment; it is worked out for the time before the first end and,
// past that, at the search (priceAt).
func (x *Index) price(at uint32) {
	s := &x.slots[at]
	s.openUntil, s.stockUntil = 0, 0
	s.priceTo = math.MaxInt64
	for _, o := range s.offers {
		if o.withdrawn {
			continue
		}
		s.openUntil = max(s.openUntil, o.until)
		if o.free > 0 {
			s.stockUntil = max(s.stockUntil, o.until)
		}
		s.priceTo = min(s.priceTo, o.until)
	}
	s.price, s.lead = s.cheapest(0)
}

// cheapest is the least price and lead time of the offers open at a moment; -1 for none.
func (s *slot) cheapest(now int64) (price int64, lead int32) {
	price, lead = -1, -1
	for _, o := range s.offers {
		if o.withdrawn || o.until < now {
			continue
		}
		if price < 0 || o.price < price {
			price = o.price
		}
		if lead < 0 || o.lead < lead {
			lead = o.lead
		}
	}
	return price, lead
}

func (s *slot) priceAt(now int64) (price int64, lead int32) {
	if now <= s.priceTo {
		return s.price, s.lead
	}
	return s.cheapest(now)
}

func (s *slot) isOrderable(now int64) bool {
	return !s.withdrawn && s.openUntil != 0 && s.openUntil >= now
}
func (s *slot) isInStock(now int64) bool { return s.stockUntil != 0 && s.stockUntil >= now }

// textHash tells whether an item has to be posted anew.
func textHash(item catalogue.Item) uint64 {
	h := fnv.New64a()
	for _, t := range []string{item.NameUk, item.NameEn, item.Article, item.Manufacturer, item.NSN, item.DK021, item.Category} {
		_ = binary.Write(h, binary.LittleEndian, uint32(len(t))) //nolint:gosec // a length
		h.Write([]byte(t))
	}
	for _, s := range item.Specs {
		h.Write([]byte(s.Key + "\x00" + s.Text + "\x00"))
	}
	return h.Sum64()
}

// interner numbers texts.
type interner struct {
	ids  map[string]uint32
	list []string
}

func (n *interner) at(text string) uint32 {
	if i, ok := n.ids[text]; ok {
		return i
	}
	if n.ids == nil {
		n.ids = map[string]uint32{}
	}
	i := uint32(len(n.list)) //nolint:gosec // small
	n.ids[text] = i
	n.list = append(n.list, text)
	return i
}

// order is the live slots by name. It is brought up to date by the first search
// that needs it, so that a first load sorts once.
type order struct {
	// mu guards what follows; Index.mu is held, for reading at least.
	mu      sync.Mutex
	sorted  []uint32
	rank    []uint32
	pending []uint32
}

func (o *order) reset() { o.sorted, o.rank, o.pending = nil, nil, nil }

func (o *order) changed(at uint32) { o.pending = append(o.pending, at) }

// ranks gives each slot its place by name.
func (o *order) ranks(slots []slot) []uint32 {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.pending) == 0 {
		return o.rank
	}
	byName := func(a, b uint32) int {
		return cmp.Or(cmp.Compare(slots[a].sortKey, slots[b].sortKey), bytes.Compare(slots[a].id[:], slots[b].id[:]))
	}
	slices.SortFunc(o.pending, byName)
	o.pending = slices.Compact(o.pending)
	merged := make([]uint32, 0, len(o.sorted)+len(o.pending))
	i := 0
	for _, p := range o.pending {
		for ; i < len(o.sorted) && (slots[o.sorted[i]].state == slotDead || byName(o.sorted[i], p) < 0); i++ {
			if slots[o.sorted[i]].state != slotDead {
				merged = append(merged, o.sorted[i])
			}
		}
		if slots[p].state != slotDead {
			merged = append(merged, p)
		}
	}
	for ; i < len(o.sorted); i++ {
		if slots[o.sorted[i]].state != slotDead {
			merged = append(merged, o.sorted[i])
		}
	}
	o.sorted, o.pending = merged, nil
	o.rank = make([]uint32, len(slots))
	for place, at := range merged {
		o.rank[at] = uint32(place) //nolint:gosec // a place
	}
	return o.rank
}
