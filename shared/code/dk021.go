package code

// DK021 is a code of the Ukrainian procurement vocabulary ДК 021:2015 (CPV) with
// its check digit, in the form 34711200-6.
//
// The check digit cannot be computed. In 8,925 of the 9,458 published codes it
// is Σ dᵢ·wᵢ mod 10 with the weights 3 7 1 3 7 1 3 7; the other 533 stand in
// whole families (033, 034, 09, 421, 7221 …) that were renumbered and kept other
// digits. So ParseDK021 checks the form, and the list is the real check.
type DK021 string

// ParseDK021 reads eight digits, a dash and the check digit.
func ParseDK021(text string) (DK021, error) {
	tidied := tidy(text)
	if tidied == "" {
		return "", reject(SchemeDK021, text, ProblemEmpty)
	}
	for i, r := range tidied {
		if isDigit(r) && i != 8 || r == '-' && i == 8 {
			continue
		}
		return "", reject(SchemeDK021, text, ProblemCharacter)
	}
	if len(tidied) != 10 {
		return "", reject(SchemeDK021, text, ProblemLength)
	}
	return DK021(tidied), nil
}

// Body is the eight digits without the check digit.
func (d DK021) Body() string {
	if len(d) < 8 {
		return ""
	}
	return string(d[:8])
}

// Covers says whether other lies under d in the tree: a zero at the end of d's
// first digits stands for everything below. 34710000-7 covers 34711200-6. The
// first two digits are the division and always count.
func (d DK021) Covers(other DK021) bool {
	body, below := d.Body(), other.Body()
	if body == "" || below == "" {
		return false
	}
	end := len(body)
	for end > 2 && body[end-1] == '0' {
		end--
	}
	return body[:end] == below[:end]
}

// Check returns nil when d is in canonical form.
func (d DK021) Check() error { return canonical(SchemeDK021, d, ParseDK021) }
