package client

import (
	"cmp"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/money"
	"dotchain/shared/party"
)

// BudgetFigures is a fund as the server has it, and what waits here on top.
type BudgetFigures struct {
	budget.Budget
	UnitName string
	// Posture is that of the unit which counts now; 0 where the unit is not known here.
	Posture party.Posture
	// Pending is what the commands here would take that the server has not
	// counted; below zero when they give back. Free has it taken off.
	Pending money.Amount
	Free    money.Amount
	AsOf    int64
}

func (c *Core) figures(b budget.Budget) BudgetFigures {
	f := BudgetFigures{Budget: b, Free: b.Free(), AsOf: c.marks.asOf}
	if unit := c.org(b.Unit); unit != nil {
		f.UnitName, f.Posture = unit.NameUk, unit.Posture.Counted()
	}
	if c.over != nil {
		if now := c.over.Budgets[b.ID]; now != nil {
			f.Free = now.Free()
			f.Pending = b.Free() - f.Free
		}
	}
	return f
}

// Budgets lists the funds that may be seen here: newest year first, then by unit and fund.
func (c *Core) Budgets() ([]BudgetFigures, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	return c.funds(func(budget.Budget) bool { return true }), nil
}

func (c *Core) funds(keep func(budget.Budget) bool) []BudgetFigures {
	var all []BudgetFigures
	for _, b := range c.budgets {
		if keep(*b) {
			all = append(all, c.figures(*b))
		}
	}
	slices.SortFunc(all, func(a, b BudgetFigures) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(a.UnitName, b.UnitName), cmp.Compare(a.Fund, b.Fund), a.ID.Compare(b.ID))
	})
	return all
}
