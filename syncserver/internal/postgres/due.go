package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/wire"
)

// DueParcels returns packages that wait for a kind of work, at most limit.
func (s *Store) DueParcels(ctx context.Context, due forward.Due, limit int) ([]id.ID[id.Parcel], error) {
	rows, err := s.jobs.Query(ctx, `
SELECT id
FROM thing
WHERE kind = $1 AND due = $2
LIMIT $3`, int16(wire.DocParcel), int16(due), limit)
	if err != nil {
		return nil, fmt.Errorf("look for packages that are due: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (id.ID[id.Parcel], error) {
		var found pgtype.UUID
		failed := row.Scan(&found)
		return found.Bytes, failed
	})
	if err != nil {
		return nil, fmt.Errorf("look for packages that are due: %w", err)
	}
	return all, nil
}

// HoldsOver returns the returned orders whose time to answer was over at a moment
// (Unix milliseconds), the oldest first, at most limit.
func (s *Store) HoldsOver(ctx context.Context, at int64, limit int) ([]order.Expire, error) {
	rows, err := s.jobs.Query(ctx, `
SELECT
    id,
    hash
FROM orders
WHERE hold_until > 0 AND hold_until <= $1 AND state = $2
ORDER BY hold_until
LIMIT $3`, at, int16(order.Returned), limit)
	if err != nil {
		return nil, fmt.Errorf("look for returned orders whose time is over: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (order.Expire, error) {
		var e order.Expire
		failed := row.Scan(into(&e.Order), hashInto{&e.Hash})
		return e, failed
	})
	if err != nil {
		return nil, fmt.Errorf("look for returned orders whose time is over: %w", err)
	}
	return all, nil
}
