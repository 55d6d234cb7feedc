package client_test

import (
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/document"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
)

// Every figure of a dashboard equals what the commands that were applied say, counted
// again by somebody who never saw a document, at the agency, a unit, its suppliers and
// the General Staff.
func TestDashboard_EqualsTheCommands(t *testing.T) {
	t.Parallel()
	const lives = 35 // a hundred and more with DOTCHAIN_FULL
	full := os.Getenv("DOTCHAIN_FULL") != ""
	seen, runs := seen{}, 0
	rapid.Check(t, func(t *rapid.T) {
		if runs >= lives && !full {
			return
		}
		m := newMarket(t)
		for range rapid.IntRange(1, 3).Draw(t, "looks") {
			for range rapid.IntRange(60, 200).Draw(t, "acts") {
				m.act()
			}
			m.clock.pass(time.Duration(rapid.IntRange(0, 60*24).Draw(t, "quiet")) * time.Hour)
			m.look(seen)
		}
		for _, c := range m.server.applied {
			seen[c.Kind.String()]++
		}
		runs++
	})
	if runs < lives {
		return // asked for fewer: they need not come everywhere
	}
	wanted := []string{
		"order.submit", "order.cosign", "order.verify", "order.return", "order.reject", "order.approve", "round.sign", "order.respond",
		"delivery.dispatch", "delivery.receive", "delivery.accept", "claim.open", "claim.answer", "claim.settle", "payment.order",
		"payment.confirm", "budget.transfer", "budget.amend", "party.posture", "closed", "late", "waiting", "not on time", "on the way",
		"open claims", "paid", "proposed", "replaced", "refunded",
	}
	if full {
		wanted = append(wanted, "order.cancel", "order.expire", "payment.cancel", "on time", "payable", "unpaid", "refund due", "fined",
			"withdrawn", "sent again", "second year", "period before")
	}
	for _, what := range wanted {
		require.NotZero(t, seen[what], "nobody came to: %s (%v)", what, seen)
	}
}

// seen counts what the lives of a test came to.
type seen map[string]int

func (s seen) note(what string, is bool) {
	if is {
		s[what]++
	}
}

// notes counts what stands in a book that was counted for the agency.
func (s seen) notes(c recount) {
	for _, o := range c.orders {
		s.note("closed", o.closed)
	}
	for _, k := range c.claims {
		s.note("proposed", k.saidAt == 0)
		s.note(k.outcome.String(), k.settled)
		s.note("sent again", len(k.resent) > 0)
	}
	for _, i := range c.invoices {
		s.note("refund due", i.refund() > 0)
	}
	s.note("late", c.d.Late > 0)
	s.note("waiting", c.d.Waiting > 0)
	s.note("on time", c.d.OnTime > 0)
	s.note("not on time", c.d.OnTime >= 0 && c.d.OnTime < 10_000)
	s.note("on the way", c.d.OnTheWay > 0)
	s.note("payable", c.d.Payable > 0)
	s.note("unpaid", c.d.Unpaid > 0)
	s.note("paid", c.d.Paid > 0)
	s.note("open claims", c.d.OpenClaims > 0)
	s.note("second year", rules.KyivYear(c.now) > 2026)
	s.note("period before", c.d.ApprovedBefore > 0 && c.d.PaidBefore > 0 && c.d.CycleBefore > 0)
}

// look compares the dashboard of each device with the book.
func (m *market) look(s seen) {
	now := m.clock.now().UnixMilli()
	for _, name := range slices.Sorted(maps.Keys(m.watching)) {
		d := m.watching[name]
		d.sync()
		shown, err := d.core.Dashboard()
		require.NoError(m.t, err)
		c := recount{book: m.book, zone: d.who.Person.Zone, org: d.who.Org.ID, now: now}
		c.all()
		want, have := tidy(c.d), tidy(shown)
		require.Equal(m.t, want.Figures, have.Figures, name)
		require.Equal(m.t, want, have, name)
		if c.zone == party.ZoneAgency {
			s.notes(c)
		}
	}
}

// tidy leaves out what is kept by key and is nothing, and what is not counted here: the
// cases, which are the server's.
func tidy(d client.Dashboard) client.Dashboard {
	d.Zone, d.AsOf, d.Cases, d.OldestCase = 0, 0, nil, 0
	d.ByMonth = slices.Clone(d.ByMonth)
	for n := range d.ByMonth {
		d.ByMonth[n].Approved, d.ByMonth[n].Paid = something(d.ByMonth[n].Approved), something(d.ByMonth[n].Paid)
	}
	d.Returns, d.Rejections, d.Claims = something(d.Returns), something(d.Rejections), something(d.Claims)
	d.ByFund, d.ByPosture = something(d.ByFund), something(d.ByPosture)
	return d
}

func something[K comparable, V ~int64](of map[K]V) map[K]V {
	kept := maps.Clone(of)
	maps.DeleteFunc(kept, func(_ K, v V) bool { return v == 0 })
	if kept == nil {
		kept = map[K]V{}
	}
	return kept
}

// recount counts a dashboard from the book for somebody.
type recount struct {
	*book
	zone party.Zone
	org  id.ID[id.Org]
	now  int64
	d    client.Dashboard

	cycle, cycleBefore, queue []int64
	onTime, came              [2]int64
	stays                     map[figures.Stage][]int64
	cycles                    map[string][]int64
}

const aPeriod = 90 * dayOf

func (c *recount) all() {
	c.stays, c.cycles = map[figures.Stage][]int64{}, map[string][]int64{}
	c.d.Returns, c.d.Rejections = map[order.ReturnReason]int64{}, map[order.ReturnReason]int64{}
	c.d.Claims = map[delivery.ClaimReason]int64{}
	c.d.ByFund, c.d.ByPosture = map[budget.Fund]money.Amount{}, map[party.Posture]money.Amount{}
	c.plots()
	for _, o := range c.orders {
		switch {
		case c.zone == party.ZoneAgency, c.zone == party.ZoneUnit && o.unit == c.org:
			c.order(o)
		case c.zone == party.ZoneSupplier:
			c.supplied(o)
		}
	}
	c.goods()
	c.claimsAndMoney()
	c.funds()
	c.d.Accepted, c.d.AcceptedBefore = int64(len(c.cycle)), int64(len(c.cycleBefore))
	c.d.Cycle, c.d.CycleBefore = nearest(c.cycle, 50, dayOf/10), nearest(c.cycleBefore, 50, dayOf/10)
	c.d.QueueMedian, c.d.QueueLong = nearest(c.queue, 50, dayOf/24), nearest(c.queue, 100, dayOf/24)
	c.d.OnTime, c.d.OnTimeBefore = ofWhole(c.onTime[0], c.came[0]), ofWhole(c.onTime[1], c.came[1])
	for _, s := range figures.Stages() {
		if all := c.stays[s]; len(all) > 0 {
			c.d.Stages = append(c.d.Stages, figures.StageFigure{
				Stage: s, Count: int64(len(all)), Median: nearest(all, 50, dayOf/24), Slow: nearest(all, 90, dayOf/24),
			})
		}
	}
	for n := range c.d.ByMonth {
		c.d.ByMonth[n].Cycle = nearest(c.cycles[c.d.ByMonth[n].Day], 50, dayOf/10)
	}
}

// plots are the empty months and weeks.
func (c *recount) plots() {
	today := document.InKyiv(c.now)
	for n := figures.Months - 1; n >= 0; n-- {
		first := time.Date(today.Year(), today.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		c.d.ByMonth = append(c.d.ByMonth, figures.Month{
			Day: first.Format(time.DateOnly), Approved: map[budget.Fund]money.Amount{}, Paid: map[budget.Fund]money.Amount{},
		})
	}
	for n := figures.Weeks - 1; n >= 0; n-- {
		c.d.ByWeek = append(c.d.ByWeek, figures.Week{Day: monday(today.AddDate(0, 0, -7*n))})
	}
}

func monthOf(at int64) string { return document.InKyiv(at).Format("2006-01-") + "01" }

func mondayOf(at int64) string { return monday(document.InKyiv(at)) }

func monday(day time.Time) string {
	for day.Weekday() != time.Monday {
		day = day.AddDate(0, 0, -1)
	}
	return day.Format(time.DateOnly)
}

// month and week are the rows of a moment; a row of nobody's where there is none.
func (c *recount) month(at int64) *figures.Month {
	n := slices.IndexFunc(c.d.ByMonth, func(m figures.Month) bool { return m.Day == monthOf(at) })
	if n < 0 {
		return &figures.Month{Approved: map[budget.Fund]money.Amount{}, Paid: map[budget.Fund]money.Amount{}}
	}
	return &c.d.ByMonth[n]
}

func (c *recount) week(at int64) *figures.Week {
	n := slices.IndexFunc(c.d.ByWeek, func(w figures.Week) bool { return w.Day == mondayOf(at) })
	if n < 0 {
		return &figures.Week{}
	}
	return &c.d.ByWeek[n]
}

// within reports whether a moment lies in the present period, or in the one before.
func (c *recount) within(at int64) (now, before bool) {
	if at == 0 || at > c.now {
		return false, false
	}
	return at > c.now-aPeriod, at <= c.now-aPeriod && at > c.now-2*aPeriod
}

func nearest(values []int64, percent int, unit int64) int64 {
	if len(values) == 0 {
		return figures.None
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := 1
	for rank*100 < len(sorted)*percent {
		rank++
	}
	return (sorted[rank-1] + unit/2) / unit
}

func ofWhole(part, whole int64) int64 {
	if whole == 0 {
		return figures.None
	}
	return part * 10_000 / whole
}

// order counts one as its unit and the agency see it.
func (c *recount) order(o *bookOrder) {
	fund := c.budgets[o.budget].Fund
	if o.approved {
		c.approvedFor(o.approvedAt, o.total, fund)
		c.parts(o, id.ID[id.Org]{})
		waits := int64(0)
		for _, l := range o.lines {
			waits += l.waiting
		}
		if waits > 0 {
			c.d.Waiting += waits
			c.d.WaitingOrders++
		}
		c.cycleOf(o)
	}
	for _, p := range o.paid {
		now, before := c.within(p.At)
		if now {
			c.d.Paid += p.Amount
		}
		if before {
			c.d.PaidBefore += p.Amount
		}
		c.month(p.At).Paid[fund] += p.Amount
	}
	for _, r := range o.returns {
		if now, _ := c.within(r.At); now {
			c.d.Returns[r.Reason]++
		}
	}
	for _, r := range o.rejected {
		if now, _ := c.within(r.At); now {
			c.d.Rejections[r.Reason]++
		}
	}
	for _, s := range o.stays {
		if now, _ := c.within(s.To); now {
			c.stays[s.Stage] = append(c.stays[s.Stage], s.To-s.From)
		}
	}
	switch o.in { //nolint:exhaustive // the others are decided
	case figures.Verifying, figures.Review:
		c.d.Open++
		c.d.WithAgency++
		c.queue = append(c.queue, c.now-o.since)
	case figures.Signing, figures.Returned:
		c.d.Open++
		c.d.WithUnit++
	}
}

func (c *recount) approvedFor(at int64, total money.Amount, fund budget.Fund) {
	now, before := c.within(at)
	if now {
		c.d.Approved += total
	}
	if before {
		c.d.ApprovedBefore += total
	}
	c.month(at).Approved[fund] += total
}

func (c *recount) cycleOf(o *bookOrder) {
	taken := false
	for _, l := range o.lines {
		taken = taken || slices.ContainsFunc(l.parts, func(p *bookPart) bool { return p.taken > 0 })
	}
	if !taken || !c.isDone(o) {
		return
	}
	took := o.acceptAt - o.signedAt
	now, before := c.within(o.acceptAt)
	if now {
		c.cycle = append(c.cycle, took)
	}
	if before {
		c.cycleBefore = append(c.cycleBefore, took)
	}
	c.cycles[monthOf(o.acceptAt)] = append(c.cycles[monthOf(o.acceptAt)], took)
}

// parts counts promises and what came, of one supplier or of all.
func (c *recount) parts(o *bookOrder, supplier id.ID[id.Org]) {
	late := int64(0)
	for _, l := range o.lines {
		for _, p := range l.parts {
			if p.left() == 0 || !supplier.IsZero() && p.offer.Supplier != supplier {
				continue
			}
			c.week(p.promised).Promised += p.left()
			if p.missing() > 0 {
				if p.promised < c.now {
					late += p.missing()
				}
				continue
			}
			c.week(p.cameAt).Delivered += p.left()
			now, before := c.within(p.cameAt)
			for n, in := range []bool{now, before} {
				if !in {
					continue
				}
				c.came[n] += p.left()
				if p.cameAt <= p.promised {
					c.onTime[n] += p.left()
				}
			}
		}
	}
	if late > 0 {
		c.d.Late += late
		c.d.LateOrders++
	}
}

// supplied counts an order as a supplier of it sees it: its own parts.
func (c *recount) supplied(o *bookOrder) {
	if !o.approved {
		return
	}
	total, toConfirm, due := money.Amount(0), false, int64(0)
	for _, l := range o.lines {
		for _, p := range l.parts {
			if p.offer.Supplier != c.org {
				continue
			}
			total += comes(p.terms, p.left())
			toConfirm = toConfirm || !p.spoken && p.due() > 0
			due += p.due()
		}
	}
	c.approvedFor(o.approvedAt, total, 0)
	c.parts(o, c.org)
	switch {
	case toConfirm:
		c.d.ToConfirm++
	case due > 0:
		c.d.ToDispatch++
	}
}

// sees reports whether papers of a unit and a supplier reach who asks.
func (c *recount) sees(unit, supplier id.ID[id.Org]) bool {
	switch c.zone { //nolint:exhaustive // those that look
	case party.ZoneAgency:
		return true
	case party.ZoneUnit:
		return unit == c.org
	case party.ZoneSupplier:
		return supplier == c.org
	}
	return false
}

func (c *recount) goods() {
	for _, d := range c.deliveries {
		if c.sees(d.order.unit, d.supplier) && !d.received {
			c.d.OnTheWay++
		}
	}
	for offer := range c.offers {
		c.d.Stock += c.free(offer)
	}
	if c.zone != party.ZoneAgency {
		return
	}
	items := map[id.ID[id.Item]]bool{}
	for _, o := range c.orders {
		for _, l := range o.lines {
			if o.isOpen() && l.waiting > 0 {
				items[l.offer.Item] = true
			}
		}
	}
	c.d.QueuedItems = int64(len(items))
}

func (c *recount) claimsAndMoney() {
	for _, k := range c.claims {
		if !c.sees(k.order.unit, k.delivery.supplier) || k.saidAt == 0 {
			continue // what was only proposed is nobody's claim
		}
		if !k.settled {
			c.d.OpenClaims++
		}
		if now, _ := c.within(k.saidAt); now {
			c.d.Claims[k.reason]++
		}
	}
	for _, i := range c.invoices {
		if !c.sees(i.order.unit, i.supplier) {
			continue
		}
		if open := i.open(); open > 0 {
			c.d.Payable += open
			c.d.PayableInvoices++
		}
		c.d.Unpaid += i.ordered - i.paid
	}
}

func (c *recount) funds() {
	c.d.Year = rules.KyivYear(c.now)
	for key, b := range c.budgets {
		may := c.zone == party.ZoneAgency || c.zone == party.ZoneGeneralStaff || c.zone == party.ZoneUnit && b.Unit == c.org
		if !may || b.Year != rules.KyivYear(c.now) {
			continue
		}
		c.d.Given += b.Appropriated
		c.d.ByFund[b.Fund] += b.Appropriated
		c.d.ByPosture[c.postures[b.Unit].Counted()] += b.Appropriated
		c.d.Free += b.Appropriated
		for _, o := range c.orders {
			if o.budget == key {
				c.d.Free -= c.holds(o)
			}
		}
	}
}
