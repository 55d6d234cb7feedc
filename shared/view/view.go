// Package view says what each scope may see of a thing: the documents a change
// makes. A device never holds what its people may not see, because the server
// sends only what this package gives.
package view

import (
	"maps"
	"slices"

	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Documents returns the documents that an outcome makes, for every scope that
// may see them. The world is the one after the outcome.
func Documents(w *rules.World, o rules.Outcome) []wire.Document {
	var docs []wire.Document
	for _, x := range o.Orgs {
		docs = append(docs, Org(x)...)
	}
	for _, x := range o.People {
		docs = append(docs, Person(w, x)...)
	}
	for _, x := range o.Items {
		docs = append(docs, document(party.ScopeCatalogue, wire.DocItem, x.ID, x.Version, x))
	}
	for _, x := range o.Offers {
		docs = append(docs, document(party.ScopeCatalogue, wire.DocOffer, x.ID, x.Version, x))
	}
	for _, x := range o.Stocks {
		docs = append(docs, document(party.ScopeCatalogue, wire.DocStock, x.Offer, x.Version, x))
	}
	for _, x := range o.Usages {
		docs = append(docs, document(party.ScopeUnit(x.Unit), wire.DocUsage, x.ID, x.Version, x))
	}
	for _, x := range o.Budgets {
		docs = append(docs, both(party.ScopeUnit(x.Unit), party.ScopeAgency, wire.DocBudget, x.ID, x.Version, x)...)
	}
	for _, x := range o.Orders {
		docs = append(docs, Order(w, x)...)
	}
	for _, x := range o.Cases {
		docs = append(docs, Case(w, x)...)
	}
	return docs
}

// Org shows suppliers to everybody, in the catalogue; a unit to itself, the
// agency and the administration; the others to themselves and the administration.
func Org(o party.Org) []wire.Document {
	if o.Kind == party.OrgSupplier {
		return []wire.Document{document(party.ScopeCatalogue, wire.DocOrg, o.ID, o.Version, o)}
	}
	docs := []wire.Document{document(party.ScopeAdmin, wire.DocOrg, o.ID, o.Version, o)}
	if home := party.HomeScope(o); home != party.ScopeAdmin {
		docs = append(docs, document(home, wire.DocOrg, o.ID, o.Version, o))
	}
	if o.Kind == party.OrgUnit {
		docs = append(docs, document(party.ScopeAgency, wire.DocOrg, o.ID, o.Version, o))
	}
	return docs
}

// Person shows people to their own organisation and the administration.
func Person(w *rules.World, p party.Person) []wire.Document {
	docs := []wire.Document{document(party.ScopeAdmin, wire.DocPerson, p.ID, p.Version, p)}
	if o := w.Orgs[p.Org]; o != nil && party.HomeScope(*o) != party.ScopeAdmin {
		docs = append(docs, document(party.HomeScope(*o), wire.DocPerson, p.ID, p.Version, p))
	}
	return docs
}

// Order shows an order whole to its unit and the agency. A supplier sees its own
// lines of an approved one, without the unit and the place.
func Order(w *rules.World, o order.Order) []wire.Document {
	docs := both(party.ScopeUnit(o.Unit), party.ScopeAgency, wire.DocOrder, o.ID, o.Version, o)
	if o.State != order.Approved {
		return docs
	}
	parts := blind(w, o)
	for _, supplier := range slices.SortedFunc(maps.Keys(parts), id.ID[id.Org].Compare) {
		docs = append(docs, document(party.ScopeSupplier(supplier), wire.DocSupplierOrder, o.ID, o.Version, parts[supplier]))
	}
	return docs
}

// Case shows a case to the administration and to its author's organisation.
func Case(w *rules.World, c conflict.Case) []wire.Document {
	docs := []wire.Document{document(party.ScopeAdmin, wire.DocCase, c.ID, c.Version, c)}
	if o := w.Orgs[c.Org]; o != nil && party.HomeScope(*o) != party.ScopeAdmin {
		docs = append(docs, document(party.HomeScope(*o), wire.DocCase, c.ID, c.Version, c))
	}
	return docs
}

// Device shows a device to the administration.
func Device(d party.Device) []wire.Document {
	return []wire.Document{document(party.ScopeAdmin, wire.DocDevice, d.ID, d.Version, d)}
}

// SupplierOrder is an order as a supplier may see it: blind delivery. The point
// is a code; neither the unit nor its people are named.
type SupplierOrder struct {
	Order     id.ID[id.Order] `cbor:"1,keyasint"`
	Supplier  id.ID[id.Org]   `cbor:"2,keyasint"`
	PointCode string          `cbor:"3,keyasint"`
	NeededBy  int64           `cbor:"4,keyasint"`
	Urgency   order.Urgency   `cbor:"5,keyasint"`
	Lines     []SupplierLine  `cbor:"6,keyasint"`
	Total     money.Amount    `cbor:"7,keyasint"`
	// ApprovedAt is the server's clock, Unix milliseconds.
	ApprovedAt int64  `cbor:"8,keyasint"`
	Version    uint64 `cbor:"9,keyasint"`
}

// SupplierLine is a line of a SupplierOrder; Number is its number in the whole order.
type SupplierLine struct {
	Number   int              `cbor:"1,keyasint"`
	Line     order.Line       `cbor:"2,keyasint"`
	Delivery order.Fulfilment `cbor:"3,keyasint"`
}

func blind(w *rules.World, o order.Order) map[id.ID[id.Org]]SupplierOrder {
	r, err := order.DecodeRevision(o.Content)
	if err != nil {
		return nil
	}
	pointCode := ""
	if unit := w.Orgs[o.Unit]; unit != nil {
		if p, ok := unit.Point(r.Point); ok {
			pointCode = p.Code
		}
	}
	all := map[id.ID[id.Org]]SupplierOrder{}
	for i, l := range r.Lines {
		offer := w.Offers[l.Offer]
		if offer == nil {
			continue
		}
		mine, ok := all[offer.Supplier]
		if !ok {
			mine = SupplierOrder{
				Order: o.ID, Supplier: offer.Supplier, PointCode: pointCode, NeededBy: r.NeededBy, Urgency: r.Urgency, Version: o.Version,
			}
			for _, e := range o.Events {
				if e.Kind == order.EventApproved {
					mine.ApprovedAt = e.At
				}
			}
		}
		l.Substitutes = nil
		mine.Lines = append(mine.Lines, SupplierLine{Number: i + 1, Line: l, Delivery: o.Lines[i]})
		if sums, err := l.Sums(); err == nil {
			mine.Total += sums.Total
		}
		all[offer.Supplier] = mine
	}
	return all
}

func both[K any](a, b party.Scope, kind wire.DocKind, key id.ID[K], version uint64, v any) []wire.Document {
	first := document(a, kind, key, version, v)
	second := first
	second.Scope = b
	return []wire.Document{first, second}
}

func document[K any](s party.Scope, kind wire.DocKind, key id.ID[K], version uint64, v any) wire.Document {
	return wire.Document{Scope: s, Kind: kind, ID: key, Version: version, Body: seal.Encode(v)}
}
