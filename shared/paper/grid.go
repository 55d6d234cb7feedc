package paper

import (
	"strings"

	"dotchain/shared/document"
)

// field is a labelled text of a grid: the first line strong, the others plain.
type field struct {
	label string
	lines []string
	plain bool // the first line is not strong either
}

// labelled is a field of one plain text.
func labelled(name string, text ...string) field { return field{label: name, lines: text, plain: true} }

// grid prints fields one under another, labels to the left; fields without text
// are left out.
func (s *sheet) grid(fields ...field) {
	const name = 34.0
	const pad = 1.1
	turn := func() {
		s.page()
		s.across(hair)
	}
	s.across(hair)
	for _, f := range fields {
		rows := s.fieldRows(f, s.inner()-name)
		if len(rows) == 0 {
			continue
		}
		s.flow([][]row{s.named(f.label, name-3), rows}, pad, turn, func(part [][]row, height float64) {
			s.rows(marginLeft, s.y+pad+0.25, part[0])
			s.rows(marginLeft+name, s.y+pad, part[1])
			s.y += height
			s.across(hair)
			s.y -= height
		})
	}
	s.y += 3
}

// named are the wrapped lines of a label.
func (s *sheet) named(name string, width float64) []row {
	var rows []row
	for _, l := range s.wrap(name, width, label()) {
		rows = append(rows, row{text: l, style: label()})
	}
	return rows
}

// fieldRows are the wrapped lines of a field.
func (s *sheet) fieldRows(f field, width float64) []row {
	var rows []row
	for _, text := range f.lines {
		if text == "" {
			continue
		}
		t := plain()
		if len(rows) == 0 && !f.plain {
			t = strong()
		}
		for _, l := range s.wrap(text, width, t) {
			rows = append(rows, row{text: l, style: t})
		}
	}
	return rows
}

// row is one line of a cell, ready to be printed.
type row struct {
	text  string
	style style
}

func heightOf(rows []row) float64 {
	var h float64
	for _, r := range rows {
		h += r.style.line()
	}
	return h
}

// rows prints lines one under another from x, y.
func (s *sheet) rows(x, y float64, rows []row) {
	for _, r := range rows {
		s.put(x, y, r.text, r.style)
		y += r.style.line()
	}
}

// flow prints cells that stand side by side, with pad above and below. What does
// not fit goes to the next page whole; what is higher than half a page (hundreds
// of serial numbers, a long reason) is cut. turn opens the next page, put
// prints a part at the sheet's place in the height it is told.
func (s *sheet) flow(cells [][]row, pad float64, turn func(), put func(part [][]row, height float64)) {
	const leastLeft = 25.0 // below this a cut would leave a few lines behind
	room := func() float64 { return s.floor() - s.y - 2*pad }
	if whole := highest(cells); whole > room() && (whole < s.height/2 || room() < leastLeft) {
		turn()
	}
	for {
		now, rest := make([][]row, len(cells)), make([][]row, len(cells))
		left := 0
		for i, c := range cells {
			n := fit(c, room())
			now[i], rest[i] = c[:n], c[n:]
			left += len(rest[i])
		}
		height := highest(now) + 2*pad
		put(now, height)
		s.y += height
		if left == 0 {
			return
		}
		cells = rest
		turn()
	}
}

func highest(cells [][]row) float64 {
	var h float64
	for _, c := range cells {
		h = max(h, heightOf(c))
	}
	return h
}

// fit is how many lines fit into a height.
func fit(rows []row, height float64) int {
	for i, r := range rows {
		height -= r.style.line()
		if height < -1e-6 {
			return i
		}
	}
	return len(rows)
}

// party is the field of a party; account says whether its bank account is shown.
func (s *sheet) party(r document.Role, name string, account bool) field {
	p, found := s.d.Party(r)
	if !found {
		return field{}
	}
	if r == document.Unit {
		return s.unit(p, name)
	}
	var codes []string
	if p.EDRPOU != "" {
		codes = append(codes, s.tr("код ЄДРПОУ ", "EDRPOU ")+string(p.EDRPOU))
	}
	if p.TaxNumber != "" {
		codes = append(codes, s.tr("ІПН ", "VAT number ")+p.TaxNumber)
	}
	f := field{label: name, lines: []string{p.Name(s.lang), strings.Join(codes, ", "), p.Address}}
	if account && p.IBAN != "" {
		f.lines = append(f.lines, s.account(p))
	}
	return f
}

func (s *sheet) account(p document.Party) string {
	text := "IBAN " + fours(p.IBAN)
	if p.Bank != "" {
		text += s.tr(" у ", " at ") + p.Bank
	}
	return text
}

// unit is the recipient: the unit and its place, or the code of the point alone.
func (s *sheet) unit(p document.Party, name string) field {
	point := s.tr("точка доставки ", "delivery point ") + s.d.Point.Code
	if s.d.Blind {
		return field{label: name, lines: []string{s.tr("Точка доставки ", "Delivery point ") + s.d.Point.Code}}
	}
	title := p.Name(s.lang)
	if p.Number != "" {
		title = s.tr("Військова частина ", "Military unit ") + string(p.Number)
		if n := p.Name(s.lang); n != "" {
			title += " (" + n + ")"
		}
	}
	if s.d.Point.Name != "" {
		point += ": " + s.d.Point.Name
	}
	if s.d.Point.Code == "" {
		point = ""
	}
	return field{label: name, lines: []string{title, point}}
}

// fund is the field of the fund; empty when the document names none.
func (s *sheet) fund() field {
	f := s.d.Fund
	var parts []string
	if name := s.fundName(); name != "" {
		parts = append(parts, name)
	}
	if f.KPKVK != "" {
		parts = append(parts, s.tr("КПКВК ", "KPKVK ")+string(f.KPKVK))
	}
	if f.KEKV != "" {
		parts = append(parts, s.tr("КЕКВ ", "KEKV ")+string(f.KEKV))
	}
	if len(parts) == 0 {
		return field{}
	}
	return labelled(s.tr("Кошти", "Fund"), strings.Join(parts, ", "))
}
