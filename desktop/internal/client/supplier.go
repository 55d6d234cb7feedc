package client

import (
	"slices"

	"dotchain/shared/catalogue"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// The saved views of a supplier's orders.
const (
	SuppliesToConfirm  = "to_confirm"
	SuppliesToDispatch = "to_dispatch"
	SuppliesLate       = "late"
	// SuppliesOnTime holds those of which promised goods came in the period that figures
	// are counted over: what "on time" is a share of.
	SuppliesOnTime = "on_time"
	SuppliesDone   = "done"
)

// SupplierOrderRow is an order as its supplier sees it, in a list.
type SupplierOrderRow struct {
	order.SupplierOrder
	// Delivery is the least advanced line; First the item of the first.
	Delivery order.Fulfilment
	First    catalogue.Item
	Sync     SyncState
	// Pieces are those given, Due those still to be sent; PromisedAt is the earliest
	// promise of what is still to come, sent or not; Late says that it is over.
	Pieces, Due int64
	PromisedAt  int64
	Late        bool
	// Reasons are why the last word on it was parked; Case is its case.
	Reasons []fault.Reason
	Case    id.ID[id.Case]
}

// SupplierOrderPage is a window of the orders found; Views counts each saved view.
type SupplierOrderPage struct {
	Total int
	Rows  []SupplierOrderRow
	Views map[string]int
	AsOf  int64
}

// SupplierOrderDetail is such an order in full.
type SupplierOrderDetail struct {
	SupplierOrderRow
	Parts      []PartDetail
	Deliveries []DeliveryRow
	Claims     []ClaimRow
	Invoices   []InvoiceRow
	// Responses are the answers that have their number, the oldest first: each is a paper.
	Responses   []RegisterRow
	CanRespond  bool
	CanDispatch bool
}

// SupplierOrders lists the orders of the supplier here.
func (c *Core) SupplierOrders(q PaperQuery) (SupplierOrderPage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return SupplierOrderPage{}, err
	}
	all := things[order.SupplierOrder](c, wire.DocSupplierOrder)
	now := c.now()
	found := listing{
		size: len(all), views: []string{SuppliesToConfirm, SuppliesToDispatch, SuppliesLate, SuppliesOnTime, SuppliesDone},
		order: func(i int) id.ID[id.Order] { return all[i].Order },
		isIn:  func(i int, view string) bool { return isSupplyIn(&all[i], view, now) },
		words: func(i int) []string {
			words := []string{all[i].Number, all[i].PointCode}
			for _, l := range all[i].Lines {
				if q.Text != "" {
					words = append(words, c.lineItem(all[i].Order, l.Line, l.Part).NameUk)
				}
			}
			return words
		},
		at: func(i int) int64 { return all[i].ApprovedAt },
		late: func(i int) int64 {
			if at := firstPromise(&all[i]); at != 0 {
				return now - at
			}
			return -now
		},
		columns: c.supplierColumns(all),
	}.ask(q)
	page := SupplierOrderPage{Total: found.total, Views: found.views, AsOf: c.marks.asOf}
	for _, i := range found.rows {
		page.Rows = append(page.Rows, c.supplierRow(all[i]))
	}
	return page, nil
}

func isSupplyIn(s *order.SupplierOrder, view string, now int64) bool {
	toConfirm, due := false, int64(0)
	for _, l := range s.Lines {
		toConfirm = toConfirm || l.Given.Confirmed == 0 && l.Given.Due() > 0
		due += max(l.Given.Due(), 0)
	}
	switch view {
	case SuppliesToConfirm:
		return toConfirm
	case SuppliesToDispatch:
		return !toConfirm && due > 0
	case SuppliesLate:
		d := figures.OfSupplier(*s)
		return d.IsBehind(figures.BehindLate, now)
	case SuppliesOnTime:
		d := figures.OfSupplier(*s)
		return d.IsBehind(figures.BehindOnTime, now)
	case SuppliesDone:
		return due == 0
	}
	return false
}

// firstPromise is the earliest promise of what is still to come, sent or not, 0 for none.
func firstPromise(s *order.SupplierOrder) int64 {
	first := int64(0)
	for _, p := range figures.OfSupplier(*s).Parts {
		if p.Due && p.Promised != 0 && (first == 0 || p.Promised < first) {
			first = p.Promised
		}
	}
	return first
}

func (c *Core) supplierRow(s order.SupplierOrder) SupplierOrderRow {
	row := SupplierOrderRow{SupplierOrder: s, Sync: c.syncOf(s.DocKey()), PromisedAt: firstPromise(&s)}
	row.Late = row.PromisedAt != 0 && row.PromisedAt < c.now()
	for i, l := range s.Lines {
		row.Pieces += l.Given.Quantity - l.Given.Dropped
		row.Due += max(l.Given.Due(), 0)
		if i == 0 {
			row.Delivery = l.State
			row.First = c.lineItem(s.Order, l.Line, l.Part)
		}
		row.Delivery = min(row.Delivery, l.State)
	}
	for _, e := range c.laid[s.DocKey()] {
		if e.isParked() {
			row.Reasons, row.Case = e.receipt.Reasons, e.receipt.Case
		}
	}
	return row
}

// responseRows are the papers of a supplier's answers, the oldest first. The caller has
// called refresh.
func (c *Core) responseRows(s order.SupplierOrder) []RegisterRow {
	var rows []RegisterRow
	for _, key := range s.Responses {
		if r, ok := thingAt[delivery.Response](c, delivery.ResponseKey(key)); ok && r.Number != "" {
			rows = append(rows, RegisterRow{
				Kind: "response", ID: r.ID.String(), Number: r.Number, At: r.At, Order: s.Order, OrderNumber: s.Number, Party: c.orgName(r.Supplier),
			})
		}
	}
	slices.SortStableFunc(rows, func(a, b RegisterRow) int { return compare(a.At, b.At) })
	return rows
}

// SupplierOrder returns one order as its supplier sees it. Fault: OrderUnknown.
func (c *Core) SupplierOrder(o orderID) (SupplierOrderDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return SupplierOrderDetail{}, err
	}
	s, ok := thingAt[order.SupplierOrder](c, order.SupplierOrderKey(o))
	if !ok {
		return SupplierOrderDetail{}, fault.Because("supplier order", fault.Reason{Code: fault.OrderUnknown, Ref: o.String()})
	}
	v := SupplierOrderDetail{SupplierOrderRow: c.supplierRow(s)}
	for _, l := range s.Lines {
		v.Parts = append(v.Parts, c.partDetail(s.Order, l.Line, l.Part, l.Given))
	}
	v.Deliveries = c.deliveryRows(o)
	v.Claims = c.claimRows(func(k *delivery.Claim) bool { return k.Order == o })
	v.Invoices = c.supplierInvoices(o)
	v.Responses = c.responseRows(s)
	p := c.profile.Person
	for _, l := range s.Lines {
		v.CanRespond = v.CanRespond || l.Given.Quantity > l.Given.Dropped && l.Given.OnShelf() > 0
		v.CanDispatch = v.CanDispatch || l.Given.Due() > 0
	}
	v.CanRespond = v.CanRespond && party.May(p, party.ActionRespondOrder)
	v.CanDispatch = v.CanDispatch && party.May(p, party.ActionDispatch)
	return v, nil
}
