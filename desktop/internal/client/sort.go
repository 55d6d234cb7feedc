package client

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"dotchain/shared/delivery"
	"dotchain/shared/forward"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/round"
)

// column is what rows of a list can be put in order by: a number, or a text in the
// Ukrainian order of letters. i is a row's place in the list.
type column struct {
	number func(i int) int64
	text   func(i int) string
}

// columns are those of a list by name. A query asks for "<name>_asc" or "<name>_desc".
type columns map[string]column

// columnOf splits what a query asks for; a name that is no column's is "".
func columnOf(sort string) (name string, descending bool) {
	if up, ok := strings.CutSuffix(sort, "_asc"); ok {
		return up, false
	}
	if down, ok := strings.CutSuffix(sort, "_desc"); ok {
		return down, true
	}
	return "", false
}

// order is the order that a query asks for of the rows that were found, then the list's
// own; nil where there is no such column. Each row is asked once, not with every comparison.
func (cs columns) order(sort string, size int, found []int, own func(a, b int) int) func(a, b int) int {
	name, descending := columnOf(sort)
	by, ok := cs[name]
	if !ok {
		return nil
	}
	var rank func(a, b int) int
	if by.text == nil {
		keys := make([]int64, size)
		for _, i := range found {
			keys[i] = by.number(i)
		}
		rank = func(a, b int) int { return cmp.Compare(keys[a], keys[b]) }
	} else {
		keys, places := make([][]byte, size), collation{}
		for _, i := range found {
			keys[i] = places.of(by.text(i))
		}
		rank = func(a, b int) int { return bytes.Compare(keys[a], keys[b]) }
	}
	return func(a, b int) int {
		if descending {
			return cmp.Or(rank(b, a), own(a, b))
		}
		return cmp.Or(rank(a, b), own(a, b))
	}
}

// collation is the places of texts in the Ukrainian order, each made once: a list has
// few names and many rows.
type collation struct {
	by    *collate.Collator
	known map[string][]byte
}

func (c *collation) of(text string) []byte {
	if key, ok := c.known[text]; ok {
		return key
	}
	if c.by == nil {
		c.by, c.known = collate.New(language.Ukrainian, collate.IgnoreCase, collate.Numeric), map[string][]byte{}
	}
	var buffer collate.Buffer
	key := slices.Clone(c.by.KeyFromString(&buffer, text))
	c.known[text] = key
	return key
}

func (c *Core) claimColumns(all []delivery.Claim) columns {
	return columns{
		"number":   {text: func(i int) string { return all[i].Number }},
		"reason":   {number: func(i int) int64 { return int64(all[i].Reason) }},
		"supplier": {text: func(i int) string { return c.orgName(all[i].Supplier) }},
		"penalty":  {number: func(i int) int64 { return int64(all[i].Penalty) }},
		"state":    {number: func(i int) int64 { return int64(all[i].State) }},
	}
}

func (*Core) supplierColumns(all []order.SupplierOrder) columns {
	return columns{
		"number": {text: func(i int) string { return all[i].Number }},
		"due": {number: func(i int) int64 {
			due := int64(0)
			for _, l := range all[i].Lines {
				due += max(l.Given.Due(), 0)
			}
			return due
		}},
		"promised": {number: func(i int) int64 { return firstPromise(&all[i]) }},
		"point":    {text: func(i int) string { return all[i].PointCode }},
		"total":    {number: func(i int) int64 { return int64(all[i].Total) }},
		"state": {number: func(i int) int64 {
			least := order.Closed
			for _, l := range all[i].Lines {
				least = min(least, l.State)
			}
			return int64(least)
		}},
	}
}

func (c *Core) paymentColumns(all []payment.Payment) columns {
	return columns{
		"number":   {text: func(i int) string { return all[i].Number }},
		"supplier": {text: func(i int) string { return c.orgName(all[i].Supplier) }},
		"state":    {number: func(i int) int64 { return min(all[i].PaidAt, 1) }},
		"value":    {number: func(i int) int64 { return all[i].ValueDate }},
		"total":    {number: func(i int) int64 { return int64(all[i].Total) }},
	}
}

func (*Core) roundColumns(all []round.Round) columns {
	return columns{
		"number":  {number: func(i int) int64 { return all[i].Year*roundsOfYear + all[i].Number }},
		"granted": {number: func(i int) int64 { return all[i].Granted }},
		"value":   {number: func(i int) int64 { return int64(all[i].Value) }},
	}
}

// roundsOfYear is more than a year has rounds.
const roundsOfYear = 1_000_000

func (*Core) parcelColumns(all []forward.Parcel) columns {
	return columns{
		"body":     {text: func(i int) string { return all[i].Body }},
		"order":    {text: func(i int) string { return all[i].OrderNumber }},
		"state":    {number: func(i int) int64 { return int64(all[i].State) }},
		"attempts": {number: func(i int) int64 { return all[i].Attempts }},
	}
}

// orderColumn puts orders in the order of a column of theirs, nil where there is none.
func orderColumn(name string) func(a, b *OrderRow) int {
	switch name {
	case "total":
		return func(a, b *OrderRow) int { return cmp.Compare(a.Total, b.Total) }
	case "unit":
		return func(a, b *OrderRow) int { return cmp.Compare(a.UnitNumber, b.UnitNumber) }
	case "decision":
		return func(a, b *OrderRow) int { return cmp.Compare(a.State, b.State) }
	case "delivery":
		return func(a, b *OrderRow) int { return cmp.Compare(a.Delivery, b.Delivery) }
	case "money":
		return func(a, b *OrderRow) int { return cmp.Compare(moneyRank(a.Money), moneyRank(b.Money)) }
	case "sync":
		return func(a, b *OrderRow) int { return cmp.Compare(syncRank(a.Sync), syncRank(b.Sync)) }
	case "waiting":
		return func(a, b *OrderRow) int { return compare(a.WaitingSince, b.WaitingSince) }
	}
	return nil
}

// syncRank puts first what needs a person, then what has farthest to go.
func syncRank(s SyncState) int {
	return slices.Index([]SyncState{Parked, Queued, Sent, Confirmed}, s)
}

// moneyRank is how far an order's money is on its way.
func moneyRank(m string) int {
	return slices.Index([]string{"", "free", "released", "reserved", "committed", "invoiced", "paid"}, m)
}
