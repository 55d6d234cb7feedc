package allocation

import (
	"math/bits"
	"strconv"
	"strings"
)

// shareDecimals is the most decimals of a floor share.
const shareDecimals = 9

// share is an exact fraction from 0 to 1, in billionths.
type share uint64

const one share = 1_000_000_000

// parseShare reads a decimal from 0 to 1: digits, and at most nine decimals after a dot.
func parseShare(text string) (share, bool) {
	if text == "" {
		return 0, true
	}
	whole, decimals, hasDot := strings.Cut(text, ".")
	if (whole != "0" && whole != "1") || (hasDot && decimals == "") ||
		len(decimals) > shareDecimals || strings.Trim(decimals, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+decimals+strings.Repeat("0", shareDecimals-len(decimals)), 10, 64)
	return share(n), err == nil && share(n) <= one
}

// of is ⌊share · n⌋ for n from 0 to MaxPieces.
func (s share) of(n int64) int64 {
	hi, lo := bits.Mul64(uint64(s), uint64(n))  //nolint:gosec // n is checked to be 0 or more
	whole, _ := bits.Div64(hi, lo, uint64(one)) // s ≤ one, so hi < one
	return int64(whole)                         //nolint:gosec // at most n
}

// canonicalShare is the shortest text of the same share; a wrong text stays as it is.
func canonicalShare(text string) string {
	s, ok := parseShare(text)
	switch {
	case !ok:
		return text
	case s == one:
		return "1"
	case s == 0:
		return "0"
	}
	digits := strconv.FormatUint(uint64(s), 10)
	return "0." + strings.TrimRight(strings.Repeat("0", shareDecimals-len(digits))+digits, "0")
}
