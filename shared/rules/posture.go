package rules

import (
	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
)

// maxWeight is the greatest weight of a unit in a round.
const maxWeight = 1_000

// guaranteed is the budget that a posture's rule is about.
func (s SetPosture) guaranteed(unit id.ID[id.Org]) budgetID {
	return budget.ID(unit, s.Year, budget.Guaranteed, s.KPKVK, s.KEKV)
}

// setPosture takes in what units are doing and, where it is asked for, gives their
// guaranteed funds of the year what the declared rule says. A unit whose orders hold
// more than that stops the whole: a rule that applies to some is none.
func (d *decision) setPosture() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionSetPosture); r != nil {
		return Outcome{}, r
	}
	var b SetPosture
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if len(b.Units) == 0 {
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "unit"})
	}
	if r := b.codes(); r != nil {
		return refuse(*r)
	}
	var out Outcome
	var reasons []fault.Reason
	seen := map[id.ID[id.Org]]bool{}
	for i, u := range b.Units {
		found := d.posture(&out, b, u)
		if seen[u.Unit] {
			found = []fault.Reason{{Code: fault.LineDuplicate, Ref: u.Unit.String()}}
		}
		seen[u.Unit] = true
		for _, r := range found {
			r.Line = i + 1
			reasons = append(reasons, r)
		}
	}
	if len(reasons) > 0 {
		return refuse(reasons...)
	}
	return out, nil
}

// codes checks what names the funds that the rule is applied to.
func (s SetPosture) codes() *fault.Reason {
	switch {
	case !s.Apply:
		return nil
	case s.Year < 2000 || s.Year > 2100:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "year", Have: s.Year}
	case code.KPKVK(s.KPKVK).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "kpkvk", Ref: s.KPKVK}
	case code.KEKV(s.KEKV).Check() != nil:
		return &fault.Reason{Code: fault.FieldInvalid, Field: "kekv", Ref: s.KEKV}
	}
	return nil
}

// posture adds one unit's to the outcome. What is as it was does not change.
func (d *decision) posture(out *Outcome, b SetPosture, u UnitPosture) []fault.Reason {
	unit := d.w.Orgs[u.Unit]
	switch {
	case unit == nil || unit.Kind != party.OrgUnit:
		return []fault.Reason{{Code: fault.FieldInvalid, Field: "unit", Ref: u.Unit.String()}}
	case u.Posture < party.Engaged || u.Posture > party.InReserve:
		return []fault.Reason{{Code: fault.FieldInvalid, Field: "posture", Have: int64(u.Posture), Ref: unit.Number}}
	case u.Weight < 0 || u.Weight > maxWeight:
		return []fault.Reason{{Code: fault.FieldInvalid, Field: "weight", Have: u.Weight, Want: maxWeight, Ref: unit.Number}}
	}
	if unit.Posture != u.Posture || unit.Weight != u.Weight {
		now := *unit
		now.Posture, now.Weight = u.Posture, u.Weight
		now.Version++
		out.Orgs = append(out.Orgs, now)
	}
	if !b.Apply {
		return nil
	}
	amount, ok := guaranteedOf(d.w, u.Posture)
	if !ok {
		return []fault.Reason{{Code: fault.FieldMissing, Field: "guaranteed", Ref: u.Posture.String()}}
	}
	fund := budget.Budget{
		ID: b.guaranteed(u.Unit), Unit: u.Unit, Year: b.Year, Fund: budget.Guaranteed, KPKVK: b.KPKVK, KEKV: b.KEKV,
	}
	if before := d.w.Budgets[fund.ID]; before != nil {
		fund = *before
	}
	switch {
	case fund.Appropriated == amount:
		return nil
	case fund.ClosedAt != 0:
		return []fault.Reason{{Code: fault.YearClosed, Field: "fund", Have: fund.Year, Ref: unit.Number}}
	}
	fund, reasons := d.give(fund, budget.Change{Kind: budget.ChangePosture, Amount: amount - fund.Appropriated, Comment: u.Posture.String()})
	if reasons != nil {
		reasons[0].Ref = unit.Number
		return reasons
	}
	out.Budgets = append(out.Budgets, fund)
	return nil
}
