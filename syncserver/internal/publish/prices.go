package publish

import (
	"cmp"
	"context"
	"fmt"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/id"
	"dotchain/shared/intake"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// OrgOfEDRPOU is the id of an organisation that is named by its code.
func OrgOfEDRPOU(e code.EDRPOU) id.ID[id.Org] {
	return id.FromHash[id.Org](seal.Sum([]byte("org/edrpou/" + string(e))))
}

// OrgOfUnit is the id of a unit that is named by its number.
func OrgOfUnit(n code.UnitNumber) id.ID[id.Org] {
	return id.FromHash[id.Org](seal.Sum([]byte("org/unit/" + string(n))))
}

// offered is a row as the things it makes.
type offered struct {
	row   intake.Row
	item  catalogue.Item
	offer supply.Offer
}

// Prices imports a supplier's price list. source is the SHA-256 of the file, hex.
// Offers that are not in the list stay: a list may be a part. Error:
// ErrSupplierUnknown.
func (p *Publisher) Prices(ctx context.Context, supplier code.EDRPOU, list intake.PriceList, source string) (Report, error) {
	var report Report
	report.take(list.Findings, list.FindingsLeftOut, list.Lines)
	org := OrgOfEDRPOU(supplier)
	needs := rules.Needs{Orgs: []id.ID[id.Org]{org}}
	rows := make([]offered, 0, len(list.Rows))
	for _, r := range list.Rows {
		o, err := p.offered(org, r)
		if err != nil {
			return report, wrap("prices", err)
		}
		rows = append(rows, o)
		needs.Items = append(needs.Items, o.item.ID)
	}
	world, err := p.operator.Look(ctx, needs)
	if err != nil {
		return report, wrap("prices", err)
	}
	if o := world.Orgs[org]; o == nil || o.Kind != party.OrgSupplier {
		return report, wrap("prices", fmt.Errorf("%s: %w", supplier, ErrSupplierUnknown))
	}
	others, err := p.offerers.Offerers(ctx, needs.Items)
	if err != nil {
		return report, wrap("prices", err)
	}
	for i := range rows {
		if before := world.Items[rows[i].item.ID]; before != nil {
			rows[i].item = described(*before, rows[i].item, org, others[before.ID])
		}
	}
	done, err := submit(ctx, p.operator, batch[offered]{
		kind: seal.KindPublishCatalogue,
		body: func(rows []offered) any {
			body := rules.Publish{Supplier: org, Source: source}
			for _, r := range rows {
				body.Items = append(body.Items, r.item)
				body.Offers = append(body.Offers, r.offer)
				body.Stocks = append(body.Stocks, rules.OnHand{Offer: r.offer.ID, Pieces: r.row.Stock})
			}
			return body
		},
		place:   func(o offered) Refusal { return Refusal{Sheet: o.row.Sheet, Row: o.row.Line, What: o.item.Article} },
		changes: offerChanges,
	}, rows)
	report.add(done)
	return report, wrap("prices", err)
}

func (p *Publisher) offered(supplier id.ID[id.Org], r intake.Row) (offered, error) {
	item := catalogue.Item{
		ID: catalogue.ItemID(string(r.NSN), r.Manufacturer, r.Article), Article: cmp.Or(r.Article, string(r.NSN)),
		NameUk: r.NameUk, NameEn: r.NameEn, Category: string(r.Category), DK021: string(r.DK021), NSN: string(r.NSN),
		Manufacturer: r.Manufacturer, Description: r.Description,
	}
	for _, s := range r.Specs {
		item.Specs = append(item.Specs, catalogue.Spec{Key: string(s.Key), Milli: int64(s.Number), Text: s.Text})
	}
	offer := supply.Offer{
		ID: supply.OfferID(supplier, item.ID), Supplier: supplier, Item: item.ID, Price: r.Price, VATRate: r.VATRate,
		UOM: string(r.UOM), Minimum: r.MinQty, Pack: r.Pack, LeadDays: r.LeadDays,
	}
	if r.ValidUntil != "" {
		end, err := r.ValidUntil.End(p.kyiv)
		if err != nil {
			return offered{}, fmt.Errorf("row %d: %w", r.Line, err)
		}
		offer.ValidUntil = end.UnixMilli()
	}
	return offered{row: r, item: item, offer: offer}, nil
}

// described is an item as a price list leaves it. What the list does not say
// stays: the agency's cap and withdrawal, and a description. An item that several suppliers offer is
// described by one of them, the one with the smallest id, so that their lists do
// not overwrite each other for ever.
func described(before, listed catalogue.Item, supplier id.ID[id.Org], offerers []id.ID[id.Org]) catalogue.Item {
	for _, o := range offerers {
		if o.Compare(supplier) < 0 {
			return before
		}
	}
	listed.Cap, listed.Withdrawn = before.Cap, before.Withdrawn
	listed.Description = cmp.Or(listed.Description, before.Description)
	return listed
}

// offerChanges: an offer that is new makes its row new; anything else of it a change.
func offerChanges(o rules.Outcome, rows []offered) []change {
	offers, touched := map[id.ID[id.Offer]]change{}, map[any]bool{}
	for _, x := range o.Offers {
		offers[x.ID] = versioned(x.Version)
	}
	for _, x := range o.Items {
		touched[x.ID] = true
	}
	for _, x := range o.Stocks {
		touched[x.Offer] = true
	}
	all := make([]change, len(rows))
	for i, r := range rows {
		all[i] = offers[r.offer.ID]
		if all[i] == unchanged && (touched[r.item.ID] || touched[r.offer.ID]) {
			all[i] = changed
		}
	}
	return all
}
