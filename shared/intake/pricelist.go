package intake

import (
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/money"
)

// Options say what a price list itself does not.
type Options struct {
	// DK021 is the list codes must be on; nil checks their form only.
	DK021 *Classifier
	// OutsideVAT says that the supplier pays no VAT: rows without a rate have none.
	// Otherwise they have the standard rate.
	OutsideVAT bool
	// Category is of rows that stand under no heading and name none.
	Category code.CategoryCode
}

// PriceList is what a file gave.
type PriceList struct {
	Rows     []Row
	Findings []Finding
	// FindingsLeftOut counts those beyond the first 20,000.
	FindingsLeftOut int
	Lines           Lines
}

// ReadPriceList reads an .xlsx or .csv price list of one supplier. A file that
// cannot be read as a whole is a *FileError; what is wrong with single rows is
// in Findings.
func ReadPriceList(r io.Reader, options Options) (PriceList, error) {
	grids, err := readGrids(r)
	if err != nil {
		return PriceList{}, err
	}
	p := &priceReader{options: options, seen: map[string]int{}}
	headers := 0
	for _, g := range grids {
		if g.hidden {
			p.report(Finding{Severity: SeverityNotice, Sheet: g.name, Reason: ReasonHiddenSheet})
			continue
		}
		if p.readSheet(g) {
			headers++
		}
	}
	if headers == 0 {
		return PriceList{}, &FileError{Problem: FileNoHeader}
	}
	return p.list, nil
}

// priceReader collects the result of all sheets of a file.
type priceReader struct {
	options Options
	list    PriceList
	seen    map[string]int // Row.keys to position in list.Rows
}

// report keeps a finding within the limit.
func (p *priceReader) report(f Finding) {
	if len(p.list.Findings) >= maxFindings {
		p.list.FindingsLeftOut++
		return
	}
	p.list.Findings = append(p.list.Findings, f)
}

// sheetReader is where the reader stands in one sheet.
type sheetReader struct {
	*priceReader
	grid    grid
	columns []column
	// heading is the category of the last heading, else of the sheet's name.
	heading code.CategoryCode
	// pastTotal is set after Разом: what follows is no row unless it looks like one.
	pastTotal bool
	// told are notices said once per sheet.
	told  map[Reason]bool
	lines Lines
}

// readSheet reads one sheet; false when it has no header.
func (p *priceReader) readSheet(g grid) bool {
	position, header, second := findHeader(g.lines)
	if position < 0 {
		if len(g.lines) > 0 {
			p.report(Finding{Severity: SeverityNotice, Sheet: g.name, Row: g.lines[0].number, Reason: ReasonNoHeader})
		}
		return false
	}
	s := &sheetReader{priceReader: p, grid: g, told: map[Reason]bool{}, lines: Lines{Total: len(g.lines), Before: position}}
	s.heading, _ = category(g.name)
	if s.heading == "" {
		// «Прайс-лист: засоби РЕБ» in the title rows says it too.
		s.heading = titleCategory(g.lines[:position])
	}
	s.useHeader(header)
	rest := g.lines[position+1:]
	if second {
		s.lines.Header++
		rest = rest[1:]
	}
	for _, l := range rest {
		s.readLine(l)
	}
	p.list.Lines = p.list.Lines.add(s.lines)
	return true
}

// titleCategory is the category all title lines that name one agree on.
func titleCategory(titles []line) code.CategoryCode {
	found := code.CategoryCode("")
	for _, l := range titles {
		for _, i := range l.filled() {
			c, ok := category(l.cell(i))
			if !ok || utf8.RuneCountInString(l.cell(i)) > 120 {
				continue
			}
			if found != "" && found != c {
				return ""
			}
			found = c
		}
	}
	return found
}

// useHeader makes a header line the one by which lines are read from here on.
func (s *sheetReader) useHeader(header line) {
	s.lines.Header++
	s.columns = columnsOf(header, func(c column, reason Reason) {
		s.notice(header, c, c.header, reason)
	})
}

// notice reports something that costs no row.
func (s *sheetReader) notice(l line, c column, text string, reason Reason) {
	f := s.finding(l, c, text, reason)
	f.Severity = SeverityNotice
	s.report(f)
}

// noticeOnce reports what is the same for every row of the sheet.
func (s *sheetReader) noticeOnce(l line, c column, text string, reason Reason) {
	if !s.told[reason] {
		s.told[reason] = true
		s.notice(l, c, text, reason)
	}
}

// finding places a reason; as an error, which most are.
func (s *sheetReader) finding(l line, c column, text string, reason Reason) Finding {
	f := Finding{Severity: SeverityError, Sheet: s.grid.name, Row: l.number, Header: c.header, Text: shown(text), Reason: reason}
	if c.index >= 0 {
		f.Column = columnLetter(c.index)
	}
	return f
}

// wholeRow stands for no column in particular.
var wholeRow = column{index: -1} //nolint:gochecknoglobals // a table that never changes

// readLine decides what a line below the header is.
func (s *sheetReader) readLine(l line) {
	filled := l.filled()
	first := ""
	if len(filled) > 0 {
		first = l.cell(filled[0])
	}
	switch {
	case len(filled) == 0:
		s.lines.Blank++
	case isColumnNumbers(l):
		s.lines.Header++
	case s.isHeaderAgain(l):
		// A header repeated after a page break, or the next table of the sheet.
		s.useHeader(l)
		s.pastTotal = false
	case isSum(first) && (isBareSum(first) || s.parts(l) < 3):
		s.lines.Sums++
		s.pastTotal = true
	case len(filled) == 1 && s.isHeading(l, first):
		s.lines.Heading++
		s.pastTotal = false
	case s.parts(l) >= 2:
		s.readRow(l)
	case isNote(first):
		s.lines.Notes++
	case s.pastTotal:
		s.lines.Notes++
		s.notice(l, wholeRow, first, ReasonUnreadLine)
	case len(filled) == 1:
		// One text alone may be a heading we do not know, a note, or all that is
		// left of a row: a person decides. What follows is in no known category.
		s.lines.Notes++
		s.heading = ""
		s.notice(l, column{index: filled[0], header: s.headerAt(filled[0])}, first, ReasonUnknownHeading)
	default:
		s.readRow(l)
	}
}

// isHeaderAgain says whether a line is a header. The first filled cell of
// nearly every row is enough to say no, which saves most of the work.
func (s *sheetReader) isHeaderAgain(l line) bool {
	for _, i := range l.filled()[:min(2, len(l.filled()))] {
		if _, ok := fieldOf(l.cell(i)); ok && len(l.cell(i)) <= 200 {
			return headerScore(l) > 0
		}
	}
	return false
}

// headerAt is the header text of a column.
func (s *sheetReader) headerAt(index int) string {
	for _, c := range s.columns {
		if c.index == index {
			return c.header
		}
	}
	return ""
}

// isHeading takes the category of a heading line.
func (s *sheetReader) isHeading(l line, text string) bool {
	if utf8.RuneCountInString(text) > 80 || isNote(text) || columnOf(s.columns, fieldPrice).index == l.filled()[0] {
		return false
	}
	found, ok := category(text)
	if ok {
		s.heading = found
	}
	return ok
}

// isSum recognises the lines of totals by their first word; a «Total station» is
// told from them by having an article, a name and a price.
func isSum(text string) bool {
	word, _, _ := strings.Cut(plain(text), " ")
	return slices.Contains([]string{"разом", "всього", "усього", "підсумок", "total", "subtotal"}, word)
}

// isBareSum is a total whatever stands beside it.
func isBareSum(text string) bool {
	word := plain(text)
	for _, suffix := range []string{" з пдв", " без пдв", " грн", " позицій"} {
		word = strings.TrimSuffix(word, suffix)
	}
	return isSum(word) && !strings.Contains(word, " ")
}

// isNote recognises lines that say of themselves that they are notes.
func isNote(text string) bool {
	trimmed := strings.TrimSpace(text)
	word := plain(text)
	if strings.HasPrefix(trimmed, "*") || utf8.RuneCountInString(trimmed) > 200 {
		return true
	}
	// The last ones end with a space: «тел.» is a note, «Телескоп» is not.
	starts := []string{"примітк", "ціни вказан", "ціни дійсн", "увага ", "note ", "notes ", "директор ", "керівник ", "менеджер ", "м п ", "тел "}
	return slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(word+" ", start) })
}

// parts counts which of name, article and price are there. A line with two is a
// row, good or bad; one with fewer is some other thing after the total, and a bad
// row before it.
func (s *sheetReader) parts(l line) int {
	found := 0
	for _, group := range [][]field{{fieldNameUk, fieldNameEn}, {fieldArticle, fieldNSN}, {fieldPriceNet, fieldPriceGross, fieldPrice}} {
		if slices.ContainsFunc(group, func(f field) bool {
			return strings.TrimSpace(l.cell(columnOf(s.columns, f).index)) != ""
		}) {
			found++
		}
	}
	return found
}

// readRow reads a line as an offer.
func (s *sheetReader) readRow(l line) {
	r := &rowReader{sheetReader: s, line: l}
	row := r.row()
	if r.fails > 0 {
		s.lines.Bad++
		return
	}
	if r.standsAbove(row) {
		return
	}
	if l.hidden {
		s.notice(l, wholeRow, row.Article, ReasonHiddenRow)
	}
	for _, key := range row.keys() {
		s.seen[key] = len(s.list.Rows)
	}
	s.list.Rows = append(s.list.Rows, row)
	s.lines.Good++
}

// standsAbove says whether the item was offered in an earlier row, and reports
// it: the same again does no harm, other terms leave it open which were meant.
func (r *rowReader) standsAbove(row Row) bool {
	for _, key := range row.keys() {
		at, found := r.seen[key]
		if !found {
			continue
		}
		first := r.list.Rows[at]
		f := r.finding(r.line, columnOf(r.columns, fieldArticle), row.Article, ReasonDuplicate)
		f.FirstRow = first.Line
		if first.equals(row) {
			f.Severity, f.Reason = SeverityNotice, ReasonRepeated
			r.lines.Repeated++
		} else {
			r.lines.Bad++
		}
		r.report(f)
		return true
	}
	return false
}

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
