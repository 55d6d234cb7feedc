// Package register numbers documents: per series and calendar year, without gaps,
// in the sequence in which the server decided what made them.
package register

import (
	"fmt"
	"strconv"

	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// The series of the documents that the system makes.
const (
	SeriesInvoice     = "РФ"
	SeriesDispatch    = "ВН"
	SeriesWaybill     = "ТТН"
	SeriesCertificate = "АПП"
	SeriesClaim       = "РК"
	SeriesCredit      = "КН"
	SeriesPayment     = "ПД"
	SeriesResponse    = "ПЗ"
	SeriesRound       = "РР"
)

// Register is one series of a year.
type Register struct {
	ID     id.ID[id.Register] `cbor:"1,keyasint"`
	Series string             `cbor:"2,keyasint"`
	// Year is the calendar year in Kyiv.
	Year int64 `cbor:"3,keyasint"`
	// Last is the number that was given last; 0 before the first.
	Last int64 `cbor:"4,keyasint"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"5,keyasint"`
}

// ID is the id of a series in a year.
func ID(series string, year int64) id.ID[id.Register] {
	return id.Derive[id.Register]("register", []byte(series), []byte(strconv.FormatInt(year, 10)))
}

// DocKey implements rules.Thing.
func (r Register) DocKey() wire.Key { return wire.Key{Kind: wire.DocRegister, ID: r.ID} }

// DocVersion implements rules.Thing.
func (r Register) DocVersion() uint64 { return r.Version }

// Number is the text of a number: "РФ-2026/000123".
func Number(series string, year, n int64) string { return fmt.Sprintf("%s-%d/%06d", series, year, n) }
