package forecast

// calendar knows on which days rounds are held.
type calendar struct {
	// weekdays says on which days of the week rounds were held, when they are held more
	// often than weekly.
	weekdays [7]bool
	// span and gaps: rounds are span/gaps days apart otherwise.
	span, gaps int64
}

// newCalendar learns from rounds; there are at least two.
func newCalendar(rounds []Round) calendar {
	c := calendar{span: rounds[len(rounds)-1].Day - rounds[0].Day, gaps: int64(len(rounds) - 1)}
	for _, r := range rounds {
		c.weekdays[r.Day%7] = true
	}
	return c
}

// day is the day of the n-th round (from 1) that can take in an order of today.
func (c calendar) day(today, n int64) int64 {
	if c.span > 7*c.gaps {
		return today + (n*c.span+c.gaps-1)/c.gaps
	}
	for day := today; ; day++ {
		if c.weekdays[day%7] {
			if n--; n <= 0 {
				return day
			}
		}
	}
}
