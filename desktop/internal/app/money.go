package app

import (
	"dotchain/desktop/internal/client"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
)

// Budget returns a fund in full.
func (a *App) Budget(budgetID string) (BudgetDetail, error) {
	a.touch("budget", budgetID)
	return call(a, "budget", func(s *Session) (BudgetDetail, error) {
		key, err := id.Parse[id.Budget](budgetID)
		if err != nil {
			return BudgetDetail{}, fault.Because("budget", fault.Reason{Code: fault.BudgetMissing, Field: "fund", Ref: budgetID})
		}
		d, err := s.Core.Budget(key)
		if err != nil {
			return BudgetDetail{}, err
		}
		v := BudgetDetail{
			Budget: budgetView(d.Budget), Closed: d.Budget.ClosedAt != 0, Changes: []BudgetChange{}, BurnDown: []Point{}, Forecast: []PointRange{},
			ExhaustedOn: d.ExhaustedOn, Orders: []BudgetOrder{},
		}
		for _, x := range d.Changes {
			v.Changes = append(v.Changes, BudgetChange{At: moment(x.At), Kind: x.Kind.String(), Amount: int64(x.Amount), By: x.ByName, Comment: x.Comment})
		}
		for _, p := range d.BurnDown {
			v.BurnDown = append(v.BurnDown, Point{Day: p.Day, Value: int64(p.Value)})
		}
		for _, p := range d.Forecast {
			v.Forecast = append(v.Forecast, PointRange{Day: p.Day, Value: int64(p.Value), Low: int64(p.Low), High: int64(p.High)})
		}
		for _, o := range d.Orders {
			v.Orders = append(v.Orders, BudgetOrder{
				OrderID: o.Order.String(), Number: o.Number, Decision: o.State.String(), Reserved: int64(o.Holds.Reserved),
				Committed: int64(o.Holds.Committed), Invoiced: int64(o.Holds.Invoiced), Paid: int64(o.Holds.Paid),
			})
		}
		return v, nil
	})
}

// Units lists the units with what they are doing.
func (a *App) Units() ([]UnitPosture, error) {
	a.touch("units", "")
	return call(a, "units", func(s *Session) ([]UnitPosture, error) {
		units, err := s.Core.Units()
		rows := make([]UnitPosture, 0, len(units))
		for _, u := range units {
			rows = append(rows, UnitPosture{
				UnitID: u.ID.String(), UnitNo: u.Number, UnitName: u.NameUk, Posture: u.Posture.String(), Weight: max(u.Weight, 1),
			})
		}
		return rows, err
	})
}

// Invoices lists invoices.
func (a *App) Invoices(q PaperQuery) (InvoicePage, error) {
	a.query("invoices", q)
	return call(a, "invoices", func(s *Session) (InvoicePage, error) {
		query, err := paperQuery(q)
		if err != nil {
			return InvoicePage{}, err
		}
		page, err := s.Core.Invoices(query)
		if err != nil {
			return InvoicePage{}, err
		}
		return InvoicePage{Total: page.Total, Rows: invoiceRows(page.Rows), Views: page.Views, AsOf: moment(page.AsOf)}, nil
	})
}

func invoiceRows(all []client.InvoiceRow) []InvoiceRow {
	rows := make([]InvoiceRow, 0, len(all))
	for _, r := range all {
		rows = append(rows, invoiceRow(r))
	}
	return rows
}

func invoiceRow(r client.InvoiceRow) InvoiceRow {
	return InvoiceRow{
		ID: r.ID.String(), Number: r.Number, OrderID: r.Order.String(), OrderNumber: r.OrderNumber, SupplierID: r.Supplier.String(),
		Supplier: r.SupplierName, UnitNo: r.UnitNumber, State: r.State.String(), IssuedAt: moment(r.IssuedAt), Total: int64(r.Total),
		Matched: int64(r.Matched), Ordered: int64(r.Ordered), Paid: int64(r.Paid), Credited: int64(r.Credited), Withheld: int64(r.Withheld),
		Open: int64(r.Open()), Refund: int64(r.Refund()),
	}
}

// Invoice returns an invoice in full.
func (a *App) Invoice(invoiceID string) (InvoiceView, error) {
	a.touch("invoice", invoiceID)
	return call(a, "invoice", func(s *Session) (InvoiceView, error) {
		key, err := id.Parse[id.Invoice](invoiceID)
		if err != nil {
			return InvoiceView{}, fault.Because("invoice", fault.Reason{Code: fault.InvoiceUnknown, Ref: invoiceID})
		}
		d, err := s.Core.Invoice(key)
		if err != nil {
			return InvoiceView{}, err
		}
		v := InvoiceView{Row: invoiceRow(d.Row), Lines: []InvoiceLine{}, Matches: []MatchView{}, Credits: []CreditView{}, CanPay: d.CanPay}
		for i, l := range d.Row.Lines {
			row := InvoiceLine{
				Line: l.Line, NameUk: d.Items[i].NameUk, NameEn: d.Items[i].NameEn, Quantity: l.Quantity, Price: int64(l.Price), VATRate: int(l.VATRate),
				Matched: l.Matched, Credited: l.Credited,
			}
			row.UomUk, row.UomEn = symbols(code.UOM(l.UOM))
			if sums, err := l.Sums(l.Quantity); err == nil {
				row.Total = int64(sums.Total)
			}
			v.Lines = append(v.Lines, row)
		}
		for _, m := range d.Row.Matches {
			v.Matches = append(v.Matches, MatchView{
				DeliveryID: m.Delivery.String(), Note: m.Note, Certificate: m.Certificate, Amount: int64(m.Amount), At: moment(m.At),
			})
		}
		for _, k := range d.Row.Credits {
			row := CreditView{Number: k.Number, Amount: int64(k.Amount), At: moment(k.At)}
			if !k.Claim.IsZero() {
				row.ClaimID = k.Claim.String()
			}
			v.Credits = append(v.Credits, row)
		}
		return v, nil
	})
}

// Payments lists payment orders.
func (a *App) Payments(q PaperQuery) (PaymentPage, error) {
	a.query("payments", q)
	return call(a, "payments", func(s *Session) (PaymentPage, error) {
		query, err := paperQuery(q)
		if err != nil {
			return PaymentPage{}, err
		}
		page, err := s.Core.Payments(query)
		if err != nil {
			return PaymentPage{}, err
		}
		v := PaymentPage{Total: page.Total, Rows: make([]PaymentRow, 0, len(page.Rows)), Views: page.Views, AsOf: moment(page.AsOf)}
		for _, r := range page.Rows {
			v.Rows = append(v.Rows, paymentView(r))
		}
		return v, nil
	})
}

func paymentView(r client.PaymentRow) PaymentRow {
	row := PaymentRow{
		ID: r.ID.String(), Number: r.Number, Supplier: r.SupplierName, Total: int64(r.Total), OrderedAt: moment(r.OrderedAt),
		OrderedBy: r.OrderedName, PaidAt: moment(r.PaidAt), ValueDate: client.DayOf(r.ValueDate), Reference: r.Reference, Invoices: []string{},
		State: r.Stands().String(), CanCancel: r.CanCancel, Unmatched: []UnmatchedView{},
	}
	for _, x := range r.Rows {
		row.Invoices = append(row.Invoices, x.Number)
	}
	if c := r.Cancelled; c != nil {
		row.CancelledAt, row.CancelledBy, row.CancelReason, row.CancelComment = moment(c.At), c.Name, c.Reason.String(), c.Comment
	}
	for _, u := range r.Unmatched {
		row.Unmatched = append(row.Unmatched, UnmatchedView{
			Amount: int64(u.Confirmation.Amount), ValueDate: client.DayOf(u.Confirmation.ValueDate), Reference: u.Confirmation.Reference, At: moment(u.At),
		})
	}
	return row
}

// Register lists numbered documents.
func (a *App) Register(q RegisterQuery) (RegisterPage, error) {
	a.query("register", q)
	return call(a, "register", func(s *Session) (RegisterPage, error) {
		page, err := s.Core.Register(client.RegisterQuery{Series: q.Series, Year: int64(q.Year), Text: q.Text, Sort: q.Sort, Offset: q.Offset, Limit: q.Limit})
		if err != nil {
			return RegisterPage{}, err
		}
		v := RegisterPage{Total: page.Total, Rows: make([]RegisterRow, 0, len(page.Rows)), Series: []FacetCount{}, Years: []int{}, AsOf: moment(page.AsOf)}
		for _, r := range page.Rows {
			row := RegisterRow{
				Number: r.Number, Series: r.Series, Kind: r.Kind, ID: r.ID, At: moment(r.At), OrderNumber: r.OrderNumber, Party: r.Party,
				Amount: int64(r.Amount), Cancelled: r.Cancelled,
			}
			if !r.Order.IsZero() {
				row.OrderID = r.Order.String()
			}
			v.Rows = append(v.Rows, row)
		}
		for series, n := range page.Series {
			v.Series = append(v.Series, FacetCount{Key: series, Count: n})
		}
		sortFacet(v.Series)
		for _, y := range page.Years {
			v.Years = append(v.Years, int(y))
		}
		return v, nil
	})
}

// Parcels lists the packages for other bodies.
func (a *App) Parcels(q PaperQuery) (ParcelPage, error) {
	a.query("parcels", q)
	return call(a, "parcels", func(s *Session) (ParcelPage, error) {
		query, err := paperQuery(q)
		if err != nil {
			return ParcelPage{}, err
		}
		page, err := s.Core.Parcels(query)
		if err != nil {
			return ParcelPage{}, err
		}
		v := ParcelPage{Total: page.Total, Rows: make([]ParcelRow, 0, len(page.Rows)), Views: page.Views, AsOf: moment(page.AsOf)}
		for _, r := range page.Rows {
			v.Rows = append(v.Rows, ParcelRow{
				ID: r.ID.String(), OrderID: r.Order.String(), OrderNumber: r.OrderNumber, Body: r.Body, Adapter: r.Adapter, State: r.State.String(),
				Awaits: r.Awaits, Agrees: r.Agrees, Attempts: int(r.Attempts), Error: r.Error, Receipt: r.Receipt, Answer: r.Answer,
				QueuedAt: moment(r.QueuedAt), SentAt: moment(r.SentAt), AnsweredAt: moment(r.AnsweredAt), CanResend: r.CanResend,
			})
		}
		return v, nil
	})
}
