package search

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The scanner reads as split and joined do, which stand for themselves.
func TestScanner_ReadsAsSplit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("АБВабвґёїABCabc019 -’'ʼ.,«»\u0301\u00ad\u0456\u0308éß№×")))).Draw(t, "text")
		var s scanner
		s.scan(text, false)
		var words []string
		for i := range s.ends {
			words = append(words, string(s.word(i)))
			latin, cyrillic, digit := scripts(words[i])
			require.Equal(t, digit, s.kind[i]&hasNumber != 0, "%q", words[i])
			_, _ = latin, cyrillic
		}
		var want []string
		for _, w := range split(text) {
			if w != "" {
				want = append(want, w[:cutWordOf(w)])
			}
		}
		require.Equal(t, want, words)
		s.scan(text, true)
		one := joined(text)
		if one == "" {
			require.Empty(t, s.ends)
			return
		}
		require.Equal(t, one[:cutWordOf(one)], string(s.word(0)))
	})
	require.Equal(t, strings.Repeat("щ", 127), func() string {
		var s scanner
		s.scan(strings.Repeat("Щ", 200), false)
		return string(s.word(0))
	}())
}
