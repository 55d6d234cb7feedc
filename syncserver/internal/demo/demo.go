// Package demo holds the data a first start shows: suppliers with their price
// lists, units with budgets, and the people who work with them. Everybody and
// everything in it is fictional; prices and characteristics are of the size that
// is publicly known.
//
// The price lists and the sheet of units are real spreadsheets (data/), so that
// a demonstration goes through the same intake as real files. They are written
// by the generator in gen/ and never by hand; two price lists have bad rows on
// purpose, which the tests list.
package demo

import (
	"embed"
	"io/fs"
	"slices"

	"dotchain/shared/code"
	"dotchain/shared/party"
)

//go:generate go run ./gen

//go:embed data
var data embed.FS

// UnitsFile is the sheet of units and budgets in Files.
const UnitsFile = "units.xlsx"

// PeopleFile holds People as JSON in Files.
const PeopleFile = "people.json"

// Files holds the spreadsheets: prices/*.xlsx and *.csv (named in Suppliers),
// UnitsFile and PeopleFile.
func Files() fs.FS {
	files, err := fs.Sub(data, "data")
	if err != nil {
		panic("demo data is not embedded: " + err.Error())
	}
	return files
}

// Supplier is a fictional company.
type Supplier struct {
	EDRPOU code.EDRPOU
	NameUk string
	NameEn string
	// OutsideVAT says that the company pays no VAT.
	OutsideVAT bool
	// PriceFile is its price list in Files.
	PriceFile string
}

// Unit is a fictional military unit. Its budgets are in UnitsFile.
type Unit struct {
	Number code.UnitNumber
	NameUk string
	NameEn string
	Parent code.UnitNumber // empty for most
	// Posture is what it is doing, Weight its share in a round.
	Posture party.Posture
	Weight  int64
	Points  []Point
}

// Point is a delivery point: suppliers see only its code.
type Point struct {
	Code string
	Name string
}

// Person is somebody fictional with a role. Key is stable and unique; it names
// the person in files and tests.
type Person struct {
	Key   string       `json:"key"`
	Name  string       `json:"name"`
	Zone  party.Zone   `json:"zone"`
	Org   string       `json:"org"` // number of a unit, EDRPOU of a supplier, AgencyCode, AdministrationCode or StaffCode
	Roles []party.Role `json:"roles"`
}

// Codes of the organisations that are neither units nor suppliers.
const (
	AgencyCode         code.EDRPOU = "99000011"
	AdministrationCode code.EDRPOU = "99000028"
	StaffCode          code.EDRPOU = "99000040"
)

// Suppliers lists the companies; the same every time.
func Suppliers() []Supplier { return slices.Clone(suppliers) }

// Units lists the units, parents before their children.
func Units() []Unit {
	all := slices.Clone(units)
	for i := range all {
		all[i].Points = slices.Clone(all[i].Points)
	}
	return all
}

// People lists everybody.
func People() []Person {
	all := slices.Clone(people)
	for i := range all {
		all[i].Roles = slices.Clone(all[i].Roles)
	}
	return all
}
