package app

import (
	"dotchain/desktop/internal/client"
	"dotchain/shared/code"
	"dotchain/shared/id"
)

// SupplierOrders lists the orders of the supplier here.
func (a *App) SupplierOrders(q PaperQuery) (SupplierOrderPage, error) {
	a.query("supplier orders", q)
	return call(a, "supplier orders", func(s *Session) (SupplierOrderPage, error) {
		ask, err := paperQuery(q)
		if err != nil {
			return SupplierOrderPage{}, err
		}
		page, err := s.Core.SupplierOrders(ask)
		if err != nil {
			return SupplierOrderPage{}, err
		}
		v := SupplierOrderPage{Total: page.Total, Rows: make([]SupplierOrderRow, 0, len(page.Rows)), Views: page.Views, AsOf: moment(page.AsOf)}
		for _, r := range page.Rows {
			v.Rows = append(v.Rows, supplierOrderRow(r))
		}
		return v, nil
	})
}

// SupplierOrder returns one order as its supplier sees it.
func (a *App) SupplierOrder(orderID string) (SupplierOrderView, error) {
	a.touch("supplier order", orderID)
	return call(a, "supplier order", func(s *Session) (SupplierOrderView, error) {
		r := &reader{}
		key := readID[id.Order](r, "order", orderID, 0)
		if err := r.err(); err != nil {
			return SupplierOrderView{}, err
		}
		o, err := s.Core.SupplierOrder(key)
		if err != nil {
			return SupplierOrderView{}, err
		}
		return SupplierOrderView{
			Row: supplierOrderRow(o.SupplierOrderRow), Parts: partViews(o.Parts), Deliveries: deliveryRows(o.Deliveries),
			Invoices: invoiceRows(o.Invoices), Claims: claimRows(o.Claims), Responses: documentRows(o.Responses), CanRespond: o.CanRespond, CanDispatch: o.CanDispatch,
		}, nil
	})
}

func supplierOrderRow(r client.SupplierOrderRow) SupplierOrderRow {
	return SupplierOrderRow{
		ID: r.Order.String(), Number: r.Number, PointCode: r.PointCode, Decision: r.State.String(), Delivery: r.Delivery.String(),
		Sync: string(r.Sync), Urgency: r.Urgency.String(), NeededBy: client.DayOf(r.NeededBy), ApprovedAt: moment(r.ApprovedAt),
		PromisedOn: client.DayOf(r.PromisedAt), Lines: len(r.Lines), FirstUk: r.First.NameUk, FirstEn: r.First.NameEn, Pieces: r.Pieces,
		Due: r.Due, Total: int64(r.Total), Late: r.Late,
	}
}

func partViews(parts []client.PartDetail) []PartView {
	all := make([]PartView, 0, len(parts))
	for _, p := range parts {
		all = append(all, partView(p))
	}
	return all
}

func partView(d client.PartDetail) PartView {
	p := d.Given
	v := PartView{
		Line: d.Line, Part: d.Part, ItemID: d.Item.ID.String(), NameUk: d.Item.NameUk, NameEn: d.Item.NameEn, Article: d.Item.Article,
		Supplier: d.Supplier.NameUk, Substitute: p.Substitute, Quantity: p.Quantity, Price: int64(p.Price), VATRate: int(p.VATRate),
		GivenAt: moment(p.GivenAt), PromisedOn: client.DayOf(p.PromisedAt), Late: d.Late, Confirmed: p.Confirmed, Dispatched: p.Dispatched,
		Delivered: p.Delivered, Accepted: p.Accepted, Remarked: p.Remarked, Refused: p.Refused, Replaced: p.Replaced, Dropped: p.Dropped,
		Due: max(p.Due(), 0), InProduction: p.InProduction, DeliveredAt: moment(p.DeliveredAt),
	}
	v.UomUk, v.UomEn = symbols(code.UOM(p.UOM))
	return v
}
