package postgres

import (
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/forward"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Things are locked like orders, but the policies: everybody reads them, so they
// are guarded by their version alone.
//
//nolint:gochecknoglobals // a constant
var thingTable = newTable("thing",
	func(t rules.Thing) [16]byte { return t.DocKey().ID },
	rules.Thing.DocVersion,
	key("id", func(t rules.Thing) pgtype.UUID { return pgtype.UUID{Bytes: t.DocKey().ID, Valid: true} }),
	small("kind", func(t rules.Thing) int16 { return int16(t.DocKey().Kind) }),
	small("due", dueOf),
	bytea("body", func(t rules.Thing) []byte { return seal.Encode(t) }),
)

// dueOf is what of a thing waits for the server's own work.
func dueOf(t rules.Thing) int16 {
	if p, ok := t.(forward.Parcel); ok {
		return int16(p.Due())
	}
	return 0
}

const selectThings = `
SELECT
    kind,
    body
FROM thing
WHERE id = ANY($1)`

func scanThing(row pgx.CollectableRow) (rules.Thing, error) {
	var kind int16
	var body []byte
	if err := row.Scan(&kind, &body); err != nil {
		return nil, err
	}
	return rules.DecodeThing(wire.DocKind(kind), body) //nolint:gosec // this package wrote it
}

// loadThings queues the look-up of things.
func (t *tx) loadThings(b *pgx.Batch, w *rules.World, keys []wire.Key) {
	if len(keys) == 0 {
		return
	}
	ids := make([]pgtype.UUID, len(keys))
	for i, k := range keys {
		ids[i] = pgtype.UUID{Bytes: k.ID, Valid: true}
	}
	b.Queue(selectThings, ids).Query(func(rows pgx.Rows) error {
		for _, k := range keys {
			w.Things[k] = nil
			t.seen[thing{thingTable.name, k.ID}] = 0
		}
		found, err := pgx.CollectRows(rows, scanThing)
		if err != nil {
			return fmt.Errorf("load things: %w", err)
		}
		for _, v := range found {
			w.Things[v.DocKey()] = v
			t.seen[thing{thingTable.name, v.DocKey().ID}] = v.DocVersion()
		}
		return nil
	})
}
