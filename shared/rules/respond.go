package rules

import (
	"slices"
	"time"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/register"
	"dotchain/shared/seal"
)

// promiseMost is how far ahead a supplier may promise.
const promiseMost = 3 * 366 * 24 * time.Hour

// respondOrder takes a supplier's word on its parts. What it does not confirm of a part
// is dropped: it leaves the stock on hand, a credit note follows, the line goes on without.
func (d *decision) respondOrder() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionRespondOrder); r != nil {
		return Outcome{}, r
	}
	var b delivery.Respond
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if !isNote(b.Comment) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	if len(b.Lines) > delivery.MaxLines {
		return refuse(fault.Reason{Code: fault.LinesTooMany, Have: int64(len(b.Lines)), Want: delivery.MaxLines})
	}
	g, reasons := d.goods(b.Order)
	if reasons != nil {
		return refuse(reasons...)
	}
	if n := g.responses(); n >= delivery.MaxResponses {
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "responses", Have: n, Want: delivery.MaxResponses})
	}
	if reasons = d.numberable(register.SeriesResponse, register.SeriesCredit); reasons != nil {
		return refuse(reasons...)
	}
	told, declined, reasons := g.respond(b)
	if reasons != nil {
		return refuse(reasons...)
	}
	if g.blind != nil {
		g.answered(b, "")
		return g.closing(), nil
	}
	told.Ref = g.things.number(register.SeriesResponse, d.now)
	g.answered(b, told.Ref)
	g.event(told)
	if reasons := g.credit(declined, id.ID[id.Claim]{}); reasons != nil {
		return refuse(reasons...)
	}
	return g.closing(), nil
}

// responses is how often the supplier has spoken of the order.
func (g *goods) responses() int64 {
	if g.blind != nil {
		return int64(len(g.blind.Responses))
	}
	n := int64(0)
	for _, r := range g.o.Responses {
		if r.Supplier == g.d.org.ID {
			n++
		}
	}
	return n
}

// answered keeps the answer as it was given: the parts move on, its paper does not.
func (g *goods) answered(b delivery.Respond, number string) {
	r := delivery.Response{
		ID: delivery.ResponseID(g.d.c.ID), Order: b.Order, Supplier: g.d.org.ID, Number: number, Lines: slices.Clone(b.Lines),
		Comment: b.Comment, Hash: seal.Sum(g.d.c.Body), At: g.d.now, By: g.d.person.ID, ByName: g.d.person.Name, Version: 1,
	}
	for i, l := range r.Lines {
		if p, reasons := g.own(l.Line, l.Part); reasons == nil && l.Status != delivery.LineNotAccepted {
			r.Lines[i].PromisedAt = p.PromisedAt
		}
	}
	if g.blind != nil {
		r.OrderNumber = g.blind.Number
		g.blind.Responses = append(slices.Clone(g.blind.Responses), r.ID)
	} else {
		r.Unit, r.OrderNumber = g.o.Unit, order.Number(g.o.UnitNumber, g.o.ID)
		g.o.Responses = append(g.o.Responses, order.Answered{ID: r.ID, Supplier: r.Supplier})
	}
	g.things.put(r)
}

// respond puts the word on each part down, and returns what the timeline says of it
// and what was declined.
func (g *goods) respond(b delivery.Respond) (order.Event, []partRef, []fault.Reason) {
	told := order.Event{Kind: order.EventConfirmed, Comment: b.Comment}
	var declined []partRef
	var wrong []fault.Reason
	type place struct{ line, part int }
	seen := map[place]bool{}
	for _, l := range b.Lines {
		p, reasons := g.own(l.Line, l.Part)
		switch at := (place{l.Line, l.Part}); {
		case reasons != nil:
		case seen[at]:
			reasons = []fault.Reason{{Code: fault.LineDuplicate, Line: l.Line}}
		default:
			seen[at] = true
			reasons = g.fits(*p, l)
		}
		if reasons != nil {
			wrong = append(wrong, reasons...)
			continue
		}
		before := p.Quantity - p.Dropped
		p.Confirmed, p.InProduction = confirmed(*p, l), p.InProduction || l.InProduction
		if l.PromisedAt != 0 {
			p.PromisedAt = l.PromisedAt
		}
		told.Pieces += p.Confirmed
		if gone := before - p.Confirmed; gone > 0 {
			told.Reasons = append(told.Reasons, fault.Reason{
				Code: fault.StockGone, Line: l.Line, Field: "quantity", Have: p.Confirmed, Want: before,
			})
			ref := partRef{line: l.Line, part: l.Part, pieces: gone}
			declined = append(declined, ref)
			g.decline(ref)
		}
	}
	return told, declined, wrong
}

// confirmed is how many pieces of a part come after a word on it. What was sent off
// before cannot be declined.
func confirmed(p order.Part, l delivery.ResponseLine) int64 {
	if l.Status == delivery.LineNotAccepted {
		return p.Quantity - p.Dropped - p.OnShelf()
	}
	return l.Confirmed
}

// fits checks the word on one part.
func (g *goods) fits(p order.Part, l delivery.ResponseLine) []fault.Reason {
	wrong := func(r fault.Reason) []fault.Reason { r.Line = l.Line; return []fault.Reason{r} }
	given := p.Quantity - p.Dropped
	if given <= 0 {
		return wrong(fault.Reason{Code: fault.StateForbids, Ref: order.Closed.String()})
	}
	switch l.Status {
	case delivery.LineNotAccepted:
		if l.Confirmed != 0 || l.PromisedAt != 0 || l.InProduction {
			return wrong(fault.Reason{Code: fault.FieldInvalid, Field: "confirmed", Have: l.Confirmed})
		}
		if p.OnShelf() == 0 {
			return wrong(fault.Reason{Code: fault.StateForbids, Ref: order.Dispatched.String()})
		}
		return nil
	case delivery.LineAccepted:
		if l.Confirmed != given {
			return wrong(fault.Reason{Code: fault.FieldInvalid, Field: "confirmed", Have: l.Confirmed, Want: given})
		}
	case delivery.LineChanged:
		switch {
		case l.Confirmed > given:
			return wrong(fault.Reason{Code: fault.PiecesTooMany, Field: "confirmed", Have: l.Confirmed, Want: given})
		case l.Confirmed <= 0, l.Confirmed < given-p.OnShelf():
			return wrong(fault.Reason{Code: fault.FieldInvalid, Field: "confirmed", Have: l.Confirmed, Want: given - p.OnShelf()})
		}
	case delivery.LineAdded, delivery.LineDelivered:
		return wrong(fault.Reason{Code: fault.FieldInvalid, Field: "status", Have: int64(l.Status)})
	default: // the number is a stranger's
		return wrong(fault.Reason{Code: fault.FieldInvalid, Field: "status", Have: int64(l.Status)})
	}
	if r := g.promises(p, l); r != nil {
		return wrong(*r)
	}
	return nil
}

// promises refuses a day that may not take the place of the one that stands. An
// earlier day is welcome. A later one is not the supplier's to say, before the day or
// after it, nor back to a day it had itself brought forward: the unit signed at the
// offer's lead time, and the penalty counts from the promise. What comes late all the
// same is a claim that the agency opens or drops: that is its word on it.
func (g *goods) promises(p order.Part, l delivery.ResponseLine) *fault.Reason {
	switch {
	case l.PromisedAt == 0:
		return nil
	case l.PromisedAt < g.o.ApprovedAt, l.PromisedAt > g.d.now+promiseMost.Milliseconds():
		return &fault.Reason{Code: fault.FieldInvalid, Field: "promised_at", Have: l.PromisedAt, Want: p.PromisedAt}
	case p.PromisedAt != 0 && l.PromisedAt > p.PromisedAt:
		return &fault.Reason{Code: fault.PromiseLater, Field: "promised_at", Have: p.PromisedAt, Want: l.PromisedAt}
	}
	return nil
}
