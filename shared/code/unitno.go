package code

import "strings"

// UnitNumber is the open number of a military unit in the form А0000: the
// Cyrillic capital А (U+0410) and four digits.
type UnitNumber string

// unitLetter is Cyrillic; its Latin twin is folded to it.
const unitLetter = "А"

// ParseUnitNumber reads a unit's number, with or without "в/ч" before it. A
// Latin A and small letters, which no reader can tell or means, become the
// Cyrillic capital, so that one unit never has two numbers.
func ParseUnitNumber(text string) (UnitNumber, error) {
	rest := strings.ToUpper(tidy(text))
	if rest == "" {
		return "", reject(SchemeUnit, text, ProblemEmpty)
	}
	for _, prefix := range []string{"В/Ч", "B/Ч"} {
		if tail, found := strings.CutPrefix(rest, prefix); found {
			rest = strings.TrimSpace(tail)
			break
		}
	}
	digits, found := strings.CutPrefix(CyrillicTwins(rest), unitLetter)
	if !found {
		return "", reject(SchemeUnit, text, ProblemCharacter)
	}
	if err := digitsOnly(SchemeUnit, text, digits, 4); err != nil {
		if err.Problem == ProblemEmpty {
			err.Problem = ProblemLength
		}
		return "", err
	}
	return UnitNumber(unitLetter + digits), nil
}

// Check returns nil when n is in canonical form.
func (n UnitNumber) Check() error { return canonical(SchemeUnit, n, ParseUnitNumber) }
