package rules

import (
	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/policy"
)

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

// charge reserves the money, after giving back what the standing revision holds. It
// is reserved while the order waits for signatures too: the last one cannot fail for it.
func (a *act) charge(r order.Revision) []fault.Reason {
	b := a.d.w.Budgets[r.Budget]
	// A budget that is missing, another's or blank stops the order; it never lets it pass.
	if b == nil || b.Unit != r.Unit || b.Appropriated <= 0 {
		return []fault.Reason{{Code: fault.BudgetMissing, Field: "fund", Ref: r.Budget.String()}}
	}
	if reason := a.d.year(*b); reason != nil {
		return []fault.Reason{*reason}
	}
	if b.ClosedAt != 0 {
		return []fault.Reason{{Code: fault.YearClosed, Field: "fund", Have: b.Year}}
	}
	if reasons := a.ledger.release(&a.o); reasons != nil {
		return reasons
	}
	if free := a.ledger.budget(r.Budget).Free(); free < r.Total {
		return []fault.Reason{{Code: fault.BudgetExceeded, Field: "fund", Have: int64(free), Want: int64(r.Total)}}
	}
	a.o.Budget = r.Budget
	return a.ledger.move(&a.o, budget.Free, budget.Reserved, max(r.Total, 0))
}

// inRounds reports whether a round shares the stock of an item.
func (d *decision) inRounds(i id.ID[id.Item]) bool {
	item := d.w.Items[i]
	return item != nil && d.policies().AllocationFor(item.Category).Mode == policy.Rounds
}

// take reserves the pieces of lines that come first, after giving back what the
// standing revision holds.
func (a *act) take(r order.Revision) []fault.Reason {
	a.shelf.giveBack(a.o)
	var reasons []fault.Reason
	for i, l := range r.Lines {
		offer := a.d.w.Offers[l.Offer]
		if offer == nil || l.Quantity <= 0 || a.d.inRounds(offer.Item) {
			continue // the line has its reason already, or waits for its round
		}
		// An offer whose supplier never said what is on hand has nothing free.
		s, _ := a.shelf.stock(l.Offer)
		if s.Free() < l.Quantity {
			ref := ""
			if item := a.d.w.Items[offer.Item]; item != nil {
				ref = item.Article
			}
			reasons = append(reasons, fault.Reason{
				Code: fault.StockGone, Line: i + 1, Field: "quantity", Have: s.Free(), Want: l.Quantity, Ref: ref,
			})
			continue
		}
		a.shelf.move(l.Offer, l.Quantity)
	}
	return reasons
}

// count keeps the caps per unit, item and year.
func (a *act) count(r order.Revision) []fault.Reason {
	a.tally.giveBack(a.o)
	var reasons []fault.Reason
	year := KyivYear(a.d.c.ClaimedAt)
	for i, l := range r.Lines {
		offer := a.d.w.Offers[l.Offer]
		if offer == nil || a.d.w.Items[offer.Item] == nil || l.Quantity <= 0 {
			continue
		}
		item := *a.d.w.Items[offer.Item]
		if item.Cap == 0 {
			continue
		}
		if used := a.tally.add(item.ID, year, l.Quantity); used > item.Cap {
			reasons = append(reasons, fault.Reason{
				Code: fault.CapExceeded, Line: i + 1, Field: "quantity", Have: item.Cap - (used - l.Quantity), Want: l.Quantity, Ref: item.Article,
			})
		}
	}
	return reasons
}
