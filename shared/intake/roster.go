package intake

import (
	"io"
	"slices"
	"strings"
)

// roster reads tables in which every line is one thing, whatever it is: it finds the
// header, tells rows from other lines and counts each line once.
type roster struct {
	synonyms []synonym
	// needed are the columns without which a line is no header.
	needed []field
	// standIn is a column that is read as that of standsFor where there is none of it.
	standIn, standsFor field
	// row reads one line.
	row func(r *rosterRow) rosterOutcome

	findings []Finding
	beyond   int // findings that were not kept
	lines    Lines

	// Of the sheet being read.
	grid    grid
	columns []column
}

// rosterOutcome is what became of a row.
type rosterOutcome uint8

const (
	rosterBad rosterOutcome = iota
	rosterGood
	rosterRepeated
)

// read reads a file; problem is what a file without a header is refused with.
func (t *roster) read(r io.Reader, problem FileProblem) error {
	grids, err := readGrids(r, func(l line) int { return len(t.header(l)) })
	if err != nil {
		return err
	}
	headers := 0
	for _, g := range grids {
		if g.hidden {
			t.report(Finding{Severity: SeverityNotice, Sheet: g.name, Reason: ReasonHiddenSheet})
			continue
		}
		if t.readSheet(g) {
			headers++
		}
	}
	if headers == 0 {
		return &FileError{Problem: problem}
	}
	return nil
}

func (t *roster) report(f Finding) {
	if len(t.findings) >= maxFindings {
		t.beyond++
		return
	}
	t.findings = append(t.findings, f)
}

// header reads a line as a header; nil when it is none.
func (t *roster) header(l line) []column {
	var columns []column
	for _, i := range l.filled() {
		if len(l.cell(i)) > 200 {
			continue
		}
		text, _ := clean(l.cell(i))
		f, found := longestMatch(t.synonyms, plain(text))
		if found && f != fieldIgnored && columnOf(columns, f).index < 0 {
			columns = append(columns, column{index: i, header: text, field: f})
		}
	}
	if i := columnOf(columns, t.standIn).index; i >= 0 && columnOf(columns, t.standsFor).index < 0 {
		at := slices.IndexFunc(columns, func(c column) bool { return c.index == i })
		columns[at].field = t.standsFor
	}
	for _, f := range t.needed {
		if columnOf(columns, f).index < 0 {
			return nil
		}
	}
	return columns
}

// readSheet reads one sheet; false when it has no header.
func (t *roster) readSheet(g grid) bool {
	position := slices.IndexFunc(g.lines[:min(len(g.lines), maxHeaderDepth)], func(l line) bool { return t.header(l) != nil })
	if position < 0 {
		if len(g.lines) > 0 {
			t.report(Finding{Severity: SeverityNotice, Sheet: g.name, Row: g.lines[0].number, Reason: ReasonNoHeader})
		}
		return false
	}
	t.grid, t.columns = g, t.header(g.lines[position])
	t.repeated(g.lines[position])
	t.lines = t.lines.add(Lines{Total: len(g.lines), Before: position, Header: 1})
	for _, l := range g.lines[position+1:] {
		t.readLine(l)
	}
	return true
}

// repeated tells of second columns of one meaning: they are not read.
func (t *roster) repeated(header line) {
	for _, i := range header.filled() {
		text, _ := clean(header.cell(i))
		f, found := longestMatch(t.synonyms, plain(text))
		if found && f != fieldIgnored && !slices.ContainsFunc(t.columns, func(c column) bool { return c.index == i }) {
			t.report(t.finding(header, column{index: i, header: text}, "", ReasonRepeatedColumn, SeverityNotice))
		}
	}
}

func (t *roster) readLine(l line) {
	filled := l.filled()
	switch {
	case len(filled) == 0:
		t.lines.Blank++
		return
	case isColumnNumbers(l):
		t.lines.Header++
		return
	case t.header(l) != nil:
		t.columns = t.header(l)
		t.lines.Header++
		return
	case isBareSum(l.cell(filled[0])):
		t.lines.Sums++
		return
	case len(filled) == 1 && isNote(l.cell(filled[0])):
		t.lines.Notes++
		return
	case len(filled) == 1:
		t.lines.Notes++
		t.report(t.finding(l, wholeRow, l.cell(filled[0]), ReasonUnknownHeading, SeverityNotice))
		return
	}
	if l.hidden {
		t.report(t.finding(l, wholeRow, "", ReasonHiddenRow, SeverityNotice))
	}
	switch t.row(&rosterRow{roster: t, line: l}) {
	case rosterBad:
		t.lines.Bad++
	case rosterGood:
		t.lines.Good++
	case rosterRepeated:
		t.lines.Repeated++
	}
}

func (t *roster) finding(l line, c column, text string, reason Reason, severity Severity) Finding {
	f := Finding{Severity: severity, Sheet: t.grid.name, Row: l.number, Header: c.header, Text: shown(text), Reason: reason}
	if c.index >= 0 {
		f.Column = columnLetter(c.index)
	}
	return f
}

// rosterRow reads one line.
type rosterRow struct {
	*roster
	line  line
	fails int
}

func (r *rosterRow) fail(c column, text string, reason Reason) {
	r.fails++
	r.report(r.finding(r.line, c, text, reason, SeverityError))
}

// text is a field's cleaned text, as it is shown in the sheet: a code 00123 may be
// stored as a number. It is empty when the cell is, or when it was refused.
func (r *rosterRow) text(f field) (column, string) {
	c := columnOf(r.columns, f)
	text, unsafe := clean(r.line.display(c.index))
	switch {
	case unsafe:
		r.fail(c, text, ReasonUnsafeText)
		return c, ""
	case slices.Contains(formulaErrors, strings.ToUpper(text)):
		r.fail(c, text, ReasonFormulaError)
		return c, ""
	}
	return c, text
}

// must is the text of a field that must be there and may have so many characters.
func (r *rosterRow) must(f field, limit int) (column, string) {
	before := r.fails
	c, text := r.text(f)
	if text == "" && r.fails == before {
		r.fail(c, "", ReasonMissing)
	}
	if _, wasCut := cut(text, limit); wasCut {
		r.fail(c, text, ReasonTooLong)
		return c, ""
	}
	return c, text
}

// again reports a row that stands above as well; it is bad when it says something else.
func (r *rosterRow) again(f field, first int, isSame bool) rosterOutcome {
	c := columnOf(r.columns, f)
	finding := r.finding(r.line, c, r.line.display(c.index), ReasonDuplicate, SeverityError)
	finding.FirstRow = first
	outcome := rosterBad
	if isSame {
		finding.Severity, finding.Reason, outcome = SeverityNotice, ReasonRepeated, rosterRepeated
	}
	r.report(finding)
	return outcome
}

// place is where a cell of a row stood, for what is found out later.
type place struct{ column, header, text string }

func (r *rosterRow) at(c column, text string) place {
	return place{column: columnLetter(c.index), header: c.header, text: text}
}

// refused is the finding that leaves a row out.
func (p place) refused(sheet string, line int, reason Reason) Finding {
	return Finding{
		Severity: SeverityError, Sheet: sheet, Row: line, Column: p.column, Header: p.header, Text: shown(p.text), Reason: reason,
	}
}
