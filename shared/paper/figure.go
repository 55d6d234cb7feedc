package paper

import (
	"strconv"
	"strings"

	"dotchain/shared/document"
	"dotchain/shared/money"
)

// nbsp parts groups of three figures and never breaks a line.
const nbsp = "\u00a0"

// figure is a whole number as papers of the language write it.
func figure(n int64, l document.Lang) string {
	text := strconv.FormatInt(n, 10)
	digits, minus := strings.CutPrefix(text, "-")
	grouped := group(digits, l.Pick(nbsp, ","))
	if minus {
		return "−" + grouped
	}
	return grouped
}

// group parts figures in threes from the right.
func group(digits, mark string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// amount is a sum as papers of the language write it: 1 234 567,90.
func amount(a money.Amount, l document.Lang) string {
	digits, minus := strings.CutPrefix(a.String(), "-")
	whole, cents, _ := strings.Cut(digits, ".")
	text := group(whole, l.Pick(nbsp, ",")) + l.Pick(",", ".") + cents
	if minus {
		return "−" + text
	}
	return text
}

// rate is a VAT rate: 20 %, 7 %, 12,5 %.
func rate(r money.BasisPoints, l document.Lang) string {
	text := strconv.Itoa(int(r / 100))
	if rest := int(r % 100); rest != 0 {
		text += l.Pick(",", ".") + strings.TrimRight(strconv.Itoa(100 + rest)[1:], "0")
	}
	return text + nbsp + "%"
}

// kilograms of grams: 386,5.
func kilograms(grams int64, l document.Lang) string {
	text := figure(grams/1000, l)
	if rest := grams % 1000; rest > 0 {
		text += l.Pick(",", ".") + strings.TrimRight(strconv.FormatInt(1000+rest, 10)[1:], "0")
	}
	return text
}

// fours parts a long code in fours, so that people can compare it.
func fours(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%4 == 0 {
			b.WriteString(nbsp)
		}
		b.WriteRune(r)
	}
	return b.String()
}
