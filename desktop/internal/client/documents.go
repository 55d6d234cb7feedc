package client

import (
	"errors"
	"fmt"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// ErrElsewhere says that a page does not follow the cursor: it answers a
// question of before a resnapshot. Pull again from Cursor.
var ErrElsewhere = errors.New("page does not follow the cursor")

// readDoc returns a document's thing, nil where there is none.
func readDoc[V any](c *Core, kind wire.DocKind, key [16]byte) (*V, error) {
	d, ok, err := c.cfg.Docs.Get(kind, key)
	if err != nil {
		return nil, fmt.Errorf("read %s %x: %w", kind, key, err)
	}
	if !ok || d.Deleted {
		return nil, nil
	}
	return decodeDoc[V](d)
}

// decodeDoc reads what the server sent; fields of a newer server are passed over.
func decodeDoc[V any](d wire.Document) (*V, error) {
	v := new(V)
	if err := wire.Decode(d.Body, v); err != nil {
		return nil, fmt.Errorf("read %s %x: %w", d.Kind, d.ID, err)
	}
	return v, nil
}

func (c *Core) orderDocument(o orderID) (*order.Order, error) {
	return readDoc[order.Order](c, wire.DocOrder, o)
}

// loadDocuments reads what is kept decoded, and fills the search index.
func (c *Core) loadDocuments() error {
	c.rows, c.list = map[orderID]*standingRow{}, newOrderList()
	c.orgs = map[id.ID[id.Org]]*party.Org{}
	c.budgets = map[id.ID[id.Budget]]*budget.Budget{}
	c.cases = map[id.ID[id.Case]]*conflict.Case{}
	c.names, c.fleet = map[id.ID[id.Offer]]itemName{}, nil
	c.offers = map[id.ID[id.Item]][]id.ID[id.Offer]{}
	c.things, c.shelf, c.tally = map[wire.DocKind]*thingsOf{}, newShelf(), figures.NewTally(c.now())
	indexed := c.restoreIndex()
	if kept, ok := c.cfg.Index.(KeptIndex); ok && indexed == RestoredOlder {
		kept.ForgetOffers() // some may have gone since
	}
	if err := c.loadItems(indexed); err != nil {
		return fmt.Errorf("read documents of kind %s: %w", wire.DocItem, err)
	}
	c.kept = kept{draws: c.kept.draws}
	for _, kind := range append([]wire.DocKind{
		wire.DocOrg, wire.DocPerson, wire.DocOffer, wire.DocStock, wire.DocBudget, wire.DocCase, wire.DocOrder,
	}, thingKinds()...) {
		if err := c.loadKind(kind); err != nil {
			return fmt.Errorf("read documents of kind %s: %w", kind, err)
		}
	}
	for _, p := range c.shelf.kinds {
		p.settle()
		p.text = slices.Clip(p.text)
	}
	return nil
}

func (c *Core) loadKind(kind wire.DocKind) error {
	switch {
	case isStored(kind) && c.shelf.kinds[kind] == nil:
		return nil // read when one is asked for
	case kind == wire.DocOrder || rules.IsThing(kind):
		return c.loadMuch(kind)
	}
	for d, err := range c.cfg.Docs.All(kind) {
		if err != nil {
			return err
		}
		c.takeOrPass(d)
	}
	return nil
}

// takeOrPass takes a document.
func (c *Core) takeOrPass(d wire.Document) { c.passOver(d.Kind, c.take(d)) }

// passOver tells of a document that was not understood. One this program cannot read must
// not stop those behind it, nor keep the profile from opening.
func (c *Core) passOver(kind wire.DocKind, err error) {
	if err != nil {
		c.cfg.Logger.Error("document not understood", "kind", kind.String(), "error", err)
	}
}

// take puts a document among the decoded ones.
func (c *Core) take(d wire.Document) error {
	switch d.Kind {
	case wire.DocOrg:
		return c.takeOrg(d)
	case wire.DocPerson:
		c.fleet = nil // it shows their names
		p, err := live[party.Person](d)
		if p != nil && p.ID == c.profile.Person.ID {
			c.profile.Person = *p
			if o := c.orgs[p.Org]; o != nil {
				c.profile.Org = *o // of another unit from now on, perhaps
			}
			c.changed(TopicState)
		}
		return err
	case wire.DocItem:
		v, err := liveItem(d)
		if err != nil {
			return err
		}
		if v == nil {
			c.cfg.Index.RemoveItem(d.ID)
		} else {
			c.cfg.Index.PutItem(*v)
		}
		clear(c.names)
		c.changed(TopicCatalogue)
	case wire.DocOffer:
		v, err := live[supply.Offer](d)
		if err != nil {
			return err
		}
		if v == nil {
			c.cfg.Index.RemoveOffer(d.ID)
		} else {
			c.cfg.Index.PutOffer(*v)
			if !slices.Contains(c.offers[v.Item], v.ID) {
				c.offers[v.Item] = append(c.offers[v.Item], v.ID)
			}
		}
		delete(c.names, d.ID)
		c.changed(TopicCatalogue, TopicCart)
	case wire.DocStock:
		v, err := live[supply.Stock](d)
		if err != nil {
			return err
		}
		if v != nil {
			c.cfg.Index.PutStock(*v)
		}
		c.kept.stocked(d.ID, v)
		c.changed(TopicCatalogue, TopicCart)
	case wire.DocBudget:
		v, err := live[budget.Budget](d)
		putOrDelete(c.budgets, d.ID, v)
		c.changed(TopicBudgets, TopicCart)
		return err
	case wire.DocCase:
		v, err := live[conflict.Case](d)
		putOrDelete(c.cases, d.ID, v)
		c.changed(TopicCases, TopicOrders)
		return err
	case wire.DocDevice:
		c.changed(TopicDevices)
		return c.takeDevice(d)
	case wire.DocUsage:
	case wire.DocOrder, wire.DocSupplierOrder, wire.DocPolicy, wire.DocProxies, wire.DocRecent, wire.DocQueue, wire.DocRound,
		wire.DocOutlook, wire.DocCredits, wire.DocDelivery, wire.DocClaim, wire.DocInvoice, wire.DocPayment, wire.DocRegister, wire.DocParcel,
		wire.DocResponse, wire.DocDraft:
		return c.fold(decodeMuch(d))
	}
	return nil
}

func (c *Core) takeOrg(d wire.Document) error {
	c.fleet = nil // it shows their names
	o, err := live[party.Org](d)
	putOrDelete(c.orgs, d.ID, o)
	if o == nil {
		return err
	}
	if o.ID == c.profile.Person.Org {
		c.profile.Org = *o
		c.changed(TopicState)
	}
	if o.Kind == party.OrgSupplier {
		c.cfg.Index.PutSupplier(*o)
		c.changed(TopicCatalogue)
	}
	return nil
}

// live decodes a document that was not deleted.
func live[V any](d wire.Document) (*V, error) {
	if d.Deleted {
		return nil, nil
	}
	return decodeDoc[V](d)
}

func putOrDelete[K comparable, V any](m map[K]*V, key K, v *V) {
	if v == nil {
		delete(m, key)
		return
	}
	m[key] = v
}

// Cursor implements the syncer's port.
func (c *Core) Cursor() (wire.Cursor, error) {
	c.mu.Lock()
	defer c.unlock()
	return c.marks.cursor, nil
}

// ApplyPage stores a page: its documents and its cursor become visible together.
func (c *Core) ApplyPage(p wire.Page) error {
	c.awaitShown()
	c.mu.Lock()
	defer c.unlock()
	if p.From != c.marks.cursor {
		return ErrElsewhere
	}
	if len(p.Checkpoint) > 0 {
		if _, err := seal.OpenCheckpoint(p.Checkpoint, c.cfg.Trust.Server); err != nil {
			return err
		}
	}
	changed, err := c.cfg.Docs.Apply(p)
	if err != nil {
		return err
	}
	c.marks.cursor = p.Next
	if len(p.Checkpoint) > 0 {
		c.marks.checkpoint = p.Checkpoint
	}
	c.marks.caughtUp = p.Remaining == 0 && p.Head <= p.Next.Seq
	if p.Clock != 0 {
		c.marks.contact = p.Clock
		if c.marks.caughtUp {
			// In the middle of the feed what is here is older than the answer.
			c.marks.asOf = p.Clock
		}
	}
	for _, d := range changed {
		c.takeOrPass(d)
	}
	err = c.meetEpoch(p.Next.Epoch) // tried again with the next page
	if len(changed) > 0 {
		c.settle()
	}
	c.saveMarks(false)
	return err
}

// forget forgets the documents; what was signed here stays, and is shown until the
// documents are here again.
func (c *Core) forget() error {
	// The commands first: where they cannot be read now, nothing is forgotten yet.
	if err := c.reload(); err != nil {
		return err
	}
	if err := c.cfg.Docs.Reset(); err != nil {
		c.settle()
		return err
	}
	c.marks.cursor, c.marks.caughtUp = wire.Cursor{}, false
	if err := c.loadDocuments(); err != nil {
		return err
	}
	c.settle()
	c.changed(TopicCatalogue, TopicOrders, TopicBudgets, TopicCases, TopicCart, TopicDevices, TopicDeliveries, TopicMoney)
	return nil
}
