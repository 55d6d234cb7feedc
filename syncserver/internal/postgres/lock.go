package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// Lock implements engine.Tx (docs/decisions/0006): one sweep, table after table, each by
// key, over all that the world looked up. Whatever a decision leads from to what, all
// transactions take their locks in this one sequence, so none waits for another that
// waits for it. A second sweep begins with giving up the locks of the first: what was found
// since may stand before them.
//
// Keys and versions come back, not the rows: what changed between Load and here is
// loaded anew, and that is rare. Policies are not locked, everybody reads them; offers
// and items are as they are under the locks of their stocks.
func (t *tx) Lock(ctx context.Context, w *rules.World) (bool, error) {
	b := &pgx.Batch{}
	if t.swept {
		b.Queue("ROLLBACK TO SAVEPOINT sweep")
	} else {
		b.Queue("SAVEPOINT sweep")
	}
	t.swept = true
	var stale rules.Needs
	sweep(b, orderTable, orderTable.lock, w.Orders, &stale.Orders)
	sweepCases(b, w, &stale)
	sweep(b, caseTable, caseTable.lock, w.Desk, &stale.Desk)
	sweepThings(b, w, &stale)
	sweep(b, budgetTable, budgetTable.lock, w.Budgets, &stale.Budgets)
	sweep(b, stockTable, stockTable.lock, w.Stocks, &stale.Stocks)
	sweep(b, usageTable, usageTable.lock, w.Usages, &stale.Usages)
	sweep(b, offerTable, offerTable.look, w.Offers, &stale.Offers)
	sweep(b, itemTable, itemTable.look, w.Items, &stale.Items)
	t.queueTurn(b, w)
	if err := t.send(ctx, b); err != nil {
		return false, fmt.Errorf("lock a world: %w", err)
	}
	if stale.IsEmpty() {
		return false, nil
	}
	return true, t.Load(ctx, w, stale)
}

// sweep queues the lock of a table's rows and notes which are not as the world has them.
func sweep[K, V any](b *pgx.Batch, in *table[V], query string, world map[id.ID[K]]*V, stale *[]id.ID[K]) {
	if len(world) == 0 {
		return
	}
	keys := slices.Collect(maps.Keys(world))
	b.Queue(query, uids(keys)).Query(func(rows pgx.Rows) error {
		found, err := versions(rows)
		if err != nil {
			return fmt.Errorf("lock %s: %w", in.name, err)
		}
		for _, k := range keys {
			is := uint64(0)
			if v := world[k]; v != nil {
				is = in.version(*v)
			}
			if found[k] != is {
				*stale = append(*stale, k)
			}
		}
		return nil
	})
}

// versions are the rows' versions by key.
func versions(rows pgx.Rows) (map[[16]byte]uint64, error) {
	found := map[[16]byte]uint64{}
	var k id.ID[id.Order]
	var version uint64
	_, err := pgx.ForEachRow(rows, []any{into(&k), &version}, func() error {
		found[k] = version
		return nil
	})
	return found, err
}

func sweepThings(b *pgx.Batch, w *rules.World, stale *rules.Needs) {
	var keys []wire.Key
	var ids []id.ID[id.Order] // of things of all kinds: only their bytes count
	for k := range w.Things {
		if k.Kind != wire.DocPolicy {
			keys, ids = append(keys, k), append(ids, k.ID)
		}
	}
	if len(keys) == 0 {
		return
	}
	b.Queue(thingTable.lock, uids(ids)).Query(func(rows pgx.Rows) error {
		found, err := versions(rows)
		if err != nil {
			return fmt.Errorf("lock things: %w", err)
		}
		for _, k := range keys {
			is := uint64(0)
			if v := w.Things[k]; v != nil {
				is = v.DocVersion()
			}
			if found[k.ID] != is {
				stale.Things = append(stale.Things, k)
			}
		}
		return nil
	})
}

// sweepCases locks the open cases of the orders; where one came or was closed, those of
// all orders are stale.
func sweepCases(b *pgx.Batch, w *rules.World, stale *rules.Needs) {
	if len(w.Cases) == 0 {
		return
	}
	orders := slices.Collect(maps.Keys(w.Cases))
	b.Queue(lockCasesOfOrders, uids(orders)).Query(func(rows pgx.Rows) error {
		found, err := versions(rows)
		if err != nil {
			return fmt.Errorf("lock cases: %w", err)
		}
		known := map[[16]byte]uint64{}
		for _, open := range w.Cases {
			for _, c := range open {
				known[c.ID] = c.Version
			}
		}
		if !maps.Equal(found, known) {
			stale.Cases = orders
		}
		return nil
	})
}
