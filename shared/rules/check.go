package rules

import (
	"math/bits"
	"strings"

	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/policy"
)

// mostAlike is how many other orders a finding names; one is as good as all.
const mostAlike = 5

// sift parts what checks found by the verdict of each: what stops the order, and what
// it carries with it.
func sift(p policy.Set, found []fault.Reason) (stops []fault.Reason, findings []order.Finding) {
	var kept []fault.Reason
	for _, r := range found {
		if p.CheckFor(r.Code).Verdict == policy.Stop {
			stops = append(stops, r)
		} else {
			kept = append(kept, r)
		}
	}
	for _, r := range bounded(kept) {
		findings = append(findings, order.Finding{Reason: r, Warns: p.CheckFor(r.Code).Verdict == policy.Warn})
	}
	return stops, findings
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

// look finds what nobody forbids and somebody may want to see.
func (a *act) look(r order.Revision) []fault.Reason {
	reasons := a.twins(r)
	if r.Urgency == order.Urgent && strings.TrimSpace(r.Note) == "" {
		reasons = append(reasons, fault.Reason{Code: fault.UrgencyUnexplained, Field: "note"})
	}
	for i, l := range r.Lines {
		offer := a.d.w.Offers[l.Offer]
		left := max(r.NeededBy-a.d.now, 0) / oneDay.Milliseconds()
		if offer != nil && left < min(offer.LeadDays, leadMost) {
			reasons = append(reasons, fault.Reason{
				Code: fault.LeadTimeTooShort, Line: i + 1, Field: "needed_by", Have: left, Want: min(offer.LeadDays, leadMost),
			})
		}
	}
	return append(reasons, a.share(r)...)
}

// twins finds other orders of the unit for the same lines, or for the same items, the
// newest first.
func (a *act) twins(r order.Revision) []fault.Reason {
	mine := order.BriefOf(r, a.d.now)
	known, _ := got[order.Recent](a.things, recentKey(r.Unit, mine))
	var reasons []fault.Reason
	for i := len(known.Orders) - 1; i >= 0 && len(reasons) < mostAlike; i-- {
		other := known.Orders[i]
		found := fault.Reason{Field: "order", Ref: order.Number(a.o.UnitNumber, other.Order), Have: other.ReceivedAt}
		switch {
		case other.Order == r.Order:
			continue
		case other.Same == mine.Same:
			found.Code = fault.OrderDuplicate
		case other.Alike == mine.Alike:
			found.Code = fault.OrderLookAlike
		default:
			continue
		}
		window := a.d.policies().CheckFor(found.Code).Limit * oneDay.Milliseconds()
		if a.d.now-other.ReceivedAt <= window {
			reasons = append(reasons, found)
		}
	}
	return reasons
}

// share finds an order that takes a large part of its budget.
func (a *act) share(r order.Revision) []fault.Reason {
	b := a.d.w.Budgets[r.Budget]
	if b == nil || r.Total <= 0 || r.Total > b.Appropriated {
		return nil // it has its reason already
	}
	hi, lo := bits.Mul64(uint64(r.Total), 10_000)
	part, _ := bits.Div64(hi, lo, uint64(b.Appropriated))
	most := a.d.policies().CheckFor(fault.BudgetShareHigh).Limit
	if int64(part) <= most { //nolint:gosec // at most 10,000: the total is no more than the budget
		return nil
	}
	return []fault.Reason{{Code: fault.BudgetShareHigh, Field: "fund", Have: int64(part), Want: most}} //nolint:gosec // as above
}
