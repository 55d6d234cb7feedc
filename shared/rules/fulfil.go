package rules

import (
	"slices"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/register"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// isDisputed reports whether an open claim is about a line of the order (from 1).
func (a *act) isDisputed(line int) bool {
	return slices.ContainsFunc(a.o.Claims, func(k id.ID[id.Claim]) bool {
		c, ok := got[delivery.Claim](a.things, claimKey(k))
		return ok && c.Disputes(line)
	})
}

// follow makes the lines of an order follow its papers, and closes what is done. What
// is closed stays so.
func (a *act) follow() {
	if a.o.ClosedAt != 0 {
		return
	}
	a.progress()
	a.settle()
}

// drop gives up pieces of a part that are still on the shelf, or (refunded) were sent:
// stock, cap and the line go on without them. The invoice is the caller's (credit).
func (a *act) drop(ref partRef, refunded bool) {
	l := &a.o.Lines[ref.line-1]
	p := &l.Parts[ref.part]
	if refunded {
		p.Refunded += ref.pieces
	} else {
		a.shelf.move(p.Offer, -ref.pieces)
	}
	p.Dropped += ref.pieces
	p.Confirmed = min(p.Confirmed, p.Quantity-p.Dropped)
	l.Dropped += ref.pieces
	counted := l.Item
	if offer := a.d.w.Offers[p.Offer]; offer != nil && p.Substitute {
		counted = offer.Item
	}
	a.counts(counted, -ref.pieces)
}

// counts adds pieces (a negative number takes them off) to what counts against the
// unit's cap of an item, where there is one.
func (a *act) counts(i id.ID[id.Item], pieces int64) {
	if item := a.d.w.Items[i]; item != nil && item.Cap > 0 {
		a.tally.add(i, KyivYear(signedAt(a.o, 0)), pieces)
	}
}

// pointCode is the code of the place the order goes to: all that a supplier knows of it.
func (a *act) pointCode() string {
	r, err := order.DecodeRevision(a.o.Content)
	unit := a.d.w.Orgs[a.o.Unit]
	if err != nil || unit == nil {
		return ""
	}
	p, _ := unit.Point(r.Point)
	return p.Code
}

func deliveryKey(k id.ID[id.Delivery]) wire.Key { return delivery.Delivery{ID: k}.DocKey() }
func claimKey(k id.ID[id.Claim]) wire.Key       { return delivery.Claim{ID: k}.DocKey() }

// numberable refuses a command whose papers cannot be numbered: the registers were
// looked up for the years around its own clock, and that is off by more than a year.
func (d *decision) numberable(series ...string) []fault.Reason {
	for _, s := range series {
		if _, ok := d.w.Things[registerKey(s, KyivYear(d.now))]; !ok {
			return []fault.Reason{{Code: fault.ClockSkew, Have: d.c.ClaimedAt - d.now}}
		}
	}
	return nil
}

// fulfilling asks for what these commands are about.
func (m *asker) fulfilling(c seal.Command) {
	switch c.Kind { //nolint:exhaustive // called for these
	case seal.KindRespondOrder:
		var b delivery.Respond
		if seal.Decode(c.Body, &b) == nil {
			m.supplied(b.Order, c.ClaimedAt)
			m.registers(c.ClaimedAt, register.SeriesResponse, register.SeriesCredit)
		}
	case seal.KindDispatch:
		var b delivery.Dispatch
		if seal.Decode(c.Body, &b) == nil {
			m.supplied(b.Order, c.ClaimedAt)
			m.registers(c.ClaimedAt, register.SeriesDispatch, register.SeriesWaybill)
			if !b.Replaces.IsZero() {
				m.thing(claimKey(b.Replaces))
			}
		}
	case seal.KindReceive:
		var b delivery.Receive
		if seal.Decode(c.Body, &b) == nil {
			m.delivered(b.Delivery, c.ClaimedAt)
		}
	case seal.KindAccept:
		var b delivery.Accept
		if seal.Decode(c.Body, &b) == nil {
			m.delivered(b.Delivery, c.ClaimedAt)
		}
	case seal.KindOpenClaim:
		var b delivery.OpenClaim
		if seal.Decode(c.Body, &b) == nil {
			m.delivered(b.Delivery, c.ClaimedAt)
			if !b.Claim.IsZero() {
				m.thing(claimKey(b.Claim))
			}
		}
	case seal.KindAnswerClaim:
		var b delivery.AnswerClaim
		if seal.Decode(c.Body, &b) == nil {
			m.thing(claimKey(b.Claim))
			// What the claim says is shown to its supplier without the unit's names.
			if v, ok := Find[delivery.Claim](m.w, claimKey(b.Claim)); ok && !v.Unit.IsZero() {
				ask(m.w.Orgs, v.Unit, &m.needs.Orgs)
				m.thing(deliveryKey(v.Delivery))
			}
		}
	case seal.KindSettleClaim:
		var b delivery.SettleClaim
		if seal.Decode(c.Body, &b) == nil {
			m.claimed(b.Claim, c.ClaimedAt)
		}
	}
}

// supplied asks for an order with its papers; where it is not known, as on a
// supplier's device, for what a supplier holds of it.
func (m *asker) supplied(o orderID, claimedAt int64) {
	m.order(o, claimedAt)
	standing, looked := m.w.Orders[o]
	if !looked {
		return
	}
	if standing != nil {
		m.fulfilled(*standing)
		return
	}
	m.thing(order.SupplierOrderKey(o))
	if blind, ok := Find[order.SupplierOrder](m.w, order.SupplierOrderKey(o)); ok {
		for _, l := range blind.Lines {
			m.offer(l.Given.Offer)
		}
	}
}

// delivered asks for a delivery, its order and that one's papers.
func (m *asker) delivered(k id.ID[id.Delivery], claimedAt int64) {
	m.thing(deliveryKey(k))
	if v, ok := Find[delivery.Delivery](m.w, deliveryKey(k)); ok {
		m.about(v.Order, claimedAt)
		if !v.Replaces.IsZero() {
			m.thing(claimKey(v.Replaces))
		}
	}
	m.registers(claimedAt, register.SeriesCertificate, register.SeriesClaim, register.SeriesCredit)
}

// claimed asks for a claim, its order and that one's papers.
func (m *asker) claimed(k id.ID[id.Claim], claimedAt int64) {
	m.thing(claimKey(k))
	if v, ok := Find[delivery.Claim](m.w, claimKey(k)); ok {
		m.about(v.Order, claimedAt)
	}
	m.registers(claimedAt, register.SeriesClaim, register.SeriesCredit)
}

func (m *asker) about(o orderID, claimedAt int64) {
	m.order(o, claimedAt)
	if standing := m.w.Orders[o]; standing != nil {
		m.fulfilled(*standing)
	}
}

// fulfilled asks for the papers of an order and the offers of its parts, which need
// not be those of its revision.
func (m *asker) fulfilled(o order.Order) {
	m.papers(o)
	for _, l := range o.Lines {
		ask(m.w.Items, l.Item, &m.needs.Items)
		for _, p := range l.Parts {
			m.offer(p.Offer)
		}
	}
}
