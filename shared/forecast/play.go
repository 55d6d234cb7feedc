package forecast

import (
	"slices"

	"dotchain/shared/allocation"
)

const (
	maxTier   = allocation.MaxTier
	maxWeight = allocation.MaxWeight
	maxPieces = allocation.MaxPieces
)

// play tries out courses of the coming rounds, drawn from the past ones, and
// returns for each course what the first round grants and how many rounds it takes
// to serve the whole quantity (horizon when it takes longer).
//
// The past rounds are a sample themselves. For the first round every height between
// two neighbours is as likely as every other; for a course, the rounds it draws from
// are first drawn from those seen, so that what is not known of the average is in
// the outcome.
func play(offered []offer, quantity, pack int64) (next, rounds []int64) {
	d, n := dice(0), uint64(len(offered))
	heights, pool := make([]int64, n), make([]offer, n)
	for i := range int64(paths) {
		for j, o := range offered {
			heights[j] = o.drawn(&d, pack)
		}
		slices.Sort(heights)
		next = append(next, grant(at(heights, 2*i+1, 2*paths), quantity, pack))

		for j := range pool {
			pool[j] = offered[d.next()%n]
		}
		left, took := quantity, int64(0)
		for ; left > 0 && took < horizon; took++ {
			left -= grant(pool[d.next()%n].drawn(&d, pack), left, pack)
		}
		rounds = append(rounds, took)
	}
	return next, rounds
}

// grant is what a round that offers so much gives, in whole packs.
func grant(offered, left, pack int64) int64 {
	g := min(offered, left)
	return g - g%pack
}

// at is the height at the share part/all of n sorted heights: heights stand at the
// shares 1/(n+1) … n/(n+1), and between two of them the line is straight.
func at(sorted []int64, part, all int64) int64 {
	n := int64(len(sorted))
	position := part * (n + 1) // in units of 1/all
	i := position / all
	if i < 1 {
		return sorted[0]
	}
	if i >= n {
		return sorted[n-1]
	}
	low, high := sorted[i-1], sorted[i]
	return low + (high-low)*(position%all)/all
}

// dice is a sequence of numbers without pattern, the same on every machine
// (SplitMix64).
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
