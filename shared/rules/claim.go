package rules

import (
	"cmp"
	"slices"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/register"
)

// claim begins the next claim of a command on a delivery.
func (a *act) claim(v delivery.Delivery, reason delivery.ClaimReason) delivery.Claim {
	made := byte(0)
	for _, t := range a.things.all {
		if _, ok := t.(delivery.Claim); ok {
			made++ // at most one a reason, and two more
		}
	}
	return delivery.Claim{
		ID: delivery.ClaimID(a.d.c.ID, made), Order: v.Order, Delivery: v.ID, Supplier: v.Supplier, Unit: v.Unit,
		Reason: reason, OrderNumber: v.OrderNumber, Version: 1,
	}
}

// say opens a claim: from now on the supplier sees it.
func (a *act) say(c delivery.Claim) {
	d := a.d
	c.State, c.OpenedAt, c.OpenedBy, c.OpenedName = delivery.ClaimOpen, d.now, d.person.ID, d.person.Name
	c.Number = a.things.number(register.SeriesClaim, d.now)
	a.event(order.Event{Kind: order.EventClaimed, Pieces: c.Pieces(), Amount: c.Penalty, Ref: c.Number, Comment: c.Text})
	a.file(c)
}

// file puts a claim among the papers of its order.
func (a *act) file(c delivery.Claim) {
	if !slices.Contains(a.o.Claims, c.ID) {
		a.o.Claims = append(a.o.Claims, c.ID)
	}
	a.things.put(c)
}

// claimRefused opens the claims on what a complete certificate refused, one a reason,
// and on what the note says and nobody counted.
func (a *act) claimRefused(v delivery.Delivery, matched bool) {
	if missing := a.missing(v, matched); len(missing.Lines) > 0 {
		a.say(missing)
	}
	for _, reason := range delivery.ClaimReasons() {
		c := a.claim(v, reason)
		for _, l := range v.Lines {
			if l.Refused == 0 || l.Reason != reason {
				continue
			}
			c.Lines = append(c.Lines, delivery.ClaimLine{Line: l.Line, Part: l.Part, Pieces: l.Refused, Serials: l.Bad})
			c.Text = cmp.Or(c.Text, l.Remark)
		}
		if len(c.Lines) > 0 {
			c.Unaccepted, c.Matched, c.Attachments = true, matched, v.Attachments
			a.say(c)
		}
	}
}

// missing is the claim on what a delivery's note says and nobody counted.
func (a *act) missing(v delivery.Delivery, matched bool) delivery.Claim {
	c := a.claim(v, delivery.Quantity)
	for _, l := range v.Lines {
		if n := l.Dispatched - l.Delivered; n > 0 {
			c.Lines = append(c.Lines, delivery.ClaimLine{Line: l.Line, Part: l.Part, Pieces: n, Serials: l.Missing})
		}
	}
	c.Unaccepted, c.Matched = true, matched
	return c
}

// openClaim opens a claim on what was accepted, or the proposed one that it names.
func (d *decision) openClaim() (Outcome, []fault.Reason) {
	var b delivery.OpenClaim
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	action := party.ActionOpenClaim
	if !b.Claim.IsZero() {
		action = party.ActionSettleClaim // who settles it decides whether it is said at all
	}
	if r := d.may(action); r != nil {
		return Outcome{}, r
	}
	reasons := delivery.CheckAttachments(b.Attachments)
	if !isNote(b.Text) {
		reasons = append(reasons, fault.Reason{Code: fault.TextNotClean, Field: "text"})
	}
	if b.Reason.String() == "" {
		reasons = append(reasons, fault.Reason{Code: fault.FieldMissing, Field: "reason"})
	}
	if len(reasons) > 0 {
		return refuse(reasons...)
	}
	v, ok := Find[delivery.Delivery](d.w, deliveryKey(b.Delivery))
	if !ok || d.w.Orders[v.Order] == nil {
		return refuse(fault.Reason{Code: fault.DeliveryUnknown, Ref: b.Delivery.String()})
	}
	if d.org.ID != v.Unit && d.org.Kind != party.OrgAgency {
		return refuse(fault.Reason{Code: fault.NotYours, Ref: b.Delivery.String()})
	}
	if reasons = d.numberable(register.SeriesClaim); reasons != nil {
		return refuse(reasons...)
	}
	a := d.act(d.w.Orders[v.Order].Clone())
	var c delivery.Claim
	switch {
	case !b.Claim.IsZero():
		c, reasons = a.proposed(v, b)
	case v.State == delivery.Dispatched:
		c, reasons = a.lost(v, b)
	default:
		c, reasons = a.ownClaim(v, b)
	}
	if reasons != nil {
		return refuse(reasons...)
	}
	c.Text, c.Attachments = cmp.Or(b.Text, c.Text), append(c.Attachments, b.Attachments...)
	a.say(c)
	a.follow()
	return a.outcome(), nil
}

// proposed is the claim that the rules drafted and somebody opens now.
func (a *act) proposed(v delivery.Delivery, b delivery.OpenClaim) (delivery.Claim, []fault.Reason) {
	c, ok := Find[delivery.Claim](a.d.w, claimKey(b.Claim))
	if !ok || c.Delivery != v.ID {
		return c, []fault.Reason{{Code: fault.ClaimUnknown, Ref: b.Claim.String()}}
	}
	if c.State != delivery.ClaimProposed {
		return c, []fault.Reason{{Code: fault.StateForbids, Ref: c.State.String()}}
	}
	if b.Reason != c.Reason || len(b.Lines) > 0 {
		return c, []fault.Reason{{Code: fault.FieldInvalid, Field: "reason", Have: int64(b.Reason), Want: int64(c.Reason)}}
	}
	c = c.Clone()
	c.Version++
	return c, nil
}

// ownClaim is a new claim by somebody's word: on pieces that were accepted, or without
// any on the delivery as a whole.
func (a *act) ownClaim(v delivery.Delivery, b delivery.OpenClaim) (delivery.Claim, []fault.Reason) {
	c := a.claim(v, b.Reason)
	if v.State != delivery.Accepted {
		return c, []fault.Reason{{Code: fault.StateForbids, Ref: v.State.String()}}
	}
	if a.o.ClosedAt != 0 {
		return c, []fault.Reason{{Code: fault.StateForbids, Ref: order.Closed.String()}}
	}
	if n := len(a.o.Claims); n >= delivery.MaxClaims {
		return c, []fault.Reason{{Code: fault.TooLarge, Field: "claims", Have: int64(n), Want: delivery.MaxClaims}}
	}
	if len(b.Lines) > len(v.Lines) {
		return c, []fault.Reason{{Code: fault.LinesTooMany, Have: int64(len(b.Lines)), Want: int64(len(v.Lines))}}
	}
	var reasons []fault.Reason
	seen := map[int]bool{}
	for _, l := range b.Lines {
		i := slices.IndexFunc(v.Lines, func(x delivery.Line) bool { return x.Line == l.Line && x.Part == l.Part })
		switch {
		case i < 0:
			reasons = append(reasons, fault.Reason{Code: fault.FieldInvalid, Line: l.Line, Field: "line"})
		case seen[i]:
			reasons = append(reasons, fault.Reason{Code: fault.LineDuplicate, Line: l.Line})
		default:
			seen[i] = true
			from := v.Lines[i]
			if b.Reason != delivery.Late { // which takes nothing back
				from.Accepted -= a.claimed(v.ID, l.Line, l.Part)
			}
			reasons = append(reasons, claimable(from, l)...)
		}
	}
	c.Lines, c.Matched = b.Lines, true
	return c, reasons
}

// claimed is how many accepted pieces of a delivery's part claims are on already that
// are open, or took them back.
func (a *act) claimed(v id.ID[id.Delivery], line, part int) int64 {
	n := int64(0)
	for _, k := range a.o.Claims {
		c, ok := got[delivery.Claim](a.things, claimKey(k))
		if ok && c.Delivery == v && !c.Unaccepted && c.Reason != delivery.Late && (c.IsOpen() || c.Outcome == delivery.Replaced || c.Outcome == delivery.Refunded) {
			n += c.PiecesOf(line, part)
		}
	}
	return n
}

// claimable checks a line of a claim against what was accepted of the delivery's.
func claimable(from delivery.Line, l delivery.ClaimLine) []fault.Reason {
	switch n := int64(len(l.Serials)); {
	case l.Pieces <= 0:
		return []fault.Reason{{Code: fault.QuantityNotPositive, Line: l.Line, Field: "quantity", Have: l.Pieces}}
	case l.Pieces > from.Accepted:
		return []fault.Reason{{Code: fault.PiecesTooMany, Line: l.Line, Field: "quantity", Have: l.Pieces, Want: from.Accepted}}
	case n != 0 && n != l.Pieces:
		return []fault.Reason{{Code: fault.FieldInvalid, Line: l.Line, Field: "serials", Have: n, Want: l.Pieces}}
	}
	reasons := delivery.NamedOf(from.Good(), l.Serials)
	for i := range reasons {
		reasons[i].Line = l.Line
	}
	return reasons
}

// answerClaim takes the supplier's word on a claim. It says nothing of the order.
func (d *decision) answerClaim() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionAnswerClaim); r != nil {
		return Outcome{}, r
	}
	var b delivery.AnswerClaim
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	c, ok := Find[delivery.Claim](d.w, claimKey(b.Claim))
	if !ok || c.Supplier != d.org.ID || c.State == delivery.ClaimProposed {
		return refuse(fault.Reason{Code: fault.ClaimUnknown, Ref: b.Claim.String()})
	}
	switch {
	case !c.IsOpen():
		return refuse(fault.Reason{Code: fault.StateForbids, Ref: c.State.String()})
	case !isNote(b.Text):
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "text"})
	case b.Text == "" && !b.Agrees:
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "text"})
	case len(c.Thread) >= delivery.MaxWords:
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "thread", Have: int64(len(c.Thread)), Want: delivery.MaxWords})
	}
	c = c.Clone()
	c.State = delivery.ClaimAnswered
	c.Thread = append(c.Thread, delivery.Word{
		At: d.now, Person: d.person.ID, Name: d.person.Name, FromSupplier: true, Text: b.Text, Agrees: b.Agrees,
	})
	c.Version++
	return Outcome{Things: []Thing{c}}, nil
}
