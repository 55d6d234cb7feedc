package main

import (
	"fmt"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/register"
	"dotchain/shared/seal"
)

// shipment is a supplier's share of what was given at one moment: an invoice, and one delivery or
// two. Its clock is its own: suppliers do not wait for each other.
type shipment struct {
	*life
	supplier id.ID[id.Org]
	invoice  payment.Invoice
	// matched is when the last certificate released money.
	matched int64
}

// supply gives pieces of lines at a moment and lets every supplier of them deliver.
func (l *life) supply(at int64, by id.ID[id.Round], lines []int, pieces func(line int) int64) {
	var all []*shipment
	for _, n := range lines {
		f := l.y.place.offers[l.offers[n]]
		var s *shipment
		for _, known := range all {
			if known.supplier == f.Supplier {
				s = known
			}
		}
		if s == nil {
			s = &shipment{life: l, supplier: f.Supplier}
			all = append(all, s)
		}
		s.give(n, at, by, pieces(n))
	}
	for _, s := range all {
		s.run(at)
	}
}

// give makes a part of a line.
func (s *shipment) give(n int, at int64, by id.ID[id.Round], pieces int64) {
	line, f := &s.o.Lines[n], s.y.place.offers[s.offers[n]]
	s.invoice.Lines = append(s.invoice.Lines, payment.InvoiceLine{
		Line: n + 1, Part: len(line.Parts), Offer: f.ID, Item: line.Item, Quantity: pieces, UOM: f.UOM, Price: f.Price, VATRate: f.VATRate,
	})
	line.Parts = append(line.Parts, order.Part{
		Offer: f.ID, Supplier: f.Supplier, Quantity: pieces, Price: f.Price, VATRate: f.VATRate, UOM: f.UOM, Round: by, GivenAt: at,
		PromisedAt: at + f.LeadDays*dayMillis + s.draw(5, 20)*dayMillis,
	})
}

func (s *shipment) part(n int) *order.Part {
	l := s.invoice.Lines[n]
	return &s.o.Lines[l.Line-1].Parts[l.Part]
}

// run is the way from the invoice to the payment.
func (s *shipment) run(at int64) {
	kept := s.at
	s.at = at
	s.issue()
	s.ship()
	s.pay()
	s.invoice.State = s.invoice.Stands()
	s.invoice.Version = 1 + uint64(len(s.invoice.Matches)) + uint64(len(s.invoice.Credits)) //nolint:gosec // small
	s.papers = append(s.papers, s.invoice)
	s.at = kept
}

func (s *shipment) issue() {
	for _, line := range s.invoice.Lines {
		sums, err := line.Sums(line.Quantity)
		must(err)
		s.invoice.Total += sums.Total
	}
	u := s.y.place.units[s.unit]
	v := &s.invoice
	v.ID = newYearID[id.Invoice](s.life)
	v.Order, v.Supplier, v.Unit, v.Budget = s.o.ID, s.supplier, u.ID, s.o.Budget
	v.Number, v.IssuedAt = s.y.number(register.SeriesInvoice), s.at
	v.OrderNumber, v.PointCode = order.Number(u.Number, s.o.ID), u.Points[0].Code
	s.o.Invoices = append(s.o.Invoices, v.ID)
	s.event(s.at, order.EventAllocated, party.Person{})
	s.event(s.at, order.EventInvoiced, party.Person{}).Ref = v.Number
}

// ship confirms and delivers, one time in six in two halves.
func (s *shipment) ship() {
	if !s.wait(4, 72) {
		return
	}
	for n := range s.invoice.Lines {
		s.part(n).Confirmed = s.part(n).Quantity
	}
	s.event(s.at, order.EventConfirmed, party.Person{}).Ref = s.y.number(register.SeriesResponse)
	if s.chance(16) {
		if s.deliver(func(whole int64) int64 { return whole / 2 }) {
			s.deliver(func(whole int64) int64 { return whole - whole/2 })
		}
		return
	}
	s.deliver(func(whole int64) int64 { return whole })
}

// deliver sends some pieces of every part; true when they were accepted.
func (s *shipment) deliver(some func(whole int64) int64) bool {
	if !s.wait(48, 600) {
		return false
	}
	d := delivery.Delivery{
		ID: newYearID[id.Delivery](s.life), Order: s.o.ID, Supplier: s.supplier, Unit: s.o.Unit, State: delivery.Dispatched,
		Carrier: "Перевізник «Приклад»", Vehicle: "АА 0000 АА", DispatchedAt: s.at, OrderNumber: s.invoice.OrderNumber, PointCode: s.invoice.PointCode,
		Needs: []party.Role{party.RoleReceiver, party.RoleAcceptanceSigner}, Version: 1,
	}
	d.Handover = seal.Sum(d.ID[:])
	for n, l := range s.invoice.Lines {
		if pieces := some(s.part(n).Quantity); pieces > 0 {
			s.part(n).Dispatched += pieces
			d.Lines = append(d.Lines, delivery.Line{Line: l.Line, Part: l.Part, Dispatched: pieces})
		}
	}
	if len(d.Lines) == 0 {
		return true // half of one piece
	}
	d.Note, d.Waybill = s.y.number(register.SeriesDispatch), s.y.number(register.SeriesWaybill)
	s.o.Deliveries = append(s.o.Deliveries, d.ID)
	s.event(s.at, order.EventDispatched, party.Person{}).Ref = d.Note
	done := s.receive(&d)
	s.papers = append(s.papers, d)
	return done
}

// receive counts the goods and signs for them.
func (s *shipment) receive(d *delivery.Delivery) bool {
	if !s.wait(12, 120) {
		return false
	}
	by := s.buyer()
	refused := s.chance(3)
	remarked := s.chance(4)
	d.State, d.ReceivedAt, d.ReceivedBy, d.ReceivedName = delivery.Received, s.at, by.ID, by.Name
	d.Needs, d.Version = d.Needs[1:], 2
	d.Signatures = append(d.Signatures, order.Signature{Step: 1, Role: party.RoleReceiver, Person: by.ID, Name: by.Name, SignedAt: s.at, At: s.at})
	for n := range d.Lines {
		line := &d.Lines[n]
		line.Delivered, line.Accepted = line.Dispatched, line.Dispatched
		if refused && n == 0 {
			line.Accepted, line.Refused, line.Reason = line.Delivered-1, 1, delivery.Damaged
		} else if remarked && n == 0 {
			line.Remarked, line.Reason, line.Remark = 1, delivery.Quality, "Подряпини на корпусі."
		}
		part := &s.o.Lines[line.Line-1].Parts[line.Part]
		part.Delivered, part.DeliveredAt = part.Delivered+line.Delivered, s.at
	}
	s.event(s.at, order.EventDelivered, by)
	if !s.wait(2, 72) {
		return false
	}
	d.State, d.AcceptedAt, d.Certificate = delivery.Accepted, s.at, s.y.number(register.SeriesCertificate)
	d.Needs, d.Version = nil, 3
	d.Signatures = append(d.Signatures, order.Signature{Step: 2, Role: party.RoleAcceptanceSigner, Person: by.ID, Name: by.Name, SignedAt: s.at, At: s.at})
	s.event(s.at, order.EventAccepted, by).Ref = d.Certificate
	s.match(d)
	switch {
	case refused:
		s.claim(d, delivery.Damaged, delivery.ClaimOpen)
	case remarked:
		s.claim(d, delivery.Quality, delivery.ClaimOpen)
	case s.chance(5):
		s.claim(d, delivery.Late, delivery.ClaimProposed)
	}
	return true
}

// match releases what was accepted.
func (s *shipment) match(d *delivery.Delivery) {
	v := &s.invoice
	released := money.Amount(0)
	for _, got := range d.Lines {
		part := &s.o.Lines[got.Line-1].Parts[got.Part]
		part.Accepted, part.Remarked, part.Refused = part.Accepted+got.Accepted, part.Remarked+got.Remarked, part.Refused+got.Refused
		for n := range v.Lines {
			if l := &v.Lines[n]; l.Line == got.Line && l.Part == got.Part {
				amount, err := l.Accepting(got.Accepted)
				must(err)
				l.Matched += got.Accepted
				released += amount
			}
		}
	}
	v.Matched += released
	v.Matches = append(v.Matches, payment.Match{Delivery: d.ID, Note: d.Note, Certificate: d.Certificate, Amount: released, At: s.at})
	s.o.Holds = s.o.Holds.Moved(budget.Committed, budget.Invoiced, released)
	s.matched = s.at
}

// claim says what was wrong. What was refused is refunded in the end.
func (s *shipment) claim(d *delivery.Delivery, why delivery.ClaimReason, state delivery.ClaimState) {
	first := d.Lines[0]
	k := delivery.Claim{
		ID: newYearID[id.Claim](s.life), Order: s.o.ID, Delivery: d.ID, Supplier: s.supplier, Unit: s.o.Unit, State: state, Reason: why,
		Number: s.y.number(register.SeriesClaim), Lines: []delivery.ClaimLine{{Line: first.Line, Part: first.Part, Pieces: 1}}, OpenedAt: s.at,
		OrderNumber: d.OrderNumber, Text: "Не відповідає умовам.", Unaccepted: first.Refused > 0, Matched: first.Refused == 0, Version: 1,
	}
	if why == delivery.Late {
		k.DaysLate, k.Penalty = s.draw(1, 20), s.invoice.Total/1000
	}
	opened := s.at
	ended := opened + s.draw(72, 600)*hourMillis
	switch {
	case k.State == delivery.ClaimProposed:
	case ended > s.now:
		s.disputed[first.Line-1] = true
	case k.Unaccepted:
		k.State, k.Outcome, k.SettledAt, k.Version = delivery.ClaimSettled, delivery.Refunded, ended, 2
		s.refund(first, k.ID, ended)
	default:
		k.State, k.Outcome, k.SettledAt, k.Version = delivery.ClaimSettled, delivery.Withdrawn, ended, 2
	}
	s.o.Claims = append(s.o.Claims, k.ID)
	s.papers = append(s.papers, k)
}

// refund takes a refused piece off the invoice, with a credit note.
func (s *shipment) refund(refused delivery.Line, claim id.ID[id.Claim], at int64) {
	part := &s.o.Lines[refused.Line-1].Parts[refused.Part]
	part.Dropped, part.Refunded = part.Dropped+1, part.Refunded+1
	for n := range s.invoice.Lines {
		l := &s.invoice.Lines[n]
		if l.Line != refused.Line || l.Part != refused.Part {
			continue
		}
		amount, err := l.Crediting(1)
		must(err)
		l.Credited++
		s.invoice.Credited += amount
		s.invoice.Credits = append(s.invoice.Credits, payment.Credit{
			Number: s.y.number(register.SeriesCredit), Amount: amount, Claim: claim, At: at, Lines: []payment.CreditLine{{Line: n, Pieces: 1}},
		})
		s.o.Holds = s.o.Holds.Moved(budget.Committed, budget.Free, amount)
	}
}

// pay puts what is open into the next weekly payment order of the supplier.
func (s *shipment) pay() {
	v := &s.invoice
	if v.Open() <= 0 {
		return
	}
	ordered, paid := s.y.paid(s.life, v, s.matched+s.draw(24, 240)*hourMillis)
	if ordered == 0 {
		return
	}
	v.Ordered = v.Matched
	if paid == 0 {
		return
	}
	v.Paid, s.paidAt = v.Ordered, max(s.paidAt, paid)
	s.o.Holds = s.o.Holds.Moved(budget.Invoiced, budget.Paid, v.Paid)
	s.event(paid, order.EventPaid, party.Person{}).Amount = v.Paid
}

func must(err error) {
	if err != nil {
		panic(fmt.Errorf("year: %w", err)) // a mistake of the generator
	}
}
