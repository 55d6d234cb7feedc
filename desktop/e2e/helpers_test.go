package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// allCases are all cases that a device sees.
func allCases(t *testing.T, d *field.Device) []client.CaseRow {
	t.Helper()
	page, err := d.Core.Cases(client.CaseQuery{Limit: 1_000_000})
	require.NoError(t, err)
	return page.Rows
}

// timesStanding counts how often a signed revision is among those of its order.
func timesStanding(t *testing.T, d *field.Device, body []byte) int {
	t.Helper()
	r, err := order.DecodeRevision(body)
	require.NoError(t, err)
	detail, err := d.Core.Order(r.Order)
	if fault.CodeOf(err) == fault.OrderUnknown {
		return 0
	}
	require.NoError(t, err)
	hash, times := seal.Sum(body), 0
	for _, row := range detail.Revisions {
		if row.Hash == hash {
			times++
		}
	}
	return times
}
