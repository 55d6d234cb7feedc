package main

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"
	"time"

	"dotchain/shared/code"
)

// layout says how one supplier's spreadsheet looks. No two are alike, as in life.
type layout struct {
	title      []string          // lines above the table, merged across it
	headers    map[string]string // other header texts than the usual ones
	without    []string          // columns this supplier does not have
	headings   bool              // categories as merged rows between the items
	sheets     bool              // a sheet for each category
	textPrices bool              // «24 500,00 грн» instead of a number
	gross      bool              // a further column with VAT, as a formula
	twoLines   bool              // «Ціна, грн» above «без ПДВ» and «з ПДВ»
	numbers    bool              // the line 1 2 3 … under the header
	vat        string            // percent, fraction or number
	date       string            // serial, dots or words
	kilograms  bool              // weights and payloads in kilograms
	english    bool
	oneCell    bool // all characteristics in one cell
	left       int  // empty columns to the left
	blankEvery int  // a blank line after every so many items
	total      bool
	footer     []string
	hidden     string // article whose row is hidden
	maker      string
	sheetName  string
	extra      func(*book) // further sheets
}

// Names of columns in the tables of this generator.
const (
	colNumber   = "number"
	colArticle  = "article"
	colName     = "name"
	colNameEn   = "name_en"
	colCategory = "category"
	colDK       = "dk"
	colNSN      = "nsn"
	colUnit     = "unit"
	colPrice    = "price"
	colGross    = "gross"
	colVAT      = "vat"
	colStock    = "stock"
	colMin      = "min"
	colPack     = "pack"
	colLead     = "lead"
	colUntil    = "until"
	colMaker    = "maker"
	colSpecs    = "specs"
)

// order of the columns; characteristics follow.
var order = []string{colNumber, colArticle, colName, colNameEn, colCategory, colDK, colNSN, colUnit, colPrice, colGross, colVAT, colStock, colMin, colPack, colLead, colUntil, colMaker} //nolint:gochecknoglobals // a table that never changes

var usual = map[string]string{ //nolint:gochecknoglobals // a table that never changes
	colNumber: "№ з/п", colArticle: "Артикул", colName: "Найменування товару", colNameEn: "Найменування (англ.)", colCategory: "Категорія", colDK: "Код ДК 021:2015",
	colNSN: "НСН", colUnit: "Од. виміру", colPrice: "Ціна без ПДВ, грн", colGross: "Ціна з ПДВ, грн", colVAT: "ПДВ, %", colStock: "Залишок", colMin: "Мін. партія",
	colPack: "Кратність", colLead: "Термін поставки, днів", colUntil: "Дійсна до", colMaker: "Виробник", colSpecs: "Технічні характеристики",
}

// columns lists what this supplier's table has for the given shelves.
func (l layout) columns(shelves []shelf) []string {
	skip := map[string]bool{colCategory: l.headings || l.sheets, colGross: !l.gross, colMaker: l.maker == ""}
	for _, name := range l.without {
		skip[name] = true
	}
	var columns []string
	for _, name := range order {
		if !skip[name] {
			columns = append(columns, name)
		}
	}
	if l.oneCell {
		return append(columns, colSpecs)
	}
	used := map[string]bool{}
	for _, s := range shelves {
		for _, i := range s.items {
			for _, pair := range i.pairs() {
				used[pair[0]] = true
			}
		}
	}
	for _, spec := range code.Specs() {
		if used[string(spec.Key)] {
			columns = append(columns, string(spec.Key))
			delete(used, string(spec.Key))
		}
	}
	if len(used) > 0 {
		panic(fmt.Sprintf("characteristics that do not exist: %v", used))
	}
	return columns
}

// header is the text above a column.
func (l layout) header(column string) string {
	if text, found := l.headers[column]; found {
		return text
	}
	if text, found := usual[column]; found {
		return text
	}
	spec := mustSpec(column)
	unit, _ := spec.Unit.Info()
	switch {
	case spec.Unit == "":
		if l.english {
			return spec.LabelEn
		}
		return spec.LabelUk
	case l.english:
		return spec.LabelEn + " (" + unit.SymbolEn + ")"
	case l.kilograms && spec.Unit == code.Gram:
		return spec.LabelUk + ", кг"
	}
	return spec.LabelUk + ", " + strings.ReplaceAll(unit.SymbolUk, "мА·г", "мА·год")
}

func mustSpec(key string) code.Spec {
	spec, found := code.SpecByKey(code.SpecKey(key))
	if !found {
		panic("no characteristic " + key)
	}
	return spec
}

// cell is what stands in a column for an item: a string, an int, a float64, a
// time.Time, or a formula with its value.
func (l layout) cell(column string, n int, s shelf, i item) any {
	switch column {
	case colNumber:
		return n
	case colArticle:
		return i.article
	case colName:
		return i.uk
	case colNameEn:
		return i.en
	case colCategory:
		return s.heading
	case colDK:
		return l.dk(s, i)
	case colNSN:
		return i.nsn
	case colUnit:
		return l.unit(i)
	case colPrice:
		return l.price(i)
	case colGross:
		return formula{price: number(i.price), vat: i.vat}
	case colVAT:
		return l.vatCell(i)
	case colStock:
		return i.stock
	case colMin:
		return i.min
	case colPack:
		return i.pack
	case colLead:
		return i.lead
	case colUntil:
		return l.until(i)
	case colMaker:
		return cmp.Or(i.maker, l.maker)
	case colSpecs:
		return l.allSpecs(i)
	}
	for _, pair := range i.pairs() {
		if pair[0] == column {
			return l.spec(mustSpec(column), pair[1])
		}
	}
	return ""
}

func (l layout) dk(s shelf, i item) string {
	if i.dk != "" {
		return i.dk
	}
	category, _ := code.CategoryByCode(s.category)
	return string(category.DK021)
}

func (l layout) unit(i item) string {
	switch {
	case i.unit != "":
		return i.unit
	case l.english:
		return "pcs"
	case l.textPrices:
		return "шт."
	}
	return "шт"
}

// price is a number, or the text a person would type; what is no number in the
// table stays as it is.
func (l layout) price(i item) any {
	value := number(i.price)
	switch {
	case value == nil:
		return i.price
	case l.textPrices:
		return grouped(value, "\u00a0", ",") + " грн"
	case l.english:
		return grouped(value, ",", ".")
	}
	f, _ := value.Float64()
	return f
}

// number reads a price of the tables; nil when it is one of the bad ones.
func number(text string) *big.Rat {
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return value
}

// grouped writes a price with two decimals.
func grouped(value *big.Rat, group, mark string) string {
	whole, decimals, _ := strings.Cut(value.FloatString(2), ".")
	text := ""
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			text += group
		}
		text += string(digit)
	}
	return text + mark + decimals
}

func (l layout) vatCell(i item) any {
	switch {
	case l.vat == "percent" && i.vat == "0":
		return "без ПДВ"
	case l.vat == "percent":
		return i.vat + "%"
	case l.vat == "fraction" && i.vat == "20":
		return percent(0.2)
	}
	value := number(i.vat)
	f, _ := value.Float64()
	return f
}

func (l layout) until(i item) any {
	day, err := time.Parse(time.DateOnly, i.until)
	if err != nil {
		return i.until // empty, or wrong on purpose
	}
	switch l.date {
	case "serial":
		return day
	case "words":
		months := []string{"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"}
		return fmt.Sprintf("%d %s %d р.", day.Day(), months[day.Month()-1], day.Year())
	}
	return day.Format("02.01.2006")
}

// spec is a characteristic as this supplier writes it.
func (l layout) spec(spec code.Spec, value string) any {
	if spec.Kind != code.SpecNumber {
		return value
	}
	r := number(value)
	if l.kilograms && spec.Unit == code.Gram {
		r = new(big.Rat).Quo(r, big.NewRat(1000, 1))
	}
	if l.textPrices {
		return strings.Replace(strings.TrimSuffix(strings.TrimRight(r.FloatString(3), "0"), "."), ".", ",", 1)
	}
	f, _ := r.Float64()
	return f
}

// allSpecs writes the characteristics into one cell.
func (l layout) allSpecs(i item) string {
	var parts []string
	for _, pair := range i.pairs() {
		spec := mustSpec(pair[0])
		text := spec.LabelUk + ": " + strings.Replace(pair[1], ".", ",", 1)
		if unit, found := spec.Unit.Info(); found && spec.Kind == code.SpecNumber {
			text += " " + unit.SymbolUk
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// percent is a number shown as a percentage.
type percent float64

// formula is the price with VAT, computed by the spreadsheet.
type formula struct {
	price *big.Rat
	vat   string
}

// value is what the spreadsheet stores beside the formula.
func (f formula) value() float64 {
	rate := new(big.Rat).Add(big.NewRat(1, 1), new(big.Rat).Quo(number(f.vat), big.NewRat(100, 1)))
	gross, _ := new(big.Rat).Mul(f.price, rate).Float64()
	return gross
}
