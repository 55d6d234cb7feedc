package search

import (
	"bytes"

	"dotchain/shared/id"
)

// offer is what the index keeps of an offer. Those of a slot are linked by next, in
// the order of their ids; so are the places that are free.
type offer struct {
	id        id.ID[id.Offer]
	price     int64
	until     int64 // math.MaxInt64 without end
	free      int64
	lead      int32
	slot      uint32
	next      int32 // -1 for none
	supplier  uint16
	withdrawn bool
}

// Offers gives the offers of an item, in the order of their ids.
func (x *Index) Offers(item id.ID[id.Item]) []id.ID[id.Offer] {
	x.mu.RLock()
	defer x.mu.RUnlock()
	at, ok := x.itemSlot(item)
	if !ok {
		return nil
	}
	var ids []id.ID[id.Offer]
	for o := x.slots[at].offer; o >= 0; o = x.offers[o].next {
		ids = append(ids, x.offers[o].id)
	}
	return ids
}

func (x *Index) offerAt(o id.ID[id.Offer]) (uint32, bool) {
	return x.byOffer.find(o, func(n uint32) bool { return x.offers[n].id == o })
}

// freeOffer is a place for an offer.
func (x *Index) freeOffer() uint32 {
	if n := x.noOffer; n >= 0 {
		x.noOffer = x.offers[n].next
		return uint32(n)
	}
	x.offers = append(x.offers, offer{})
	return uint32(len(x.offers) - 1) //nolint:gosec // fewer than 2^31 offers
}

// link puts an offer among those of a slot.
func (x *Index) link(n, at uint32) {
	o := &x.offers[n]
	o.slot = at
	next := &x.slots[at].offer
	for *next >= 0 && bytes.Compare(x.offers[*next].id[:], o.id[:]) < 0 {
		next = &x.offers[*next].next
	}
	o.next, *next = *next, int32(n) //nolint:gosec // fewer than 2^31 offers
}

// unlink takes an offer out of its slot.
func (x *Index) unlink(n uint32) {
	next := &x.slots[x.offers[n].slot].offer
	for *next != int32(n) { //nolint:gosec // fewer than 2^31 offers
		next = &x.offers[*next].next
	}
	*next = x.offers[n].next
}

// cheapest is the least price and lead time of the offers open at a moment; -1 for none.
func (x *Index) cheapest(s *slot, now int64) (price int64, lead int32) {
	price, lead = -1, -1
	for n := s.offer; n >= 0; {
		o := &x.offers[n]
		n = o.next
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

// sale says whether some offer of an item is open at a moment, and whether one of
// these has something in stock.
func (x *Index) sale(s *slot, now int64) (open, stocked bool) {
	for n := s.offer; n >= 0; {
		o := &x.offers[n]
		n = o.next
		if o.withdrawn || o.until < now {
			continue
		}
		open, stocked = true, stocked || o.free > 0
	}
	return open && !s.withdrawn, stocked
}
