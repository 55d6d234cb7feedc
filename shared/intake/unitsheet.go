package intake

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/money"
)

// Posture is what a unit is doing, as the General Staff declares it. The set is
// closed and append-only.
type Posture string

// The postures.
const (
	PostureCombat     Posture = "combat"     // веде бойові дії
	PostureDefence    Posture = "defence"    // тримає оборону
	PostureRecovering Posture = "recovering" // відновлює боєздатність
	PostureForming    Posture = "forming"    // формується
	PostureReserve    Posture = "reserve"    // у резерві
)

// Unit is a military unit as the sheet names it.
type Unit struct {
	Sheet   string
	Line    int
	Number  code.UnitNumber
	Name    string
	NameEn  string          // empty when the sheet has none
	Parent  code.UnitNumber // empty when none is named
	Posture Posture
}

// BudgetLine is one appropriation of a unit.
type BudgetLine struct {
	Sheet  string
	Line   int
	Unit   code.UnitNumber
	KPKVK  code.KPKVK
	KEKV   code.KEKV
	Fund   budget.Fund
	Year   int
	Amount money.Amount
}

// UnitSheet is what a file of units and budgets gave.
type UnitSheet struct {
	Units           []Unit
	Budgets         []BudgetLine
	Points          []DeliveryPoint
	Findings        []Finding
	FindingsLeftOut int
	Lines           Lines
}

// Fields of the sheet of units and budgets.
const (
	fieldUnitNumber field = "unit_number"
	fieldUnitName   field = "unit_name"
	fieldParent     field = "parent"
	fieldPosture    field = "posture"
	fieldKPKVK      field = "kpkvk"
	fieldKEKV       field = "kekv"
	fieldFund       field = "fund"
	fieldYear       field = "year"
	fieldAmount     field = "amount"
	fieldUnitNameEn field = "unit_name_en"
	fieldPointCode  field = "point_code"
	fieldPointName  field = "point_name"
)

var unitSynonyms = []synonym{ //nolint:gochecknoglobals // a table that never changes
	{fieldUnitNumber, true, "номер в-ч"},
	{fieldUnitNumber, true, "номер військової частини"},
	{fieldUnitNumber, true, "в-ч"},
	{fieldUnitNumber, true, "умовне найменування"},
	{fieldUnitNumber, true, "unit number"},
	{fieldUnitNameEn, true, "найменування англ"},
	{fieldUnitNameEn, true, "найменування англійською"},
	{fieldUnitNameEn, true, "назва англ"},
	{fieldUnitNameEn, true, "назва англійською"},
	{fieldUnitNameEn, true, "name en"},
	{fieldUnitNameEn, true, "name in english"},
	{fieldUnitNameEn, true, "english name"},
	{fieldUnitName, true, "найменування"},
	{fieldUnitName, true, "назва"},
	{fieldUnitName, true, "військова частина"},
	{fieldUnitName, true, "unit name"},
	{fieldUnitName, true, "name"},
	{fieldParent, true, "підпорядкування"},
	{fieldParent, true, "вища частина"},
	{fieldParent, true, "орган управління"},
	{fieldParent, true, "parent"},
	{fieldPosture, true, "стан"},
	{fieldPosture, true, "характер дій"},
	{fieldPosture, true, "posture"},
	{fieldKPKVK, true, "кпквк"},
	{fieldKPKVK, true, "код програмної класифікації"},
	{fieldKPKVK, true, "kpkvk"},
	{fieldKEKV, true, "кекв"},
	{fieldKEKV, true, "код економічної класифікації"},
	{fieldKEKV, true, "kekv"},
	{fieldFund, true, "фонд"},
	{fieldFund, true, "частина бюджету"},
	{fieldFund, true, "вид бюджету"},
	{fieldFund, true, "fund"},
	{fieldYear, true, "рік"},
	{fieldYear, true, "бюджетний рік"},
	{fieldYear, true, "year"},
	{fieldAmount, true, "сума"},
	{fieldAmount, true, "обсяг"},
	{fieldAmount, true, "затверджено"},
	{fieldAmount, true, "асигнування"},
	{fieldAmount, true, "amount"},
	{fieldPointCode, true, "код пункту"},
	{fieldPointCode, true, "код місця"},
	{fieldPointCode, true, "point code"},
	{fieldPointCode, true, "delivery point code"},
	{fieldPointName, true, "пункт доставки"},
	{fieldPointName, true, "пункт приймання"},
	{fieldPointName, true, "місце доставки"},
	{fieldPointName, true, "назва пункту"},
	{fieldPointName, true, "delivery point"},
	{fieldPointName, true, "point name"},
}

// postureWords and fundWords are the beginnings by which a word is recognised.
var postureWords = []struct { //nolint:gochecknoglobals // a table that never changes
	posture Posture
	starts  []string
}{
	{PostureCombat, []string{"combat", "бойов", "веде бойові", "у бою"}},
	{PostureDefence, []string{"defence", "оборон", "тримає оборону", "в обороні"}},
	{PostureRecovering, []string{"recover", "відновл"}},
	{PostureForming, []string{"forming", "формув", "формується"}},
	{PostureReserve, []string{"reserve", "резерв", "у резерві"}},
}

var fundWords = []struct { //nolint:gochecknoglobals // a table that never changes
	fund   budget.Fund
	starts []string
}{
	{budget.Guaranteed, []string{"гарант", "guarant"}},
	{budget.Performance, []string{"результ", "perform"}},
}

// ReadUnitSheet reads an .xlsx or .csv sheet of units, their budgets and their
// delivery points. A unit whose number and name stand once, above several budget
// lines or points, is meant by all of them. Only a unit that was taken can have any.
func ReadUnitSheet(r io.Reader) (UnitSheet, error) {
	grids, err := readGrids(r, func(l line) int { return len(unitColumns(l)) })
	if err != nil {
		return UnitSheet{}, err
	}
	u := &unitReader{units: map[code.UnitNumber]int{}, budgets: map[BudgetLine]int{}, points: map[DeliveryPoint]int{}}
	headers := 0
	for _, g := range grids {
		if g.hidden {
			u.report(Finding{Severity: SeverityNotice, Sheet: g.name, Reason: ReasonHiddenSheet})
			continue
		}
		if u.readSheet(g) {
			headers++
		}
	}
	if headers == 0 {
		return UnitSheet{}, &FileError{Problem: FileNotUnits}
	}
	u.checkParents()
	return u.sheet, nil
}

// unitReader collects the result of all sheets.
type unitReader struct {
	sheet   UnitSheet
	units   map[code.UnitNumber]int // position in sheet.Units
	budgets map[BudgetLine]int      // without place and amount → line
	points  map[DeliveryPoint]int   // unit and code alone → position in sheet.Points
	parents []Finding               // where each unit named its parent

	// Of the sheet being read.
	grid    grid
	columns []column
	current code.UnitNumber
}

func (u *unitReader) report(f Finding) {
	if len(u.sheet.Findings) >= maxFindings {
		u.sheet.FindingsLeftOut++
		return
	}
	u.sheet.Findings = append(u.sheet.Findings, f)
}

// readSheet reads one sheet; false when it has no header.
func (u *unitReader) readSheet(g grid) bool {
	position := slices.IndexFunc(g.lines[:min(len(g.lines), maxHeaderDepth)], func(l line) bool { return len(unitColumns(l)) >= 4 })
	if position < 0 {
		if len(g.lines) > 0 {
			u.report(Finding{Severity: SeverityNotice, Sheet: g.name, Row: g.lines[0].number, Reason: ReasonNoHeader})
		}
		return false
	}
	u.grid, u.columns, u.current = g, unitColumns(g.lines[position]), ""
	lines := Lines{Total: len(g.lines), Before: position, Header: 1}
	for _, l := range g.lines[position+1:] {
		u.readLine(l, &lines)
	}
	u.sheet.Lines = u.sheet.Lines.add(lines)
	return true
}

// unitColumns reads a header; without a number and an amount it is none.
func unitColumns(l line) []column {
	var columns []column
	for _, i := range l.filled() {
		text, _ := clean(l.cell(i))
		f, found := longestMatch(unitSynonyms, plain(text))
		if found && columnOf(columns, f).index < 0 {
			columns = append(columns, column{index: i, header: text, field: f})
		}
	}
	if columnOf(columns, fieldUnitNumber).index < 0 || columnOf(columns, fieldAmount).index < 0 {
		return nil
	}
	return columns
}

func (u *unitReader) readLine(l line, lines *Lines) {
	filled := l.filled()
	switch {
	case len(filled) == 0:
		lines.Blank++
	case isColumnNumbers(l):
		lines.Header++
	case isSum(l.cell(filled[0])):
		lines.Sums++
	case len(filled) == 1 && isNote(l.cell(filled[0])):
		lines.Notes++
	case len(filled) == 1:
		lines.Notes++
		u.report(u.finding(l, wholeRow, l.cell(filled[0]), ReasonUnreadLine, SeverityNotice))
	case u.readRow(l):
		lines.Good++
	default:
		lines.Bad++
	}
}

func (u *unitReader) finding(l line, c column, text string, reason Reason, severity Severity) Finding {
	f := Finding{Severity: severity, Sheet: u.grid.name, Row: l.number, Header: c.header, Text: shown(text), Reason: reason}
	if c.index >= 0 {
		f.Column = columnLetter(c.index)
	}
	return f
}

// readRow reads a unit, its delivery point and its budget line; false when something
// was wrong with any. A unit that is right stays even when the rest is not.
func (u *unitReader) readRow(l line) bool {
	r := &unitRow{unitReader: u, line: l}
	unit, names := r.unit()
	if names && r.fails == 0 {
		u.take(r, unit)
	}
	if u.current == "" || names && r.fails > 0 {
		// A budget under a unit that was refused belongs to nobody.
		if names {
			u.current = ""
		}
		if r.fails == 0 {
			r.fail(columnOf(u.columns, fieldUnitNumber), "", ReasonMissing)
		}
		r.point()
		r.budget()
		return false
	}
	if point, has := r.point(); has && r.fails == 0 {
		u.keepPoint(r, point)
	}
	entry, has := r.budget()
	if !has || r.fails > 0 {
		return r.fails == 0
	}
	key := entry
	key.Sheet, key.Line, key.Amount = "", 0, 0
	if first, found := u.budgets[key]; found {
		f := u.finding(l, columnOf(u.columns, fieldAmount), entry.Amount.String(), ReasonDuplicate, SeverityError)
		f.FirstRow = first
		u.report(f)
		return false
	}
	u.budgets[key] = l.number
	u.sheet.Budgets = append(u.sheet.Budgets, entry)
	return true
}

// take keeps a unit; what is said of it again must be the same.
func (u *unitReader) take(r *unitRow, unit Unit) {
	at, found := u.units[unit.Number]
	if !found {
		u.units[unit.Number] = len(u.sheet.Units)
		u.sheet.Units = append(u.sheet.Units, unit)
		u.parents = append(u.parents, u.finding(r.line, columnOf(u.columns, fieldParent), string(unit.Parent), ReasonUnknownParent, SeverityNotice))
		u.current = unit.Number
		return
	}
	first := u.sheet.Units[at]
	same := unit
	same.Sheet, same.Line = first.Sheet, first.Line
	if same.Name == "" && same.NameEn == "" && same.Parent == "" && same.Posture == "" {
		same = first // the number alone, above a further budget line
	}
	u.current = unit.Number
	if same != first {
		c := columnOf(u.columns, fieldUnitNumber)
		f := u.finding(r.line, c, string(unit.Number), ReasonDuplicate, SeverityError)
		f.FirstRow = first.Line
		r.fails++
		u.report(f)
	}
}

// checkParents tells of parents that are not in the file; they may be known
// already, so it is a notice.
func (u *unitReader) checkParents() {
	for i, unit := range u.sheet.Units {
		if _, found := u.units[unit.Parent]; unit.Parent != "" && !found {
			u.report(u.parents[i])
		}
	}
}

// unitRow reads one line.
type unitRow struct {
	*unitReader
	line  line
	fails int
}

func (r *unitRow) fail(c column, text string, reason Reason) {
	r.fails++
	r.report(r.finding(r.line, c, text, reason, SeverityError))
}

// cellOf is the cleaned text of a field; false when there is none.
func (r *unitRow) cellOf(f field) (column, string, bool) {
	c := columnOf(r.columns, f)
	text, unsafe := clean(r.line.cell(c.index))
	if unsafe {
		r.fail(c, text, ReasonUnsafeText)
		return c, "", false
	}
	return c, text, text != ""
}

// unit reads the left half of the line; names is false when the line names no
// unit and so belongs to the one above.
func (r *unitRow) unit() (unit Unit, names bool) {
	unit = Unit{Sheet: r.grid.name, Line: r.line.number}
	c, text, hasNumber := r.cellOf(fieldUnitNumber)
	nameColumn, name, hasName := r.cellOf(fieldUnitName)
	if !hasNumber && !hasName {
		return unit, r.fails > 0
	}
	number, err := code.ParseUnitNumber(text)
	if err != nil {
		r.fail(c, text, codeReason(err))
	}
	unit.Number = number
	short, wasCut := cut(name, maxName)
	if wasCut {
		r.report(r.finding(r.line, nameColumn, name, ReasonCut, SeverityNotice))
	}
	unit.Name = short
	_, english, _ := r.cellOf(fieldUnitNameEn)
	unit.NameEn, _ = cut(english, maxName)
	_, known := r.units[number]
	if unit.Name == "" && !known {
		r.fail(nameColumn, "", ReasonMissing)
	}
	if parentColumn, parent, ok := r.cellOf(fieldParent); ok && parent != "-" {
		if unit.Parent, err = code.ParseUnitNumber(parent); err != nil {
			r.fail(parentColumn, parent, codeReason(err))
		} else if unit.Parent == unit.Number {
			r.fail(parentColumn, parent, ReasonUnknownParent)
		}
	}
	if postureColumn, posture, ok := r.cellOf(fieldPosture); ok {
		if unit.Posture, ok = postureOf(posture); !ok {
			r.fail(postureColumn, posture, ReasonBadPosture)
		}
	} else if postureColumn.index >= 0 && !known {
		r.fail(postureColumn, "", ReasonMissing)
	}
	return unit, true
}

// budget reads the right half of the line; has is false when it is empty.
func (r *unitRow) budget() (entry BudgetLine, has bool) {
	entry = BudgetLine{Sheet: r.grid.name, Line: r.line.number, Unit: r.current}
	amountColumn, text, hasAmount := r.cellOf(fieldAmount)
	kpkvkColumn, kpkvk, hasKPKVK := r.cellOf(fieldKPKVK)
	kekvColumn, kekv, hasKEKV := r.cellOf(fieldKEKV)
	if !hasAmount && !hasKPKVK && !hasKEKV {
		return entry, false
	}
	var err error
	if entry.KPKVK, err = code.ParseKPKVK(stored(kpkvk)); err != nil {
		r.fail(kpkvkColumn, kpkvk, codeReason(err))
	}
	if entry.KEKV, err = code.ParseKEKV(stored(kekv)); err != nil {
		r.fail(kekvColumn, kekv, codeReason(err))
	}
	fundColumn, fund, _ := r.cellOf(fieldFund)
	var ok bool
	if entry.Fund, ok = fundOf(fund); !ok {
		r.fail(fundColumn, fund, missingOr(fund, ReasonBadFund))
	}
	yearColumn, year, _ := r.cellOf(fieldYear)
	entry.Year, err = strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(year, " р."), " рік"))
	if err != nil || entry.Year < firstYear || entry.Year > lastYear {
		r.fail(yearColumn, year, missingOr(year, ReasonBadYear))
	}
	if !hasAmount {
		r.fail(amountColumn, "", ReasonMissing)
		return entry, true
	}
	var reason Reason
	if strings.Contains(plain(amountColumn.header), "тис грн") {
		entry.Amount, reason = thousands(text)
	} else {
		entry.Amount, reason = amount(text)
	}
	if reason != "" {
		r.fail(amountColumn, text, reason)
	}
	return entry, true
}

// missingOr tells an empty cell from a wrong one.
func missingOr(text string, reason Reason) Reason {
	if text == "" {
		return ReasonMissing
	}
	return reason
}

func postureOf(text string) (Posture, bool) {
	word := plain(text)
	for _, entry := range postureWords {
		if slices.ContainsFunc(entry.starts, func(start string) bool { return strings.HasPrefix(word, start) }) {
			return entry.posture, true
		}
	}
	return "", false
}

func fundOf(text string) (budget.Fund, bool) {
	word := plain(text)
	for _, entry := range fundWords {
		if slices.ContainsFunc(entry.starts, func(start string) bool { return strings.HasPrefix(word, start) }) {
			return entry.fund, true
		}
	}
	return 0, false
}
