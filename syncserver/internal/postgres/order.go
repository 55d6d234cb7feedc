package postgres

import (
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/order"
	"dotchain/shared/seal"
)

//nolint:gochecknoglobals // a constant
var orderTable = newTable("orders",
	func(o order.Order) [16]byte { return o.ID },
	func(o order.Order) uint64 { return o.Version },
	key("id", func(o order.Order) pgtype.UUID { return uid(o.ID) }),
	key("unit", func(o order.Order) pgtype.UUID { return uid(o.Unit) }),
	key("budget", func(o order.Order) pgtype.UUID { return uid(o.Budget) }),
	small("state", func(o order.Order) int16 { return int16(o.State) }),
	number("reserved", func(o order.Order) int64 { return int64(o.Holds.Reserved) }),
	number("committed", func(o order.Order) int64 { return int64(o.Holds.Committed) }),
	number("invoiced", func(o order.Order) int64 { return int64(o.Holds.Invoiced) }),
	number("paid", func(o order.Order) int64 { return int64(o.Holds.Paid) }),
	number("hold_until", func(o order.Order) int64 { return o.HoldUntil }),
	number("revision", func(o order.Order) int64 { return int64(o.Revision) }),
	bytea("hash", func(o order.Order) []byte { return hash(o.Hash) }),
	number("total", func(o order.Order) int64 { return int64(o.Total) }),
	key("created_by", func(o order.Order) pgtype.UUID { return uid(o.CreatedBy) }),
	key("decided_by", func(o order.Order) pgtype.UUID { return uid(o.DecidedBy) }),
	bytea("body", func(o order.Order) []byte { return seal.Encode(o) }),
)

const selectOrders = `
SELECT
    body
FROM orders
WHERE id = ANY($1)`

func scanOrder(row pgx.CollectableRow) (order.Order, error) {
	var o order.Order
	err := row.Scan(bodyInto{&o})
	return o, err
}

// queueRevisions writes the links of the chains that are not there yet. A link
// that is there with another content stops on a unique key.
func queueRevisions(b *pgx.Batch, orders []order.Order) {
	var ids, people []pgtype.UUID
	var revisions, signed, received, totals []int64
	var contents, replaced [][]byte
	for _, o := range orders {
		for _, r := range o.Revisions {
			ids, people = append(ids, uid(o.ID)), append(people, uid(r.By))
			revisions, totals = append(revisions, int64(r.Revision)), append(totals, int64(r.Total))
			signed, received = append(signed, r.SignedAt), append(received, r.ReceivedAt)
			contents, replaced = append(contents, hash(r.Hash)), append(replaced, hash(r.Replaces))
		}
	}
	if len(ids) == 0 {
		return
	}
	b.Queue(`
INSERT INTO order_revision (order_id, revision, hash, replaces, signed_by, signed_at, received_at, total)
SELECT
    x.order_id,
    x.revision,
    x.hash,
    x.replaces,
    x.signed_by,
    x.signed_at,
    x.received_at,
    x.total
FROM unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[], $5::uuid[], $6::bigint[], $7::bigint[], $8::bigint[])
    AS x (order_id, revision, hash, replaces, signed_by, signed_at, received_at, total)
WHERE NOT EXISTS (
    SELECT
    FROM order_revision AS r
    WHERE r.order_id = x.order_id AND r.revision = x.revision AND r.hash = x.hash
)`, ids, revisions, contents, replaced, people, signed, received, totals)
}
