package paper

import (
	"strings"

	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/document"
	"dotchain/shared/money"
)

// order is Замовлення.
func (s *sheet) order() {
	s.grid(
		s.party(document.Buyer, s.tr("Замовник (платник)", "Buyer (payer)"), false),
		s.party(document.Unit, s.tr("Отримувач", "Recipient"), false),
		s.party(document.Supplier, s.tr("Постачальник", "Supplier"), false),
		s.neededBy(),
		s.fund(),
	)
	s.priced(document.Order)
	s.inWords(s.tr("Усього на суму", "Total"))
}

// specification is Специфікація to a contract.
func (s *sheet) specification() {
	s.grid(
		s.party(document.Buyer, s.tr("Замовник", "Buyer"), false),
		s.party(document.Supplier, s.tr("Постачальник", "Supplier"), false),
		s.neededBy(),
		s.fund(),
	)
	s.priced(document.Specification)
	s.inWords(s.tr("Загальна вартість товару", "Total value of the goods"))
}

// invoice is Рахунок-фактура.
func (s *sheet) invoice() {
	s.grid(
		s.party(document.Supplier, s.tr("Постачальник", "Supplier"), true),
		s.party(document.Buyer, s.tr("Платник", "Payer"), true),
		s.party(document.Unit, s.tr("Отримувач", "Recipient"), false),
		s.fund(),
	)
	s.priced(document.Invoice)
	s.inWords(s.tr("Усього до сплати", "Total due"))
}

// dispatchNote is Видаткова накладна.
func (s *sheet) dispatchNote() {
	s.grid(
		s.party(document.Supplier, s.tr("Постачальник", "Supplier"), false),
		s.party(document.Buyer, s.tr("Покупець (платник)", "Buyer (payer)"), false),
		s.party(document.Unit, s.tr("Отримувач", "Recipient"), false),
		s.party(document.Carrier, s.tr("Перевізник", "Carrier"), false),
	)
	s.priced(document.DispatchNote)
	s.inWords(s.tr("Усього відпущено на суму", "Total dispatched"))
}

// creditNote is Кредит-нота.
func (s *sheet) creditNote() {
	s.grid(
		s.party(document.Supplier, s.tr("Постачальник", "Supplier"), true),
		s.party(document.Buyer, s.tr("Платник", "Payer"), true),
		s.reason(),
	)
	s.priced(document.CreditNote)
	s.inWords(s.tr("Сума до сплати зменшується на", "The sum due is reduced by"))
}

// claim is Рекламація (претензія).
func (s *sheet) claim() {
	s.grid(
		s.party(document.Buyer, s.tr("Заявник", "Claimant"), true),
		s.party(document.Supplier, s.tr("Кому", "To"), false),
		s.party(document.Unit, s.tr("Отримувач товару", "Recipient of the goods"), false),
		s.reason(),
	)
	t := s.table(
		column{title: "№", width: 9, mid: true},
		column{title: s.tr("Товар", "Item")},
		column{title: s.tr("Од.", "Unit"), width: 12, mid: true},
		column{title: s.tr("К-сть", "Qty"), width: 14, right: true},
		column{title: s.tr("Причина", "Reason"), width: 40},
		column{title: s.tr("Ціна без ПДВ, грн", "Price without VAT, UAH"), width: 24, right: true},
		column{title: s.tr("Сума з ПДВ, грн", "Sum with VAT, UAH"), width: 27, right: true},
	)
	for _, l := range s.d.Lines {
		t.row(
			s.number(l), s.item(l), s.uom(l), s.pieces(l.Refused),
			cell{text: l.Reason.Label(s.lang), under: []string{l.Remark}},
			s.money(l.Price), s.money(l.Total),
		)
	}
	sums := []sum{{name: s.tr("Разом за товар із ПДВ", "Goods with VAT"), values: map[int]string{6: amount(s.d.Totals.Total, s.lang)}}}
	whole := s.d.Totals.Total
	if s.d.Penalty > 0 {
		sums = append(sums, sum{name: s.tr("Пеня, штраф", "Penalty"), values: map[int]string{6: amount(s.d.Penalty, s.lang)}})
		if with, err := whole.Add(s.d.Penalty); err == nil {
			whole = with
		}
	}
	sums = append(sums, sum{name: s.tr("Усього вимога", "Claimed in all"), values: map[int]string{6: amount(whole, s.lang)}, bold: true})
	t.sums(sums...)
	s.words(s.tr("Усього вимога", "Claimed in all"), whole)
}

// response is Підтвердження замовлення.
func (s *sheet) response() {
	s.grid(
		s.party(document.Supplier, s.tr("Постачальник", "Supplier"), false),
		s.party(document.Buyer, s.tr("Замовник", "Buyer"), false),
		s.party(document.Unit, s.tr("Отримувач", "Recipient"), false),
		field{label: s.tr("Відповідь", "Response"), lines: []string{s.d.Response.Label(s.lang)}},
		s.neededBy(),
	)
	t := s.table(
		column{title: "№", width: 9, mid: true},
		column{title: s.tr("Товар", "Item")},
		column{title: s.tr("Од.", "Unit"), width: 12, mid: true},
		column{title: s.tr("замовлено", "ordered"), width: 17, right: true, group: s.tr("Кількість", "Quantity")},
		column{title: s.tr("підтверджено", "confirmed"), width: 22, right: true, group: s.tr("Кількість", "Quantity")},
		column{title: s.tr("Рішення", "Decision"), width: 24},
		column{title: s.tr("Дата поставки", "Delivery"), width: 20, mid: true},
		column{title: s.tr("Сума з ПДВ, грн", "Sum with VAT, UAH"), width: 27, right: true},
	)
	for _, l := range s.d.Lines {
		promised := "—"
		if l.Promised > 0 {
			promised = document.DayOf(l.Promised).Short()
		}
		t.row(
			s.number(l), s.item(l), s.uom(l), s.pieces(l.Ordered), s.pieces(l.Confirmed),
			cell{text: l.Status.Label(s.lang), under: []string{l.Reason.Label(s.lang), l.Remark}},
			cell{text: promised}, s.money(l.Total),
		)
	}
	t.sums(sum{name: s.tr("Усього підтверджено з ПДВ", "Confirmed in all with VAT"), values: map[int]string{7: amount(s.d.Totals.Total, s.lang)}, bold: true})
	s.inWords(s.tr("Усього підтверджено", "Confirmed in all"))
}

// acceptance is Акт приймання-передачі.
func (s *sheet) acceptance() {
	s.pairs(
		[2]field{
			s.party(document.Supplier, s.tr("Передав (постачальник)", "Handed over by (supplier)"), false),
			s.party(document.Unit, s.tr("Прийняв (отримувач)", "Accepted by (recipient)"), false),
		},
		[2]field{s.party(document.Buyer, s.tr("Платник", "Payer"), false), s.fund()},
	)
	accepted := s.tr("Прийнято", "Accepted")
	t := s.table(
		column{title: "№", width: 9, mid: true},
		column{title: s.tr("Товар", "Item")},
		column{title: s.tr("Од.", "Unit"), width: 12, mid: true},
		column{title: s.tr("Передано", "Handed over"), width: 17, right: true},
		column{title: s.tr("без зауважень", "without remarks"), width: 19, right: true, group: accepted},
		column{title: s.tr("із зауваженнями", "with remarks"), width: 23, right: true, group: accepted},
		column{title: s.tr("Відмовлено", "Refused"), width: 20, right: true},
		column{title: s.tr("Причина, зауваження", "Reason, remark"), width: 40},
		column{title: s.tr("Ціна без ПДВ, грн", "Price without VAT, UAH"), width: 23, right: true},
		column{title: s.tr("Прийнято на суму з ПДВ, грн", "Accepted sum with VAT, UAH"), width: 28, right: true},
	)
	var given, clean, remarked, refused int64
	for _, l := range s.d.Lines {
		given, clean, remarked, refused = given+l.Dispatched, clean+l.Accepted, remarked+l.Remarked, refused+l.Refused
		t.row(
			s.number(l), s.item(l), s.uom(l), s.pieces(l.Dispatched), s.pieces(l.Accepted), s.pieces(l.Remarked), s.pieces(l.Refused),
			cell{text: l.Reason.Label(s.lang), under: []string{l.Remark}}, s.money(l.Price), s.money(l.Total),
		)
	}
	t.sums(sum{name: s.tr("Усього", "Total"), bold: true, values: map[int]string{
		3: figure(given, s.lang), 4: figure(clean, s.lang), 5: figure(remarked, s.lang), 6: figure(refused, s.lang),
		9: amount(s.d.Totals.Total, s.lang),
	}})
	s.inWords(s.tr("Прийнято на суму", "Accepted in all"))
	s.paragraph(s.tr("Цей акт є підставою для оплати прийнятої кількості; за відмовлену кількість складається рекламація.",
		"This certificate is the basis for paying what was accepted; for what was refused a claim is made."), label())
}

// priced is the table most forms share: quantity, price, VAT and sums by line,
// with the quantity the kind is about.
func (s *sheet) priced(k document.Kind) {
	t := s.table(
		column{title: "№", width: 9, mid: true},
		column{title: s.tr("Товар", "Item")},
		column{title: s.tr("Од.", "Unit"), width: 12, mid: true},
		column{title: s.tr("К-сть", "Qty"), width: 14, right: true},
		column{title: s.tr("Ціна без ПДВ, грн", "Price without VAT, UAH"), width: 24, right: true},
		column{title: s.tr("ПДВ", "VAT"), width: 12, right: true},
		column{title: s.tr("Сума без ПДВ, грн", "Sum without VAT, UAH"), width: 27, right: true},
	)
	for _, l := range s.d.Lines {
		t.row(
			s.number(l), s.remarked(l), s.uom(l), s.pieces(l.Quantity(k)), s.money(l.Price), cell{text: rate(l.VATRate, s.lang)}, s.money(l.Net),
		)
	}
	sums := []sum{{name: s.tr("Разом без ПДВ", "Total without VAT"), values: map[int]string{6: amount(s.d.Totals.Net, s.lang)}}}
	for _, v := range taxes(s.d.Lines) {
		sums = append(sums, sum{name: s.tr("ПДВ ", "VAT ") + rate(v.rate, s.lang), values: map[int]string{6: amount(v.vat, s.lang)}})
	}
	t.sums(append(sums, sum{name: s.tr("Усього з ПДВ", "Total with VAT"), values: map[int]string{6: amount(s.d.Totals.Total, s.lang)}, bold: true})...)
}

// tax is the VAT of one rate.
type tax struct {
	rate money.BasisPoints
	vat  money.Amount
}

// taxes sums the VAT by rate, in the order in which the rates appear.
func taxes(lines []document.Line) []tax {
	var all []tax
next:
	for _, l := range lines {
		for i := range all {
			if all[i].rate == l.VATRate {
				all[i].vat += l.VAT // the document's own total holds them all, so this cannot overflow
				continue next
			}
		}
		all = append(all, tax{rate: l.VATRate, vat: l.VAT})
	}
	return all
}

// The cells that forms share.
func (s *sheet) number(l document.Line) cell { return cell{text: figure(int64(l.Number), s.lang)} }

func (s *sheet) pieces(n int64) cell { return cell{text: figure(n, s.lang)} }

func (s *sheet) money(a money.Amount) cell { return cell{text: amount(a, s.lang)} }

func (s *sheet) uom(l document.Line) cell {
	info, found := l.UOM.Info()
	if !found {
		return cell{text: string(l.UOM)}
	}
	return cell{text: s.tr(info.SymbolUk, info.SymbolEn)}
}

// item is the name with the codes, and the serial numbers, under it.
func (s *sheet) item(l document.Line) cell {
	var codes []string
	add := func(name, value string) {
		if value != "" {
			codes = append(codes, name+nbsp+value)
		}
	}
	add(s.tr("арт.", "art."), l.Article)
	add("NSN", string(l.NSN))
	add(s.tr("ДК"+nbsp+"021", "CPV"), string(l.DK021))
	c := cell{text: l.Name(s.lang), under: []string{strings.Join(codes, ", ")}}
	if len(l.Serials) > 0 {
		c.under = append(c.under, s.tr("Серійні №: ", "Serial numbers: ")+strings.Join(l.Serials, ", "))
	}
	return c
}

// remarked is the item with its reason and remark under it, for forms that have
// no column for them.
func (s *sheet) remarked(l document.Line) cell {
	c := s.item(l)
	remark := l.Reason.Label(s.lang)
	if remark != "" && l.Remark != "" {
		remark += ": "
	}
	c.under = append(c.under, remark+l.Remark)
	return c
}

// The fields that forms share.
func (s *sheet) neededBy() field {
	if s.d.NeededBy == 0 {
		return field{}
	}
	return labelled(s.tr("Потрібно до", "Needed by"), document.DayOf(s.d.NeededBy).Long(s.lang))
}

func (s *sheet) reason() field {
	return field{label: s.tr("Причина", "Reason"), lines: []string{s.d.Reason.Label(s.lang), s.d.ReasonText}}
}

func (s *sheet) fundName() string {
	switch s.d.Fund.Fund {
	case budget.Guaranteed:
		return s.tr("гарантований бюджет", "guaranteed budget")
	case budget.Performance:
		return s.tr("результативний бюджет", "performance budget")
	}
	return ""
}

// inWords prints the document's total in words.
func (s *sheet) inWords(name string) { s.words(name, s.d.Totals.Total) }

// words prints an amount in words, with the VAT inside it where the lines say.
func (s *sheet) words(name string, a money.Amount) {
	s.y += 2.5
	s.paragraph(name+": "+document.Words(a, s.lang), strong())
	if s.d.Kind != document.Claim {
		s.paragraph(s.tr("у тому числі ПДВ: ", "VAT included: ")+document.Words(s.d.Totals.VAT, s.lang), plain())
	}
	s.y += 1
}

// note prints the free text.
func (s *sheet) note() {
	if s.d.Note == "" {
		return
	}
	s.y += 1.5
	s.paragraph(s.tr("Примітка: ", "Note: ")+s.d.Note, plain())
}

// kilogram keeps the unit's symbol in one place.
func (s *sheet) kilogram() string {
	info, _ := code.Kilogram.Info()
	return s.tr(info.SymbolUk, info.SymbolEn)
}
