package client_test

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/kyiv"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

const dayOf = int64(24 * time.Hour / time.Millisecond)

// book is what the commands that were applied say, read one after another by somebody
// who knows the catalogue and the policy and never looks at a document.
type book struct {
	t          require.TestingT
	offers     map[id.ID[id.Offer]]supply.Offer
	rounds     map[id.ID[id.Item]]bool
	cosignFrom money.Amount
	acceptance int // signatures under a certificate, the receiver's with them

	onHand     map[id.ID[id.Offer]]int64
	budgets    map[id.ID[id.Budget]]budget.Budget
	postures   map[id.ID[id.Org]]party.Posture
	orders     map[id.ID[id.Order]]*bookOrder
	deliveries map[id.ID[id.Delivery]]*bookDelivery
	claims     []*bookClaim
	invoices   []*bookInvoice
	payments   map[string]*bookPayment
	numbered   map[int64]int64 // payment orders of a year
}

// bookOrder is one order. Its state is the stage it is in; none once it is over.
type bookOrder struct {
	key      id.ID[id.Order]
	unit     id.ID[id.Org]
	budget   id.ID[id.Budget]
	total    money.Amount
	signedAt int64
	// live holds money and pieces, approved has been decided for.
	live, approved       bool
	approvedAt, acceptAt int64
	closed               bool
	lines                []*bookLine
	warns                bool
	in                   figures.Stage
	since                int64
	stays                []figures.Span
	returns, rejected    []figures.Typed
	paid                 []figures.Paid
}

type bookLine struct {
	offer   supply.Offer
	terms   order.Line
	rounds  bool
	waiting int64
	parts   []*bookPart
}

// bookPart is a number of pieces that a supplier gives, by where they are.
type bookPart struct {
	offer                             supply.Offer
	terms                             order.Line
	given, shelf, dropped             int64
	sent, came, taken, refused, again int64 // again: to be sent once more
	matched, credited                 int64 // pieces of its invoice's line
	promised, cameAt                  int64
	spoken                            bool
}

type bookDelivery struct {
	order              *bookOrder
	supplier           id.ID[id.Org]
	sentAt, arrivedAt  int64
	received, complete bool
	signatures         int
	replaces           *bookClaim
	lines              []bookDelivered
}

type bookDelivered struct {
	line, part                    int
	sent, came, accepted, refused int64
	reason                        delivery.ClaimReason
}

type bookClaim struct {
	key               id.ID[id.Claim]
	order             *bookOrder
	delivery          *bookDelivery
	reason            delivery.ClaimReason
	lines             []delivery.ClaimLine
	resent            []delivery.ClaimLine
	penalty           money.Amount
	saidAt            int64 // 0: it was only proposed
	settled           bool
	outcome           delivery.Outcome
	unaccepted, again bool // again: its pieces were accepted and matched once
}

type bookInvoice struct {
	key                     id.ID[id.Invoice]
	order                   *bookOrder
	supplier                id.ID[id.Org]
	parts                   []*bookPart
	ordered, paid, withheld money.Amount
}

type bookPayment struct {
	rows            map[*bookInvoice]money.Amount
	done, cancelled bool
}

// comes is what a number of pieces comes to with VAT: halves of a kopiyka go up.
func comes(l order.Line, pieces int64) money.Amount {
	net := int64(l.Price) * pieces
	return money.Amount(net + (net*int64(l.VATRate)+5_000)/10_000)
}

// read takes one command that was applied at a moment of the server's clock.
func (b *book) read(c seal.Command, at int64) {
	decode := func(v any) { require.NoError(b.t, seal.Decode(c.Body, v)) }
	switch c.Kind { //nolint:exhaustive // those that are played
	case seal.KindSubmitOrder:
		r, err := order.DecodeRevision(c.Body)
		require.NoError(b.t, err)
		b.submit(r, min(c.ClaimedAt, at), at)
	case seal.KindCosignOrder:
		var x order.Cosign
		decode(&x)
		o := b.orders[x.Order]
		o.to(figures.Verifying, at)
		b.checked(o, at)
	case seal.KindVerifyOrder:
		var x order.Verify
		decode(&x)
		b.orders[x.Order].to(figures.Review, at)
	case seal.KindReturnOrder:
		var x order.Return
		decode(&x)
		o := b.orders[x.Order]
		o.to(figures.Returned, at)
		for _, q := range x.Questions {
			o.returns = append(o.returns, figures.Typed{At: at, Reason: q.Reason})
		}
	case seal.KindRejectOrder:
		var x order.Decision
		decode(&x)
		b.orders[x.Order].rejected = append(b.orders[x.Order].rejected, figures.Typed{At: at, Reason: x.Reason})
		b.orders[x.Order].over(at)
	case seal.KindExpireOrder:
		var x order.Expire
		decode(&x)
		b.orders[x.Order].over(at)
	case seal.KindCancelOrder:
		var x order.Decision
		decode(&x)
		b.cancel(b.orders[x.Order], at)
	case seal.KindApproveOrder:
		var x order.Decision
		decode(&x)
		b.approve(b.orders[x.Order], c.ID, at)
	case seal.KindSignRound:
		var x round.Sign
		decode(&x)
		b.round(x, c.ID, at)
	case seal.KindAmendBudget:
		var x budget.Amend
		decode(&x)
		b.give(x.Budget, x.Amount)
	case seal.KindTransferBudget:
		var x budget.Transfer
		decode(&x)
		b.give(x.From, -x.Amount)
		b.give(x.To, x.Amount)
	case seal.KindSetPosture:
		var x rules.SetPosture
		decode(&x)
		for _, u := range x.Units {
			b.postures[u.Unit] = u.Posture
		}
	default:
		b.readGoods(c, at)
	}
}

func (b *book) give(key id.ID[id.Budget], amount money.Amount) {
	fund := b.budgets[key]
	fund.Appropriated += amount
	b.budgets[key] = fund
}

func (b *book) submit(r order.Revision, signed, at int64) {
	o := b.orders[r.Order]
	if o == nil {
		o = &bookOrder{key: r.Order, unit: r.Unit, signedAt: signed}
		b.orders[r.Order] = o
	}
	o.budget, o.total, o.live, o.lines = r.Budget, r.Total, true, nil
	for _, l := range r.Lines {
		offer := b.offers[l.Offer]
		line := &bookLine{offer: offer, terms: l, rounds: b.rounds[offer.Item]}
		if line.rounds {
			line.waiting = l.Quantity
		} else {
			line.parts = []*bookPart{{offer: offer, terms: l, given: l.Quantity, shelf: l.Quantity}}
		}
		o.lines = append(o.lines, line)
	}
	o.warns = r.Urgency == order.Urgent && r.Note == ""
	if r.Total >= b.cosignFrom {
		o.to(figures.Signing, at)
		return
	}
	o.to(figures.Verifying, at)
	b.checked(o, at)
}

// checked lets an order pass in which no check found anything.
func (b *book) checked(o *bookOrder, at int64) {
	if !o.warns {
		o.to(figures.Review, at)
	}
}

func (b *book) approve(o *bookOrder, command id.ID[id.Command], at int64) {
	o.approved, o.approvedAt = true, at
	stage := figures.Waiting
	var parts []*bookPart
	for _, l := range o.lines {
		if !l.rounds {
			stage = figures.Confirming
		}
		parts = append(parts, l.parts...)
	}
	o.to(stage, at)
	b.promise(o, parts, command, at)
}

// promise gives parts their day and their invoices, one a supplier.
func (b *book) promise(o *bookOrder, parts []*bookPart, command id.ID[id.Command], at int64) {
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(x, y *bookPart) int { return x.offer.Supplier.Compare(y.offer.Supplier) })
	for _, p := range parts {
		p.promised = kyiv.DayEnd(at + p.offer.LeadDays*dayOf)
		key := payment.InvoiceID(command, o.key, p.offer.Supplier)
		n := slices.IndexFunc(b.invoices, func(i *bookInvoice) bool { return i.key == key })
		if n < 0 {
			n = len(b.invoices)
			b.invoices = append(b.invoices, &bookInvoice{key: key, order: o, supplier: p.offer.Supplier})
		}
		b.invoices[n].parts = append(b.invoices[n].parts, p)
	}
}

// round gives what is on the shelf to who waits. Rounds are only played where there is
// enough for all, or one line alone waits: what others get is package allocation's test.
func (b *book) round(x round.Sign, command id.ID[id.Command], at int64) {
	require.Len(b.t, x.Items, 1)
	type place struct {
		o *bookOrder
		l *bookLine
	}
	var all []place
	asked := int64(0)
	for _, o := range b.orders {
		for _, l := range o.lines {
			if o.isOpen() && l.offer.Item == x.Items[0] && l.waiting > 0 {
				all = append(all, place{o, l})
				asked += l.waiting
			}
		}
	}
	require.NotEmpty(b.t, all)
	free := b.free(all[0].l.offer.ID)
	require.True(b.t, len(all) == 1 || free >= asked)
	for _, p := range all {
		n := min(p.l.waiting, free)
		if n == 0 {
			continue
		}
		free -= n
		p.l.waiting -= n
		part := &bookPart{offer: p.l.offer, terms: p.l.terms, given: n, shelf: n}
		p.l.parts = append(p.l.parts, part)
		p.o.on(figures.Confirming, at)
		b.promise(p.o, []*bookPart{part}, command, at)
	}
}

func (b *book) cancel(o *bookOrder, at int64) {
	if !o.approved {
		o.over(at)
		return
	}
	underWay := false
	for _, l := range o.lines {
		l.waiting = 0
		for _, p := range l.parts {
			underWay = underWay || p.sent > 0
			p.drop(p.shelf)
		}
	}
	if !underWay {
		o.over(at)
		return
	}
	b.close(o, at)
}

// drop takes pieces off the shelf and off the invoice.
func (p *bookPart) drop(pieces int64) {
	p.shelf -= pieces
	p.dropped += pieces
	p.credited += pieces
}

// to enters a stage.
func (o *bookOrder) to(s figures.Stage, at int64) {
	if o.in == s {
		return
	}
	if o.in != 0 {
		o.stays = append(o.stays, figures.Span{Stage: o.in, From: o.since, To: at})
	}
	o.in, o.since = s, at
}

// on enters a stage that lies further on the way.
func (o *bookOrder) on(s figures.Stage, at int64) {
	if o.in < s && o.isOpen() {
		o.to(s, at)
	}
}

// over ends an order that is not delivered.
func (o *bookOrder) over(at int64) {
	o.to(0, at)
	o.live, o.approved, o.lines = false, false, nil
}

func (o *bookOrder) isOpen() bool { return o.approved && !o.closed }

func (p *bookPart) left() int64 { return p.given - p.dropped }

// missing are the pieces that are still to come, or to come again.
func (p *bookPart) missing() int64 { return p.left() - (p.came - p.refused) }

// due is what its supplier has to send.
func (p *bookPart) due() int64 { return p.shelf + p.again }

// isDone reports whether nothing of an order is left to come, to accept or to dispute.
func (b *book) isDone(o *bookOrder) bool {
	for n, l := range o.lines {
		if l.waiting > 0 {
			return false
		}
		left, taken, due := int64(0), int64(0), int64(0)
		for _, p := range l.parts {
			left, taken, due = left+p.left(), taken+p.taken, due+p.due()
		}
		if left > 0 && (due > 0 || taken < left) {
			return false
		}
		for _, c := range b.claims {
			if c.order == o && c.saidAt != 0 && !c.settled && (c.unaccepted || c.reason != delivery.Late) &&
				slices.ContainsFunc(c.lines, func(x delivery.ClaimLine) bool { return x.Line == n+1 }) {
				return false
			}
		}
	}
	return true
}

// close ends an order of which nothing is left to deliver, to settle or to pay.
func (b *book) close(o *bookOrder, at int64) {
	if !o.isOpen() || !b.isDone(o) {
		return
	}
	for _, c := range b.claims {
		if c.order == o && !c.settled {
			return
		}
	}
	for _, i := range b.invoices {
		if i.order == o && (i.coming() != 0 || i.open() != 0 || i.paid != i.ordered) {
			return
		}
	}
	o.closed = true
	o.to(0, at)
}

func (i *bookInvoice) matched() money.Amount {
	sum := money.Amount(0)
	for _, p := range i.parts {
		sum += comes(p.terms, p.matched)
	}
	return sum
}

func (i *bookInvoice) coming() money.Amount {
	sum := money.Amount(0)
	for _, p := range i.parts {
		sum += comes(p.terms, p.given-p.credited) - comes(p.terms, p.matched)
	}
	return sum
}

func (i *bookInvoice) open() money.Amount { return max(i.matched()-i.withheld-i.ordered, 0) }

// refund is what was ordered to be paid of pieces that were taken back since.
func (i *bookInvoice) refund() money.Amount { return max(i.ordered+i.withheld-i.matched(), 0) }

// holds is what an order's budget holds for it.
func (b *book) holds(o *bookOrder) money.Amount {
	switch {
	case !o.live:
		return 0
	case !o.approved:
		return o.total
	}
	sum := money.Amount(0)
	for _, i := range b.invoices {
		switch {
		case i.order != o:
		case o.closed:
			sum += i.paid
		default:
			sum += i.coming() + i.matched() + i.refund()
		}
	}
	for _, l := range o.lines {
		sum += comes(l.terms, l.waiting)
	}
	return sum
}

// free is what nobody has reserved of an offer.
func (b *book) free(offer id.ID[id.Offer]) int64 {
	n := b.onHand[offer]
	for _, o := range b.orders {
		for _, l := range o.lines {
			for _, p := range l.parts {
				if p.offer.ID == offer {
					n -= p.shelf
				}
			}
		}
	}
	return n
}

// paymentNumber is the number of the next payment order.
func (b *book) paymentNumber(at int64) string {
	year := rules.KyivYear(at)
	b.numbered[year]++
	return register.Number(register.SeriesPayment, year, b.numbered[year])
}
