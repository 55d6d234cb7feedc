package client

import (
	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/delivery"
	"dotchain/shared/figures"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// Dashboard is what is counted for the zone here: of what this device holds, with what
// waits here on top.
type Dashboard struct {
	Zone party.Zone
	// AsOf is what the data stands for: the server's clock, Unix milliseconds.
	AsOf int64
	figures.Figures

	// Claims counts by reason those of the period; OpenClaims all that are open.
	Claims     map[delivery.ClaimReason]int64
	OpenClaims int64
	// Cases counts the open cases by kind; OldestCase is for how many hours the oldest has waited.
	Cases      map[conflict.Kind]int64
	OldestCase int64
	// Year is the present one. Given and Free are those of its funds, ByPosture what was given, by
	// the posture of the unit.
	Year        int64
	Given, Free money.Amount
	ByPosture   map[party.Posture]money.Amount
	ByFund      map[budget.Fund]money.Amount
	// Payable is what may be put into payment orders, in PayableInvoices invoices; Unpaid
	// is ordered and not confirmed.
	Payable, Unpaid money.Amount
	PayableInvoices int64
	// Stock is what nobody has reserved of the whole catalogue, in pieces; QueuedItems are items that lines wait for.
	Stock       int64
	QueuedItems int64
	// OnTheWay are deliveries that are sent and not received, ToConfirm and ToDispatch a
	// supplier's orders.
	OnTheWay, ToConfirm, ToDispatch int64
}

// paceEvery is for how long figures are shown again while nothing changes, milliseconds.
const paceEvery = 60_000

// Dashboard counts the figures of the zone here.
func (c *Core) Dashboard() (Dashboard, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return Dashboard{}, err
	}
	now := c.now()
	if c.kept.paceOver == c.over && c.kept.paceSeq == c.chain.seq && now-c.kept.paceAt < paceEvery && now >= c.kept.paceAt {
		d := c.kept.pace
		d.AsOf = c.marks.asOf
		return d, nil
	}
	d := Dashboard{Zone: c.profile.Person.Zone, AsOf: c.marks.asOf, Figures: c.tallied(now)}
	c.countClaims(&d, now)
	c.countCases(&d, now)
	c.countFunds(&d, now)
	c.countMoney(&d)
	c.countGoods(&d, now)
	c.kept.paceOver, c.kept.paceSeq, c.kept.paceAt, c.kept.pace = c.over, c.chain.seq, now, d
	return d, nil
}

// tallied are the figures of all orders here, as shown.
func (c *Core) tallied(now int64) figures.Figures {
	if c.isBlind() {
		all := things[order.SupplierOrder](c, wire.DocSupplierOrder)
		digests := make([]*figures.Digest, len(all))
		for i, s := range all {
			d := figures.OfSupplier(s)
			digests[i] = &d
		}
		return figures.Count(digests, now)
	}
	// Those that entries are about stand in for their documents while it is counted.
	var laid []*figures.Digest
	for o, s := range c.shown {
		if row := c.rows[o]; row != nil {
			c.tally.Remove(&row.digest)
		}
		if !s.order.ID.IsZero() {
			d := figures.Of(s.order)
			laid = append(laid, &d)
			c.tally.Add(&d)
		}
	}
	f := c.tally.Figures(now)
	for _, d := range laid {
		c.tally.Remove(d)
	}
	for o := range c.shown {
		if row := c.rows[o]; row != nil {
			c.tally.Add(&row.digest)
		}
	}
	return f
}

func (c *Core) countClaims(d *Dashboard, now int64) {
	d.Claims = map[delivery.ClaimReason]int64{}
	for _, k := range things[delivery.Claim](c, wire.DocClaim) {
		if k.IsOpen() {
			d.OpenClaims++
		}
		if isCounted(&k, now) {
			d.Claims[k.Reason]++
		}
	}
}

func (c *Core) countCases(d *Dashboard, now int64) {
	d.Cases = map[conflict.Kind]int64{}
	for _, k := range c.cases {
		if k.IsOpen() {
			d.Cases[k.Kind]++
			d.OldestCase = max(d.OldestCase, (now-k.OpenedAt)/(dayMillis/24))
		}
	}
}

func (c *Core) countFunds(d *Dashboard, now int64) {
	d.ByPosture, d.ByFund = map[party.Posture]money.Amount{}, map[budget.Fund]money.Amount{}
	d.Year = rules.KyivYear(now)
	for _, b := range c.budgets {
		if b.Year != d.Year {
			continue
		}
		d.Given += b.Appropriated
		d.Free += c.figures(*b).Free
		d.ByFund[b.Fund] += b.Appropriated
		if unit := c.org(b.Unit); unit != nil {
			d.ByPosture[unit.Posture.Counted()] += b.Appropriated
		}
	}
}

func (c *Core) countMoney(d *Dashboard) {
	invoices := c.shelved(wire.DocInvoice)
	for i := range invoices.rows {
		v := &invoices.rows[i]
		if open := v.sums[sumOpen]; open > 0 {
			d.Payable += money.Amount(open)
			d.PayableInvoices++
		}
		d.Unpaid += money.Amount(v.sums[sumUnpaid])
	}
}

func (c *Core) countGoods(d *Dashboard, now int64) {
	deliveries := c.shelved(wire.DocDelivery)
	for i := range deliveries.rows {
		if delivery.State(deliveries.rows[i].state) == delivery.Dispatched {
			d.OnTheWay++
		}
	}
	for _, q := range things[round.Queue](c, wire.DocQueue) {
		if len(q.Waiting) > 0 {
			d.QueuedItems++
		}
	}
	for _, s := range things[order.SupplierOrder](c, wire.DocSupplierOrder) {
		if isSupplyIn(&s, SuppliesToConfirm, now) {
			d.ToConfirm++
		}
		if isSupplyIn(&s, SuppliesToDispatch, now) {
			d.ToDispatch++
		}
	}
	d.Stock = c.kept.freeAll
}
