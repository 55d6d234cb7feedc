package client

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The first few are those that sorting everything would put first.
func TestFirstFew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(rapid.Int()).Draw(t, "all")
		few := rapid.IntRange(0, 20).Draw(t, "few")
		before := slices.Clone(all)
		sorted := slices.Sorted(slices.Values(all))
		require.True(t, slices.Equal(sorted[:min(few, len(sorted))], firstFew(all, few, cmp.Compare[int])))
		require.Equal(t, before, all)
	})
}

// A window is cut out of what sorting everything would give, wherever it lies.
func TestWindowOf(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]int{3, 1_000_000}).Draw(t, "most") // equal ones, and none
		size := rapid.SampledFrom([]int{0, 1, 50, 3 * heapMost}).Draw(t, "size")
		seed := rapid.Uint64().Draw(t, "seed")
		random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // reproducible
		all := make([]int, size)
		for i := range all {
			all[i] = random.IntN(most)
		}
		if rapid.Bool().Draw(t, "sorted") {
			slices.Sort(all)
		}
		before, sorted := slices.Clone(all), slices.Sorted(slices.Values(all))
		offset, limit := rapid.IntRange(-1, size+10).Draw(t, "offset"), rapid.IntRange(0, 100).Draw(t, "limit")
		require.True(t, slices.Equal(window(sorted, offset, limit), windowOf(all, offset, limit, cmp.Compare[int])))
		require.Equal(t, before, all)
	})
}

// What belongs to a place is there, and the others are on their side of it.
func TestSettleAt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.IntRange(0, 300), 100, 200).Draw(t, "all")
		seed := rapid.Uint64().Draw(t, "seed")
		n := rand.New(rand.NewPCG(seed, 2)).IntN(len(all)) //nolint:gosec // any place, not a small one first
		sorted := slices.Sorted(slices.Values(all))
		settleAt(all, n, cmp.Compare[int])
		require.Equal(t, sorted[n], all[n])
		require.LessOrEqual(t, slices.Max(append(all[:n:n], all[n])), all[n])
		require.GreaterOrEqual(t, slices.Min(all[n:]), all[n])
		slices.Sort(all)
		require.Equal(t, sorted, all)
	})
}
