package ubl

import (
	"dotchain/shared/document"
)

// Types of invoices (UNTDID 1001).
const (
	typeInvoice    = "380"
	typeCreditNote = "381"
)

// creditTransfer is the means of payment (UNTDID 4461).
const creditTransfer = "30"

// invoice fills UBL Invoice in. A credit note is one too, of type 381 and with
// the invoice it corrects: its amounts are what is taken back, above zero.
func invoice(e *element, d document.Document) {
	code := typeInvoice
	if d.Kind == document.CreditNote {
		code = typeCreditNote
	}
	e.add(date("IssueDate", d.Date), hour("IssueTime", d.Date), cbc("InvoiceTypeCode", code))
	if d.Kind == document.CreditNote {
		e.add(cbc("Note", reasoned(d.Reason, d.ReasonText)))
	}
	e.add(
		cbc("Note", d.Note), cbc("DocumentCurrencyCode", document.Currency), fund(d.Fund), count("LineCountNumeric", len(d.Lines)),
	)
	isOrder := first(d, document.Order)
	if r, found := d.Reference(document.Order); found {
		e.add(orderReference(r))
	}
	for _, own := range []struct {
		kind  document.Kind
		names []string
	}{
		{document.Invoice, []string{"BillingReference", "InvoiceDocumentReference"}},
		{document.DispatchNote, []string{"DespatchDocumentReference"}},
		{document.AcceptanceCertificate, []string{"ReceiptDocumentReference"}},
		{document.Specification, []string{"ContractDocumentReference"}},
	} {
		for _, r := range d.References {
			if r.Kind != own.kind {
				continue
			}
			ref := reference(own.names[len(own.names)-1], r)
			if len(own.names) > 1 {
				ref = must(own.names[0], ref)
			}
			e.add(ref)
		}
	}
	e.add(others("AdditionalDocumentReference", d, func(r document.Reference) bool {
		switch r.Kind {
		case document.Invoice, document.DispatchNote, document.AcceptanceCertificate, document.Specification:
			return true
		case document.Order:
			return isOrder(r)
		case document.OrderResponse, document.Waybill, document.Claim, document.CreditNote, document.PaymentOrder:
			return false
		}
		return false
	})...)
	e.add(
		required(d, document.Supplier, "AccountingSupplierParty"), required(d, document.Buyer, "AccountingCustomerParty"),
		delivery(d), paymentMeans(d), taxTotal(d), monetaryTotal("LegalMonetaryTotal", d),
	)
	for _, l := range d.Lines {
		e.add(must("InvoiceLine",
			number(l), cbc("Note", reasoned(l.Reason, l.Remark)), pieces("InvoicedQuantity", l.Quantity(d.Kind), l.UOM),
			sum("LineExtensionAmount", l.Net), orderLine(l), must("TaxTotal", sum("TaxAmount", l.VAT)), item(l), price(l),
		))
	}
}

// paymentMeans says to which account; a credit note asks for nothing.
func paymentMeans(d document.Document) *element {
	p, found := d.Party(document.Supplier)
	if !found || p.IBAN == "" || d.Kind == document.CreditNote {
		return nil
	}
	return must("PaymentMeans", cbc("PaymentMeansCode", creditTransfer), must("PayeeFinancialAccount", cbc("ID", p.IBAN)))
}
