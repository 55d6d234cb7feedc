package figures

import (
	"maps"
	"slices"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/document"
	"dotchain/shared/money"
	"dotchain/shared/order"
)

// counter adds digests up and takes them off again, all as they stand at one moment.
type counter struct {
	now, since, before int64
	// f holds the sums; what has to be put in order is beside it.
	f Figures
	// cycle is in tenths of a day, of the period and of the one before; queue holds since
	// when orders wait; stays are in hours.
	cycle  [2]spread
	onTime [2]int64
	came   [2]int64
	queue  spread
	stays  map[Stage]spread
	// months and weeks are the edges of the plots.
	months, weeks []int64
	cycles        []spread
}

// at makes the moment another one. What is in the counter must stand at both.
func (c *counter) at(now int64) {
	c.now, c.since, c.before = now, now-Period.Milliseconds(), now-2*Period.Milliseconds()
}

func newCounter(now int64) *counter {
	c := &counter{cycle: [2]spread{{}, {}}, queue: spread{}, stays: map[Stage]spread{}}
	c.at(now)
	c.f.Returns, c.f.Rejections = map[order.ReturnReason]int64{}, map[order.ReturnReason]int64{}
	for _, s := range Stages() {
		c.stays[s] = spread{}
	}
	today := document.InKyiv(now)
	y, m, day := today.Date()
	var days []string
	days, c.months = edgesOf(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC), Months, func(t time.Time, n int) time.Time { return t.AddDate(0, n, 0) })
	for _, d := range days {
		c.cycles = append(c.cycles, spread{})
		c.f.ByMonth = append(c.f.ByMonth, Month{
			Day: d, Approved: map[budget.Fund]money.Amount{}, Paid: map[budget.Fund]money.Amount{}, Cycle: None,
		})
	}
	monday := time.Date(y, m, day-(int(today.Weekday())+6)%7, 0, 0, 0, 0, time.UTC)
	days, c.weeks = edgesOf(monday, Weeks, func(t time.Time, n int) time.Time { return t.AddDate(0, 0, 7*n) })
	for _, d := range days {
		c.f.ByWeek = append(c.f.ByWeek, Week{Day: d})
	}
	return c
}

// edgesOf are the moments at which so many months or weeks begin, the present one the
// last, and the one at which it ends.
func edgesOf(first time.Time, count int, next func(t time.Time, n int) time.Time) (days []string, edges []int64) {
	for n := range count + 1 {
		d := next(first, n+1-count)
		if n < count {
			days = append(days, d.Format(time.DateOnly))
		}
		_, offset := document.InKyiv(d.UnixMilli()).Zone()
		edges = append(edges, d.UnixMilli()-int64(offset)*1000)
	}
	return days, edges
}

// ends is when the plots move on to another month or week.
func (c *counter) ends() int64 { return min(c.months[Months], c.weeks[Weeks]) }

// place is between which edges a moment lies, -1 for none.
func place(edges []int64, at int64) int {
	n, found := slices.BinarySearch(edges, at)
	if !found {
		n--
	}
	if n >= len(edges)-1 {
		return -1
	}
	return n
}

func (c *counter) month(at int64) int { return place(c.months, at) }

func (c *counter) week(at int64) int { return place(c.weeks, at) }

// period is 0 for the present period, 1 for the one before it, -1 for any other.
func (c *counter) period(at int64) int {
	switch {
	case at > c.now || at == 0:
		return -1
	case at > c.since:
		return 0
	case at > c.before:
		return 1
	}
	return -1
}

// count adds a digest (by 1) or takes it off (by -1).
func (c *counter) count(d *Digest, by int64) {
	c.cycleOf(d, by)
	c.spending(d, by)
	c.spans(d, by)
	late := int64(0)
	for i := range d.Parts {
		p := &d.Parts[i]
		c.part(p, by)
		if p.Due && p.Promised != 0 && p.Promised < c.now {
			late += p.Left
		}
	}
	if late > 0 {
		c.f.Late += by * late
		c.f.LateOrders += by
	}
	if d.Waiting > 0 {
		c.f.Waiting += by * d.Waiting
		c.f.WaitingOrders += by
	}
	for _, t := range d.Returns {
		if c.period(t.At) == 0 {
			c.f.Returns[t.Reason] += by
		}
	}
	for _, t := range d.Rejected {
		if c.period(t.At) == 0 {
			c.f.Rejections[t.Reason] += by
		}
	}
}

func (c *counter) cycleOf(d *Digest, by int64) {
	if d.AcceptedAt == 0 || d.SignedAt == 0 {
		return
	}
	took := rounded(max(d.AcceptedAt-d.SignedAt, 0), tenthOfDay)
	switch c.period(d.AcceptedAt) {
	case 0:
		c.cycle[0].count(took, by)
		c.f.Accepted += by
	case 1:
		c.cycle[1].count(took, by)
		c.f.AcceptedBefore += by
	}
	if n := c.month(d.AcceptedAt); n >= 0 {
		c.cycles[n].count(took, by)
	}
}

func (c *counter) spending(d *Digest, by int64) {
	if d.State == order.Approved {
		total := d.Total * money.Amount(by)
		switch c.period(d.ApprovedAt) {
		case 0:
			c.f.Approved += total
		case 1:
			c.f.ApprovedBefore += total
		}
		if n := c.month(d.ApprovedAt); n >= 0 {
			c.f.ByMonth[n].Approved[d.Fund] += total
		}
	}
	for _, p := range d.Paid {
		amount := p.Amount * money.Amount(by)
		switch c.period(p.At) {
		case 0:
			c.f.Paid += amount
		case 1:
			c.f.PaidBefore += amount
		}
		if n := c.month(p.At); n >= 0 {
			c.f.ByMonth[n].Paid[d.Fund] += amount
		}
	}
}

func (c *counter) spans(d *Digest, by int64) {
	for i := range d.Spans {
		if s := &d.Spans[i]; c.period(s.To) == 0 {
			c.stays[s.Stage].count(rounded(s.To-s.From, hour), by)
		}
	}
	n := len(d.Spans)
	if n == 0 || d.Spans[n-1].To != 0 {
		return
	}
	switch last := d.Spans[n-1]; last.Stage {
	case Verifying, Review:
		c.f.Open += by
		c.f.WithAgency += by
		c.queue.count(last.From, by)
	case Signing, Returned:
		c.f.Open += by
		c.f.WithUnit += by
	case Waiting, Confirming, Dispatching, Transport, Accepting, Paying:
	}
}

func (c *counter) part(p *Part, by int64) {
	pieces := by * p.Pieces
	if n := c.week(p.Promised); n >= 0 {
		c.f.ByWeek[n].Promised += pieces
	}
	if p.Delivered == 0 || p.Due {
		return
	}
	if n := c.week(p.Delivered); n >= 0 {
		c.f.ByWeek[n].Delivered += pieces
	}
	if n := c.period(p.Delivered); n >= 0 && p.Promised != 0 {
		c.came[n] += pieces
		if p.Delivered <= p.Promised {
			c.onTime[n] += pieces
		}
	}
}

// figures are what was counted. The counter shares nothing with them.
func (c *counter) figures() Figures {
	f := c.f
	f.Cycle, f.CycleBefore = c.cycle[0].at(50), c.cycle[1].at(50)
	f.OnTime, f.OnTimeBefore = share(c.onTime[0], c.came[0]), share(c.onTime[1], c.came[1])
	// Who waits longest began first: the ranks are those of the other end.
	f.QueueMedian, f.QueueLong = c.waited(50), c.waited(100)
	for _, s := range Stages() {
		if stays := c.stays[s]; len(stays) > 0 {
			f.Stages = append(f.Stages, StageFigure{Stage: s, Count: stays.size(), Median: stays.at(50), Slow: stays.at(90)})
		}
	}
	f.Returns, f.Rejections = present(f.Returns), present(f.Rejections)
	f.ByMonth, f.ByWeek = slices.Clone(f.ByMonth), slices.Clone(f.ByWeek)
	for n := range f.ByMonth {
		m := &f.ByMonth[n]
		m.Approved, m.Paid, m.Cycle = present(m.Approved), present(m.Paid), c.cycles[n].at(50)
	}
	return f
}

// waited is a percentile of how long orders have been with the agency, in hours.
func (c *counter) waited(percent int64) int64 {
	if len(c.queue) == 0 {
		return None
	}
	size := c.queue.size()
	return rounded(max(c.now-c.queue.ranked(size+1-rank(size, percent)), 0), hour)
}

// present is a copy without what nothing is left of.
func present[K comparable, V ~int64](all map[K]V) map[K]V {
	all = maps.Clone(all)
	maps.DeleteFunc(all, func(_ K, v V) bool { return v == 0 })
	return all
}

// share is a part of a whole in hundredths of a per cent; None where there is no whole.
func share(part, whole int64) int64 {
	if whole == 0 {
		return None
	}
	return part * 10_000 / whole
}
