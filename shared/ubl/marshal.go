package ubl

import (
	"bytes"
	"errors"
	"fmt"

	"dotchain/shared/document"
)

// ErrNoForm says that UBL 2.1 has no document for the kind among the schemas this
// product is checked against: specifications, claims and payment orders.
var ErrNoForm = errors.New("no UBL document for this kind")

// Identifiers of how this product fills UBL in (cbc:CustomizationID) and of the
// two copies of a document (cbc:ProfileID).
const (
	customization = "urn:dotchain:ubl:2.1:1"
	profileFull   = "urn:dotchain:profile:full"
	profileBlind  = "urn:dotchain:profile:blind"
)

// Has reports whether documents of the kind can be written.
func Has(k document.Kind) bool { return rootOf(k) != "" }

// rootOf is the name of the UBL document; "" when there is none.
func rootOf(k document.Kind) string {
	switch k {
	case document.Order:
		return "Order"
	case document.OrderResponse:
		return "OrderResponse"
	case document.Invoice, document.CreditNote:
		return "Invoice"
	case document.DispatchNote:
		return "DespatchAdvice"
	case document.Waybill:
		return "Waybill"
	case document.AcceptanceCertificate:
		return "ReceiptAdvice"
	case document.Specification, document.Claim, document.PaymentOrder:
		return ""
	}
	return ""
}

// Marshal writes the document. The same document gives the same bytes. It writes
// what it is given, so ask document.Check first. It fails with ErrNoForm.
func Marshal(d document.Document) ([]byte, error) {
	root := rootOf(d.Kind)
	if root == "" {
		return nil, fmt.Errorf("write %s %s as UBL: %w", d.Kind, d.Title(), ErrNoForm)
	}
	if d.Blind {
		d = d.Blinded()
	}
	e := &element{name: root, attrs: []string{
		"xmlns", namespaceRoot + root + "-2",
		"xmlns:cac", namespaceCAC,
		"xmlns:cbc", namespaceCBC,
	}}
	profile := profileFull
	if d.Blind {
		profile = profileBlind
	}
	e.add(cbc("UBLVersionID", "2.1"), cbc("CustomizationID", customization), cbc("ProfileID", profile), cbc("ID", d.Title()))
	switch d.Kind {
	case document.Order:
		order(e, d)
	case document.OrderResponse:
		response(e, d)
	case document.Invoice, document.CreditNote:
		invoice(e, d)
	case document.DispatchNote:
		despatch(e, d)
	case document.Waybill:
		waybill(e, d)
	case document.AcceptanceCertificate:
		receipt(e, d)
	case document.Specification, document.Claim, document.PaymentOrder:
	}
	var out bytes.Buffer
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	e.write(&out, 0)
	return out.Bytes(), nil
}
