package document

import (
	"fmt"
	"time"

	"dotchain/shared/kyiv"
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

// InKyiv is a moment (Unix milliseconds) on Kyiv's clock, the same on every machine.
func InKyiv(at int64) time.Time { return kyiv.At(at) }
