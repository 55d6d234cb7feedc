package budget_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/money"
)

// Whatever is posted, each kopiyka is in one state and none is below zero.
func TestBudget_Post(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := budget.Budget{Appropriated: money.Amount(rapid.Int64Range(0, 1000).Draw(t, "appropriated"))}
		for range rapid.IntRange(0, 30).Draw(t, "postings") {
			p := budget.Posting{
				From:   budget.State(rapid.IntRange(0, 4).Draw(t, "from")), //nolint:gosec // 0 to 4
				To:     budget.State(rapid.IntRange(0, 4).Draw(t, "to")),   //nolint:gosec // 0 to 4
				Amount: money.Amount(rapid.Int64Range(-5, 400).Draw(t, "amount")),
			}
			after, err := b.Post(p)
			if err != nil {
				require.Equal(t, b, after, "a refused posting changes nothing")
				continue
			}
			require.Equal(t, b.Version+1, after.Version)
			b = after
			for _, x := range []money.Amount{b.Free(), b.Reserved, b.Committed, b.Invoiced, b.Paid} {
				require.GreaterOrEqual(t, x, money.Amount(0))
			}
			require.Equal(t, b.Appropriated, b.Free()+b.Reserved+b.Committed+b.Invoiced+b.Paid)
		}
	})
}
