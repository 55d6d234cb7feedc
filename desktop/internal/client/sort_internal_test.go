package client

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/wire"
)

func TestListing_IsSortedByItsColumns(t *testing.T) {
	t.Parallel()
	names := []string{"Їжак", "іжиця", "Ґанок", "ганок", "Явір", "єдність"}
	rapid.Check(t, func(t *rapid.T) {
		totals := rapid.SliceOfN(rapid.Int64Range(0, 5), 1, 40).Draw(t, "totals")
		l := listing{
			size: len(totals), order: func(int) orderID { return orderID{} }, isIn: func(int, string) bool { return false },
			words: func(int) []string { return nil },
			at:    func(i int) int64 { return int64(i) }, late: func(int) int64 { return 0 },
			columns: columns{
				"total": {number: func(i int) int64 { return totals[i] }},
				"name":  {text: func(i int) string { return names[i%len(names)] }},
			},
		}
		up := l.ask(PaperQuery{Sort: "total_asc", Limit: 100}).rows
		require.True(t, slices.IsSortedFunc(up, func(a, b int) int {
			if totals[a] == totals[b] {
				return b - a // the newest first among equals
			}
			return int(totals[a] - totals[b])
		}))
		down := l.ask(PaperQuery{Sort: "total_desc", Limit: 100}).rows
		require.True(t, slices.IsSortedFunc(down, func(a, b int) int { return int(totals[b] - totals[a]) }))
		require.ElementsMatch(t, up, down)
		require.Equal(t, l.ask(PaperQuery{Limit: 100}).rows, l.ask(PaperQuery{Sort: "unheard_asc", Limit: 100}).rows)

		offset := rapid.IntRange(0, len(totals)).Draw(t, "offset")
		require.Equal(t, append([]int{}, up[offset:min(offset+3, len(up))]...), append([]int{}, l.ask(PaperQuery{Sort: "total_asc", Offset: offset, Limit: 3}).rows...),
			"a window is a part of the whole")
	})
}

func TestCollation_IsUkrainian(t *testing.T) {
	t.Parallel()
	texts := []string{"Явір", "їжак", "Іжиця", "ґанок", "Ганок", "Єдність", "Еней", "РФ-2026/000010", "РФ-2026/000009"}
	var places collation
	slices.SortFunc(texts, func(a, b string) int { return slices.Compare(places.of(a), places.of(b)) })
	require.Equal(t, []string{"Ганок", "ґанок", "Еней", "Єдність", "Іжиця", "їжак", "РФ-2026/000009", "РФ-2026/000010", "Явір"}, texts)
}

func TestOrderSort_ByColumns(t *testing.T) {
	t.Parallel()
	row := func(n byte, change func(r *OrderRow)) *OrderRow {
		r := &OrderRow{ID: id.ID[id.Order]{n}, SignedAt: int64(n), State: order.InReview, Sync: Confirmed, Money: "reserved", UnitNumber: "А1", Total: 5}
		change(r)
		return r
	}
	plain := row(1, func(*OrderRow) {})
	for name, later := range map[string]*OrderRow{
		"total":    row(2, func(r *OrderRow) { r.Total = money.Amount(6) }),
		"unit":     row(2, func(r *OrderRow) { r.UnitNumber = "А2" }),
		"decision": row(2, func(r *OrderRow) { r.State = order.Approved }),
		"delivery": row(2, func(r *OrderRow) { r.Delivery = order.Dispatched }),
		"money":    row(2, func(r *OrderRow) { r.Money = "paid" }),
		"waiting":  row(2, func(r *OrderRow) { r.WaitingSince = 9 }),
	} {
		require.Negative(t, orderSort(name+"_asc")(plain, later), name)
		require.Positive(t, orderSort(name+"_desc")(plain, later), name)
	}
	parked := row(2, func(r *OrderRow) { r.Sync = Parked })
	require.Positive(t, orderSort("sync_asc")(plain, parked), "what needs a person comes first")
}

func TestInvoiceColumns_AreKnownByTheirNames(t *testing.T) {
	t.Parallel()
	c := &Core{shelf: newShelf()}
	for n, v := range []payment.Invoice{{Total: 300, Matched: 100, Paid: 100, Number: "РФ-2026/000002"}, {Total: 200, Matched: 150, Number: "РФ-2026/000001"}} {
		v.ID = id.ID[id.Invoice]{byte(n + 1)}
		c.shelve(v.DocKey(), sheetOf(v), v, nil)
	}
	p := c.shelved(wire.DocInvoice)
	for name, first := range map[string]byte{"total": 2, "matched": 1, "paid": 2, "open": 1, "number": 2} {
		require.Equal(t, first, c.askPapers(p, c.invoiceList(), PaperQuery{Sort: name + "_asc"}).ids[0][0], name)
		require.Equal(t, 3-first, c.askPapers(p, c.invoiceList(), PaperQuery{Sort: name + "_desc"}).ids[0][0], name)
	}
}
