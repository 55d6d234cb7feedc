package intake

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dotchain/shared/money"
	"dotchain/shared/register"
)

// StatementRow is one executed payment of ours that a bank or the treasury tells of.
type StatementRow struct {
	Sheet string
	// Line is the row, in XML the line of the file at which the entry begins.
	Line int
	// Number is the payment order's, as the register gave it.
	Number string
	Amount money.Amount
	// Day is the bank's value date, else the day of booking.
	Day Date
	// Reference is the bank's own; may be empty.
	Reference string
}

// Start is the first moment of the day at a place.
func (d Date) Start(at *time.Location) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, string(d), at)
}

// Statement is what a bank's file gave. Lines counts entries: incoming money and
// payments that are not ours are notes.
type Statement struct {
	Rows            []StatementRow
	Findings        []Finding
	FindingsLeftOut int
	Lines           Lines
}

// maxReference is the most characters that are kept of a bank's reference.
const maxReference = 70

// ReadStatement reads a statement or advice: ISO 20022 camt.053 or camt.054 (XML), or a
// table as client-bank programs write it (.csv, .xlsx). A file that cannot be read as a
// whole is a *FileError; what is wrong with single rows is in Findings.
func ReadStatement(r io.Reader) (Statement, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	if err != nil {
		return Statement{}, fmt.Errorf("read statement: %w", err)
	}
	if len(data) > MaxFileBytes {
		return Statement{}, &FileError{Problem: FileTooBig}
	}
	s := &statementReader{seen: map[string]int{}}
	if text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))); bytes.HasPrefix(text, []byte("<")) {
		err = s.readXML(text, bytes.Count(data[:bytes.Index(data, text)], []byte("\n")))
	} else {
		err = s.readTables(data)
	}
	if err != nil {
		return Statement{}, err
	}
	return s.statement, nil
}

// statementReader collects the rows of a file of either kind.
type statementReader struct {
	statement Statement
	seen      map[string]int // number → position in Rows
}

func (s *statementReader) report(f Finding) {
	if len(s.statement.Findings) >= maxFindings {
		s.statement.FindingsLeftOut++
		return
	}
	s.statement.Findings = append(s.statement.Findings, f)
}

// cell is a text and where it stands.
type cell struct{ column, header, text string }

// entry is a row of a statement before it is understood.
type entry struct {
	sheet string
	line  int
	// incoming is money that came; pending is not booked yet.
	incoming, pending bool
	// names are the texts in which the payment order's number may stand, best first.
	names                            []cell
	amount, currency, day, reference cell
}

// take understands an entry. Every entry is counted once.
func (s *statementReader) take(e entry) {
	s.statement.Lines.Total++
	number, at, reason := paymentNumber(e.names)
	switch {
	case reason != "":
		s.statement.Lines.Bad++
		s.say(e, at, reason, SeverityError)
		return
	case number == "" && e.incoming:
		s.statement.Lines.Notes++
		return
	case number == "":
		s.statement.Lines.Notes++
		s.say(e, at, ReasonForeignPayment, SeverityNotice)
		return
	case e.incoming:
		// The bank gave the money back: a person has to see why.
		s.statement.Lines.Bad++
		s.say(e, at, ReasonPaymentReturned, SeverityError)
		return
	case e.pending:
		s.statement.Lines.Notes++
		s.say(e, at, ReasonNotBooked, SeverityNotice)
		return
	}
	row := StatementRow{Sheet: e.sheet, Line: e.line, Number: number}
	var fails [4]bool
	row.Amount, fails[0] = s.amount(e)
	row.Day, fails[1] = s.day(e)
	row.Reference, fails[2] = s.reference(e)
	if currency := plain(e.currency.text); currency != "" && !slices.Contains([]string{"uah", "980", "грн", "гривня"}, currency) {
		s.say(e, e.currency, ReasonForeignCurrency, SeverityError)
		fails[3] = true
	}
	if slices.Contains(fails[:], true) {
		s.statement.Lines.Bad++
		return
	}
	s.keep(e, at, row)
}

// keep takes a row that is right by itself, unless its number stood above.
func (s *statementReader) keep(e entry, at cell, row StatementRow) {
	known, again := s.seen[row.Number]
	if !again {
		s.seen[row.Number] = len(s.statement.Rows)
		s.statement.Rows = append(s.statement.Rows, row)
		s.statement.Lines.Good++
		return
	}
	first := s.statement.Rows[known]
	f := s.finding(e, at, ReasonDuplicate, SeverityError)
	f.FirstRow = first.Line
	first.Sheet, first.Line = row.Sheet, row.Line
	if first == row {
		f.Severity, f.Reason = SeverityNotice, ReasonRepeated
		s.statement.Lines.Repeated++
	} else {
		s.statement.Lines.Bad++
	}
	s.report(f)
}

func (s *statementReader) say(e entry, c cell, reason Reason, severity Severity) {
	s.report(s.finding(e, c, reason, severity))
}

func (s *statementReader) finding(e entry, c cell, reason Reason, severity Severity) Finding {
	return Finding{Severity: severity, Sheet: e.sheet, Row: e.line, Column: c.column, Header: c.header, Text: shown(c.text), Reason: reason}
}

// amount reads what was paid; a minus says only that it went out.
func (s *statementReader) amount(e entry) (money.Amount, bool) {
	text := strings.TrimLeft(strings.TrimSpace(e.amount.text), "-\u2212 ")
	if text == "" {
		s.say(e, e.amount, ReasonMissing, SeverityError)
		return 0, true
	}
	value, reason := amount(text)
	if reason != "" {
		s.say(e, e.amount, reason, SeverityError)
	}
	return value, reason != ""
}

func (s *statementReader) day(e entry) (Date, bool) {
	text := strings.TrimSpace(e.day.text)
	// An hour or a zone may follow: the day is the bank's own.
	if len(text) > len(time.DateOnly) && (text[4] == '-' || text[2] == '.') {
		text = text[:len(time.DateOnly)]
	}
	day, reason := Date(""), ReasonMissing
	if text != "" {
		day, reason = date(text, false)
	}
	if reason != "" {
		s.say(e, e.day, reason, SeverityError)
	}
	return day, reason != ""
}

func (s *statementReader) reference(e entry) (string, bool) {
	text, unsafe := clean(e.reference.text)
	if unsafe {
		s.say(e, e.reference, ReasonUnsafeText, SeverityError)
		return "", true
	}
	text, _ = cut(text, maxReference)
	return text, false
}

// numberForm is a number of the register of payment orders, as people and banks write
// it: with spaces, in small letters, in Latin ones.
var numberForm = regexp.MustCompile(`(?i)(?:` + register.SeriesPayment + `|PD)[\s–—-]{0,3}(\d{4})\s?/\s?(\d{6,9})`)

// maxNamed is the most bytes of a text in which a number is looked for.
const maxNamed = 4_000

// paymentNumber finds the number of our payment order, and where it stands. Two
// different ones in a text name none.
func paymentNumber(names []cell) (number string, at cell, reason Reason) {
	if len(names) > 0 {
		at = names[0]
	}
	for _, c := range names {
		text, _ := clean(c.text[:min(len(c.text), maxNamed)])
		for _, found := range numberForm.FindAllStringSubmatchIndex(text, -1) {
			before, _ := utf8.DecodeLastRuneInString(text[:found[0]])
			after, _ := utf8.DecodeRuneInString(text[found[1]:])
			if unicode.IsLetter(before) || unicode.IsDigit(before) || unicode.IsDigit(after) {
				continue // a part of something longer
			}
			this := register.SeriesPayment + "-" + text[found[2]:found[3]] + "/" + text[found[4]:found[5]]
			if number != "" && number != this {
				return "", c, ReasonAmbiguousNumber
			}
			number, at = this, c
		}
		if number != "" {
			return number, at, ""
		}
	}
	return "", at, ""
}
