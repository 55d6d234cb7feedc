package intake

import (
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"dotchain/shared/code"
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
	grids, err := readGrids(r, headerScore)
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
