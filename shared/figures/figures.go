package figures

import (
	"time"

	"dotchain/shared/budget"
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
		c.count(d, 1)
	}
	return c.figures()
}
