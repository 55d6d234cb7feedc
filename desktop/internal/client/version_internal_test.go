package client

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/party"
)

func TestSortFleet_VersionsGoByTheirFigures(t *testing.T) {
	t.Parallel()
	want := []string{"", "dev", "0.9", "0.9.1", "v0.9.9", "0.10.0", "0.10.0-rc1", "0.10.1", "1.2.0", "v10.0.0"}
	rows := make([]DeviceRow, 0, len(want))
	for _, v := range want {
		rows = append(rows, DeviceRow{Device: party.Device{Program: v}})
	}
	got := func(desc bool) []string {
		rand.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		sortFleet(rows, FleetQuery{Sort: "version", Desc: desc})
		all := make([]string, 0, len(rows))
		for _, r := range rows {
			all = append(all, r.Program)
		}
		return all
	}
	require.Equal(t, want, got(false))
	slices.Reverse(want)
	require.Equal(t, want, got(true))
}
