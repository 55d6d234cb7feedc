// Package money holds amounts of hryvnia as whole kopiykas and the only
// arithmetic this product does with them: exact, checked for overflow, with
// rounding in one stated place.
//
// There is no floating point here and no way to make an amount from one.
package money

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
)

// Amount is a sum of Ukrainian hryvnia (UAH) in whole kopiykas. The zero value
// is nothing. It may be negative: a credit note, a difference.
type Amount int64

// Units in which amounts are written in code.
const (
	Kopiyka Amount = 1
	Hryvnia Amount = 100
)

// ErrOverflow says that a result does not fit an Amount. No sum of this field
// comes near it, so whoever sees it holds a damaged number.
var ErrOverflow = errors.New("amount overflows 64 bits of kopiykas")

// Add returns a + b, or ErrOverflow.
func (a Amount) Add(b Amount) (Amount, error) {
	sum := a + b
	if (sum > a) != (b > 0) {
		return 0, fmt.Errorf("add %s and %s: %w", a, b, ErrOverflow)
	}
	return sum, nil
}

// Sub returns a - b, or ErrOverflow.
func (a Amount) Sub(b Amount) (Amount, error) {
	diff := a - b
	if (diff < a) != (b > 0) {
		return 0, fmt.Errorf("subtract %s from %s: %w", b, a, ErrOverflow)
	}
	return diff, nil
}

// Times returns the price of quantity pieces at a each, or ErrOverflow.
func (a Amount) Times(quantity int64) (Amount, error) {
	hi, lo := bits.Mul64(magnitude(int64(a)), magnitude(quantity))
	product, ok := signed(lo, (a < 0) != (quantity < 0))
	if hi != 0 || !ok {
		return 0, fmt.Errorf("multiply %s by %d: %w", a, quantity, ErrOverflow)
	}
	return product, nil
}

// Sum adds all amounts, or returns ErrOverflow. The sum of nothing is zero.
func Sum(amounts ...Amount) (Amount, error) {
	var total Amount
	for _, a := range amounts {
		next, err := total.Add(a)
		if err != nil {
			return 0, err
		}
		total = next
	}
	return total, nil
}

// String is the plain form 1234567.50: what logs, files and Parse use. It
// always has two decimals. Screens format amounts themselves, in their language.
func (a Amount) String() string {
	m := magnitude(int64(a))
	text := strconv.FormatUint(m/100, 10) + "." + string([]byte{'0' + byte(m%100/10), '0' + byte(m%10)})
	if a < 0 {
		return "-" + text
	}
	return text
}

// magnitude is |v|, exact for the smallest int64 too.
func magnitude(v int64) uint64 {
	if v < 0 {
		return uint64(-(v + 1)) + 1
	}
	return uint64(v)
}

// signed turns a magnitude back into an amount; false when it does not fit.
func signed(m uint64, negative bool) (Amount, bool) {
	if !negative {
		return Amount(m), m <= math.MaxInt64
	}
	// Two's complement: the negation of 1<<63 is itself, the smallest int64.
	return Amount(-m), m <= 1<<63
}
