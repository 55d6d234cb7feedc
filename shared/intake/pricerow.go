package intake

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/money"
)

// rowReader reads one line; every column is looked at even after the first
// error, so that a person mends a row once.
type rowReader struct {
	*sheetReader
	line  line
	fails int
}

// fail reports an error of the row.
func (r *rowReader) fail(c column, text string, reason Reason) {
	r.fails++
	r.report(r.finding(r.line, c, text, reason))
}

// formulaErrors are what a spreadsheet stores when a formula fails.
var formulaErrors = []string{"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#Н/Д", "#ЗНАЧ!", "#ДЕЛ/0!", "#ДІЛ/0!", "#ССЫЛКА!", "#ПОСИЛАННЯ!"} //nolint:gochecknoglobals // a table that never changes

// cellOf returns the column of a field and its cleaned text; ok false when there
// is nothing to read (no column, empty) or an error was reported.
func (r *rowReader) cellOf(f field) (column, string, bool) {
	c := columnOf(r.columns, f)
	raw := r.line.cell(c.index)
	if f == fieldArticle || f == fieldNameUk || f == fieldNameEn || f == fieldManufacturer || f == fieldDescription {
		raw = r.line.display(c.index)
	}
	text, unsafe := clean(raw)
	switch {
	case c.index < 0 || text == "":
		return c, "", false
	case unsafe:
		r.fail(c, text, ReasonUnsafeText)
		return c, "", false
	case slices.Contains(formulaErrors, strings.ToUpper(text)):
		r.fail(c, text, ReasonFormulaError)
		return c, "", false
	}
	return c, text, true
}

// row reads all fields in the order of Row.
func (r *rowReader) row() Row {
	row := Row{Sheet: r.grid.name, Line: r.line.number}
	row.NSN = r.nsn()
	row.Article = r.article(row.NSN != "")
	row.NameUk, row.NameEn = r.names()
	row.Category = r.category()
	row.DK021 = r.dk021(row.Category)
	row.UOM = r.uom()
	row.VATRate = r.vat()
	row.Price = r.price(row.VATRate)
	row.Stock = r.quantity(fieldStock, 0, 0)
	row.Pack = r.quantity(fieldPack, 1, 1)
	row.MinQty = r.quantity(fieldMinQty, 1, 1)
	row.LeadDays = r.leadDays()
	row.ValidUntil = r.validUntil()
	row.Manufacturer = r.limited(fieldManufacturer, maxManufacturer)
	row.Specs = r.specs()
	row.Description = r.description()
	return row
}

// limited reads a text and cuts it to its limit.
func (r *rowReader) limited(f field, limit int) string {
	c, text, ok := r.cellOf(f)
	if !ok {
		return ""
	}
	short, wasCut := cut(text, limit)
	if wasCut {
		r.notice(r.line, c, text, ReasonCut)
	}
	return short
}

// description is cut by bytes, as the catalogue limits it.
func (r *rowReader) description() string {
	c, text, ok := r.cellOf(fieldDescription)
	if !ok || len(text) <= catalogue.MaxDescription {
		return text
	}
	r.notice(r.line, c, text, ReasonCut)
	end := catalogue.MaxDescription
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.TrimSpace(text[:end])
}

func (r *rowReader) article(mayBeEmpty bool) string {
	before := r.fails
	c, text, ok := r.cellOf(fieldArticle)
	if !ok {
		if !mayBeEmpty && r.fails == before {
			r.fail(c, "", ReasonMissing)
		}
		return ""
	}
	if _, tooLong := cut(text, maxArticle); tooLong {
		r.fail(c, text, ReasonTooLong)
		return ""
	}
	fixed, folded, reason := article(text)
	if reason != "" {
		r.fail(c, text, reason)
		return ""
	}
	if folded {
		r.notice(r.line, c, text, ReasonLookalikeFolded)
	}
	return fixed
}

// names reads both; a list in English only gives the Ukrainian screens its text.
func (r *rowReader) names() (uk, en string) {
	before := r.fails
	uk, en = r.limited(fieldNameUk, maxName), r.limited(fieldNameEn, maxName)
	if uk == "" {
		uk = en
	}
	if uk == "" && r.fails == before {
		r.fail(columnOf(r.columns, fieldNameUk), "", ReasonMissing)
	}
	return uk, en
}

// category is the row's own, else its heading's, else the file's.
func (r *rowReader) category() code.CategoryCode {
	c, text, ok := r.cellOf(fieldCategory)
	if ok {
		found, known := category(text)
		if !known {
			r.fail(c, text, ReasonUnknownCategory)
		}
		return found
	}
	for _, found := range []code.CategoryCode{r.heading, r.options.Category} {
		if found != "" {
			return found
		}
	}
	r.fail(c, "", ReasonMissing)
	return ""
}

func (r *rowReader) dk021(of code.CategoryCode) code.DK021 {
	before := r.fails
	c, text, ok := r.cellOf(fieldDK021)
	if !ok {
		shelf, found := code.CategoryByCode(of)
		if r.fails == before && found {
			if c.index < 0 {
				r.noticeOnce(r.line, c, "", ReasonCategoryDefault)
			} else {
				r.notice(r.line, c, "", ReasonCategoryDefault)
			}
		}
		return shelf.DK021
	}
	// The code may be followed by its name: «34711200-6 Безпілотні…».
	number, _, _ := strings.Cut(text, " ")
	if r.options.DK021 != nil {
		if completed, found := r.options.DK021.Complete(number); found {
			return completed
		}
	}
	parsed, err := code.ParseDK021(number)
	switch {
	case err != nil:
		r.fail(c, text, codeReason(err))
	case r.options.DK021 != nil && !r.options.DK021.Has(string(parsed)):
		r.fail(c, text, ReasonUnknownCode)
	}
	return parsed
}

// codeReason turns a problem of package code into a reason.
func codeReason(err error) Reason {
	var problem *code.Error
	if errors.As(err, &problem) {
		switch problem.Problem {
		case code.ProblemCheckDigit:
			return ReasonCheckDigit
		case code.ProblemUnknown:
			return ReasonUnknownCode
		case code.ProblemEmpty:
			return ReasonMissing
		case code.ProblemLength, code.ProblemCharacter:
			return ReasonBadForm
		}
	}
	return ReasonBadForm
}

func (r *rowReader) nsn() code.NSN {
	c, text, ok := r.cellOf(fieldNSN)
	if !ok {
		return ""
	}
	switch plain(text) {
	case "-", "немає", "не кодифіковано", "відсутній", "n-a", "none":
		return ""
	}
	parsed, err := code.ParseNSN(stored(text))
	if err != nil {
		r.fail(c, text, codeReason(err))
	}
	return parsed
}

func (r *rowReader) uom() code.UOM {
	before := r.fails
	c, text, ok := r.cellOf(fieldUOM)
	if !ok {
		if c.index >= 0 && r.fails == before {
			r.fail(c, "", ReasonMissing)
		}
		return code.Piece
	}
	unit, reason := uom(text)
	if reason != "" {
		r.fail(c, text, reason)
	}
	return unit
}

func (r *rowReader) vat() money.BasisPoints {
	c, text, ok := r.cellOf(fieldVAT)
	if !ok {
		if r.options.OutsideVAT {
			return money.VATNone
		}
		return money.VATStandard
	}
	rate, reason := vat(text)
	if reason != "" {
		r.fail(c, text, reason)
	}
	return rate
}

// price prefers the price without VAT; from one with VAT it computes it.
func (r *rowReader) price(rate money.BasisPoints) money.Amount {
	before := r.fails
	net, hasNet := r.amount(fieldPriceNet)
	if !hasNet {
		net, hasNet = r.amount(fieldPrice)
	}
	gross, hasGross := r.amount(fieldPriceGross)
	c := columnOf(r.columns, fieldPriceGross)
	switch {
	case r.fails != before:
		return 0
	case hasNet && hasGross:
		tax, err := net.VAT(rate)
		if off := gross - net - tax; err == nil && (off > money.Kopiyka || off < -money.Kopiyka) {
			r.notice(r.line, c, gross.String(), ReasonPriceMismatch)
		}
		return net
	case hasNet:
		return net
	case !hasGross:
		r.fail(r.priceColumn(), "", ReasonMissing)
		return 0
	}
	computed, err := gross.Net(rate)
	if err != nil || computed <= 0 {
		r.fail(c, gross.String(), ReasonNotPositive)
		return 0
	}
	r.noticeOnce(r.line, c, gross.String(), ReasonPriceFromGross)
	return computed
}

// priceColumn is where a missing price is missed.
func (r *rowReader) priceColumn() column {
	for _, f := range []field{fieldPriceNet, fieldPrice, fieldPriceGross} {
		if c := columnOf(r.columns, f); c.index >= 0 {
			return c
		}
	}
	return wholeRow
}

// amount reads one price cell; the header may give another currency or thousands.
func (r *rowReader) amount(f field) (money.Amount, bool) {
	c, text, ok := r.cellOf(f)
	if !ok {
		return 0, false
	}
	header := strings.ToLower(c.header)
	for _, foreign := range []string{"usd", "eur", "$", "€", "долар", "євро"} {
		if strings.Contains(header, foreign) {
			r.fail(c, text, ReasonForeignCurrency)
			return 0, false
		}
	}
	value, reason := amount(text)
	if strings.Contains(plain(header), "тис грн") {
		value, reason = thousands(text)
	}
	if reason != "" {
		r.fail(c, text, reason)
		return 0, false
	}
	return value, true
}

// thousands reads a price in thousands of hryvnias.
func thousands(text string) (money.Amount, Reason) {
	milli, err := code.ParseMilli(stored(text))
	if err != nil {
		return 0, ReasonNotMoney
	}
	value, err := money.Amount(milli).Times(int64(money.Hryvnia))
	if err != nil || value <= 0 {
		return 0, ReasonNotPositive
	}
	return value, ""
}

// quantity reads a whole number of at least least.
func (r *rowReader) quantity(f field, absent, least int64) int64 {
	c, text, ok := r.cellOf(f)
	if !ok {
		return absent
	}
	value, reason := quantity(text, maxQuantity)
	if reason == "" && value < least {
		reason = ReasonNotPositive
	}
	if reason != "" {
		r.fail(c, text, reason)
	}
	return value
}

func (r *rowReader) leadDays() int64 {
	c, text, ok := r.cellOf(fieldLead)
	if !ok {
		return 0
	}
	value, reason := days(text)
	if reason != "" {
		r.fail(c, text, reason)
	}
	return value
}

func (r *rowReader) validUntil() Date {
	c, text, ok := r.cellOf(fieldValidUntil)
	if !ok || text == "-" {
		return ""
	}
	day, reason := date(text, r.grid.date1904)
	if reason != "" {
		r.fail(c, text, reason)
	}
	return day
}

// specs reads every column of characteristics; none of them costs the row.
func (r *rowReader) specs() []Spec {
	var specs []Spec
	have := map[code.SpecKey]bool{}
	for _, c := range r.columns {
		if c.field != "" && c.field != fieldSpecs {
			continue
		}
		text, unsafe := clean(strings.ReplaceAll(r.line.cell(c.index), "\n", ";"))
		if text == "" || c.field == "" && (text == "-" || text == "—") && c.spec.spec.Kind != code.SpecFlag {
			continue
		}
		if unsafe || slices.Contains(formulaErrors, strings.ToUpper(text)) {
			reason := ReasonFormulaError
			if unsafe {
				reason = ReasonUnsafeText
			}
			r.notice(r.line, c, text, reason)
			continue
		}
		values, reason := c.spec.values(c.header, stored(text))
		if c.field == fieldSpecs {
			values, reason = specsInOneCell(c.header, text)
		}
		if reason != "" {
			r.notice(r.line, c, text, reason)
		}
		for _, value := range values {
			if !have[value.Key] { // the first column that says it counts
				have[value.Key] = true
				specs = append(specs, value)
			}
		}
	}
	return specs
}
