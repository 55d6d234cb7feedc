package document

import (
	"fmt"
	"time"
)

// Day is a calendar day in Kyiv.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the day in Kyiv of a moment in Unix milliseconds.
func DayOf(at int64) Day {
	t := InKyiv(at)
	return Day{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// ISO is the form 2026-03-07.
func (d Day) ISO() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Short is the form of tables: 07.03.2026.
func (d Day) Short() string { return fmt.Sprintf("%02d.%02d.%04d", d.Day, d.Month, d.Year) }

// Long is the form of a document's head: 7 березня 2026 р.
func (d Day) Long(l Lang) string {
	if d.Month < 1 || d.Month > 12 {
		return ""
	}
	uk := [...]string{
		"січня", "лютого", "березня", "квітня", "травня", "червня",
		"липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
	}[d.Month-1]
	return l.Pick(
		fmt.Sprintf("%d %s %d р.", d.Day, uk, d.Year),
		fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year),
	)
}

// InKyiv is a moment (Unix milliseconds) on Kyiv's clock. The rule stands here
// and is not read from the machine's zone files, so that a laptop with old files
// prints the same bytes: UTC+2, and UTC+3 from the last Sunday of March to the
// last of October, both at 01:00 UTC.
func InKyiv(at int64) time.Time {
	t := time.UnixMilli(at).UTC()
	hours := 2
	if !t.Before(lastSunday(t.Year(), time.March)) && t.Before(lastSunday(t.Year(), time.October)) {
		hours = 3
	}
	return t.In(time.FixedZone("Europe/Kyiv", hours*60*60))
}

// lastSunday is 01:00 UTC of the month's last Sunday; the month has 31 days.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}
