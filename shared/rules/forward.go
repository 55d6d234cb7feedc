package rules

import (
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// forward makes the packages that leave once an order's verification has passed:
// one for each body whose policy the total reaches. It is called when the order
// becomes InReview, which a content does once: so no package of it can be there.
func (a *act) forward() {
	a.o.Awaits = nil
	for _, row := range a.d.policies().Forward {
		p := forward.Parcel{
			ID: forward.ParcelID(a.o.ID, a.o.Hash, row.Body), Order: a.o.ID, OrderNumber: order.Number(a.o.UnitNumber, a.o.ID),
			Content: a.o.Hash, Body: row.Body, Adapter: row.Adapter, State: forward.Queued, Awaits: row.Awaits,
			QueuedAt: a.d.now, MadeAt: a.d.now, Version: 1,
		}
		if _, twice := got[forward.Parcel](a.things, p.DocKey()); twice || a.o.Total < row.From {
			continue
		}
		a.things.put(p)
		if row.Awaits {
			a.o.Awaits = append(a.o.Awaits, row.Body)
		}
	}
}

// forwarded takes in what became of a try, or the other side's answer.
func (d *decision) forwarded() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionForwarded); r != nil {
		return Outcome{}, r
	}
	var b forward.Forwarded
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	p, reasons := d.parcel(b.Parcel)
	if reasons != nil {
		return refuse(reasons...)
	}
	if !isNote(b.Error) || !isNote(b.Receipt) || !isNote(b.Answer) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "answer"})
	}
	if !p.State.CanBecome(b.State) {
		return refuse(fault.Reason{Code: fault.StateForbids, Ref: p.State.String()})
	}
	if p.State == forward.Queued {
		p.Attempts++
	}
	p.Error = b.Error
	switch b.State {
	case forward.Sent:
		p.Receipt, p.SentAt = b.Receipt, d.now
	case forward.Answered:
		if p.State == forward.Queued {
			p.Receipt, p.SentAt = b.Receipt, d.now
		}
		p.Answer, p.Agrees, p.AnsweredAt = b.Answer, b.Agrees, d.now
	case forward.Queued, forward.Dead:
	}
	p.State = b.State
	p.Version++
	return d.told(p), nil
}

// told is the outcome of a package that moved on, with what its order learns of it.
func (d *decision) told(p forward.Parcel) Outcome {
	out := Outcome{Things: []Thing{p}}
	standing := d.w.Orders[p.Order]
	isNews := p.State == forward.Sent || p.State == forward.Answered
	// A revision that came meanwhile has packages of its own.
	if standing == nil || standing.Hash != p.Content || !isNews {
		return out
	}
	o := standing.Clone()
	e := d.event(order.EventForwarded, o.Revision)
	e.Ref, e.Comment = p.Body, p.Answer
	if p.State == forward.Answered && p.Awaits {
		if p.Agrees {
			o.Awaits = slices.DeleteFunc(o.Awaits, func(body string) bool { return body == p.Body })
		} else {
			// The order goes on waiting: a verifier returns or rejects it.
			refused := fault.Reason{Code: fault.AnswerRefused, Ref: p.Body}
			o.Findings = append(o.Findings, order.Finding{Reason: refused, Warns: true})
			e.Reasons = []fault.Reason{refused}
		}
	}
	o.Tell(e)
	o.Version++
	out.Orders = []order.Order{o}
	return out
}

// resend queues a package again that could not be delivered, or whose answer does
// not come. It keeps its id, by which its body knows it.
func (d *decision) resend() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionResend); r != nil {
		return Outcome{}, r
	}
	var b forward.Resend
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	p, reasons := d.parcel(b.Parcel)
	if reasons != nil {
		return refuse(reasons...)
	}
	if !p.State.CanResend() {
		return refuse(fault.Reason{Code: fault.StateForbids, Ref: p.State.String()})
	}
	if o := d.w.Orders[p.Order]; o == nil || o.Hash != p.Content {
		return refuse(fault.Reason{Code: fault.ContentChanged, Ref: p.Content.String()})
	}
	p.State, p.QueuedAt, p.Error = forward.Queued, d.now, ""
	p.Version++
	return Outcome{Things: []Thing{p}}, nil
}

func (d *decision) parcel(p id.ID[id.Parcel]) (forward.Parcel, []fault.Reason) {
	found, ok := Find[forward.Parcel](d.w, parcelKey(p))
	if !ok {
		return forward.Parcel{}, []fault.Reason{{Code: fault.ParcelUnknown, Ref: p.String()}}
	}
	return found, nil
}

func parcelKey(p id.ID[id.Parcel]) wire.Key { return forward.Parcel{ID: p}.DocKey() }

// forwarding asks for the package that these commands are about, and its order.
func (m *asker) forwarding(c seal.Command) {
	// Both bodies have the package as their first field.
	var named struct {
		Parcel id.ID[id.Parcel] `cbor:"1,keyasint"`
	}
	if wire.Decode(c.Body, &named) != nil {
		return
	}
	m.thing(parcelKey(named.Parcel))
	if p, ok := Find[forward.Parcel](m.w, parcelKey(named.Parcel)); ok {
		ask(m.w.Orders, p.Order, &m.needs.Orders)
		// An approved order is shown to its suppliers anew, with the code of its place.
		if o := m.w.Orders[p.Order]; o != nil {
			ask(m.w.Orgs, o.Unit, &m.needs.Orgs)
		}
	}
}
