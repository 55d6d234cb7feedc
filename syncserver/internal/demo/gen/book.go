package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// book writes one .xlsx.
type book struct {
	file   *excelize.File
	styles map[string]int
}

// writePrices writes a supplier's price list as .xlsx.
func writePrices(l layout, shelves []shelf) ([]byte, error) {
	b := newBook()
	first := "Прайс"
	if l.sheetName != "" {
		first = l.sheetName
	}
	if l.sheets {
		for n, s := range shelves {
			b.sheet(n, s.heading)
			b.table(s.heading, l, []shelf{s})
		}
	} else {
		b.sheet(0, first)
		b.table(first, l, shelves)
	}
	if l.extra != nil {
		l.extra(b)
	}
	return b.bytes()
}

func newBook() *book {
	b := &book{file: excelize.NewFile(), styles: map[string]int{}}
	thin := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		thin = append(thin, excelize.Border{Type: side, Color: "999999", Style: 1})
	}
	percentFormat, dateFormat := 9, 14
	b.style("title", &excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}})
	b.style("header", &excelize.Style{Font: &excelize.Font{Bold: true}, Border: thin, Alignment: &excelize.Alignment{WrapText: true, Horizontal: "center", Vertical: "center"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9E2D5"}}})
	b.style("heading", &excelize.Style{Font: &excelize.Font{Bold: true, Italic: true}, Border: thin, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EFEFEF"}}})
	b.style("cell", &excelize.Style{Border: thin})
	b.style("percent", &excelize.Style{Border: thin, NumFmt: percentFormat})
	b.style("date", &excelize.Style{Border: thin, NumFmt: dateFormat})
	return b
}

func (b *book) style(name string, style *excelize.Style) {
	id, err := b.file.NewStyle(style)
	check(err)
	b.styles[name] = id
}

// sheet makes the n-th sheet; a new file already has one.
func (b *book) sheet(n int, name string) {
	if n == 0 {
		check(b.file.SetSheetName("Sheet1", name))
		return
	}
	_, err := b.file.NewSheet(name)
	check(err)
}

// set writes one cell, counted from 0.
func (b *book) set(sheet string, row, column int, style string, value any) {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	check(err)
	switch v := value.(type) {
	case percent:
		value, style = float64(v), "percent"
	case time.Time:
		style = "date"
	case formula:
		check(b.file.SetCellValue(sheet, name, v.value()))
		// The two cells to the left are the price and nothing else: 1.2 or 1.
		left, err := excelize.CoordinatesToCellName(column, row+1)
		check(err)
		factor := map[string]string{"20": "1.2", "0": "1"}[v.vat]
		check(b.file.SetCellFormula(sheet, name, fmt.Sprintf("ROUND(%s*%s,2)", left, factor)))
		check(b.file.SetCellStyle(sheet, name, name, b.styles[style]))
		return
	case string:
		if v == "" {
			check(b.file.SetCellStyle(sheet, name, name, b.styles[style]))
			return
		}
	}
	check(b.file.SetCellValue(sheet, name, value))
	check(b.file.SetCellStyle(sheet, name, name, b.styles[style]))
}

// merge joins cells of one row.
func (b *book) merge(sheet string, row, from, to int) {
	a, err := excelize.CoordinatesToCellName(from+1, row+1)
	check(err)
	z, err := excelize.CoordinatesToCellName(to+1, row+1)
	check(err)
	check(b.file.MergeCell(sheet, a, z))
}

// table writes titles, header, items and what stands below them.
func (b *book) table(sheet string, l layout, shelves []shelf) {
	columns := l.columns(shelves)
	right := l.left + len(columns) - 1
	row := 0
	for _, text := range l.title {
		if text != "" {
			b.set(sheet, row, l.left, "title", text)
			b.merge(sheet, row, l.left, min(right, l.left+7))
		}
		row++
	}
	row = b.header(sheet, l, columns, row)
	if l.numbers {
		for i := range columns {
			b.set(sheet, row, l.left+i, "header", i+1)
		}
		row++
	}
	n := 0
	for _, s := range shelves {
		if l.headings {
			b.set(sheet, row, l.left, "heading", s.heading)
			b.merge(sheet, row, l.left, right)
			row++
		}
		for _, i := range s.items {
			n++
			for c, column := range columns {
				b.set(sheet, row, l.left+c, "cell", l.cell(column, n, s, i))
			}
			if i.article == l.hidden {
				check(b.file.SetRowVisible(sheet, row+1, false))
			}
			row++
			if l.blankEvery > 0 && n%l.blankEvery == 0 {
				row++
			}
		}
	}
	if l.total {
		b.set(sheet, row, l.left, "heading", "Разом позицій")
		b.set(sheet, row, l.left+2, "heading", n)
		row++
	}
	row++
	for _, text := range l.footer {
		b.set(sheet, row, l.left, "", text)
		row++
	}
	last, err := excelize.ColumnNumberToName(right + 1)
	check(err)
	start, err := excelize.ColumnNumberToName(l.left + 1)
	check(err)
	check(b.file.SetColWidth(sheet, start, last, 16))
}

// header writes one line, or two with the prices as a group.
func (b *book) header(sheet string, l layout, columns []string, row int) int {
	for i, column := range columns {
		text := l.header(column)
		if l.twoLines && (column == colPrice || column == colGross) {
			b.set(sheet, row+1, l.left+i, "header", map[string]string{colPrice: "без ПДВ", colGross: "з ПДВ"}[column])
			text = ""
			if column == colPrice {
				text = "Ціна, грн"
				b.merge(sheet, row, l.left+i, l.left+i+1)
			}
		}
		b.set(sheet, row, l.left+i, "header", text)
	}
	if l.twoLines {
		return row + 2
	}
	return row + 1
}

// bytes ends the file. The properties are set so that they do not hold the time
// of writing.
func (b *book) bytes() ([]byte, error) {
	check(b.file.SetDocProps(&excelize.DocProperties{Created: "2026-11-01T09:00:00Z", Modified: "2026-11-01T09:00:00Z", Creator: "demo"}))
	var out bytes.Buffer
	if err := b.file.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), b.file.Close()
}

// writeCSV writes a price list as text; cp1251 as old accounting programs do.
func writeCSV(l layout, shelves []shelf, separator rune, cp1251 bool) ([]byte, error) {
	columns := l.columns(shelves)
	var rows [][]string
	blank := func(first string) []string {
		line := make([]string, len(columns))
		line[0] = first
		return line
	}
	for _, text := range l.title {
		rows = append(rows, blank(text))
	}
	var header []string
	for _, column := range columns {
		header = append(header, l.header(column))
	}
	rows = append(rows, header)
	n := 0
	for _, s := range shelves {
		if l.headings {
			rows = append(rows, blank(s.heading))
		}
		for _, i := range s.items {
			n++
			var line []string
			for _, column := range columns {
				line = append(line, csvText(l.cell(column, n, s, i), separator))
			}
			rows = append(rows, line)
		}
	}
	for _, text := range l.footer {
		rows = append(rows, blank(text))
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = separator, true
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	if cp1251 {
		return charmap.Windows1251.NewEncoder().Bytes(out.Bytes())
	}
	return append([]byte("\xef\xbb\xbf"), out.Bytes()...), nil
}

// csvText is a value as a spreadsheet exports it: with a decimal comma where the
// comma does not separate.
func csvText(value any, separator rune) string {
	text := fmt.Sprint(value)
	if f, ok := value.(float64); ok {
		text = strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", f), "0"), ".")
		if separator != ',' {
			text = strings.Replace(text, ".", ",", 1)
		}
	}
	return text
}

// check stops the generator: its tables are wrong.
func check(err error) {
	if err != nil {
		panic(err)
	}
}
