package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
)

// Whoever looks into the case of a change that came too late sees the draft as its author had
// it beside the one that was ordered.
func TestDraft_CaseShowsBothVersions(t *testing.T) {
	t.Parallel()
	o, _ := ordered(t, 2)
	o.put(1, 0, 5)
	o.put(1, 1, 4)
	o.share(1, 0)
	for _, d := range o.laptops {
		page, err := d.core.Cases(client.CaseQuery{})
		require.NoError(t, err)
		require.Len(t, page.Rows, 1)
		k, err := d.core.Case(page.Rows[0].ID)
		require.NoError(t, err)
		quantities := func(of *client.Document) (all []int64) {
			for _, l := range of.Revision.Lines {
				all = append(all, l.Quantity)
			}
			return all
		}
		require.Equal(t, []int64{5, 4}, quantities(k.Signed))
		require.Equal(t, []int64{2}, quantities(k.Standing))
		require.Len(t, k.Changes, 2, "%v", k.Changes)
	}
}
