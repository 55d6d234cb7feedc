package rules

import (
	"bytes"
	"cmp"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// same reports whether two things say the same, by their one form as bytes.
func same(a, b any) bool { return bytes.Equal(seal.Encode(a), seal.Encode(b)) }

// publish takes in rows of a price list. What is as it was does not change: the
// same file a second time has an empty outcome.
func (d *decision) publish() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionPublishCatalogue); r != nil {
		return Outcome{}, r
	}
	var b Publish
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if supplier := d.w.Orgs[b.Supplier]; supplier == nil || supplier.Kind != party.OrgSupplier {
		return refuse(fault.Reason{Code: fault.FieldInvalid, Field: "supplier", Ref: b.Supplier.String()})
	}
	var out Outcome
	items := map[any]bool{}
	for i, item := range b.Items {
		if r := checkItem(item); r != nil {
			r.Line = i + 1
			return refuse(*r)
		}
		items[item.ID] = true
		before := d.w.Items[item.ID]
		item.Version = 0
		if before != nil {
			item.Version = before.Version
			if same(item, *before) {
				continue
			}
		}
		item.Version++
		out.Items = append(out.Items, item)
	}
	for i, offer := range b.Offers {
		if r := checkOffer(offer, b, items[offer.Item] || d.w.Items[offer.Item] != nil); r != nil {
			r.Line = i + 1
			return refuse(*r)
		}
		before := d.w.Offers[offer.ID]
		offer.Version = 0
		if before != nil {
			offer.Version = before.Version
			if same(offer, *before) {
				continue
			}
		}
		offer.Version++
		out.Offers = append(out.Offers, offer)
	}
	for i, s := range b.Stocks {
		stock, changed, r := d.onHand(s, b)
		if r != nil {
			r.Line = i + 1
			return refuse(*r)
		}
		if changed {
			out.Stocks = append(out.Stocks, stock)
		}
	}
	return out, nil
}

func checkItem(i catalogue.Item) *fault.Reason {
	switch {
	case i.ID.IsZero(), i.NameUk == "", i.Article == "":
		return &fault.Reason{Code: fault.FieldMissing, Field: "name", Ref: i.Article}
	case !seal.IsClean(i.NameUk) || !seal.IsClean(i.NameEn) || !seal.IsClean(i.Article) || !seal.IsClean(i.Manufacturer):
		return &fault.Reason{Code: fault.TextNotClean, Field: "name", Ref: i.Article}
	case code.DK021(i.DK021).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "dk021", Ref: i.DK021}
	case i.NSN != "" && code.NSN(i.NSN).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "nsn", Ref: i.NSN}
	case len(i.Description) > catalogue.MaxDescription || !seal.IsClean(i.Description):
		return &fault.Reason{Code: fault.TextNotClean, Field: "description", Ref: i.Article}
	case i.Cap < 0:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "cap", Have: i.Cap}
	}
	if _, ok := code.CategoryByCode(code.CategoryCode(i.Category)); !ok {
		return &fault.Reason{Code: fault.FieldInvalid, Field: "category", Ref: i.Category}
	}
	for _, s := range i.Specs {
		if s.Key == "" || !seal.IsClean(s.Key) || !seal.IsClean(s.Text) {
			return &fault.Reason{Code: fault.TextNotClean, Field: "spec", Ref: i.Article}
		}
	}
	return nil
}

func checkOffer(o supply.Offer, b Publish, itemKnown bool) *fault.Reason {
	switch {
	case o.Supplier != b.Supplier || o.ID != supply.OfferID(b.Supplier, o.Item):
		return &fault.Reason{Code: fault.NotYours, Ref: o.ID.String()}
	case !itemKnown:
		return &fault.Reason{Code: fault.ItemUnknown, Ref: o.Item.String()}
	case o.Price <= 0:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "unit_price", Have: int64(o.Price)}
	case o.VATRate < 0 || o.VATRate > 10_000:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "vat_rate", Have: int64(o.VATRate)}
	case code.UOM(o.UOM).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "unit_of_measure", Ref: o.UOM}
	case o.Minimum < 1 || o.Pack < 1 || o.LeadDays < 0:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "minimum", Have: o.Minimum}
	}
	return nil
}

// onHand sets what a supplier has. Fewer pieces than are promised already leave
// nothing free; the promise stands.
func (d *decision) onHand(s OnHand, b Publish) (supply.Stock, bool, *fault.Reason) {
	if s.Pieces < 0 {
		return supply.Stock{}, false, &fault.Reason{Code: fault.FieldInvalid, Field: "stock", Have: s.Pieces}
	}
	known := d.w.Offers[s.Offer]
	mine := known != nil && known.Supplier == b.Supplier
	for _, o := range b.Offers {
		mine = mine || o.ID == s.Offer
	}
	if !mine {
		return supply.Stock{}, false, &fault.Reason{Code: fault.NotYours, Ref: s.Offer.String()}
	}
	stock := supply.Stock{Offer: s.Offer}
	before := d.w.Stocks[s.Offer]
	if before != nil {
		stock = *before
	}
	stock.OnHand = max(s.Pieces, stock.Reserved)
	if before != nil && stock.OnHand == before.OnHand {
		return stock, false, nil
	}
	stock.Version++
	return stock, true, nil
}

// appropriate sets what budgets have for their year. What is spoken for cannot
// be taken away.
func (d *decision) appropriate() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionAppropriate); r != nil {
		return Outcome{}, r
	}
	var b Appropriate
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	var out Outcome
	for i, a := range b.Budgets {
		if r := d.checkAppropriation(a); r != nil {
			r.Line = i + 1
			return refuse(*r)
		}
		now := budget.Budget{ID: a.ID(), Unit: a.Unit, Year: a.Year, Fund: a.Fund, KPKVK: a.KPKVK, KEKV: a.KEKV}
		if before := d.w.Budgets[a.ID()]; before != nil {
			now = *before
			if now.Appropriated == a.Amount {
				continue
			}
		}
		if now.ClosedAt != 0 {
			return refuse(fault.Reason{Code: fault.YearClosed, Line: i + 1, Field: "fund", Have: now.Year})
		}
		if held := now.Held(); a.Amount < held {
			return refuse(fault.Reason{Code: fault.BudgetExceeded, Line: i + 1, Have: int64(a.Amount), Want: int64(held)})
		}
		now, r := d.give(now, budget.Change{Kind: budget.ChangeAppropriated, Amount: a.Amount - now.Appropriated})
		if r != nil {
			r[0].Line = i + 1
			return refuse(r...)
		}
		out.Budgets = append(out.Budgets, now)
	}
	return out, nil
}

func (d *decision) checkAppropriation(a Appropriation) *fault.Reason {
	unit := d.w.Orgs[a.Unit]
	switch {
	case unit == nil || unit.Kind != party.OrgUnit:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "unit", Ref: a.Unit.String()}
	case a.Fund != budget.Guaranteed && a.Fund != budget.Performance:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "fund"}
	case a.Amount < 0 || a.Year < 2000 || a.Year > 2100:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "amount", Have: int64(a.Amount)}
	case code.KPKVK(a.KPKVK).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "kpkvk", Ref: a.KPKVK}
	case code.KEKV(a.KEKV).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "kekv", Ref: a.KEKV}
	}
	return nil
}

// register takes in organisations and people.
func (d *decision) register() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionRegister); r != nil {
		return Outcome{}, r
	}
	var b Register
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	var out Outcome
	arriving := map[id.ID[id.Org]]*party.Org{}
	for _, o := range b.Orgs {
		arriving[o.ID] = &o
	}
	for i, o := range b.Orgs {
		r := checkOrg(o)
		if r == nil && !o.Parent.IsZero() && arriving[o.Parent] == nil && d.w.Orgs[o.Parent] == nil {
			r = &fault.Reason{Code: fault.FieldInvalid, Field: "parent", Ref: o.Number}
		}
		// What an organisation is decides who sees it: a unit that became a supplier
		// would stand in everybody's catalogue.
		if before := d.w.Orgs[o.ID]; r == nil && before != nil && before.Kind != o.Kind {
			r = &fault.Reason{Code: fault.FieldInvalid, Field: "kind", Have: int64(before.Kind), Want: int64(o.Kind)}
		}
		if r != nil {
			r.Line = i + 1
			return refuse(*r)
		}
		o.Version = 0
		if before := d.w.Orgs[o.ID]; before != nil {
			o.Version = before.Version
			if same(o, *before) {
				continue
			}
		}
		o.Version++
		out.Orgs = append(out.Orgs, o)
	}
	for i, p := range b.People {
		if p.ID.IsZero() || p.Name == "" || !seal.IsClean(p.Name) || len(p.Roles) == 0 {
			return refuse(fault.Reason{Code: fault.FieldMissing, Line: i + 1, Field: "person"})
		}
		org := cmp.Or(arriving[p.Org], d.w.Orgs[p.Org])
		if org == nil {
			return refuse(fault.Reason{Code: fault.FieldInvalid, Line: i + 1, Field: "organisation", Ref: p.Org.String()})
		}
		// The zone opens scopes: the agency's are not for a person of a unit.
		if !p.Zone.Fits(org.Kind) {
			return refuse(fault.Reason{Code: fault.FieldInvalid, Line: i + 1, Field: "zone", Ref: p.Zone.String()})
		}
		p.Version = 0
		if before := d.w.People[p.ID]; before != nil {
			p.Version = before.Version
			if same(p, *before) {
				continue
			}
			if before.Org != p.Org {
				out.Left = append(out.Left, *before)
			}
		}
		p.Version++
		out.People = append(out.People, p)
	}
	return out, nil
}

func checkOrg(o party.Org) *fault.Reason {
	switch {
	case o.ID.IsZero() || o.NameUk == "" || !seal.IsClean(o.NameUk) || !seal.IsClean(o.NameEn):
		return &fault.Reason{Code: fault.FieldMissing, Field: "name"}
	case o.Kind < party.OrgUnit || o.Kind > party.OrgGeneralStaff:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "kind", Have: int64(o.Kind)}
	case !seal.IsClean(o.Number) || !seal.IsClean(o.EDRPOU):
		return &fault.Reason{Code: fault.FieldInvalid, Field: "number"}
	case o.Kind == party.OrgUnit && code.UnitNumber(o.Number).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "number", Ref: o.Number}
	case o.Kind == party.OrgSupplier && code.EDRPOU(o.EDRPOU).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "edrpou", Ref: o.EDRPOU}
	case o.Posture.String() == "unknown":
		return &fault.Reason{Code: fault.FieldInvalid, Field: "posture", Have: int64(o.Posture)}
	case o.Weight < 0 || o.Weight > maxWeight:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "weight", Have: o.Weight, Want: maxWeight}
	}
	return nil
}
