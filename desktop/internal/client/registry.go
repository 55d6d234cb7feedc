package client

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/payment"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// The kinds of a register's documents: the names of their papers in the window's
// contract, and rounds.
const (
	kindSpecification = "specification"
	kindInvoice       = "invoice"
	kindCredit        = "credit_note"
	kindPayment       = "payment_order"
	kindDispatchNote  = "dispatch_note"
	kindWaybill       = "waybill"
	kindCertificate   = "acceptance_certificate"
	kindClaim         = "claim"
	kindRound         = "round"
)

// numbered is a number of the register with what it numbers.
type numbered struct {
	number, kind string
	at           int64
}

// RegisterQuery filters the register. Year 0 is the present one.
type RegisterQuery struct {
	Series string
	Year   int64
	Text   string
	Offset int
	Limit  int
}

// RegisterRow is a document of the register. Kind and ID find its paper.
type RegisterRow struct {
	Number, Series, Kind, ID string
	At                       int64
	Order                    orderID
	OrderNumber              string
	Party                    string
	Amount                   money.Amount
	// Cancelled: the document was taken back; its number stays in the register.
	Cancelled bool
}

// RegisterPage is a window of the register, the last number first in each series.
// Series counts the year's by series, Years are those that have documents.
type RegisterPage struct {
	Total  int
	Rows   []RegisterRow
	Series map[string]int
	Years  []int64
	AsOf   int64
}

// Register lists the numbered documents that are here.
func (c *Core) Register(q RegisterQuery) (RegisterPage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return RegisterPage{}, err
	}
	ask := registerAsk{
		year: cmp.Or(q.Year, rules.KyivYear(c.now())), series: q.Series, text: strings.ToLower(strings.TrimSpace(q.Text)),
	}
	c.walkRegister(&ask)
	page := RegisterPage{Total: len(ask.found), Series: map[string]int{}, AsOf: c.marks.asOf}
	for _, s := range ask.counted {
		if s.year == ask.year {
			page.Series[s.series] += s.count
		}
		if !slices.Contains(page.Years, s.year) {
			page.Years = append(page.Years, s.year)
		}
	}
	slices.Sort(page.Years)
	slices.Reverse(page.Years)
	for _, r := range windowOf(ask.found, q.Offset, q.Limit, ask.compare) {
		page.Rows = append(page.Rows, ask.row(r))
	}
	return page, nil
}

// registered is a number of the register that was found: of which source, thing and
// credit note (from 1; 0 is the thing itself). A year has a million of them, so it is
// small, holds no pointer, and its row is made only when it is in the window.
type registered struct {
	at             int64
	thing          int32
	credit, source int16
}

// registerCount counts the numbers of a series and year.
type registerCount struct {
	// prefix is what they begin with, "РФ-2026".
	prefix, series string
	year           int64
	count          int
}

// registerAsk is a question to the register and what was found so far.
type registerAsk struct {
	year         int64
	series, text string
	counted      []*registerCount
	sources      []*registerSource
	found        []registered
}

// countOf is the count of a number's series; nil where it is not of the register. A kind's
// numbers are nearly always of the series of the one before.
func (a *registerAsk) countOf(number string, before *registerCount) *registerCount {
	slash := strings.IndexByte(number, '/')
	if slash < 0 {
		return nil
	}
	prefix := number[:slash]
	if before != nil && before.prefix == prefix {
		return before
	}
	for _, s := range a.counted {
		if s.prefix == prefix {
			return s
		}
	}
	series, year, ok := seriesOf(number)
	if !ok {
		return nil
	}
	s := &registerCount{prefix: prefix, series: series, year: year}
	a.counted = append(a.counted, s)
	return s
}

// registerSource is one kind of numbers of a list of things.
type registerSource struct {
	kind string
	// number is a thing's number, row the row of it without what its number says.
	number func(thing, credit int) string
	row    func(thing, credit int) RegisterRow
	// place is its own among the sources, before the count of the number before.
	place  int16
	before *registerCount
}

// source begins a kind of numbers.
func (a *registerAsk) source(s registerSource) *registerSource {
	s.place = int16(len(a.sources)) //nolint:gosec // there are eight
	a.sources = append(a.sources, &s)
	return &s
}

// take counts a number and keeps it where the question asks for it; isIn reports whether
// the text is in the words beside the number.
func (a *registerAsk) take(s *registerSource, number string, at int64, thing, credit int, isIn func(text string) bool) {
	counts := a.countOf(number, s.before)
	if s.before = counts; counts == nil {
		return
	}
	counts.count++
	if counts.year != a.year || a.series != "" && a.series != counts.series {
		return
	}
	if a.text == "" || containsFold(number, a.text) || isIn(a.text) {
		a.found = append(a.found, registered{at: at, thing: int32(thing), credit: int16(credit), source: s.place}) //nolint:gosec // lists in memory
	}
}

func (a *registerAsk) number(r registered) string {
	return a.sources[r.source].number(int(r.thing), int(r.credit))
}

func (a *registerAsk) row(r registered) RegisterRow {
	s := a.sources[r.source]
	row := s.row(int(r.thing), int(r.credit))
	row.Number, row.Kind, row.At = a.number(r), s.kind, r.at
	row.Series, _, _ = seriesOf(row.Number)
	return row
}

// compare puts the newest first.
func (a *registerAsk) compare(x, y registered) int {
	if x.at != y.at {
		return compare(y.at, x.at)
	}
	if by := cmp.Compare(a.number(y), a.number(x)); by != 0 {
		return by
	}
	return cmp.Or(cmp.Compare(x.source, y.source), cmp.Compare(x.thing, y.thing), cmp.Compare(x.credit, y.credit))
}

// seriesOf reads the series and the year of a number, "РФ-2026/000123".
func seriesOf(number string) (series string, year int64, ok bool) {
	series, rest, dash := strings.Cut(number, "-")
	text, _, slash := strings.Cut(rest, "/")
	year, err := strconv.ParseInt(text, 10, 64)
	return series, year, dash && slash && err == nil
}

// CreditNoteID names the paper of an invoice's credit note (from 0).
func CreditNoteID(i id.ID[id.Invoice], n int) string { return i.String() + "." + strconv.Itoa(n+1) }

// partyNames says which organisations have a text in their name, asked once each.
func (c *Core) partyNames() func(o id.ID[id.Org], text string) bool {
	known := map[id.ID[id.Org]]bool{}
	return func(o id.ID[id.Org], text string) bool {
		in, ok := known[o]
		if !ok {
			in = containsFold(c.orgName(o), text)
			known[o] = in
		}
		return in
	}
}

// walkRegister asks of all numbered documents here.
func (c *Core) walkRegister(a *registerAsk) {
	named := c.partyNames()
	invoices, deliveries := things[payment.Invoice](c, wire.DocInvoice), things[delivery.Delivery](c, wire.DocDelivery)
	if a.text == "" {
		a.found = make([]registered, 0, len(invoices)+3*len(deliveries))
	}
	c.walkInvoices(a, invoices, named)
	c.walkDeliveries(a, deliveries, named)
	claims := things[delivery.Claim](c, wire.DocClaim)
	s := a.source(registerSource{
		kind: kindClaim, number: func(thing, _ int) string { return claims[thing].Number },
		row: func(thing, _ int) RegisterRow {
			v := &claims[thing]
			return RegisterRow{ID: v.ID.String(), Order: v.Order, OrderNumber: v.OrderNumber, Party: c.orgName(v.Supplier), Amount: v.Penalty}
		},
	})
	for i := range claims {
		v := &claims[i]
		a.take(s, v.Number, v.OpenedAt, i, 0, func(text string) bool { return containsFold(v.OrderNumber, text) || named(v.Supplier, text) })
	}
	payments := things[payment.Payment](c, wire.DocPayment)
	s = a.source(registerSource{
		kind: kindPayment, number: func(thing, _ int) string { return payments[thing].Number },
		row: func(thing, _ int) RegisterRow {
			v := &payments[thing]
			return RegisterRow{ID: v.ID.String(), Party: c.orgName(v.Supplier), Amount: v.Total, Cancelled: v.IsCancelled()}
		},
	})
	for i := range payments {
		v := &payments[i]
		a.take(s, v.Number, v.OrderedAt, i, 0, func(text string) bool { return named(v.Supplier, text) })
	}
	rounds := things[round.Round](c, wire.DocRound)
	number := func(thing, _ int) string {
		return register.Number(register.SeriesRound, rounds[thing].Year, rounds[thing].Number)
	}
	s = a.source(registerSource{kind: kindRound, number: number, row: func(thing, _ int) RegisterRow {
		v := &rounds[thing]
		return RegisterRow{ID: v.ID.String(), Party: v.ByName, Amount: v.Value}
	}})
	for i := range rounds {
		v := &rounds[i]
		a.take(s, number(i, 0), v.SignedAt, i, 0, func(text string) bool { return containsFold(v.ByName, text) })
	}
}

// walkInvoices asks of invoices and their credit notes.
func (c *Core) walkInvoices(a *registerAsk, all []payment.Invoice, named func(o id.ID[id.Org], text string) bool) {
	row := func(thing, credit int) RegisterRow {
		v := &all[thing]
		row := RegisterRow{ID: v.ID.String(), Order: v.Order, OrderNumber: v.OrderNumber, Party: c.orgName(v.Supplier), Amount: v.Total}
		if credit > 0 {
			row.ID, row.Amount = CreditNoteID(v.ID, credit-1), v.Credits[credit-1].Amount
		}
		return row
	}
	own := a.source(registerSource{kind: kindInvoice, row: row, number: func(thing, _ int) string { return all[thing].Number }})
	credits := a.source(registerSource{kind: kindCredit, row: row, number: func(thing, credit int) string { return all[thing].Credits[credit-1].Number }})
	for i := range all {
		v := &all[i]
		isIn := func(text string) bool { return containsFold(v.OrderNumber, text) || named(v.Supplier, text) }
		a.take(own, v.Number, v.IssuedAt, i, 0, isIn)
		for n := range v.Credits {
			a.take(credits, v.Credits[n].Number, v.Credits[n].At, i, n+1, isIn)
		}
	}
}

// walkDeliveries asks of dispatch notes, waybills and acceptance certificates.
func (c *Core) walkDeliveries(a *registerAsk, all []delivery.Delivery, named func(o id.ID[id.Org], text string) bool) {
	row := func(thing, _ int) RegisterRow {
		v := &all[thing]
		return RegisterRow{ID: v.ID.String(), Order: v.Order, OrderNumber: v.OrderNumber, Party: c.orgName(v.Supplier)}
	}
	notes := a.source(registerSource{kind: kindDispatchNote, row: row, number: func(thing, _ int) string { return all[thing].Note }})
	waybills := a.source(registerSource{kind: kindWaybill, row: row, number: func(thing, _ int) string { return all[thing].Waybill }})
	certificates := a.source(registerSource{kind: kindCertificate, row: row, number: func(thing, _ int) string { return all[thing].Certificate }})
	for i := range all {
		v := &all[i]
		isIn := func(text string) bool { return containsFold(v.OrderNumber, text) || named(v.Supplier, text) }
		a.take(notes, v.Note, v.DispatchedAt, i, 0, isIn)
		a.take(waybills, v.Waybill, v.DispatchedAt, i, 0, isIn)
		if v.Certificate != "" {
			a.take(certificates, v.Certificate, v.AcceptedAt, i, 0, isIn)
		}
	}
}
