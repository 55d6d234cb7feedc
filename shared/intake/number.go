package intake

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"dotchain/shared/code"
	"dotchain/shared/money"
)

// maxQuantity bounds every quantity: more pieces than anyone will ever make.
const maxQuantity = 100_000_000

// maxDays bounds a lead time.
const maxDays = 1_000

func itoa(n int) string { return strconv.Itoa(n) }

func isLetter(r rune) bool { return unicode.IsLetter(r) }

// stored turns a number as a spreadsheet stores it (24999.990000000002, 1.2E+5)
// into the decimal that was typed. Spreadsheets keep 15 digits; what differs
// after them is an artefact of binary fractions. Other text stays as it is.
func stored(text string) string {
	if !looksStored(text) {
		return text
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		return text
	}
	for decimals := range 10 {
		rounded := value.FloatString(decimals)
		back, _ := new(big.Rat).SetString(rounded)
		off := new(big.Rat).Sub(value, back)
		// Equal to within 1 part in 10¹⁴ of the value, or exactly zero.
		bound := new(big.Rat).Mul(new(big.Rat).Abs(value), big.NewRat(1, 100_000_000_000_000))
		if off.Abs(off).Cmp(bound) <= 0 {
			return rounded
		}
	}
	return text
}

// looksStored is true of the numbers that need repair: with an exponent or with
// more decimals than people type.
func looksStored(text string) bool {
	if len(text) < 5 || len(text) > 30 || text[0] != '-' && (text[0] < '0' || text[0] > '9') {
		return false
	}
	if strings.Trim(text, "0123456789.-+Ee") != "" {
		return false
	}
	if i := strings.IndexAny(text, "Ee"); i >= 0 {
		exponent, err := strconv.Atoi(text[i+1:])
		return err == nil && exponent > -30 && exponent < 30
	}
	dot := strings.IndexByte(text, '.')
	return dot >= 0 && len(text)-dot > 10
}

// amount reads a price. Empty text is not its business.
func amount(text string) (money.Amount, Reason) {
	lower := strings.ToLower(text)
	for _, foreign := range []string{"$", "€", "£", "usd", "eur", "дол", "євро", "у.о", "у. о", "zł", "pln"} {
		if strings.Contains(lower, foreign) {
			return 0, ReasonForeignCurrency
		}
	}
	value, err := money.Parse(strings.TrimSuffix(stored(strings.TrimSpace(text)), ",-"))
	switch {
	case err == nil && value <= 0:
		return 0, ReasonNotPositive
	case err == nil:
		return value, ""
	case errors.Is(err, money.ErrAmbiguous):
		return 0, ReasonAmbiguousMoney
	case errors.Is(err, money.ErrDecimals):
		return 0, ReasonMoneyFraction
	}
	return 0, ReasonNotMoney
}

// noneWords mean zero in a stock or lead time column.
var noneWords = map[string]bool{"-": true, "—": true, "немає": true, "нема": true, "відсутній": true, "відсутня": true, "під замовлення": true, "none": true, "no": true, "n-a": true} //nolint:gochecknoglobals // a table that never changes

// quantity reads a whole number of pieces or days, with the unit or a word
// before or after it: "150 шт.", ">100", "більше 100", "1 200", "12,0".
func quantity(text string, limit int64) (int64, Reason) {
	word := plain(text)
	if noneWords[word] {
		return 0, ""
	}
	number := strings.TrimSpace(stored(strings.TrimSpace(text)))
	for _, prefix := range []string{">", "≥", "більше", "понад", "від", "до", "~", "≈"} {
		if rest, found := cutPrefixFold(number, prefix); found {
			number = strings.TrimSpace(rest)
			break
		}
	}
	number = strings.TrimSpace(strings.TrimRightFunc(number, func(r rune) bool {
		return unicode.IsLetter(r) || r == '.' || r == ' ' || r == '\u00a0'
	}))
	value, err := code.ParseMilli(number)
	if err != nil || value%1000 != 0 {
		return 0, ReasonNotNumber
	}
	if value < 0 || int64(value/1000) > limit {
		return 0, ReasonOutOfRange
	}
	return int64(value / 1000), ""
}

// days reads a lead time: "10", "10-14 днів" (the longer), "2 тижні", "склад".
func days(text string) (int64, Reason) {
	word := plain(text)
	if strings.HasPrefix(word, "склад") || strings.HasPrefix(word, "зі складу") || strings.HasPrefix(word, "в наявності") || word == "in stock" {
		return 0, ""
	}
	factor := int64(1)
	switch {
	case strings.Contains(word, "тиж"), strings.Contains(word, "week"):
		factor = 7
	case strings.Contains(word, "міс"), strings.Contains(word, "month"):
		factor = 30
	}
	longest := text
	if _, after, found := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-"); found && strings.TrimSpace(after) != "" && text[0] != '-' {
		longest = after
	}
	if factor != 1 || strings.IndexFunc(longest, isLetter) > 0 {
		longest = strings.TrimSpace(longest[:1+strings.LastIndexAny(longest, "0123456789")])
	}
	value, reason := quantity(longest, maxDays/factor)
	return value * factor, reason
}

// vat reads a rate: "20", "20%", "20 %", 0.2 of a cell formatted as percent,
// "без ПДВ".
func vat(text string) (money.BasisPoints, Reason) {
	word := plain(text)
	switch word {
	case "без пдв", "не оподатковується", "звільнено", "неоподатковувано", "-", "no vat", "exempt":
		return money.VATNone, ""
	}
	number := stored(strings.TrimSpace(text))
	isPercent := false
	if rest, found := strings.CutSuffix(number, "%"); found {
		number, isPercent = strings.TrimSpace(rest), true
	}
	value, err := code.ParseMilli(number)
	if err != nil {
		return 0, ReasonBadVAT
	}
	points := int64(value) / 10
	if !isPercent && value > 0 && value < 1000 {
		points = int64(value) * 10 // 0.2 is how 20 % is stored
	} else if value%10 != 0 {
		return 0, ReasonBadVAT
	}
	switch rate := money.BasisPoints(points); rate {
	case money.VATNone, money.VATReduced7, money.VATReduced, money.VATStandard:
		return rate, ""
	}
	return 0, ReasonBadVAT
}

// cutPrefixFold cuts a prefix without regard to case.
func cutPrefixFold(text, prefix string) (string, bool) {
	if len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix) {
		return text[len(prefix):], true
	}
	return text, false
}
