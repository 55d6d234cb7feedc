package document_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/document"
	"dotchain/shared/money"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		amount money.Amount
		uk, en string
	}{
		{0, "Нуль гривень 00 копійок", "Zero hryvnias 00 kopiykas"},
		{1, "Нуль гривень 01 копійка", "Zero hryvnias 01 kopiyka"},
		{1_00, "Одна гривня 00 копійок", "One hryvnia 00 kopiykas"},
		{2_02, "Дві гривні 02 копійки", "Two hryvnias 02 kopiykas"},
		{5_05, "П’ять гривень 05 копійок", "Five hryvnias 05 kopiykas"},
		{10_00, "Десять гривень 00 копійок", "Ten hryvnias 00 kopiykas"},
		{11_11, "Одинадцять гривень 11 копійок", "Eleven hryvnias 11 kopiykas"},
		{14_14, "Чотирнадцять гривень 14 копійок", "Fourteen hryvnias 14 kopiykas"},
		{21_21, "Двадцять одна гривня 21 копійка", "Twenty-one hryvnias 21 kopiykas"},
		{40_00, "Сорок гривень 00 копійок", "Forty hryvnias 00 kopiykas"},
		{92_22, "Дев’яносто дві гривні 22 копійки", "Ninety-two hryvnias 22 kopiykas"},
		{101_00, "Сто одна гривня 00 копійок", "One hundred one hryvnias 00 kopiykas"},
		{111_12, "Сто одинадцять гривень 12 копійок", "One hundred eleven hryvnias 12 kopiykas"},
		{1000_00, "Одна тисяча гривень 00 копійок", "One thousand hryvnias 00 kopiykas"},
		{1234_56, "Одна тисяча двісті тридцять чотири гривні 56 копійок", "One thousand two hundred thirty-four hryvnias 56 kopiykas"},
		{2000_00, "Дві тисячі гривень 00 копійок", "Two thousand hryvnias 00 kopiykas"},
		{12_000_00, "Дванадцять тисяч гривень 00 копійок", "Twelve thousand hryvnias 00 kopiykas"},
		{31_002_00, "Тридцять одна тисяча дві гривні 00 копійок", "Thirty-one thousand two hryvnias 00 kopiykas"},
		{1_000_000_00, "Один мільйон гривень 00 копійок", "One million hryvnias 00 kopiykas"},
		{2_000_001_00, "Два мільйони одна гривня 00 копійок", "Two million one hryvnias 00 kopiykas"},
		{5_011_000_00, "П’ять мільйонів одинадцять тисяч гривень 00 копійок", "Five million eleven thousand hryvnias 00 kopiykas"},
		{1_000_000_000_00, "Один мільярд гривень 00 копійок", "One billion hryvnias 00 kopiykas"},
		{22_000_000_000_00, "Двадцять два мільярди гривень 00 копійок", "Twenty-two billion hryvnias 00 kopiykas"},
		{-1_00, "Мінус одна гривня 00 копійок", "Minus one hryvnia 00 kopiykas"},
		{
			math.MaxInt64, "Дев’яносто два квадрильйони двісті тридцять три трильйони сімсот двадцять мільярдів триста шістдесят вісім " +
				"мільйонів п’ятсот сорок сім тисяч сімсот п’ятдесят вісім гривень 07 копійок",
			"Ninety-two quadrillion two hundred thirty-three trillion seven hundred twenty billion three hundred sixty-eight " +
				"million five hundred forty-seven thousand seven hundred fifty-eight hryvnias 07 kopiykas",
		},
		{
			math.MinInt64, "Мінус дев’яносто два квадрильйони двісті тридцять три трильйони сімсот двадцять мільярдів триста шістдесят вісім " +
				"мільйонів п’ятсот сорок сім тисяч сімсот п’ятдесят вісім гривень 08 копійок",
			"Minus ninety-two quadrillion two hundred thirty-three trillion seven hundred twenty billion three hundred sixty-eight " +
				"million five hundred forty-seven thousand seven hundred fifty-eight hryvnias 08 kopiykas",
		},
	} {
		t.Run(row.amount.String(), func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.uk, document.Words(row.amount, document.Ukrainian))
			require.Equal(t, row.en, document.Words(row.amount, document.English))
		})
	}
}

// Two amounts never read alike, or a paper could be read as another sum.
func TestWords_TellAmountsApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := money.Amount(rapid.Int64().Draw(t, "a")), money.Amount(rapid.Int64().Draw(t, "b"))
		for _, l := range []document.Lang{document.Ukrainian, document.English} {
			x, y := document.Words(a, l), document.Words(b, l)
			require.Equal(t, a == b, x == y)
			require.NotContains(t, x, "  ")
			require.Equal(t, strings.TrimSpace(x), x)
		}
	})
}
