package paper

import (
	"dotchain/shared/document"
)

// stamps prints the signatures, two or three in a row, each with its result.
func (s *sheet) stamps() {
	s.y += 3
	if len(s.d.Signatures) == 0 {
		s.need(section().line() + plain().line())
		s.paragraph(s.tr("Документ не підписано.", "The document is not signed."), plain())
		return
	}
	const gap, pad = 4.0, 1.7
	perRow := 2
	if s.width > s.height {
		perRow = 3
	}
	width := (s.inner() - gap*float64(perRow-1)) / float64(perRow)
	first := true
	for from := 0; from < len(s.d.Signatures); from += perRow {
		batch := s.d.Signatures[from:min(from+perRow, len(s.d.Signatures))]
		cells := make([][]row, len(batch))
		for i, g := range batch {
			cells[i] = s.stamp(g, width-5)
		}
		if first {
			s.need(section().line() + 1.5 + min(highest(cells)+2*pad, s.height/2))
			s.put(marginLeft, s.y, s.tr("Електронні підписи", "Electronic signatures"), section())
			s.y += section().line() + 1.5
			first = false
		}
		s.flow(cells, pad, s.page, func(part [][]row, height float64) {
			for i, rows := range part {
				x := marginLeft + float64(i)*(width+gap)
				s.pdf.SetLineWidth(rule)
				s.pdf.Rect(x, s.y, width, height, "D")
				s.rows(x+2.5, s.y+pad, rows)
			}
		})
		s.y += 3
	}
}

// stamp are the lines of one signature: who, as what, when, by which key, and
// what checking it gave.
func (s *sheet) stamp(g document.Signature, width float64) []row {
	var rows []row
	add := func(text string, t style) {
		if text == "" {
			return
		}
		for _, l := range s.wrap(text, width, t) {
			rows = append(rows, row{text: l, style: t})
		}
	}
	role := s.lang.Pick(g.RoleUk, g.RoleEn)
	if g.Org != "" {
		role += ", " + g.Org
	}
	add(role, label())
	if s.d.Blind && g.Party == document.Unit {
		add(s.tr("Особу не розкрито", "Person not disclosed"), strong())
	} else {
		add(g.Name, strong())
	}
	at := document.InKyiv(g.At)
	add(document.DayOf(g.At).Short()+" "+at.Format("15:04:05")+" "+s.tr("(за київським часом)", "(Kyiv time)"), plain())
	if !g.Key.IsZero() {
		add(s.tr("Ключ: ", "Key: ")+fours(g.Key.String()[:32]), small())
	}
	if g.Signed != s.d.Hash && !g.Signed.IsZero() {
		add(s.tr("Підписано вміст: ", "Content signed: ")+fours(g.Signed.String()[:32]), small())
	}
	mark := "✓ "
	switch g.Result {
	case document.Valid:
	case document.Invalid:
		mark = "✗ "
	case document.Unknown:
		mark = "? "
	}
	add(mark+g.Result.Label(s.lang), strong())
	return rows
}
