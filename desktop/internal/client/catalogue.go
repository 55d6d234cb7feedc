package client

import (
	"cmp"
	"slices"

	"dotchain/shared/catalogue"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// Index finds items. It is in memory, filled from the documents at the start
// and kept up with every page. Its methods are called under the core's lock.
type Index interface {
	// Reset empties it.
	Reset()
	PutItem(catalogue.Item)
	RemoveItem(id.ID[id.Item])
	PutOffer(supply.Offer)
	RemoveOffer(id.ID[id.Offer])
	PutStock(supply.Stock)
	PutSupplier(party.Org)
	// Find searches; now is in Unix milliseconds, for what can be ordered.
	Find(q CatalogueQuery, now int64) Found
}

// CatalogueQuery asks for items; zero fields do not filter.
type CatalogueQuery struct {
	Text      string
	Category  string
	Suppliers []id.ID[id.Org]
	// Codified is "", "yes" or "no".
	Codified  string
	InStock   bool
	Orderable bool
	Specs     []SpecFilter
	// Sort is "relevance", "name", "price_asc", "price_desc" or "lead".
	Sort   string
	Offset int
	Limit  int
}

// SpecFilter keeps items whose spec lies between two numbers (thousandths of its
// unit, nil for no bound) or is one of the texts.
type SpecFilter struct {
	Key      string
	Min, Max *int64
	Choice   []string
}

// Found is what a search finds: a window of the items, and facets of all of them.
type Found struct {
	Total      int
	Items      []id.ID[id.Item]
	Categories []Count
	Suppliers  []Count
	Specs      []SpecFacet
}

// Count is one choice of a facet, by its code or id.
type Count struct {
	Key   string
	Count int
}

// SpecFacet is a spec that found items have. Min and Max are in thousandths of its unit.
type SpecFacet struct {
	Key      string
	Min, Max int64
	Choices  []Count
}

// CataloguePage is a window of the items found.
type CataloguePage struct {
	Found
	Cards []ItemDetail
	// SupplierNames names the suppliers of the facet, by id.
	SupplierNames map[string]party.Org
	AsOf          int64
	// Micros is how long the search took.
	Micros int64
}

// ItemDetail is an item with its offers: the best one first.
type ItemDetail struct {
	catalogue.Item
	Offers []OfferDetail
	// InCart is how many pieces of it are in the cart.
	InCart int64
	AsOf   int64
}

// OfferDetail is an offer with its supplier and what of it is free.
type OfferDetail struct {
	supply.Offer
	Supplier     party.Org
	PriceWithVAT money.Amount
	// Free has what waits here taken off.
	Free int64
}

// Catalogue searches items.
func (c *Core) Catalogue(q CatalogueQuery) (CataloguePage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return CataloguePage{}, err
	}
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	began := c.cfg.Clock()
	page := CataloguePage{Found: c.cfg.Index.Find(q, began.UnixMilli()), SupplierNames: map[string]party.Org{}, AsOf: c.marks.asOf}
	page.Micros = c.cfg.Clock().Sub(began).Microseconds()
	for _, key := range page.Items {
		item, err := c.item(key)
		if err != nil {
			return CataloguePage{}, err
		}
		if item != nil {
			page.Cards = append(page.Cards, *item)
		}
	}
	for _, s := range page.Suppliers {
		if key, err := id.Parse[id.Org](s.Key); err == nil && c.orgs[key] != nil {
			page.SupplierNames[s.Key] = *c.orgs[key]
		}
	}
	return page, nil
}

// Item returns one item. Fault: ItemUnknown.
func (c *Core) Item(key id.ID[id.Item]) (ItemDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return ItemDetail{}, err
	}
	item, err := c.item(key)
	if err != nil {
		return ItemDetail{}, err
	}
	if item == nil {
		return ItemDetail{}, fault.Because("item", fault.Reason{Code: fault.ItemUnknown, Ref: key.String()})
	}
	return *item, nil
}

func (c *Core) item(key id.ID[id.Item]) (*ItemDetail, error) {
	item, err := readDoc[catalogue.Item](c, wire.DocItem, key)
	if err != nil || item == nil {
		return nil, err
	}
	if err := c.refresh(); err != nil {
		return nil, err
	}
	detail, held := ItemDetail{Item: *item, AsOf: c.marks.asOf}, c.onCart().cells
	for _, o := range c.offers[key] {
		offer, err := c.offerDetail(o)
		if err != nil {
			return nil, err
		}
		if offer.ID.IsZero() {
			continue
		}
		detail.Offers = append(detail.Offers, offer)
		detail.InCart += draft.At(held, draft.Place{Field: draft.Pieces, Offer: o}).Number
	}
	now := c.now()
	slices.SortFunc(detail.Offers, func(a, b OfferDetail) int {
		return cmp.Or(rank(a, now)-rank(b, now), cmp.Compare(a.Price, b.Price), a.ID.Compare(b.ID))
	})
	return &detail, nil
}

// rank puts offers that can be ordered and are on the shelf first.
func rank(o OfferDetail, now int64) int {
	switch {
	case !o.IsOpen(now):
		return 2
	case o.Free < o.Minimum:
		return 1
	}
	return 0
}

// offerDetail returns an offer; one that is not here has only what was asked for.
func (c *Core) offerDetail(key id.ID[id.Offer]) (OfferDetail, error) {
	offer, err := readDoc[supply.Offer](c, wire.DocOffer, key)
	if err != nil || offer == nil {
		return OfferDetail{}, err
	}
	detail := OfferDetail{Offer: *offer, PriceWithVAT: offer.Price}
	if vat, vatErr := offer.Price.VAT(offer.VATRate); vatErr == nil {
		detail.PriceWithVAT += vat
	}
	if supplier := c.org(offer.Supplier); supplier != nil {
		detail.Supplier = *supplier
	}
	stock := c.over.Stocks[key]
	if stock == nil {
		if stock, err = readDoc[supply.Stock](c, wire.DocStock, key); err != nil {
			return OfferDetail{}, err
		}
	}
	if stock != nil {
		detail.Free = stock.Free()
	}
	return detail, nil
}
