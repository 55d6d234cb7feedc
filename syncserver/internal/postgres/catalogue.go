package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/catalogue"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

//nolint:gochecknoglobals // a constant
var itemTable = newTable("item",
	func(i catalogue.Item) [16]byte { return i.ID },
	func(i catalogue.Item) uint64 { return i.Version },
	key("id", func(i catalogue.Item) pgtype.UUID { return uid(i.ID) }),
	text("article", func(i catalogue.Item) string { return i.Article }),
	text("name_uk", func(i catalogue.Item) string { return i.NameUk }),
	text("name_en", func(i catalogue.Item) string { return i.NameEn }),
	text("category", func(i catalogue.Item) string { return i.Category }),
	text("dk021", func(i catalogue.Item) string { return i.DK021 }),
	text("nsn", func(i catalogue.Item) string { return i.NSN }),
	text("manufacturer", func(i catalogue.Item) string { return i.Manufacturer }),
	bytea("specs", func(i catalogue.Item) []byte { return seal.Encode(i.Specs) }),
	flag("withdrawn", func(i catalogue.Item) bool { return i.Withdrawn }),
	number("cap", func(i catalogue.Item) int64 { return i.Cap }),
	text("description", func(i catalogue.Item) string { return i.Description }),
)

const itemColumns = `
    id,
    article,
    name_uk,
    name_en,
    category,
    dk021,
    nsn,
    manufacturer,
    specs,
    withdrawn,
    cap,
    description,
    version`

const selectItems = `
SELECT` + itemColumns + `
FROM item
WHERE id = ANY($1)`

// selectItemsOf are the items of offers.
const selectItemsOf = `
SELECT` + itemColumns + `
FROM item
WHERE id IN (SELECT offer.item FROM offer WHERE offer.id = ANY($1))`

// ItemsNamed returns the items with an article or a NATO stock number, in the
// order of their ids.
func (s *Store) ItemsNamed(ctx context.Context, name string) ([]catalogue.Item, error) {
	rows, err := s.sync.Query(ctx, `
SELECT`+itemColumns+`
FROM item
WHERE article = $1
   OR (nsn = $1 AND nsn <> '')
ORDER BY id`, name)
	if err != nil {
		return nil, fmt.Errorf("look for item %q: %w", name, err)
	}
	items, err := pgx.CollectRows(rows, scanItem)
	if err != nil {
		return nil, fmt.Errorf("look for item %q: %w", name, err)
	}
	return items, nil
}

func scanItem(row pgx.CollectableRow) (catalogue.Item, error) {
	var i catalogue.Item
	err := row.Scan(
		into(&i.ID), &i.Article, &i.NameUk, &i.NameEn, &i.Category, &i.DK021, &i.NSN, &i.Manufacturer,
		bodyInto{&i.Specs}, &i.Withdrawn, &i.Cap, &i.Description, &i.Version,
	)
	return i, err
}

//nolint:gochecknoglobals // a constant
var offerTable = newTable("offer",
	func(o supply.Offer) [16]byte { return o.ID },
	func(o supply.Offer) uint64 { return o.Version },
	key("id", func(o supply.Offer) pgtype.UUID { return uid(o.ID) }),
	key("supplier", func(o supply.Offer) pgtype.UUID { return uid(o.Supplier) }),
	key("item", func(o supply.Offer) pgtype.UUID { return uid(o.Item) }),
	number("price", func(o supply.Offer) int64 { return int64(o.Price) }),
	number("vat_rate", func(o supply.Offer) int64 { return int64(o.VATRate) }),
	text("uom", func(o supply.Offer) string { return o.UOM }),
	number("minimum", func(o supply.Offer) int64 { return o.Minimum }),
	number("pack", func(o supply.Offer) int64 { return o.Pack }),
	number("lead_days", func(o supply.Offer) int64 { return o.LeadDays }),
	number("valid_until", func(o supply.Offer) int64 { return o.ValidUntil }),
	flag("withdrawn", func(o supply.Offer) bool { return o.Withdrawn }),
)

const selectOffers = `
SELECT
    id,
    supplier,
    item,
    price,
    vat_rate,
    uom,
    minimum,
    pack,
    lead_days,
    valid_until,
    withdrawn,
    version
FROM offer
WHERE id = ANY($1)`

func scanOffer(row pgx.CollectableRow) (supply.Offer, error) {
	var o supply.Offer
	err := row.Scan(
		into(&o.ID), into(&o.Supplier), into(&o.Item), &o.Price, &o.VATRate, &o.UOM, &o.Minimum, &o.Pack,
		&o.LeadDays, &o.ValidUntil, &o.Withdrawn, &o.Version,
	)
	return o, err
}
