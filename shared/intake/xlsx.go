package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads every sheet. The file is inspected first: the library below
// reads as far as it understands and says nothing of the rest, which would lose
// rows in silence, and it trusts sizes and references.
func readXLSX(data []byte) (grids []grid, err error) {
	if err = inspect(data); err != nil {
		return nil, err
	}
	// A spreadsheet is written by strangers, and the library has panicked on
	// altered files before. That is a damaged file to us, not a broken invariant,
	// and one upload must not end the server: the one recover of this package.
	defer func() {
		if cause := recover(); cause != nil {
			grids, err = nil, &FileError{Problem: FileDamaged, Detail: fmt.Sprint(cause)}
		}
	}()
	return openXLSX(data)
}

// openXLSX reads a file that passed inspection.
func openXLSX(data []byte) ([]grid, error) {
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, &FileError{Problem: FileDamaged, cause: err}
	}
	defer file.Close() //nolint:errcheck // nothing was written
	props, err := file.GetWorkbookProps()
	if err != nil {
		return nil, &FileError{Problem: FileDamaged, cause: err}
	}

	var grids []grid
	for _, name := range file.GetSheetList() {
		visible, err := file.GetSheetVisible(name)
		if err != nil {
			return nil, &FileError{Problem: FileDamaged, Detail: "sheet state", cause: err}
		}
		g := grid{name: shown(name), hidden: !visible, date1904: props.Date1904 != nil && *props.Date1904}
		if visible {
			if g.lines, err = readSheet(file, name); err != nil {
				return nil, &FileError{Problem: FileDamaged, Detail: g.name, cause: err}
			}
		}
		grids = append(grids, g)
	}
	return grids, nil
}

// readSheet reads the stored values, and the shown ones only where they can
// differ in a way that matters: reading a sheet is most of the work.
func readSheet(file *excelize.File, name string) ([]line, error) {
	var lines []line
	err := eachRow(file, name, excelize.Options{RawCellValue: true}, func(number int, hidden bool, cells []string) {
		lines = append(lines, line{number: number, hidden: hidden, raw: cells})
	})
	if err != nil || !hasNumberForText(lines) {
		return lines, err
	}
	next := 0
	err = eachRow(file, name, excelize.Options{}, func(number int, _ bool, cells []string) {
		for next < len(lines) && lines[next].number < number {
			next++
		}
		if next < len(lines) && lines[next].number == number {
			lines[next].shown = cells
		}
	})
	return lines, err
}

// eachRow walks the rows in which something stands.
func eachRow(file *excelize.File, name string, options excelize.Options, each func(number int, hidden bool, cells []string)) error {
	rows, err := file.Rows(name)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reading from memory
	for number := 1; rows.Next(); number++ {
		hidden := rows.GetRowOpts().Hidden
		cells, err := rows.Columns(options)
		if err != nil {
			return err
		}
		if len(cells) > 0 {
			each(number, hidden, cells)
		}
	}
	return nil
}

// hasNumberForText says whether a column of texts holds a number: the article
// 00123 may be stored as 123 and only shown with its zeros.
func hasNumberForText(lines []line) bool {
	position, header, _ := findHeader(lines)
	if position < 0 {
		return false
	}
	for _, i := range header.filled() {
		f, _ := fieldOf(header.cell(i))
		if f != fieldArticle && f != fieldNameUk && f != fieldNameEn && f != fieldManufacturer && f != fieldDescription {
			continue
		}
		for _, l := range lines[position+1:] {
			if text := l.cell(i); text != "" && strings.Trim(text, "0123456789.+-Ee") == "" {
				return true
			}
		}
	}
	return false
}

// inspect checks sizes, well-formedness and the extent of every sheet.
func inspect(data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return &FileError{Problem: FileDamaged, cause: err}
	}
	if len(archive.File) > maxZipEntries {
		return &FileError{Problem: FileBomb, Detail: "entries"}
	}
	var unpacked uint64
	workbook := false
	for _, entry := range archive.File {
		unpacked += entry.UncompressedSize64
		if unpacked > maxUnpacked || entry.UncompressedSize64 > maxUnpacked {
			return &FileError{Problem: FileBomb, Detail: "size"}
		}
		workbook = workbook || strings.EqualFold(entry.Name, "xl/workbook.xml")
	}
	if !workbook {
		return &FileError{Problem: FileNotSpreadsheet, Detail: "no workbook"}
	}

	extent, sheets := extent{}, 0
	for _, entry := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(entry.Name, "\\", "/"))
		if !strings.HasPrefix(name, "xl/") || !strings.HasSuffix(name, ".xml") {
			continue
		}
		if strings.HasPrefix(name, "xl/worksheets/") {
			sheets++
		}
		if sheets > maxSheets {
			return &FileError{Problem: FileBomb, Detail: "sheets"}
		}
		if err := inspectPart(entry, &extent); err != nil {
			return err
		}
	}
	return nil
}

// extent counts over all sheets of a file.
type extent struct{ rows, cells int }

// inspectPart walks one XML part to its end.
func inspectPart(entry *zip.File, seen *extent) error {
	part, err := entry.Open()
	if err != nil {
		return &FileError{Problem: FileDamaged, Detail: entry.Name, cause: err}
	}
	defer part.Close() //nolint:errcheck // the reads report what is wrong

	decoder := xml.NewDecoder(part)
	column := 0
	var open []xml.Name
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			if len(open) != 0 {
				return &FileError{Problem: FileDamaged, Detail: entry.Name + " ends early"}
			}
			return nil
		}
		if err != nil {
			return &FileError{Problem: FileDamaged, Detail: entry.Name, cause: err}
		}
		switch element := token.(type) {
		case xml.StartElement:
			if open = append(open, element.Name); len(open) > maxXMLDepth {
				return &FileError{Problem: FileBomb, Detail: "depth"}
			}
			switch element.Name.Local {
			case "row":
				seen.rows++
				column = 0
				if farRow(element) {
					return &FileError{Problem: FileDamaged, Detail: entry.Name + " has a row no sheet has"}
				}
			case "c":
				column = cellColumn(element, column)
			case "v", "is":
				seen.cells++
				if column > maxColumns {
					return &FileError{Problem: FileTooManyColumns, Detail: entry.Name}
				}
			}
			if seen.rows > MaxRows {
				return &FileError{Problem: FileTooManyRows, Detail: entry.Name}
			}
			if seen.cells > maxCells {
				return &FileError{Problem: FileBomb, Detail: "cells"}
			}
		case xml.EndElement:
			// The raw tokens are several times faster than the checked ones, so the
			// nesting is checked here.
			if len(open) == 0 || open[len(open)-1] != element.Name {
				return &FileError{Problem: FileDamaged, Detail: entry.Name + " is not nested"}
			}
			open = open[:len(open)-1]
		case xml.Directive:
			// A document type may define entities that unfold without end.
			return &FileError{Problem: FileBomb, Detail: "document type"}
		}
	}
}

// lastRow is the last row a spreadsheet can have.
const lastRow = 1 << 20

// farRow says whether a row claims a number beyond the last: the library counts
// up to it one by one.
func farRow(row xml.StartElement) bool {
	for _, attr := range row.Attr {
		if attr.Name.Local == "r" {
			number, err := strconv.Atoi(attr.Value)
			return err != nil || number < 1 || number > lastRow
		}
	}
	return false
}

// cellColumn is the column of a cell, from 1: by its reference, else the next.
func cellColumn(cell xml.StartElement, previous int) int {
	for _, attr := range cell.Attr {
		if attr.Name.Local != "r" {
			continue
		}
		column := 0
		for _, r := range attr.Value {
			if r < 'A' || r > 'Z' || column > maxColumns {
				break
			}
			column = column*26 + int(r-'A') + 1
		}
		return column
	}
	return previous + 1
}
