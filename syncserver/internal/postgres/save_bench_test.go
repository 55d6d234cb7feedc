package postgres_test

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/view"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// The work that the targets of synchronisation name: 10,000 signed orders of 5
// lines, pushed 200 at a time, to a database that flushes every commit.
const (
	benchOrders = 10_000
	benchPush   = 200
	benchLines  = 5
	benchItems  = 300
)

// BenchmarkSave is the database's part of it: lock the chain, look the commands
// up, load what they are about, save what was decided. BenchmarkSave/sequence
// adds numbering, BenchmarkSave/copy is the floor: COPY of the commands alone.
func BenchmarkSave(b *testing.B) {
	work := pushes(b)
	b.Run("push", func(b *testing.B) {
		for range b.N {
			s := stocked(b)
			b.ResetTimer()
			for _, p := range work {
				push(b, s, p)
			}
			b.StopTimer()
			b.ReportMetric(float64(benchOrders)*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
		}
	})
	b.Run("push and sequence", func(b *testing.B) {
		for range b.N {
			s := stocked(b)
			l, _, err := s.Lead(b.Context())
			require.NoError(b, err)
			b.ResetTimer()
			documents := 0
			for _, p := range work {
				push(b, s, p)
				done, err := l.Sequence(b.Context(), 5000, func(seal.Checkpoint) ([]byte, error) { return []byte("c"), nil })
				require.NoError(b, err)
				documents += done.Documents
			}
			b.StopTimer()
			l.Release()
			b.ReportMetric(float64(documents), "documents")
			b.ReportMetric(float64(benchOrders)*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
		}
	})
	b.Run("copy", func(b *testing.B) {
		for range b.N {
			s := stocked(b)
			ctx := b.Context()
			_, err := s.Jobs().Exec(ctx, `CREATE TABLE bare (hash bytea PRIMARY KEY, envelope bytea NOT NULL, body bytea NOT NULL)`)
			require.NoError(b, err)
			b.ResetTimer()
			for _, p := range work {
				_, err := s.Jobs().CopyFrom(ctx, pgx.Identifier{"bare"}, []string{"hash", "envelope", "body"},
					pgx.CopyFromSlice(len(p.batch.Records), func(i int) ([]any, error) {
						r := p.batch.Records[i]
						return []any{r.Hash[:], r.Envelope.Raw, p.bodies[i]}, nil
					}))
				require.NoError(b, err)
			}
			b.StopTimer()
			b.ReportMetric(float64(benchOrders)*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
		}
	})
}

// pushed is one push, decided.
type pushed struct {
	device id.ID[id.Device]
	hashes []seal.Hash
	ids    []id.ID[id.Command]
	needs  []rules.Needs
	batch  engine.Batch
	bodies [][]byte
}

func push(b *testing.B, s *postgres.Store, p pushed) {
	b.Helper()
	ctx := b.Context()
	require.NoError(b, s.Tx(ctx, func(tx engine.Tx) error {
		if _, err := tx.Chain(ctx, p.device); err != nil {
			return err
		}
		if _, err := tx.Known(ctx, p.hashes, p.ids); err != nil {
			return err
		}
		w := rules.NewWorld()
		for _, n := range p.needs {
			if err := tx.Load(ctx, w, n); err != nil {
				return err
			}
		}
		return tx.Save(ctx, p.batch)
	}))
}

// market is the field with many items and deep stocks.
func market() *sharedtest.Field {
	f := sharedtest.NewField()
	f.Items, f.Offers, f.Stocks = nil, nil, nil
	for n := range benchItems {
		article := fmt.Sprintf("B-%d", n)
		item := catalogue.Item{
			ID: catalogue.ItemID("", "Приклад", article), Article: article, NameUk: "Виріб " + article, Category: "recon_uav",
			DK021: "34711200-6", NSN: fmt.Sprintf("1550-61-000-%04d", n), Manufacturer: "Приклад", Cap: 1_000_000, Version: 1,
		}
		offer := supply.Offer{
			ID: supply.OfferID(f.Supplier.ID, item.ID), Supplier: f.Supplier.ID, Item: item.ID, Price: money.Amount(100 + n),
			VATRate: 2000, UOM: "H87", Minimum: 1, Pack: 1, Version: 1,
		}
		f.Items, f.Offers = append(f.Items, item), append(f.Offers, offer)
		f.Stocks = append(f.Stocks, supply.Stock{Offer: offer.ID, OnHand: 1_000_000, Version: 1})
	}
	for i := range f.Budgets {
		f.Budgets[i].Appropriated = 1_000_000_000_00
	}
	return f
}

func stocked(b *testing.B) *postgres.Store {
	b.Helper()
	s := pgtest.NewWith(b, pgtest.Config{Durable: true})
	enginetest.Seed(b, s, market())
	_, err := s.Jobs().Exec(b.Context(), `CHECKPOINT`)
	_ = err // the role may not; the figure is a little noisier then
	return s
}

// pushes signs and decides all orders beforehand.
func pushes(b *testing.B) []pushed {
	b.Helper()
	f := market()
	w := f.World()
	actors := []*sharedtest.Actor{f.Requisitioner, f.Second}
	var all []pushed
	for from := 0; from < benchOrders; from += benchPush {
		unit := len(all) % 2
		a := actors[unit]
		p := pushed{device: a.Device.ID}
		blank := rules.NewWorld()
		var envelopes []seal.Envelope
		var commands []seal.Command
		for n := from; n < from+benchPush; n++ {
			r := f.Revision(uint64(n)+1, unit) //nolint:gosec // small
			for l := range benchLines {
				o := f.Offers[(n*7+l*41)%benchItems]
				r.Lines = append(r.Lines, order.Line{Offer: o.ID, Terms: o.Terms(), Quantity: 1, UOM: o.UOM, Price: o.Price, VATRate: o.VATRate})
			}
			e := a.Do(seal.KindSubmitOrder, sharedtest.Totalled(r), sharedtest.Now)
			c, err := seal.OpenCommand(e)
			require.NoError(b, err)
			envelopes, commands = append(envelopes, e), append(commands, c)
			p.hashes, p.ids = append(p.hashes, e.Hash()), append(p.ids, c.ID)
		}
		p.needs = rounds(blank, w, commands)
		var changes rules.Outcome
		for i, c := range commands {
			out, reasons := rules.Decide(rules.Facts{Now: sharedtest.Now.UnixMilli(), World: w}, c)
			require.Empty(b, reasons)
			w.Apply(out)
			changes = last(changes, out)
			p.batch.Records = append(p.batch.Records, engine.Record{
				Envelope: envelopes[i], Hash: p.hashes[i], Command: c, Device: c.Device, ReceivedAt: sharedtest.Now.UnixMilli(),
				Verdict: seal.Applied, Receipt: make([]byte, 220), InChain: true,
			})
			p.bodies = append(p.bodies, seal.Encode(out.Orders[0]))
		}
		p.batch.Changes = changes
		p.batch.Documents = view.Documents(w, changes)
		all = append(all, p)
	}
	return all
}

// rounds are the loads of a push: the world starts blank and is filled from the
// one that moves on.
func rounds(blank, from *rules.World, commands []seal.Command) []rules.Needs {
	var all []rules.Needs
	for {
		var n rules.Needs
		seen := map[any]bool{}
		for _, c := range commands {
			m := rules.Missing(blank, c)
			n.Orgs, n.People = once(seen, n.Orgs, m.Orgs), once(seen, n.People, m.People)
			n.Items, n.Offers = once(seen, n.Items, m.Items), once(seen, n.Offers, m.Offers)
			n.Stocks = onceMore(seen, n.Stocks, m.Stocks)
			n.Usages, n.Budgets = once(seen, n.Usages, m.Usages), once(seen, n.Budgets, m.Budgets)
			n.Orders = once(seen, n.Orders, m.Orders)
			n.Cases = onceMore(seen, n.Cases, m.Cases)
		}
		if n.IsEmpty() {
			return all
		}
		all = append(all, n)
		sharedtest.Fill(from, absentOf(from, n))
		fill(blank.Orgs, from.Orgs, n.Orgs)
		fill(blank.People, from.People, n.People)
		fill(blank.Items, from.Items, n.Items)
		fill(blank.Offers, from.Offers, n.Offers)
		fill(blank.Stocks, from.Stocks, n.Stocks)
		fill(blank.Usages, from.Usages, n.Usages)
		fill(blank.Budgets, from.Budgets, n.Budgets)
		fill(blank.Orders, from.Orders, n.Orders)
		for _, o := range n.Cases {
			blank.Cases[o] = nil
		}
	}
}

func absentOf(w *rules.World, n rules.Needs) rules.Needs {
	var a rules.Needs
	for _, u := range n.Usages {
		if _, ok := w.Usages[u]; !ok {
			a.Usages = append(a.Usages, u)
		}
	}
	for _, o := range n.Orders {
		if _, ok := w.Orders[o]; !ok {
			a.Orders = append(a.Orders, o)
		}
	}
	return a
}

func fill[K comparable, V any](to, from map[K]*V, keys []K) {
	for _, k := range keys {
		to[k] = from[k]
	}
}

func once[K comparable](seen map[any]bool, all, more []K) []K {
	for _, k := range more {
		if !seen[k] {
			seen[k] = true
			all = append(all, k)
		}
	}
	return all
}

// onceMore is once for keys of the same type as others.
func onceMore[K comparable](seen map[any]bool, all, more []K) []K {
	for _, k := range more {
		if !seen[[1]K{k}] {
			seen[[1]K{k}] = true
			all = append(all, k)
		}
	}
	return all
}

// last keeps each thing once, in its last state.
func last(all, more rules.Outcome) rules.Outcome {
	all.Stocks = replace(all.Stocks, more.Stocks, func(v supply.Stock) any { return v.Offer })
	all.Usages = replace(all.Usages, more.Usages, func(v supply.Usage) any { return v.ID })
	all.Postings = append(all.Postings, more.Postings...)
	all.Orders = append(all.Orders, more.Orders...)
	if len(more.Budgets) > 0 {
		all.Budgets = more.Budgets // one unit, one fund
	}
	return all
}

func replace[V any](all, more []V, key func(V) any) []V {
	at := map[any]int{}
	for i, v := range all {
		at[key(v)] = i
	}
	for _, v := range more {
		if i, ok := at[key(v)]; ok {
			all[i] = v
			continue
		}
		all = append(all, v)
	}
	return all
}
