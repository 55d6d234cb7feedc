package figures

import (
	"slices"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/document"
	"dotchain/shared/money"
	"dotchain/shared/order"
)

// Period is over how long figures are counted; Before is the one before it.
const Period = 90 * 24 * time.Hour

// Months and Weeks are how far back plots go, the present one included.
const (
	Months = 12
	Weeks  = 12
)

// None stands for a figure that there is nothing to count for.
const None int64 = -1

// Figures are what was counted at a moment.
type Figures struct {
	// Cycle is the median of days from the unit's signature to the last acceptance, in
	// tenths of a day, of orders accepted in the period; Accepted counts them.
	Cycle, CycleBefore       int64
	Accepted, AcceptedBefore int64
	// OnTime is how many of the pieces that came in the period came by the day they were
	// promised for, in hundredths of a per cent. On time is in full: the pieces of a part
	// came when the last of them did, and with one that is refused they did not.
	OnTime, OnTimeBefore int64
	// Open counts orders between their receipt and their decision, with the agency those of
	// them whose turn is the agency's; its median and longest stay so far are in hours.
	Open, WithAgency       int64
	QueueMedian, QueueLong int64
	// WithUnit counts orders that wait for their unit: an answer or a signature.
	WithUnit int64
	// Waiting are pieces that approved orders wait for, in WaitingOrders orders.
	Waiting, WaitingOrders int64
	// Late are pieces whose day is over and that did not come, in LateOrders orders.
	Late, LateOrders int64
	// Approved and Paid are kopiykas of the period.
	Approved, ApprovedBefore money.Amount
	Paid, PaidBefore         money.Amount
	Stages                   []StageFigure
	// Returns and Rejections count the typed reasons of the period.
	Returns, Rejections map[order.ReturnReason]int64
	// ByMonth and ByWeek go back from the present one, the oldest first.
	ByMonth []Month
	ByWeek  []Week
}

// StageFigure is the time orders stayed in a stage, of the stays that ended in the
// period: median and 90th percentile, in hours.
type StageFigure struct {
	Stage        Stage
	Count        int64
	Median, Slow int64
}

// Month is what was approved and paid by fund in a month of Kyiv; Day is its first.
type Month struct {
	Day      string
	Approved map[budget.Fund]money.Amount
	Paid     map[budget.Fund]money.Amount
	// Cycle is Figures.Cycle of the orders accepted in it.
	Cycle int64
}

// Week is what was promised for a week of Kyiv and what came in it, in pieces; Day is
// its Monday.
type Week struct {
	Day                 string
	Promised, Delivered int64
}

// Count counts orders at a moment, Unix milliseconds.
func Count(all []*Digest, now int64) Figures {
	c := newCounter(now)
	for _, d := range all {
		c.add(d)
	}
	return c.figures()
}

// counter adds up digests.
type counter struct {
	now, since, before int64
	f                  Figures
	cycle, cycleBefore []int64
	onTime, came       [2]int64 // of the period, and of the one before
	queue              []int64
	stays              map[Stage][]int64
	// months and weeks are the edges of the plots.
	months, weeks []int64
	cycles        [][]int64
}

func newCounter(now int64) *counter {
	c := &counter{
		now: now, since: now - Period.Milliseconds(), before: now - 2*Period.Milliseconds(), stays: map[Stage][]int64{},
		cycles: make([][]int64, Months),
	}
	c.f.Returns, c.f.Rejections = map[order.ReturnReason]int64{}, map[order.ReturnReason]int64{}
	today := document.InKyiv(now)
	y, m, day := today.Date()
	var days []string
	days, c.months = edgesOf(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC), Months, func(t time.Time, n int) time.Time { return t.AddDate(0, n, 0) })
	for _, d := range days {
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

func (c *counter) add(d *Digest) {
	c.cycleOf(d)
	c.spending(d)
	c.spans(d)
	for _, p := range d.Parts {
		c.part(p)
	}
	late := int64(0)
	for _, p := range d.Parts {
		if p.Due && p.Promised != 0 && p.Promised < c.now {
			late += p.Left
		}
	}
	if late > 0 {
		c.f.Late += late
		c.f.LateOrders++
	}
	if d.Waiting > 0 {
		c.f.Waiting += d.Waiting
		c.f.WaitingOrders++
	}
	for _, t := range d.Returns {
		if c.period(t.At) == 0 {
			c.f.Returns[t.Reason]++
		}
	}
	for _, t := range d.Rejected {
		if c.period(t.At) == 0 {
			c.f.Rejections[t.Reason]++
		}
	}
}

func (c *counter) cycleOf(d *Digest) {
	if d.AcceptedAt == 0 || d.SignedAt == 0 {
		return
	}
	took := max(d.AcceptedAt-d.SignedAt, 0)
	switch c.period(d.AcceptedAt) {
	case 0:
		c.cycle = append(c.cycle, took)
	case 1:
		c.cycleBefore = append(c.cycleBefore, took)
	}
	if n := c.month(d.AcceptedAt); n >= 0 {
		c.cycles[n] = append(c.cycles[n], took)
	}
}

func (c *counter) spending(d *Digest) {
	if d.State == order.Approved {
		switch c.period(d.ApprovedAt) {
		case 0:
			c.f.Approved += d.Total
		case 1:
			c.f.ApprovedBefore += d.Total
		}
		if n := c.month(d.ApprovedAt); n >= 0 {
			c.f.ByMonth[n].Approved[d.Fund] += d.Total
		}
	}
	for _, p := range d.Paid {
		switch c.period(p.At) {
		case 0:
			c.f.Paid += p.Amount
		case 1:
			c.f.PaidBefore += p.Amount
		}
		if n := c.month(p.At); n >= 0 {
			c.f.ByMonth[n].Paid[d.Fund] += p.Amount
		}
	}
}

func (c *counter) spans(d *Digest) {
	for _, s := range d.Spans {
		if c.period(s.To) == 0 {
			c.stays[s.Stage] = append(c.stays[s.Stage], s.To-s.From)
		}
	}
	n := len(d.Spans)
	if n == 0 || d.Spans[n-1].To != 0 {
		return
	}
	switch last := d.Spans[n-1]; last.Stage {
	case Verifying, Review:
		c.f.Open++
		c.f.WithAgency++
		c.queue = append(c.queue, max(c.now-last.From, 0))
	case Signing, Returned:
		c.f.Open++
		c.f.WithUnit++
	case Waiting, Confirming, Dispatching, Transport, Accepting, Paying:
	}
}

func (c *counter) part(p Part) {
	if n := c.week(p.Promised); n >= 0 {
		c.f.ByWeek[n].Promised += p.Pieces
	}
	if p.Delivered == 0 || p.Due {
		return
	}
	if n := c.week(p.Delivered); n >= 0 {
		c.f.ByWeek[n].Delivered += p.Pieces
	}
	if n := c.period(p.Delivered); n >= 0 && p.Promised != 0 {
		c.came[n] += p.Pieces
		if p.Delivered <= p.Promised {
			c.onTime[n] += p.Pieces
		}
	}
}

const (
	hour       = int64(time.Hour / time.Millisecond)
	tenthOfDay = 24 * hour / 10
)

func (c *counter) figures() Figures {
	f := c.f
	f.Accepted, f.AcceptedBefore = int64(len(c.cycle)), int64(len(c.cycleBefore))
	f.Cycle, f.CycleBefore = at(c.cycle, 50, tenthOfDay), at(c.cycleBefore, 50, tenthOfDay)
	f.OnTime, f.OnTimeBefore = share(c.onTime[0], c.came[0]), share(c.onTime[1], c.came[1])
	f.QueueMedian, f.QueueLong = at(c.queue, 50, hour), at(c.queue, 100, hour)
	for _, s := range Stages() {
		if stays := c.stays[s]; len(stays) > 0 {
			f.Stages = append(f.Stages, StageFigure{Stage: s, Count: int64(len(stays)), Median: at(stays, 50, hour), Slow: at(stays, 90, hour)})
		}
	}
	for n := range f.ByMonth {
		f.ByMonth[n].Cycle = at(c.cycles[n], 50, tenthOfDay)
	}
	return f
}

// at is a percentile by the nearest rank, in whole units rounded half up; None of
// nothing. It puts the values in order.
func at(values []int64, percent int, unit int64) int64 {
	if len(values) == 0 {
		return None
	}
	slices.Sort(values)
	rank := (len(values)*percent + 99) / 100
	return (values[max(rank, 1)-1] + unit/2) / unit
}

// share is a part of a whole in hundredths of a per cent; None where there is no whole.
func share(part, whole int64) int64 {
	if whole == 0 {
		return None
	}
	return part * 10_000 / whole
}
