package paper

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/document"
	"dotchain/shared/document/documenttest"
	"dotchain/shared/money"
)

func TestFigures(t *testing.T) {
	t.Parallel()
	uk, en := document.Ukrainian, document.English
	spaced := func(text string) string { return strings.ReplaceAll(text, nbsp, " ") }
	for _, row := range []struct{ got, want string }{
		{amount(0, uk), "0,00"},
		{amount(5, uk), "0,05"},
		{amount(99_999, uk), "999,99"},
		{amount(100_000, uk), "1 000,00"},
		{amount(123_456_790, uk), "1 234 567,90"},
		{amount(-123_456_790, uk), "−1 234 567,90"},
		{amount(123_456_790, en), "1,234,567.90"},
		{amount(math.MinInt64, uk), "−92 233 720 368 547 758,08"},
		{figure(0, uk), "0"},
		{figure(-1234, uk), "−1 234"},
		{figure(1_000_000, en), "1,000,000"},
		{figure(math.MinInt64, uk), "−9 223 372 036 854 775 808"},
		{rate(2000, uk), "20 %"},
		{rate(0, uk), "0 %"},
		{rate(1250, uk), "12,5 %"},
		{rate(705, en), "7.05 %"},
		{kilograms(386_500, uk), "386,5"},
		{kilograms(1_000_050, uk), "1 000,05"},
		{kilograms(7, en), "0.007"},
		{fours("UA2132231"), "UA21 3223 1"},
	} {
		require.Equal(t, row.want, spaced(row.got))
	}
}

// Wrapping loses no letter and no line is wider than it may be.
func TestWrap_LosesNothing(t *testing.T) {
	t.Parallel()
	s := newSheet(documenttest.Sample(document.Order), document.Ukrainian) // to open one takes longest
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("абвгґЩі  -/,W1.\n№"))).Draw(t, "text")
		width := rapid.Float64Range(6, 120).Draw(t, "width")
		lines := s.wrap(text, width, plain())
		for _, l := range lines {
			require.LessOrEqual(t, s.measure(l, plain()), width+1e-6, "%q", l)
		}
		letters := func(text string) string {
			return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\u00a0' }), "")
		}
		require.Equal(t, letters(text), letters(strings.Join(lines, "")))
	})
}

func TestTaxes_AddUpToTheVAT(t *testing.T) {
	t.Parallel()
	d := documenttest.Large(document.Invoice, 50)
	var sum money.Amount
	for _, v := range taxes(d.Lines) {
		sum += v.vat
	}
	require.Equal(t, d.Totals.VAT, sum)
}
