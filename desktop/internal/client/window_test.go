package client

import (
	"cmp"
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
