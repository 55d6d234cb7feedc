package app

import (
	"strconv"

	"dotchain/desktop/internal/client"
	"dotchain/shared/code"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/order"
)

// Orders lists orders.
func (a *App) Orders(q OrderQuery) (OrderPage, error) {
	a.query("orders", q)
	return call(a, "orders", func(s *Session) (OrderPage, error) {
		page, err := s.Core.Orders(client.OrderQuery{
			View: client.OrderView(q.View), Text: q.Text, State: q.State, Of: figures.Behind(q.Of), Sort: q.Sort, Offset: q.Offset, Limit: q.Limit,
		})
		if err != nil {
			return OrderPage{}, err
		}
		v := OrderPage{Total: page.Total, AsOf: moment(page.AsOf), Rows: make([]OrderRow, 0, len(page.Rows)), Views: map[string]int{}}
		for _, r := range page.Rows {
			v.Rows = append(v.Rows, orderRow(r))
		}
		for _, name := range client.OrderViews() {
			v.Views[string(name)] = page.Views[name]
		}
		return v, nil
	})
}

// Order returns one order.
func (a *App) Order(orderID string) (OrderView, error) {
	a.touch("order", orderID)
	return call(a, "order", func(s *Session) (OrderView, error) {
		key, err := id.Parse[id.Order](orderID)
		if err != nil {
			return OrderView{}, invalid("order", orderID)
		}
		o, err := s.Core.Order(key)
		if err != nil {
			return OrderView{}, err
		}
		return orderView(o), nil
	})
}

func orderRow(r client.OrderRow) OrderRow {
	v := OrderRow{
		ID: r.ID.String(), Number: r.Number, UnitName: r.UnitName, UnitNo: r.UnitNumber, Decision: r.State.String(), Delivery: r.Delivery.String(),
		Money: r.Money, Sync: string(r.Sync), Turn: string(r.Turn), Revision: int(r.Revision), Lines: r.Lines, FirstUk: r.FirstUk, FirstEn: r.FirstEn,
		Total: int64(r.Total), Urgency: r.Urgency.String(), NeededBy: client.DayOf(r.NeededBy), SignedAt: moment(r.SignedAt), ChangedAt: moment(r.ChangedAt),
		Questions: r.Questions, Reasons: reasonViews(r.Reasons, "stop"), CaseID: r.Case.String(),
	}
	if len(r.Reasons) == 0 {
		v.Reasons = reasonViews(r.Warnings, "warn")
	}
	if r.Turn != client.TurnNone {
		v.WaitingSince = moment(r.WaitingSince)
	}
	if r.Courier != nil {
		v.CourierNumber, v.CourierAt = int64(r.Courier.Number), moment(r.Courier.At) //nolint:gosec // a count
	}
	return v
}

func orderView(o client.OrderDetail) OrderView {
	v := OrderView{
		Row: orderRow(o.Row), Document: documentView(o.Document, o.Row.Number), Questions: questionViews(o.Questions), Changes: changeViews(o.Changes),
		Revisions: []RevisionView{}, Timeline: []EventView{}, Budgets: []BudgetView{},
		CanRevise: o.CanRevise, CanCancel: o.CanCancel, CanDecide: o.CanDecide,
	}
	for _, r := range o.Revisions {
		v.Revisions = append(v.Revisions, RevisionView{
			Revision: int(r.Revision), Hash: r.Hash.String(), SignedAt: moment(r.SignedAt), SignedBy: r.ByName, Total: int64(r.Total), Standing: r.Is,
		})
	}
	for _, e := range o.Timeline {
		v.Timeline = append(v.Timeline, eventView(e))
	}
	for _, b := range o.Budgets {
		v.Budgets = append(v.Budgets, budgetView(b))
	}
	fillPapers(&v, o)
	return v
}

func eventView(e client.TimelineEvent) EventView {
	v := EventView{
		At: moment(e.At), Kind: e.Kind.String(), PersonName: e.Name, OrgName: e.OrgName, Revision: int(e.Revision), Comment: e.Comment,
		Reasons: reasonViews(e.Reasons, "stop"), Pending: e.Pending, Pieces: e.Pieces, Amount: int64(e.Amount), Ref: e.Ref,
	}
	if e.Parked {
		v.Kind = "parked"
	}
	return v
}

func changeViews(changes []order.Change) []ChangeView {
	all := make([]ChangeView, 0, len(changes))
	for _, c := range changes {
		all = append(all, ChangeView{Line: c.Line, Field: c.Field, Kind: string(c.Kind), Before: c.Before, After: c.After})
	}
	return all
}

// documentView draws a revision. Number is what people call the order.
func documentView(d client.Document, number string) OrderDocument {
	r := d.Revision
	v := OrderDocument{
		OrderID: r.Order.String(), Number: number, Revision: int(r.Number), UnitName: d.Unit.NameUk, UnitNo: d.Unit.Number,
		Fund: fundName(d), Year: int(d.Budget.Year), KPKVK: d.Budget.KPKVK, KEKV: d.Budget.KEKV,
		PointCode: d.Point.Code, PointName: d.Point.Name, NeededBy: client.DayOf(r.NeededBy), Urgency: r.Urgency.String(), Note: r.Note,
		Net: int64(d.Sums.Net), VAT: int64(d.Sums.VAT), Total: int64(d.Sums.Total), SignedAt: moment(d.SignedAt), SignedBy: d.SignedBy,
		Hash: d.Hash.String(), Lines: make([]DocumentLine, 0, len(d.Lines)), Answers: []AnswerView{},
	}
	for i, l := range d.Lines {
		v.Lines = append(v.Lines, documentLine(i+1, l))
	}
	for _, a := range r.Answers {
		v.Answers = append(v.Answers, AnswerView{QuestionID: strconv.FormatUint(uint64(a.Question), 10), Text: a.Text})
	}
	return v
}

func fundName(d client.Document) string {
	if d.Budget.ID.IsZero() {
		return ""
	}
	return d.Budget.Fund.String()
}

func documentLine(n int, l client.DocumentLine) DocumentLine {
	v := DocumentLine{
		Line: n, ItemID: l.Item.ID.String(), NameUk: l.Item.NameUk, NameEn: l.Item.NameEn, Article: l.Item.Article, NSN: l.Item.NSN, DK021: l.Item.DK021,
		SupplierName: l.Supplier.NameUk, Quantity: l.Quantity, Price: int64(l.Price), VATRate: int(l.VATRate),
		Net: int64(l.Sums.Net), VAT: int64(l.Sums.VAT), Total: int64(l.Sums.Total), Fulfilment: l.State.State.String(),
		OfferID: l.Offer.String(), Substitutes: make([]SubstituteView, 0, len(l.Instead)),
	}
	v.UomUk, v.UomEn = symbols(code.UOM(l.UOM))
	for _, s := range l.Instead {
		v.Substitutes = append(v.Substitutes, SubstituteView{
			NameUk: s.Item.NameUk, NameEn: s.Item.NameEn, SupplierName: s.Supplier.NameUk, PriceCap: int64(s.PriceCap),
		})
	}
	return v
}

// Budgets lists the funds.
func (a *App) Budgets() ([]BudgetView, error) {
	return call(a, "budgets", func(s *Session) ([]BudgetView, error) {
		all, err := s.Core.Budgets()
		if err != nil {
			return nil, err
		}
		views := make([]BudgetView, 0, len(all))
		for _, b := range all {
			views = append(views, budgetView(b))
		}
		return views, nil
	})
}

func budgetView(b client.BudgetFigures) BudgetView {
	posture := ""
	if b.Posture != 0 {
		posture = b.Posture.String()
	}
	return BudgetView{
		ID: b.ID.String(), UnitID: b.Unit.String(), UnitName: b.UnitName, Posture: posture, Year: int(b.Year), Fund: b.Fund.String(), KPKVK: b.KPKVK, KEKV: b.KEKV,
		Appropriated: int64(b.Appropriated), Reserved: int64(b.Reserved), Committed: int64(b.Committed), Invoiced: int64(b.Invoiced), Paid: int64(b.Paid),
		Pending: int64(b.Pending), Free: int64(b.Free), AsOf: moment(b.AsOf),
	}
}
