package allocation

// span is one contender for the next pieces of a tier: it holds from, can take
// no more than to, and its n-th piece has the key n/weight. Contenders stand in
// the order of ties.
type span struct{ from, to, weight int64 }

// grain is how finely fill measures the water level between two whole numbers.
// Two different keys a/v and b/w are at least 1/(v·w) ≥ 1/MaxWeight² apart, which
// is more than 1/grain: keys inside one grain are equal, and a contender has at
// most one of them.
const (
	grainBits = 40
	grain     = 1 << grainBits
)

// at is how many pieces the contender holds with the water at whole + part/grain.
// whole is at most 2·MaxPieces < 2⁴¹ and weight below 2²⁰: nothing overflows.
func (s span) at(whole, part int64) int64 {
	return min(max(whole*s.weight+(part*s.weight)>>grainBits, s.from), s.to)
}

// fill gives n pieces, one at a time to the smallest key (held+1)/weight, the
// first in order among equals; and returns what nobody could take. Afterwards
// from is what each contender holds.
//
// Since the keys of a contender grow, the pieces given are the n smallest keys
// of all. fill finds the level below which all keys are served by bisection,
// first its whole part and then its grains, and serves the keys of the next
// grain, which are all equal, in order.
func fill(spans []span, n int64) (left int64) {
	var need, top int64
	heaviest := int64(1)
	for i := range spans {
		s := &spans[i]
		s.to = min(s.to, s.from+n) // nobody can get more, and top stays small
		need += s.to - s.from
		top = max(top, s.to)
		heaviest = max(heaviest, s.weight)
	}
	if need <= n {
		for i := range spans {
			spans[i].from = spans[i].to
		}
		return n - need
	}
	whole := bisect(0, top, func(level int64) bool { return given(spans, level, 0) <= n })
	part := int64(grain - 1) // with weights of 1 there are no keys between whole numbers
	if heaviest > 1 {
		part = bisect(0, grain, func(level int64) bool { return given(spans, whole, level) <= n })
	}
	rest := n - given(spans, whole, part)
	for i := range spans {
		s := &spans[i]
		held := s.at(whole, part)
		if rest > 0 && s.at(whole, part+1) > held {
			held++
			rest--
		}
		s.from = held
	}
	return 0
}

// given is how many pieces it takes to raise the water to whole + part/grain.
func given(spans []span, whole, part int64) int64 {
	sum := int64(0)
	for _, s := range spans {
		sum += s.at(whole, part) - s.from
	}
	return sum
}

// bisect returns the last number from low up for which ok holds; it holds for
// low, does not for high, and changes once.
func bisect(low, high int64, ok func(int64) bool) int64 {
	for high-low > 1 {
		if middle := low + (high-low)/2; ok(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}
