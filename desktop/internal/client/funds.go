package client

import (
	"cmp"
	"slices"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// BudgetPoint is what a fund has free at the end of a day in Kyiv ("2026-12-31"); Low
// and High are a forecast's range.
type BudgetPoint struct {
	Day              string
	Value, Low, High money.Amount
}

// BudgetOrder is what an order holds of a fund.
type BudgetOrder struct {
	Order  orderID
	Number string
	State  order.State
	Holds  budget.Holding
}

// BudgetDetail is a fund with how it came to be and where it goes.
type BudgetDetail struct {
	Budget  BudgetFigures
	Changes []budget.Change
	// BurnDown is what was free at the end of each day so far, Forecast goes on at the pace
	// of the last 60 days until the year's end; ExhaustedOn is the day it would be used up.
	BurnDown, Forecast []BudgetPoint
	ExhaustedOn        string
	Orders             []BudgetOrder
}

// paceDays is over how many days the pace of a fund is measured, paceWeeks their weeks.
const (
	paceDays  = 60
	paceWeeks = paceDays / 7
)

// Budget returns a fund. Fault: BudgetMissing.
func (c *Core) Budget(key id.ID[id.Budget]) (BudgetDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return BudgetDetail{}, err
	}
	b := c.budgets[key]
	if b == nil {
		return BudgetDetail{}, fault.Because("budget", fault.Reason{Code: fault.BudgetMissing, Field: "fund", Ref: key.String()})
	}
	d := BudgetDetail{Budget: c.figures(*b), Changes: slices.Clone(b.Changes)}
	var steps []step
	for _, o := range c.chargedTo(key) {
		if o.Holds.Total() > 0 {
			d.Orders = append(d.Orders, BudgetOrder{Order: o.ID, Number: numberOf(o), State: o.State, Holds: o.Holds})
		}
		steps = append(steps, heldSteps(o)...)
	}
	slices.SortFunc(d.Orders, func(a, b BudgetOrder) int {
		return cmp.Or(cmp.Compare(b.Holds.Total(), a.Holds.Total()), a.Order.Compare(b.Order))
	})
	given := money.Amount(0)
	for _, x := range b.Changes {
		given += x.Amount
		steps = append(steps, step{at: x.At, free: x.Amount, given: true})
	}
	// What was given before the changes that are told of was there from the beginning.
	d.BurnDown = burnDown(*b, steps, b.Appropriated-given, c.now())
	d.Forecast, d.ExhaustedOn = burnOn(*b, steps, c.now())
	return d, nil
}

// chargedTo are the orders that are charged to a fund, as shown.
func (c *Core) chargedTo(key id.ID[id.Budget]) []order.Order {
	var all []order.Order
	for o, row := range c.rows {
		if row.digest.Budget != key && c.shown[o] == nil {
			continue
		}
		if known, ok := c.orderAt(o); ok && known.Budget == key {
			all = append(all, known)
		}
	}
	for o, s := range c.shown {
		if c.rows[o] == nil && s.order.Budget == key {
			all = append(all, s.order)
		}
	}
	return all
}

// step is a change of what a fund has free, kopiykas.
type step struct {
	at    int64
	free  money.Amount
	given bool
}

// heldSteps are what an order took of its fund and gave back, by its timeline. They add
// up to what it holds: what the timeline does not tell of is put to its last event.
func heldSteps(o order.Order) []step {
	var all []step
	held := money.Amount(0)
	to := func(at int64, now money.Amount) {
		if now != held {
			all = append(all, step{at: at, free: held - now})
			held = now
		}
	}
	totals := map[uint32]money.Amount{}
	for _, r := range o.Revisions {
		totals[r.Revision] = r.Total
	}
	last := int64(0)
	for _, e := range o.Events {
		last = max(last, e.At)
		if e.Kind == order.EventReserved {
			to(e.At, totals[e.Revision])
		}
		if e.Kind == order.EventReleased {
			if e.Amount > 0 {
				to(e.At, max(held-e.Amount, 0))
			} else {
				to(e.At, 0)
			}
		}
	}
	to(last, o.Holds.Total())
	return all
}

// burnDown is what a fund had free at the end of each day from the first of its year.
func burnDown(b budget.Budget, steps []step, before money.Amount, now int64) []BudgetPoint {
	day := time.Date(int(b.Year), time.January, 1, 0, 0, 0, 0, kyiv)
	end := min(now, day.AddDate(1, 0, 0).UnixMilli()-1)
	steps = slices.Clone(steps)
	slices.SortStableFunc(steps, func(a, b step) int { return compare(a.at, b.at) })
	free, at := before, 0
	var points []BudgetPoint
	for ; day.UnixMilli() <= end; day = day.AddDate(0, 0, 1) {
		next := day.AddDate(0, 0, 1).UnixMilli()
		for ; at < len(steps) && steps[at].at < next; at++ {
			free += steps[at].free
		}
		points = append(points, BudgetPoint{Day: day.Format(dayForm), Value: free})
	}
	return points
}

// burnOn goes on from now at the pace of the last weeks: the middle at their mean, the
// range at their slow and their fast quarter.
func burnOn(b budget.Budget, steps []step, now int64) (points []BudgetPoint, exhausted string) {
	weeks := make([]money.Amount, paceWeeks)
	since := now - paceWeeks*7*dayMillis
	for _, s := range steps {
		if s.given || s.at <= since || s.at > now {
			continue
		}
		weeks[min(int((s.at-since-1)/(7*dayMillis)), paceWeeks-1)] -= s.free
	}
	sum := money.Amount(0)
	for i := range weeks {
		weeks[i] = max(weeks[i], 0)
		sum += weeks[i]
	}
	slices.Sort(weeks)
	mean, slow, fast := sum/paceWeeks, weeks[paceWeeks/4], weeks[paceWeeks-1-paceWeeks/4]
	slow, fast = min(slow, mean), max(fast, mean)
	day := time.UnixMilli(now).In(kyiv)
	for n := money.Amount(1); ; n++ {
		day = day.AddDate(0, 0, 1)
		if day.Year() != int(b.Year) {
			return points, exhausted
		}
		left := func(week money.Amount) money.Amount { return max(b.Free()-week*n/7, 0) }
		p := BudgetPoint{Day: day.Format(dayForm), Value: left(mean), Low: left(fast), High: left(slow)}
		if points = append(points, p); p.Value == 0 && exhausted == "" && mean > 0 {
			exhausted = p.Day
		}
	}
}

// Units lists the units with what they are doing, by number.
func (c *Core) Units() ([]party.Org, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	var all []party.Org
	for key, o := range c.orgs {
		if o.Kind != party.OrgUnit {
			continue
		}
		unit := *o
		if now := c.over.Orgs[key]; now != nil {
			unit = *now
		}
		all = append(all, unit)
	}
	slices.SortFunc(all, func(a, b party.Org) int { return cmp.Or(cmp.Compare(a.Number, b.Number), a.ID.Compare(b.ID)) })
	return all, nil
}
