package intake

import (
	"bytes"
	"slices"
	"strings"
)

// Fields of a table of payments.
const (
	fieldDocument  field = "document"
	fieldPurpose   field = "purpose"
	fieldDebit     field = "debit"
	fieldCredit    field = "credit"
	fieldDirection field = "direction"
	fieldCurrency  field = "currency"
	fieldValueDate field = "value_date"
	fieldDocDate   field = "document_date"
	fieldReference field = "reference"
)

var statementSynonyms = []synonym{ //nolint:gochecknoglobals // a table that never changes
	{fieldDocument, true, "номер док"},
	{fieldDocument, true, "номер документа"},
	{fieldDocument, true, "номер платіжної інструкції"},
	{fieldDocument, true, "номер платежу"},
	{fieldDocument, true, "документ"},
	{fieldDocument, true, "документа"},
	{fieldDocument, true, "док"},
	{fieldDocument, true, "n док"},
	{fieldDocument, true, "n документа"},
	{fieldDocument, true, "платіжна інструкція"},
	{fieldDocument, true, "document"},
	{fieldDocument, true, "payment number"},
	{fieldPurpose, true, "призначення"},
	{fieldPurpose, true, "підстава"},
	{fieldPurpose, true, "деталі"},
	{fieldPurpose, true, "purpose"},
	{fieldPurpose, true, "details"},
	{fieldDirection, true, "дт-кт"},
	{fieldDirection, true, "д-к"},
	{fieldDirection, true, "тип операції"},
	{fieldDirection, true, "вид операції"},
	{fieldDirection, true, "ознака"},
	{fieldDirection, true, "direction"},
	{fieldDebit, true, "дебет"},
	{fieldDebit, true, "сума дебет"},
	{fieldDebit, true, "сума за дебетом"},
	{fieldDebit, true, "видаток"},
	{fieldDebit, true, "списано"},
	{fieldDebit, true, "debit"},
	{fieldCredit, true, "кредит"},
	{fieldCredit, true, "сума кредит"},
	{fieldCredit, true, "сума за кредитом"},
	{fieldCredit, true, "надходження"},
	{fieldCredit, true, "зараховано"},
	{fieldCredit, true, "credit"},
	{fieldIgnored, true, "сума еквівалент"},
	{fieldIgnored, true, "сума пдв"},
	{fieldIgnored, true, "сума комісії"},
	{fieldAmount, true, "сума"},
	{fieldAmount, true, "amount"},
	{fieldCurrency, true, "валюта"},
	{fieldCurrency, true, "код валюти"},
	{fieldCurrency, true, "currency"},
	{fieldValueDate, true, "дата валютування"},
	{fieldValueDate, true, "дата проведення"},
	{fieldValueDate, true, "дата операції"},
	{fieldValueDate, true, "дата списання"},
	{fieldValueDate, true, "дата виконання"},
	{fieldValueDate, true, "value date"},
	{fieldDocDate, true, "дата"},
	{fieldDocDate, true, "date"},
	{fieldReference, true, "референс"},
	{fieldReference, true, "ідентифікатор"},
	{fieldReference, true, "унікальний номер"},
	{fieldReference, true, "ід операції"},
	{fieldReference, true, "reference"},
}

// readTables reads the sheets of a spreadsheet or text file.
func (s *statementReader) readTables(data []byte) error {
	grids, err := readGrids(bytes.NewReader(data), func(l line) int { return len(statementColumns(l)) })
	if err != nil {
		return err
	}
	headers := 0
	for _, g := range grids {
		if g.hidden {
			s.report(Finding{Severity: SeverityNotice, Sheet: g.name, Reason: ReasonHiddenSheet})
			continue
		}
		if s.readSheet(g) {
			headers++
		}
	}
	if headers == 0 {
		return &FileError{Problem: FileNotStatement}
	}
	return nil
}

// readSheet reads one sheet; false when it has no header.
func (s *statementReader) readSheet(g grid) bool {
	position := -1
	var columns []column
	for i, l := range g.lines[:min(len(g.lines), maxHeaderDepth)] {
		if columns = statementColumns(l); columns != nil {
			position = i
			break
		}
	}
	if position < 0 {
		if len(g.lines) > 0 {
			s.report(Finding{Severity: SeverityNotice, Sheet: g.name, Row: g.lines[0].number, Reason: ReasonNoHeader})
		}
		return false
	}
	t := &table{grid: g, columns: columns}
	t.signed = t.hasMinus(g.lines[position+1:])
	lines := &s.statement.Lines
	lines.Total += position + 1
	lines.Before += position
	lines.Header++
	for _, l := range g.lines[position+1:] {
		filled := l.filled()
		switch {
		case len(filled) == 0:
			lines.Total++
			lines.Blank++
		case isColumnNumbers(l) || statementColumns(l) != nil:
			lines.Total++
			lines.Header++
		case isSum(l.cell(filled[0])) || t.isBalance(l):
			lines.Total++
			lines.Sums++
		default:
			s.take(t.entry(l))
		}
	}
	return true
}

// isBalance recognises the lines of balances and turnovers: they have no day.
func (t *table) isBalance(l line) bool {
	first := l.cell(l.filled()[0])
	if day := t.entry(l).day.text; day != "" && day != strings.TrimSpace(first) {
		return false
	}
	word := plain(first)
	return slices.ContainsFunc([]string{"вхідний залишок", "вихідний залишок", "залишок", "обороти", "сальдо", "opening balance", "closing balance"},
		func(start string) bool { return strings.HasPrefix(word, start) })
}

// statementColumns reads a header: without a day, an amount, and a number or a purpose it is none.
func statementColumns(l line) []column {
	var columns []column
	for _, i := range l.filled() {
		text, _ := clean(l.cell(i))
		f, found := longestMatch(statementSynonyms, plain(text))
		if found && f != fieldIgnored && columnOf(columns, f).index < 0 && len(text) <= 200 {
			columns = append(columns, column{index: i, header: text, field: f})
		}
	}
	has := func(f field) bool { return columnOf(columns, f).index >= 0 }
	if !has(fieldValueDate) && !has(fieldDocDate) || !has(fieldAmount) && !has(fieldDebit) || !has(fieldDocument) && !has(fieldPurpose) {
		return nil
	}
	return columns
}

// table is a sheet of payments and what its header says.
type table struct {
	grid    grid
	columns []column
	// signed: amounts below zero went out, the others came in.
	signed bool
}

func (t *table) hasMinus(lines []line) bool {
	at := columnOf(t.columns, fieldAmount).index
	for _, l := range lines {
		if isMinus(l.cell(at)) {
			return true
		}
	}
	return false
}

func isMinus(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "-") || strings.HasPrefix(text, "\u2212")
}

func (t *table) cell(l line, f field) cell {
	c := columnOf(t.columns, f)
	if c.index < 0 {
		return cell{}
	}
	return cell{column: columnLetter(c.index), header: c.header, text: strings.TrimSpace(l.cell(c.index))}
}

func (t *table) entry(l line) entry {
	e := entry{
		sheet: t.grid.name, line: l.number, names: []cell{t.cell(l, fieldDocument), t.cell(l, fieldPurpose)},
		amount: t.cell(l, fieldAmount), currency: t.cell(l, fieldCurrency), day: t.cell(l, fieldValueDate), reference: t.cell(l, fieldReference),
	}
	if e.day.text == "" {
		if d := t.cell(l, fieldDocDate); d.column != "" {
			e.day = d
		}
	}
	e.incoming = t.signed && e.amount.text != "" && !isMinus(e.amount.text)
	// Of two columns the filled one says which way the money went.
	if debit := t.cell(l, fieldDebit); debit.column != "" {
		credit := t.cell(l, fieldCredit)
		e.incoming = isNothing(debit.text) && !isNothing(credit.text)
		e.amount = debit
		if e.incoming {
			e.amount = credit
		}
	}
	if way := t.cell(l, fieldDirection); way.text != "" {
		word := plain(way.text)
		e.incoming = strings.HasPrefix(word, "к") || strings.HasPrefix(word, "c") || strings.HasPrefix(word, "надх") || strings.HasPrefix(word, "зарах")
	}
	return e
}

// isNothing is true of an empty amount: banks write zeros into the other column.
func isNothing(text string) bool { return strings.Trim(text, "0.,- \u00a0") == "" }
