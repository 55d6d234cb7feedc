package ubl

import (
	"strconv"

	"dotchain/shared/document"
)

// typeOrder is a call-off order (UNTDID 1001: 226).
const typeOrder = "226"

// order fills UBL Order in.
func order(e *element, d document.Document) {
	label := ""
	if !d.Number.IsZero() {
		label = d.Label // without a number it is the ID
	}
	e.add(
		date("IssueDate", d.Date), hour("IssueTime", d.Date), cbc("OrderTypeCode", typeOrder), cbc("Note", d.Note),
		cbc("DocumentCurrencyCode", document.Currency), cbc("CustomerReference", label), fund(d.Fund),
		count("LineCountNumeric", len(d.Lines)),
	)
	e.add(others("AdditionalDocumentReference", d, func(document.Reference) bool { return false })...)
	e.add(
		required(d, document.Buyer, "BuyerCustomerParty"), required(d, document.Supplier, "SellerSupplierParty"),
		delivery(d), taxTotal(d), monetaryTotal("AnticipatedMonetaryTotal", d),
	)
	for _, l := range d.Lines {
		e.add(must("OrderLine", must("LineItem",
			number(l), cbc("Note", reasoned(l.Reason, l.Remark)), pieces("Quantity", l.Ordered, l.UOM),
			sum("LineExtensionAmount", l.Net), sum("TotalTaxAmount", l.VAT), price(l), item(l),
		)))
	}
}

// response fills UBL OrderResponse in.
func response(e *element, d document.Document) {
	e.add(
		date("IssueDate", d.Date), hour("IssueTime", d.Date), cbc("OrderResponseCode", string(d.Response)), cbc("Note", d.Note),
		cbc("DocumentCurrencyCode", document.Currency), count("LineCountNumeric", len(d.Lines)),
	)
	for _, r := range d.References {
		if r.Kind == document.Order {
			e.add(orderReference(r))
		}
	}
	e.add(others("AdditionalDocumentReference", d, func(r document.Reference) bool { return r.Kind == document.Order })...)
	e.add(
		required(d, document.Supplier, "SellerSupplierParty"), required(d, document.Buyer, "BuyerCustomerParty"),
		delivery(d), taxTotal(d), monetaryTotal("LegalMonetaryTotal", d),
	)
	for _, l := range d.Lines {
		promised := cac("Delivery", cac("PromisedDeliveryPeriod", date("EndDate", l.Promised), hour("EndTime", l.Promised)))
		e.add(must("OrderLine",
			must("LineItem",
				number(l), cbc("Note", reasoned(l.Reason, l.Remark)), cbc("LineStatusCode", strconv.Itoa(int(l.Status))),
				pieces("Quantity", l.Confirmed, l.UOM), sum("LineExtensionAmount", l.Net), sum("TotalTaxAmount", l.VAT),
				promised, price(l), item(l),
			),
			orderLine(l),
		))
	}
}
