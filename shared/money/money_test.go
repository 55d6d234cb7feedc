package money_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/money"
)

func TestAmount_ArithmeticIsExactOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64().Draw(t, "a")
		b := rapid.Int64().Draw(t, "b")
		x, y := big.NewInt(a), big.NewInt(b)

		agree := func(op string, got money.Amount, err error, want *big.Int) {
			if !want.IsInt64() {
				require.ErrorIs(t, err, money.ErrOverflow, op)
				return
			}
			require.NoError(t, err, op)
			require.Equal(t, want.Int64(), int64(got), op)
		}
		sum, err := money.Amount(a).Add(money.Amount(b))
		agree("add", sum, err, new(big.Int).Add(x, y))
		diff, err := money.Amount(a).Sub(money.Amount(b))
		agree("sub", diff, err, new(big.Int).Sub(x, y))
		product, err := money.Amount(a).Times(b)
		agree("times", product, err, new(big.Int).Mul(x, y))
	})
}

func TestAmount_Edges(t *testing.T) {
	t.Parallel()
	lowest, highest := money.Amount(math.MinInt64), money.Amount(math.MaxInt64)

	_, err := highest.Add(1)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = lowest.Sub(1)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = lowest.Times(-1)
	require.ErrorIs(t, err, money.ErrOverflow)
	got, err := lowest.Times(1)
	require.NoError(t, err)
	require.Equal(t, lowest, got)
	got, err = highest.Add(0)
	require.NoError(t, err)
	require.Equal(t, highest, got)
	require.Equal(t, "-92233720368547758.08", lowest.String())
	_, err = money.Sum(highest, 1, -1)
	require.ErrorIs(t, err, money.ErrOverflow)
	got, err = money.Sum(250, 50*money.Hryvnia, -1)
	require.NoError(t, err)
	require.Equal(t, money.Amount(5249), got)
}

func TestAmount_VAT(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name string
		net  money.Amount
		rate money.BasisPoints
		want money.Amount
	}{
		{"exact", 2_450_000, 2000, 490_000},
		{"below half goes down", 102, 2000, 20},
		{"half goes up", 250, 700, 18},
		{"half of a credit note goes away from zero", -250, 700, -18},
		{"above half goes up", 103, 2000, 21},
		{"no tax", 12_345, 0, 0},
		{"largest at the whole", math.MaxInt64, 10_000, math.MaxInt64},
		{"smallest at the whole", math.MinInt64, 10_000, math.MinInt64},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := row.net.VAT(row.rate)
			require.NoError(t, err)
			require.Equal(t, row.want, got)
		})
	}
	_, err := money.Amount(1).VAT(-1)
	require.ErrorIs(t, err, money.ErrRate)
	_, err = money.Amount(1).VAT(10_001)
	require.ErrorIs(t, err, money.ErrRate)
	_, err = money.Amount(1).Net(10_001)
	require.ErrorIs(t, err, money.ErrRate)
}

func TestAmount_VATIsWithinHalfAKopiyka(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		net := rapid.Int64().Draw(t, "net")
		rate := rapid.Int32Range(0, 10_000).Draw(t, "rate")

		tax, err := money.Amount(net).VAT(money.BasisPoints(rate))
		require.NoError(t, err)
		// |2·(tax·10000 − net·rate)| ≤ 10000
		off := new(big.Int).Mul(big.NewInt(int64(tax)), big.NewInt(10_000))
		off.Sub(off, new(big.Int).Mul(big.NewInt(net), big.NewInt(int64(rate))))
		require.LessOrEqual(t, off.Abs(off).Mul(off, big.NewInt(2)).Cmp(big.NewInt(10_000)), 0)

		if net != math.MinInt64 {
			back, err := money.Amount(-net).VAT(money.BasisPoints(rate))
			require.NoError(t, err)
			require.Equal(t, -tax, back, "a credit note takes back what the invoice charged")
		}
	})
}

func TestAmount_NetFindsThePriceWithoutVAT(t *testing.T) {
	t.Parallel()
	got, err := money.Amount(2_940_000).Net(2000)
	require.NoError(t, err)
	require.Equal(t, money.Amount(2_450_000), got)
	rapid.Check(t, func(t *rapid.T) {
		gross := money.Amount(rapid.Int64Range(-1<<52, 1<<52).Draw(t, "gross"))
		rate := money.BasisPoints(rapid.Int32Range(0, 10_000).Draw(t, "rate"))
		net, err := gross.Net(rate)
		require.NoError(t, err)
		tax, err := net.VAT(rate)
		require.NoError(t, err)
		require.LessOrEqual(t, max(gross-net-tax, net+tax-gross), money.Kopiyka)
	})
}

func TestSplit_AddsUpAndIsFair(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		total := money.Amount(rapid.Int64().Draw(t, "total"))
		weights := rapid.SliceOfN(rapid.Int64Min(0), 1, 40).Draw(t, "weights")

		shares := money.Split(total, weights)
		require.Len(t, shares, len(weights))

		whole, sum := new(big.Int), new(big.Int)
		for i, w := range weights {
			sum.Add(sum, big.NewInt(w))
			whole.Add(whole, big.NewInt(int64(shares[i])))
		}
		require.Equal(t, big.NewInt(int64(total)).String(), whole.String(), "shares add up to the total")
		if sum.Sign() == 0 {
			return
		}
		for i, w := range weights {
			// |share·W − total·w| < W: less than a kopiyka from the exact part.
			off := new(big.Int).Mul(big.NewInt(int64(shares[i])), sum)
			off.Sub(off, new(big.Int).Mul(big.NewInt(int64(total)), big.NewInt(w)))
			require.Negative(t, off.Abs(off).Cmp(sum), "share %d", i)
		}
		require.Equal(t, shares, money.Split(total, weights), "same arguments, same shares")
	})
}

func TestSplit_Cases(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name    string
		total   money.Amount
		weights []int64
		want    []money.Amount
	}{
		{"ties go to the lower index", 100, []int64{1, 1, 1}, []money.Amount{34, 33, 33}},
		{"largest remainder first", 10, []int64{1, 5, 1}, []money.Amount{2, 7, 1}},
		{"zero weight gets nothing", 5, []int64{0, 3, 0}, []money.Amount{0, 5, 0}},
		{"negative weight counts as zero", 5, []int64{-9, 3}, []money.Amount{0, 5}},
		{"no weight at all means equal", 5, []int64{0, 0}, []money.Amount{3, 2}},
		{"negative total mirrors", -100, []int64{1, 1, 1}, []money.Amount{-34, -33, -33}},
		{"nobody", 5, nil, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, money.Split(row.total, row.weights))
		})
	}
}
