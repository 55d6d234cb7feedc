package register_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/register"
	"dotchain/shared/wire"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	require.Equal(t, "РФ-2026/000123", register.Number(register.SeriesInvoice, 2026, 123))
	require.Equal(t, "ПД-2027/1000000", register.Number(register.SeriesPayment, 2027, 1_000_000), "none is cut")
}

func TestID_IsOfASeriesAndAYear(t *testing.T) {
	t.Parallel()
	a := register.ID(register.SeriesInvoice, 2026)
	require.NotEqual(t, a, register.ID(register.SeriesInvoice, 2027))
	require.NotEqual(t, a, register.ID(register.SeriesCredit, 2026))
	require.Equal(t, wire.Key{Kind: wire.DocRegister, ID: a}, register.Register{ID: a}.DocKey())
}
