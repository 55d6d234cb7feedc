package client

import (
	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/supply"
)

// CaseTerms are on what terms what was signed could be had today, as this device knows it: of a
// first revision nothing stands that it could be compared with.
type CaseTerms struct {
	// Budget is the one it draws on; nil where it is not held here.
	Budget *budget.Budget
	// Lines are in the sequence of what was signed.
	Lines []TermsLine
	AsOf  int64
}

// TermsLine is what can be had of a line today.
type TermsLine struct {
	// Offer is nil where there is none such any more.
	Offer *supply.Offer
	// Gone says that the offer or its item was withdrawn.
	Gone bool
	// Free are the pieces that nobody has reserved.
	Free int64
}

// terms are today's for what was signed; nil where nothing of it can be read.
func (c *Core) terms(k conflict.Case, signed order.Revision) (*CaseTerms, error) {
	t := c.trial()
	if err := c.load(t.world, c.over, rules.ParkedCommand(k)); err != nil {
		return nil, err
	}
	terms := CaseTerms{Budget: t.world.Budgets[signed.Budget], AsOf: c.marks.asOf}
	for _, l := range signed.Lines {
		line := TermsLine{Offer: t.world.Offers[l.Offer], Gone: true, Free: freeOn(t.world.Stocks[l.Offer])}
		if line.Offer != nil {
			item := t.world.Items[line.Offer.Item]
			line.Gone = line.Offer.Withdrawn || item == nil || item.Withdrawn
		}
		terms.Lines = append(terms.Lines, line)
	}
	return &terms, nil
}
