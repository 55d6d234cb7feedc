package main

import (
	"fmt"
	"iter"
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// year makes the documents of a year of the agency, the same ones every time.
type year struct {
	size  yearSize
	place *yearPlace
	// counted is how many documents of each kind were made, bytes how large they are.
	counted map[wire.DocKind]int
	bytes   int64
	// acted are orders with a delivery and an invoice, to change later.
	acted []actedOrder

	// middle is where the far page of a queue begins; later counts the orders made since.
	middle map[client.OrderView]int
	later  int

	numbers  map[string]int64
	payments map[payKey]*payment.Payment
	last     map[payKey]int // the chunk that has room
	queues   map[id.ID[id.Item]]*round.Queue
	rounds   map[int64]*round.Round
}

// actedOrder is an order with a delivery and an invoice of it.
type actedOrder struct {
	order    id.ID[id.Order]
	delivery id.ID[id.Delivery]
	invoice  id.ID[id.Invoice]
}

// payKey is a supplier's payment orders of a week; chunk counts those that are full.
type payKey struct {
	supplier id.ID[id.Org]
	week     int64
	chunk    int
}

func newYear(size yearSize) *year {
	return &year{
		size: size, place: newYearPlace(size), counted: map[wire.DocKind]int{}, middle: map[client.OrderView]int{}, numbers: map[string]int64{},
		payments: map[payKey]*payment.Payment{}, last: map[payKey]int{},
		queues: map[id.ID[id.Item]]*round.Queue{}, rounds: map[int64]*round.Round{},
	}
}

// newYearID draws an id from an order's own randomness.
func newYearID[K any](l *life) id.ID[K] {
	var sum [32]byte
	for i := range 16 {
		sum[i] = byte(l.random.Uint32()) //nolint:gosec // cut on purpose
	}
	return id.FromHash[K](sum)
}

// number is the next of a series.
func (y *year) number(series string) string {
	y.numbers[series]++
	return register.Number(series, int64(yearStart().Year()), y.numbers[series])
}

// documents are all of the year as the agency's feed brings them: who and what there
// is, the orders as they were signed, and at the end what belongs to many of them.
func (y *year) documents() iter.Seq[wire.Document] {
	return func(yield func(wire.Document) bool) {
		for _, docs := range []iter.Seq[wire.Document]{y.standing(), y.lives(), y.common()} {
			for d := range docs {
				y.counted[d.Kind]++
				y.bytes += int64(len(d.Body))
				if !yield(d) {
					return
				}
			}
		}
	}
}

// standing is the place: what was there when the year began.
func (y *year) standing() iter.Seq[wire.Document] {
	return func(yield func(wire.Document) bool) {
		p := y.place
		all := []wire.Document{yearDoc(party.ScopeAgency, wire.DocOrg, p.agency.ID, 1, p.agency)}
		for _, o := range p.units {
			all = append(all, yearDoc(party.ScopeAgency, wire.DocOrg, o.ID, 1, o))
		}
		for _, o := range p.suppliers {
			all = append(all, yearDoc(party.ScopeCatalogue, wire.DocOrg, o.ID, 1, o))
		}
		for _, x := range p.officers {
			all = append(all, yearDoc(party.ScopeAgency, wire.DocPerson, x.ID, 1, x))
		}
		for _, x := range p.items {
			all = append(all, yearDoc(party.ScopeCatalogue, wire.DocItem, x.ID, 1, x))
		}
		for n, x := range p.offers {
			all = append(all, yearDoc(party.ScopeCatalogue, wire.DocOffer, x.ID, 1, x), yearDoc(party.ScopeCatalogue, wire.DocStock, x.ID, 1, p.stocks[n]))
		}
		for _, d := range all {
			if !yield(d) {
				return
			}
		}
	}
}

// lives are the orders with their papers.
func (y *year) lives() iter.Seq[wire.Document] {
	return func(yield func(wire.Document) bool) {
		start, now := yearStart().UnixMilli(), yearNow().UnixMilli()
		for n := range y.size.orders {
			signed := start + (now-start)/int64(y.size.orders)*int64(n)
			l := y.newLife(uint64(n), signed, now) //nolint:gosec // not negative
			y.note(l)
			for _, d := range l.documents() {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// documents are those of the order and its papers.
func (l *life) documents() []wire.Document {
	docs := []wire.Document{yearDoc(party.ScopeAgency, wire.DocOrder, l.o.ID, l.o.Version, l.o)}
	for _, t := range l.papers {
		docs = append(docs, thingDoc(t))
	}
	return docs
}

// note books what an order holds, and remembers one in fifty that has papers.
func (y *year) note(l *life) {
	b := &y.place.budgets[l.unit]
	b.Reserved += l.o.Holds.Reserved
	b.Committed += l.o.Holds.Committed
	b.Invoiced += l.o.Holds.Invoiced
	b.Paid += l.o.Holds.Paid
	b.Version++
	if len(l.o.Deliveries) > 0 && len(l.o.Invoices) > 0 && l.o.ID[15]%50 == 0 {
		y.acted = append(y.acted, actedOrder{l.o.ID, l.o.Deliveries[0], l.o.Invoices[0]})
	}
}

// common is what many orders write to: funds, payment orders, queues, rounds, registers.
func (y *year) common() iter.Seq[wire.Document] {
	return func(yield func(wire.Document) bool) {
		var all []wire.Document
		for _, b := range y.place.budgets {
			all = append(all, yearDoc(party.ScopeAgency, wire.DocBudget, b.ID, b.Version, b))
		}
		for _, p := range y.payments {
			all = append(all, thingDoc(*p))
		}
		for _, q := range y.queues {
			all = append(all, thingDoc(*q))
		}
		for _, r := range y.rounds {
			all = append(all, thingDoc(*r))
		}
		for series, last := range y.numbers {
			at := int64(yearStart().Year())
			all = append(all, thingDoc(register.Register{ID: register.ID(series, at), Series: series, Year: at, Last: last, Version: uint64(last)})) //nolint:gosec // not negative
		}
		slices.SortFunc(all, func(a, b wire.Document) int {
			return wire.Key{Kind: a.Kind, ID: a.ID}.Compare(wire.Key{Kind: b.Kind, ID: b.ID})
		})
		for _, d := range all {
			if !yield(d) {
				return
			}
		}
	}
}

// waits puts a line into the queue of its item.
func (y *year) waits(l *life, n int, pieces, since int64) {
	item := l.o.Lines[n].Item
	q := y.queues[item]
	if q == nil {
		q = &round.Queue{ID: round.QueueID(item), Item: item}
		y.queues[item] = q
	}
	q.Waiting = append(q.Waiting, round.Waiting{
		Order: l.o.ID, Line: n + 1, Unit: l.o.Unit, Offer: l.r.Lines[n].Offer, Pieces: pieces, Urgency: l.r.Urgency, Since: since,
	})
	q.Version++
}

// shared books what a round gave a line.
func (y *year) shared(number, at int64, l *life, n int, asked, granted int64) *round.Round {
	r := y.rounds[number]
	if r == nil {
		by := y.place.officers[0]
		r = &round.Round{
			ID: yearID[id.Round]("round/%d", number), Number: number, Year: int64(yearStart().Year()), CutOff: at, SignedAt: at,
			By: by.ID, ByName: by.Name, Version: 1,
		}
		y.rounds[number] = r
	}
	r.Asked, r.Granted = r.Asked+asked, r.Granted+granted
	r.Value += l.r.Lines[n].Price * money.Amount(granted)
	r.Lines = append(r.Lines, round.Claimant{
		ID: fmt.Sprintf("%s/%d", l.o.ID, n+1), Order: l.o.ID, Line: n + 1, Unit: l.o.Unit, Asked: asked, Granted: granted,
	})
	return r
}

// yearRows is how many invoices a payment order pays at most here.
const yearRows = 150

// paid puts an invoice into its supplier's payment order of the week after a moment; the
// bank confirms it three days later. 0 stands for not yet.
func (y *year) paid(l *life, v *payment.Invoice, after int64) (ordered, paid int64) {
	start, week := yearStart().UnixMilli(), 7*dayMillis
	key := payKey{supplier: v.Supplier, week: (after-start)/week + 1}
	if ordered = start + key.week*week; ordered > l.now {
		return 0, 0
	}
	if paid = ordered + 3*dayMillis; paid > l.now {
		paid = 0
	}
	full := key
	key.chunk = y.last[full]
	p := y.payments[key]
	if p != nil && len(p.Rows) == yearRows {
		key.chunk++
		y.last[full], p = key.chunk, nil
	}
	if p == nil {
		number := y.number(register.SeriesPayment)
		p = &payment.Payment{
			ID: payment.PaymentID(number), Number: number, Supplier: v.Supplier, OrderedAt: ordered, PaidAt: paid, ValueDate: paid,
			OrderedBy: y.place.officers[0].ID, OrderedName: y.place.officers[0].Name, Version: 1,
		}
		y.payments[key] = p
	}
	p.Rows = append(p.Rows, payment.Row{Invoice: v.ID, Number: v.Number, Amount: v.Open()})
	p.Total += v.Open()
	return ordered, paid
}

func yearDoc[K any](scope party.Scope, kind wire.DocKind, key id.ID[K], version uint64, v any) wire.Document {
	return wire.Document{Scope: scope, Kind: kind, ID: key, Version: version, Body: seal.Encode(v)}
}

func thingDoc(t rules.Thing) wire.Document {
	k := t.DocKey()
	return wire.Document{Scope: party.ScopeAgency, Kind: k.Kind, ID: k.ID, Version: t.DocVersion(), Body: seal.Encode(t)}
}

// again is an act on an order that is here already: the order, a delivery and an invoice
// of it come anew.
func (y *year) again(n int, read func(kind wire.DocKind, key [16]byte) (wire.Document, error)) ([]wire.Document, error) {
	a := y.acted[n%len(y.acted)]
	o, err := reread[order.Order](read, wire.DocOrder, a.order)
	if err != nil {
		return nil, err
	}
	d, err := reread[delivery.Delivery](read, wire.DocDelivery, a.delivery)
	if err != nil {
		return nil, err
	}
	v, err := reread[payment.Invoice](read, wire.DocInvoice, a.invoice)
	if err != nil {
		return nil, err
	}
	o.Version++
	d.Version++
	v.Version++
	o.Events = append(o.Events, order.Event{At: yearNow().UnixMilli(), Kind: order.EventForwarded, Revision: o.Revision})
	return []wire.Document{yearDoc(party.ScopeAgency, wire.DocOrder, o.ID, o.Version, o), thingDoc(d), thingDoc(v)}, nil
}

// fresh is an order that was just signed.
func (y *year) fresh(n int) []wire.Document {
	now := yearNow().UnixMilli()
	l := y.newLife(uint64(y.size.orders+n), now-int64(n), now) //nolint:gosec // not negative
	return l.documents()
}

func reread[V any](read func(kind wire.DocKind, key [16]byte) (wire.Document, error), kind wire.DocKind, key [16]byte) (v V, err error) {
	d, err := read(kind, key)
	if err != nil {
		return v, err
	}
	return v, wire.Decode(d.Body, &v)
}
