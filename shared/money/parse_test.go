package money_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/money"
)

func TestParse_ReadsPriceLists(t *testing.T) {
	t.Parallel()
	rows := map[string]money.Amount{
		"0":                          0,
		"24500":                      2_450_000,
		"24500,5":                    2_450_050,
		"24500.50":                   2_450_050,
		" 24 500,00 ":                2_450_000,
		"24\u00a0500,00\u00a0грн":    2_450_000,
		"1\u202f234\u202f567,89 ₴":   123_456_789,
		"1\u2009234\u2009567.89":     123_456_789,
		"24 500 грн.":                2_450_000,
		"24 500 ГРН":                 2_450_000,
		"₴ 24 500":                   2_450_000,
		"UAH 24500.00":               2_450_000,
		"24500 uah":                  2_450_000,
		"1,234.50":                   123_450,
		"1.234,50":                   123_450,
		"1,234,567":                  123_456_700,
		"1,234,567.8":                123_456_780,
		"0,500":                      50,
		"1500,500":                   150_050,
		"100,0000":                   10_000,
		"-12,30":                     -1_230,
		"\u221212,30":                -1_230,
		"-₴5":                        -500,
		"-92233720368547758.08":      -1 << 63,
		"92233720368547758.07":       1<<63 - 1,
		"000000000000000000000012,5": 1_250,
	}
	for text, want := range rows {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := money.Parse(text)
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}

func TestParse_Refuses(t *testing.T) {
	t.Parallel()
	rows := map[string]error{
		"":                     money.ErrSyntax,
		"грн":                  money.ErrSyntax,
		"за запитом":           money.ErrSyntax,
		"24500 $":              money.ErrSyntax,
		"25 тис. грн":          money.ErrSyntax,
		"1e6":                  money.ErrSyntax,
		",5":                   money.ErrSyntax,
		"5,":                   money.ErrSyntax,
		"--5":                  money.ErrSyntax,
		"1 . 5":                money.ErrSyntax,
		"\xff5":                money.ErrSyntax,
		"٢٤":                   money.ErrSyntax,
		"1.234.5":              money.ErrAmbiguous,
		"1,500":                money.ErrAmbiguous,
		"100.000":              money.ErrAmbiguous,
		"12 50":                money.ErrAmbiguous,
		"1234 567":             money.ErrAmbiguous,
		"1,23.50":              money.ErrAmbiguous,
		"1 234,567.00":         money.ErrSyntax,
		"1.5,2.50":             money.ErrAmbiguous,
		"10,125":               money.ErrAmbiguous,
		"1024,125":             money.ErrDecimals,
		"0,001":                money.ErrDecimals,
		"92233720368547758.08": money.ErrOverflow,
		"99999999999999999999": money.ErrOverflow,
	}
	for text, want := range rows {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			_, err := money.Parse(text)
			require.ErrorIs(t, err, want)
		})
	}
}

func TestParse_ReadsBackWhatStringWrites(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := money.Amount(rapid.Int64().Draw(t, "a"))
		got, err := money.Parse(a.String())
		require.NoError(t, err)
		require.Equal(t, a, got)
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"24 500,00 грн", "1,234.50", "1.234.5", "-0,01", "₴", "1\u00a0000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := money.Parse(text)
		if err != nil {
			require.Zero(t, amount)
			return
		}
		again, err := money.Parse(amount.String())
		require.NoError(t, err)
		require.Equal(t, amount, again)
	})
}
