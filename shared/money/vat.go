package money

import (
	"errors"
	"fmt"
	"math/bits"
)

// BasisPoints is a rate in hundredths of a percent: 2000 is 20 %.
type BasisPoints int32

// Rates of article 193 of the Tax Code of Ukraine. The catalogue is not bound
// to them: a rate is data of the offer, and a law changes it from a date on.
const (
	VATNone     BasisPoints = 0
	VATReduced7 BasisPoints = 700
	VATReduced  BasisPoints = 1400
	VATStandard BasisPoints = 2000
)

// oneHundredPercent is the whole in basis points.
const oneHundredPercent = 10_000

// ErrRate says that a rate is below 0 % or above 100 %.
var ErrRate = errors.New("rate is outside 0 to 100 percent")

// VAT is the tax on the line amount a (without VAT) at the rate, in whole
// kopiykas, halves rounded away from zero.
//
// Tax is computed and rounded per line, and a document's VAT is the sum of its
// lines, so that what stands under a column is always the sum of the column.
// The Tax Code of Ukraine asks for hryvnias with kopiykas and names no rounding
// method; EN 16931, the model of the invoices exchanged here, asks for two
// decimals (BR-CO-17), and half up is the commercial rounding both sides'
// accounting expects. Away from zero, so that a credit note takes back exactly
// what its invoice charged.
func (a Amount) VAT(rate BasisPoints) (Amount, error) {
	if rate < 0 || rate > oneHundredPercent {
		return 0, fmt.Errorf("vat of %s at %d basis points: %w", a, rate, ErrRate)
	}
	return a.scale(uint64(rate), oneHundredPercent), nil
}

// Net is the amount without VAT inside a price a that includes it, rounded the
// same way. Because both directions round, Net followed by VAT may differ from
// a by one kopiyka; the net price is the one that is kept.
func (a Amount) Net(rate BasisPoints) (Amount, error) {
	if rate < 0 || rate > oneHundredPercent {
		return 0, fmt.Errorf("net of %s at %d basis points: %w", a, rate, ErrRate)
	}
	return a.scale(oneHundredPercent, oneHundredPercent+uint64(rate)), nil
}

// scale is a·num/den, halves away from zero. num ≤ den, so it always fits.
func (a Amount) scale(num, den uint64) Amount {
	hi, lo := bits.Mul64(magnitude(int64(a)), num)
	quotient, rest := bits.Div64(hi, lo, den)
	if rest >= den-rest {
		quotient++
	}
	result, _ := signed(quotient, a < 0)
	return result
}
