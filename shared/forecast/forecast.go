package forecast

import (
	"slices"

	"dotchain/shared/fault"
)

// Ask is an order about to be signed.
type Ask struct {
	Tier   int64
	Weight int64
	// Quantity is what is asked for, in pieces.
	Quantity int64
	// Day is the first day whose round can take the order in, counted as Round.Day.
	Day int64
}

// Range is what to expect: each of the two ranges holds in about 80 of 100 cases.
type Range struct {
	// Known is false where the published rounds are too few, or the quantity is less
	// than a pack; all but Rounds and AsOf is zero then.
	Known bool
	// Rounds counts the rounds forecast from, AsOf is the day of the last of them: the
	// forecast's age is Ask.Day less AsOf.
	Rounds int
	AsOf   int64
	// Low and High are the pieces of the next round.
	Low, High int64
	// From and To are the days on which the last piece is granted.
	From, To int64
	// Open says that it may be later than To, which is as far as the forecast looks.
	Open bool
}

const (
	// paths is how many courses of the coming rounds are tried.
	paths = 200
	// horizon is how many rounds ahead the forecast looks.
	horizon = 60

	// Of 100 courses a range leaves out so many at its lower and its upper end. It
	// leaves out less than the 20 that it may be wrong in: a dozen rounds do not show
	// how far rounds can stray, nor that bad ones follow bad ones. The figures were
	// chosen on four sets of generated years; the test holds them to others.
	nextBelow, nextAbove = 8, 10
	dateBelow, dateAbove = 6, 2
)

// Forecast returns the range for an ask. It is whole-numbered and follows from its
// arguments alone. It fails with the faults of Check, and FieldInvalid for an ask
// that is none.
func Forecast(p Published, a Ask) (Range, error) {
	if reasons := append(Check(p), a.check()...); len(reasons) > 0 {
		return Range{}, fault.Because("forecast", reasons...)
	}
	out := Range{Rounds: len(p.Rounds)}
	if len(p.Rounds) > 0 {
		out.AsOf = p.Rounds[len(p.Rounds)-1].Day
	}
	quantity := a.Quantity - a.Quantity%p.Pack
	if len(p.Rounds) < MinRounds || quantity == 0 {
		return out, nil
	}
	offered := make([]offer, 0, len(p.Rounds))
	for _, r := range p.Rounds {
		offered = append(offered, r.offer(a.Tier, a.Weight))
	}
	next, rounds := play(offered, quantity, p.Pack)
	out.Known = true
	out.Low, out.High = middle(next, nextBelow, nextAbove)
	first, last := middle(rounds, dateBelow, dateAbove)
	c := newCalendar(p.Rounds)
	out.From, out.To = c.day(a.Day, first), c.day(a.Day, last)
	out.Open = last >= horizon
	return out, nil
}

func (a Ask) check() []fault.Reason {
	var reasons []fault.Reason
	for _, f := range []struct {
		name       string
		have, most int64
	}{
		{"tier", a.Tier, maxTier}, {"weight", a.Weight, maxWeight}, {"quantity", a.Quantity, maxPieces}, {"day", a.Day, maxDay},
	} {
		if f.have < 1 || f.have > f.most {
			reasons = append(reasons, fault.Reason{Code: fault.FieldInvalid, Field: f.name, Have: f.have, Want: f.most})
		}
	}
	return reasons
}

// middle returns the range of whole numbers whose tails come closest to leaving out
// below and above of 100 values. Values come in lumps, so a range that never left
// out more would hold too often.
func middle(values []int64, below, above int64) (low, high int64) {
	sorted := slices.Sorted(slices.Values(values))
	type edge struct {
		value       int64
		below, upto int64 // how many values are below, and up to it
	}
	var edges []edge
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j] == sorted[i] {
			j++
		}
		edges = append(edges, edge{sorted[i], int64(i), int64(j)})
		i = j
	}
	n := int64(len(sorted))
	best := int64(-1)
	for _, x := range edges {
		for _, y := range edges {
			if y.value < x.value {
				continue
			}
			under, over := 100*x.below-below*n, 100*(n-y.upto)-above*n
			if cost := 4*abs(under+over) + abs(under) + abs(over); best < 0 || cost < best {
				best, low, high = cost, x.value, y.value
			}
		}
	}
	return low, high
}

func abs(n int64) int64 { return max(n, -n) }
