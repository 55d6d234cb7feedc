package rules

import (
	"slices"
	"time"

	"dotchain/shared/code"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

type orderID = id.ID[id.Order]

// OfferHold is how long after an offer's end an order signed before it is still
// taken at its price: laptops come back late, not their officers.
const OfferHold = 14 * 24 * time.Hour

// clockGrace is how far a device's clock may run ahead over the turn of a year.
const clockGrace = 24 * time.Hour

// awayMost is how long a device may be away and still hand in what was signed.
const awayMost = 180 * 24 * time.Hour

// needMost is how far ahead a need can lie.
const needMost = 10 * 365 * oneDay

// kyivWinter is Kyiv's offset at the turn of the year; only years and days are
// made from it, and a day signed in summer's first hour keeps its date.
const kyivWinter = 2 * time.Hour

// KyivYear is the calendar year in Kyiv of a moment in Unix milliseconds.
func KyivYear(at int64) int64 {
	return int64(time.UnixMilli(at).UTC().Add(kyivWinter).Year())
}

// submit takes in a revision: the first of an order, or the next.
func (d *decision) submit() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionSubmitOrder); r != nil {
		return Outcome{}, r
	}
	r, err := order.DecodeRevision(d.c.Body)
	if err != nil {
		return refuse(fault.ReasonsOf(err)...)
	}
	if d.org.Kind != party.OrgUnit || r.Unit != d.org.ID {
		return refuse(fault.Reason{Code: fault.NotYours, Ref: r.Unit.String()})
	}
	if d.isDraftOfAnother(r) {
		return refuse(fault.Reason{Code: fault.NotYours, Ref: r.Order.String()})
	}
	reasons := d.form(r)
	standing, chain := d.chain(r)
	if reasons = append(reasons, chain...); len(reasons) > 0 {
		return refuse(reasons...)
	}
	o := order.Order{ID: r.Order, Unit: r.Unit, UnitNumber: d.org.Number, UnitName: d.org.NameUk, CreatedBy: d.person.ID}
	if standing != nil {
		o = standing.Clone()
	}
	a := d.act(o)
	// What the standing revision holds comes back first: the next one may need it.
	reasons = append(reasons, d.data(r)...)
	reasons = append(reasons, a.charge(r)...)
	reasons = append(reasons, a.take(r)...)
	reasons = append(reasons, a.count(r)...)
	reasons = append(reasons, a.look(r)...)
	stops, findings := sift(d.policies(), reasons)
	if len(stops) > 0 {
		return refuse(stops...)
	}
	a.revise(r, findings)
	if reasons := a.begin(); reasons != nil {
		return refuse(reasons...)
	}
	a.signDraft(r)
	out := a.outcome()
	out.Cases = d.closeCases(a.o, conflict.Superseded)
	return out, nil
}

// form checks what can be checked of the revision alone.
func (d *decision) form(r order.Revision) []fault.Reason {
	var reasons []fault.Reason
	add := func(x fault.Reason) { reasons = append(reasons, x) }
	switch {
	case len(r.Lines) == 0:
		add(fault.Reason{Code: fault.LineMissing})
	case len(r.Lines) > order.MaxLines:
		add(fault.Reason{Code: fault.LinesTooMany, Have: int64(len(r.Lines)), Want: order.MaxLines})
	}
	if r.Order.IsZero() || r.Number == 0 {
		add(fault.Reason{Code: fault.FieldMissing, Field: "order"})
	}
	if r.Budget.IsZero() {
		add(fault.Reason{Code: fault.BudgetMissing, Field: "fund"})
	}
	if r.Point.IsZero() {
		add(fault.Reason{Code: fault.FieldMissing, Field: "delivery_point"})
	}
	if r.Urgency.String() == "unknown" {
		add(fault.Reason{Code: fault.FieldInvalid, Field: "urgency"})
	}
	switch {
	case r.NeededBy == 0:
		add(fault.Reason{Code: fault.FieldMissing, Field: "needed_by"})
	case r.NeededBy < d.c.ClaimedAt:
		add(fault.Reason{Code: fault.NeededByInPast, Field: "needed_by", Have: r.NeededBy})
	case r.NeededBy > d.now+needMost.Milliseconds():
		add(fault.Reason{Code: fault.FieldInvalid, Field: "needed_by", Have: r.NeededBy})
	}
	if !isNote(r.Note) {
		add(fault.Reason{Code: fault.TextNotClean, Field: "note"})
	}
	for _, a := range r.Answers {
		if !isNote(a.Text) {
			add(fault.Reason{Code: fault.TextNotClean, Field: "answer"})
		}
	}
	seen := map[id.ID[id.Offer]]bool{}
	for i, l := range r.Lines {
		if seen[l.Offer] {
			add(fault.Reason{Code: fault.LineDuplicate, Line: i + 1})
		}
		seen[l.Offer] = true
		if l.Quantity <= 0 {
			add(fault.Reason{Code: fault.QuantityNotPositive, Line: i + 1, Field: "quantity", Have: l.Quantity})
		}
		if l.Quantity > order.MaxQuantity {
			add(fault.Reason{Code: fault.TooLarge, Line: i + 1, Field: "quantity", Have: l.Quantity, Want: order.MaxQuantity})
		}
		if code.UOM(l.UOM).Check() != nil {
			add(fault.Reason{Code: fault.FieldInvalid, Line: i + 1, Field: "unit_of_measure", Ref: l.UOM})
		}
		if !isRanking(l) {
			add(fault.Reason{Code: fault.FieldInvalid, Line: i + 1, Field: "substitutes", Have: int64(len(l.Substitutes)), Want: order.MaxSubstitutes})
		}
	}
	sums, err := r.Sums()
	if err != nil {
		add(fault.Reason{Code: fault.TooLarge, Field: "total"})
	} else if sums.Total != r.Total {
		add(fault.Reason{Code: fault.TotalDiffers, Field: "total", Have: int64(r.Total), Want: int64(sums.Total)})
	}
	return reasons
}

// isRanking reports whether the substitutes of a line can be tried one after another.
func isRanking(l order.Line) bool {
	seen := map[id.ID[id.Offer]]bool{l.Offer: true, {}: true}
	for _, s := range l.Substitutes {
		if seen[s.Offer] || s.PriceCap < 0 {
			return false
		}
		seen[s.Offer] = true
	}
	return len(l.Substitutes) <= order.MaxSubstitutes
}

func isNote(text string) bool { return len(text) <= order.MaxNote && seal.IsClean(text) }

// chain checks that the revision follows the one that stands.
func (d *decision) chain(r order.Revision) (*order.Order, []fault.Reason) {
	standing := d.w.Orders[r.Order]
	if standing == nil {
		if r.Number != 1 || !r.Replaces.IsZero() {
			return nil, []fault.Reason{{Code: fault.OrderUnknown, Ref: r.Order.String()}}
		}
		return nil, nil
	}
	if standing.Unit != r.Unit {
		return nil, []fault.Reason{{Code: fault.NotYours, Ref: r.Order.String()}}
	}
	if r.Number != standing.Revision+1 || r.Replaces != standing.Hash {
		return nil, []fault.Reason{{Code: fault.RevisionRace, Have: int64(standing.Revision), Want: int64(r.Number), Ref: standing.Hash.String()}}
	}
	if standing.State == order.Expired {
		return nil, []fault.Reason{{Code: fault.HoldOver, Have: endedAt(*standing)}}
	}
	if !standing.State.CanRevise() {
		return nil, []fault.Reason{{Code: fault.StateForbids, Ref: standing.State.String()}}
	}
	// An answer is always taken: the agency's questions have their own limit.
	if r.Number > order.MaxRevisions && standing.State != order.Returned {
		return nil, []fault.Reason{{Code: fault.TooLarge, Field: "revision", Have: int64(r.Number), Want: order.MaxRevisions}}
	}
	var reasons []fault.Reason
	for _, q := range standing.OpenQuestions() {
		if answerTo(r, q.Number) == "" {
			reasons = append(reasons, fault.Reason{Code: fault.AnswerMissing, Line: q.Line, Field: q.Field, Have: int64(q.Number)})
		}
	}
	return standing, reasons
}

func answerTo(r order.Revision, question uint32) string {
	for _, a := range r.Answers {
		if a.Question == question {
			return a.Text
		}
	}
	return ""
}

// revise makes the revision the one that stands. What was said on the content before
// goes with it.
func (a *act) revise(r order.Revision, findings []order.Finding) {
	d, o := a.d, &a.o
	a.stopWaiting()
	o.Before = o.Content
	o.Revision, o.Content, o.Hash, o.Total = r.Number, d.c.Body, seal.Sum(d.c.Body), r.Total
	if b := d.w.Budgets[r.Budget]; b != nil {
		o.Fund, o.Year = b.Fund, b.Year
	}
	o.Lines, o.Categories = d.linesOf(r)
	o.Findings = findings
	o.Signatures, o.Approvals, o.Taken, o.Awaits = nil, nil, nil, nil
	o.VerifiedAt, o.VerifiedBy = 0, id.ID[id.Person]{}
	o.Revisions = append(o.Revisions, order.Standing{
		Revision: r.Number, Hash: o.Hash, Replaces: r.Replaces, By: d.person.ID, ByName: d.person.Name,
		SignedAt: d.c.ClaimedAt, ReceivedAt: d.now, Total: r.Total,
	})
	signed := d.event(order.EventSigned, r.Number)
	signed.At = d.c.ClaimedAt
	o.Tell(signed)
	a.event(order.Event{Kind: order.EventReceived})
	answered := false
	for i, q := range o.Questions {
		if text := answerTo(r, q.Number); text != "" && q.AnsweredAt == 0 {
			o.Questions[i].Answer, o.Questions[i].AnsweredAt = text, d.now
			answered = true
		}
	}
	if answered {
		a.event(order.Event{Kind: order.EventAnswered})
	}
	a.event(order.Event{Kind: order.EventReserved, Amount: r.Total})
	a.remember(r)
}

// linesOf are the lines of a revision with the pieces that were taken for them, and
// the categories of their items, sorted. A line whose stock rounds share has none yet.
func (d *decision) linesOf(r order.Revision) (lines []order.LineState, categories []string) {
	lines = make([]order.LineState, len(r.Lines))
	for i, l := range r.Lines {
		offer := d.w.Offers[l.Offer]
		lines[i] = order.LineState{Item: offer.Item, InRounds: d.inRounds(offer.Item)}
		if item := d.w.Items[offer.Item]; item != nil {
			categories = append(categories, item.Category)
		}
		if lines[i].InRounds {
			continue
		}
		lines[i].Parts = []order.Part{{
			Offer: l.Offer, Supplier: offer.Supplier, Quantity: l.Quantity, Price: l.Price, VATRate: l.VATRate, UOM: l.UOM, GivenAt: d.now,
		}}
	}
	slices.Sort(categories)
	return lines, slices.Compact(categories)
}

// endedAt is when an order expired, Unix milliseconds.
func endedAt(o order.Order) int64 {
	for _, e := range slices.Backward(o.Events) {
		if e.Kind == order.EventExpired {
			return e.At
		}
	}
	return 0
}
