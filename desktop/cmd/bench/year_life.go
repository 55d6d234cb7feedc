package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// life is an order on its way. Every step takes a time that is drawn; an order whose
// next step would lie behind the year's now stays where it is, so that what was signed
// last stands in the queues and what was signed first is closed.
type life struct {
	y      *year
	random *rand.Rand
	now    int64
	o      order.Order
	r      order.Revision
	unit   int
	// offers are those of the lines; at is the present step's moment.
	offers   []int
	at       int64
	disputed []bool
	paidAt   int64
	// papers are its deliveries, invoices and claims.
	papers []rules.Thing
}

const (
	hourMillis = int64(time.Hour / time.Millisecond)
	dayMillis  = 24 * hourMillis
)

// newLife makes an order that is signed at a moment, and lets it live until now.
func (y *year) newLife(seed uint64, signed, now int64) *life {
	l := &life{y: y, random: rand.New(rand.NewPCG(seed, 7)), now: now, at: signed} //nolint:gosec // a generated field, not a secret
	l.sign()
	if l.verify() && l.review() {
		l.fulfil()
	}
	l.end()
	return l
}

// draw is a number from least to most.
func (l *life) draw(least, most int64) int64 { return least + l.random.Int64N(most-least+1) }

func (l *life) chance(percent int) bool { return l.random.IntN(100) < percent }

// wait passes hours; false when the step they lead to has not come yet.
func (l *life) wait(least, most int64) bool {
	next := l.at + l.draw(least, most)*hourMillis
	if next > l.now {
		return false
	}
	l.at = next
	return true
}

func (l *life) event(at int64, kind order.EventKind, by party.Person) *order.Event {
	l.o.Events = append(l.o.Events, order.Event{At: at, Kind: kind, Person: by.ID, Name: by.Name, Revision: l.o.Revision})
	return &l.o.Events[len(l.o.Events)-1]
}

func (l *life) officer() party.Person {
	return l.y.place.officers[l.random.IntN(len(l.y.place.officers))]
}
func (l *life) buyer() party.Person { return l.y.place.buyers[l.unit] }

// sign makes the first revision, of offers of one supplier or two.
func (l *life) sign() {
	p := l.y.place
	l.unit = l.random.IntN(len(p.units))
	u, b := p.units[l.unit], p.budgets[l.unit]
	var random [10]byte
	for i := range random {
		random[i] = byte(l.random.Uint32()) //nolint:gosec // cut on purpose
	}
	l.r = order.Revision{
		Order: id.New[id.Order](time.UnixMilli(l.at), random), Number: 1, Unit: u.ID, Budget: b.ID, Point: u.Points[0].ID,
		NeededBy: l.at + l.draw(20, 60)*dayMillis, Urgency: []order.Urgency{order.Routine, order.Priority, order.Urgent}[l.random.IntN(3)],
	}
	first, second := l.random.IntN(len(p.suppliers)), l.random.IntN(len(p.suppliers))
	if l.chance(40) {
		second = first
	}
	for n := range yearLines {
		of := p.of[first]
		if n >= 3 {
			of = p.of[second]
		}
		l.offers = append(l.offers, of[l.random.IntN(len(of))])
		f := p.offers[l.offers[n]]
		l.r.Lines = append(l.r.Lines, order.Line{
			Offer: f.ID, Terms: f.Terms(), Quantity: l.draw(1, 24), UOM: f.UOM, Price: f.Price, VATRate: f.VATRate,
		})
	}
	l.o = order.Order{
		ID: l.r.Order, Unit: u.ID, UnitNumber: u.Number, UnitName: u.NameUk, Budget: b.ID, CreatedBy: l.buyer().ID,
		Fund: b.Fund, Year: b.Year, Lines: make([]order.LineState, yearLines),
	}
	l.disputed = make([]bool, yearLines)
	for n, f := range l.offers {
		item := p.items[f%len(p.items)]
		l.o.Lines[n].Item, l.o.Lines[n].InRounds = item.ID, isScarce(f, len(p.items))
		if !slices.Contains(l.o.Categories, item.Category) {
			l.o.Categories = append(l.o.Categories, item.Category)
		}
	}
	slices.Sort(l.o.Categories)
	l.stand()
}

// stand makes the revision the one that stands.
func (l *life) stand() {
	sums, err := l.r.Sums()
	if err != nil {
		panic(fmt.Errorf("year: sums of an order: %w", err)) // the figures above are small
	}
	l.r.Total = sums.Total
	l.o.Before = l.o.Content
	l.o.Revision, l.o.Content, l.o.Total, l.o.State = l.r.Number, l.r.Encode(), l.r.Total, order.Verifying
	l.o.Hash = seal.Sum(l.o.Content)
	l.o.Holds = budget.Holding{Reserved: l.o.Total}
	by := l.buyer()
	l.o.Revisions = append(l.o.Revisions, order.Standing{
		Revision: l.r.Number, Hash: l.o.Hash, Replaces: l.r.Replaces, By: by.ID, ByName: by.Name, SignedAt: l.at, ReceivedAt: l.at + 1000, Total: l.o.Total,
	})
	l.event(l.at, order.EventSigned, by)
	l.event(l.at+1000, order.EventReceived, by)
	l.event(l.at+1000, order.EventReserved, by).Amount = l.o.Total
}

// verify passes one order in four through a verifier's hands, and sends some back.
func (l *life) verify() bool {
	if !l.chance(25) {
		l.o.State, l.o.VerifiedAt = order.InReview, l.at+1000
		l.event(l.at+1000, order.EventChecked, party.Person{})
		return true
	}
	l.o.Findings = []order.Finding{{Reason: fault.Reason{Code: fault.OrderDuplicate, Have: l.at - dayMillis}, Warns: true}}
	if !l.wait(2, 72) {
		return false
	}
	by := l.officer()
	if l.chance(30) && !l.clarify(by) {
		return false
	}
	l.o.State, l.o.VerifiedAt, l.o.VerifiedBy = order.InReview, l.at, by.ID
	l.event(l.at, order.EventVerified, by)
	return true
}

// clarify returns the order with a question and waits for the answer.
func (l *life) clarify(by party.Person) bool {
	l.o.State, l.o.HoldUntil = order.Returned, l.at+10*dayMillis
	l.event(l.at, order.EventReturned, by).Reason = order.QuantityUnclear
	l.o.Questions = append(l.o.Questions, order.Question{
		Number: 1, Revision: l.o.Revision, Line: 1, Field: "quantity", Reason: order.QuantityUnclear, Text: "Навіщо стільки?",
		AskedAt: l.at, AskedBy: by.ID, AskedName: by.Name,
	})
	returned := l.at
	if !l.wait(6, 300) {
		return false
	}
	if l.at > l.o.HoldUntil {
		l.stop(order.Expired, order.EventExpired, order.NoAnswer, party.Person{})
		return false
	}
	l.o.Questions[0].Answer, l.o.Questions[0].AnsweredAt = "Для двох екіпажів.", l.at
	l.o.WaitedUnit, l.o.HoldUntil = l.at-returned, 0
	l.r.Number, l.r.Replaces, l.r.Lines[0].Quantity = 2, l.o.Hash, l.draw(1, 24)
	l.r.Answers = []order.Answer{{Question: 1, Text: "Для двох екіпажів."}}
	l.stand()
	l.event(l.at+1000, order.EventAnswered, l.buyer())
	return l.wait(2, 48)
}

// stop ends the order without delivery.
func (l *life) stop(s order.State, kind order.EventKind, why order.ReturnReason, by party.Person) {
	l.o.State, l.o.HoldUntil, l.o.Holds = s, 0, budget.Holding{}
	l.event(l.at, kind, by).Reason = why
	l.event(l.at, order.EventReleased, party.Person{}).Amount = l.o.Total
}

// review decides: a few are rejected or taken back, the others approved.
func (l *life) review() bool {
	if !l.wait(4, 120) {
		return false
	}
	by := l.officer()
	switch n := l.random.IntN(100); {
	case n < 4:
		l.o.DecidedBy = by.ID
		l.stop(order.Rejected, order.EventRejected, order.NeedUnjustified, by)
		return false
	case n < 6:
		l.stop(order.Cancelled, order.EventCancelled, order.NoLongerNeeded, l.buyer())
		return false
	}
	l.o.State, l.o.DecidedBy, l.o.ApprovedAt = order.Approved, by.ID, l.at
	l.o.Approvals = []order.Signature{{Step: 1, Role: party.RoleApprover, Person: by.ID, Name: by.Name, Hash: l.o.Hash, SignedAt: l.at, At: l.at}}
	l.o.Holds = budget.Holding{Committed: l.o.Total}
	l.event(l.at, order.EventApproved, by)
	return true
}

// fulfil gives the pieces: of scarce items in rounds, of the others at once.
func (l *life) fulfil() {
	approved := l.at
	var now []int
	for n := range l.o.Lines {
		if l.o.Lines[n].InRounds {
			l.share(n, approved)
		} else {
			now = append(now, n)
		}
	}
	l.supply(approved, id.ID[id.Round]{}, now, func(n int) int64 { return l.r.Lines[n].Quantity })
}

// share lets a line wait for a round; what the first one does not give, the next does.
func (l *life) share(n int, since int64) {
	start := yearStart().UnixMilli()
	next := (since-start)/(roundDays*dayMillis) + 1
	left := l.r.Lines[n].Quantity
	if l.event(since, order.EventBackordered, party.Person{}); l.chance(30) {
		next += l.draw(1, 4) // there is nothing in the first ones
	}
	for ; left > 0; next++ {
		at := start + next*roundDays*dayMillis
		if at > l.now {
			l.y.waits(l, n, left, since)
			return
		}
		granted := left
		if left > 2 && l.chance(40) {
			granted = left / 2
		}
		held := l.y.shared(next, at, l, n, left, granted)
		l.o.Lines[n].Slip = &order.Slip{
			Round: held.ID, Number: held.Number, At: at, Requested: left, Claim: left, Granted: granted, Tier: 1, StockBefore: 400, StockAfter: 0, Weight: 1,
		}
		left -= granted
		l.supply(at, held.ID, []int{n}, func(int) int64 { return granted })
	}
}

// end puts the timeline in order and says where each line stands.
func (l *life) end() {
	closed := l.o.State == order.Approved
	for n := range l.o.Lines {
		if l.o.State == order.Approved {
			s := &l.o.Lines[n]
			s.State = s.Progress(l.r.Lines[n].Quantity, l.disputed[n])
			closed = closed && (s.State == order.Accepted || s.State == order.AcceptedWithRemarks || s.State == order.Closed)
		}
	}
	if h := l.o.Holds; closed && l.paidAt != 0 && h.Reserved+h.Committed+h.Invoiced == 0 {
		l.o.ClosedAt = l.paidAt
		l.event(l.paidAt, order.EventClosed, party.Person{})
	}
	slices.SortStableFunc(l.o.Events, func(a, b order.Event) int { return cmp.Compare(a.At, b.At) })
	l.o.Version = uint64(len(l.o.Events))
}
