package intake

import "strings"

// grid is one sheet as cells of text, whatever file it came from.
type grid struct {
	name     string
	lines    []line
	date1904 bool // serial dates count from 1904
	hidden   bool
}

// line is a row of a sheet. raw has what is stored: numbers plain, with a dot.
// shown has what the person sees: an article 00123 that is the number 123.
type line struct {
	number int
	hidden bool
	raw    []string
	shown  []string
}

// cell is the stored text at column i.
func (l line) cell(i int) string {
	if i < 0 || i >= len(l.raw) {
		return ""
	}
	return l.raw[i]
}

// display is the text at column i as the person sees it.
func (l line) display(i int) string {
	if i < 0 || i >= len(l.shown) {
		return l.cell(i)
	}
	return l.shown[i]
}

// filled lists the columns in which something stands.
func (l line) filled() []int {
	var columns []int
	for i, text := range l.raw {
		if strings.TrimSpace(text) != "" {
			columns = append(columns, i)
		}
	}
	return columns
}
