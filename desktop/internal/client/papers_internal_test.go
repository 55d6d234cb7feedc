package client

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/delivery"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// heldDocs are documents in a map.
type heldDocs map[wire.Key]wire.Document

func (h heldDocs) Cursor() (wire.Cursor, error)                     { return wire.Cursor{}, nil }
func (h heldDocs) Apply(wire.Page) ([]wire.Document, error)         { return nil, nil }
func (h heldDocs) Reset() error                                     { return nil }
func (h heldDocs) All(wire.DocKind) iter.Seq2[wire.Document, error] { return nil }
func (h heldDocs) Get(kind wire.DocKind, key [16]byte) (wire.Document, bool, error) {
	d, ok := h[wire.Key{Kind: kind, ID: key}]
	return d, ok, nil
}

// shelved is a device whose papers come, change, go and are laid over, with a plain list
// of what they are beside it.
type paperField struct {
	t    *rapid.T
	c    *Core
	docs heldDocs
	// standing is what the documents say, laid what entries make of some of it (nil: gone).
	standing, laid map[wire.Key]rules.Thing
	// promises are of orders as documents say, shown as entries do.
	promises, shown map[orderID]int64
}

func newPaperField(t *rapid.T) *paperField {
	unit, agency := id.ID[id.Org]{7}, id.ID[id.Org]{8}
	f := &paperField{t: t, docs: heldDocs{}, standing: map[wire.Key]rules.Thing{}, promises: map[orderID]int64{}}
	f.c = &Core{
		cfg:     Config{Docs: heldStore{heldDocs: f.docs}, Clock: func() time.Time { return time.UnixMilli(1_000_000_000) }}.WithDefaults(),
		profile: Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneAgency}, Org: party.Org{ID: agency}},
		rows:    map[orderID]*standingRow{}, list: newOrderList(), things: map[wire.DocKind]*thingsOf{}, shelf: newShelf(), tally: figures.NewTally(0),
		orgs: map[id.ID[id.Org]]*party.Org{
			{1}: {ID: id.ID[id.Org]{1}, NameUk: "ТОВ «Вигадка»"}, {2}: {ID: id.ID[id.Org]{2}, NameUk: "ПП «Мрія»"}, unit: {ID: unit, Number: "А9001"},
		},
	}
	f.lay()
	return f
}

func (f *paperField) aThing() rules.Thing {
	t := f.t
	n := rapid.Byte().Draw(t, "id") % 12
	at := func() int64 { return rapid.Int64Range(1, 6).Draw(t, "at") * 100_000_000 }
	o, seller := orderID{1 + rapid.Byte().Draw(t, "order")%4}, id.ID[id.Org]{1 + rapid.Byte().Draw(t, "supplier")%2}
	number := func(series string) string {
		return fmt.Sprintf("%s-%d/%06d", series, rapid.IntRange(2025, 2026).Draw(t, "year"), rapid.IntRange(1, 30).Draw(t, "number"))
	}
	if rapid.Bool().Draw(t, "invoice") {
		v := payment.Invoice{
			ID: id.ID[id.Invoice]{n}, Order: o, Supplier: seller, Unit: id.ID[id.Org]{7}, Number: number("РФ"), IssuedAt: at(), Total: 10,
			State: rapid.SampledFrom(payment.States()).Draw(t, "state"), OrderNumber: "А9001-" + string('A'+rune(o[0])), Version: 1,
		}
		for range rapid.IntRange(0, 2).Draw(t, "credits") {
			v.Credits = append(v.Credits, payment.Credit{Number: number("КН"), At: at()})
		}
		return v
	}
	v := delivery.Delivery{
		ID: id.ID[id.Delivery]{n}, Order: o, Supplier: seller, Unit: id.ID[id.Org]{7}, Note: number("ВН"), Waybill: number("ТТН"), DispatchedAt: at(),
		State: delivery.State(rapid.IntRange(1, 3).Draw(t, "state")), Lines: []delivery.Line{{Line: 1, Dispatched: 1}}, PointCode: "P-1", Version: 1, //nolint:gosec // 1 to 3
	}
	if v.State != delivery.Dispatched {
		v.ReceivedAt = v.DispatchedAt + rapid.Int64Range(0, 4).Draw(t, "way")*100_000_000
	}
	if v.State == delivery.Accepted {
		v.Certificate, v.AcceptedAt = number("АПП"), v.ReceivedAt
	}
	return v
}

// document brings a thing as its document, or takes it away.
func (f *paperField) document() {
	v := f.aThing()
	k := v.DocKey()
	f.docs[k] = wire.Document{Kind: k.Kind, ID: k.ID, Body: seal.Encode(v)}
	f.standing[k] = v
	if rapid.IntRange(0, 4).Draw(f.t, "deleted") == 0 {
		delete(f.docs, k)
		delete(f.standing, k)
		require.NoError(f.t, f.c.take(wire.Document{Kind: k.Kind, ID: k.ID, Deleted: true}))
		return
	}
	require.NoError(f.t, f.c.take(f.docs[k]))
}

func (f *paperField) anOrder() (orderID, int64) {
	return orderID{1 + rapid.Byte().Draw(f.t, "order")%4}, rapid.Int64Range(0, 6).Draw(f.t, "promised") * 100_000_000
}

func promisedOrder(o orderID, at int64) order.Order {
	return order.Order{ID: o, State: order.Approved, Lines: []order.LineState{{Parts: []order.Part{{PromisedAt: at}}}}, Content: (&order.Revision{}).Encode()}
}

// promise brings an order with what was promised of it, or takes it away.
func (f *paperField) promise() {
	o, at := f.anOrder()
	f.promises[o] = at
	if at == 0 {
		f.c.putRow(o, nil)
		return
	}
	f.c.putRow(o, standing(promisedOrder(o, at)))
}

// lay makes the overlay anew, as refresh does.
func (f *paperField) lay() {
	c := f.c
	c.over, c.laid, c.shown, c.listed = rules.NewWorld(), map[wire.Key][]*entry{}, map[orderID]*shownOrder{}, nil
	f.laid, f.shown = map[wire.Key]rules.Thing{}, map[orderID]int64{}
	for range rapid.IntRange(0, 3).Draw(f.t, "laid") {
		v := f.aThing()
		k := v.DocKey()
		f.laid[k], c.over.Things[k], c.laid[k] = v, v, nil
	}
	if rapid.Bool().Draw(f.t, "shown") {
		o, at := f.anOrder()
		f.shown[o], c.shown[o] = at, &shownOrder{order: promisedOrder(o, at)}
	}
}

// all is every thing of a kind as shown.
func (f *paperField) all(kind wire.DocKind) []rules.Thing {
	var all []rules.Thing
	for k, v := range f.standing {
		if f.laid[k] == nil && k.Kind == kind {
			all = append(all, v)
		}
	}
	for k, v := range f.laid {
		if k.Kind == kind {
			all = append(all, v)
		}
	}
	return all
}

func (f *paperField) lateOf(d *delivery.Delivery) int64 {
	promised, laid := f.shown[d.Order]
	if !laid {
		promised = f.promises[d.Order]
	}
	return daysLate(cameAt(d), promised, 1_000_000_000)
}

// What lists and the register say, after whatever came, changed, went and was laid over,
// is what a plain look at everything says.
func TestPapers_AreThoseOfAPlainLook(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := newPaperField(t)
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			for range rapid.IntRange(1, 4).Draw(t, "changes") {
				switch rapid.IntRange(0, 3).Draw(t, "change") {
				case 0, 1:
					f.document()
				case 2:
					f.promise()
				case 3:
					f.lay()
				}
			}
			f.lay() // after a page all is decided again
			f.deliveries()
			f.invoices()
			f.register()
			for _, p := range f.c.shelf.kinds {
				p.rewrite(-1, &paper{})
			}
		}
	})
}

func hasText(q PaperQuery, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(w), strings.ToLower(q.Text)) })
}

func (f *paperField) query(views ...string) PaperQuery {
	q := PaperQuery{
		View: rapid.SampledFrom(append(views, "")).Draw(f.t, "view"), Sort: rapid.SampledFrom([]string{"", "oldest", "late"}).Draw(f.t, "sort"),
		Text:   rapid.SampledFrom([]string{"", "", "мрія", "ВН-2026", "рф-2025/00001", "/000012", "А9001-b", "26/", "nothing"}).Draw(f.t, "text"),
		Offset: rapid.IntRange(0, 5).Draw(f.t, "offset"), Limit: rapid.IntRange(1, 20).Draw(f.t, "limit"),
	}
	if rapid.IntRange(0, 3).Draw(f.t, "of an order") == 0 {
		q.Order = orderID{1 + rapid.Byte().Draw(f.t, "order")%4}
	}
	return q
}

func (f *paperField) deliveries() {
	q := f.query(DeliveriesOnTheWay, DeliveriesLate, DeliveriesDone)
	got, err := f.c.Deliveries(q)
	require.NoError(f.t, err)
	var want []delivery.Delivery
	views := map[string]int{"": 0, DeliveriesOnTheWay: 0, DeliveriesToReceive: 0, DeliveriesToSign: 0, DeliveriesLate: 0, DeliveriesDone: 0}
	for _, v := range f.all(wire.DocDelivery) {
		d, _ := v.(delivery.Delivery)
		if !q.Order.IsZero() && d.Order != q.Order {
			continue
		}
		in := map[string]bool{
			"": true, DeliveriesOnTheWay: d.State == delivery.Dispatched, DeliveriesDone: d.State == delivery.Accepted,
			DeliveriesLate: d.State == delivery.Dispatched && f.lateOf(&d) > 0,
		}
		for name, is := range in {
			if is {
				views[name]++
			}
		}
		if in[q.View] && hasText(q, d.Note, d.Waybill, d.Certificate, d.OrderNumber, d.PointCode, f.c.orgName(d.Supplier)) {
			want = append(want, d)
		}
	}
	newest := func(a, b delivery.Delivery) int {
		return cmp.Or(cmp.Compare(b.DispatchedAt, a.DispatchedAt), bytes.Compare(a.ID[:], b.ID[:]))
	}
	slices.SortFunc(want, func(a, b delivery.Delivery) int {
		switch q.Sort {
		case "oldest":
			return newest(b, a)
		case "late":
			return cmp.Or(cmp.Compare(f.lateOf(&b), f.lateOf(&a)), newest(a, b))
		}
		return newest(a, b)
	})
	require.Equal(f.t, views, got.Views)
	require.Equal(f.t, len(want), got.Total)
	var rows []delivery.Delivery
	for _, r := range got.Rows {
		rows = append(rows, r.Delivery)
		require.Equal(f.t, f.lateOf(&r.Delivery), r.DaysLate)
	}
	require.Equal(f.t, idsOf(window(want, q.Offset, q.Limit)), idsOf(rows))
}

func idsOf(all []delivery.Delivery) []string {
	ids := []string{}
	for _, d := range all {
		ids = append(ids, d.ID.String()+d.Note)
	}
	return ids
}

func (f *paperField) invoices() {
	q := f.query("payable", "paid", "void", InvoicesDue)
	got, err := f.c.Invoices(q)
	require.NoError(f.t, err)
	want, views := map[id.ID[id.Invoice]]bool{}, map[string]int{"": 0, InvoicesDue: 0}
	for _, s := range payment.States() {
		views[s.String()] = 0
	}
	for _, v := range f.all(wire.DocInvoice) {
		i, _ := v.(payment.Invoice)
		if !q.Order.IsZero() && i.Order != q.Order {
			continue
		}
		views[""]++
		views[i.State.String()]++
		due := i.Open() > 0 || i.Ordered > i.Paid
		if due {
			views[InvoicesDue]++
		}
		words := []string{i.Number, i.OrderNumber, f.c.orgName(i.Supplier), f.c.unitNumber(i.Unit)}
		for _, k := range i.Credits {
			words = append(words, k.Number)
		}
		if (q.View == "" || q.View == i.State.String() || q.View == InvoicesDue && due) && hasText(q, words...) {
			want[i.ID] = true
		}
	}
	require.Equal(f.t, views, got.Views)
	require.Equal(f.t, len(want), got.Total)
	require.Len(f.t, got.Rows, min(q.Limit, max(len(want)-q.Offset, 0)))
	for _, r := range got.Rows {
		require.True(f.t, want[r.ID])
	}
}

func (f *paperField) register() {
	q := RegisterQuery{
		Series: rapid.SampledFrom([]string{"", "РФ", "КН", "АПП"}).Draw(f.t, "series"), Year: 2026,
		Text:   rapid.SampledFrom([]string{"", "", "вигадка", "6/000012", "А9001-b"}).Draw(f.t, "text"),
		Offset: rapid.IntRange(0, 5).Draw(f.t, "offset"), Limit: rapid.IntRange(1, 30).Draw(f.t, "limit"),
	}
	got, err := f.c.Register(q)
	require.NoError(f.t, err)
	type number struct {
		number string
		at     int64
	}
	var want []number
	counts := map[string]int{}
	take := func(n string, at int64, beside ...string) {
		series, year, ok := seriesOf(n)
		if !ok || year != q.Year {
			return
		}
		counts[series]++
		if (q.Series == "" || q.Series == series) && hasText(PaperQuery{Text: q.Text}, append(beside, n)...) {
			want = append(want, number{n, at})
		}
	}
	for _, v := range f.all(wire.DocInvoice) {
		i, _ := v.(payment.Invoice)
		take(i.Number, i.IssuedAt, i.OrderNumber, f.c.orgName(i.Supplier))
		for _, k := range i.Credits {
			take(k.Number, k.At, i.OrderNumber, f.c.orgName(i.Supplier))
		}
	}
	for _, v := range f.all(wire.DocDelivery) {
		d, _ := v.(delivery.Delivery)
		for _, n := range notesOf(d) {
			take(n.number, n.at, d.OrderNumber, f.c.orgName(d.Supplier))
		}
	}
	slices.SortFunc(want, func(a, b number) int { return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(b.number, a.number)) })
	require.Equal(f.t, counts, got.Series)
	require.Equal(f.t, len(want), got.Total)
	var rows []number
	for _, r := range got.Rows {
		rows = append(rows, number{r.Number, r.At})
	}
	want = window(want, q.Offset, q.Limit)
	require.Equal(f.t, append([]number{}, want...), append([]number{}, rows...))
}
