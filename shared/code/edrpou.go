package code

// EDRPOU is the eight-digit code of an organisation in the state register
// (scheme UA-EDR), with its check digit.
type EDRPOU string

// ParseEDRPOU reads eight digits and verifies the check digit.
//
// The rule of the register: Σ dᵢ·wᵢ mod 11 over the first seven digits, with the
// weights 1…7 for codes below 30000000 and above 60000000, and 7,1,2,3,4,5,6
// between. Should the remainder be 10, the sum is taken again with every weight
// two higher; should it be 10 once more, the digit is 0.
func ParseEDRPOU(text string) (EDRPOU, error) {
	tidied := tidy(text)
	if err := digitsOnly(SchemeEDRPOU, text, tidied, 8); err != nil {
		return "", err
	}
	if tidied[7] != edrpouCheckDigit(tidied[:7]) {
		return "", reject(SchemeEDRPOU, text, ProblemCheckDigit)
	}
	return EDRPOU(tidied), nil
}

// WithCheckDigit completes the first seven digits of an EDRPOU code.
func WithCheckDigit(seven string) (EDRPOU, error) {
	if err := digitsOnly(SchemeEDRPOU, seven, seven, 7); err != nil {
		return "", err
	}
	return EDRPOU(seven + string(edrpouCheckDigit(seven))), nil
}

// edrpouCheckDigit computes the eighth digit from seven ASCII digits.
func edrpouCheckDigit(seven string) byte {
	weights := [7]int{1, 2, 3, 4, 5, 6, 7}
	// The range is told by the first digit: the bounds are round millions.
	if seven[0] >= '3' && seven[0] <= '5' {
		weights = [7]int{7, 1, 2, 3, 4, 5, 6}
	}
	for _, raise := range []int{0, 2} {
		sum := 0
		for i, w := range weights {
			sum += int(seven[i]-'0') * (w + raise)
		}
		if rest := sum % 11; rest < 10 {
			return '0' + byte(rest)
		}
	}
	return '0'
}

// Check returns nil when e is eight digits with the right check digit.
func (e EDRPOU) Check() error { return canonical(SchemeEDRPOU, e, ParseEDRPOU) }
