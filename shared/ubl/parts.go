package ubl

import (
	"strconv"
	"strings"

	"dotchain/shared/document"
	"dotchain/shared/money"
)

// Schemes of identifiers.
const (
	schemeEDRPOU = "UA-EDR"  // organisations
	schemeUnit   = "UA-UNIT" // military units
	schemePoint  = "DC-POINT"
	schemeNSN    = "NSN"
	listDK021    = "ДК021"
	typeContent  = "content" // the reference that carries the document's own hash
	hashMethod   = "SHA-256"
)

// partyOf is the party of the role as an element of its own name, aggregates
// around it from the outside in: BuyerCustomerParty, Party. nil without one.
func partyOf(d document.Document, r document.Role, names ...string) *element {
	p, found := d.Party(r)
	if !found {
		return nil
	}
	inner := must(names[len(names)-1], partyParts(p)...)
	for i := len(names) - 2; i >= 0; i-- {
		inner = must(names[i], inner)
	}
	return inner
}

// required is partyOf where the schema asks for the element: an empty one
// stands for nobody.
func required(d document.Document, r document.Role, name string) *element {
	if e := partyOf(d, r, name, "Party"); e != nil {
		return e
	}
	return must(name)
}

func partyParts(p document.Party) []*element {
	language := func(name, text, lang string) *element {
		return cac("PartyName", cbc(name, text, "languageID", lang))
	}
	return []*element{
		cac("PartyIdentification", cbc("ID", string(p.EDRPOU), "schemeID", schemeEDRPOU)),
		cac("PartyIdentification", cbc("ID", string(p.Number), "schemeID", schemeUnit)),
		language("Name", p.NameUk, "uk"),
		language("Name", p.NameEn, "en"),
		cac("PostalAddress", cac("AddressLine", cbc("Line", p.Address))),
		taxScheme(p),
		legalEntity(p),
		cac("FinancialAccount", cbc("ID", p.IBAN), cac("FinancialInstitutionBranch", cbc("Name", p.Bank))),
	}
}

func taxScheme(p document.Party) *element {
	if p.TaxNumber == "" {
		return nil
	}
	return must("PartyTaxScheme", cbc("CompanyID", p.TaxNumber), vatScheme())
}

func legalEntity(p document.Party) *element {
	if p.EDRPOU == "" {
		return nil
	}
	return must("PartyLegalEntity", cbc("RegistrationName", p.NameUk), cbc("CompanyID", string(p.EDRPOU), "schemeID", schemeEDRPOU))
}

func vatScheme() *element { return must("TaxScheme", cbc("ID", "VAT")) }

// reference is another document under an element's name.
func reference(name string, r document.Reference) *element {
	text := ""
	if !r.Number.IsZero() {
		text = r.Text // without a number it is the ID
	}
	return must(name,
		cbc("ID", identifier(r)), date("IssueDate", r.Date), hour("IssueTime", r.Date),
		cbc("DocumentTypeCode", r.Kind.String()), cbc("DocumentDescription", text), attachment(r),
	)
}

// identifier is what the schema's ID needs: in a blind copy a label is gone.
func identifier(r document.Reference) string {
	if r.Title() == "" {
		return "-"
	}
	return r.Title()
}

// attachment carries the hash of what is referred to.
func attachment(r document.Reference) *element {
	if r.Hash.IsZero() {
		return nil
	}
	return cac("Attachment", cac("ExternalReference", cbc("DocumentHash", r.Hash.String()), cbc("HashAlgorithmMethod", hashMethod)))
}

// orderReference is the order a document is about.
func orderReference(r document.Reference) *element {
	text := ""
	if !r.Number.IsZero() {
		text = r.Text
	}
	e := must("OrderReference", cbc("ID", identifier(r)), date("IssueDate", r.Date), hour("IssueTime", r.Date), cbc("CustomerReference", text))
	if a := attachment(r); a != nil {
		e.add(must("DocumentReference", cbc("ID", identifier(r)), a))
	}
	return e
}

// content is the document's own hash, as a reference to its content.
func content(name string, d document.Document) *element {
	if d.Hash.IsZero() {
		return nil
	}
	return must(name, cbc("ID", d.Title()), cbc("DocumentTypeCode", typeContent), attachment(document.Reference{Hash: d.Hash}))
}

// others are the references that no element of their own took, and the content.
func others(name string, d document.Document, taken func(document.Reference) bool) []*element {
	var all []*element
	for _, r := range d.References {
		if !taken(r) {
			all = append(all, reference(name, r))
		}
	}
	return append(all, content(name, d))
}

// first says of a reference whether it is the first of its kind, for elements
// the schema allows once.
func first(d document.Document, k document.Kind) func(document.Reference) bool {
	one, found := d.Reference(k)
	return func(r document.Reference) bool { return found && r == one }
}

// delivery says where, to whom and until when.
func delivery(d document.Document) *element {
	return cac("Delivery",
		date("LatestDeliveryDate", d.NeededBy), hour("LatestDeliveryTime", d.NeededBy),
		location(d), partyOf(d, document.Carrier, "CarrierParty"), partyOf(d, document.Unit, "DeliveryParty"),
	)
}

func location(d document.Document) *element {
	return cac("DeliveryLocation", cbc("ID", d.Point.Code, "schemeID", schemePoint), cbc("Name", d.Point.Name))
}

// fund is the accounting text of a fund: year/fund/КПКВК/КЕКВ.
func fund(f document.Fund) *element {
	if f == (document.Fund{}) {
		return nil
	}
	return cbc("AccountingCost", strings.Join([]string{
		strconv.FormatInt(f.Year, 10), f.Fund.String(), string(f.KPKVK), string(f.KEKV),
	}, "/"))
}

// item is what a line is about.
func item(l document.Line) *element {
	e := must("Item",
		cbc("Description", l.NameEn, "languageID", "en"),
		cbc("Name", l.NameUk, "languageID", "uk"),
		cac("SellersItemIdentification", cbc("ID", l.Article)),
		cac("StandardItemIdentification", cbc("ID", string(l.NSN), "schemeID", schemeNSN)),
		cac("CommodityClassification", cbc("ItemClassificationCode", string(l.DK021), "listID", listDK021)),
		must("ClassifiedTaxCategory", taxCategory(l.VATRate)...),
	)
	if l.Remarked > 0 {
		e.add(must("AdditionalItemProperty", cbc("Name", "accepted_with_remarks"), pieces("ValueQuantity", l.Remarked, l.UOM)))
	}
	for _, s := range l.Serials {
		e.add(cac("ItemInstance", cbc("SerialID", s)))
	}
	return e
}

// taxCategory names the category of UNCL 5305: S for every rate above zero.
func taxCategory(r money.BasisPoints) []*element {
	category := "S"
	if r == 0 {
		category = "Z"
	}
	return []*element{cbc("ID", category), percent(r), vatScheme()}
}

func price(l document.Line) *element {
	return must("Price", sum("PriceAmount", l.Price), pieces("BaseQuantity", 1, l.UOM))
}

// taxTotal sums the VAT up by rate, in the order in which the rates appear.
func taxTotal(d document.Document) *element {
	e := must("TaxTotal", sum("TaxAmount", d.Totals.VAT))
	type tax struct {
		rate money.BasisPoints
		net  money.Amount
		vat  money.Amount
	}
	var all []tax
next:
	for _, l := range d.Lines {
		for i := range all {
			if all[i].rate == l.VATRate {
				// The document's own totals hold them all, so this cannot overflow.
				all[i].net, all[i].vat = all[i].net+l.Net, all[i].vat+l.VAT
				continue next
			}
		}
		all = append(all, tax{rate: l.VATRate, net: l.Net, vat: l.VAT})
	}
	for _, t := range all {
		e.add(must("TaxSubtotal", sum("TaxableAmount", t.net), sum("TaxAmount", t.vat), must("TaxCategory", taxCategory(t.rate)...)))
	}
	return e
}

func monetaryTotal(name string, d document.Document) *element {
	return must(name,
		sum("LineExtensionAmount", d.Totals.Net), sum("TaxExclusiveAmount", d.Totals.Net),
		sum("TaxInclusiveAmount", d.Totals.Total), sum("PayableAmount", d.Totals.Total),
	)
}

// reasoned is a typed reason and its words in one text, the code first: the
// documents of UBL that have no element for a reason carry it so.
func reasoned(r document.Reason, text string) string {
	if r == "" {
		return text
	}
	return string(r) + ": " + text
}

func number(l document.Line) *element { return count("ID", l.Number) }

// orderLine names the line of the order by its number, which all documents share.
func orderLine(l document.Line, more ...*element) *element {
	return must("OrderLineReference", count("LineID", l.Number)).add(more...)
}
