package rules

import (
	"slices"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/register"
	"dotchain/shared/seal"
)

// receipt finds the delivery a command of its unit is about, in a state, with its order.
func (d *decision) receipt(k id.ID[id.Delivery], in delivery.State) (*act, delivery.Delivery, []fault.Reason) {
	v, ok := Find[delivery.Delivery](d.w, deliveryKey(k))
	if !ok {
		return nil, v, []fault.Reason{{Code: fault.DeliveryUnknown, Ref: k.String()}}
	}
	if v.Unit != d.org.ID {
		return nil, v, []fault.Reason{{Code: fault.NotYours, Ref: k.String()}}
	}
	if v.State != in {
		return nil, v, []fault.Reason{{Code: fault.StateForbids, Ref: v.State.String()}}
	}
	standing := d.w.Orders[v.Order]
	if standing == nil {
		return nil, v, []fault.Reason{{Code: fault.OrderUnknown, Ref: v.Order.String()}}
	}
	v = v.Clone()
	v.Version++
	return d.act(standing.Clone()), v, nil
}

// receive takes the receiver's count of a delivery. The code that came with the goods
// proves that they are there.
func (d *decision) receive() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionReceive); r != nil {
		return Outcome{}, r
	}
	var b delivery.Receive
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	a, v, reasons := d.receipt(b.Delivery, delivery.Dispatched)
	if reasons != nil {
		return refuse(reasons...)
	}
	if !v.IsCode(b.Code) {
		return refuse(fault.Reason{Code: fault.HandoverWrong})
	}
	reasons = append(delivery.CheckCounts(v.Lines, b.Counts), delivery.CheckAttachments(b.Attachments)...)
	if !isNote(b.Comment) {
		reasons = append(reasons, fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	if len(reasons) > 0 {
		return refuse(reasons...)
	}
	v.State, v.ReceivedAt, v.ReceivedThere = delivery.Received, d.now, d.c.ClaimedAt
	v.ReceivedBy, v.ReceivedName, v.Count, v.Attachments = d.person.ID, d.person.Name, seal.Sum(d.c.Body), b.Attachments
	came := int64(0)
	for i, c := range b.Counts {
		v.Lines[i] = v.Lines[i].Counted(c)
		p, reasons := a.part(v.Lines[i].Line, v.Lines[i].Part)
		if reasons != nil {
			return refuse(reasons...)
		}
		came += c.Delivered
		if c.Delivered > 0 {
			p.Delivered += c.Delivered
			p.DeliveredAt = max(p.DeliveredAt, v.ArrivedAt())
		}
	}
	a.event(order.Event{Kind: order.EventDelivered, Pieces: came, Ref: v.Note, Comment: b.Comment})
	v.Needs = slices.Clone(d.policies().Acceptance)
	if len(v.Needs) > 0 && v.Needs[0] == party.RoleReceiver {
		a.signed(&v)
	}
	return a.certified(v)
}

// accept takes the next signature under an acceptance certificate.
func (d *decision) accept() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionAccept); r != nil {
		return Outcome{}, r
	}
	var b delivery.Accept
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	a, v, reasons := d.receipt(b.Delivery, delivery.Received)
	if reasons != nil {
		return refuse(reasons...)
	}
	if b.Count != v.Count {
		return refuse(fault.Reason{Code: fault.ContentChanged, Ref: v.Count.String()})
	}
	if !isNote(b.Comment) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	if slices.ContainsFunc(v.Signatures, func(s order.Signature) bool { return s.Person == d.person.ID }) {
		return refuse(fault.Reason{Code: fault.SignedAlready})
	}
	if len(v.Needs) == 0 || !d.person.Has(v.Needs[0]) {
		need := party.Role(0)
		if len(v.Needs) > 0 {
			need = v.Needs[0]
		}
		return refuse(fault.Reason{Code: fault.StepNotYours, Have: int64(len(v.Signatures)) + 1, Ref: need.String()})
	}
	a.signed(&v)
	if len(v.Needs) > 0 || b.Comment != "" {
		a.event(order.Event{Kind: order.EventCosigned, Ref: v.Note, Comment: b.Comment})
	}
	return a.certified(v)
}

// signed puts the author's signature under the certificate, in the role it needs next.
func (a *act) signed(v *delivery.Delivery) {
	d := a.d
	v.Signatures = append(v.Signatures, order.Signature{
		Step: int64(len(v.Signatures)) + 1, Role: v.Needs[0], Person: d.person.ID, Name: d.person.Name,
		Hash: v.Count, SignedAt: d.c.ClaimedAt, At: d.now,
	})
	v.Needs = v.Needs[1:]
}

// certified closes a command on a certificate: once all signatures stand its figures
// go to the order, its money is matched, and what is wrong becomes claims.
func (a *act) certified(v delivery.Delivery) (Outcome, []fault.Reason) {
	if len(v.Needs) == 0 {
		if reasons := a.d.numberable(register.SeriesCertificate, register.SeriesClaim, register.SeriesCredit); reasons != nil {
			return refuse(reasons...)
		}
		v.State, v.AcceptedAt = delivery.Accepted, a.d.now
		v.Certificate = a.things.number(register.SeriesCertificate, a.d.now)
	}
	a.things.put(v)
	if v.IsComplete() {
		if reasons := a.complete(v); reasons != nil {
			return refuse(reasons...)
		}
	}
	a.follow()
	return a.outcome(), nil
}

func (a *act) complete(v delivery.Delivery) []fault.Reason {
	total := int64(0)
	for _, l := range v.Lines {
		p, reasons := a.part(l.Line, l.Part)
		if reasons != nil {
			return reasons
		}
		p.Accepted += l.Accepted
		p.Remarked += l.Remarked
		p.Refused += l.Refused
		total += l.Accepted
	}
	a.event(order.Event{Kind: order.EventAccepted, Pieces: total, Ref: v.Certificate})
	// What replaces pieces that were matched before was paid for with them.
	again := a.isMatched(v)
	if !again {
		if reasons := a.match(v); reasons != nil {
			return reasons
		}
	}
	a.claimRefused(v, again)
	if !again {
		a.proposePenalty(v)
	}
	return nil
}

// isMatched reports whether a delivery replaces pieces that were accepted once.
func (a *act) isMatched(v delivery.Delivery) bool {
	if v.Replaces.IsZero() {
		return false
	}
	c, ok := got[delivery.Claim](a.things, claimKey(v.Replaces))
	return ok && c.Matched
}
