package client

import (
	"bytes"
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// This file keeps the things (rules.Thing) decoded: what has no table of its own
// is read once when its document comes, and given out with the overlay on top. Those of
// which there are many stay in the store (isStored).

// thingsOf are the things of one kind as the documents say.
type thingsOf struct {
	byID map[[16]byte]rules.Thing
	// listed is them sorted by id ([]T), shown the same with the overlay on top; nil when
	// to be made anew. Who gets one reads it under the lock and changes nothing in it.
	listed, shown any
	// dirty are the ids that changed since listed was made.
	dirty [][16]byte
}

// maxDirty is how many changes are put into a list one by one, maxFresh how many of
// them may be new or gone: those move all behind them.
const (
	maxDirty = 500
	maxFresh = 4
)

// thingTopic is the topic that a kind of thing belongs to.
func thingTopic(kind wire.DocKind) []Topic {
	switch kind {
	case wire.DocDelivery, wire.DocClaim, wire.DocSupplierOrder, wire.DocResponse:
		return []Topic{TopicDeliveries}
	case wire.DocPolicy:
		return []Topic{TopicMoney, TopicOrders, TopicCart}
	case wire.DocProxies:
		return []Topic{TopicMoney, TopicOrders}
	case wire.DocRecent, wire.DocDraft:
		return []Topic{TopicCart}
	case wire.DocQueue, wire.DocRound, wire.DocOutlook, wire.DocCredits, wire.DocInvoice, wire.DocPayment, wire.DocRegister, wire.DocParcel:
		return []Topic{TopicMoney}
	case wire.DocOrg, wire.DocPerson, wire.DocItem, wire.DocOffer, wire.DocStock, wire.DocBudget, wire.DocOrder, wire.DocCase,
		wire.DocUsage, wire.DocDevice:
	}
	return nil
}

// thingKinds are all kinds of things.
func thingKinds() []wire.DocKind {
	var all []wire.DocKind
	for k := wire.DocSupplierOrder; rules.IsThing(k); k++ {
		all = append(all, k)
	}
	return all
}

// putThing takes over what a thing's document says.
func (c *Core) putThing(x decoded) {
	k, t := x.key, x.thing
	c.changed(thingTopic(k.Kind)...)
	c.shelve(k, x.sheet, t, c.promisedInDocuments)
	if isStored(k.Kind) {
		return
	}
	of := c.things[k.Kind]
	if of == nil {
		of = &thingsOf{byID: map[[16]byte]rules.Thing{}}
		c.things[k.Kind] = of
	}
	if t == nil {
		delete(of.byID, k.ID)
	} else {
		of.byID[k.ID] = t
	}
	of.shown = nil
	if of.dirty = append(of.dirty, k.ID); len(of.dirty) > maxDirty {
		of.listed, of.dirty = nil, nil
	}
	if k.Kind == wire.DocSupplierOrder {
		c.repromise(k.ID)
	}
}

// isStored reports whether things of a kind are too many to be kept decoded: they are
// read from the store one by one, and what lists ask of them is on the shelf.
func isStored(kind wire.DocKind) bool {
	return kind == wire.DocDelivery || kind == wire.DocInvoice || kind == wire.DocResponse
}

// documented is a thing as its document says; nil for none, and where it cannot be read.
func (c *Core) documented(k wire.Key) rules.Thing {
	t, err := c.readThing(k)
	if err != nil {
		c.cfg.Logger.Error("document not read", "kind", k.Kind.String(), "error", err)
	}
	return t
}

// readThing is a thing as its document says; nil for none.
func (c *Core) readThing(k wire.Key) (rules.Thing, error) {
	if !isStored(k.Kind) {
		if of := c.things[k.Kind]; of != nil {
			return of.byID[k.ID], nil
		}
		return nil, nil
	}
	d, ok, err := c.cfg.Docs.Get(k.Kind, k.ID)
	if err != nil || !ok || d.Deleted {
		return nil, err
	}
	return rules.DecodeThing(k.Kind, d.Body)
}

// things are all things of a kind as shown, the overlay over the documents, sorted
// by id. The caller holds the lock, has called refresh, and changes nothing in the list.
// The kind is one that is kept decoded (not isStored).
func things[T rules.Thing](c *Core, kind wire.DocKind) []T {
	if isStored(kind) {
		panic("client: things of kind " + kind.String() + " are in the store")
	}
	of := c.things[kind]
	if of == nil {
		of = &thingsOf{byID: map[[16]byte]rules.Thing{}}
		c.things[kind] = of
	}
	if shown, ok := of.shown.([]T); ok {
		return shown
	}
	listed, ok := of.listed.([]T)
	if ok {
		listed, ok = patched(listed, of)
	}
	if !ok {
		listed = sortedThings[T](of.byID)
	}
	of.listed, of.dirty = listed, nil
	shown := listed
	for k := range c.laid {
		if k.Kind != kind || c.over == nil {
			continue
		}
		t, ok := rules.Find[T](c.over, k)
		if !ok {
			continue
		}
		if len(shown) > 0 && len(listed) > 0 && &shown[0] == &listed[0] {
			shown = slices.Clone(listed)
		}
		at, found := placeOf(shown, k.ID)
		if found {
			shown[at] = t
		} else {
			shown = slices.Insert(shown, at, t)
		}
	}
	of.shown = shown
	return shown
}

// placeOf is where a thing is in a list sorted by id, or would be.
func placeOf[T rules.Thing](sorted []T, key [16]byte) (int, bool) {
	return slices.BinarySearchFunc(sorted, key, func(v T, key [16]byte) int {
		own := v.DocKey().ID
		return bytes.Compare(own[:], key[:])
	})
}

// patched is a list with what changed since it was made; false where making it anew is
// less work. Nobody holds a list longer than the lock, so it is changed in place.
func patched[T rules.Thing](listed []T, of *thingsOf) ([]T, bool) {
	fresh := 0
	for _, key := range of.dirty {
		v, is := of.byID[key].(T)
		at, found := placeOf(listed, key)
		if found == is {
			if found {
				listed[at] = v
			}
			continue
		}
		if fresh++; fresh > maxFresh {
			return nil, false
		}
		if is {
			listed = slices.Insert(listed, at, v)
		} else {
			listed = slices.Delete(listed, at, at+1)
		}
	}
	return listed, true
}

func sortedThings[T rules.Thing](byID map[[16]byte]rules.Thing) []T {
	keys := make([][16]byte, 0, len(byID))
	for k := range byID {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [16]byte) int { return bytes.Compare(a[:], b[:]) })
	all := make([]T, 0, len(keys))
	for _, k := range keys {
		if v, ok := byID[k].(T); ok {
			all = append(all, v)
		}
	}
	return all
}

// thingAt is one thing as shown; false where there is none. The caller holds the
// lock and has called refresh.
func thingAt[T rules.Thing](c *Core, k wire.Key) (T, bool) {
	if c.over != nil {
		if v, ok := rules.Find[T](c.over, k); ok {
			return v, true
		}
	}
	v, ok := c.documented(k).(T)
	return v, ok
}

// syncOf is how far a thing stands between here and the server.
func (c *Core) syncOf(k wire.Key) SyncState {
	state := Confirmed
	for _, e := range c.laid[k] {
		switch {
		case e.isParked():
			return Parked
		case e.receipt == nil && !e.sent:
			state = Queued
		case e.receipt == nil && state == Confirmed:
			state = Sent
		}
	}
	return state
}

// unshown says that the lists of things have to be laid anew.
func (c *Core) unshown() {
	for _, of := range c.things {
		of.shown = nil
	}
}

// orderAt is an order as shown, whether entries are about it or not; false where it
// is not here. The caller holds the lock and has called refresh.
func (c *Core) orderAt(o id.ID[id.Order]) (order.Order, bool) {
	s, err := c.view(o)
	if err != nil {
		return order.Order{}, false
	}
	return s.order, true
}
