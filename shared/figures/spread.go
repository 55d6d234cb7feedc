package figures

import (
	"maps"
	"slices"
	"time"
)

const (
	hour       = int64(time.Hour / time.Millisecond)
	tenthOfDay = 24 * hour / 10
)

// rounded is a time in whole units, rounded half up. It keeps the order of times, so a
// percentile of rounded times is the rounded percentile.
func rounded(v, unit int64) int64 { return (v + unit/2) / unit }

// spread is how often each value was counted; a value that was counted as often off as
// on is not in it.
type spread map[int64]int64

func (s spread) count(v, by int64) {
	if s[v] += by; s[v] == 0 {
		delete(s, v)
	}
}

// size is how many values there are.
func (s spread) size() int64 {
	n := int64(0)
	for _, times := range s {
		n += times
	}
	return n
}

// rank is the nearest rank of a percentile, from 1.
func rank(size, percent int64) int64 { return max((size*percent+99)/100, 1) }

// ranked is the value of a rank.
func (s spread) ranked(rank int64) int64 {
	for _, v := range slices.Sorted(maps.Keys(s)) {
		if rank -= s[v]; rank <= 0 {
			return v
		}
	}
	return None
}

// at is a percentile by the nearest rank; None of nothing.
func (s spread) at(percent int64) int64 {
	if len(s) == 0 {
		return None
	}
	return s.ranked(rank(s.size(), percent))
}
