package client

import (
	"cmp"
	"iter"
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
	p := c.shelved(wire.DocDelivery)
	found := c.askPapers(p, c.deliveryList(), q)
	page := DeliveryPage{Total: found.total, Views: found.views, AsOf: c.marks.asOf}
	for _, key := range found.ids {
		if d, ok := thingAt[delivery.Delivery](c, deliveryKey(key)); ok {
			page.Rows = append(page.Rows, c.deliveryRow(d))
		}
	}
	return page, nil
}

// deliveryList is how deliveries are asked.
func (c *Core) deliveryList() paperList {
	now, roles, own := c.now(), c.rolesNow(), c.shelf.party(c.profile.Org.ID)
	late := func(p *paper) int64 { return daysLate(p.came, p.promised, now) }
	return paperList{
		views: []string{DeliveriesOnTheWay, DeliveriesToReceive, DeliveriesToSign, DeliveriesLate, DeliveriesDone},
		in: func(p *paper) uint32 {
			var in uint32
			switch delivery.State(p.state) {
			case delivery.Dispatched:
				in = 1 << 0
				if p.unit == own {
					in |= 1 << 1
				}
				if late(p) > 0 {
					in |= 1 << 3
				}
			case delivery.Received:
				if p.unit == own && p.need != 0 && slices.Contains(roles, p.need) && p.marks&markSigned == 0 {
					in = 1 << 2
				}
			case delivery.Accepted:
				in = 1 << 4
			}
			return in
		},
		late:    late,
		parties: func(p *paper, named func(party int32) bool) bool { return named(p.supplier) },
		numbers: map[string]func(p *paper) int64{
			"pieces": func(p *paper) int64 { return p.sums[sumPieces] }, "promised": func(p *paper) int64 { return p.promised },
			"real": func(p *paper) int64 { return p.came }, "late": late, "state": func(p *paper) int64 { return int64(p.state) },
		},
		texts: map[string]func(p *paper) int{"number": numberWord, "order": orderWord},
		names: map[string]partyColumn{
			"supplier": {func(p *paper) int32 { return p.supplier }, c.orgName}, "unit": {func(p *paper) int32 { return p.unit }, c.unitNumber},
		},
	}
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
	row.DaysLate = daysLate(cameAt(&d), row.PromisedAt, c.now())
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

// deliveriesThat are the deliveries that keep holds for, read one by one, in no order. The
// caller has called refresh.
func deliveriesThat(c *Core, keep func(p *paper) bool) iter.Seq[delivery.Delivery] {
	return func(yield func(d delivery.Delivery) bool) {
		p := c.shelved(wire.DocDelivery)
		for i := range p.rows {
			if x := &p.rows[i]; x.marks&markHere != 0 && keep(x) {
				if d, ok := thingAt[delivery.Delivery](c, deliveryKey(x.id)); ok && !yield(d) {
					return
				}
			}
		}
	}
}

// deliveryRows are the rows of an order's deliveries, the oldest first.
func (c *Core) deliveryRows(o orderID) []DeliveryRow {
	var rows []DeliveryRow
	p := c.shelved(wire.DocDelivery)
	for _, row := range p.ofOrder(o) {
		if d, ok := thingAt[delivery.Delivery](c, deliveryKey(p.rows[row].id)); ok {
			rows = append(rows, c.deliveryRow(d))
		}
	}
	slices.SortFunc(rows, func(a, b DeliveryRow) int { return cmp.Or(compare(a.DispatchedAt, b.DispatchedAt), a.ID.Compare(b.ID)) })
	return rows
}

// promised is the earliest day on which any of a delivery's parts was promised, 0 where
// nothing was.
func (c *Core) promised(d *delivery.Delivery) int64 {
	if c.isBlind() {
		s, _ := c.thingShown(order.SupplierOrderKey(d.Order)).(order.SupplierOrder)
		return promisedBySupplier(d, s)
	}
	if c.shown[d.Order] != nil {
		return earliest(d, func(line, part int) int64 { return c.partAt(d.Order, line, part).PromisedAt })
	}
	return c.promisedInDocuments(d)
}

// promisedInDocuments is the same without what entries change.
func (c *Core) promisedInDocuments(d *delivery.Delivery) int64 {
	if c.isBlind() {
		s, _ := c.documented(order.SupplierOrderKey(d.Order)).(order.SupplierOrder)
		return promisedBySupplier(d, s)
	}
	s := c.rows[d.Order]
	if s == nil {
		return 0
	}
	return earliest(d, func(line, part int) int64 {
		for _, p := range s.promises {
			if p.line == line && p.part == part {
				return p.at
			}
		}
		return 0
	})
}

func promisedBySupplier(d *delivery.Delivery, s order.SupplierOrder) int64 {
	return earliest(d, func(line, part int) int64 {
		for _, l := range s.Lines {
			if l.Line == line && l.Part == part {
				return l.Given.PromisedAt
			}
		}
		return 0
	})
}

// earliest is the first of the promises of a delivery's parts, 0 for none.
func earliest(d *delivery.Delivery, promise func(line, part int) int64) int64 {
	first := int64(0)
	for _, l := range d.Lines {
		if at := promise(l.Line, l.Part); at != 0 && (first == 0 || at < first) {
			first = at
		}
	}
	return first
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

// cameAt is when a delivery arrived, 0 while it is on its way.
func cameAt(d *delivery.Delivery) int64 {
	if d.State == delivery.Dispatched {
		return 0
	}
	return d.ArrivedAt()
}

// daysLate is how many days after its promise a delivery came, or is still out.
func daysLate(came, promised, now int64) int64 {
	if came == 0 {
		came = now
	}
	if promised == 0 || came <= promised {
		return 0
	}
	return (came-promised-1)/day.Milliseconds() + 1
}
