package intake_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/intake"
)

// statement reads a file of testdata/statement.
func statement(tb testing.TB, name string) intake.Statement {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "statement", name))
	require.NoError(tb, err)
	s, err := intake.ReadStatement(bytes.NewReader(data))
	require.NoError(tb, err)
	require.True(tb, s.Lines.IsComplete(), "%+v", s.Lines)
	require.Len(tb, s.Rows, s.Lines.Good)
	return s
}

func TestReadStatement_Camt053(t *testing.T) {
	t.Parallel()
	s := statement(t, "camt053.xml")
	require.Equal(t, []intake.StatementRow{
		{Line: 8, Number: "ПД-2026/000001", Amount: 24_000_00, Day: "2026-03-11", Reference: "B-001"},
		{Line: 20, Number: "ПД-2026/000002", Amount: 100_25, Day: "2026-03-11", Reference: "B-002"},
		{Line: 20, Number: "ПД-2026/000003", Amount: 200_25, Day: "2026-03-11"},
	}, s.Rows)
	require.Equal(t, []string{
		"42 foreign_payment", "46 not_booked", "50 payment_returned", "54 not_date", "54 foreign_currency",
		"58 ambiguous_number", "62 repeated", "66 duplicate",
	}, short(s.Findings))
	require.Equal(t, intake.Lines{Total: 11, Good: 3, Bad: 4, Repeated: 1, Notes: 3}, s.Lines)
	require.Equal(t, 8, s.Findings[7].FirstRow)
	require.Equal(t, "ValDt", s.Findings[3].Header)
	require.Equal(t, "2026-02-30", s.Findings[3].Text)
}

func TestReadStatement_Camt054(t *testing.T) {
	t.Parallel()
	s := statement(t, "camt054.xml")
	require.Equal(t, []intake.StatementRow{{Line: 5, Number: "ПД-2026/000012", Amount: 1234_56, Day: "2026-03-10"}}, s.Rows)
	require.Empty(t, s.Findings)
}

func TestReadStatement_ClientBank(t *testing.T) {
	t.Parallel()
	s := statement(t, "client_bank.csv") // Windows-1251
	require.Equal(t, []intake.StatementRow{
		{Line: 5, Number: "ПД-2026/000001", Amount: 24_000_00, Day: "2026-03-11", Reference: "0A1B2C"},
		{Line: 6, Number: "ПД-2026/000002", Amount: 100_25, Day: "2026-03-11", Reference: "0A1B2D"},
	}, s.Rows)
	require.Equal(t, []string{
		"B8 foreign_payment", "F9 payment_returned", "C10 ambiguous_money", "A10 not_date", "E10 foreign_currency", "C11 missing", "B12 duplicate",
	}, short(s.Findings))
	require.Equal(t, intake.Lines{Total: 14, Before: 2, Header: 1, Good: 2, Bad: 4, Blank: 1, Sums: 2, Notes: 2}, s.Lines)
}

// The ways in which a table says where the money went.
func TestReadStatement_Directions(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		text string
		want []string
	}{
		"the number, in full":  {"Номер документа;Дата;Сума\nПД-2026/000001;11.03.2026;10,00\n", nil},
		"one column, all out":  {"Дата;№ документа;Сума\n11.03.2026;ПД-2026/000001;10,00\n", nil},
		"minus is out":         {"Дата;№ документа;Сума\n11.03.2026;ПД-2026/000001;-10,00\n", nil},
		"beside minus, in":     {"Дата;№ документа;Сума\n11.03.2026;1;-1,00\n11.03.2026;ПД-2026/000001;10,00\n", []string{"B2 foreign_payment", "B3 payment_returned"}},
		"a letter for debit":   {"Дата;№ документа;Сума;Дт/Кт\n11.03.2026;ПД-2026/000001;10,00;Д\n", nil},
		"a letter for credit":  {"Дата;№ документа;Сума;Дт/Кт\n11.03.2026;ПД-2026/000001;10,00;К\n", []string{"B2 payment_returned"}},
		"debit beside credit":  {"Дата;Призначення;Дебет;Кредит\n11.03.2026;за ПД-2026/000001;10,00;0,00\n", nil},
		"credit beside debit":  {"Дата;Призначення;Дебет;Кредит\n11.03.2026;за ПД-2026/000001;0.00;10,00\n", []string{"B2 payment_returned"}},
		"a part of a number":   {"Дата;№ документа;Сума\n11.03.2026;ХПД-2026/000001;10,00\n", []string{"B2 foreign_payment"}},
		"a number that is cut": {"Дата;№ документа;Сума\n11.03.2026;ПД-2026/0001;10,00\n", []string{"B2 foreign_payment"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := intake.ReadStatement(strings.NewReader(row.text))
			require.NoError(t, err)
			require.Equal(t, row.want, short(s.Findings))
			require.True(t, s.Lines.IsComplete())
			if row.want == nil {
				require.Len(t, s.Rows, 1)
			}
		})
	}
}

func TestReadStatement_BrokenFiles(t *testing.T) {
	t.Parallel()
	fine, err := os.ReadFile(filepath.Join("testdata", "statement", "camt053.xml"))
	require.NoError(t, err)
	entities := `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Document><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>`
	for name, row := range map[string]struct {
		data []byte
		want intake.FileProblem
	}{
		"nothing":              {nil, intake.FileEmpty},
		"a text":               {[]byte("Шановні колеги!\n"), intake.FileNotStatement},
		"another table":        {[]byte("Артикул;Назва;Ціна\nA-1;Дрон;10\n"), intake.FileNotStatement},
		"another document":     {[]byte("<html><body/></html>"), intake.FileNotStatement},
		"cut short":            {fine[:len(fine)/2], intake.FileDamaged},
		"cut between elements": {fine[:bytes.Index(fine, []byte("<Ntry>"))], intake.FileDamaged},
		"not nested":           {bytes.Replace(fine, []byte("</Stmt>"), []byte("</Stm>"), 1), intake.FileDamaged},
		"entities":             {[]byte(entities), intake.FileBomb},
		"an unknown entity":    {bytes.Replace(fine, []byte("B-001"), []byte("&x;"), 1), intake.FileDamaged},
		"a deep file":          {[]byte(strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)), intake.FileBomb},
		"an odd encoding":      {[]byte(`<?xml version="1.0" encoding="utf-7"?><Document/>`), intake.FileDamaged},
		"too big":              {bytes.Repeat([]byte("<a></a>"), intake.MaxFileBytes/7+1), intake.FileTooBig},
		"too many entries":     {[]byte("<D><BkToCstmrStmt>" + strings.Repeat("<Ntry/>", intake.MaxRows+1) + "</BkToCstmrStmt></D>"), intake.FileTooManyRows},
		"an old .xls":          {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), intake.FileOldExcel},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := intake.ReadStatement(bytes.NewReader(row.data))
			var problem *intake.FileError
			require.ErrorAs(t, err, &problem)
			require.Equal(t, row.want, problem.Problem, err.Error())
			require.NotEmpty(t, problem.Problem.Sentence(intake.LangUk))
		})
	}
}

// A file in Windows-1251 says the same.
func TestReadStatement_Windows1251(t *testing.T) {
	t.Parallel()
	text := `<?xml version="1.0" encoding="windows-1251"?><Document><BkToCstmrStmt><Ntry><Amt Ccy="UAH">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>` +
		`<ValDt><Dt>2026-03-11</Dt></ValDt><AddtlNtryInf>` + "\xcf\xc4" + `-2026/000001</AddtlNtryInf></Ntry></BkToCstmrStmt></Document>`
	s, err := intake.ReadStatement(strings.NewReader(text))
	require.NoError(t, err)
	require.Len(t, s.Rows, 1)
	require.Equal(t, "ПД-2026/000001", s.Rows[0].Number)
}

// Whatever a file is made into, it is read or refused, and every line is somewhere.
func TestReadStatement_SpoiltFiles(t *testing.T) {
	t.Parallel()
	var files [][]byte
	for _, name := range []string{"camt053.xml", "camt054.xml", "client_bank.csv"} {
		data, err := os.ReadFile(filepath.Join("testdata", "statement", name))
		require.NoError(t, err)
		files = append(files, data)
	}
	rapid.Check(t, func(t *rapid.T) {
		data := bytes.Clone(rapid.SampledFrom(files).Draw(t, "file"))
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			at := rapid.IntRange(0, len(data)-1).Draw(t, "at")
			switch rapid.IntRange(0, 2).Draw(t, "how") {
			case 0:
				data[at] = rapid.Byte().Draw(t, "byte")
			case 1:
				to := min(len(data), at+rapid.IntRange(1, 40).Draw(t, "cut"))
				data = append(data[:at:at], data[to:]...)
			case 2:
				piece := rapid.SampledFrom([]string{"<Ntry>", "</Ntry>", ";", "\n", "ПД-2026/000009", "-", "99999999999999999999", "&#x202E;", "\""}).Draw(t, "piece")
				data = append(data[:at:at], append([]byte(piece), data[at:]...)...)
			}
		}
		s, err := intake.ReadStatement(bytes.NewReader(data))
		if err != nil {
			var problem *intake.FileError
			require.ErrorAs(t, err, &problem)
			return
		}
		require.True(t, s.Lines.IsComplete(), "%+v", s.Lines)
		require.Len(t, s.Rows, s.Lines.Good)
		for _, r := range s.Rows {
			require.Positive(t, r.Amount)
			require.NotEmpty(t, r.Number)
			require.NotEmpty(t, r.Day)
		}
	})
}
