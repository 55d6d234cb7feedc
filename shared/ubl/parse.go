package ubl

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/document"
	"dotchain/shared/fault"
	"dotchain/shared/money"
	"dotchain/shared/seal"
)

// Parse reads an Order or an Invoice (types 380 and 381) as Marshal writes them.
// It does not read who wrote the note, signatures, or elements Marshal does not
// write; it takes what it finds as it is, so ask document.Check next. Faults:
// Malformed, with the place in Ref, and KindUnknown for another document.
func Parse(b []byte) (document.Document, error) {
	root, err := read(b)
	if err != nil {
		return document.Document{}, fault.Wrap("read UBL", fault.Malformed, err)
	}
	p := &parser{}
	var d document.Document
	switch {
	case root.name == "Order":
		d = p.order(root)
	case root.name == "Invoice" && root.value("cbc:InvoiceTypeCode") == typeInvoice:
		d = p.invoice(root, document.Invoice)
	case root.name == "Invoice" && root.value("cbc:InvoiceTypeCode") == typeCreditNote:
		d = p.invoice(root, document.CreditNote)
	default:
		return document.Document{}, fault.Because("read UBL", fault.Reason{Code: fault.KindUnknown, Ref: root.name})
	}
	if len(p.reasons) > 0 {
		return document.Document{}, fault.Because("read UBL", p.reasons...)
	}
	return d, nil
}

// parser collects what could not be read.
type parser struct{ reasons []fault.Reason }

// bad says that an element's text is not what it should be.
func (p *parser) bad(name, text string) {
	const enough = 40
	if runes := []rune(text); len(runes) > enough {
		text = string(runes[:enough])
	}
	p.reasons = append(p.reasons, fault.Reason{Code: fault.Malformed, Field: name, Ref: text})
}

func (p *parser) order(n *node) document.Document {
	d := p.head(n, document.Order)
	if label := n.value("cbc:CustomerReference"); label != "" {
		d.Label = label
	}
	d.Note = n.value("cbc:Note")
	p.references(&d, n)
	p.party(&d, document.Buyer, n.at("cac:BuyerCustomerParty", "cac:Party"))
	p.delivery(&d, n.at("cac:Delivery"))
	p.party(&d, document.Supplier, n.at("cac:SellerSupplierParty", "cac:Party"))
	p.totals(&d, n, "cac:AnticipatedMonetaryTotal")
	for _, line := range n.all("cac:OrderLine") {
		item := line.at("cac:LineItem")
		l := p.line(item, "cbc:Quantity")
		l.Ordered = p.quantity(item, "cbc:Quantity")
		l.VAT = p.amount(item, "cbc:TotalTaxAmount")
		d.Lines = append(d.Lines, p.whole(l))
	}
	return d
}

func (p *parser) invoice(n *node, k document.Kind) document.Document {
	d := p.head(n, k)
	notes := n.all("cbc:Note")
	if k == document.CreditNote && len(notes) > 0 {
		d.Reason, d.ReasonText = reasonOf(strings.TrimSpace(notes[0].text))
		notes = notes[1:]
	}
	if len(notes) > 0 {
		d.Note = strings.TrimSpace(notes[0].text)
	}
	p.references(&d, n)
	p.party(&d, document.Buyer, n.at("cac:AccountingCustomerParty", "cac:Party"))
	p.delivery(&d, n.at("cac:Delivery"))
	p.party(&d, document.Supplier, n.at("cac:AccountingSupplierParty", "cac:Party"))
	p.totals(&d, n, "cac:LegalMonetaryTotal")
	for _, line := range n.all("cac:InvoiceLine") {
		l := p.line(line, "cbc:InvoicedQuantity")
		quantity := p.quantity(line, "cbc:InvoicedQuantity")
		if k == document.CreditNote {
			l.Refused = quantity
		} else {
			l.Ordered = quantity
		}
		l.VAT = p.amount(line, "cac:TaxTotal", "cbc:TaxAmount")
		d.Lines = append(d.Lines, p.whole(l))
	}
	return d
}

// head reads what stands at the head of every document.
func (p *parser) head(n *node, k document.Kind) document.Document {
	d := document.Document{Kind: k, Date: p.moment(n, "cbc:IssueDate", "cbc:IssueTime"), Fund: p.fund(n.value("cbc:AccountingCost"))}
	id := n.value("cbc:ID")
	if number, err := document.ParseNumber(id); err == nil {
		d.Number = number
	} else {
		d.Label = id
	}
	d.Blind = n.value("cbc:ProfileID") == profileBlind
	return d
}

// references reads all of them, in the order of the elements, and the hash of
// the document's own content.
func (p *parser) references(d *document.Document, n *node) {
	if order := n.at("cac:OrderReference"); order != nil {
		r := p.reference(order, document.Order)
		r.Hash = p.hash(order.at("cac:DocumentReference"))
		if text := order.value("cbc:CustomerReference"); text != "" {
			r.Text = text
		}
		d.References = append(d.References, r)
	}
	for _, k := range n.kids {
		switch k.name {
		case "cac:BillingReference":
			k = k.at("cac:InvoiceDocumentReference")
		case "cac:DespatchDocumentReference", "cac:ReceiptDocumentReference", "cac:ContractDocumentReference", "cac:AdditionalDocumentReference":
		default:
			continue
		}
		kind := k.value("cbc:DocumentTypeCode")
		if kind == typeContent {
			d.Hash = p.hash(k)
			continue
		}
		known := document.ParseKind(kind)
		if known == 0 {
			p.bad("DocumentTypeCode", kind)
			continue
		}
		d.References = append(d.References, p.reference(k, known))
	}
}

func (p *parser) reference(n *node, k document.Kind) document.Reference {
	r := document.Reference{Kind: k, Date: p.moment(n, "cbc:IssueDate", "cbc:IssueTime"), Hash: p.hash(n)}
	id := n.value("cbc:ID")
	if number, err := document.ParseNumber(id); err == nil {
		r.Number, r.Text = number, n.value("cbc:DocumentDescription")
	} else if id != "-" {
		r.Text = id
	}
	return r
}

func (p *parser) hash(n *node) seal.Hash {
	text := n.value("cac:Attachment", "cac:ExternalReference", "cbc:DocumentHash")
	var h seal.Hash
	if text == "" {
		return h
	}
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(h) {
		p.bad("DocumentHash", text)
		return h
	}
	copy(h[:], raw)
	return h
}

// party reads a party; an empty element stands for one that is not disclosed,
// a missing one for nobody.
func (p *parser) party(d *document.Document, role document.Role, n *node) {
	if n == nil {
		return
	}
	q := document.Party{Role: role}
	for _, id := range n.all("cac:PartyIdentification") {
		if text := id.with("cbc:ID", "schemeID", schemeEDRPOU); text != "" {
			q.EDRPOU = code.EDRPOU(text)
		}
		if text := id.with("cbc:ID", "schemeID", schemeUnit); text != "" {
			q.Number = code.UnitNumber(text)
		}
	}
	for _, name := range n.all("cac:PartyName") {
		if text := name.with("cbc:Name", "languageID", "en"); text != "" {
			q.NameEn = text
		} else {
			q.NameUk = name.value("cbc:Name")
		}
	}
	q.Address = n.value("cac:PostalAddress", "cac:AddressLine", "cbc:Line")
	q.TaxNumber = n.value("cac:PartyTaxScheme", "cbc:CompanyID")
	q.IBAN = n.value("cac:FinancialAccount", "cbc:ID")
	q.Bank = n.value("cac:FinancialAccount", "cac:FinancialInstitutionBranch", "cbc:Name")
	d.Parties = append(d.Parties, q)
}

func (p *parser) delivery(d *document.Document, n *node) {
	d.NeededBy = p.moment(n, "cbc:LatestDeliveryDate", "cbc:LatestDeliveryTime")
	d.Point = document.Point{
		Code: n.value("cac:DeliveryLocation", "cbc:ID"),
		Name: n.value("cac:DeliveryLocation", "cbc:Name"),
	}
	p.party(d, document.Unit, n.at("cac:DeliveryParty"))
	p.party(d, document.Carrier, n.at("cac:CarrierParty"))
}

func (p *parser) totals(d *document.Document, n *node, name string) {
	d.Totals = document.Totals{
		Net:   p.amount(n, name, "cbc:LineExtensionAmount"),
		VAT:   p.amount(n, "cac:TaxTotal", "cbc:TaxAmount"),
		Total: p.amount(n, name, "cbc:PayableAmount"),
	}
}

// line reads what lines of orders and invoices share; unit names the quantity
// whose unit of measure counts.
func (p *parser) line(n *node, unit string) document.Line {
	item := n.at("cac:Item")
	l := document.Line{
		Number:  int(p.integer("ID", n.value("cbc:ID"), 32)),
		NameUk:  item.value("cbc:Name"),
		NameEn:  item.value("cbc:Description"),
		Article: item.value("cac:SellersItemIdentification", "cbc:ID"),
		NSN:     code.NSN(item.at("cac:StandardItemIdentification").with("cbc:ID", "schemeID", schemeNSN)),
		DK021:   code.DK021(item.at("cac:CommodityClassification").with("cbc:ItemClassificationCode", "listID", listDK021)),
		Price:   p.amount(n, "cac:Price", "cbc:PriceAmount"),
		VATRate: p.percent(item.value("cac:ClassifiedTaxCategory", "cbc:Percent")),
		Net:     p.amount(n, "cbc:LineExtensionAmount"),
	}
	if q := n.at(unit); q != nil {
		l.UOM = code.UOM(q.attrs["unitCode"])
	}
	l.Reason, l.Remark = reasonOf(n.value("cbc:Note"))
	for _, s := range item.all("cac:ItemInstance") {
		l.Serials = append(l.Serials, s.value("cbc:SerialID"))
	}
	return l
}

// whole adds the line up, which UBL leaves to its reader.
func (p *parser) whole(l document.Line) document.Line {
	total, err := l.Net.Add(l.VAT)
	if err != nil {
		p.bad("LineExtensionAmount", l.Net.String())
	}
	l.Total = total
	return l
}

func (p *parser) quantity(n *node, name string) int64 {
	return p.integer(strings.TrimPrefix(name, "cbc:"), n.value(name), 64)
}

func (p *parser) integer(name, text string, bits int) int64 {
	v, err := strconv.ParseInt(text, 10, bits)
	if err != nil {
		p.bad(name, text)
		return 0
	}
	return v
}

// amount reads an amount of hryvnia; it may not be missing.
func (p *parser) amount(n *node, names ...string) money.Amount {
	name := strings.TrimPrefix(names[len(names)-1], "cbc:")
	found := n.at(names...)
	if found == nil {
		p.bad(name, "")
		return 0
	}
	if currency := found.attrs["currencyID"]; currency != document.Currency {
		p.bad(name, currency)
		return 0
	}
	a, err := money.Parse(strings.TrimSpace(found.text))
	if err != nil {
		p.bad(name, found.text)
		return 0
	}
	return a
}

// percent reads a rate with at most two decimals, which are basis points.
func (p *parser) percent(text string) money.BasisPoints {
	whole, rest, _ := strings.Cut(text, ".")
	const decimals = 2
	if len(rest) > decimals {
		p.bad("Percent", text)
		return 0
	}
	return money.BasisPoints(p.integer("Percent", whole+rest+strings.Repeat("0", decimals-len(rest)), 32)) //nolint:gosec // 32 bits were read
}

// moment reads a date and a time of day with its zone; 0 without a date.
func (p *parser) moment(n *node, dateName, timeName string) int64 {
	day, hour := n.value(dateName), n.value(timeName)
	if day == "" {
		return 0
	}
	t, err := time.Parse("2006-01-02T"+clock, day+"T"+hour)
	if err != nil {
		p.bad(strings.TrimPrefix(dateName, "cbc:"), day+" "+hour)
		return 0
	}
	return t.UnixMilli()
}

// fund reads year/fund/КПКВК/КЕКВ.
func (p *parser) fund(text string) document.Fund {
	if text == "" {
		return document.Fund{}
	}
	parts := strings.Split(text, "/")
	const fields = 4
	if len(parts) != fields {
		p.bad("AccountingCost", text)
		return document.Fund{}
	}
	f := document.Fund{Year: p.integer("AccountingCost", parts[0], 64), KPKVK: code.KPKVK(parts[2]), KEKV: code.KEKV(parts[3])}
	for _, known := range []budget.Fund{budget.Guaranteed, budget.Performance} {
		if known.String() == parts[1] {
			f.Fund = known
		}
	}
	return f
}

// reasonOf parts a typed reason from its words; a text without one is all words.
func reasonOf(text string) (reason document.Reason, words string) {
	before, after, found := strings.Cut(text, ": ")
	if !found {
		before, after, found = strings.Cut(text, ":")
	}
	for _, r := range document.Reasons() {
		if found && string(r) == before {
			return r, after
		}
	}
	return "", text
}
