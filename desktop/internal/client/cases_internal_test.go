package client

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/id"
)

// A case that was opened long ago and given to its author a minute ago has waited a minute: so
// say the row, the sequence, the filter and the plot.
func TestCases_OneClock(t *testing.T) {
	t.Parallel()
	c := &Core{}
	day := (24 * time.Hour).Milliseconds()
	now := 30 * day
	head := func(n byte, k conflict.Case) CaseRow {
		k.ID = id.ID[id.Case]{15: n}
		row := CaseRow{Case: k}
		row.Waits, row.WaitingSince = k.Waits()
		return row
	}
	given := head(1, conflict.Case{OpenedAt: 2 * day, Rulings: []conflict.Ruling{{At: now - 60_000, Outcome: conflict.Return}}})
	fresh := head(2, conflict.Case{OpenedAt: now - 2*day})
	long := head(3, conflict.Case{OpenedAt: now - 5*day})
	ended := head(4, conflict.Case{OpenedAt: day, ClosedAt: 2 * day, Closed: conflict.Applied})
	late := head(5, conflict.Case{OpenedAt: day, ClosedAt: 3 * day, Closed: conflict.Applied})

	places := func(by string) (all []byte) {
		rows := []CaseRow{ended, fresh, given, late, long}
		sortCases(rows, by)
		for _, r := range rows {
			all = append(all, r.ID[15])
		}
		return all
	}
	require.Equal(t, []byte{3, 2, 1, 5, 4}, places(""), "the longest waiting first, what is closed last")
	require.Equal(t, []byte{4, 5, 1, 2, 3}, places("newest"))

	in := func(row CaseRow, age string) bool { return c.passes(row, CaseQuery{Age: age}, now)[facetRest] }
	require.True(t, in(given, "1"))
	require.False(t, in(given, "6"))
	require.True(t, in(long, "5"))
	for _, age := range []string{"1", "2", "3", "4", "5", "6"} {
		require.False(t, in(ended, age), "what is closed does not wait")
	}
}
