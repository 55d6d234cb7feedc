package postgres

import (
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/conflict"
	"dotchain/shared/seal"
)

//nolint:gochecknoglobals // a constant
var caseTable = newTable("sync_case",
	func(c conflict.Case) [16]byte { return c.ID },
	func(c conflict.Case) uint64 { return c.Version },
	key("id", func(c conflict.Case) pgtype.UUID { return uid(c.ID) }),
	small("kind", func(c conflict.Case) int16 { return int16(c.Kind) }),
	key("org", func(c conflict.Case) pgtype.UUID { return uid(c.Org) }),
	key("device", func(c conflict.Case) pgtype.UUID { return uid(c.Device) }),
	key("order_id", func(c conflict.Case) pgtype.UUID { return uid(c.Order) }),
	bytea("envelope", func(c conflict.Case) []byte { return c.Envelope[:] }),
	number("opened_at", func(c conflict.Case) int64 { return c.OpenedAt }),
	small("closed", func(c conflict.Case) int16 { return int16(c.Closed) }),
	number("waits_since", func(c conflict.Case) int64 { return c.WaitsSince() }),
	bytea("body", func(c conflict.Case) []byte { return seal.Encode(c) }),
)

const selectCasesOfOrders = `
SELECT
    body
FROM sync_case
WHERE order_id = ANY($1) AND closed = 0
ORDER BY id`

const selectCases = `
SELECT
    body
FROM sync_case
WHERE id = ANY($1)`

const lockCasesOfOrders = `
SELECT
    id,
    version
FROM sync_case
WHERE order_id = ANY($1) AND closed = 0
ORDER BY id
FOR NO KEY UPDATE`

// The kinds are conflict.DeviceGap and conflict.ClockSkew: cases about the
// device itself, which its next commands may settle.
const lockCasesOfDevice = `
SELECT
    body
FROM sync_case
WHERE device = $1 AND closed = 0 AND kind IN (8, 10)
ORDER BY id
FOR NO KEY UPDATE`

func scanCase(row pgx.CollectableRow) (conflict.Case, error) {
	var c conflict.Case
	err := row.Scan(bodyInto{&c})
	return c, err
}
