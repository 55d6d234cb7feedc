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
	for _, r := range windowOf(ask.found, q.Offset, q.Limit, registered.compare) {
		row := r.row(r.place)
		row.Number, row.Series, row.Kind, row.At = r.number, r.counts.series, r.kind, r.at
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

// registered is a number of the register that was found. Its row is made when it is in
// the window: a year has a million numbers.
type registered struct {
	numbered

	counts *registerCount
	// row makes the rest of its row from its place.
	row   func(at registerPlace) RegisterRow
	place registerPlace
}

// registerPlace is a thing of a list, and a credit note of it (from 1; 0 is itself).
type registerPlace struct{ thing, credit int }

// compare puts the newest first.
func (r registered) compare(other registered) int {
	return cmp.Or(
		compare(other.at, r.at), cmp.Compare(other.number, r.number), cmp.Compare(r.kind, other.kind),
		cmp.Compare(r.place.thing, other.place.thing), cmp.Compare(r.place.credit, other.place.credit),
	)
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
	row func(at registerPlace) RegisterRow
	// before is the count of the number before.
	before *registerCount
}

// take counts a number and keeps it where the question asks for it; isIn reports whether
// the text is in the words beside the number.
func (a *registerAsk) take(s *registerSource, n numbered, at registerPlace, isIn func(text string) bool) {
	counts := a.countOf(n.number, s.before)
	if s.before = counts; counts == nil {
		return
	}
	counts.count++
	if counts.year != a.year || a.series != "" && a.series != counts.series {
		return
	}
	if a.text == "" || containsFold(n.number, a.text) || isIn(a.text) {
		a.found = append(a.found, registered{numbered: n, counts: counts, row: s.row, place: at})
	}
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
	c.walkInvoices(a, named)
	c.walkDeliveries(a, named)
	claims := things[delivery.Claim](c, wire.DocClaim)
	source := registerSource{row: func(at registerPlace) RegisterRow {
		v := &claims[at.thing]
		return RegisterRow{ID: v.ID.String(), Order: v.Order, OrderNumber: v.OrderNumber, Party: c.orgName(v.Supplier), Amount: v.Penalty}
	}}
	for i := range claims {
		v := &claims[i]
		a.take(&source, numbered{v.Number, kindClaim, v.OpenedAt}, registerPlace{thing: i}, func(text string) bool {
			return containsFold(v.OrderNumber, text) || named(v.Supplier, text)
		})
	}
	payments := things[payment.Payment](c, wire.DocPayment)
	source = registerSource{row: func(at registerPlace) RegisterRow {
		v := &payments[at.thing]
		return RegisterRow{ID: v.ID.String(), Party: c.orgName(v.Supplier), Amount: v.Total}
	}}
	for i := range payments {
		v := &payments[i]
		a.take(&source, numbered{v.Number, kindPayment, v.OrderedAt}, registerPlace{thing: i}, func(text string) bool { return named(v.Supplier, text) })
	}
	rounds := things[round.Round](c, wire.DocRound)
	source = registerSource{row: func(at registerPlace) RegisterRow {
		v := &rounds[at.thing]
		return RegisterRow{ID: v.ID.String(), Party: v.ByName, Amount: v.Value}
	}}
	for i := range rounds {
		v := &rounds[i]
		number := register.Number(register.SeriesRound, v.Year, v.Number)
		a.take(&source, numbered{number, kindRound, v.SignedAt}, registerPlace{thing: i}, func(text string) bool { return containsFold(v.ByName, text) })
	}
}

// walkInvoices asks of invoices and their credit notes.
func (c *Core) walkInvoices(a *registerAsk, named func(o id.ID[id.Org], text string) bool) {
	all := things[payment.Invoice](c, wire.DocInvoice)
	row := func(at registerPlace) RegisterRow {
		v := &all[at.thing]
		row := RegisterRow{ID: v.ID.String(), Order: v.Order, OrderNumber: v.OrderNumber, Party: c.orgName(v.Supplier), Amount: v.Total}
		if at.credit > 0 {
			row.ID, row.Amount = CreditNoteID(v.ID, at.credit-1), v.Credits[at.credit-1].Amount
		}
		return row
	}
	own, credits := registerSource{row: row}, registerSource{row: row}
	for i := range all {
		v := &all[i]
		isIn := func(text string) bool { return containsFold(v.OrderNumber, text) || named(v.Supplier, text) }
		a.take(&own, numbered{v.Number, kindInvoice, v.IssuedAt}, registerPlace{thing: i}, isIn)
		for n := range v.Credits {
			k := &v.Credits[n]
			a.take(&credits, numbered{k.Number, kindCredit, k.At}, registerPlace{thing: i, credit: n + 1}, isIn)
		}
	}
}

// walkDeliveries asks of dispatch notes, waybills and acceptance certificates.
func (c *Core) walkDeliveries(a *registerAsk, named func(o id.ID[id.Org], text string) bool) {
	all := things[delivery.Delivery](c, wire.DocDelivery)
	row := func(at registerPlace) RegisterRow {
		v := &all[at.thing]
		return RegisterRow{ID: v.ID.String(), Order: v.Order, OrderNumber: v.OrderNumber, Party: c.orgName(v.Supplier)}
	}
	notes, waybills, certificates := registerSource{row: row}, registerSource{row: row}, registerSource{row: row}
	for i := range all {
		v := &all[i]
		isIn := func(text string) bool { return containsFold(v.OrderNumber, text) || named(v.Supplier, text) }
		at := registerPlace{thing: i}
		a.take(&notes, numbered{v.Note, kindDispatchNote, v.DispatchedAt}, at, isIn)
		a.take(&waybills, numbered{v.Waybill, kindWaybill, v.DispatchedAt}, at, isIn)
		if v.Certificate != "" {
			a.take(&certificates, numbered{v.Certificate, kindCertificate, v.AcceptedAt}, at, isIn)
		}
	}
}
