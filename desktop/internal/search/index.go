package search

import (
	"math"
	"sync"
	"unicode/utf8"

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
	alive  []bool // by slot: shown, so that a hit in it counts
	byItem idTable
	dead   int // slots that were replaced

	terms terms
	codes lexicon // articles and stock numbers, nearly each of one item only; the number is a packed place

	offers    []offer
	noOffer   int32 // the first free place of offers, -1 for none
	byOffer   idTable
	orphans   map[id.ID[id.Offer]]int64 // stock that came before its offer
	suppliers []supplier
	bySupp    map[id.ID[id.Org]]uint16

	specs     []uint32 // the numbers of the pairs the items have
	specsDead int
	pairs     pairs

	names names
	order order
	post  poster
	stale bool // something waits for settle

	pool sync.Pool // of *scratch
}

// slot is an item.
type slot struct {
	state     slotState
	category  uint8 // index of the category table, 255 for none
	codified  bool
	withdrawn bool
	nameLen   uint16
	specLen   uint16
	specAt    uint32
	offer     int32  // the first of its offers, -1 for none
	name      uint32 // where its place among names stands
	id        id.ID[id.Item]
	text      uint64 // hash of everything that is searched as text
	version   uint64 // of the item
}

type slotState uint8

const (
	slotDead   slotState = iota // replaced by another slot
	slotHidden                  // an item that is not known yet, or was removed; it may have offers
	slotLive
)

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
	x.slots, x.alive, x.dead, x.byItem = nil, nil, 0, idTable{}
	x.terms, x.codes, x.post, x.names = terms{}, lexicon{}, poster{}, names{}
	x.offers, x.noOffer, x.byOffer = nil, -1, idTable{}
	x.orphans = map[id.ID[id.Offer]]int64{}
	x.suppliers, x.bySupp = nil, map[id.ID[id.Org]]uint16{}
	x.specs, x.specsDead, x.pairs = nil, 0, pairs{}
	x.stale = false
	x.order.reset()
}

// settled makes the index ready to be searched; mu is held for reading after it.
func (x *Index) settled() {
	x.mu.RLock()
	for x.stale {
		x.mu.RUnlock()
		x.mu.Lock()
		x.settle()
		x.mu.Unlock()
		x.mu.RLock()
	}
}

func (x *Index) settle() {
	if x.stale {
		x.post.known = chunks{}
		x.terms.settle()
		x.codes.settle()
		x.stale = false
	}
}

// Len counts the items.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n := 0
	for _, alive := range x.alive {
		if alive {
			n++
		}
	}
	return n
}

func (x *Index) itemSlot(item id.ID[id.Item]) (uint32, bool) {
	return x.byItem.find(item, func(n uint32) bool { return x.slots[n].id == item })
}

// PutItem adds an item or replaces what is known of it.
func (x *Index) PutItem(item catalogue.Item) {
	x.mu.Lock()
	defer x.mu.Unlock()
	text := textHash(item)
	at, known := x.itemSlot(item.ID)
	if known && x.slots[at].text == text && x.slots[at].nameLen > 0 {
		x.describe(at, item)
		return
	}
	if !known || x.slots[at].nameLen > 0 {
		at = x.replaced(item.ID, at, known)
	}
	s := &x.slots[at]
	s.text = text
	s.nameLen = uint16(min(max(1, utf8.RuneCountInString(item.NameUk)), math.MaxUint16)) //nolint:gosec // limited
	s.name = x.names.store(item)
	x.order.changed(at)
	x.describe(at, item)
	x.postItem(at, item)
	x.stale = true
	x.compact()
}

// replaced takes a slot for an item, instead of one it has.
func (x *Index) replaced(item id.ID[id.Item], was uint32, known bool) uint32 {
	at := uint32(len(x.slots)) //nolint:gosec // a laptop holds fewer than 2^28 items
	x.slots = append(x.slots, slot{state: slotHidden, id: item, category: noCategory, offer: -1})
	x.alive = append(x.alive, false)
	if !known {
		x.byItem.put(item, at, func(n uint32) [16]byte { return x.slots[n].id })
		return at
	}
	x.byItem.set(item, func(n uint32) bool { return n == was }, at)
	old := &x.slots[was]
	x.slots[at].offer = old.offer
	for o := old.offer; o >= 0; o = x.offers[o].next {
		x.offers[o].slot = at
	}
	x.specsDead += int(old.specLen)
	*old = slot{offer: -1}
	x.alive[was] = false
	x.dead++
	return at
}

// describe sets the columns that are not searched as text.
func (x *Index) describe(at uint32, item catalogue.Item) {
	s := &x.slots[at]
	s.state, s.codified, s.withdrawn, s.version = slotLive, item.IsCodified(), item.Withdrawn, item.Version
	x.alive[at] = true
	s.category = categoryIndex(item.Category)
	x.specsDead += int(s.specLen)
	s.specAt = uint32(len(x.specs)) //nolint:gosec // as above
	for _, spec := range item.Specs {
		x.specs = append(x.specs, x.pairs.of(spec))
	}
	s.specLen = uint16(len(x.specs) - int(s.specAt)) //nolint:gosec // an item has at most 256 specs
	x.compactSpecs()
}

// RemoveItem forgets an item; its offers wait for it to come back.
func (x *Index) RemoveItem(item id.ID[id.Item]) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if at, ok := x.itemSlot(item); ok {
		x.slots[at].state, x.alive[at] = slotHidden, false
	}
}

// Has reports whether an item is here as of that version.
func (x *Index) Has(item id.ID[id.Item], version uint64) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	at, ok := x.itemSlot(item)
	return ok && x.slots[at].state == slotLive && x.slots[at].version == version
}

// Retain forgets all items but those for which is says so.
func (x *Index) Retain(is func(id.ID[id.Item]) bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range x.slots {
		if s := &x.slots[i]; s.state == slotLive && !is(s.id) {
			s.state, x.alive[i] = slotHidden, false
		}
	}
}

// ForgetOffers forgets all offers and their stock.
func (x *Index) ForgetOffers() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.offers, x.noOffer, x.byOffer = nil, -1, idTable{}
	x.orphans = map[id.ID[id.Offer]]int64{}
	for i := range x.slots {
		x.slots[i].offer = -1
	}
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
	at, ok := x.itemSlot(o.Item)
	if !ok {
		at = x.replaced(o.Item, 0, false)
	}
	if n, ok := x.offerAt(o.ID); ok {
		put.free = x.offers[n].free
		x.unlink(n)
		x.offers[n] = put
		x.link(n, at)
		return
	}
	n := x.freeOffer()
	x.offers[n] = put
	x.byOffer.put(o.ID, n, func(n uint32) [16]byte { return x.offers[n].id })
	x.link(n, at)
}

// RemoveOffer forgets an offer with its stock.
func (x *Index) RemoveOffer(o id.ID[id.Offer]) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.orphans, o)
	if n, ok := x.offerAt(o); ok {
		x.unlink(n)
		x.byOffer.remove(o, func(m uint32) bool { return m == n })
		x.offers[n] = offer{next: x.noOffer}
		x.noOffer = int32(n) //nolint:gosec // fewer than 2^31 offers
	}
}

// PutStock sets what is free of an offer.
func (x *Index) PutStock(s supply.Stock) {
	x.mu.Lock()
	defer x.mu.Unlock()
	n, ok := x.offerAt(s.Offer)
	if !ok {
		x.orphans[s.Offer] = s.Free()
		return
	}
	x.offers[n].free = s.Free()
}

// textHash tells whether an item has to be posted anew.
func textHash(item catalogue.Item) uint64 {
	h := uint64(hashStep)
	for _, t := range [...]string{
		item.NameUk, item.NameEn, item.Article, item.Manufacturer, item.NSN, item.DK021, item.Category, item.Description,
	} {
		h = hashText(h, t)
	}
	for _, s := range item.Specs {
		if s.Text != "" {
			h = hashText(hashText(h, s.Key), s.Text)
		}
	}
	return h
}

func hashText(h uint64, s string) uint64 {
	h = mix(h ^ uint64(len(s)))
	for ; len(s) >= 8; s = s[8:] {
		h = mix(h ^ loadWord(s))
	}
	var last uint64
	for i := range len(s) {
		last |= uint64(s[i]) << (8 * i)
	}
	return mix(h ^ last)
}
