package client

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// CaseQuery filters cases; zero fields do not filter.
type CaseQuery struct {
	// Kind is a kind's name; State "open" or "closed"; Waits whom it waits for.
	Kind, State, Waits, Text string
	// Assignee is "me", "nobody" or a person's id.
	Assignee string
	Unit     id.ID[id.Org]
	Device   id.ID[id.Device]
	// Code is the name of a reason's code, Age a bucket of caseAges from "1".
	Code, Age string
	// Sort is "newest", "total", "unit" or "kind"; else the longest waiting first. What is closed
	// waits no more: it comes after the open ones, what ended last first.
	Sort          string
	Offset, Limit int
}

// CaseRow is a case in a list.
type CaseRow struct {
	conflict.Case
	// Number is the order's, "" where it is about none; Total what was signed.
	Number string
	Total  money.Amount
	// Waits is whom it waits for, WaitingSince since when.
	Waits        conflict.Waits
	WaitingSince int64
	// Pending says that what was done on it here has no receipt yet; Own that the person here is its author.
	Pending, Own bool
}

// CasePage is a window of the cases found. The counts are of the open cases that the
// other filters leave; Ages count them by kind and how long they wait.
type CasePage struct {
	Total     int
	Rows      []CaseRow
	Kinds     map[conflict.Kind]int
	Ages      map[conflict.Kind][]int
	Waits     map[conflict.Waits]int
	Assignees map[id.ID[id.Person]]int
	Units     map[id.ID[id.Org]]int
	// Names are of those assignees and units.
	Names map[string]string
	AsOf  int64
}

// caseAges are an hour, eight hours, a day, three days and a week; the last bucket is longer.
func caseAges() []time.Duration {
	const day = 24 * time.Hour
	return []time.Duration{time.Hour, 8 * time.Hour, day, 3 * day, 7 * day}
}

// caseAge is the bucket of caseAges, from 0, of an open case: by how long it has waited for
// whom it waits for now, as its row says.
func caseAge(waitingSince, now int64) int {
	for i, most := range caseAges() {
		if now-waitingSince <= most.Milliseconds() {
			return i
		}
	}
	return len(caseAges())
}

// Cases lists cases.
func (c *Core) Cases(q CaseQuery) (CasePage, error) {
	c.mu.Lock()
	defer c.unlock()
	found, page, err := c.findCases(q)
	if err != nil {
		return CasePage{}, err
	}
	page.Total = len(found)
	page.Rows = window(found, q.Offset, q.Limit)
	for i := range page.Rows {
		page.Rows[i].Total = c.caseTotal(page.Rows[i].Case)
	}
	return page, nil
}

// The facets of the desk: a case counts in each that all other filters leave it to.
const (
	facetKind = iota
	facetState
	facetWaits
	facetAssignee
	facetUnit
	facetRest
	facets
)

func (c *Core) findCases(q CaseQuery) ([]CaseRow, CasePage, error) {
	page := CasePage{
		Kinds: map[conflict.Kind]int{}, Ages: map[conflict.Kind][]int{}, Waits: map[conflict.Waits]int{},
		Assignees: map[id.ID[id.Person]]int{}, Units: map[id.ID[id.Org]]int{}, Names: map[string]string{}, AsOf: c.marks.asOf,
	}
	if err := c.refresh(); err != nil {
		return nil, page, err
	}
	q.Text = strings.ToLower(strings.TrimSpace(q.Text))
	now := c.now()
	var found []CaseRow
	for key := range c.cases {
		row := c.caseHead(*c.caseShown(key))
		passes := c.passes(row, q, now)
		others := func(facet int) bool {
			for i, ok := range passes {
				if i != facet && i != facetState && !ok {
					return false
				}
			}
			return row.IsOpen()
		}
		if others(facetKind) {
			page.Kinds[row.Kind]++
			if page.Ages[row.Kind] == nil {
				page.Ages[row.Kind] = make([]int, len(caseAges())+1)
			}
			page.Ages[row.Kind][caseAge(row.WaitingSince, now)]++
		}
		if others(facetWaits) {
			page.Waits[row.Waits]++
		}
		if others(facetAssignee) {
			page.Assignees[row.Assignee]++
			page.Names[row.Assignee.String()] = row.AssigneeName
		}
		if others(facetUnit) && !row.Org.IsZero() {
			page.Units[row.Org]++
			page.Names[row.Org.String()] = row.OrgName
		}
		if !slices.Contains(passes[:], false) {
			found = append(found, row)
		}
	}
	if q.Sort == "total" {
		for i := range found {
			found[i].Total = c.caseTotal(found[i].Case)
		}
	}
	sortCases(found, q.Sort)
	return found, page, nil
}

// passes says which filters let a case through.
func (c *Core) passes(row CaseRow, q CaseQuery, now int64) (ok [facets]bool) {
	ok[facetKind] = q.Kind == "" || row.Kind.String() == q.Kind
	ok[facetState] = q.State != "open" && q.State != "closed" || (q.State == "open") == row.IsOpen()
	ok[facetWaits] = q.Waits == "" || row.Waits.String() == q.Waits
	switch q.Assignee {
	case "":
		ok[facetAssignee] = true
	case "me":
		ok[facetAssignee] = row.Assignee == c.profile.Person.ID
	case "nobody":
		ok[facetAssignee] = row.Assignee.IsZero()
	default:
		ok[facetAssignee] = row.Assignee.String() == q.Assignee
	}
	ok[facetUnit] = q.Unit.IsZero() || row.Org == q.Unit
	ok[facetRest] = (q.Device.IsZero() || row.Device == q.Device) &&
		(q.Age == "" || row.IsOpen() && strconv.Itoa(caseAge(row.WaitingSince, now)+1) == q.Age) &&
		(q.Code == "" || slices.ContainsFunc(row.Reasons, func(r fault.Reason) bool { return r.Code.String() == q.Code })) &&
		(q.Text == "" || row.matches(q.Text))
	return ok
}

func sortCases(all []CaseRow, by string) {
	slices.SortFunc(all, func(a, b CaseRow) int {
		n := 0
		switch by {
		case "newest":
			n = byWait(b, a)
		case "total":
			n = compare(int64(b.Total), int64(a.Total))
		case "unit":
			n = cmp.Or(cmp.Compare(a.OrgNumber, b.OrgNumber), cmp.Compare(a.OrgName, b.OrgName))
		case "kind":
			n = cmp.Compare(a.Kind, b.Kind)
		}
		return cmp.Or(n, byWait(a, b), a.ID.Compare(b.ID))
	})
}

// byWait has the longest waiting first, and behind all that wait what is closed.
func byWait(a, b CaseRow) int {
	switch {
	case a.IsOpen() && b.IsOpen():
		return cmp.Compare(a.WaitingSince, b.WaitingSince)
	case a.IsOpen():
		return -1
	case b.IsOpen():
		return 1
	}
	return cmp.Compare(b.ClosedAt, a.ClosedAt)
}

// caseShown is a case with what was done on it here on top; nil for none.
func (c *Core) caseShown(key id.ID[id.Case]) *conflict.Case {
	is := c.cases[key]
	if c.over == nil || is == nil {
		return is
	}
	if over := c.over.Desk[key]; over != nil && over.Version > is.Version {
		return over
	}
	return is
}

func (c *Core) caseRow(k conflict.Case) CaseRow {
	row := c.caseHead(k)
	row.Total = c.caseTotal(k)
	return row
}

// caseTotal is what was signed, in kopiykas; what stands where that cannot be read.
func (c *Core) caseTotal(k conflict.Case) money.Amount {
	for _, content := range c.versionsOf(k) {
		if r, err := order.DecodeRevision(content); err == nil {
			return r.Total
		}
	}
	if s := c.rows[k.Order]; s != nil && !k.Order.IsZero() {
		return s.row.Total
	}
	return 0
}

// caseHead is a row without its total, for which what was signed has to be read.
func (c *Core) caseHead(k conflict.Case) CaseRow {
	row := CaseRow{Case: k, Own: k.Person == c.profile.Person.ID}
	row.Waits, row.WaitingSince = k.Waits()
	if is := c.cases[k.ID]; is != nil {
		row.Pending = is.Version < k.Version
	}
	if !k.Order.IsZero() {
		row.Number = order.Number(k.OrgNumber, k.Order)
		if s := c.rows[k.Order]; s != nil {
			row.Number = s.row.Number
		}
	}
	return row
}

func (r CaseRow) matches(text string) bool {
	for _, t := range []string{r.Number, r.OrgName, r.OrgNumber, r.PersonName, r.DeviceName, r.AssigneeName, r.Kind.String()} {
		if strings.Contains(strings.ToLower(t), text) {
			return true
		}
	}
	return false
}

// CaseDetail is a case in full: what was signed beside what stands, and what can be done.
type CaseDetail struct {
	CaseRow
	Signed, Standing *Document
	Changes          []order.Change
	// Said is what was signed where that is no order, nil for one and for what cannot be read.
	Said *CaseSaid
	// First is the envelope hash of what came first under the same number or id, "" where that is not known.
	First string
	// Terms are today's for what was signed, in an open case beside which no order stands.
	Terms *CaseTerms
	// WhyNot is why the person here may not rule on it; empty for who may.
	WhyNot []fault.Reason
	// CanComment and CanAssign say so; Desk are those it can be given to.
	CanComment, CanAssign bool
	Desk                  []party.Person
	Proposals             []Proposal
	// Reversal is why the standing ruling cannot be taken back here and now; none for one that can.
	Reversal []fault.Reason
}

// Case returns one case. Fault: CaseUnknown.
func (c *Core) Case(key id.ID[id.Case]) (CaseDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return CaseDetail{}, err
	}
	k := c.caseShown(key)
	if k == nil {
		return CaseDetail{}, fault.Because("case", fault.Reason{Code: fault.CaseUnknown, Ref: key.String()})
	}
	detail := CaseDetail{CaseRow: c.caseRow(*k), First: cameFirst(*k)}
	versions := c.versionsOf(*k)
	if d, err := c.document(versions[0], nil); err == nil {
		d.SignedAt, d.SignedBy = k.ClaimedAt, k.PersonName
		c.nameUnit(&d, *k)
		detail.Signed = &d
	}
	if d, err := c.document(versions[1], nil); err == nil {
		c.nameUnit(&d, *k)
		detail.Standing = &d
	}
	switch {
	case detail.Signed == nil:
		detail.Said = c.said(*k)
	case detail.Standing != nil:
		detail.Changes = c.speak(order.Diff(detail.Standing.Revision, detail.Signed.Revision), k.Org)
	case k.IsOpen():
		var err error
		if detail.Terms, err = c.terms(*k, detail.Signed.Revision); err != nil {
			return CaseDetail{}, err
		}
	}
	if err := c.fillDesk(&detail, *k); err != nil {
		return CaseDetail{}, err
	}
	return detail, nil
}

// cameFirst is the envelope hash of what a fork or other bytes under a known id came after.
func cameFirst(k conflict.Case) string {
	for _, r := range k.Reasons {
		// An older server named the id of the command here.
		if (r.Code == fault.DeviceFork || r.Code == fault.Tampered) && len(r.Ref) == 2*len(seal.Hash{}) {
			return r.Ref
		}
	}
	return ""
}

// nameUnit fills in the unit's names where its document is not here.
func (c *Core) nameUnit(d *Document, k conflict.Case) {
	if d.Unit.ID.IsZero() {
		d.Unit = party.Org{ID: k.Org, Number: k.OrgNumber, NameUk: k.OrgName}
	}
}
