package rules

import (
	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// World is what is known of the things that commands are about. A key with a
// nil value was looked up and is not there; a missing key was not looked up.
type World struct {
	Orgs    map[id.ID[id.Org]]*party.Org
	People  map[id.ID[id.Person]]*party.Person
	Items   map[id.ID[id.Item]]*catalogue.Item
	Offers  map[id.ID[id.Offer]]*supply.Offer
	Stocks  map[id.ID[id.Offer]]*supply.Stock
	Usages  map[id.ID[id.Usage]]*supply.Usage
	Budgets map[id.ID[id.Budget]]*budget.Budget
	Orders  map[id.ID[id.Order]]*order.Order
	// Cases are the open cases of an order; an empty list was looked up.
	Cases map[id.ID[id.Order]][]conflict.Case
	// Desk are cases that acts of the desk name, open or closed.
	Desk map[id.ID[id.Case]]*conflict.Case
	// Things are all else, by key.
	Things map[wire.Key]Thing
}

// NewWorld returns a World in which nothing was looked up.
func NewWorld() *World {
	return &World{
		Orgs:    map[id.ID[id.Org]]*party.Org{},
		People:  map[id.ID[id.Person]]*party.Person{},
		Items:   map[id.ID[id.Item]]*catalogue.Item{},
		Offers:  map[id.ID[id.Offer]]*supply.Offer{},
		Stocks:  map[id.ID[id.Offer]]*supply.Stock{},
		Usages:  map[id.ID[id.Usage]]*supply.Usage{},
		Budgets: map[id.ID[id.Budget]]*budget.Budget{},
		Orders:  map[id.ID[id.Order]]*order.Order{},
		Cases:   map[id.ID[id.Order]][]conflict.Case{},
		Desk:    map[id.ID[id.Case]]*conflict.Case{},
		Things:  map[wire.Key]Thing{},
	}
}

// Needs are keys to look up.
type Needs struct {
	Orgs    []id.ID[id.Org]
	People  []id.ID[id.Person]
	Items   []id.ID[id.Item]
	Offers  []id.ID[id.Offer]
	Stocks  []id.ID[id.Offer]
	Usages  []id.ID[id.Usage]
	Budgets []id.ID[id.Budget]
	Orders  []id.ID[id.Order]
	Cases   []id.ID[id.Order]
	Desk    []id.ID[id.Case]
	Things  []wire.Key
}

// IsEmpty reports whether there is nothing to look up.
func (n Needs) IsEmpty() bool {
	return len(n.Orgs)+len(n.People)+len(n.Items)+len(n.Offers)+len(n.Stocks)+
		len(n.Usages)+len(n.Budgets)+len(n.Orders)+len(n.Cases)+len(n.Desk)+len(n.Things) == 0
}

// Outcome is what a command changes: the new state of each thing it touched,
// whole. Nothing else changes.
type Outcome struct {
	Orgs     []party.Org
	People   []party.Person
	Items    []catalogue.Item
	Offers   []supply.Offer
	Stocks   []supply.Stock
	Usages   []supply.Usage
	Budgets  []budget.Budget
	Postings []budget.Posting
	Orders   []order.Order
	// Cases are cases that opened, changed or closed.
	Cases  []conflict.Case
	Things []Thing
	// Left are people as they were before they went to another organisation: their
	// documents leave its scope. It changes nothing by itself.
	Left []party.Person
	// ShutOut are devices that may not synchronise any more, and whose keys are withdrawn,
	// from the moment of the decision on. A World holds no devices: whoever decides for
	// good does it.
	ShutOut []id.ID[id.Device]
}

// IsEmpty reports whether nothing changes.
func (o Outcome) IsEmpty() bool {
	return len(o.Orgs)+len(o.People)+len(o.Items)+len(o.Offers)+len(o.Stocks)+
		len(o.Usages)+len(o.Budgets)+len(o.Orders)+len(o.Cases)+len(o.Things)+len(o.ShutOut) == 0
}

// Apply puts an outcome into the world, so that the next command of a batch
// meets what this one left.
func (w *World) Apply(o Outcome) {
	put(w.Orgs, o.Orgs, func(v party.Org) id.ID[id.Org] { return v.ID })
	put(w.People, o.People, func(v party.Person) id.ID[id.Person] { return v.ID })
	put(w.Items, o.Items, func(v catalogue.Item) id.ID[id.Item] { return v.ID })
	put(w.Offers, o.Offers, func(v supply.Offer) id.ID[id.Offer] { return v.ID })
	put(w.Stocks, o.Stocks, func(v supply.Stock) id.ID[id.Offer] { return v.Offer })
	put(w.Usages, o.Usages, func(v supply.Usage) id.ID[id.Usage] { return v.ID })
	put(w.Budgets, o.Budgets, func(v budget.Budget) id.ID[id.Budget] { return v.ID })
	put(w.Orders, o.Orders, func(v order.Order) id.ID[id.Order] { return v.ID })
	for _, t := range o.Things {
		w.Things[t.DocKey()] = t
	}
	for _, c := range o.Cases {
		if !c.Order.IsZero() {
			w.Cases[c.Order] = replaceCase(w.Cases[c.Order], c)
		}
		if _, ok := w.Desk[c.ID]; ok {
			w.Desk[c.ID] = &c
		}
	}
}

func put[K comparable, V any](m map[K]*V, changed []V, key func(V) K) {
	for _, v := range changed {
		m[key(v)] = &v
	}
}

func replaceCase(open []conflict.Case, c conflict.Case) []conflict.Case {
	kept := make([]conflict.Case, 0, len(open)+1)
	for _, o := range open {
		if o.ID != c.ID {
			kept = append(kept, o)
		}
	}
	if c.IsOpen() {
		kept = append(kept, c)
	}
	return kept
}
