package paper

import (
	"dotchain/shared/document"
)

// payment is Платіжна інструкція: payer, payee, the sum and what it is for.
func (s *sheet) payment() {
	s.withdrawn()
	s.side(document.Buyer, s.tr("Платник", "Payer"))
	s.side(document.Supplier, s.tr("Отримувач", "Payee"))
	s.need(30)
	top := s.y
	s.y += 2.5
	s.put(marginLeft+2.5, s.y, s.tr("Сума", "Amount"), label())
	s.putRight(s.width-marginRight-2.5, s.y-0.8, amount(s.d.Totals.Total, s.lang)+" "+document.Currency, style{size: 14, bold: true})
	s.y += 8
	for _, l := range s.wrap(document.Words(s.d.Totals.Total, s.lang), s.inner()-5, plain()) {
		s.put(marginLeft+2.5, s.y, l, plain())
		s.y += plain().line()
	}
	s.y += 2
	s.pdf.SetLineWidth(rule)
	s.pdf.Rect(marginLeft, top, s.inner(), s.y-top, "D")
	s.y += 4
	s.grid(
		labelled(s.tr("Призначення платежу", "Purpose of payment"), s.d.Purpose),
		s.fund(),
		labelled(s.tr("У тому числі ПДВ", "VAT included"), amount(s.d.Totals.VAT, s.lang)+" "+s.tr("грн", "UAH")),
	)
}

// side is one side of a payment.
func (s *sheet) side(r document.Role, name string) {
	p, _ := s.d.Party(r)
	s.put(marginLeft, s.y, name, section())
	s.y += section().line() + 1
	s.grid(
		field{label: s.tr("Найменування", "Name"), lines: []string{p.Name(s.lang)}},
		labelled(s.tr("Код ЄДРПОУ", "EDRPOU"), string(p.EDRPOU)),
		labelled(s.tr("Рахунок (IBAN)", "Account (IBAN)"), fours(p.IBAN)),
		labelled(s.tr("Надавач платіжних послуг", "Bank"), p.Bank),
	)
}

// withdrawn says first, in a frame, that a payment order was taken back: a print of it
// must not be paid.
func (s *sheet) withdrawn() {
	w := s.d.Withdrawn
	if w == nil {
		return
	}
	const pad = 2.5
	text := s.tr("Причина: "+w.ReasonUk, "Reason: "+w.ReasonEn)
	if w.Comment != "" {
		text += ". " + w.Comment
	}
	rows := s.wrap(text, s.inner()-2*pad, plain())
	if w.Name != "" {
		rows = append(rows, s.wrap(s.tr("Хто відкликав: ", "Taken back by: ")+w.Name, s.inner()-2*pad, plain())...)
	}
	title := style{size: 12, bold: true}
	s.need(title.line() + float64(len(rows))*plain().line() + 2*pad)
	top := s.y
	s.y += pad
	s.put(marginLeft+pad, s.y, s.tr("ВІДКЛИКАНО ", "TAKEN BACK ")+document.DayOf(w.At).Short(), title)
	s.y += title.line()
	for _, l := range rows {
		s.put(marginLeft+pad, s.y, l, plain())
		s.y += plain().line()
	}
	s.y += pad
	s.pdf.SetLineWidth(3 * rule)
	s.pdf.Rect(marginLeft, top, s.inner(), s.y-top, "D")
	s.pdf.SetLineWidth(rule)
	s.y += 4
}
