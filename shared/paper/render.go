package paper

import (
	"bytes"
	"fmt"
	"time"

	"github.com/phpdave11/gofpdf"

	"dotchain/shared/document"
)

// Render prints the document in the language. The same document gives the same
// bytes. It prints what it is given, so ask document.Check first; a document
// marked blind is printed without unit and place whatever stands in it. It fails
// on a kind it has no form for.
func Render(d document.Document, l document.Lang) ([]byte, error) {
	if d.Kind.Title(l) == "" {
		return nil, fmt.Errorf("print document: no form for kind %d", d.Kind)
	}
	if d.Blind {
		d = d.Blinded()
	}
	s := newSheet(d, l)
	if err := s.form(); err != nil {
		return nil, fmt.Errorf("print %s %s: %w", d.Kind, d.Title(), err)
	}
	s.footers()
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("print %s %s: %w", d.Kind, d.Title(), err)
	}
	return out.Bytes(), nil
}

// form tells the document from top to bottom.
func (s *sheet) form() error {
	if err := s.head(); err != nil {
		return err
	}
	switch s.d.Kind {
	case document.Order:
		s.order()
	case document.OrderResponse:
		s.response()
	case document.Specification:
		s.specification()
	case document.Invoice:
		s.invoice()
	case document.DispatchNote:
		s.dispatchNote()
	case document.Waybill:
		s.waybill()
	case document.AcceptanceCertificate:
		s.acceptance()
	case document.Claim:
		s.claim()
	case document.CreditNote:
		s.creditNote()
	case document.PaymentOrder:
		s.payment()
	}
	s.note()
	s.stamps()
	s.slip()
	return nil
}

// landscape says which forms are too wide for an upright page.
func landscape(k document.Kind) bool {
	switch k {
	case document.Waybill, document.AcceptanceCertificate:
		return true
	case document.Order, document.OrderResponse, document.Specification, document.Invoice,
		document.DispatchNote, document.Claim, document.CreditNote, document.PaymentOrder:
		return false
	}
	return false
}

// newSheet opens the first page.
func newSheet(d document.Document, l document.Lang) *sheet {
	s := &sheet{d: d, lang: l, width: 210, height: 297, top: 11, bottom: 17, qrSide: 25}
	orientation := "P"
	if landscape(d.Kind) {
		s.width, s.height, orientation = 297, 210, "L"
		s.top, s.bottom, s.qrSide = 9, 13, 22
	}
	s.pdf = gofpdf.New(orientation, "mm", "A4", "")
	// What a PDF says of itself follows from the document, not from the moment of
	// printing, and its objects are written in one order.
	s.pdf.SetCatalogSort(true)
	s.pdf.SetCreationDate(time.UnixMilli(d.Date).UTC())
	s.pdf.SetModificationDate(time.UnixMilli(d.Date).UTC())
	s.pdf.SetProducer("DotChain", true)
	s.pdf.SetTitle(d.Kind.Title(l)+" "+d.Title(), true)
	s.pdf.SetAutoPageBreak(false, 0)
	s.pdf.SetMargins(0, 0, 0)
	s.pdf.AddUTF8FontFromBytes(family, "", regular)
	s.pdf.AddUTF8FontFromBytes(family, "B", semibold)
	s.page()
	return s
}
