package kyiv_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the zone's own files, to compare with

	"github.com/stretchr/testify/require"

	"dotchain/shared/kyiv"
)

// Every hour of ten years is read as the zone's own files say.
func TestAt_IsTheZone(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Kyiv")
	require.NoError(t, err)
	end := time.Date(2035, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Date(2025, 1, 1, 0, 30, 0, 0, time.UTC); at.Before(end); at = at.Add(time.Hour) {
		want, got := at.In(zone), kyiv.At(at.UnixMilli())
		require.Equal(t, want.Format(time.DateTime), got.Format(time.DateTime))
		day := time.Date(want.Year(), want.Month(), want.Day()+1, 0, 0, 0, 0, zone).UnixMilli() - 1
		require.Equal(t, day, kyiv.DayEnd(at.UnixMilli()), at)
	}
}
