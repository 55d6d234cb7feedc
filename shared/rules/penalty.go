package rules

import (
	"time"

	"dotchain/shared/delivery"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/policy"
)

// wholeRate is all of a value, in basis points.
const wholeRate money.BasisPoints = 10_000

// daysLate is how many whole days a moment lies after a promise; 0 where there was none.
func daysLate(promised, at int64) int64 {
	if promised <= 0 || at <= promised {
		return 0
	}
	return (at - promised) / (24 * time.Hour).Milliseconds()
}

// penalty is what a delay of whole days costs of a value: so much a day after the free
// ones, and not more than the most.
func penalty(p policy.Penalty, value money.Amount, days int64) money.Amount {
	counted := days - max(p.GraceDays, 0)
	if counted <= 0 || p.PerDay <= 0 || p.Most <= 0 || value <= 0 {
		return 0
	}
	rate := p.Most
	if counted <= int64(p.Most)/int64(p.PerDay) {
		rate = p.PerDay * money.BasisPoints(counted) //nolint:gosec // at most p.Most
	}
	// A part of an amount in basis points is what VAT of it is, rounding and all.
	part, err := value.VAT(min(rate, wholeRate))
	if err != nil {
		return 0
	}
	return part
}

// proposePenalty drafts the claim on what came late and was accepted: the agency says
// whether it is opened.
func (a *act) proposePenalty(v delivery.Delivery) {
	c := a.claim(v, delivery.Late)
	terms := a.d.policies().Penalty
	for _, l := range v.Lines {
		p, reasons := a.part(l.Line, l.Part)
		if reasons != nil || l.Accepted == 0 {
			continue
		}
		days := daysLate(p.PromisedAt, v.ArrivedAt())
		sums, err := p.Line(l.Accepted).Sums()
		if err != nil {
			continue // what was ordered has a sum, and this is a part of it
		}
		cost := penalty(terms, sums.Total, days)
		if cost == 0 {
			continue
		}
		if c.Penalty, err = c.Penalty.Add(cost); err != nil {
			return
		}
		c.Lines = append(c.Lines, delivery.ClaimLine{Line: l.Line, Part: l.Part, Pieces: l.Accepted})
		c.DaysLate = max(c.DaysLate, days)
	}
	if c.Penalty > 0 {
		c.State, c.OpenedAt = delivery.ClaimProposed, a.d.now
		a.file(c)
	}
}

// Missed is a part of an order whose promised day is over and of which pieces are
// still to come.
type Missed struct {
	// Line counts from 1, Part from 0.
	Line, Part int
	// Pieces are those that did not arrive: to be sent, or on their way.
	Pieces int64
	// PromisedAt is the day, Unix milliseconds; Days the whole days since.
	PromisedAt, Days int64
	// Value is what the pieces come to with VAT.
	Value money.Amount
}

// Late is the promise ledger of an order: what of it was promised by a day that is over
// and has not arrived (now in Unix milliseconds). Nothing happens to it by itself: the
// penalty follows when it arrives.
func Late(o order.Order, now int64) []Missed {
	if o.State != order.Approved || o.ClosedAt != 0 {
		return nil
	}
	var all []Missed
	for i, l := range o.Lines {
		for j, p := range l.Parts {
			left := p.Quantity - p.Dropped - (p.Delivered - p.Refused)
			if left <= 0 || p.PromisedAt == 0 || now <= p.PromisedAt {
				continue
			}
			m := Missed{Line: i + 1, Part: j, Pieces: left, PromisedAt: p.PromisedAt, Days: daysLate(p.PromisedAt, now)}
			if sums, err := p.Line(left).Sums(); err == nil {
				m.Value = sums.Total
			}
			all = append(all, m)
		}
	}
	return all
}
