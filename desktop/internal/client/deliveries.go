package client

import (
	"slices"
	"time"

	"dotchain/shared/catalogue"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// The saved views of deliveries.
const (
	DeliveriesOnTheWay  = "on_the_way"
	DeliveriesToReceive = "to_receive"
	DeliveriesToSign    = "to_sign"
	DeliveriesLate      = "late"
	DeliveriesDone      = "done"
)

// DeliveryRow is a delivery in a list.
type DeliveryRow struct {
	delivery.Delivery
	Supplier   party.Org
	UnitNumber string
	// First is the item of its first line; Pieces are all that were sent.
	First  catalogue.Item
	Pieces int64
	Sync   SyncState
	// PromisedAt is the earliest day on which any of it was promised (its end, Unix
	// milliseconds, 0 for none); DaysLate is counted from it.
	PromisedAt int64
	DaysLate   int64
	// Next is the role that signs the certificate next, 0 for none.
	Next party.Role
}

// DeliveryPage is a window of the deliveries found; Views counts each saved view.
type DeliveryPage struct {
	Total int
	Rows  []DeliveryRow
	Views map[string]int
	AsOf  int64
}

// DeliveryDetail is a delivery in full. CanReceive, CanAccept and CanClaim say what the
// person may do now.
type DeliveryDetail struct {
	DeliveryRow
	// Items are those of its lines, in their sequence; UOMs their units of measure.
	Items      []catalogue.Item
	UOMs       []string
	Claims     []ClaimRow
	CanReceive bool
	CanAccept  bool
	CanClaim   bool
}

// Deliveries lists deliveries.
func (c *Core) Deliveries(q PaperQuery) (DeliveryPage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return DeliveryPage{}, err
	}
	all := things[delivery.Delivery](c, wire.DocDelivery)
	now, roles := c.now(), c.rolesNow()
	found := listing{
		size: len(all), views: []string{DeliveriesOnTheWay, DeliveriesToReceive, DeliveriesToSign, DeliveriesLate, DeliveriesDone},
		order: func(i int) id.ID[id.Order] { return all[i].Order },
		isIn:  func(i int, view string) bool { return c.isDeliveryIn(&all[i], view, now, roles) },
		words: func(i int) []string {
			d := &all[i]
			words := []string{d.Note, d.Waybill, d.Certificate, d.OrderNumber, d.PointCode}
			if s := c.orgs[d.Supplier]; s != nil {
				words = append(words, s.NameUk)
			}
			return words
		},
		at:   func(i int) int64 { return all[i].DispatchedAt },
		late: func(i int) int64 { return daysLate(&all[i], c.promised(&all[i]), now) },

		columns: c.deliveryColumns(all, now),
	}.ask(q)
	page := DeliveryPage{Total: found.total, Views: found.views, AsOf: c.marks.asOf}
	for _, i := range found.rows {
		page.Rows = append(page.Rows, c.deliveryRow(all[i]))
	}
	return page, nil
}

func (c *Core) isDeliveryIn(d *delivery.Delivery, view string, now int64, roles []party.Role) bool {
	switch view {
	case DeliveriesOnTheWay:
		return d.State == delivery.Dispatched
	case DeliveriesToReceive:
		return d.State == delivery.Dispatched && d.Unit == c.profile.Org.ID
	case DeliveriesToSign:
		return d.State == delivery.Received && d.Unit == c.profile.Org.ID && c.signsNext(d, roles)
	case DeliveriesLate:
		return d.State == delivery.Dispatched && daysLate(d, c.promised(d), now) > 0
	case DeliveriesDone:
		return d.State == delivery.Accepted
	}
	return false
}

// signsNext reports whether the certificate waits for the person here.
func (c *Core) signsNext(d *delivery.Delivery, roles []party.Role) bool {
	return len(d.Needs) > 0 && slices.Contains(roles, d.Needs[0]) &&
		!slices.ContainsFunc(d.Signatures, func(s order.Signature) bool { return s.Person == c.profile.Person.ID })
}

// Delivery returns one delivery. Fault: DeliveryUnknown.
func (c *Core) Delivery(key id.ID[id.Delivery]) (DeliveryDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return DeliveryDetail{}, err
	}
	d, ok := thingAt[delivery.Delivery](c, deliveryKey(key))
	if !ok {
		return DeliveryDetail{}, fault.Because("delivery", fault.Reason{Code: fault.DeliveryUnknown, Ref: key.String()})
	}
	v := DeliveryDetail{DeliveryRow: c.deliveryRow(d)}
	for _, l := range d.Lines {
		v.Items = append(v.Items, c.lineItem(d.Order, l.Line, l.Part))
		v.UOMs = append(v.UOMs, c.partAt(d.Order, l.Line, l.Part).UOM)
	}
	v.Claims = c.claimRows(func(k *delivery.Claim) bool { return k.Delivery == key })
	p, mine := c.profile.Person, d.Unit == c.profile.Org.ID
	v.CanReceive = mine && d.State == delivery.Dispatched && party.May(p, party.ActionReceive)
	v.CanAccept = mine && d.State == delivery.Received && party.May(p, party.ActionAccept) && c.signsNext(&d, p.Roles)
	v.CanClaim = d.State == delivery.Accepted && party.May(p, party.ActionOpenClaim) && (mine || p.Zone == party.ZoneAgency)
	return v, nil
}

// IsHandover reports whether a one-time code belongs to a delivery: it needs no link.
// Fault: DeliveryUnknown.
func (c *Core) IsHandover(key id.ID[id.Delivery], code string) (bool, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return false, err
	}
	d, ok := thingAt[delivery.Delivery](c, deliveryKey(key))
	if !ok {
		return false, fault.Because("handover", fault.Reason{Code: fault.DeliveryUnknown, Ref: key.String()})
	}
	return d.IsCode(code), nil
}

// handoverLetters is Crockford's alphabet: no letter looks like another or like a figure.
const handoverLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewHandover makes a one-time handover code, written in two groups of five.
func (c *Core) NewHandover() string {
	var random [10]byte
	c.cfg.Random(random[:])
	code := make([]byte, 0, len(random)+1)
	for i, b := range random {
		if i == len(random)/2 {
			code = append(code, '-')
		}
		code = append(code, handoverLetters[b%byte(len(handoverLetters))])
	}
	return string(code)
}

// deliveryRow is a delivery's row. The caller has called refresh.
func (c *Core) deliveryRow(d delivery.Delivery) DeliveryRow {
	row := DeliveryRow{Delivery: d, Sync: c.syncOf(d.DocKey()), PromisedAt: c.promised(&d)}
	row.DaysLate = daysLate(&d, row.PromisedAt, c.now())
	if s := c.org(d.Supplier); s != nil {
		row.Supplier = *s
	}
	if u := c.org(d.Unit); u != nil {
		row.UnitNumber = u.Number
	}
	for _, l := range d.Lines {
		row.Pieces += l.Dispatched
	}
	if len(d.Lines) > 0 {
		row.First = c.lineItem(d.Order, d.Lines[0].Line, d.Lines[0].Part)
	}
	if d.State == delivery.Received && len(d.Needs) > 0 {
		row.Next = d.Needs[0]
	}
	return row
}

// deliveryRows are the rows of deliveries that keep holds for, the oldest first.
func (c *Core) deliveryRows(keep func(d *delivery.Delivery) bool) []DeliveryRow {
	var rows []DeliveryRow
	all := things[delivery.Delivery](c, wire.DocDelivery)
	for i := range all {
		if keep(&all[i]) {
			rows = append(rows, c.deliveryRow(all[i]))
		}
	}
	slices.SortStableFunc(rows, func(a, b DeliveryRow) int { return compare(a.DispatchedAt, b.DispatchedAt) })
	return rows
}

// promised is the earliest day on which any of a delivery's parts was promised, 0 where
// nothing was. It is asked of every delivery of a list: the order's row remembers it.
func (c *Core) promised(d *delivery.Delivery) int64 {
	first := int64(0)
	for _, l := range d.Lines {
		if at := c.promisedPart(d.Order, l.Line, l.Part); at != 0 && (first == 0 || at < first) {
			first = at
		}
	}
	return first
}

func (c *Core) promisedPart(o orderID, line, part int) int64 {
	if c.isBlind() || c.shown[o] != nil {
		return c.partAt(o, line, part).PromisedAt
	}
	if s := c.rows[o]; s != nil {
		for _, p := range s.promises {
			if p.line == line && p.part == part {
				return p.at
			}
		}
	}
	return 0
}

// partAt is a part of an order's line, from whichever form of the order is here.
func (c *Core) partAt(o orderID, line, part int) order.Part {
	if c.isBlind() {
		s, _ := c.thingShown(order.SupplierOrderKey(o)).(order.SupplierOrder)
		for _, l := range s.Lines {
			if l.Line == line && l.Part == part {
				return l.Given
			}
		}
		return order.Part{}
	}
	if s, ok := c.orderAt(o); ok && line > 0 && line <= len(s.Lines) && part >= 0 && part < len(s.Lines[line-1].Parts) {
		return s.Lines[line-1].Parts[part]
	}
	return order.Part{}
}

const day = 24 * time.Hour

// daysLate is how many days after its promise a delivery came, or is still out.
func daysLate(d *delivery.Delivery, promised, now int64) int64 {
	if promised == 0 {
		return 0
	}
	came := now
	if d.State != delivery.Dispatched {
		came = d.ArrivedAt()
	}
	if came <= promised {
		return 0
	}
	return (came-promised-1)/day.Milliseconds() + 1
}
