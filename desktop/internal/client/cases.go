package client

import (
	"cmp"
	"slices"
	"strings"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// CaseQuery filters cases; zero fields do not filter.
type CaseQuery struct {
	// Kind is a kind's name; State "open" or "closed".
	Kind, State, Text string
	Offset, Limit     int
}

// CaseRow is a case in a list.
type CaseRow struct {
	conflict.Case
	// Number is the order's, "" where it is about none; Total what was signed.
	Number string
	Total  money.Amount
}

// CasePage is a window of the cases found; Kinds counts the open ones.
type CasePage struct {
	Total int
	Rows  []CaseRow
	Kinds map[conflict.Kind]int
	AsOf  int64
}

// Cases lists cases: open ones first, then the newest.
func (c *Core) Cases(q CaseQuery) (CasePage, error) {
	c.mu.Lock()
	defer c.unlock()
	page := CasePage{Kinds: map[conflict.Kind]int{}, AsOf: c.marks.asOf}
	text := strings.ToLower(strings.TrimSpace(q.Text))
	var found []CaseRow
	for _, k := range c.cases {
		if k.IsOpen() {
			page.Kinds[k.Kind]++
		}
		if q.Kind != "" && k.Kind.String() != q.Kind || q.State == "open" && !k.IsOpen() || q.State == "closed" && k.IsOpen() {
			continue
		}
		row := c.caseRow(*k)
		if text == "" || row.matches(text) {
			found = append(found, row)
		}
	}
	slices.SortFunc(found, func(a, b CaseRow) int {
		if a.IsOpen() != b.IsOpen() {
			if a.IsOpen() {
				return -1
			}
			return 1
		}
		return cmp.Or(compare(b.OpenedAt, a.OpenedAt), a.ID.Compare(b.ID))
	})
	page.Total = len(found)
	page.Rows = window(found, q.Offset, q.Limit)
	return page, nil
}

func (c *Core) caseRow(k conflict.Case) CaseRow {
	row := CaseRow{Case: k}
	if !k.Order.IsZero() {
		row.Number = order.Number(k.OrgNumber, k.Order)
		if s := c.rows[k.Order]; s != nil {
			row.Number, row.Total = s.row.Number, s.row.Total
		}
	}
	if r, err := order.DecodeRevision(k.Signed); err == nil {
		row.Total = r.Total
	} else if r, err := order.DecodeRevision(k.Standing); err == nil {
		row.Total = r.Total
	}
	return row
}

func (r CaseRow) matches(text string) bool {
	for _, t := range []string{r.Number, r.OrgName, r.OrgNumber, r.PersonName, r.DeviceName, r.Kind.String()} {
		if strings.Contains(strings.ToLower(t), text) {
			return true
		}
	}
	return false
}

// CaseDetail is a case in full: what was signed beside what stands.
type CaseDetail struct {
	CaseRow
	Signed, Standing *Document
	Changes          []order.Change
}

// Case returns one case. Fault: CaseUnknown.
func (c *Core) Case(key id.ID[id.Case]) (CaseDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	k := c.cases[key]
	if k == nil {
		return CaseDetail{}, fault.Because("case", fault.Reason{Code: fault.CaseUnknown, Ref: key.String()})
	}
	detail := CaseDetail{CaseRow: c.caseRow(*k)}
	if d, err := c.document(k.Signed, nil); err == nil {
		d.SignedAt, d.SignedBy = k.ClaimedAt, k.PersonName
		c.nameUnit(&d, *k)
		detail.Signed = &d
	}
	if d, err := c.document(k.Standing, nil); err == nil {
		c.nameUnit(&d, *k)
		detail.Standing = &d
	}
	if detail.Signed != nil && detail.Standing != nil {
		detail.Changes = c.speak(order.Diff(detail.Standing.Revision, detail.Signed.Revision), k.Org)
	}
	return detail, nil
}

// nameUnit fills in the unit's names where its document is not here.
func (c *Core) nameUnit(d *Document, k conflict.Case) {
	if d.Unit.ID.IsZero() {
		d.Unit = party.Org{ID: k.Org, Number: k.OrgNumber, NameUk: k.OrgName}
	}
}
