package paper

import (
	"dotchain/shared/document"
)

// waybill is Товарно-транспортна накладна, after annex 7 of the Rules of road
// haulage: who carries what for whom, from where to where, and the cargo.
func (s *sheet) waybill() {
	t := s.d.Transport
	s.pairs(
		[2]field{labelled(s.tr("Автомобіль", "Vehicle"), t.Vehicle), labelled(s.tr("Причіп", "Trailer"), t.Trailer)},
		[2]field{labelled(s.tr("Водій", "Driver"), t.Driver), labelled(s.tr("Посвідчення водія", "Driving licence"), t.Licence)},
		[2]field{
			s.party(document.Carrier, s.tr("Автомобільний перевізник", "Carrier"), false),
			s.party(document.Buyer, s.tr("Замовник (платник)", "Customer (payer)"), false),
		},
		[2]field{
			s.party(document.Supplier, s.tr("Вантажовідправник", "Consignor"), false),
			s.party(document.Unit, s.tr("Вантажоодержувач", "Consignee"), false),
		},
		[2]field{
			labelled(s.tr("Пункт навантаження", "Place of loading"), t.Loading),
			labelled(s.tr("Пункт розвантаження", "Place of unloading"), t.Unloading),
		},
	)
	s.put(marginLeft, s.y, s.tr("Відомості про вантаж", "Cargo"), section())
	s.y += section().line() + 1
	cargo := s.table(
		column{title: "№", width: 9, mid: true},
		column{title: s.tr("Найменування вантажу", "Description of the cargo")},
		column{title: s.tr("Од.", "Unit"), width: 14, mid: true},
		column{title: s.tr("Кількість", "Quantity"), width: 20, right: true},
		column{title: s.tr("Ціна без ПДВ, грн", "Price without VAT, UAH"), width: 28, right: true},
		column{title: s.tr("Сума з ПДВ, грн", "Sum with VAT, UAH"), width: 32, right: true},
		column{title: s.tr("Документи з вантажем", "Papers with the cargo"), width: 30},
	)
	papers := ""
	if note, found := s.d.Reference(document.DispatchNote); found {
		papers = note.Title()
	}
	var pieces int64
	for _, l := range s.d.Lines {
		pieces += l.Dispatched
		cargo.row(s.number(l), s.remarked(l), s.uom(l), s.pieces(l.Dispatched), s.money(l.Price), s.money(l.Total), cell{text: papers})
	}
	cargo.sums(sum{name: s.tr("Усього", "Total"), bold: true, values: map[int]string{
		3: figure(pieces, s.lang), 5: amount(s.d.Totals.Total, s.lang),
	}})
	s.y += 2.5
	if t.Packages > 0 || t.Grams > 0 {
		s.paragraph(s.tr("Кількість місць: ", "Packages: ")+figure(t.Packages, s.lang)+
			s.tr("; маса брутто: ", "; gross weight: ")+kilograms(t.Grams, s.lang)+nbsp+s.kilogram(), plain())
	}
	s.y -= 2
	s.inWords(s.tr("Усього відпущено на загальну суму", "Total value dispatched"))
}

// pairs prints fields two in a row, in a frame. A field without a second one, or
// with an empty one, has the row to itself.
func (s *sheet) pairs(all ...[2]field) {
	const name, pad = 29.0, 1.1
	for _, pair := range all {
		fields, width := pair[:], s.inner()/2
		if len(s.fieldRows(pair[1], width)) == 0 {
			fields, width = pair[:1], s.inner()
		}
		var cells [][]row
		for _, f := range fields {
			cells = append(cells, s.named(f.label, name-3), s.fieldRows(f, width-name-2))
		}
		s.flow(cells, pad, s.page, func(part [][]row, height float64) {
			for i := range fields {
				x := marginLeft + float64(i)*width
				s.pdf.SetLineWidth(hair)
				s.pdf.Rect(x, s.y, width, height, "D")
				s.rows(x+1.5, s.y+pad+0.25, part[2*i])
				s.rows(x+name, s.y+pad, part[2*i+1])
			}
		})
	}
	s.y += 3.5
}
