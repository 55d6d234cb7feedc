package code

import (
	"strconv"
	"strings"
)

// Milli is the value of a numeric characteristic in thousandths of its unit:
// 2.5 km is 2500. Characteristics are compared, filtered and signed, so they are
// exact integers like money.
type Milli int64

// maxMilliDigits keeps whole part and thousandths inside 64 bits.
const maxMilliDigits = 15

// Whole makes a value of whole units.
func Whole(units int64) Milli { return Milli(units * 1000) }

// ParseMilli reads a decimal number with a comma or a dot, groups of three
// digits parted by spaces and at most three decimals (further zeros do no harm).
// A single mark always means decimals here: nobody groups a range or a weight.
func ParseMilli(text string) (Milli, error) {
	number := tidy(text)
	if number == "" {
		return 0, reject(SchemeNumber, text, ProblemEmpty)
	}
	number, negative := strings.CutPrefix(number, "-")
	whole, fraction, hasFraction := strings.Cut(strings.Replace(number, ",", ".", 1), ".")
	if hasFraction && fraction == "" {
		return 0, reject(SchemeNumber, text, ProblemCharacter)
	}
	fraction = strings.TrimRight(fraction, "0") + strings.Repeat("0", 3)
	groups := strings.Split(whole, " ")
	for i, group := range groups {
		if len(groups) > 1 && (i > 0 && len(group) != 3 || i == 0 && len(group) > 3) {
			return 0, reject(SchemeNumber, text, ProblemCharacter)
		}
	}
	digits := strings.Join(groups, "")
	if digits == "" || strings.Trim(digits+fraction, "0123456789") != "" {
		return 0, reject(SchemeNumber, text, ProblemCharacter)
	}
	if len(fraction) > 6 || len(digits) > maxMilliDigits {
		return 0, reject(SchemeNumber, text, ProblemLength)
	}
	value, err := strconv.ParseInt(digits+fraction[:3], 10, 64)
	if err != nil {
		return 0, reject(SchemeNumber, text, ProblemLength)
	}
	if negative {
		value = -value
	}
	return Milli(value), nil
}

// String is the shortest decimal with a dot: 2.5, 40, -0.125.
func (m Milli) String() string {
	text := strconv.FormatInt(int64(m), 10)
	sign := ""
	if m < 0 {
		sign, text = "-", text[1:]
	}
	if len(text) < 4 {
		text = strings.Repeat("0", 4-len(text)) + text
	}
	whole, fraction := text[:len(text)-3], strings.TrimRight(text[len(text)-3:], "0")
	if fraction == "" {
		return sign + whole
	}
	return sign + whole + "." + fraction
}
