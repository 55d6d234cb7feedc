package rules

import (
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
)

// goods are what a supplier's command acts on: the order, as the server knows it; on
// the supplier's own device, which does not, what it holds of it. There the act is
// about nothing but stock and papers.
type goods struct {
	*act
	blind *order.SupplierOrder
}

// goods finds the supplier's goods of an approved order. Whoever delivers nothing of an
// order learns no more than that there is none.
func (d *decision) goods(o orderID) (*goods, []fault.Reason) {
	unknown := []fault.Reason{{Code: fault.OrderUnknown, Ref: o.String()}}
	var g *goods
	if standing := d.w.Orders[o]; standing != nil {
		g = &goods{act: d.act(standing.Clone())}
	} else if held, ok := Find[order.SupplierOrder](d.w, order.SupplierOrderKey(o)); ok {
		held.Lines = append([]order.SupplierLine(nil), held.Lines...)
		g = &goods{act: d.act(order.Order{ID: o, State: held.State, ApprovedAt: held.ApprovedAt}), blind: &held}
	} else {
		return nil, unknown
	}
	if !g.has(d.org.ID) {
		return nil, unknown
	}
	if g.o.State != order.Approved {
		return nil, []fault.Reason{{Code: fault.StateForbids, Ref: g.o.State.String()}}
	}
	if g.o.ClosedAt != 0 {
		return nil, []fault.Reason{{Code: fault.StateForbids, Ref: order.Closed.String()}}
	}
	return g, nil
}

// has reports whether a supplier delivers some of them; before its approval nobody
// delivers anything of an order.
func (g *goods) has(supplier id.ID[id.Org]) bool {
	if g.blind != nil {
		return g.blind.Supplier == supplier
	}
	if g.o.ApprovedAt == 0 {
		return false
	}
	for _, l := range g.o.Lines {
		for _, p := range l.Parts {
			if p.Supplier == supplier {
				return true
			}
		}
	}
	return false
}

// own finds a part that is the supplier's.
func (g *goods) own(line, part int) (*order.Part, []fault.Reason) {
	if g.blind != nil {
		for i := range g.blind.Lines {
			if l := &g.blind.Lines[i]; l.Line == line && l.Part == part {
				return &l.Given, nil
			}
		}
		return nil, []fault.Reason{{Code: fault.FieldInvalid, Line: line, Field: "line", Have: int64(part)}}
	}
	p, reasons := g.part(line, part)
	if reasons == nil && p.Supplier != g.d.org.ID {
		return nil, []fault.Reason{{Code: fault.NotYours, Line: line, Field: "line"}}
	}
	return p, reasons
}

// decline gives up pieces that are held for the order. Their supplier says that they will not
// come: they are not offered to the next either. When there are more, it says so with
// its stock.
func (g *goods) decline(ref partRef) {
	p, reasons := g.own(ref.line, ref.part)
	if reasons != nil {
		return
	}
	if g.blind == nil {
		g.drop(ref, false)
	} else {
		g.shelf.move(p.Offer, -ref.pieces)
		p.Dropped += ref.pieces
	}
	g.shelf.lose(p.Offer, ref.pieces)
}

// note begins a delivery of them.
func (g *goods) note(b delivery.Dispatch) delivery.Delivery {
	v := delivery.Delivery{
		ID: delivery.DeliveryID(g.d.c.ID), Order: b.Order, Supplier: g.d.org.ID, State: delivery.Dispatched,
		Carrier: b.Carrier, Vehicle: b.Vehicle, Handover: b.Handover, Comment: b.Comment, Replaces: b.Replaces,
		DispatchedAt: g.d.now, DispatchedBy: g.d.person.ID, DispatchedName: g.d.person.Name, Version: 1,
	}
	if g.blind != nil {
		v.OrderNumber, v.PointCode = g.blind.Number, g.blind.PointCode
		return v
	}
	v.Unit, v.OrderNumber, v.PointCode = g.o.Unit, order.Number(g.o.UnitNumber, g.o.ID), g.pointCode()
	return v
}

// closing is all that changed: of the order at the server, of what the supplier holds
// of it on its device.
func (g *goods) closing() Outcome {
	if g.blind == nil {
		g.follow()
		return g.outcome()
	}
	held := *g.blind
	held.Version++
	held.Total = 0
	for i, l := range held.Lines {
		p := l.Given
		if sums, err := p.Line(p.Quantity - p.Dropped).Sums(); err == nil {
			held.Total += sums.Total
		}
		if l.State != order.Disputed && l.State != order.Closed {
			one := order.LineState{Parts: []order.Part{p}, Dropped: p.Dropped}
			held.Lines[i].State = one.Progress(p.Quantity, false)
		}
	}
	g.things.put(held)
	return Outcome{Stocks: g.shelf.changed(), Things: g.things.all}
}
