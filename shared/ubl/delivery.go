package ubl

import (
	"strconv"
	"strings"

	"dotchain/shared/code"
	"dotchain/shared/document"
)

// modeRoad is transport by road (UN/ECE Recommendation 19).
const modeRoad = "3"

// despatch fills UBL DespatchAdvice in.
func despatch(e *element, d document.Document) {
	e.add(
		date("IssueDate", d.Date), hour("IssueTime", d.Date), cbc("Note", d.Note), count("LineCountNumeric", len(d.Lines)),
	)
	orders(e, d)
	e.add(others("AdditionalDocumentReference", d, func(r document.Reference) bool { return r.Kind == document.Order })...)
	e.add(
		required(d, document.Supplier, "DespatchSupplierParty"), required(d, document.Unit, "DeliveryCustomerParty"),
		partyOf(d, document.Buyer, "BuyerCustomerParty", "Party"), shipment(d),
	)
	for _, l := range d.Lines {
		e.add(must("DespatchLine",
			number(l), cbc("Note", reasoned(l.Reason, l.Remark)), pieces("DeliveredQuantity", l.Dispatched, l.UOM),
			some("OutstandingQuantity", l.Ordered-l.Dispatched, l.UOM), orderLine(l, lineOrder(d)), item(l),
		))
	}
}

// orders are the references to orders.
func orders(e *element, d document.Document) {
	for _, r := range d.References {
		if r.Kind == document.Order {
			e.add(orderReference(r))
		}
	}
}

// lineOrder names the order a line is of; nil when the document names none.
func lineOrder(d document.Document) *element {
	r, found := d.Reference(document.Order)
	if !found {
		return nil
	}
	return must("OrderReference", cbc("ID", identifier(r)))
}

// shipment says where the goods of a dispatch go, and who carries them.
func shipment(d document.Document) *element {
	e := must("Shipment", cbc("ID", d.Title()))
	if carrier := partyOf(d, document.Carrier, "CarrierParty"); carrier != nil {
		e.add(must("ShipmentStage", cbc("TransportModeCode", modeRoad), carrier))
	}
	return e.add(cac("Delivery", location(d)))
}

// receipt fills UBL ReceiptAdvice in. ReceivedQuantity is all that came, rejected
// pieces included; what was accepted with remarks is a property of the item.
func receipt(e *element, d document.Document) {
	e.add(
		date("IssueDate", d.Date), hour("IssueTime", d.Date), cbc("Note", d.Note), count("LineCountNumeric", len(d.Lines)),
	)
	orders(e, d)
	for _, r := range d.References {
		if r.Kind == document.DispatchNote {
			e.add(reference("DespatchDocumentReference", r))
		}
	}
	e.add(others("AdditionalDocumentReference", d, func(r document.Reference) bool {
		return r.Kind == document.Order || r.Kind == document.DispatchNote
	})...)
	e.add(
		required(d, document.Unit, "DeliveryCustomerParty"), required(d, document.Supplier, "DespatchSupplierParty"),
		partyOf(d, document.Buyer, "BuyerCustomerParty", "Party"), must("Shipment", cbc("ID", d.Title()), cac("Delivery", location(d))),
	)
	for _, l := range d.Lines {
		e.add(receiptLine(d, l))
	}
}

func receiptLine(d document.Document, l document.Line) *element {
	received := l.Accepted + l.Remarked + l.Refused
	e := must("ReceiptLine", number(l))
	rejected := l.Refused > 0
	if !rejected {
		e.add(cbc("Note", reasoned(l.Reason, l.Remark)))
	}
	e.add(pieces("ReceivedQuantity", received, l.UOM), some("ShortQuantity", l.Dispatched-received, l.UOM))
	if rejected {
		e.add(pieces("RejectedQuantity", l.Refused, l.UOM), cbc("RejectReasonCode", string(l.Reason)), cbc("RejectReason", l.Remark))
	}
	if received != l.Dispatched {
		e.add(cbc("QuantityDiscrepancyCode", string(document.Quantity)))
	}
	e.add(some("OversupplyQuantity", received-l.Dispatched, l.UOM))
	if l.Reason == document.Delivery {
		e.add(cbc("TimingComplaintCode", string(l.Reason)))
	}
	return e.add(orderLine(l, lineOrder(d)), item(l))
}

// waybill fills UBL Waybill in.
func waybill(e *element, d document.Document) {
	e.add(date("IssueDate", d.Date), hour("IssueTime", d.Date), cbc("Name", d.Kind.Title(document.Ukrainian)), cbc("Note", d.Note))
	if r, found := d.Reference(document.Order); found {
		e.add(cbc("ShippingOrderID", r.Title()))
	}
	t := d.Transport
	e.add(
		sum("DeclaredCarriageValueAmount", d.Totals.Total),
		partyOf(d, document.Supplier, "ConsignorParty"), partyOf(d, document.Carrier, "CarrierParty"),
	)
	s := must("Shipment", cbc("ID", d.Title()), weight(t.Grams))
	if t.Packages > 0 {
		s.add(cbc("TotalTransportHandlingUnitQuantity", strconv.FormatInt(t.Packages, 10)))
	}
	s.add(must("Consignment", cbc("ID", d.Title()), partyOf(d, document.Unit, "ConsigneeParty")))
	for _, l := range d.Lines {
		s.add(must("GoodsItem",
			number(l), cbc("Description", reasoned(l.Reason, l.Remark)), sum("ValueAmount", l.Total), pieces("Quantity", l.Dispatched, l.UOM), item(l),
		))
	}
	s.add(
		stage(t),
		cac("Delivery", cac("DeliveryAddress", cac("AddressLine", cbc("Line", t.Unloading))), location(d)),
		cac("TransportHandlingUnit", cac("TransportEquipment", cbc("ID", t.Trailer))),
		cac("OriginAddress", cac("AddressLine", cbc("Line", t.Loading))),
	)
	e.add(s)
	e.add(others("DocumentReference", d, func(document.Reference) bool { return false })...)
}

// stage is the way by road: the vehicle and its driver, whose name is written as
// it stands in the licence.
func stage(t document.Transport) *element {
	return must("ShipmentStage",
		cbc("TransportModeCode", modeRoad),
		cac("TransportMeans", cac("RoadTransport", cbc("LicensePlateID", t.Vehicle))),
		cac("DriverPerson", cbc("OtherName", t.Driver), cac("IdentityDocumentReference", cbc("ID", t.Licence))),
	)
}

// weight is a gross weight in kilograms, exact to the gram.
func weight(grams int64) *element {
	if grams <= 0 {
		return nil
	}
	text := strconv.FormatInt(grams/1000, 10)
	if rest := grams % 1000; rest > 0 {
		text += "." + strings.TrimRight(strconv.FormatInt(1000+rest, 10)[1:], "0")
	}
	return cbc("GrossWeightMeasure", text, "unitCode", string(code.Kilogram))
}
