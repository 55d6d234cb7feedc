// Package paper prints documents: an A4 PDF with the look of the forms that are
// signed and filed in Ukraine. Render is a pure function of the document and
// the language: it reads no clock and no disk (the font is part of the
// program), so laptop and server print the same bytes (docs/decisions/0008).
//
// A form is told from top to bottom: a sheet keeps the place where the next
// thing goes and opens pages; head, grid, table and stamps are the things.
package paper
