package postgres

import (
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/supply"
)

//nolint:gochecknoglobals // a constant
var stockTable = newTable("stock",
	func(s supply.Stock) [16]byte { return s.Offer },
	func(s supply.Stock) uint64 { return s.Version },
	key("offer", func(s supply.Stock) pgtype.UUID { return uid(s.Offer) }),
	number("on_hand", func(s supply.Stock) int64 { return s.OnHand }),
	number("reserved", func(s supply.Stock) int64 { return s.Reserved }),
)

const selectStocks = `
SELECT
    offer,
    on_hand,
    reserved,
    version
FROM stock
WHERE offer = ANY($1)`

func scanStock(row pgx.CollectableRow) (supply.Stock, error) {
	var s supply.Stock
	err := row.Scan(into(&s.Offer), &s.OnHand, &s.Reserved, &s.Version)
	return s, err
}

//nolint:gochecknoglobals // a constant
var usageTable = newTable("usage",
	func(u supply.Usage) [16]byte { return u.ID },
	func(u supply.Usage) uint64 { return u.Version },
	key("id", func(u supply.Usage) pgtype.UUID { return uid(u.ID) }),
	key("unit", func(u supply.Usage) pgtype.UUID { return uid(u.Unit) }),
	key("item", func(u supply.Usage) pgtype.UUID { return uid(u.Item) }),
	number("year", func(u supply.Usage) int64 { return u.Year }),
	number("pieces", func(u supply.Usage) int64 { return u.Pieces }),
)

const selectUsages = `
SELECT
    id,
    unit,
    item,
    year,
    pieces,
    version
FROM usage
WHERE id = ANY($1)`

func scanUsage(row pgx.CollectableRow) (supply.Usage, error) {
	var u supply.Usage
	err := row.Scan(into(&u.ID), into(&u.Unit), into(&u.Item), &u.Year, &u.Pieces, &u.Version)
	return u, err
}
