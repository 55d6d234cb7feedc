package document

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Series is the letters a kind of document is numbered under, in Cyrillic.
type Series string

// Kind returns the kind that is numbered in the series; 0 when none is.
func (s Series) Kind() Kind {
	for _, k := range Kinds() {
		if k.Series() == s {
			return k
		}
	}
	return 0
}

// The years a number may have: four digits, from the first year of the register.
const (
	firstYear = 2000
	lastYear  = 9999
)

// serialDigits is how many digits a serial is padded to; more are written out.
const serialDigits = 6

// Number is a document's number in the register. The zero Number stands for a
// document that is not registered yet.
type Number struct {
	Series Series `cbor:"1,keyasint" json:"series"`
	Year   int64  `cbor:"2,keyasint" json:"year"`
	// Serial counts the documents of the series and year from 1, without gaps.
	Serial int64 `cbor:"3,keyasint" json:"serial"`
}

// IsZero reports whether there is no number.
func (n Number) IsZero() bool { return n == Number{} }

// String is the form РФ-2026/000123; the zero Number is "".
func (n Number) String() string {
	if n.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s-%04d/%0*d", n.Series, n.Year, serialDigits, n.Serial)
}

// IsValid reports whether the series exists and year and serial are in range.
func (n Number) IsValid() bool {
	return n.Series.Kind() != 0 && n.Year >= firstYear && n.Year <= lastYear && n.Serial >= 1
}

// ParseNumber reads exactly what String writes: one number has one spelling.
func ParseNumber(text string) (Number, error) {
	series, rest, dash := strings.Cut(text, "-")
	year, serial, slash := strings.Cut(rest, "/")
	y, errYear := strconv.ParseInt(year, 10, 64)
	s, errSerial := strconv.ParseInt(serial, 10, 64)
	n := Number{Series: Series(series), Year: y, Serial: s}
	if !dash || !slash || errYear != nil || errSerial != nil || !n.IsValid() || n.String() != text {
		return Number{}, fmt.Errorf("number %.40q: want a series, a year and a serial such as РФ-2026/000123", text)
	}
	return n, nil
}

// Register counts the numbers of one series in one year. Whoever gives numbers
// keeps it; a new year begins with a new Register.
type Register struct {
	Series Series `cbor:"1,keyasint" json:"series"`
	Year   int64  `cbor:"2,keyasint" json:"year"`
	// Last is the serial given last; 0 before the first.
	Last int64 `cbor:"3,keyasint" json:"last"`
}

// Next gives the following number and the register that has given it. It fails
// when the series is unknown, the year out of range, or the serials are used up.
func (r Register) Next() (Register, Number, error) {
	if r.Last < 0 || r.Last == math.MaxInt64 {
		return r, Number{}, fmt.Errorf("register %s-%d: no serial after %d", r.Series, r.Year, r.Last)
	}
	n := Number{Series: r.Series, Year: r.Year, Serial: r.Last + 1}
	if !n.IsValid() {
		return r, Number{}, fmt.Errorf("register %s-%d: no such series or year", r.Series, r.Year)
	}
	r.Last = n.Serial
	return r, n, nil
}
