package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/supply"
)

// Load implements engine.Tx. It takes one round trip, whatever number of things is
// needed, and one more where orders stand: they name the budgets and the stocks that a
// decision on them moves.
func (t *tx) Load(ctx context.Context, w *rules.World, needs rules.Needs) error {
	if err := t.load(ctx, w, needs); err != nil {
		return err
	}
	rest := heldBy(w, needs.Orders)
	return t.load(ctx, w, rest)
}

func (t *tx) load(ctx context.Context, w *rules.World, needs rules.Needs) error {
	b := &pgx.Batch{}
	load(b, t, orderTable, selectOrders, needs.Orders, scanOrder, w.Orders, func(o order.Order) id.ID[id.Order] { return o.ID })
	if len(needs.Cases) > 0 {
		t.loadCases(b, w, needs.Cases)
	}
	load(b, t, caseTable, selectCases, needs.Desk, scanCase, w.Desk, func(c conflict.Case) id.ID[id.Case] { return c.ID })
	t.loadThings(b, w, needs.Things)
	load(b, t, budgetTable, selectBudgets, needs.Budgets, scanBudget, w.Budgets, func(v budget.Budget) id.ID[id.Budget] { return v.ID })
	load(b, t, stockTable, selectStocks, needs.Stocks, scanStock, w.Stocks, func(v supply.Stock) id.ID[id.Offer] { return v.Offer })
	load(b, t, usageTable, selectUsages, needs.Usages, scanUsage, w.Usages, func(v supply.Usage) id.ID[id.Usage] { return v.ID })
	load(b, t, offerTable, selectOffers, needs.Offers, scanOffer, w.Offers, func(v supply.Offer) id.ID[id.Offer] { return v.ID })
	t.loadItemsOf(b, w, needs.Offers)
	load(b, t, itemTable, selectItems, needs.Items, scanItem, w.Items, func(v catalogue.Item) id.ID[id.Item] { return v.ID })
	load(b, t, orgTable, selectOrgs, needs.Orgs, scanOrg, w.Orgs, func(v party.Org) id.ID[id.Org] { return v.ID })
	load(b, t, personTable, selectPeople, needs.People, scanPerson, w.People, func(v party.Person) id.ID[id.Person] { return v.ID })
	if err := t.send(ctx, b); err != nil {
		return fmt.Errorf("load a world: %w", err)
	}
	return nil
}

// heldBy is what the standing revisions of loaded orders hold and nobody looked up yet.
func heldBy(w *rules.World, orders []id.ID[id.Order]) rules.Needs {
	var needs rules.Needs
	var budgets []id.ID[id.Budget]
	var offers []id.ID[id.Offer]
	for _, o := range orders {
		standing := w.Orders[o]
		if standing == nil {
			continue
		}
		budgets = append(budgets, standing.Budget)
		if r, err := order.DecodeRevision(standing.Content); err == nil {
			for _, l := range r.Lines {
				offers = append(offers, l.Offer)
			}
		}
	}
	// What was looked up before stays as it is until Lock.
	for _, k := range budgets {
		if _, known := w.Budgets[k]; !known {
			needs.Budgets = append(needs.Budgets, k)
		}
	}
	for _, k := range offers {
		if _, known := w.Stocks[k]; !known {
			needs.Stocks = append(needs.Stocks, k)
		}
		if _, known := w.Offers[k]; !known {
			needs.Offers = append(needs.Offers, k)
		}
	}
	return needs
}

// load queues the look-up of some things of one kind.
func load[K, V any](
	b *pgx.Batch, t *tx, in *table[V], query string, keys []id.ID[K], scan pgx.RowToFunc[V],
	world map[id.ID[K]]*V, keyOf func(V) id.ID[K],
) {
	if len(keys) == 0 {
		return
	}
	b.Queue(query, uids(keys)).Query(func(rows pgx.Rows) error {
		for _, k := range keys {
			world[k] = nil
			t.seen[thing{in.name, k}] = 0
		}
		found, err := pgx.CollectRows(rows, scan)
		if err != nil {
			return fmt.Errorf("load from %s: %w", in.name, err)
		}
		for _, v := range found {
			world[keyOf(v)] = &v
			t.seen[thing{in.name, keyOf(v)}] = in.version(v)
		}
		return nil
	})
}

// loadItemsOf queues the look-up of the items of offers: whoever asks for an offer asks for
// its item next. What was looked up before stays as it is until Lock.
func (t *tx) loadItemsOf(b *pgx.Batch, w *rules.World, offers []id.ID[id.Offer]) {
	if len(offers) == 0 {
		return
	}
	b.Queue(selectItemsOf, uids(offers)).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, scanItem)
		if err != nil {
			return fmt.Errorf("load items of offers: %w", err)
		}
		for _, v := range found {
			if _, known := w.Items[v.ID]; !known {
				w.Items[v.ID] = &v
				t.seen[thing{itemTable.name, v.ID}] = v.Version
			}
		}
		return nil
	})
}

func (t *tx) loadCases(b *pgx.Batch, w *rules.World, orders []id.ID[id.Order]) {
	b.Queue(selectCasesOfOrders, uids(orders)).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, scanCase)
		if err != nil {
			return fmt.Errorf("load open cases: %w", err)
		}
		for _, o := range orders {
			w.Cases[o] = []conflict.Case{}
		}
		for _, c := range found {
			w.Cases[c.Order] = append(w.Cases[c.Order], c)
			t.seen[thing{caseTable.name, c.ID}] = c.Version
		}
		return nil
	})
}
