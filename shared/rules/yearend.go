package rules

import (
	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/policy"
)

// yearGivesBack reports whether the orders that are charged to a budget, and of which
// nothing was dispatched yet, go back with the reason YearOver. They are many, so the
// server ends them one by one (order.expire) after the year was closed.
func yearGivesBack(p policy.Set, b budget.Budget) bool {
	return b.ClosedAt != 0 && p.YearEnd == policy.GiveBack
}

// closeYear closes budgets of a year that is over: no order is charged to them any
// more, nothing is transferred or amended. What orders hold of them stays with the
// orders until it is paid, or until the declared rule gives it back. A budget that
// was closed before does not change.
func (d *decision) closeYear() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionCloseYear); r != nil {
		return Outcome{}, r
	}
	var b budget.CloseYear
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	// The server's clock counts: a laptop's cannot end a year.
	if b.Year >= KyivYear(d.now) {
		return refuse(fault.Reason{Code: fault.YearNotOver, Field: "year", Have: b.Year})
	}
	if len(b.Budgets) == 0 {
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "fund"})
	}
	var out Outcome
	seen := map[budgetID]bool{}
	for i, key := range b.Budgets {
		known := d.w.Budgets[key]
		switch {
		case seen[key]:
			return refuse(fault.Reason{Code: fault.LineDuplicate, Line: i + 1, Ref: key.String()})
		case known == nil:
			return refuse(fault.Reason{Code: fault.BudgetMissing, Line: i + 1, Field: "fund", Ref: key.String()})
		case known.Year != b.Year:
			return refuse(fault.Reason{Code: fault.BudgetYearWrong, Line: i + 1, Field: "fund", Have: known.Year, Want: b.Year})
		}
		seen[key] = true
		if known.ClosedAt != 0 {
			continue
		}
		closed := known.Given(budget.Change{At: d.now, Kind: budget.ChangeYearEnd, By: d.person.ID, ByName: d.person.Name})
		closed.ClosedAt = d.now
		closed.Version++
		out.Budgets = append(out.Budgets, closed)
	}
	return out, nil
}
