package client_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/payment"
	"dotchain/shared/seal"
)

// readGoods takes what follows an approval: goods, claims and money.
func (b *book) readGoods(c seal.Command, at int64) {
	decode := func(v any) { require.NoError(b.t, seal.Decode(c.Body, v)) }
	switch c.Kind { //nolint:exhaustive // those that are played
	case seal.KindRespondOrder:
		var x delivery.Respond
		decode(&x)
		b.respond(b.orders[x.Order], x, at)
	case seal.KindDispatch:
		var x delivery.Dispatch
		decode(&x)
		b.dispatch(delivery.DeliveryID(c.ID), x, at)
	case seal.KindReceive:
		var x delivery.Receive
		decode(&x)
		b.receive(b.deliveries[x.Delivery], x, c, at)
	case seal.KindAccept:
		var x delivery.Accept
		decode(&x)
		b.certify(b.deliveries[x.Delivery], c.ID, at)
	case seal.KindOpenClaim:
		var x delivery.OpenClaim
		decode(&x)
		b.claim(x, c.ID, at)
	case seal.KindAnswerClaim:
	case seal.KindSettleClaim:
		var x delivery.SettleClaim
		decode(&x)
		b.settle(b.claimed(x.Claim), x.Outcome, at)
	case seal.KindOrderPayment:
		var x payment.Order
		decode(&x)
		b.order(x, at)
	case seal.KindConfirmPayments:
		var x payment.Confirm
		decode(&x)
		for _, row := range x.Rows {
			b.confirm(b.payments[row.Number], at)
		}
	case seal.KindCancelPayment:
		var x payment.Cancel
		decode(&x)
		b.takeBack(x.Payment, at)
	default:
		require.Fail(b.t, "nobody plays "+c.Kind.String())
	}
}

func (b *book) part(o *bookOrder, line, part int) *bookPart { return o.lines[line-1].parts[part] }

func (b *book) respond(o *bookOrder, x delivery.Respond, at int64) {
	for _, l := range x.Lines {
		p := b.part(o, l.Line, l.Part)
		p.spoken = true
		if l.PromisedAt != 0 {
			p.promised = l.PromisedAt
		}
		gone := p.left() - l.Confirmed
		if l.Status == delivery.LineNotAccepted {
			gone = p.shelf
		}
		p.drop(gone)
		b.onHand[p.offer.ID] -= gone // its supplier has none of them
	}
	o.on(figures.Dispatching, at)
	b.close(o, at)
}

func (b *book) dispatch(key id.ID[id.Delivery], x delivery.Dispatch, at int64) {
	o := b.orders[x.Order]
	d := &bookDelivery{order: o, sentAt: at, replaces: b.claimed(x.Replaces)}
	for _, l := range x.Lines {
		p := b.part(o, l.Line, l.Part)
		d.supplier = p.offer.Supplier
		p.sent += l.Quantity
		if d.replaces != nil {
			p.again -= l.Quantity
			d.replaces.resent = append(d.replaces.resent, delivery.ClaimLine{Line: l.Line, Part: l.Part, Pieces: l.Quantity})
		} else {
			p.shelf -= l.Quantity
			b.onHand[p.offer.ID] -= l.Quantity
		}
		d.lines = append(d.lines, bookDelivered{line: l.Line, part: l.Part, sent: l.Quantity})
	}
	b.deliveries[key] = d
	o.on(figures.Transport, at)
}

func (b *book) receive(d *bookDelivery, x delivery.Receive, c seal.Command, at int64) {
	d.received, d.arrivedAt = true, max(min(c.ClaimedAt, at), d.sentAt)
	for n, count := range x.Counts {
		l := &d.lines[n]
		l.came, l.accepted, l.refused, l.reason = count.Delivered, count.Delivered-count.Refused, count.Refused, count.Reason
		p := b.part(d.order, l.line, l.part)
		p.came += l.came
		if l.came > 0 {
			p.cameAt = max(p.cameAt, d.arrivedAt)
		}
	}
	d.order.on(figures.Accepting, at)
	b.certify(d, c.ID, at)
}

// certify is one signature under a certificate; with the last it counts.
func (b *book) certify(d *bookDelivery, command id.ID[id.Command], at int64) {
	if d.signatures++; d.signatures < b.acceptance {
		return
	}
	d.complete = true
	o := d.order
	o.acceptAt = at
	// What replaces pieces that were paid for with their first delivery costs nothing more.
	again := d.replaces != nil && d.replaces.again
	for _, l := range d.lines {
		p := b.part(o, l.line, l.part)
		p.taken += l.accepted
		p.refused += l.refused
		if !again {
			p.matched += l.accepted
		}
	}
	o.on(figures.Paying, at)
	b.refuse(d, again, command, at)
	b.close(o, at)
}

// refuse makes the claims of a certificate: on what is missing, on what was refused by
// its reason, and the penalty that somebody may ask for.
func (b *book) refuse(d *bookDelivery, again bool, command id.ID[id.Command], at int64) {
	made := byte(0)
	add := func(c *bookClaim) {
		if len(c.lines) == 0 {
			return
		}
		c.key, c.order, c.delivery = delivery.ClaimID(command, made), d.order, d
		made++
		b.claims = append(b.claims, c)
	}
	missing := &bookClaim{reason: delivery.Quantity, unaccepted: true, again: again, saidAt: at}
	late := &bookClaim{reason: delivery.Late}
	for _, l := range d.lines {
		if n := l.sent - l.came; n > 0 {
			missing.lines = append(missing.lines, delivery.ClaimLine{Line: l.line, Part: l.part, Pieces: n})
		}
		p := b.part(d.order, l.line, l.part)
		days := max((d.arrivedAt-p.promised)/dayOf, 0)
		rate := min(days*10, 1_000) // the policy's: a tenth of a per cent a day, ten at most
		cost := money.Amount((int64(comes(p.terms, l.accepted))*rate + 5_000) / 10_000)
		if cost > 0 {
			late.penalty += cost
			late.lines = append(late.lines, delivery.ClaimLine{Line: l.line, Part: l.part, Pieces: l.accepted})
		}
	}
	add(missing)
	for _, reason := range delivery.ClaimReasons() {
		c := &bookClaim{reason: reason, unaccepted: true, again: again, saidAt: at}
		for _, l := range d.lines {
			if l.refused > 0 && l.reason == reason {
				c.lines = append(c.lines, delivery.ClaimLine{Line: l.line, Part: l.part, Pieces: l.refused})
			}
		}
		add(c)
	}
	if !again {
		add(late)
	}
}

func (b *book) claimed(key id.ID[id.Claim]) *bookClaim {
	for _, c := range b.claims {
		if c.key == key {
			return c
		}
	}
	return nil
}

func (b *book) claim(x delivery.OpenClaim, command id.ID[id.Command], at int64) {
	if c := b.claimed(x.Claim); c != nil {
		c.saidAt = at
		return
	}
	d := b.deliveries[x.Delivery]
	c := &bookClaim{key: delivery.ClaimID(command, 0), order: d.order, delivery: d, reason: x.Reason, lines: x.Lines, again: true, saidAt: at}
	if !d.received { // it never came
		d.received, d.complete, c.unaccepted = true, true, true
		c.again = d.replaces != nil && d.replaces.again
		for _, l := range d.lines {
			c.lines = append(c.lines, delivery.ClaimLine{Line: l.line, Part: l.part, Pieces: l.sent})
		}
	}
	b.claims = append(b.claims, c)
	b.close(d.order, at)
}

func (b *book) settle(c *bookClaim, how delivery.Outcome, at int64) {
	lines := c.lines
	if c.settled { // what was to be sent again and was not
		lines = nil
		for _, l := range c.lines {
			for _, r := range c.resent {
				if r.Line == l.Line && r.Part == l.Part {
					l.Pieces -= r.Pieces
				}
			}
			b.part(c.order, l.Line, l.Part).again -= l.Pieces
			lines = append(lines, l)
		}
	} else if !c.unaccepted && (how == delivery.Replaced || how == delivery.Refunded) {
		for _, l := range lines {
			p := b.part(c.order, l.Line, l.Part)
			p.taken -= l.Pieces
			p.refused += l.Pieces
		}
	}
	c.settled, c.outcome = true, how
	switch how {
	case delivery.Replaced:
		for _, l := range lines {
			b.part(c.order, l.Line, l.Part).again += l.Pieces
		}
	case delivery.Refunded:
		for _, l := range lines {
			p := b.part(c.order, l.Line, l.Part)
			p.dropped += l.Pieces
			p.credited += l.Pieces
			if c.again {
				p.matched -= l.Pieces
			}
		}
	case delivery.Fined:
		left := c.penalty
		for _, i := range b.invoices {
			if i.order == c.order && i.supplier == c.delivery.supplier {
				now := min(left, i.open())
				i.withheld, left = i.withheld+now, left-now
			}
		}
	case delivery.Withdrawn:
	}
	b.close(c.order, at)
}

func (b *book) order(x payment.Order, at int64) {
	p := &bookPayment{rows: map[*bookInvoice]money.Amount{}}
	for _, key := range x.Invoices {
		n := slices.IndexFunc(b.invoices, func(i *bookInvoice) bool { return i.key == key })
		i := b.invoices[n]
		p.rows[i] = i.open()
		i.ordered += i.open()
	}
	b.payments[b.paymentNumber(at)] = p
}

func (b *book) confirm(p *bookPayment, at int64) {
	if p.done || p.cancelled {
		return
	}
	p.done = true
	for i, amount := range p.rows {
		i.paid += amount
		i.order.paid = append(i.order.paid, figures.Paid{At: at, Amount: amount})
	}
	for i := range p.rows {
		b.close(i.order, at)
	}
}

func (b *book) takeBack(key id.ID[id.Payment], at int64) {
	for number, p := range b.payments {
		if payment.PaymentID(number) != key {
			continue
		}
		p.cancelled = true
		for i, amount := range p.rows {
			i.ordered -= amount
		}
		for i := range p.rows {
			b.close(i.order, at)
		}
	}
}
