package client

import (
	"time"
	_ "time/tzdata" // Windows has no zone files
)

// kyiv is the zone of dates that people write. Days are Kyiv's; moments are UTC.
//
//nolint:gochecknoglobals // a constant: the zone is inside the program
var kyiv = func() *time.Location {
	l, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		panic(err)
	}
	return l
}()

// dayForm is how a date without time is written.
const dayForm = "2006-01-02"

// EndOfDay reads a date ("2026-12-31") and returns its last millisecond in
// Kyiv; 0 for what is no date.
func EndOfDay(date string) int64 {
	t, err := time.ParseInLocation(dayForm, date, kyiv)
	if err != nil {
		return 0
	}
	return t.AddDate(0, 0, 1).UnixMilli() - 1
}

// StartOfDay reads a date and returns its first millisecond in Kyiv; 0 for what is no date.
func StartOfDay(date string) int64 {
	t, err := time.ParseInLocation(dayForm, date, kyiv)
	if err != nil {
		return 0
	}
	return t.UnixMilli()
}

// DayOf is the date in Kyiv of a moment in Unix milliseconds; "" for none.
func DayOf(at int64) string {
	if at == 0 {
		return ""
	}
	return time.UnixMilli(at).In(kyiv).Format(dayForm)
}
