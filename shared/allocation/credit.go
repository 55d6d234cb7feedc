package allocation

// CreditMax is the most credit there is.
const CreditMax = 100

// Credit is the fair-share credit with which a unit enters an item's next round:
// half of what it had, rounded down, and a point for every piece it was short of
// because the stock ran out (not for want of money, cap, contract or pack), at most
// CreditMax. A unit that is served forgets in seven rounds. Negative arguments
// count as 0.
//
// Credit breaks ties and does nothing else: at most one pack a round depends on
// it, so that asking for more in order to be short of more is not worth its money.
func Credit(previous, shortfall int64) int64 {
	previous = min(max(previous, 0), CreditMax)
	shortfall = min(max(shortfall, 0), CreditMax)
	return min(previous/2+shortfall, CreditMax)
}
