package engine

import (
	"maps"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// lasts keeps the last state of each thing, in the order in which they first changed.
type lasts[K comparable, V any] struct {
	key func(V) K
	at  map[K]int
	all []V
}

func keepLast[K comparable, V any](key func(V) K) *lasts[K, V] {
	return &lasts[K, V]{key: key, at: map[K]int{}}
}

func (l *lasts[K, V]) add(changed []V) {
	for _, v := range changed {
		if i, ok := l.at[l.key(v)]; ok {
			l.all[i] = v
			continue
		}
		l.at[l.key(v)] = len(l.all)
		l.all = append(l.all, v)
	}
}

// merger makes one outcome of those of many commands.
type merger struct {
	orgs     *lasts[id.ID[id.Org], party.Org]
	people   *lasts[id.ID[id.Person], party.Person]
	items    *lasts[id.ID[id.Item], catalogue.Item]
	offers   *lasts[id.ID[id.Offer], supply.Offer]
	stocks   *lasts[id.ID[id.Offer], supply.Stock]
	usages   *lasts[id.ID[id.Usage], supply.Usage]
	budgets  *lasts[id.ID[id.Budget], budget.Budget]
	orders   *lasts[id.ID[id.Order], order.Order]
	cases    *lasts[id.ID[id.Case], conflict.Case]
	postings []budget.Posting
	things   *lasts[wire.Key, rules.Thing]
	left     []party.Person
}

func newMerger() merger {
	return merger{
		orgs:    keepLast(func(v party.Org) id.ID[id.Org] { return v.ID }),
		people:  keepLast(func(v party.Person) id.ID[id.Person] { return v.ID }),
		items:   keepLast(func(v catalogue.Item) id.ID[id.Item] { return v.ID }),
		offers:  keepLast(func(v supply.Offer) id.ID[id.Offer] { return v.ID }),
		stocks:  keepLast(func(v supply.Stock) id.ID[id.Offer] { return v.Offer }),
		usages:  keepLast(func(v supply.Usage) id.ID[id.Usage] { return v.ID }),
		budgets: keepLast(func(v budget.Budget) id.ID[id.Budget] { return v.ID }),
		orders:  keepLast(func(v order.Order) id.ID[id.Order] { return v.ID }),
		cases:   keepLast(func(v conflict.Case) id.ID[id.Case] { return v.ID }),
		things:  keepLast(rules.Thing.DocKey),
	}
}

func (m *merger) add(o rules.Outcome) {
	m.orgs.add(o.Orgs)
	m.people.add(o.People)
	m.items.add(o.Items)
	m.offers.add(o.Offers)
	m.stocks.add(o.Stocks)
	m.usages.add(o.Usages)
	m.budgets.add(o.Budgets)
	m.orders.add(o.Orders)
	m.cases.add(o.Cases)
	m.things.add(o.Things)
	m.postings = append(m.postings, o.Postings...)
	m.left = append(m.left, o.Left...)
}

func (m *merger) outcome() rules.Outcome {
	return rules.Outcome{
		Orgs: m.orgs.all, People: m.people.all, Items: m.items.all, Offers: m.offers.all, Stocks: m.stocks.all,
		Usages: m.usages.all, Budgets: m.budgets.all, Postings: m.postings, Orders: m.orders.all, Cases: m.cases.all,
		Things: m.things.all, Left: m.left,
	}
}

// copyOf returns a world that can move on without the other. What the maps point
// to is never changed, only replaced.
func copyOf(w *rules.World) *rules.World {
	return &rules.World{
		Orgs: maps.Clone(w.Orgs), People: maps.Clone(w.People), Items: maps.Clone(w.Items), Offers: maps.Clone(w.Offers),
		Stocks: maps.Clone(w.Stocks), Usages: maps.Clone(w.Usages), Budgets: maps.Clone(w.Budgets),
		Orders: maps.Clone(w.Orders), Cases: maps.Clone(w.Cases), Desk: maps.Clone(w.Desk), Things: maps.Clone(w.Things),
	}
}

// isBirth reports whether an outcome brings something through which a command
// may reach further than before. (Budgets, stocks, usages and cases that nobody rules on lead nowhere;
// neither do the registers, what is remembered of recent orders and suppliers' answers.)
func isBirth(w *rules.World, o rules.Outcome) bool {
	for _, v := range o.Orders {
		// A new revision may name other offers than the one before, too.
		if before := w.Orders[v.ID]; before == nil || before.Hash != v.Hash {
			return true
		}
	}
	for _, v := range o.Items {
		// A cap that is new asks for what was used of it.
		if before := w.Items[v.ID]; before == nil || before.Cap != v.Cap {
			return true
		}
	}
	for _, v := range o.Cases {
		if known, asked := w.Desk[v.ID]; asked && known == nil {
			return true
		}
	}
	for _, v := range o.Offers {
		if w.Offers[v.ID] == nil {
			return true
		}
	}
	for _, v := range o.People {
		if before := w.People[v.ID]; before == nil || before.Org != v.Org {
			return true
		}
	}
	for _, t := range o.Things {
		if k := t.DocKey().Kind; k != wire.DocRegister && k != wire.DocRecent && k != wire.DocResponse {
			return true
		}
	}
	return len(o.Orgs) > 0
}

// addNeeds appends the keys of more to all.
func addNeeds(all *rules.Needs, more rules.Needs) {
	all.Orgs = append(all.Orgs, more.Orgs...)
	all.People = append(all.People, more.People...)
	all.Items = append(all.Items, more.Items...)
	all.Offers = append(all.Offers, more.Offers...)
	all.Stocks = append(all.Stocks, more.Stocks...)
	all.Usages = append(all.Usages, more.Usages...)
	all.Budgets = append(all.Budgets, more.Budgets...)
	all.Orders = append(all.Orders, more.Orders...)
	all.Cases = append(all.Cases, more.Cases...)
	all.Desk = append(all.Desk, more.Desk...)
	all.Things = append(all.Things, more.Things...)
}

// tidyNeeds names each key once, in a fixed order.
func tidyNeeds(n *rules.Needs) {
	n.Orgs, n.People, n.Items = once(n.Orgs), once(n.People), once(n.Items)
	n.Offers, n.Stocks, n.Usages = once(n.Offers), once(n.Stocks), once(n.Usages)
	n.Budgets, n.Orders, n.Cases, n.Desk = once(n.Budgets), once(n.Orders), once(n.Cases), once(n.Desk)
	slices.SortFunc(n.Things, wire.Key.Compare)
	n.Things = slices.Compact(n.Things)
}

func once[K any](keys []id.ID[K]) []id.ID[K] {
	slices.SortFunc(keys, id.ID[K].Compare)
	return slices.Compact(keys)
}
