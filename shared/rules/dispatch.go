package rules

import (
	"slices"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/register"
)

// dispatch sends goods off: pieces leave the shelf, the delivery begins. Pieces that
// replace others come from no shelf of ours.
func (d *decision) dispatch() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionDispatch); r != nil {
		return Outcome{}, r
	}
	var b delivery.Dispatch
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if reasons := b.Check(); reasons != nil {
		return refuse(reasons...)
	}
	g, reasons := d.goods(b.Order)
	if reasons != nil {
		return refuse(reasons...)
	}
	if n, most := g.deliveries(); n >= most {
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "deliveries", Have: n, Want: most})
	}
	if reasons = d.numberable(register.SeriesDispatch, register.SeriesWaybill); reasons != nil {
		return refuse(reasons...)
	}
	replaced, reasons := g.replaced(b)
	if reasons != nil {
		return refuse(reasons...)
	}
	v := g.note(b)
	if reasons := g.send(&v, b, replaced); reasons != nil {
		return refuse(reasons...)
	}
	v.Note, v.Waybill = g.things.number(register.SeriesDispatch, d.now), g.things.number(register.SeriesWaybill, d.now)
	g.things.put(v)
	if g.blind == nil {
		g.o.Deliveries = append(g.o.Deliveries, v.ID)
		g.event(order.Event{Kind: order.EventDispatched, Pieces: dispatched(v), Ref: v.Note})
	}
	return g.closing(), nil
}

// deliveries is how many the supplier made of the order, and the most it may: its
// share of what an order bears, so that nobody takes another's turn.
func (g *goods) deliveries() (made, most int64) {
	for _, k := range g.o.Deliveries {
		if v, ok := got[delivery.Delivery](g.things, deliveryKey(k)); ok && v.Supplier == g.d.org.ID {
			made++
		}
	}
	return made, max(delivery.MaxDeliveries/int64(max(len(g.suppliers()), 1)), 1)
}

func dispatched(v delivery.Delivery) int64 {
	n := int64(0)
	for _, l := range v.Lines {
		n += l.Dispatched
	}
	return n
}

// replaced is the claim whose pieces are sent again; nil for a first delivery.
func (g *goods) replaced(b delivery.Dispatch) (*delivery.Claim, []fault.Reason) {
	if b.Replaces.IsZero() {
		return nil, nil
	}
	c, ok := Find[delivery.Claim](g.d.w, claimKey(b.Replaces))
	if !ok || c.Supplier != g.d.org.ID || c.Order != b.Order {
		return nil, []fault.Reason{{Code: fault.ClaimUnknown, Ref: b.Replaces.String()}}
	}
	if c.State != delivery.ClaimSettled || c.Outcome != delivery.Replaced {
		return nil, []fault.Reason{{Code: fault.StateForbids, Ref: c.State.String()}}
	}
	c = c.Clone()
	return &c, nil
}

// send moves the pieces of each line from the part to the delivery.
func (g *goods) send(v *delivery.Delivery, b delivery.Dispatch, replaces *delivery.Claim) []fault.Reason {
	var wrong []fault.Reason
	sent := g.sent()
	for _, l := range b.Lines {
		p, reasons := g.own(l.Line, l.Part)
		if reasons != nil {
			wrong = append(wrong, reasons...)
			continue
		}
		there := p.OnShelf()
		if replaces != nil {
			there = min(p.Replaced-p.Resent, replaces.ToResend(l.Line, l.Part))
		}
		if l.Quantity > there {
			wrong = append(wrong, fault.Reason{Code: fault.PiecesTooMany, Line: l.Line, Field: "quantity", Have: l.Quantity, Want: there})
			continue
		}
		if i := slices.IndexFunc(l.Serials, func(s string) bool { return sent[s] }); i >= 0 {
			wrong = append(wrong, fault.Reason{Code: fault.SerialDuplicate, Line: l.Line, Field: "serials", Ref: l.Serials[i]})
			continue
		}
		p.Dispatched += l.Quantity
		if replaces != nil {
			p.Resent += l.Quantity
			replaces.Resent = append(replaces.Resent, delivery.ClaimLine{Line: l.Line, Part: l.Part, Pieces: l.Quantity})
		} else {
			g.shelf.send(p.Offer, l.Quantity)
		}
		v.Lines = append(v.Lines, delivery.Line{Line: l.Line, Part: l.Part, Dispatched: l.Quantity, Serials: l.Serials})
	}
	if replaces != nil && wrong == nil {
		replaces.Version++
		g.things.put(*replaces)
	}
	return wrong
}

// sent are the serial numbers that went out for the order before and did not come
// back: the same piece is not delivered twice. A supplier's device does not know all.
func (g *goods) sent() map[string]bool {
	all := map[string]bool{}
	for _, k := range g.o.Deliveries {
		v, _ := got[delivery.Delivery](g.things, deliveryKey(k))
		for _, l := range v.Lines {
			for _, s := range l.Good() {
				all[s] = true
			}
		}
	}
	return all
}
