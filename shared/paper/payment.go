package paper

import (
	"dotchain/shared/document"
)

// payment is Платіжна інструкція: payer, payee, the sum and what it is for.
func (s *sheet) payment() {
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
