package app

import (
	"maps"
	"slices"
	"strconv"

	"dotchain/desktop/internal/client"
	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/figures"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// Dashboard returns the figures of the zone here.
func (a *App) Dashboard() (DashboardView, error) {
	a.query("dashboard", nil)
	return call(a, "dashboard", func(s *Session) (DashboardView, error) {
		d, err := s.Core.Dashboard()
		if err != nil {
			return DashboardView{}, err
		}
		v := DashboardView{AsOf: moment(d.AsOf), Figures: []Figure{}, Stages: []StageView{}, Series: []SeriesView{}, Shares: []ShareView{}}
		b := board{d: d, v: &v}
		switch d.Zone {
		case party.ZoneUnit:
			b.unit()
		case party.ZoneAgency, party.ZoneMinistry, party.ZoneAudit:
			b.agency()
		case party.ZoneSupplier:
			b.supplier()
		case party.ZoneAdministration:
			b.administration()
		case party.ZoneGeneralStaff:
			b.staff()
		}
		return v, nil
	})
}

// board writes a zone's figures in the sequence of their weight.
type board struct {
	d client.Dashboard
	v *DashboardView
}

// figure adds one number; one that there is nothing to count for is left out.
func (b board) figure(name, kind string, value, before int64, good, link string) {
	if value == figures.None {
		return
	}
	b.v.Figures = append(b.v.Figures, Figure{Name: name, Kind: kind, Value: value, Before: before, Good: good, Link: link})
}

// ordersBehind is the way to the orders that a figure counts.
func ordersBehind(f figures.Behind) string { return "orders?of=" + string(f) }

// funds is the way to the funds of the year that is counted, those of them that are named.
func (b board) funds(of string) string {
	return "budget?year=" + strconv.FormatInt(b.d.Year, 10) + of
}

func (b board) unit() {
	d := b.d
	b.figure("cycle", "days", d.Cycle, d.CycleBefore, "down", ordersBehind(figures.BehindCycle))
	b.figure("free_budget", "money", int64(d.Free), -1, "", b.funds(""))
	b.figure("open", "count", d.Open, -1, "", ordersBehind(figures.BehindOpen))
	b.figure("waiting_unit", "count", d.WithUnit, -1, "down", ordersBehind(figures.BehindUnit))
	b.figure("back_orders", "pieces", d.Waiting, -1, "down", ordersBehind(figures.BehindWaiting))
	b.figure("on_time", "percent", d.OnTime, d.OnTimeBefore, "up", ordersBehind(figures.BehindOnTime))
	b.figure("late", "pieces", d.Late, -1, "down", ordersBehind(figures.BehindLate))
	b.figure("on_the_way", "count", d.OnTheWay, -1, "", "receive?view=on_the_way")
	b.figure("accepted", "count", d.Accepted, d.AcceptedBefore, "up", ordersBehind(figures.BehindCycle))
	b.figure("approved", "money", int64(d.Approved), int64(d.ApprovedBefore), "", ordersBehind(figures.BehindApproved))
	b.figure("paid", "money", int64(d.Paid), int64(d.PaidBefore), "", ordersBehind(figures.BehindPaid))
	b.figure("claims", "count", d.OpenClaims, -1, "down", "claims?view="+client.ClaimsUnsettled)
	b.stages()
	b.plots()
	b.answers()
	b.claims()
}

func (b board) agency() {
	d := b.d
	b.figure("cycle", "days", d.Cycle, d.CycleBefore, "down", ordersBehind(figures.BehindCycle))
	b.figure("queue", "count", d.WithAgency, -1, "down", "queue?of="+string(figures.BehindAgency))
	b.figure("queue_age", "days", tenths(d.QueueMedian), -1, "down", "queue?sort=waiting&of="+string(figures.BehindAgency))
	b.figure("queue_oldest", "days", tenths(d.QueueLong), -1, "down", "queue?sort=waiting&of="+string(figures.BehindAgency))
	b.figure("waiting_unit", "count", d.WithUnit, -1, "", ordersBehind(figures.BehindUnit))
	b.figure("back_orders", "pieces", d.Waiting, -1, "down", ordersBehind(figures.BehindWaiting))
	b.figure("stock", "pieces", d.Stock, -1, "", "catalogue?inStock=true")
	b.figure("on_time", "percent", d.OnTime, d.OnTimeBefore, "up", ordersBehind(figures.BehindOnTime))
	b.figure("late", "pieces", d.Late, -1, "down", ordersBehind(figures.BehindLate))
	b.figure("on_the_way", "count", d.OnTheWay, -1, "", "deliveries?view=on_the_way")
	b.figure("accepted", "count", d.Accepted, d.AcceptedBefore, "up", ordersBehind(figures.BehindCycle))
	b.figure("approved", "money", int64(d.Approved), int64(d.ApprovedBefore), "", ordersBehind(figures.BehindApproved))
	b.figure("paid", "money", int64(d.Paid), int64(d.PaidBefore), "", ordersBehind(figures.BehindPaid))
	b.figure("payable", "money", int64(d.Payable), -1, "", "invoices?view=payable")
	b.figure("claims", "count", d.OpenClaims, -1, "down", "claims?view="+client.ClaimsUnsettled)
	b.stages()
	b.plots()
	b.answers()
	b.claims()
	b.share("given", "money", moneyRows(d.ByFund, b.funds))
}

func (b board) supplier() {
	d := b.d
	b.figure("on_time", "percent", d.OnTime, d.OnTimeBefore, "up", "supplier-orders?view="+client.SuppliesOnTime)
	b.figure("to_confirm", "count", d.ToConfirm, -1, "down", "supplier-orders?view="+client.SuppliesToConfirm)
	b.figure("to_dispatch", "count", d.ToDispatch, -1, "", "supplier-orders?view="+client.SuppliesToDispatch)
	b.figure("late", "pieces", d.Late, -1, "down", "supplier-orders?view="+client.SuppliesLate)
	b.figure("on_the_way", "count", d.OnTheWay, -1, "", "deliveries?view=on_the_way")
	b.figure("payable", "money", int64(d.Payable+d.Unpaid), -1, "", "invoices?view="+client.InvoicesDue)
	b.figure("claims", "count", d.OpenClaims, -1, "down", "claims?view="+client.ClaimsUnsettled)
	b.promises()
	b.claims()
}

func (b board) administration() {
	open := int64(0)
	rows := []ShareRow{}
	for _, k := range slices.Sorted(maps.Keys(b.d.Cases)) {
		open += b.d.Cases[k]
		rows = append(rows, ShareRow{Key: k.String(), Value: b.d.Cases[k], Link: "cases?kind=" + k.String()})
	}
	b.figure("cases", "count", open, -1, "down", "cases?state=open")
	if open > 0 {
		b.figure("oldest_case", "days", tenths(b.d.OldestCase), -1, "down", "cases?state=open")
	}
	b.share("cases", "count", rows)
}

func (b board) staff() {
	d := b.d
	b.figure("given", "money", int64(d.Given), -1, "", b.funds(""))
	b.figure("free_budget", "money", int64(d.Free), -1, "", b.funds(""))
	rows := []ShareRow{}
	for _, p := range party.Postures() {
		if v := d.ByPosture[p]; v > 0 {
			rows = append(rows, ShareRow{Key: "posture." + p.String(), Value: int64(v), Link: b.funds("&posture=" + p.String())})
		}
	}
	b.share("postures", "money", rows)
	b.share("given", "money", moneyRows(d.ByFund, b.funds))
}

// tenths turns hours into tenths of a day; nothing stays nothing.
func tenths(hours int64) int64 {
	if hours == figures.None {
		return figures.None
	}
	return (hours*10 + 12) / 24
}

func (b board) stages() {
	for _, s := range b.d.Stages {
		b.v.Stages = append(b.v.Stages, StageView{
			State: s.Stage.String(), Turn: s.Stage.Turn(), Count: int(s.Count), Median: s.Median, Slow: s.Slow,
			Link: ordersBehind(figures.BehindStage(s.Stage)),
		})
	}
}

// plots are the months of money and of the cycle, and the weeks of promises.
func (b board) plots() {
	for _, x := range []struct {
		name string
		of   func(m figures.Month) map[budget.Fund]money.Amount
	}{
		{"spending", func(m figures.Month) map[budget.Fund]money.Amount { return m.Paid }},
		{"approved", func(m figures.Month) map[budget.Fund]money.Amount { return m.Approved }},
	} {
		s := SeriesView{Name: x.name, Kind: "money"}
		for _, f := range []budget.Fund{budget.Guaranteed, budget.Performance} {
			l := LineView{Name: f.String()}
			for _, m := range b.d.ByMonth {
				l.Points = append(l.Points, Point{Day: m.Day, Value: int64(x.of(m)[f])})
			}
			s.Lines = append(s.Lines, l)
		}
		b.v.Series = append(b.v.Series, s)
	}
	cycle := LineView{Name: "cycle", Points: []Point{}}
	for _, m := range b.d.ByMonth {
		if m.Cycle != figures.None {
			cycle.Points = append(cycle.Points, Point{Day: m.Day, Value: m.Cycle})
		}
	}
	if len(cycle.Points) > 0 {
		b.v.Series = append(b.v.Series, SeriesView{Name: "cycle", Kind: "days", Lines: []LineView{cycle}})
	}
	b.promises()
}

func (b board) promises() {
	promised, delivered := LineView{Name: "promised"}, LineView{Name: "delivered"}
	for _, w := range b.d.ByWeek {
		promised.Points = append(promised.Points, Point{Day: w.Day, Value: w.Promised})
		delivered.Points = append(delivered.Points, Point{Day: w.Day, Value: w.Delivered})
	}
	b.v.Series = append(b.v.Series, SeriesView{Name: "fulfilment", Kind: "pieces", Lines: []LineView{promised, delivered}})
}

func (b board) share(name, kind string, rows []ShareRow) {
	if len(rows) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(x, y ShareRow) int { return int(min(max(y.Value-x.Value, -1), 1)) })
	b.v.Shares = append(b.v.Shares, ShareView{Name: name, Kind: kind, Rows: rows})
}

// answers are why orders went back, and why they were rejected.
func (b board) answers() {
	for _, x := range []struct {
		name   string
		of     map[order.ReturnReason]int64
		behind func(r order.ReturnReason) figures.Behind
	}{
		{"returns", b.d.Returns, figures.BehindReturn}, {"rejections", b.d.Rejections, figures.BehindRejection},
	} {
		rows := []ShareRow{}
		for _, r := range slices.Sorted(maps.Keys(x.of)) {
			rows = append(rows, ShareRow{Key: r.String(), Value: x.of[r], Link: ordersBehind(x.behind(r))})
		}
		b.share(x.name, "count", rows)
	}
}

func (b board) claims() {
	rows := []ShareRow{}
	for _, r := range delivery.ClaimReasons() {
		if n := b.d.Claims[r]; n > 0 {
			rows = append(rows, ShareRow{Key: r.String(), Value: n, Link: "claims?view=" + client.ClaimsBecause(r)})
		}
	}
	b.share("claims", "count", rows)
}

func moneyRows(of map[budget.Fund]money.Amount, link func(of string) string) []ShareRow {
	rows := []ShareRow{}
	for _, f := range slices.Sorted(maps.Keys(of)) {
		if of[f] > 0 {
			rows = append(rows, ShareRow{Key: f.String(), Value: int64(of[f]), Link: link("&fund=" + f.String())})
		}
	}
	return rows
}
