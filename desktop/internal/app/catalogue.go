package app

import (
	"math"
	"slices"
	"strings"

	"dotchain/desktop/internal/client"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// Catalogue searches items.
func (a *App) Catalogue(q CatalogueQuery) (CataloguePage, error) {
	a.query("catalogue", q)
	return call(a, "catalogue", func(s *Session) (CataloguePage, error) {
		query, err := catalogueQuery(q)
		if err != nil {
			return CataloguePage{}, err
		}
		page, err := s.Core.Catalogue(query)
		if err != nil {
			return CataloguePage{}, err
		}
		return cataloguePage(page), nil
	})
}

// Item returns one item.
func (a *App) Item(itemID string) (ItemView, error) {
	a.touch("item", itemID)
	return call(a, "item", func(s *Session) (ItemView, error) {
		key, err := id.Parse[id.Item](itemID)
		if err != nil {
			return ItemView{}, invalid("item", itemID)
		}
		item, err := s.Core.Item(key)
		if err != nil {
			return ItemView{}, err
		}
		v := ItemView{Card: itemCard(item), Specs: specViews(item.Item), Description: item.Description, AsOf: moment(item.AsOf), Offers: []OfferView{}}
		for _, o := range item.Offers {
			v.Offers = append(v.Offers, offerView(o))
		}
		return v, nil
	})
}

// Forecasts says what is likely of the items that a list shows, in their sequence.
func (a *App) Forecasts(asks []ForecastAsk) ([]ForecastView, error) {
	a.query("forecasts", asks)
	return call(a, "forecasts", func(s *Session) ([]ForecastView, error) {
		list := make([]client.OutlookAsk, 0, len(asks))
		for _, q := range asks {
			key, err := id.Parse[id.Item](q.ItemID)
			if err != nil {
				return nil, invalid("item", q.ItemID)
			}
			list = append(list, client.OutlookAsk{Item: key, Quantity: q.Quantity, Urgency: order.Routine})
		}
		all, err := s.Core.Forecasts(list)
		if err != nil {
			return nil, err
		}
		views := make([]ForecastView, 0, len(all))
		for _, o := range all {
			views = append(views, forecastView(o))
		}
		return views, nil
	})
}

func catalogueQuery(q CatalogueQuery) (client.CatalogueQuery, error) {
	query := client.CatalogueQuery{
		Text: q.Text, Category: q.Category, Codified: q.Codified, InStock: q.InStock, Orderable: q.Orderable,
		Sort: q.Sort, Offset: q.Offset, Limit: q.Limit,
	}
	for _, text := range q.Suppliers {
		key, err := id.Parse[id.Org](text)
		if err != nil {
			return client.CatalogueQuery{}, invalid("supplier", text)
		}
		query.Suppliers = append(query.Suppliers, key)
	}
	for _, f := range q.Specs {
		query.Specs = append(query.Specs, client.SpecFilter{Key: f.Key, Min: milli(f.Min), Max: milli(f.Max), Choice: f.Choice})
	}
	return query, nil
}

// milli turns a typed number into thousandths, which is what documents hold.
func milli(v *float64) *int64 {
	if v == nil || math.IsNaN(*v) || math.Abs(*v) > 1e15 {
		return nil
	}
	m := int64(math.Round(*v * 1000))
	return &m
}

func fromMilli(v int64) float64 { return float64(v) / 1000 }

func cataloguePage(p client.CataloguePage) CataloguePage {
	v := CataloguePage{
		Total: p.Total, AsOf: moment(p.AsOf), Micros: p.Micros,
		Items: make([]ItemCard, 0, len(p.Cards)), Categories: []FacetCount{}, Suppliers: []FacetCount{}, Specs: []SpecFacet{},
	}
	for _, item := range p.Cards {
		v.Items = append(v.Items, itemCard(item))
	}
	for _, c := range p.Categories {
		category, _ := code.CategoryByCode(code.CategoryCode(c.Key))
		v.Categories = append(v.Categories, FacetCount{Key: c.Key, LabelUk: category.NameUk, LabelEn: category.NameEn, Count: c.Count})
	}
	for _, c := range p.Suppliers {
		o := p.SupplierNames[c.Key]
		v.Suppliers = append(v.Suppliers, FacetCount{Key: c.Key, LabelUk: o.NameUk, LabelEn: nameEn(o), Count: c.Count})
	}
	for _, f := range p.Specs {
		v.Specs = append(v.Specs, specFacet(f))
	}
	return v
}

func nameEn(o party.Org) string {
	if o.NameEn == "" {
		return o.NameUk
	}
	return o.NameEn
}

func specFacet(f client.SpecFacet) SpecFacet {
	d := define(f.Key)
	v := SpecFacet{
		Key: f.Key, LabelUk: d.LabelUk, LabelEn: d.LabelEn, Kind: string(d.Kind),
		Min: fromMilli(f.Min), Max: fromMilli(f.Max), Choices: []FacetCount{},
	}
	v.UnitUk, v.UnitEn = symbols(d.Unit)
	for _, c := range f.Choices {
		uk, en := choiceLabels(d, c.Key)
		v.Choices = append(v.Choices, FacetCount{Key: c.Key, LabelUk: uk, LabelEn: en, Count: c.Count})
	}
	return v
}

// define is a spec's definition; a supplier's own column is a text of its own name.
func define(key string) code.Spec {
	if d, ok := code.SpecByKey(code.SpecKey(key)); ok {
		return d
	}
	label := strings.TrimPrefix(key, "x/")
	return code.Spec{Key: code.SpecKey(key), Kind: code.SpecText, LabelUk: label, LabelEn: label}
}

func symbols(u code.UOM) (uk, en string) {
	info, ok := u.Info()
	if !ok {
		return "", ""
	}
	if info.SymbolEn == "" {
		info.SymbolEn = info.NameEn
	}
	return info.SymbolUk, info.SymbolEn
}

func choiceLabels(d code.Spec, value string) (uk, en string) {
	for _, c := range d.Choices {
		if c.Value == value {
			return c.LabelUk, c.LabelEn
		}
	}
	return value, value
}

func specView(s catalogue.Spec) SpecView {
	d := define(s.Key)
	v := SpecView{Key: s.Key, LabelUk: d.LabelUk, LabelEn: d.LabelEn, Kind: string(d.Kind), Number: fromMilli(s.Milli), Text: s.Text, TextEn: s.Text}
	v.UnitUk, v.UnitEn = symbols(d.Unit)
	if d.Kind == code.SpecChoice {
		v.Text, v.TextEn = choiceLabels(d, s.Text)
	}
	if d.Kind == code.SpecFlag && s.Text == "" && s.Milli != 0 {
		v.Text, v.TextEn, v.Number = "true", "true", 1
	}
	return v
}

func specViews(i catalogue.Item) []SpecView {
	all := make([]SpecView, 0, len(i.Specs))
	for _, s := range i.Specs {
		all = append(all, specView(s))
	}
	return all
}

// cardSpecs is how many specs a card shows.
const cardSpecs = 4

// cardViews are the specs by which items of the category are compared.
func cardViews(i catalogue.Item) []SpecView {
	all := []SpecView{}
	category, _ := code.CategoryByCode(code.CategoryCode(i.Category))
	for _, key := range category.SpecKeys {
		at := slices.IndexFunc(i.Specs, func(s catalogue.Spec) bool { return s.Key == string(key) })
		if at >= 0 && len(all) < cardSpecs {
			all = append(all, specView(i.Specs[at]))
		}
	}
	return all
}

func itemCard(i client.ItemDetail) ItemCard {
	category, _ := code.CategoryByCode(code.CategoryCode(i.Category))
	v := ItemCard{
		ID: i.ID.String(), NameUk: i.NameUk, NameEn: i.NameEn, CategoryUk: category.NameUk, CategoryEn: category.NameEn, Category: i.Category,
		Article: i.Article, NSN: i.NSN, DK021: i.DK021, Manufacturer: i.Manufacturer, Specs: cardViews(i.Item),
		Offers: len(i.Offers), Withdrawn: i.Withdrawn, InCart: i.InCart,
	}
	if len(i.Offers) > 0 {
		best := offerView(i.Offers[0])
		v.Offer = &best
	}
	return v
}

func offerView(o client.OfferDetail) OfferView {
	v := OfferView{
		ID: o.ID.String(), SupplierID: o.Offer.Supplier.String(), SupplierName: o.Supplier.NameUk,
		Price: int64(o.Price), PriceWithVAT: int64(o.PriceWithVAT), VATRate: int(o.VATRate), Free: o.Free,
		Minimum: o.Minimum, Pack: o.Pack, LeadDays: int(o.LeadDays), ValidUntil: moment(o.ValidUntil), Withdrawn: o.Withdrawn,
	}
	v.UomUk, v.UomEn = symbols(code.UOM(o.UOM))
	return v
}
