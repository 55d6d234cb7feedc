package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads every sheet. The file is inspected first: the library below
// reads as far as it understands and says nothing of the rest, which would lose
// rows in silence, and it trusts sizes and references.
func readXLSX(data []byte) (grids []grid, err error) {
	if err := inspect(data); err != nil {
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

// readSheet reads stored and shown values side by side.
func readSheet(file *excelize.File, name string) ([]line, error) {
	stored, err := file.Rows(name)
	if err != nil {
		return nil, err
	}
	defer stored.Close() //nolint:errcheck // reading from memory
	asShown, err := file.Rows(name)
	if err != nil {
		return nil, err
	}
	defer asShown.Close() //nolint:errcheck // reading from memory

	var lines []line
	for number := 1; stored.Next() && asShown.Next(); number++ {
		hidden := stored.GetRowOpts().Hidden
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		display, err := asShown.Columns()
		if err != nil {
			return nil, err
		}
		if len(raw) == 0 {
			continue
		}
		lines = append(lines, line{number: number, hidden: hidden, raw: raw, shown: display})
	}
	return lines, nil
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

	rows, sheets := 0, 0
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
		if err := inspectPart(entry, &rows); err != nil {
			return err
		}
	}
	return nil
}

// inspectPart walks one XML part to its end.
func inspectPart(entry *zip.File, rows *int) error {
	part, err := entry.Open()
	if err != nil {
		return &FileError{Problem: FileDamaged, Detail: entry.Name, cause: err}
	}
	defer part.Close() //nolint:errcheck // the reads report what is wrong

	decoder := xml.NewDecoder(part)
	column, depth := 0, 0
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			if depth != 0 {
				return &FileError{Problem: FileDamaged, Detail: entry.Name + " ends early"}
			}
			return nil
		}
		if err != nil {
			return &FileError{Problem: FileDamaged, Detail: entry.Name, cause: err}
		}
		switch element := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return &FileError{Problem: FileBomb, Detail: "depth"}
			}
			switch element.Name.Local {
			case "row":
				*rows++
				column = 0
			case "c":
				column = cellColumn(element, column)
			case "v", "is":
				if column > maxColumns {
					return &FileError{Problem: FileTooManyColumns, Detail: entry.Name}
				}
			}
			if *rows > MaxRows {
				return &FileError{Problem: FileTooManyRows, Detail: entry.Name}
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			// A document type may define entities that unfold without end.
			return &FileError{Problem: FileBomb, Detail: "document type"}
		}
	}
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
