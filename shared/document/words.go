package document

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dotchain/shared/money"
)

// Words is the amount in words as documents of the language write it: hryvnias
// in words, kopiykas in two figures, a capital at the beginning.
func Words(a money.Amount, l Lang) string {
	hryvnias, kopiykas := parts(a)
	minus := ""
	if a < 0 {
		minus = l.Pick("мінус ", "minus ")
	}
	text := l.Pick(
		fmt.Sprintf("%s%s %s %02d %s", minus, cardinalUk(hryvnias), pluralUk(hryvnias, "гривня", "гривні", "гривень"),
			kopiykas, pluralUk(kopiykas, "копійка", "копійки", "копійок")),
		fmt.Sprintf("%s%s %s %02d %s", minus, cardinalEn(hryvnias), pluralEn(hryvnias, "hryvnia", "hryvnias"),
			kopiykas, pluralEn(kopiykas, "kopiyka", "kopiykas")),
	)
	return capital(text)
}

// parts are the whole hryvnias and the kopiykas of |a|, exact for every amount.
func parts(a money.Amount) (hryvnias, kopiykas uint64) {
	v := uint64(a) //nolint:gosec // two's complement: the negation below restores the magnitude
	if a < 0 {
		v = -v
	}
	return v / 100, v % 100
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// pluralUk picks the form after a number: 1 гривня, 2 гривні, 5 гривень, 11 гривень.
func pluralUk(n uint64, one, few, many string) string {
	switch {
	case n%100 >= 11 && n%100 <= 14:
		return many
	case n%10 == 1:
		return one
	case n%10 >= 2 && n%10 <= 4:
		return few
	}
	return many
}

func pluralEn(n uint64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// cardinalUk writes a number of something feminine (одна гривня, дві гривні).
func cardinalUk(n uint64) string {
	if n == 0 {
		return "нуль"
	}
	scales := [...]struct {
		one, few, many string
		feminine       bool
	}{
		{feminine: true},
		{"тисяча", "тисячі", "тисяч", true},
		{"мільйон", "мільйони", "мільйонів", false},
		{"мільярд", "мільярди", "мільярдів", false},
		{"трильйон", "трильйони", "трильйонів", false},
		{"квадрильйон", "квадрильйони", "квадрильйонів", false},
		{"квінтильйон", "квінтильйони", "квінтильйонів", false},
	}
	var words []string
	for i := len(scales) - 1; i >= 0; i-- {
		group := thousands(n, i)
		if group == 0 {
			continue
		}
		words = append(words, hundredsUk(group, scales[i].feminine)...)
		if i > 0 {
			words = append(words, pluralUk(group, scales[i].one, scales[i].few, scales[i].many))
		}
	}
	return strings.Join(words, " ")
}

// thousands is the i-th group of three digits of n, from the right.
func thousands(n uint64, i int) uint64 {
	for range i {
		n /= 1000
	}
	return n % 1000
}

func hundredsUk(n uint64, feminine bool) []string {
	hundreds := [...]string{
		"", "сто", "двісті", "триста", "чотириста", "п’ятсот", "шістсот", "сімсот", "вісімсот", "дев’ятсот",
	}
	tens := [...]string{
		"", "", "двадцять", "тридцять", "сорок", "п’ятдесят", "шістдесят", "сімдесят", "вісімдесят", "дев’яносто",
	}
	units := [...]string{
		"", "один", "два", "три", "чотири", "п’ять", "шість", "сім", "вісім", "дев’ять", "десять",
		"одинадцять", "дванадцять", "тринадцять", "чотирнадцять", "п’ятнадцять", "шістнадцять",
		"сімнадцять", "вісімнадцять", "дев’ятнадцять",
	}
	if feminine {
		units[1], units[2] = "одна", "дві"
	}
	rest := n % 100
	var ten string
	if rest >= 20 {
		ten, rest = tens[rest/10], rest%10
	}
	return present(hundreds[n/100], ten, units[rest])
}

func present(words ...string) []string {
	var kept []string
	for _, w := range words {
		if w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}

func cardinalEn(n uint64) string {
	if n == 0 {
		return "zero"
	}
	scales := [...]string{"", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"}
	var words []string
	for i := len(scales) - 1; i >= 0; i-- {
		if group := thousands(n, i); group > 0 {
			words = append(words, present(hundredsEn(group), scales[i])...)
		}
	}
	return strings.Join(words, " ")
}

func hundredsEn(n uint64) string {
	units := [...]string{
		"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	tens := [...]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	var hundred string
	if n >= 100 {
		hundred = units[n/100] + " hundred"
	}
	rest := n % 100
	small := units[min(rest, 19)]
	if rest >= 20 {
		small = strings.Join(present(tens[rest/10], units[rest%10]), "-")
	}
	return strings.Join(present(hundred, small), " ")
}
