package client

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A text is found where it is found in the lower case of all.
func TestContainsFold(t *testing.T) {
	t.Parallel()
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("АаІіЇїҐґЄєЯяZzİıK-2/ \u00a0")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		s := letters.Draw(t, "s")
		text := strings.ToLower(letters.Draw(t, "text"))
		if runes := []rune(strings.ToLower(s)); len(runes) > 0 && rapid.Bool().Draw(t, "of it") {
			from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
			text = string(runes[from:rapid.IntRange(from, len(runes)).Draw(t, "to")])
		}
		require.Equal(t, strings.Contains(strings.ToLower(s), text), containsFold(s, text))
	})
}
