package rules

import (
	"time"

	"dotchain/shared/budget"
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

// kyivWinter is Kyiv's offset at the turn of the year; only years and days are
// made from it, and a day signed in summer's first hour keeps its date.
const kyivWinter = 2 * time.Hour

// KyivYear is the calendar year in Kyiv of a moment in Unix milliseconds.
func KyivYear(at int64) int64 {
	return int64(time.UnixMilli(at).UTC().Add(kyivWinter).Year())
}

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
	reasons := d.form(r)
	standing, chain := d.chain(r)
	if reasons = append(reasons, chain...); len(reasons) > 0 {
		return refuse(reasons...)
	}
	reasons = append(reasons, d.data(r)...)
	out, money := d.charge(r, standing)
	reasons = append(reasons, money...)
	reasons = append(reasons, d.take(&out, r, standing)...)
	reasons = append(reasons, d.count(&out, r, standing)...)
	if len(reasons) > 0 {
		return refuse(reasons...)
	}
	o := d.revised(r, standing)
	out.Orders = []order.Order{o}
	out.Cases = d.closeCases(o, conflict.Superseded)
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
	}
	sums, err := r.Sums()
	if err != nil {
		add(fault.Reason{Code: fault.TooLarge, Field: "total"})
	} else if sums.Total != r.Total {
		add(fault.Reason{Code: fault.TotalDiffers, Field: "total", Have: int64(r.Total), Want: int64(sums.Total)})
	}
	return reasons
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

// data checks the revision against the catalogue and the unit.
func (d *decision) data(r order.Revision) []fault.Reason {
	var reasons []fault.Reason
	if _, ok := d.org.Point(r.Point); !ok {
		reasons = append(reasons, fault.Reason{Code: fault.DeliveryPointUnknown, Field: "delivery_point", Ref: r.Point.String()})
	}
	for i, l := range r.Lines {
		for _, reason := range d.line(l) {
			reason.Line = i + 1
			reasons = append(reasons, reason)
		}
	}
	return reasons
}

// line checks one line against its offer: the first thing that is wrong with
// the offer itself hides what follows from it.
func (d *decision) line(l order.Line) []fault.Reason {
	offer := d.w.Offers[l.Offer]
	if offer == nil || d.w.Items[offer.Item] == nil {
		return []fault.Reason{{Code: fault.ItemUnknown, Field: "item", Ref: l.Offer.String()}}
	}
	item := d.w.Items[offer.Item]
	if offer.Withdrawn || item.Withdrawn {
		return []fault.Reason{{Code: fault.ItemWithdrawn, Field: "item", Ref: item.Article}}
	}
	if offer.ValidUntil != 0 && (d.c.ClaimedAt > offer.ValidUntil || d.now > offer.ValidUntil+OfferHold.Milliseconds()) {
		return []fault.Reason{{Code: fault.OfferExpired, Field: "item", Have: offer.ValidUntil, Ref: item.Article}}
	}
	if l.Price != offer.Price {
		return []fault.Reason{{
			Code: fault.PriceChanged, Field: "unit_price", Have: int64(offer.Price), Want: int64(l.Price), Ref: item.Article,
		}}
	}
	if l.Terms != offer.Terms() || l.VATRate != offer.VATRate {
		return []fault.Reason{{Code: fault.TermsChanged, Field: "item", Ref: item.Article}}
	}
	var reasons []fault.Reason
	if l.UOM != offer.UOM {
		reasons = append(reasons, fault.Reason{Code: fault.UnitOfMeasureDiffers, Field: "unit_of_measure", Ref: offer.UOM})
	}
	if l.Quantity > 0 && l.Quantity < offer.Minimum {
		reasons = append(reasons, fault.Reason{Code: fault.QuantityBelowMinimum, Field: "quantity", Have: l.Quantity, Want: offer.Minimum})
	}
	if offer.Pack > 1 && l.Quantity%offer.Pack != 0 {
		reasons = append(reasons, fault.Reason{Code: fault.PackNotWhole, Field: "quantity", Have: l.Quantity, Want: offer.Pack})
	}
	if category, ok := code.CategoryByCode(code.CategoryCode(item.Category)); ok && category.RequiresNSN && !item.IsCodified() {
		reasons = append(reasons, fault.Reason{Code: fault.NotCodified, Field: "item", Ref: item.Article})
	}
	return reasons
}

// year checks that the budget is of the year in which the order was signed. The
// device's clock is a claim: it opens no year that has not come, and none that was
// over before a laptop can have been away for so long.
func (d *decision) year(b budget.Budget) *fault.Reason {
	signed := KyivYear(d.c.ClaimedAt)
	believed := min(max(signed, KyivYear(d.now-awayMost.Milliseconds())), KyivYear(d.now+clockGrace.Milliseconds()))
	switch {
	case b.Year != signed:
		return &fault.Reason{Code: fault.BudgetYearWrong, Field: "fund", Have: b.Year, Want: signed}
	case signed != believed:
		return &fault.Reason{Code: fault.BudgetYearWrong, Field: "fund", Have: b.Year, Want: believed}
	}
	return nil
}

// charge reserves the money, after giving back what the standing revision holds.
func (d *decision) charge(r order.Revision, standing *order.Order) (Outcome, []fault.Reason) {
	var out Outcome
	b := d.w.Budgets[r.Budget]
	// A budget that is missing, another's or blank stops the order; it never lets it pass.
	if b == nil || b.Unit != r.Unit || b.Appropriated <= 0 {
		return out, []fault.Reason{{Code: fault.BudgetMissing, Field: "fund", Ref: r.Budget.String()}}
	}
	if r := d.year(*b); r != nil {
		return out, []fault.Reason{*r}
	}
	ledger := newLedger(d.w)
	holder := order.Order{ID: r.Order, Budget: r.Budget}
	if standing != nil {
		before := *standing
		if reasons := ledger.release(&before); reasons != nil {
			return out, reasons
		}
	}
	if free := ledger.budget(r.Budget).Free(); free < r.Total {
		return out, []fault.Reason{{Code: fault.BudgetExceeded, Field: "fund", Have: int64(free), Want: int64(r.Total)}}
	}
	if reasons := ledger.move(&holder, budget.Free, budget.Reserved, max(r.Total, 0)); reasons != nil {
		return out, reasons
	}
	out.Budgets, out.Postings = ledger.changed()
	return out, nil
}

// take reserves the pieces, after giving back what the standing revision holds.
func (d *decision) take(out *Outcome, r order.Revision, standing *order.Order) []fault.Reason {
	shelf := newShelf(d.w)
	if standing != nil {
		shelf.giveBack(*standing)
	}
	var reasons []fault.Reason
	for i, l := range r.Lines {
		if d.w.Offers[l.Offer] == nil || l.Quantity <= 0 {
			continue // the line has its reason already
		}
		// An offer whose supplier never said what is on hand has nothing free.
		s, _ := shelf.stock(l.Offer)
		if s.Free() < l.Quantity {
			ref := ""
			if offer := d.w.Offers[l.Offer]; offer != nil && d.w.Items[offer.Item] != nil {
				ref = d.w.Items[offer.Item].Article
			}
			reasons = append(reasons, fault.Reason{
				Code: fault.StockGone, Line: i + 1, Field: "quantity", Have: s.Free(), Want: l.Quantity, Ref: ref,
			})
			continue
		}
		shelf.move(l.Offer, l.Quantity)
	}
	out.Stocks = shelf.changed()
	return reasons
}

// count keeps the caps per unit, item and year.
func (d *decision) count(out *Outcome, r order.Revision, standing *order.Order) []fault.Reason {
	tally := newTally(d.w, r.Unit)
	if standing != nil {
		tally.giveBack(*standing)
	}
	var reasons []fault.Reason
	year := KyivYear(d.c.ClaimedAt)
	for i, l := range r.Lines {
		offer := d.w.Offers[l.Offer]
		if offer == nil || d.w.Items[offer.Item] == nil || l.Quantity <= 0 {
			continue
		}
		item := *d.w.Items[offer.Item]
		if item.Cap == 0 {
			continue
		}
		if used := tally.add(item.ID, year, l.Quantity); used > item.Cap {
			reasons = append(reasons, fault.Reason{
				Code: fault.CapExceeded, Line: i + 1, Field: "quantity", Have: item.Cap - (used - l.Quantity), Want: l.Quantity, Ref: item.Article,
			})
		}
	}
	out.Usages = tally.changed()
	return reasons
}

// linesOf are the lines of a revision with the pieces that were taken for them.
func (d *decision) linesOf(r order.Revision) []order.LineState {
	lines := make([]order.LineState, len(r.Lines))
	for i, l := range r.Lines {
		offer := d.w.Offers[l.Offer]
		lines[i] = order.LineState{Item: offer.Item, Parts: []order.Part{{
			Offer: l.Offer, Supplier: offer.Supplier, Quantity: l.Quantity, Price: l.Price, VATRate: l.VATRate, UOM: l.UOM, GivenAt: d.now,
		}}}
	}
	return lines
}

// revised is the order with the revision standing.
func (d *decision) revised(r order.Revision, standing *order.Order) order.Order {
	hash := seal.Sum(d.c.Body)
	var o order.Order
	if standing == nil {
		o = order.Order{ID: r.Order, Unit: r.Unit, UnitNumber: d.org.Number, UnitName: d.org.NameUk, CreatedBy: d.person.ID}
	} else {
		o = standing.Clone()
		o.Before = standing.Content
	}
	o.State = order.InReview
	o.Revision, o.Content, o.Hash, o.Total = r.Number, d.c.Body, hash, r.Total
	o.Budget, o.Holds = r.Budget, budget.Holding{Reserved: r.Total}
	o.Lines = d.linesOf(r)
	o.Revisions = append(o.Revisions, order.Standing{
		Revision: r.Number, Hash: hash, Replaces: r.Replaces, By: d.person.ID, ByName: d.person.Name,
		SignedAt: d.c.ClaimedAt, ReceivedAt: d.now, Total: r.Total,
	})
	signed := d.event(order.EventSigned, r.Number)
	signed.At = d.c.ClaimedAt
	o.Events = append(o.Events, signed, d.event(order.EventReceived, r.Number))
	answered := false
	for i, q := range o.Questions {
		if text := answerTo(r, q.Number); text != "" && q.AnsweredAt == 0 {
			o.Questions[i].Answer, o.Questions[i].AnsweredAt = text, d.now
			answered = true
		}
	}
	if answered {
		o.Events = append(o.Events, d.event(order.EventAnswered, r.Number))
	}
	o.Events = append(o.Events, d.event(order.EventReserved, r.Number))
	o.Version++
	return o
}
