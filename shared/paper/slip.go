package paper

import "dotchain/shared/document"

// slip prints the part of a dispatch note that goes to the receiver with the goods: the
// one-time code in large letters, below a line to tear along. Where the code is not
// known there is none.
func (s *sheet) slip() {
	if s.d.Kind != document.DispatchNote || s.d.Handover == "" {
		return
	}
	const (
		above, height = 6.0, 30.0
		pad, dash     = 3.0, 1.5
	)
	s.y += above
	s.need(height)
	s.pdf.SetDashPattern([]float64{dash, dash}, 0)
	s.across(hair)
	s.pdf.SetDashPattern(nil, 0)
	s.y += 1
	s.put(marginLeft, s.y, s.tr("лінія відриву", "tear here"), small())
	s.y += small().line() + 1

	letters := style{size: 20, bold: true}
	box := s.measure(printable(s.d.Handover), letters) + 2*pad
	left := s.width - marginRight - box
	s.pdf.SetLineWidth(rule)
	s.pdf.Rect(left, s.y, box, label().line()+letters.line()+2*pad, "D")
	s.put(left+pad, s.y+pad, s.tr("Код передачі", "Handover code"), label())
	s.put(left+pad, s.y+pad+label().line(), s.d.Handover, letters)

	room := left - marginLeft - 5
	for _, l := range []row{
		{text: s.tr("Талон отримувача", "Receiver's slip"), style: section()},
		{text: s.caption(), style: strong()},
		{text: s.tr("Код пункту: ", "Point code: ") + s.d.Point.Code, style: plain()},
		{text: s.tr("Отримувач вводить код під час приймання; зв’язок для цього не потрібен. Код діє один раз.",
			"The receiver enters the code while receiving; no link is needed. The code works once."), style: small()},
	} {
		for _, text := range s.wrap(l.text, room, l.style) {
			s.put(marginLeft, s.y, text, l.style)
			s.y += l.style.line()
		}
	}
}
