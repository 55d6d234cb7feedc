package client

import (
	"math/bits"
	"slices"
)

// heapMost is up to which place a window is found with a heap: most rows fail at its
// top at once. Further back selecting is less work.
const heapMost = 1000

// windowOf is the window of a list put in order; the rest of the list is not. A list
// that was dragged to its middle shows sixty rows of a hundred thousand.
func windowOf[T any](all []T, offset, limit int, order func(a, b T) int) []T {
	if limit <= 0 {
		limit = defaultLimit
	}
	from := min(max(offset, 0), len(all))
	to := min(from+limit, len(all))
	if to <= heapMost {
		return window(firstFew(all, to, order), from, limit)
	}
	picked := slices.Clone(all)
	if from > 0 {
		settleAt(picked, from, order)
	}
	if picked = picked[from:]; to-from < len(picked) {
		settleAt(picked, to-from, order)
		picked = picked[:to-from]
	}
	slices.SortFunc(picked, order)
	return slices.Clone(picked) // not the whole list behind it
}

// settleAt moves to place n what belongs there, before it what comes before, behind it
// the others (Hoare's selection).
func settleAt[T any](all []T, n int, order func(a, b T) int) {
	const few = 32
	// A list against which the middle is always a bad guess is sorted in the end.
	for tries := 4 * bits.Len(uint(len(all))); len(all) > few && tries > 0; tries-- {
		pivot := middle(all[0], all[len(all)/2], all[len(all)-1], order)
		i, j := 0, len(all)-1
		for i <= j {
			for order(all[i], pivot) < 0 {
				i++
			}
			for order(all[j], pivot) > 0 {
				j--
			}
			if i <= j {
				all[i], all[j] = all[j], all[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			all = all[:j+1]
		case n >= i:
			all, n = all[i:], n-i
		default:
			return
		}
	}
	slices.SortFunc(all, order)
}

// middle is the second of three.
func middle[T any](a, b, c T, order func(a, b T) int) T {
	if order(a, b) > 0 {
		a, b = b, a
	}
	if order(b, c) <= 0 {
		return b
	}
	if order(a, c) > 0 {
		return a
	}
	return c
}
