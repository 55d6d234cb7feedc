package client

import (
	"bytes"
	"cmp"
	"maps"
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
	// Sort is "newest" (also "") or "oldest".
	Sort   string
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
		year: cmp.Or(q.Year, rules.KyivYear(c.now())), series: q.Series, text: strings.ToLower(strings.Trim(q.Text, blanks)),
		counts: map[string]int{}, years: map[int64]bool{},
	}
	ask.named = c.namedParties(ask.text)
	var all []*registerPart
	total := 0
	for _, kind := range registerKinds() {
		part := ask.of(c.shelved(kind))
		all, total = append(all, part), total+part.total
	}
	page := RegisterPage{Total: total, Series: ask.counts, AsOf: c.marks.asOf, Years: slices.Sorted(maps.Keys(ask.years))}
	slices.Reverse(page.Years)
	for _, r := range registerSorted(all, total, q) {
		page.Rows = append(page.Rows, c.registerRow(r))
	}
	return page, nil
}

// registerKinds are the kinds of papers that have numbers of the register.
func registerKinds() []wire.DocKind {
	return []wire.DocKind{wire.DocInvoice, wire.DocDelivery, wire.DocClaim, wire.DocPayment, wire.DocRound}
}

// registerAsk is a question to the register; counts are the year's numbers by series,
// years those that have any.
type registerAsk struct {
	year         int64
	series, text string
	named        func(party int32) bool
	counts       map[string]int
	years        map[int64]bool
}

// registerPart is what a question finds among the papers of one kind.
type registerPart struct {
	papers *papers
	// found is which of the kind's numbers; total counts them.
	found []bool
	total int
	// at is the next to be shown, from the last one down; -1 when none is left.
	at int
}

// of asks the papers of a kind: first each paper for the words that all its numbers are
// found by, then every number, in their sequence.
func (a *registerAsk) of(p *papers) *registerPart {
	numbers := p.numbers.all
	part := &registerPart{papers: p, found: make([]bool, len(numbers)), at: len(numbers)}
	whole, some := a.whole(p)
	counts := make([]int, len(p.series))
	asked := make([]bool, len(p.series))
	for n, s := range p.series {
		asked[n] = s.year == a.year && (a.series == "" || a.series == s.series)
	}
	text := []byte(a.text)
	for n := range numbers {
		m := &numbers[n]
		counts[m.series]++
		if !asked[m.series] {
			continue
		}
		in := a.text == "" || whole[m.row]
		if !in && some[m.row] {
			in = bytes.Contains(p.wordAt(&p.rows[m.row], int(m.part)), text)
		}
		if in {
			part.found[n] = true
			part.total++
		}
	}
	for n, s := range p.series {
		if counts[n] == 0 {
			continue
		}
		a.years[s.year] = true
		if s.year == a.year {
			a.counts[s.series] += counts[n]
		}
	}
	part.next()
	return part
}

// whole says of every paper whether all its numbers are found by a word beside them, and
// whether some may be found by themselves.
func (a *registerAsk) whole(p *papers) (whole, some []bool) {
	if a.text == "" {
		return nil, nil
	}
	text := []byte(a.text)
	whole, some = make([]bool, len(p.rows)), p.having(text)
	for i := range p.rows {
		x := &p.rows[i]
		switch {
		case x.marks&markHere == 0:
		case a.named(x.supplier):
			whole[i] = true
		case some[i]:
			whole[i] = bytes.Contains(p.wordAt(x, int(x.numbers)), text)
		}
	}
	return whole, some
}

// next goes to the number before, in the sequence of their moments.
func (r *registerPart) next() {
	for r.at--; r.at >= 0 && !r.found[r.at]; {
		r.at--
	}
}

// registered is a number of the register.
type registered struct {
	papers *papers
	moment
}

// registerSorted takes a window in the order that is asked for: the oldest come first where
// the window is taken from the other end and turned round.
func registerSorted(parts []*registerPart, total int, q RegisterQuery) []registered {
	limit := cmp.Or(max(q.Limit, 0), defaultLimit)
	if q.Sort != "oldest" {
		return registerWindow(parts, q.Offset, limit)
	}
	end := max(total-max(q.Offset, 0), 0)
	from := max(end-limit, 0)
	window := registerWindow(parts, from, end-from)
	slices.Reverse(window)
	return window
}

// registerWindow takes a window from the kinds' numbers, the newest first.
func registerWindow(parts []*registerPart, offset, limit int) []registered {
	var window []registered
	for skip := max(offset, 0); len(window) < limit; skip-- {
		var newest *registerPart
		for _, r := range parts {
			if r.at >= 0 && (newest == nil || r.isAfter(newest)) {
				newest = r
			}
		}
		if newest == nil {
			break
		}
		if skip <= 0 {
			window = append(window, registered{newest.papers, newest.papers.numbers.all[newest.at]})
		}
		newest.next()
	}
	return window
}

// isAfter reports whether the number that comes next here is later than another kind's.
func (r *registerPart) isAfter(o *registerPart) bool {
	a, b := r.papers.numbers.all[r.at], o.papers.numbers.all[o.at]
	if a.at != b.at {
		return a.at > b.at
	}
	return bytes.Compare(r.papers.wordAt(&r.papers.rows[a.row], int(a.part)), o.papers.wordAt(&o.papers.rows[b.row], int(b.part))) > 0
}

// registerRow is the row of a number: its paper is read only now.
func (c *Core) registerRow(r registered) RegisterRow {
	row := RegisterRow{At: r.at, Series: r.papers.series[r.series].series}
	part := int(r.part)
	switch v := c.thingShown(wire.Key{Kind: r.papers.kind, ID: r.papers.rows[r.row].id}).(type) {
	case payment.Invoice:
		row.Kind, row.Number, row.ID, row.Amount = kindInvoice, v.Number, v.ID.String(), v.Total
		row.Order, row.OrderNumber, row.Party = v.Order, v.OrderNumber, c.orgName(v.Supplier)
		if part > 0 {
			k := v.Credits[part-1]
			row.Kind, row.Number, row.ID, row.Amount = kindCredit, k.Number, CreditNoteID(v.ID, part-1), k.Amount
		}
	case delivery.Delivery:
		row.ID, row.Order, row.OrderNumber, row.Party = v.ID.String(), v.Order, v.OrderNumber, c.orgName(v.Supplier)
		row.Kind, row.Number = kindDispatchNote, v.Note
		switch part {
		case 1:
			row.Kind, row.Number = kindWaybill, v.Waybill
		case 2:
			row.Kind, row.Number = kindCertificate, v.Certificate
		}
	case delivery.Claim:
		row.Kind, row.Number, row.ID, row.Amount = kindClaim, v.Number, v.ID.String(), v.Penalty
		row.Order, row.OrderNumber, row.Party = v.Order, v.OrderNumber, c.orgName(v.Supplier)
	case payment.Payment:
		row.Kind, row.Number, row.ID, row.Amount = kindPayment, v.Number, v.ID.String(), v.Total
		row.Party, row.Cancelled = c.orgName(v.Supplier), v.IsCancelled()
	case round.Round:
		row.Kind, row.Number, row.ID, row.Amount = kindRound, register.Number(register.SeriesRound, v.Year, v.Number), v.ID.String(), v.Value
		row.Party = v.ByName
	}
	return row
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
