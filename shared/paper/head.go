package paper

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"dotchain/shared/document"
)

// head prints the title, number, day and basis, with the QR code to the right.
func (s *sheet) head() error {
	top := s.y
	if err := s.code(s.width-marginRight-s.qrSide, top); err != nil {
		return err
	}
	room := s.inner() - s.qrSide - 6
	write := func(text string, t style) {
		for _, l := range s.wrap(text, room, t) {
			s.put(marginLeft, s.y, l, t)
			s.y += t.line()
		}
	}
	title := s.d.Kind.Title(s.lang)
	write(title, style{size: 17, bold: true})
	s.y += 0.5
	write("№ "+s.d.Title()+" "+s.tr("від", "of")+" "+document.DayOf(s.d.Date).Long(s.lang), style{size: 11, bold: true})
	if s.d.Kind == document.Waybill {
		write(s.tr("Форма № 1-ТН, скорочена (додаток 7 до Правил перевезень вантажів автомобільним транспортом в Україні)",
			"Form 1-TN, abridged (annex 7 to the Rules of road haulage in Ukraine)"), small())
	}
	s.y += 0.8
	if s.d.Label != "" && !s.d.Number.IsZero() {
		write(s.tr("Позначення частини: ", "The unit's own number: ")+s.d.Label, small())
	}
	if basis := s.basis(); basis != "" {
		write(s.tr("Підстава: ", "Basis: ")+basis, style{size: 8, grey: true})
	}
	if s.d.Blind {
		write(s.tr("Сліпа доставка: отримувача й місце не розкрито.", "Blind delivery: recipient and place are not disclosed."), small())
	}
	s.y = max(s.y, top+s.qrSide) + 2
	s.pdf.SetDrawColor(46, 125, 80)
	s.across(0.5)
	s.pdf.SetDrawColor(0, 0, 0)
	s.y += 3
	return nil
}

// basis names the documents this one rests on.
func (s *sheet) basis() string {
	var all []string
	for _, r := range s.d.References {
		text := r.Text // a paper from outside the register says itself what it is
		if !r.Number.IsZero() {
			text = strings.ToLower(r.Kind.Title(s.lang)) + " № " + r.Number.String()
			if r.Kind == document.Waybill {
				text = s.tr("ТТН", "consignment note") + " № " + r.Number.String()
			}
		}
		if text == "" {
			continue
		}
		if r.Date > 0 {
			text += " " + s.tr("від", "of") + " " + document.DayOf(r.Date).Short()
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// code draws the QR code with vectors, a rectangle for every run of dark modules.
func (s *sheet) code(x, y float64) error {
	b, err := qr.Encode(s.d.QR(), qr.M, qr.Unicode)
	if err != nil {
		return fmt.Errorf("qr code: %w", err)
	}
	n := b.Bounds().Dx()
	module := s.qrSide / float64(n)
	s.pdf.SetFillColor(0, 0, 0)
	for row := range n {
		for from := 0; from < n; {
			if !dark(b, from, row) {
				from++
				continue
			}
			to := from
			for to < n && dark(b, to, row) {
				to++
			}
			s.pdf.Rect(x+float64(from)*module, y+float64(row)*module, float64(to-from)*module, module, "F")
			from = to
		}
	}
	return nil
}

func dark(b barcode.Barcode, x, y int) bool { return b.At(x, y) == color.Color(color.Black) }
