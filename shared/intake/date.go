package intake

import (
	"strconv"
	"strings"
	"time"
)

// Date is a calendar day as YYYY-MM-DD, without zone: what a price list means
// by "valid until". Empty is no date.
type Date string

// End is the first moment after the day at a place: the price is valid before it.
func (d Date) End(at *time.Location) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, string(d), at)
	if err != nil {
		return time.Time{}, err
	}
	return day.AddDate(0, 0, 1), nil
}

// Serial days outside these years are more likely a wrong column than a date.
const (
	firstYear = 2000
	lastYear  = 2100
)

// months in the genitive, as dates are written out.
var months = map[string]int{ //nolint:gochecknoglobals // a table that never changes
	"січня": 1, "лютого": 2, "березня": 3, "квітня": 4, "травня": 5, "червня": 6,
	"липня": 7, "серпня": 8, "вересня": 9, "жовтня": 10, "листопада": 11, "грудня": 12,
}

// date reads a day: a serial number, 31.12.2026, 31.12.26, 2026-12-31,
// 31 грудня 2026 р., and 31/12/2026 where the month cannot be the day.
func date(text string, date1904 bool) (Date, Reason) {
	text = strings.TrimSpace(text)
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		return serialDate(serial, date1904)
	}
	for _, suffix := range []string{"року", "р.", "р", "включно"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, suffix))
	}
	text = strings.TrimSpace(strings.TrimPrefix(text, "до "))
	if day, _, found := strings.Cut(text, "T"); found && len(day) == len(time.DateOnly) {
		text = day
	}
	if parsed, err := time.Parse(time.DateOnly, text); err == nil {
		return inRange(parsed)
	}

	parts := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune("./- \u00a0", r) })
	if len(parts) != 3 {
		return "", ReasonNotDate
	}
	day, err := strconv.Atoi(parts[0])
	month, isWord := months[parts[1]]
	if !isWord {
		var monthErr error
		if month, monthErr = strconv.Atoi(parts[1]); monthErr != nil {
			return "", ReasonNotDate
		}
	}
	year, yearErr := strconv.Atoi(parts[2])
	if err != nil || yearErr != nil {
		return "", ReasonNotDate
	}
	if strings.Contains(text, "/") && day <= 12 && month <= 12 && day != month {
		return "", ReasonAmbiguousDate
	}
	if len(parts[2]) == 2 {
		year += 2000
	}
	parsed := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if parsed.Day() != day || int(parsed.Month()) != month || parsed.Year() != year {
		return "", ReasonNotDate // 31.02.2026
	}
	return inRange(parsed)
}

// serialDate counts days as spreadsheets do: from 1899-12-30 (which makes up for
// their leap year 1900), or from 1904-01-01.
func serialDate(serial float64, date1904 bool) (Date, Reason) {
	if !(serial > 0 && serial < 100_000) {
		return "", ReasonNotDate
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if date1904 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return inRange(start.AddDate(0, 0, int(serial)))
}

// inRange refuses years that cannot be meant.
func inRange(day time.Time) (Date, Reason) {
	if day.Year() < firstYear || day.Year() > lastYear {
		return "", ReasonNotDate
	}
	return Date(day.Format(time.DateOnly)), ""
}
