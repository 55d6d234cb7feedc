// Package kyiv reads moments on Kyiv's clock. The rule of its summer time stands in
// the code and is not read from the machine's zone files, so that every machine,
// however old its files, means the same day.
package kyiv

import "time"

// At is a moment (Unix milliseconds) on Kyiv's clock: UTC+2, and UTC+3 from the last
// Sunday of March to the last of October, both at 01:00 UTC.
func At(moment int64) time.Time {
	t := time.UnixMilli(moment).UTC()
	hours := 2
	if !t.Before(lastSunday(t.Year(), time.March)) && t.Before(lastSunday(t.Year(), time.October)) {
		hours = 3
	}
	return t.In(time.FixedZone("Europe/Kyiv", hours*60*60))
}

// DayEnd is the last millisecond of the day in Kyiv that holds a moment; both are
// Unix milliseconds.
func DayEnd(moment int64) int64 {
	t := At(moment)
	midnight := time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, time.UTC).Add(-2 * time.Hour).UnixMilli()
	if At(midnight).Hour() != 0 { // summer time: it was an hour before
		midnight -= time.Hour.Milliseconds()
	}
	return midnight - 1
}

// lastSunday is 01:00 UTC of the month's last Sunday; the month has 31 days.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}
