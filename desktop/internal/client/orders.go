package client

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// SyncState is where an order stands between here and the server.
type SyncState string

// The states of synchronisation (domain.md, "States", 4).
const (
	Queued    SyncState = "queued"
	Sent      SyncState = "sent"
	Confirmed SyncState = "confirmed"
	Parked    SyncState = "parked"
)

// Turn says whose move an order waits for; "" for nobody's.
type Turn string

// The turns.
const (
	TurnNone     Turn = ""
	TurnUnit     Turn = "unit"
	TurnAgency   Turn = "agency"
	TurnSupplier Turn = "supplier"
	TurnServer   Turn = "server"
)

// OrderRow is an order in a list. The four states are kept apart.
type OrderRow struct {
	ID         orderID
	Number     string
	Unit       id.ID[id.Org]
	UnitName   string
	UnitNumber string
	State      order.State
	// Delivery is the least advanced line.
	Delivery order.Fulfilment
	// Money is the budget's state, or "released" once an order ended without payment.
	Money     string
	Sync      SyncState
	Turn      Turn
	Revision  uint32
	Lines     int
	FirstUk   string
	FirstEn   string
	Total     money.Amount
	Urgency   order.Urgency
	NeededBy  int64
	SignedAt  int64
	ChangedAt int64
	// WaitingSince is when it began to wait for Turn.
	WaitingSince int64
	// Questions counts those without an answer.
	Questions int
	// Warnings are what a verifier has to look at before it is decided.
	Warnings []fault.Reason
	// Reasons are why it is parked; Case is its case.
	Reasons []fault.Reason
	Case    id.ID[id.Case]
	// Courier is the courier file that all of it that waits here went out in; nil for none.
	Courier *CourierMark

	first id.ID[id.Offer]
	// folded is what a text is looked for in, in lower case.
	folded string
	// closed says that nothing follows.
	closed bool
}

// standingRow is an order's row as its document says, with what its open lines ask for.
type standingRow struct {
	row  OrderRow
	asks []ask
	// point is where it goes: the next order's default.
	point id.ID[id.Point]
	by    id.ID[id.Person]
	// promises are the days by which its parts were promised.
	promises []promise
	// digest is what the figures of dashboards need of it.
	digest figures.Digest
	// review is what its next signature follows from, nil where it waits for none.
	review *order.Order
	// place is its place in the list of all.
	place int
}

// promise is the day by which a part was promised: its end, Unix milliseconds.
type promise struct {
	line, part int
	at         int64
}

// ask is how many pieces of an offer an undecided order asks for.
type ask struct {
	offer  id.ID[id.Offer]
	pieces int64
}

// itemName is what a list shows of an offer.
type itemName struct{ uk, en, folded string }

// standing makes the row of a document.
func standing(o order.Order) *standingRow {
	s := &standingRow{row: plainRow(o), by: o.CreatedBy, digest: figures.Of(o)}
	if o.State == order.AwaitingSignatures || o.State == order.InReview {
		s.review = &order.Order{
			State: o.State, Total: o.Total, Categories: o.Categories, Fund: o.Fund, Signatures: o.Signatures, Approvals: o.Approvals,
			CreatedBy: o.CreatedBy, Revisions: o.Revisions,
		}
	}
	r, err := order.DecodeRevision(o.Content)
	if err != nil {
		return s
	}
	describe(&s.row, r)
	s.point = r.Point
	for i, l := range o.Lines {
		for j, p := range l.Parts {
			if p.PromisedAt != 0 {
				s.promises = append(s.promises, promise{line: i + 1, part: j, at: p.PromisedAt})
			}
		}
	}
	if !o.State.IsFinal() && o.State != order.Approved {
		for _, l := range r.Lines {
			s.asks = append(s.asks, ask{offer: l.Offer, pieces: l.Quantity})
		}
	}
	return s
}

func describe(row *OrderRow, r order.Revision) {
	row.Lines, row.Urgency, row.NeededBy = len(r.Lines), r.Urgency, r.NeededBy
	if len(r.Lines) > 0 {
		row.first = r.Lines[0].Offer
	}
}

func plainRow(o order.Order) OrderRow {
	row := OrderRow{
		ID: o.ID, Number: numberOf(o), Unit: o.Unit, UnitName: o.UnitName, UnitNumber: o.UnitNumber, State: o.State,
		Money: o.Money().String(), Sync: Confirmed, Revision: o.Revision, Total: o.Total, Questions: len(o.OpenQuestions()),
	}
	row.folded = strings.ToLower(row.Number + "\n" + row.UnitName)
	if o.State == order.Verifying || o.State == order.InReview {
		for _, f := range o.Findings {
			if f.Warns {
				row.Warnings = append(row.Warnings, f.Reason)
			}
		}
	}
	if len(o.Lines) > 0 {
		row.Delivery = o.Lines[0].State
		for _, l := range o.Lines {
			row.Delivery = min(row.Delivery, l.State)
		}
	}
	if o.Money() == budget.Free && (o.State == order.Rejected || o.State == order.Cancelled || o.State == order.Expired) {
		row.Money = "released"
	}
	if n := len(o.Revisions); n > 0 {
		row.SignedAt = o.Revisions[n-1].SignedAt
		row.ChangedAt = row.SignedAt
	}
	if n := len(o.Events); n > 0 {
		row.ChangedAt = o.Events[n-1].At
	}
	row.WaitingSince = row.ChangedAt
	row.Turn = turnOf(o.State)
	if o.State == order.Approved {
		row.Turn = turnAfter(o, row.Delivery)
	}
	row.closed = o.State.IsFinal() || o.ClosedAt != 0
	return row
}

// turnAfter is whose move an approved order waits for, by its least advanced line.
func turnAfter(o order.Order, least order.Fulfilment) Turn {
	switch least {
	case order.Backordered, order.PartiallyAllocated:
		return TurnAgency
	case order.Dispatched, order.Delivered:
		return TurnUnit
	case order.Accepted, order.AcceptedWithRemarks, order.Disputed, order.Closed:
		if o.ClosedAt != 0 {
			return TurnNone
		}
		return TurnAgency
	case order.NotStarted, order.Allocated, order.SupplierConfirmed, order.InProduction:
	}
	return TurnSupplier
}

func turnOf(s order.State) Turn {
	switch s {
	case order.Submitted, order.Verifying, order.InReview:
		return TurnAgency
	case order.Returned, order.Draft, order.AwaitingSignatures:
		return TurnUnit
	case order.Signed:
		return TurnServer
	case order.Approved:
		return TurnSupplier
	case order.Rejected, order.Cancelled, order.Expired, order.Superseded:
		return TurnNone
	}
	return TurnNone
}

// rowOf is the row of an order that entries are about.
func (c *Core) rowOf(s *shownOrder) *OrderRow {
	if s.row != nil {
		return s.row
	}
	row := plainRow(s.order)
	if r, err := order.DecodeRevision(s.order.Content); err == nil {
		describe(&row, r)
	}
	if s.signed {
		row.State, row.Turn = order.Signed, TurnServer
		if !s.documented {
			row.Money = ""
		}
	}
	if len(s.waiting) > 0 {
		row.Sync, row.Turn, row.WaitingSince = Sent, TurnServer, s.waiting[0].savedAt
		if slices.ContainsFunc(s.waiting, func(e *entry) bool { return !e.sent }) {
			row.Sync = Queued
		}
		row.Courier = c.courierMark(s.waiting)
	}
	if n := len(s.timeline); n > 0 {
		row.ChangedAt = s.timeline[n-1].At
	}
	if n := len(s.parked); n > 0 {
		parked := s.parked[n-1]
		row.Sync, row.Reasons, row.Case = Parked, parked.receipt.Reasons, parked.receipt.Case
		row.Turn, row.WaitingSince = c.ownTurn(), parked.receipt.ReceivedAt
	}
	s.row = &row
	return s.row
}

// ownTurn is the turn that waits for people like the one here.
func (c *Core) ownTurn() Turn {
	switch c.profile.Person.Zone {
	case party.ZoneUnit:
		return TurnUnit
	case party.ZoneAgency:
		return TurnAgency
	case party.ZoneSupplier:
		return TurnSupplier
	case party.ZoneGeneralStaff, party.ZoneMinistry, party.ZoneAdministration, party.ZoneAudit:
	}
	return TurnNone
}

// orderNumber is what people call an order; also of one that no document is here of.
func (c *Core) orderNumber(o orderID) string {
	if s := c.rows[o]; s != nil {
		return s.row.Number
	}
	return order.Number(c.profile.Org.Number, o)
}

// OrderView is a saved view of the orders.
type OrderView string

// The saved views.
const (
	ViewAll     OrderView = ""
	ViewOpen    OrderView = "open"
	ViewOnUs    OrderView = "waiting_on_us"
	ViewHere    OrderView = "waiting_here"
	ViewParked  OrderView = "parked"
	ViewDecided OrderView = "decided"
	ViewDone    OrderView = "done"
	// ViewToVerify, ViewToApprove and ViewToSign wait for the person here.
	ViewToVerify  OrderView = "to_verify"
	ViewToApprove OrderView = "to_approve"
	ViewToSign    OrderView = "to_sign"
)

// OrderViews lists the saved views that are counted.
func OrderViews() []OrderView {
	return []OrderView{
		ViewAll, ViewOpen, ViewOnUs, ViewHere, ViewParked, ViewDecided, ViewDone, ViewToVerify, ViewToApprove, ViewToSign,
	}
}

// holds reports whether a saved view holds a row.
func (c *Core) holds(v OrderView, r *OrderRow, own Turn) bool {
	switch v {
	case ViewAll:
		return true
	case ViewOpen:
		return !r.State.IsFinal() && r.State != order.Approved
	case ViewOnUs:
		return own != TurnNone && r.Turn == own
	case ViewHere:
		return r.Sync == Queued || r.Sync == Sent
	case ViewParked:
		return r.Sync == Parked
	case ViewDecided:
		return r.State == order.Approved || r.State == order.Rejected
	case ViewDone:
		return r.closed
	case ViewToVerify:
		return r.State == order.Verifying
	case ViewToApprove:
		return r.State == order.InReview && c.rowWaitsForMe(r)
	case ViewToSign:
		return r.State == order.AwaitingSignatures && c.rowWaitsForMe(r)
	}
	return false
}

func (c *Core) rowWaitsForMe(r *OrderRow) bool {
	if s := c.shown[r.ID]; s != nil && !s.order.ID.IsZero() {
		return c.waitsForMe(s.order)
	}
	s := c.rows[r.ID]
	return s != nil && s.review != nil && c.waitsForMe(*s.review)
}

// OrderQuery filters and sorts orders; zero fields do not filter.
type OrderQuery struct {
	View OrderView
	Text string
	// State is a state's name.
	State string
	// Of keeps the orders that a figure counts.
	Of figures.Behind
	// Sort is "newest", "oldest", "total", "unit" or "waiting", or a column (orderColumn)
	// with "_asc" or "_desc" behind it.
	Sort   string
	Offset int
	Limit  int
}

// OrderPage is a window of the orders found.
type OrderPage struct {
	Total int
	Rows  []OrderRow
	Views map[OrderView]int
	AsOf  int64
}

// Orders lists orders.
func (c *Core) Orders(q OrderQuery) (OrderPage, error) {
	c.mu.Lock()
	defer c.unlock()
	all, err := c.listOrders()
	if err != nil {
		return OrderPage{}, err
	}
	page := OrderPage{Views: maps.Clone(c.counts), AsOf: c.marks.asOf}
	own, text := c.ownTurn(), strings.ToLower(strings.TrimSpace(q.Text))
	found := all
	if now := c.now(); q.View != ViewAll || q.State != "" || q.Of != "" || text != "" {
		found = make([]*OrderRow, 0, len(all))
		for _, r := range all {
			if c.holds(q.View, r, own) && (q.State == "" || r.State.String() == q.State) && (q.Of == "" || c.isBehind(q.Of, r, now)) &&
				(text == "" || c.matches(r, text)) {
				found = append(found, r)
			}
		}
	}
	page.Total = len(found)
	for _, r := range windowOfOrders(found, q) {
		row := *r
		name := c.nameOf(row.first)
		row.FirstUk, row.FirstEn = name.uk, name.en
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

// isBehind reports whether a figure counts an order.
func (c *Core) isBehind(b figures.Behind, r *OrderRow, now int64) bool {
	if s := c.shown[r.ID]; s != nil {
		d := figures.Of(s.order)
		return d.IsBehind(b, now)
	}
	s := c.rows[r.ID]
	return s != nil && s.digest.IsBehind(b, now)
}

func (c *Core) matches(r *OrderRow, text string) bool {
	return strings.Contains(r.folded, text) || strings.Contains(c.nameOf(r.first).folded, text)
}

// firstFew returns the first few of a list in an order, without putting the
// rest in order too: a window shows sixty of fifty thousand.
func firstFew[T any](all []T, few int, order func(a, b T) int) []T {
	if few >= len(all)/2 {
		sorted := slices.Clone(all)
		slices.SortFunc(sorted, order)
		return sorted[:min(few, len(sorted))]
	}
	// A heap with the last of the first few on top; most of the rest fail at it.
	heap := slices.Clone(all[:few])
	down := func(at int) {
		for {
			child := 2*at + 1
			if child >= few {
				return
			}
			if child+1 < few && order(heap[child+1], heap[child]) > 0 {
				child++
			}
			if order(heap[child], heap[at]) <= 0 {
				return
			}
			heap[at], heap[child] = heap[child], heap[at]
			at = child
		}
	}
	for at := few/2 - 1; at >= 0; at-- {
		down(at)
	}
	for _, x := range all[few:] {
		if few > 0 && order(x, heap[0]) < 0 {
			heap[0] = x
			down(0)
		}
	}
	slices.SortFunc(heap, order)
	return heap
}

// nameOf is the name of what an offer offers, remembered because lists ask for
// the same few again and again.
func (c *Core) nameOf(offer id.ID[id.Offer]) itemName {
	if n, ok := c.names[offer]; ok || offer.IsZero() {
		return n
	}
	var n itemName
	if o, err := readDoc[supply.Offer](c, wire.DocOffer, offer); err == nil && o != nil {
		if i, err := readDoc[catalogue.Item](c, wire.DocItem, o.Item); err == nil && i != nil {
			n = itemName{uk: i.NameUk, en: i.NameEn, folded: strings.ToLower(i.NameUk + "\n" + i.NameEn)}
		}
	}
	c.names[offer] = n
	return n
}

func orderSort(by string) func(a, b *OrderRow) int {
	newest := func(a, b *OrderRow) int {
		return cmp.Or(compare(b.SignedAt, a.SignedAt), b.ID.Compare(a.ID))
	}
	switch by {
	case "oldest":
		return func(a, b *OrderRow) int { return newest(b, a) }
	case "total":
		return func(a, b *OrderRow) int { return cmp.Or(cmp.Compare(b.Total, a.Total), newest(a, b)) }
	case "unit":
		return func(a, b *OrderRow) int { return cmp.Or(cmp.Compare(a.UnitNumber, b.UnitNumber), newest(a, b)) }
	case "waiting":
		return func(a, b *OrderRow) int { return cmp.Or(compare(a.WaitingSince, b.WaitingSince), newest(b, a)) }
	}
	name, descending := columnOf(by)
	rank := orderColumn(name)
	if rank == nil {
		return newest
	}
	if descending {
		return func(a, b *OrderRow) int { return cmp.Or(rank(b, a), newest(a, b)) }
	}
	return func(a, b *OrderRow) int { return cmp.Or(rank(a, b), newest(a, b)) }
}

// defaultLimit is how long a window of a list is where none is asked for.
const defaultLimit = 50

// window cuts a part of a list.
func window[T any](all []T, offset, limit int) []T {
	if limit <= 0 {
		limit = defaultLimit
	}
	offset = min(max(offset, 0), len(all))
	return all[offset:min(offset+limit, len(all))]
}

// RevisionRow is one signed revision of an order.
type RevisionRow struct {
	order.Standing
	// Is is "current", "superseded", "parked" or "pending".
	Is string
}

// OrderDetail is an order in full.
type OrderDetail struct {
	Row       OrderRow
	Document  Document
	Revisions []RevisionRow
	Timeline  []TimelineEvent
	Questions []order.Question
	Changes   []order.Change
	Budgets   []BudgetFigures
	CanRevise bool
	CanCancel bool
	CanDecide bool
	OrderPapers
}

// Order returns one order. Fault: OrderUnknown.
func (c *Core) Order(o orderID) (OrderDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return OrderDetail{}, err
	}
	s, err := c.view(o)
	if err != nil {
		return OrderDetail{}, err
	}
	detail := OrderDetail{Row: *c.rowOf(s), Timeline: s.timeline, Questions: s.order.Questions}
	name := c.nameOf(detail.Row.first)
	detail.Row.FirstUk, detail.Row.FirstEn = name.uk, name.en
	if detail.Document, err = c.document(s.order.Content, s.order.Lines); err != nil {
		return OrderDetail{}, err
	}
	for i, r := range s.order.Revisions {
		is := "superseded"
		if i == len(s.order.Revisions)-1 {
			is = "current"
			detail.Document.SignedAt, detail.Document.SignedBy = r.SignedAt, r.ByName
		}
		detail.Revisions = append(detail.Revisions, RevisionRow{Standing: r, Is: is})
	}
	c.markRevisions(&detail, s)
	if before, err := order.DecodeRevision(s.order.Before); err == nil {
		detail.Changes = c.speak(order.Diff(before, detail.Document.Revision), s.order.Unit)
	}
	if b := c.budgets[s.order.Budget]; b != nil {
		detail.Budgets = []BudgetFigures{c.figures(*b)}
	}
	detail.OrderPapers = c.orderPapers(s.order)
	c.allow(&detail, s)
	return detail, nil
}

// view returns an order as shown, whether entries are about it or not.
func (c *Core) view(o orderID) (*shownOrder, error) {
	if s := c.shown[o]; s != nil && !s.order.ID.IsZero() {
		return s, nil
	}
	d, err := c.orderDocument(o)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, fault.Because("order", fault.Reason{Code: fault.OrderUnknown, Ref: o.String()})
	}
	s := &shownOrder{order: *d, documented: true}
	for _, e := range d.Events {
		s.timeline = append(s.timeline, TimelineEvent{Event: e})
	}
	return s, nil
}

// markRevisions says which revisions are not the server's yet, or never were.
func (c *Core) markRevisions(detail *OrderDetail, s *shownOrder) {
	mark := func(e *entry, is string) {
		if e.command.Kind != seal.KindSubmitOrder {
			return
		}
		hash := seal.Sum(e.command.Body)
		for i := range detail.Revisions {
			if detail.Revisions[i].Hash == hash {
				detail.Revisions[i].Is = is
				return
			}
		}
		if r, err := order.DecodeRevision(e.command.Body); err == nil {
			detail.Revisions = append(detail.Revisions, RevisionRow{Is: is, Standing: order.Standing{
				Revision: r.Number, Hash: hash, Replaces: r.Replaces, By: e.command.Person, ByName: c.profile.Person.Name,
				SignedAt: e.command.ClaimedAt, Total: r.Total,
			}})
		}
	}
	for _, e := range s.waiting {
		if !e.proven {
			mark(e, "pending")
		}
	}
	for _, e := range s.parked {
		mark(e, "parked")
	}
}

// allow says what the person may do with the order now.
func (c *Core) allow(detail *OrderDetail, s *shownOrder) {
	p, mine := c.profile.Person, s.order.Unit == c.profile.Org.ID
	parked := len(s.parked) > 0 && !s.documented
	standing := s.documented || len(s.waiting) > 0 || !s.signed
	detail.CanRevise = mine && party.May(p, party.ActionSubmitOrder) && (parked && s.order.State != order.Cancelled ||
		standing && !parked && s.order.State.CanRevise())
	detail.CanCancel = mine && party.May(p, party.ActionCancelOrder) && s.order.State.CanBecome(order.Cancelled) && canStop(s.order)
	now := party.Person{Roles: c.rolesNow()}
	decides := s.order.State == order.InReview && party.May(now, party.ActionApproveOrder) ||
		(s.order.State == order.InReview || s.order.State == order.Verifying) && party.May(now, party.ActionReturnOrder)
	detail.CanDecide = decides && !s.signed && s.order.CreatedBy != p.ID
	if s.signed {
		detail.CanCosign, detail.CanVerify, detail.CanTake = false, false, false
	}
}

// canStop reports whether anything of an order can still be cancelled: what left the
// supplier cannot.
func canStop(o order.Order) bool {
	if o.State != order.Approved {
		return true
	}
	r, err := order.DecodeRevision(o.Content)
	if err != nil || o.ClosedAt != 0 {
		return false
	}
	for i, l := range o.Lines {
		if i < len(r.Lines) && l.Waiting(r.Lines[i].Quantity) > 0 {
			return true
		}
		if slices.ContainsFunc(l.Parts, func(p order.Part) bool { return p.OnShelf() > 0 }) {
			return true
		}
	}
	return false
}
