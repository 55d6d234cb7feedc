package paper

import (
	_ "embed" // the font is part of the program: nothing is read from a disk
	"strings"
)

const family = "inter"

//go:embed font/Inter-Regular.ttf
var regular []byte

//go:embed font/Inter-SemiBold.ttf
var semibold []byte

// style is how a text is set.
type style struct {
	size float64 // points
	bold bool
	grey bool
}

// The styles of a form. They are functions of nothing, so that no form changes
// another's.
func plain() style   { return style{size: 8.5} }
func strong() style  { return style{size: 8.5, bold: true} }
func small() style   { return style{size: 7, grey: true} }
func label() style   { return style{size: 7.5, grey: true} }
func columns() style { return style{size: 7.5, bold: true} }
func section() style { return style{size: 9.5, bold: true} }

// millimetres of a point, and how far apart lines stand, in sizes of the font.
const (
	point   = 25.4 / 72
	leading = 1.28
)

// line is the height of a line in millimetres.
func (t style) line() float64 { return t.size * point * leading }

// ascent is how far below the top of a line its letters stand.
func (t style) ascent() float64 { return t.size * point * 1.0 }

// printable keeps what the font can show: what lies beyond the first plane (the
// PDF font has no room for it) becomes a question mark, a tab a space.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFFFE:
			return '?'
		case r < ' ' && r != '\n':
			return ' '
		}
		return r
	}, text)
}
