package intake

import (
	"bytes"
	"fmt"
	"io"
)

// readGrids reads a file of either kind. The kind is told by its first bytes: a
// name lies more often. score says how good a header of the wanted kind a line is
// (0: none); the separator of a text file is told by it.
func readGrids(r io.Reader, score func(line) int) ([]grid, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read spreadsheet: %w", err)
	}
	switch {
	case len(data) == 0:
		return nil, &FileError{Problem: FileEmpty}
	case len(data) > MaxFileBytes:
		return nil, &FileError{Problem: FileTooBig}
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, compoundFile(data)
	}
	return readCSV(data, score)
}

// compoundFile tells an encrypted .xlsx from an old .xls: both are OLE compound
// files, and only the first has a stream of this name (in UTF-16).
func compoundFile(data []byte) error {
	name := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	if bytes.Contains(data, name) {
		return &FileError{Problem: FilePassword}
	}
	return &FileError{Problem: FileOldExcel}
}
