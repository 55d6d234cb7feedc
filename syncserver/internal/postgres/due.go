package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/conflict"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/policy"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// DueParcels returns packages that wait for a kind of work, by id after one, at most
// limit. The zero id is before all.
func (s *Store) DueParcels(ctx context.Context, due forward.Due, after id.ID[id.Parcel], limit int) ([]id.ID[id.Parcel], error) {
	rows, err := s.jobs.Query(ctx, `
SELECT id
FROM thing
WHERE kind = $1 AND due = $2 AND id > $3
ORDER BY id
LIMIT $4`, int16(wire.DocParcel), int16(due), pgtype.UUID{Bytes: after, Valid: true}, limit)
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

// HoldsOver returns the orders that wait on their unit, for an answer or for its next
// signature, and whose time for it was over at a moment (Unix milliseconds), the oldest
// first, at most limit.
func (s *Store) HoldsOver(ctx context.Context, at int64, limit int) ([]order.Expire, error) {
	rows, err := s.jobs.Query(ctx, `
SELECT
    id,
    hash
FROM orders
WHERE hold_until > 0 AND hold_until <= $1 AND state IN ($2, $3)
ORDER BY hold_until
LIMIT $4`, at, int16(order.Returned), int16(order.AwaitingSignatures), limit)
	if err != nil {
		return nil, fmt.Errorf("look for orders whose time is over: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (order.Expire, error) {
		var e order.Expire
		failed := row.Scan(into(&e.Order), hashInto{&e.Hash})
		return e, failed
	})
	if err != nil {
		return nil, fmt.Errorf("look for orders whose time is over: %w", err)
	}
	return all, nil
}

// CasesWaiting returns the cases that a ruling has wait for stock or money, and those whose
// order has come, the one that waits longest first, after one of them (the zero case is
// before all), at most limit.
func (s *Store) CasesWaiting(ctx context.Context, after conflict.Case, limit int) ([]conflict.Case, error) {
	rows, err := s.jobs.Query(ctx, `
SELECT
    k.body,
    o.id IS NOT NULL
FROM sync_case AS k
LEFT JOIN orders AS o ON o.id = k.order_id
WHERE k.waits_since > 0 AND (k.waits_since, k.id) > ($1, $2)
ORDER BY k.waits_since, k.id`, after.WaitsSince(), pgtype.UUID{Bytes: after.ID, Valid: true})
	if err != nil {
		return nil, fmt.Errorf("look for cases that wait: %w", err)
	}
	defer rows.Close()
	var all []conflict.Case
	for rows.Next() && len(all) < limit {
		var (
			body   []byte
			stands bool
			k      conflict.Case
		)
		if err = rows.Scan(&body, &stands); err == nil {
			err = seal.Decode(body, &k)
		}
		if err != nil {
			return nil, fmt.Errorf("look for cases that wait: %w", err)
		}
		if stands || !k.WaitsForOrder() {
			all = append(all, k)
		}
	}
	rows.Close()
	if err = rows.Err(); err != nil {
		return nil, fmt.Errorf("look for cases that wait: %w", err)
	}
	return all, nil
}

// YearsOver returns the orders that a closed year gives back, by id, at most limit:
// none while the policy carries them over, and none of which anything was sent.
func (s *Store) YearsOver(ctx context.Context, limit int) ([]order.Expire, error) {
	givesBack, err := s.yearGivesBack(ctx)
	if err != nil || !givesBack {
		return nil, err
	}
	var all []order.Expire
	for after := (id.ID[id.Order]{}); len(all) < limit; {
		rows, err := s.jobs.Query(ctx, `
SELECT o.body
FROM orders AS o
INNER JOIN budget AS b ON b.id = o.budget
WHERE b.closed_at > 0 AND o.reserved + o.committed > 0 AND o.id > $1
ORDER BY o.id
LIMIT $2`, pgtype.UUID{Bytes: after, Valid: true}, limit)
		if err != nil {
			return nil, fmt.Errorf("look for orders of closed years: %w", err)
		}
		page, err := pgx.CollectRows(rows, scanOrder)
		if err != nil {
			return nil, fmt.Errorf("look for orders of closed years: %w", err)
		}
		for _, o := range page {
			after = o.ID
			if !o.IsUnderWay() && len(all) < limit {
				all = append(all, order.Expire{Order: o.ID, Hash: o.Hash})
			}
		}
		if len(page) < limit {
			break
		}
	}
	return all, nil
}

func (s *Store) yearGivesBack(ctx context.Context) (bool, error) {
	rows, err := s.jobs.Query(ctx, selectThings, uids([]id.ID[id.Policy]{policy.ID()}))
	if err != nil {
		return false, fmt.Errorf("look for the policies: %w", err)
	}
	things, err := pgx.CollectRows(rows, scanThing)
	if err != nil {
		return false, fmt.Errorf("look for the policies: %w", err)
	}
	for _, t := range things {
		if set, ok := t.(policy.Set); ok {
			return set.YearEnd == policy.GiveBack, nil
		}
	}
	return policy.Default().YearEnd == policy.GiveBack, nil
}
