package client

import (
	"cmp"
	"slices"

	"dotchain/shared/catalogue"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// InvoiceRow is an invoice in a list.
type InvoiceRow struct {
	payment.Invoice

	SupplierName string
	// UnitNumber is "" on a supplier's device.
	UnitNumber string
}

// InvoicePage is a window of the invoices found; Views counts each saved view.
type InvoicePage struct {
	Total int
	Rows  []InvoiceRow
	Views map[string]int
	AsOf  int64
}

// InvoicesDue is the view of those with something to be paid: what may be put into a
// payment order, and what is in one that the bank did not confirm.
const InvoicesDue = "due"

// invoiceViews are the saved views of the invoices: their states, then InvoicesDue.
func invoiceViews() []string {
	var all []string
	for _, s := range payment.States() {
		all = append(all, s.String())
	}
	return append(all, InvoicesDue)
}

// Invoices lists invoices.
func (c *Core) Invoices(q PaperQuery) (InvoicePage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return InvoicePage{}, err
	}
	found := c.askPapers(c.shelved(wire.DocInvoice), c.invoiceList(), q)
	page := InvoicePage{Total: found.total, Views: found.views, AsOf: c.marks.asOf}
	for _, key := range found.ids {
		if v, ok := thingAt[payment.Invoice](c, payment.InvoiceKey(key)); ok {
			page.Rows = append(page.Rows, c.invoiceRow(v))
		}
	}
	return page, nil
}

// invoiceList is how invoices are asked.
func (c *Core) invoiceList() paperList {
	var views [256]uint32
	for n, s := range payment.States() {
		views[s] = 1 << n
	}
	due := uint32(1) << len(payment.States())
	sum := func(n int) func(p *paper) int64 { return func(p *paper) int64 { return p.sums[n] } }
	return paperList{
		views: invoiceViews(),
		in: func(p *paper) uint32 {
			in := views[p.state]
			if p.sums[sumOpen] > 0 || p.sums[sumUnpaid] > 0 {
				in |= due
			}
			return in
		},
		late: func(*paper) int64 { return 0 },
		parties: func(p *paper, named func(party int32) bool) bool {
			return named(p.supplier) || named(p.unit)
		},
		numbers: map[string]func(p *paper) int64{
			"state": func(p *paper) int64 { return int64(p.state) },
			"total": sum(sumTotal), "matched": sum(sumMatched), "paid": sum(sumPaid), "open": sum(sumOpen),
			"due": func(p *paper) int64 { return p.sums[sumOpen] + p.sums[sumUnpaid] },
		},
		texts: map[string]func(p *paper) int{"number": numberWord, "order": orderWord},
		names: map[string]partyColumn{"supplier": {func(p *paper) int32 { return p.supplier }, c.orgName}},
	}
}

func (c *Core) invoiceRow(v payment.Invoice) InvoiceRow {
	return InvoiceRow{Invoice: v, SupplierName: c.orgName(v.Supplier), UnitNumber: c.unitNumber(v.Unit)}
}

// invoiceRows are the invoices of an order, oldest first. The caller holds the lock and
// has called refresh.
func (c *Core) invoiceRows(o order.Order) []InvoiceRow {
	var rows []InvoiceRow
	for _, key := range o.Invoices {
		if v, ok := thingAt[payment.Invoice](c, payment.InvoiceKey(key)); ok {
			rows = append(rows, c.invoiceRow(v))
		}
	}
	return rows
}

// supplierInvoices are the invoices of an order where its supplier's device knows them
// by their order alone, oldest first. The caller holds the lock and has called refresh.
func (c *Core) supplierInvoices(o orderID) []InvoiceRow {
	var rows []InvoiceRow
	p := c.shelved(wire.DocInvoice)
	for _, row := range p.ofOrder(o) {
		if v, ok := thingAt[payment.Invoice](c, payment.InvoiceKey(p.rows[row].id)); ok {
			rows = append(rows, c.invoiceRow(v))
		}
	}
	slices.SortFunc(rows, func(a, b InvoiceRow) int { return cmp.Or(compare(a.IssuedAt, b.IssuedAt), a.ID.Compare(b.ID)) })
	return rows
}

// OrderInvoices are the invoices of an order, oldest first.
func (c *Core) OrderInvoices(o orderID) ([]InvoiceRow, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	if known, ok := c.orderAt(o); ok {
		return c.invoiceRows(known), nil
	}
	return c.supplierInvoices(o), nil
}

func (c *Core) orgName(o id.ID[id.Org]) string {
	if known := c.org(o); known != nil {
		return known.NameUk
	}
	return ""
}

func (c *Core) unitNumber(o id.ID[id.Org]) string {
	if known := c.org(o); known != nil {
		return known.Number
	}
	return ""
}

// InvoiceDetail is an invoice in full. Items are those of its lines; CanPay says that
// the person may put what is open into a payment order.
type InvoiceDetail struct {
	Row    InvoiceRow
	Items  []catalogue.Item
	CanPay bool
}

// Invoice returns an invoice. Fault: InvoiceUnknown.
func (c *Core) Invoice(key id.ID[id.Invoice]) (InvoiceDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return InvoiceDetail{}, err
	}
	v, ok := thingAt[payment.Invoice](c, payment.InvoiceKey(key))
	if !ok {
		return InvoiceDetail{}, fault.Because("invoice", fault.Reason{Code: fault.InvoiceUnknown, Ref: key.String()})
	}
	d := InvoiceDetail{Row: c.invoiceRow(v), CanPay: v.Open() > 0 && party.May(c.profile.Person, party.ActionOrderPayment)}
	for _, l := range v.Lines {
		d.Items = append(d.Items, c.catalogued(l.Item))
	}
	return d, nil
}

// PaymentRow is a payment order in a list; CanCancel says that the person may take it back.
type PaymentRow struct {
	payment.Payment

	SupplierName string
	CanCancel    bool
}

// PaymentPage is a window of the payment orders found; Views counts each saved view.
type PaymentPage struct {
	Total int
	Rows  []PaymentRow
	Views map[string]int
	AsOf  int64
}

// paymentViews are the saved views of the payment orders: their states.
func paymentViews() []string {
	var all []string
	for _, s := range payment.PaymentStates() {
		all = append(all, s.String())
	}
	return all
}

func (c *Core) paymentRow(p payment.Payment) PaymentRow {
	return PaymentRow{
		Payment: p, SupplierName: c.orgName(p.Supplier),
		CanCancel: p.Stands() == payment.Waiting && p.Number != "" && c.roleFor(seal.KindCancelPayment) != 0,
	}
}

// Payments lists payment orders.
func (c *Core) Payments(q PaperQuery) (PaymentPage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return PaymentPage{}, err
	}
	all, invoices := things[payment.Payment](c, wire.DocPayment), c.shelved(wire.DocInvoice)
	found := listing{
		size: len(all), views: paymentViews(),
		order: func(i int) orderID {
			for _, row := range all[i].Rows {
				if at, ok := invoices.place[row.Invoice]; ok && invoices.rows[at].order == q.Order {
					return q.Order
				}
			}
			return orderID{}
		},
		isIn: func(i int, view string) bool { return all[i].Stands().String() == view },
		words: func(i int) []string {
			words := []string{all[i].Number, all[i].Reference, c.orgName(all[i].Supplier)}
			for _, row := range all[i].Rows {
				words = append(words, row.Number)
			}
			return words
		},
		at:   func(i int) int64 { return all[i].OrderedAt },
		late: func(int) int64 { return 0 },

		columns: c.paymentColumns(all),
	}.ask(q)
	page := PaymentPage{Total: found.total, Views: found.views, AsOf: c.marks.asOf}
	for _, i := range found.rows {
		page.Rows = append(page.Rows, c.paymentRow(all[i]))
	}
	return page, nil
}

// notesOf are the numbers of a delivery's papers, with the moments of each.
func notesOf(d delivery.Delivery) []numbered {
	all := []numbered{{d.Note, kindDispatchNote, d.DispatchedAt}, {d.Waybill, kindWaybill, d.DispatchedAt}}
	if d.Certificate != "" {
		all = append(all, numbered{d.Certificate, kindCertificate, d.AcceptedAt})
	}
	return all
}

// PaymentsNumbered are payment orders by their numbers; those that are not here are left out.
func (c *Core) PaymentsNumbered(numbers []string) (map[string]PaymentRow, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	all := map[string]PaymentRow{}
	for _, n := range numbers {
		if p, ok := thingAt[payment.Payment](c, payment.Key(payment.PaymentID(n))); ok {
			all[n] = c.paymentRow(p)
		}
	}
	return all, nil
}
