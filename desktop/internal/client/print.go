package client

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/delivery"
	"dotchain/shared/document"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/rendition"
)

// Paper is a document as it is printed. Kind and key are those of the window's
// contract; a supplier's device makes its blind copy. Fault: FieldInvalid for a kind or
// key that has none; DeliveryUnknown, ClaimUnknown, InvoiceUnknown, PaymentUnknown, OrderUnknown.
func (c *Core) Paper(kind, key string) (document.Document, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return document.Document{}, err
	}
	switch kind {
	case "order":
		return c.orderPaper(key)
	case kindSpecification:
		return c.specificationPaper(key)
	case "response":
		return c.responsePaper(key)
	case kindInvoice, kindCredit:
		return c.invoicePaper(kind, key)
	case kindDispatchNote, kindWaybill, kindCertificate:
		return c.deliveryPaper(kind, key)
	case kindClaim:
		return c.claimPaper(key)
	case kindPayment:
		return c.paymentPaper(key)
	}
	return document.Document{}, fault.Because("paper", fault.Reason{Code: fault.FieldInvalid, Field: "kind", Ref: kind})
}

// checked is what is known of a signature under a document that came from the server:
// it takes no command whose signature does not fit.
const checked = document.Valid

func parsed[K any](text string) (id.ID[K], error) {
	key, err := id.Parse[K](text)
	if err != nil {
		return key, fault.Because("paper", fault.Reason{Code: fault.FieldInvalid, Field: "id", Ref: text})
	}
	return key, nil
}

// sides are those a paper names, as far as they may be known here.
func (c *Core) sides(unit, supplier id.ID[id.Org]) rendition.Sides {
	s := rendition.Sides{Blind: c.isBlind()}
	for _, o := range c.orgs {
		if o.Kind == party.OrgAgency && (s.Agency == nil || o.ID.Compare(s.Agency.Org.ID) < 0) {
			s.Agency = &rendition.Side{Org: *o}
		}
	}
	if o := c.org(unit); o != nil && !s.Blind {
		s.Unit = &rendition.Side{Org: *o}
	}
	if o := c.org(supplier); o != nil {
		s.Supplier = &rendition.Side{Org: *o}
	}
	return s
}

// goods are the parts of an order, from whichever form of it is here.
func (c *Core) goods(o orderID) rendition.Goods {
	all := rendition.Goods{}
	put := func(line, part int, p order.Part) {
		all[rendition.Place{Line: line, Part: part}] = rendition.Good{
			Item: c.lineItem(o, line, part), UOM: p.UOM, Price: p.Price, VATRate: p.VATRate, Ordered: p.Quantity,
		}
	}
	if c.isBlind() {
		s, _ := thingAt[order.SupplierOrder](c, order.SupplierOrderKey(o))
		for _, l := range s.Lines {
			put(l.Line, l.Part, l.Given)
		}
		return all
	}
	known, _ := c.orderAt(o)
	for i, l := range known.Lines {
		for j, p := range l.Parts {
			put(i+1, j, p)
		}
	}
	return all
}

// orderNamed is how a paper names its order, with the moment of its approval.
func (c *Core) orderNamed(o orderID, number string) rendition.Named {
	if c.isBlind() {
		s, _ := thingAt[order.SupplierOrder](c, order.SupplierOrderKey(o))
		return rendition.Named{Number: number, At: s.ApprovedAt}
	}
	known, _ := c.orderAt(o)
	return rendition.Named{Number: number, At: known.ApprovedAt}
}

func fundOf(b *budget.Budget) document.Fund {
	if b == nil {
		return document.Fund{}
	}
	return document.Fund{Fund: b.Fund, KPKVK: code.KPKVK(b.KPKVK), KEKV: code.KEKV(b.KEKV), Year: b.Year}
}

func (c *Core) orderPaper(text string) (document.Document, error) {
	key, err := parsed[id.Order](text)
	if err != nil {
		return document.Document{}, err
	}
	s, err := c.view(key)
	if err != nil {
		return document.Document{}, err
	}
	x := rendition.OrderOf{
		Result: checked,
		Order:  s.order, Content: s.order.Content, Sides: c.sides(s.order.Unit, id.ID[id.Org]{}), Items: map[id.ID[id.Offer]]catalogue.Item{},
		Budget: c.budgets[s.order.Budget],
	}
	if r, err := order.DecodeRevision(s.order.Content); err == nil {
		for _, l := range r.Lines {
			x.Items[l.Offer] = c.itemOffered(l.Offer)
		}
	}
	return rendition.Order(x)
}

// specificationPaper lists what one supplier of an approved order delivers; its key is
// the order's id and the supplier's place among its suppliers, from 0. It goes to the
// supplier, so it calls the order as the supplier does: without the unit's number.
func (c *Core) specificationPaper(text string) (document.Document, error) {
	text, place, _ := strings.Cut(text, ".")
	key, err := parsed[id.Order](text)
	if err != nil {
		return document.Document{}, err
	}
	o, ok := c.orderAt(key)
	if !ok || o.ApprovedAt == 0 {
		return document.Document{}, fault.Because("paper", fault.Reason{Code: fault.OrderUnknown, Ref: text})
	}
	supplier, err := supplierAt(o, place)
	if err != nil {
		return document.Document{}, err
	}
	x := rendition.SpecificationOf{Label: order.BlindNumber(key), At: o.ApprovedAt, Sides: c.sides(o.Unit, supplier)}
	goods := c.goods(key)
	for i, l := range o.Lines {
		for j, p := range l.Parts {
			if p.Supplier == supplier {
				x.Lines = append(x.Lines, goods[rendition.Place{Line: i + 1, Part: j}])
			}
		}
	}
	return rendition.Specification(x)
}

// supplierAt is the supplier at a place among an order's, from 0.
func supplierAt(o order.Order, place string) (id.ID[id.Org], error) {
	suppliers := suppliersOf(o)
	n, err := strconv.Atoi(place)
	if err != nil || n < 0 || n >= len(suppliers) {
		return id.ID[id.Org]{}, fault.Because("paper", fault.Reason{Code: fault.FieldInvalid, Field: "id", Ref: place})
	}
	return suppliers[n], nil
}

// suppliersOf are those of an order's parts, each once, in the sequence of its lines.
func suppliersOf(o order.Order) []id.ID[id.Org] {
	var all []id.ID[id.Org]
	for _, l := range o.Lines {
		for _, p := range l.Parts {
			if !slices.Contains(all, p.Supplier) {
				all = append(all, p.Supplier)
			}
		}
	}
	return all
}

func (c *Core) invoicePaper(kind, text string) (document.Document, error) {
	text, part, _ := strings.Cut(text, ".")
	key, err := parsed[id.Invoice](text)
	if err != nil {
		return document.Document{}, err
	}
	v, ok := thingAt[payment.Invoice](c, payment.InvoiceKey(key))
	if !ok {
		return document.Document{}, fault.Because("paper", fault.Reason{Code: fault.InvoiceUnknown, Ref: text})
	}
	x := rendition.InvoiceOf{
		Invoice: v, Order: c.orderNamed(v.Order, v.OrderNumber), Goods: c.goods(v.Order), Budget: fundOf(c.budgets[v.Budget]),
		Sides: c.sides(v.Unit, v.Supplier),
	}
	if kind == kindInvoice {
		return rendition.Invoice(x)
	}
	n, err := strconv.Atoi(part)
	if err != nil || n < 1 || n > len(v.Credits) {
		return document.Document{}, fault.Because("paper", fault.Reason{Code: fault.FieldInvalid, Field: "id", Ref: text})
	}
	why, words := document.Quantity, ""
	if claim, ok := thingAt[delivery.Claim](c, delivery.Claim{ID: v.Credits[n-1].Claim}.DocKey()); ok {
		why, words = rendition.Reason(claim.Reason), claim.Text
	}
	return rendition.CreditNote(x, n-1, why, words)
}

func (c *Core) deliveryPaper(kind, text string) (document.Document, error) {
	key, err := parsed[id.Delivery](text)
	if err != nil {
		return document.Document{}, err
	}
	d, ok := thingAt[delivery.Delivery](c, deliveryKey(key))
	if !ok {
		return document.Document{}, fault.Because("paper", fault.Reason{Code: fault.DeliveryUnknown, Ref: text})
	}
	x := rendition.DeliveryOf{
		Result:   checked,
		Delivery: d, Order: c.orderNamed(d.Order, d.OrderNumber), Goods: c.goods(d.Order), Sides: c.sides(d.Unit, d.Supplier),
	}
	if o, ok := c.orderAt(d.Order); ok && x.Sides.Unit != nil {
		if r, unread := order.DecodeRevision(o.Content); unread == nil {
			p, _ := x.Sides.Unit.Org.Point(r.Point)
			x.Point = p.Name
		}
	}
	switch kind {
	case kindDispatchNote:
		if x.Handover, err = c.handoverCode(d); err != nil {
			return document.Document{}, err
		}
		return rendition.DispatchNote(x)
	case kindWaybill:
		return rendition.Waybill(x)
	}
	return rendition.AcceptanceCertificate(x)
}

func (c *Core) claimPaper(text string) (document.Document, error) {
	key, err := parsed[id.Claim](text)
	if err != nil {
		return document.Document{}, err
	}
	k, ok := thingAt[delivery.Claim](c, delivery.Claim{ID: key}.DocKey())
	if !ok {
		return document.Document{}, fault.Because("paper", fault.Reason{Code: fault.ClaimUnknown, Ref: text})
	}
	x := rendition.ClaimOf{Result: checked, Claim: k, Order: c.orderNamed(k.Order, k.OrderNumber), Goods: c.goods(k.Order), Sides: c.sides(k.Unit, k.Supplier)}
	if d, ok := thingAt[delivery.Delivery](c, deliveryKey(k.Delivery)); ok {
		x.Note = rendition.Named{Number: d.Note, At: d.DispatchedAt}
		if d.Certificate != "" {
			x.Certificate, x.Note = rendition.Named{Number: d.Certificate, At: d.AcceptedAt}, rendition.Named{}
		}
	}
	return rendition.Claim(x)
}

func (c *Core) paymentPaper(text string) (document.Document, error) {
	key, err := parsed[id.Payment](text)
	if err != nil {
		return document.Document{}, err
	}
	p, ok := thingAt[payment.Payment](c, payment.Key(key))
	if !ok {
		return document.Document{}, fault.Because("paper", fault.Reason{Code: fault.PaymentUnknown, Ref: text})
	}
	x := rendition.PaymentOf{Result: checked, Payment: p, Sides: c.sides(id.ID[id.Org]{}, p.Supplier)}
	// An order to pay is not about a unit: it has no blind copy.
	x.Sides.Blind = false
	for _, row := range p.Rows {
		if v, ok := thingAt[payment.Invoice](c, payment.InvoiceKey(row.Invoice)); ok {
			x.Invoices = append(x.Invoices, v)
			x.VAT += taxOf(v, row)
		}
	}
	return rendition.PaymentOrder(x)
}

// taxOf is the tax inside what a payment order pays of an invoice: its lines' tax in
// the same proportion.
func taxOf(v payment.Invoice, row payment.Row) money.Amount {
	tax := money.Amount(0)
	for _, l := range v.Lines {
		if s, err := l.Sums(l.Quantity); err == nil {
			tax += s.VAT
		}
	}
	if v.Total <= 0 || row.Amount <= 0 || row.Amount > v.Total {
		return 0
	}
	n := new(big.Int).Mul(big.NewInt(int64(tax)), big.NewInt(int64(row.Amount)))
	return money.Amount(n.Quo(n, big.NewInt(int64(v.Total))).Int64())
}

// responsePaper is a supplier's answer as it was given, by its id. An order's id stands for
// the last one of its supplier: its own here, else the one at a place after the id (from 0,
// as in specifications), else of any.
func (c *Core) responsePaper(text string) (document.Document, error) {
	v, err := c.responseNamed(text)
	if err != nil {
		return document.Document{}, err
	}
	return rendition.Response(rendition.ResponseOf{
		Response: v, Result: checked, Goods: c.goods(v.Order), Role: party.RoleSupplierManager,
		Order: c.orderNamed(v.Order, v.OrderNumber), Sides: c.sides(v.Unit, v.Supplier),
	})
}

// responseNamed finds an answer by its id or by its order's.
func (c *Core) responseNamed(text string) (delivery.Response, error) {
	text, place, chosen := strings.Cut(text, ".")
	key, err := parsed[id.Order](text)
	if err != nil {
		return delivery.Response{}, err
	}
	if v, ok := thingAt[delivery.Response](c, delivery.ResponseKey(id.ID[id.Response](key))); ok && !chosen {
		return v, nil
	}
	given := []id.ID[id.Response]{}
	if s, ok := thingAt[order.SupplierOrder](c, order.SupplierOrderKey(key)); ok && c.isBlind() {
		given = s.Responses
	} else if o, ok := c.orderAt(key); ok {
		var supplier id.ID[id.Org]
		if chosen {
			if supplier, err = supplierAt(o, place); err != nil {
				return delivery.Response{}, err
			}
		}
		for _, r := range o.Responses {
			if !chosen || r.Supplier == supplier {
				given = append(given, r.ID)
			}
		}
	}
	for _, k := range slices.Backward(given) {
		if v, ok := thingAt[delivery.Response](c, delivery.ResponseKey(k)); ok {
			return v, nil
		}
	}
	return delivery.Response{}, fault.Because("paper", fault.Reason{Code: fault.OrderUnknown, Ref: text})
}
