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
	year := cmp.Or(q.Year, rules.KyivYear(c.now()))
	text := strings.ToLower(strings.TrimSpace(q.Text))
	page := RegisterPage{Series: map[string]int{}, AsOf: c.marks.asOf}
	years := map[int64]bool{}
	var found []RegisterRow
	for _, row := range c.registered() {
		series, of, ok := seriesOf(row.Number)
		if !ok {
			continue
		}
		years[of] = true
		if of != year {
			continue
		}
		row.Series = series
		page.Series[row.Series]++
		words := strings.ToLower(row.Number + "\n" + row.OrderNumber + "\n" + row.Party)
		if (q.Series == "" || q.Series == row.Series) && (text == "" || strings.Contains(words, text)) {
			found = append(found, row)
		}
	}
	for y := range years {
		page.Years = append(page.Years, y)
	}
	slices.Sort(page.Years)
	slices.Reverse(page.Years)
	page.Total = len(found)
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	page.Rows = window(firstFew(found, max(q.Offset, 0)+limit, func(a, b RegisterRow) int {
		return cmp.Or(compare(b.At, a.At), cmp.Compare(b.Number, a.Number), cmp.Compare(a.ID, b.ID))
	}), q.Offset, limit)
	return page, nil
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

// registered are all numbered documents here, in no order.
func (c *Core) registered() []RegisterRow {
	var all []RegisterRow
	for _, v := range things[payment.Invoice](c, wire.DocInvoice) {
		row := RegisterRow{ID: v.ID.String(), Order: v.Order, OrderNumber: v.OrderNumber, Party: c.orgName(v.Supplier)}
		row.Number, row.Kind, row.At, row.Amount = v.Number, kindInvoice, v.IssuedAt, v.Total
		all = append(all, row)
		for n, k := range v.Credits {
			row.ID = CreditNoteID(v.ID, n)
			row.Number, row.Kind, row.At, row.Amount = k.Number, kindCredit, k.At, k.Amount
			all = append(all, row)
		}
	}
	for _, v := range things[payment.Payment](c, wire.DocPayment) {
		all = append(all, RegisterRow{
			Number: v.Number, Kind: kindPayment, ID: v.ID.String(), At: v.OrderedAt, Party: c.orgName(v.Supplier), Amount: v.Total,
		})
	}
	for _, v := range things[delivery.Delivery](c, wire.DocDelivery) {
		row := RegisterRow{ID: v.ID.String(), Order: v.Order, OrderNumber: v.OrderNumber, Party: c.orgName(v.Supplier)}
		for _, n := range notesOf(v) {
			row.Number, row.Kind, row.At = n.number, n.kind, n.at
			all = append(all, row)
		}
	}
	for _, v := range things[delivery.Claim](c, wire.DocClaim) {
		all = append(all, RegisterRow{
			Number: v.Number, Kind: kindClaim, ID: v.ID.String(), At: v.OpenedAt, Order: v.Order, OrderNumber: v.OrderNumber,
			Party: c.orgName(v.Supplier), Amount: v.Penalty,
		})
	}
	for _, v := range things[round.Round](c, wire.DocRound) {
		all = append(all, RegisterRow{
			Number: register.Number(register.SeriesRound, v.Year, v.Number), Kind: kindRound, ID: v.ID.String(), At: v.SignedAt, Party: v.ByName,
			Amount: v.Value,
		})
	}
	return all
}
