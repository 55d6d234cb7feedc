package app

import (
	"dotchain/desktop/internal/client"
	"dotchain/shared/code"
	"dotchain/shared/id"
	"dotchain/shared/order"
)

// paperQuery reads a query of a list of papers.
func paperQuery(q PaperQuery) (client.PaperQuery, error) {
	r := &reader{}
	c := client.PaperQuery{
		View: q.View, Text: q.Text, Order: readSomeID[id.Order](r, "order", q.Order, 0), Sort: q.Sort, Offset: q.Offset, Limit: q.Limit,
	}
	return c, r.err()
}

// Deliveries lists deliveries.
func (a *App) Deliveries(q PaperQuery) (DeliveryPage, error) {
	a.query("deliveries", q)
	return call(a, "deliveries", func(s *Session) (DeliveryPage, error) {
		ask, err := paperQuery(q)
		if err != nil {
			return DeliveryPage{}, err
		}
		page, err := s.Core.Deliveries(ask)
		if err != nil {
			return DeliveryPage{}, err
		}
		return DeliveryPage{Total: page.Total, Rows: deliveryRows(page.Rows), Views: page.Views, AsOf: moment(page.AsOf)}, nil
	})
}

// Delivery returns one delivery.
func (a *App) Delivery(deliveryID string) (DeliveryView, error) {
	a.touch("delivery", deliveryID)
	return call(a, "delivery", func(s *Session) (DeliveryView, error) {
		r := &reader{}
		key := readID[id.Delivery](r, "delivery", deliveryID, 0)
		if err := r.err(); err != nil {
			return DeliveryView{}, err
		}
		d, err := s.Core.Delivery(key)
		if err != nil {
			return DeliveryView{}, err
		}
		return deliveryView(s, d), nil
	})
}

// NewHandover makes a one-time handover code.
func (a *App) NewHandover() (string, error) {
	a.touch("", "")
	return call(a, "new handover", func(s *Session) (string, error) { return s.Core.NewHandover(), nil })
}

// CheckHandover reports whether a code belongs to a delivery.
func (a *App) CheckHandover(deliveryID, code string) (bool, error) {
	a.touch("", "")
	return call(a, "check handover", func(s *Session) (bool, error) {
		r := &reader{}
		key := readID[id.Delivery](r, "delivery", deliveryID, 0)
		if err := r.err(); err != nil {
			return false, err
		}
		return s.Core.IsHandover(key, code)
	})
}

func deliveryRows(rows []client.DeliveryRow) []DeliveryRow {
	all := make([]DeliveryRow, 0, len(rows))
	for _, d := range rows {
		all = append(all, deliveryRow(d))
	}
	return all
}

func deliveryRow(d client.DeliveryRow) DeliveryRow {
	return DeliveryRow{
		ID: d.ID.String(), OrderID: d.Order.String(), OrderNumber: d.OrderNumber, Supplier: d.Supplier.NameUk, UnitNo: d.UnitNumber,
		PointCode: d.PointCode, State: d.State.String(), Sync: string(d.Sync), Note: d.Note, Waybill: d.Waybill, Certificate: d.Certificate,
		Lines: len(d.Lines), Pieces: d.Pieces, FirstUk: d.First.NameUk, FirstEn: d.First.NameEn, DispatchedAt: moment(d.DispatchedAt),
		ReceivedAt: moment(d.ReceivedAt), AcceptedAt: moment(d.AcceptedAt), PromisedOn: client.DayOf(d.PromisedAt), DaysLate: int(d.DaysLate),
		Needs: roleName(d.Next),
	}
}

func deliveryView(s *Session, d client.DeliveryDetail) DeliveryView {
	v := DeliveryView{
		Row: deliveryRow(d.DeliveryRow), Carrier: d.Carrier, Vehicle: d.Vehicle, Comment: d.Comment, Lines: []DeliveryLine{},
		Signatures: signatureViews(d.Signatures), Claims: claimRows(d.Claims), Attachments: s.attachmentViews(d.Attachments),
		CanReceive: d.CanReceive, CanAccept: d.CanAccept, CanClaim: d.CanClaim,
	}
	for i, l := range d.Lines {
		item := d.Items[i]
		row := DeliveryLine{
			Line: l.Line, Part: l.Part, NameUk: item.NameUk, NameEn: item.NameEn, Article: item.Article, Dispatched: l.Dispatched,
			Delivered: l.Delivered, Accepted: l.Accepted, Remarked: l.Remarked, Refused: l.Refused, Reason: l.Reason.String(), Remark: l.Remark,
			Serials: texts(l.Serials), Missing: texts(l.Missing), Bad: texts(l.Bad),
		}
		row.UomUk, row.UomEn = symbols(code.UOM(d.UOMs[i]))
		v.Lines = append(v.Lines, row)
	}
	return v
}

func signatureViews(signed []order.Signature) []SignatureView {
	all := make([]SignatureView, 0, len(signed))
	for _, s := range signed {
		all = append(all, SignatureView{Step: int(s.Step), Role: roleName(s.Role), Name: s.Name, ForName: s.ForName, At: moment(s.At)})
	}
	return all
}

// texts is a list that is never missing.
func texts(all []string) []string {
	if all == nil {
		return []string{}
	}
	return all
}
