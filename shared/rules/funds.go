package rules

import (
	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

type budgetID = id.ID[id.Budget]

// openBudget finds a budget that may still be changed.
func (d *decision) openBudget(b budgetID) (budget.Budget, []fault.Reason) {
	known := d.w.Budgets[b]
	if known == nil {
		return budget.Budget{}, []fault.Reason{{Code: fault.BudgetMissing, Field: "fund", Ref: b.String()}}
	}
	if known.ClosedAt != 0 {
		return budget.Budget{}, []fault.Reason{{Code: fault.YearClosed, Field: "fund", Have: known.Year}}
	}
	return *known, nil
}

// give changes what a budget has for its year: never below what orders hold of it,
// never beyond what sums of budgets can bear. The budget's version is raised.
func (d *decision) give(b budget.Budget, c budget.Change) (budget.Budget, []fault.Reason) {
	after, err := b.Appropriated.Add(c.Amount)
	if err != nil || after > budget.MaxAppropriated {
		return b, []fault.Reason{{Code: fault.TooLarge, Field: "amount", Have: int64(c.Amount), Want: int64(budget.MaxAppropriated)}}
	}
	if held := b.Held(); after < held {
		return b, []fault.Reason{{Code: fault.AppropriationTooLow, Field: "amount", Have: int64(held), Want: int64(after)}}
	}
	c.At, c.By, c.ByName = d.now, d.person.ID, d.person.Name
	b = b.Given(c)
	b.Version++
	return b, nil
}

// rests refuses a change of a budget that does not say on what it rests.
func rests(comment string) []fault.Reason {
	switch {
	case comment == "":
		return []fault.Reason{{Code: fault.FieldMissing, Field: "comment"}}
	case len(comment) > budget.MaxComment:
		return []fault.Reason{{Code: fault.TooLarge, Field: "comment", Have: int64(len(comment)), Want: budget.MaxComment}}
	case !seal.IsClean(comment):
		return []fault.Reason{{Code: fault.TextNotClean, Field: "comment"}}
	}
	return nil
}

// transferBudget moves free money from one budget to another of the same year.
func (d *decision) transferBudget() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionTransferBudget); r != nil {
		return Outcome{}, r
	}
	var b budget.Transfer
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if b.From == b.To {
		return refuse(fault.Reason{Code: fault.TransferSame, Field: "fund"})
	}
	if b.Amount <= 0 || b.Amount > budget.MaxAppropriated {
		return refuse(fault.Reason{Code: fault.FieldInvalid, Field: "amount", Have: int64(b.Amount)})
	}
	if r := rests(b.Comment); r != nil {
		return refuse(r...)
	}
	from, r := d.openBudget(b.From)
	if r != nil {
		return refuse(r...)
	}
	to, r := d.openBudget(b.To)
	if r != nil {
		return refuse(r...)
	}
	if from.Year != to.Year {
		return refuse(fault.Reason{Code: fault.BudgetYearWrong, Field: "fund", Have: to.Year, Want: from.Year})
	}
	if from.Free() < b.Amount {
		return refuse(fault.Reason{Code: fault.BudgetExceeded, Field: "fund", Have: int64(from.Free()), Want: int64(b.Amount)})
	}
	change := budget.Change{Kind: budget.ChangeTransferred, Comment: b.Comment}
	change.Amount, change.Other = -b.Amount, b.To
	if from, r = d.give(from, change); r != nil {
		return refuse(r...)
	}
	change.Amount, change.Other = b.Amount, b.From
	if to, r = d.give(to, change); r != nil {
		return refuse(r...)
	}
	return Outcome{Budgets: []budget.Budget{from, to}}, nil
}

// amendBudget gives a budget more, or less as far as it is free.
func (d *decision) amendBudget() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionAmendBudget); r != nil {
		return Outcome{}, r
	}
	var b budget.Amend
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if b.Amount == 0 || b.Amount > budget.MaxAppropriated || b.Amount < -budget.MaxAppropriated {
		return refuse(fault.Reason{Code: fault.FieldInvalid, Field: "amount", Have: int64(b.Amount)})
	}
	if r := rests(b.Comment); r != nil {
		return refuse(r...)
	}
	known, r := d.openBudget(b.Budget)
	if r != nil {
		return refuse(r...)
	}
	after, r := d.give(known, budget.Change{Kind: budget.ChangeAmended, Amount: b.Amount, Comment: b.Comment})
	if r != nil {
		return refuse(r...)
	}
	return Outcome{Budgets: []budget.Budget{after}}, nil
}

// funds asks for what these commands are about.
func (m *asker) funds(c seal.Command) {
	switch c.Kind { //nolint:exhaustive // Missing names those that come here
	case seal.KindTransferBudget:
		var b budget.Transfer
		if seal.Decode(c.Body, &b) == nil {
			m.budgets(b.From, b.To)
		}
	case seal.KindAmendBudget:
		var b budget.Amend
		if seal.Decode(c.Body, &b) == nil {
			m.budgets(b.Budget)
		}
	case seal.KindSetPosture:
		var b SetPosture
		if seal.Decode(c.Body, &b) == nil {
			for _, u := range b.Units {
				ask(m.w.Orgs, u.Unit, &m.needs.Orgs)
				if b.Apply {
					m.budgets(b.guaranteed(u.Unit))
				}
			}
		}
	case seal.KindCloseYear:
		var b budget.CloseYear
		if seal.Decode(c.Body, &b) == nil {
			m.budgets(b.Budgets...)
		}
	}
}

func (m *asker) budgets(all ...budgetID) {
	for _, b := range all {
		ask(m.w.Budgets, b, &m.needs.Budgets)
	}
}

// guaranteedOf is what a posture's guaranteed fund has for a year by the declared rule;
// false where the rule says nothing of it.
func guaranteedOf(w *World, p party.Posture) (money.Amount, bool) {
	for _, g := range Policies(w).Guaranteed {
		if g.Posture == p.Counted() {
			return g.Amount, true
		}
	}
	return 0, false
}
