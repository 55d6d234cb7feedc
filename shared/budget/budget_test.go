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

func TestBudget_Given(t *testing.T) {
	t.Parallel()
	b := budget.Budget{Appropriated: 100, Committed: 30, Paid: 20}
	require.Equal(t, money.Amount(50), b.Held())
	after := b.Given(budget.Change{Kind: budget.ChangeAmended, Amount: -40})
	require.Equal(t, money.Amount(60), after.Appropriated)
	require.Len(t, after.Changes, 1)
	require.Empty(t, b.Changes, "the budget before is as it was")
	for n := range budget.MaxChanges + 5 {
		before := after
		after = after.Given(budget.Change{Kind: budget.ChangeAmended, Amount: money.Amount(n)})
		require.NotSame(t, &before.Changes[0], &after.Changes[0], "no list is shared")
	}
	require.Len(t, after.Changes, budget.MaxChanges)
	require.Equal(t, money.Amount(budget.MaxChanges+4), after.Changes[budget.MaxChanges-1].Amount, "the newest is last")
}
