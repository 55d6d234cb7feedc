// Package view says what each scope may see of a thing: the documents a change
// makes. A device never holds what its people may not see, because the server
// sends only what this package gives.
package view

import (
	"dotchain/shared/conflict"
	"dotchain/shared/id"
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
	for _, x := range o.Left {
		docs = append(docs, left(x)...)
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
		docs = append(docs, both(party.ScopeStaff, party.ScopeAdmin, wire.DocBudget, x.ID, x.Version, x)...)
	}
	for _, x := range o.Orders {
		docs = append(docs, Order(w, x)...)
	}
	for _, x := range o.Things {
		docs = append(docs, Thing(w, x)...)
	}
	for _, x := range o.Cases {
		docs = append(docs, Case(w, x)...)
	}
	return append(docs, onDesk(w, o)...)
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
		docs = append(docs, both(party.ScopeAgency, party.ScopeStaff, wire.DocOrg, o.ID, o.Version, o)...)
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

// left takes a person out of the scope of an organisation they have left. It bears the
// version that stands there: in another scope of the same device the next one wins.
func left(p party.Person) []wire.Document {
	var scope party.Scope
	switch p.Zone {
	case party.ZoneUnit:
		scope = party.ScopeUnit(p.Org)
	case party.ZoneSupplier:
		scope = party.ScopeSupplier(p.Org)
	case party.ZoneAgency:
		scope = party.ScopeAgency
	case party.ZoneGeneralStaff:
		scope = party.ScopeStaff
	case party.ZoneAdministration, party.ZoneMinistry, party.ZoneAudit:
		return nil // the administration goes on seeing everybody
	}
	return []wire.Document{{Scope: scope, Kind: wire.DocPerson, ID: p.ID, Version: p.Version, Deleted: true}}
}

// Order shows an order whole to its unit and the agency. A supplier sees its own
// parts of one that was approved, without the unit and the place.
func Order(w *rules.World, o order.Order) []wire.Document {
	docs := both(party.ScopeUnit(o.Unit), party.ScopeAgency, wire.DocOrder, o.ID, o.Version, o)
	if o.ApprovedAt == 0 {
		return docs
	}
	for _, part := range o.Blind(pointCode(w, o)) {
		docs = append(docs, document(party.ScopeSupplier(part.Supplier), wire.DocSupplierOrder, o.ID, o.Version, part))
	}
	return docs
}

// Case shows a case to the administration and, without what the desk wrote for itself, to its
// author's organisation.
func Case(w *rules.World, c conflict.Case) []wire.Document {
	docs := []wire.Document{document(party.ScopeAdmin, wire.DocCase, c.ID, c.Version, c)}
	if o := w.Orgs[c.Org]; o != nil && party.HomeScope(*o) != party.ScopeAdmin {
		docs = append(docs, document(party.HomeScope(*o), wire.DocCase, c.ID, c.Version, c.ForAuthor()))
	}
	return docs
}

// onDesk shows the administration the orders that open cases are about, as they are: what
// an outcome of a case does to money and stock is computed before it is ruled on.
func onDesk(w *rules.World, o rules.Outcome) []wire.Document {
	var docs []wire.Document
	shown := map[id.ID[id.Order]]bool{}
	show := func(key id.ID[id.Order]) {
		if x := w.Orders[key]; x != nil && !shown[key] {
			shown[key] = true
			docs = append(docs, document(party.ScopeAdmin, wire.DocOrder, x.ID, x.Version, *x))
		}
	}
	for _, c := range o.Cases {
		// A case that a ruling ended is shown with what came of it: the ruling may be taken back.
		if c.IsOpen() || len(c.Rulings) > 0 {
			show(c.Order)
		}
	}
	for _, x := range o.Orders {
		if len(w.Cases[x.ID]) > 0 {
			show(x.ID)
		}
	}
	return docs
}

// Device shows a device to the administration.
func Device(d party.Device) []wire.Document {
	return []wire.Document{document(party.ScopeAdmin, wire.DocDevice, d.ID, d.Version, d)}
}

// pointCode is the code of the place an order goes to.
func pointCode(w *rules.World, o order.Order) string {
	r, err := order.DecodeRevision(o.Content)
	unit := w.Orgs[o.Unit]
	if err != nil || unit == nil {
		return ""
	}
	p, _ := unit.Point(r.Point)
	return p.Code
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
