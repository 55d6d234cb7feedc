package money

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// What Parse refuses, each wrapped with the text.
var (
	// ErrSyntax says that the text is not an amount.
	ErrSyntax = errors.New("not an amount of money")
	// ErrAmbiguous says that the text can be read as two different amounts.
	ErrAmbiguous = errors.New("amount can be read in two ways")
	// ErrDecimals says that the text has a fraction of a kopiyka.
	ErrDecimals = errors.New("amount has a fraction of a kopiyka")
)

// maxText bounds what Parse looks at: the largest amount with grouping, sign
// and currency is under 50 bytes.
const maxText = 100

// Parse reads an amount as Ukrainian price lists write it.
//
//   - Digits may be grouped by spaces of any kind (ordinary, no-break U+00A0,
//     narrow no-break U+202F, thin U+2009, figure U+2007); groups are of three.
//   - One comma or dot separates decimals: 24500,5 and 24500.50.
//   - Two different marks are read as the last one meaning decimals and the
//     other grouping, if the groups are of three: 1,234.50 and 1.234,50 are both
//     1234.50. One mark that repeats only groups: 1,234,567 is 1234567.00.
//   - 1.234.5 is refused as ambiguous, and so is a single mark before exactly
//     three digits after one to three others: 1,500 is fifteen hundred to one
//     reader and one and a half to the next. 0,500 and 1500,500 are not.
//   - More than two decimals are refused unless the rest are zeros.
//   - грн, грн., ₴ and UAH may stand before or after. A minus stands first.
func Parse(text string) (Amount, error) {
	if len(text) > maxText || !utf8.ValidString(text) {
		return 0, fmt.Errorf("parse amount: %w", ErrSyntax)
	}
	negative, number := bare(text)
	kopiykas, err := digits(number)
	if err != nil {
		return 0, fmt.Errorf("parse amount %q: %w", text, err)
	}
	amount, ok := signed(kopiykas, negative)
	if !ok {
		return 0, fmt.Errorf("parse amount %q: %w", text, ErrOverflow)
	}
	return amount, nil
}

// bare takes outer spaces, currency and sign off and makes all spaces plain.
func bare(text string) (negative bool, number string) {
	number = strings.TrimSpace(strings.Map(plainSpace, text))
	number = withoutCurrency(number)
	for _, minus := range []string{"-", "\u2212"} {
		if rest, found := strings.CutPrefix(number, minus); found {
			return true, withoutCurrency(strings.TrimSpace(rest))
		}
	}
	return false, number
}

// plainSpace maps the spaces of typography to the ordinary one.
func plainSpace(r rune) rune {
	switch r {
	case '\u00a0', '\u202f', '\u2009', '\u2007', '\t':
		return ' '
	}
	return r
}

// withoutCurrency cuts one currency mark from the end, else from the start.
func withoutCurrency(number string) string {
	for _, mark := range []string{"грн.", "грн", "₴", "uah"} {
		if cut := len(number) - len(mark); cut >= 0 && strings.EqualFold(number[cut:], mark) {
			return strings.TrimSpace(number[:cut])
		}
	}
	for _, mark := range []string{"₴", "uah", "грн.", "грн"} {
		if len(number) >= len(mark) && strings.EqualFold(number[:len(mark)], mark) {
			return strings.TrimSpace(number[len(mark):])
		}
	}
	return number
}

// digits reads an unsigned number with grouping and decimals as kopiykas.
func digits(number string) (uint64, error) {
	whole, fraction, err := divide(number)
	if err != nil {
		return 0, err
	}
	if len(strings.TrimRight(fraction, "0")) > 2 {
		return 0, ErrDecimals
	}
	fraction = (fraction + "00")[:2]

	var kopiykas uint64
	for _, c := range []byte(whole + fraction) {
		if kopiykas > (1<<63)/10 {
			return 0, ErrOverflow
		}
		kopiykas = kopiykas*10 + uint64(c-'0')
	}
	return kopiykas, nil
}

// divide tells whole digits from decimals; both come back as digits alone.
func divide(number string) (whole, fraction string, err error) {
	last := strings.LastIndexAny(number, ".,")
	if last < 0 {
		whole, err = ungroup(number, " ")
		return whole, "", err
	}
	mark := number[last : last+1]
	head, tail := number[:last], number[last+1:]
	if !isDigits(tail) {
		return "", "", ErrSyntax
	}

	switch {
	case strings.Contains(head, mark):
		// 1,234,567: the mark groups. 1.234.5: it cannot be both.
		if strings.ContainsAny(head, " ") || strings.ContainsAny(head, otherMark(mark)) || len(tail) != 3 {
			return "", "", ErrAmbiguous
		}
		whole, err = ungroup(number, mark)
		return whole, "", err
	case strings.ContainsAny(head, otherMark(mark)):
		whole, err = ungroup(head, otherMark(mark))
		return whole, tail, err
	case len(tail) == 3 && isDigits(head) && len(head) <= 3 && head[0] != '0':
		return "", "", ErrAmbiguous
	}
	whole, err = ungroup(head, " ")
	return whole, tail, err
}

// otherMark is the decimal mark that mark is not.
func otherMark(mark string) string {
	if mark == "," {
		return "."
	}
	return ","
}

// ungroup joins groups of three digits; a number without groups may be of any
// length. Other lengths are refused: 12 50 may have meant 12.50.
func ungroup(number, mark string) (string, error) {
	groups := strings.Split(number, mark)
	if !isDigits(strings.Join(groups, "")) || slices.Contains(groups, "") {
		return "", ErrSyntax
	}
	for i, group := range groups {
		if len(groups) > 1 && (i > 0 && len(group) != 3 || i == 0 && len(group) > 3) {
			return "", ErrAmbiguous
		}
	}
	return strings.Join(groups, ""), nil
}

// isDigits says whether text is one or more ASCII digits.
func isDigits(text string) bool {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return text != ""
}
