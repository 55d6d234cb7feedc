package code_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/code"
)

// FuzzParse reads any text as every kind of code: what is read passes its check and is
// read again as itself.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"1550-61-000-0001", "1550610000001", "шт", "H87", "А9001", "в/ч А 9001", "32855961", "2101150", "2260", "1,5", "34711200-6"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := code.ParseNSN(text); err == nil {
			again(t, c, code.ParseNSN)
		}
		if c, err := code.ParseUOM(text); err == nil {
			again(t, c, code.ParseUOM)
		}
		if c, err := code.ParseEDRPOU(text); err == nil {
			again(t, c, code.ParseEDRPOU)
		}
		if c, err := code.ParseKPKVK(text); err == nil {
			again(t, c, code.ParseKPKVK)
		}
		if c, err := code.ParseKEKV(text); err == nil {
			again(t, c, code.ParseKEKV)
		}
		if c, err := code.ParseUnitNumber(text); err == nil {
			again(t, c, code.ParseUnitNumber)
		}
		if m, err := code.ParseMilli(text); err == nil {
			back, err := code.ParseMilli(m.String())
			require.NoError(t, err)
			require.Equal(t, m, back)
		}
		_ = code.DK021(text).Check()
	})
}

func again[C interface {
	~string
	Check() error
}](t *testing.T, c C, parse func(string) (C, error)) {
	t.Helper()
	require.NoError(t, c.Check(), "%T", c)
	back, err := parse(string(c))
	require.NoError(t, err, "%T", c)
	require.Equal(t, c, back)
}
