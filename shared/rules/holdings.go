package rules

import (
	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/supply"
)

// ledger posts to copies of the world's budgets.
type ledger struct {
	w        *World
	budgets  map[id.ID[id.Budget]]budget.Budget
	sequence []id.ID[id.Budget]
	postings []budget.Posting
}

func newLedger(w *World) *ledger { return &ledger{w: w, budgets: map[id.ID[id.Budget]]budget.Budget{}} }

func (l *ledger) budget(b id.ID[id.Budget]) budget.Budget {
	if known, ok := l.budgets[b]; ok {
		return known
	}
	if known := l.w.Budgets[b]; known != nil {
		return *known
	}
	return budget.Budget{}
}

// post moves money, or says why it is not where it should be. At the server that
// would be damage; on a device, which meets documents in pages, an order may be
// there before its budget or after it.
func (l *ledger) post(p budget.Posting) []fault.Reason {
	if p.Amount == 0 || p.From == p.To {
		return nil
	}
	before := l.budget(p.Budget)
	if before.ID.IsZero() {
		return []fault.Reason{{Code: fault.BudgetMissing, Field: "fund", Ref: p.Budget.String()}}
	}
	after, err := before.Post(p)
	if err != nil {
		return []fault.Reason{{Code: fault.BudgetExceeded, Field: "fund", Have: int64(before.Free()), Want: int64(p.Amount)}}
	}
	if _, ok := l.budgets[p.Budget]; !ok {
		l.sequence = append(l.sequence, p.Budget)
	} else {
		after.Version = before.Version // one change of this command, one version
	}
	l.budgets[p.Budget] = after
	l.postings = append(l.postings, p)
	return nil
}

// move moves what an order holds of its budget from one state to another.
func (l *ledger) move(o *order.Order, from, to budget.State, amount money.Amount) []fault.Reason {
	if from != budget.Free && o.Holds.Of(from) < amount {
		return []fault.Reason{{Code: fault.BudgetExceeded, Field: "fund", Have: int64(o.Holds.Of(from)), Want: int64(amount)}}
	}
	if reasons := l.post(budget.Posting{Budget: o.Budget, Order: o.ID, From: from, To: to, Amount: amount}); reasons != nil {
		return reasons
	}
	o.Holds = o.Holds.Moved(from, to, amount)
	return nil
}

// release gives back all that an order holds and that is not paid.
func (l *ledger) release(o *order.Order) []fault.Reason {
	for _, s := range []budget.State{budget.Reserved, budget.Committed, budget.Invoiced} {
		if reasons := l.move(o, s, budget.Free, o.Holds.Of(s)); reasons != nil {
			return reasons
		}
	}
	return nil
}

func (l *ledger) changed() ([]budget.Budget, []budget.Posting) {
	all := make([]budget.Budget, len(l.sequence))
	for i, b := range l.sequence {
		all[i] = l.budgets[b]
	}
	return all, l.postings
}

// shelf moves pieces on copies of the world's stocks.
type shelf struct {
	w        *World
	stocks   map[id.ID[id.Offer]]supply.Stock
	sequence []id.ID[id.Offer]
}

func newShelf(w *World) *shelf { return &shelf{w: w, stocks: map[id.ID[id.Offer]]supply.Stock{}} }

func (s *shelf) stock(o id.ID[id.Offer]) (supply.Stock, bool) {
	if known, ok := s.stocks[o]; ok {
		return known, true
	}
	if known := s.w.Stocks[o]; known != nil {
		return *known, true
	}
	return supply.Stock{}, false
}

// move reserves pieces; a negative number gives them back.
func (s *shelf) move(o id.ID[id.Offer], pieces int64) {
	known, ok := s.stock(o)
	if !ok || pieces == 0 {
		return
	}
	if _, changed := s.stocks[o]; !changed {
		known.Version++
		s.sequence = append(s.sequence, o)
	}
	// On a device the stock may have been released before its order says so.
	known.Reserved = max(known.Reserved+pieces, 0)
	s.stocks[o] = known
}

// giveBack puts back what an order's parts hold.
func (s *shelf) giveBack(o order.Order) {
	for _, l := range o.Lines {
		for _, p := range l.Parts {
			s.move(p.Offer, -p.OnShelf())
		}
	}
}

// send takes pieces off the shelf: they were held for an order and leave.
func (s *shelf) send(o id.ID[id.Offer], pieces int64) {
	if _, ok := s.stock(o); !ok || pieces == 0 {
		return
	}
	s.move(o, -pieces)
	s.lose(o, pieces)
}

// lose takes pieces off what is on hand, after a move: they left, or their supplier
// says that it has none of them. What others hold stays theirs.
func (s *shelf) lose(o id.ID[id.Offer], pieces int64) {
	if known, ok := s.stocks[o]; ok {
		known.OnHand = max(known.OnHand-pieces, known.Reserved)
		s.stocks[o] = known
	}
}

func (s *shelf) changed() []supply.Stock {
	var all []supply.Stock
	for _, o := range s.sequence {
		if now, was := s.stocks[o], s.w.Stocks[o]; now.Reserved != was.Reserved || now.OnHand != was.OnHand {
			all = append(all, now)
		}
	}
	return all
}

// tally counts pieces on copies of the world's usages.
type tally struct {
	w        *World
	unit     id.ID[id.Org]
	usages   map[id.ID[id.Usage]]supply.Usage
	sequence []id.ID[id.Usage]
}

func newTally(w *World, unit id.ID[id.Org]) *tally {
	return &tally{w: w, unit: unit, usages: map[id.ID[id.Usage]]supply.Usage{}}
}

// add counts pieces (a negative number takes them back) and returns the new count.
func (t *tally) add(item id.ID[id.Item], year, pieces int64) int64 {
	key := supply.UsageID(t.unit, item, year)
	known, ok := t.usages[key]
	if !ok {
		known = supply.Usage{ID: key, Unit: t.unit, Item: item, Year: year}
		if before := t.w.Usages[key]; before != nil {
			known = *before
		}
		known.Version++
		t.sequence = append(t.sequence, key)
	}
	// A cap that came after the order found nothing counted to take back.
	known.Pieces = max(known.Pieces+pieces, 0)
	t.usages[key] = known
	return known.Pieces
}

func (t *tally) giveBack(o order.Order) {
	r, err := order.DecodeRevision(o.Content)
	if err != nil {
		return
	}
	year := KyivYear(signedAt(o, 0))
	for _, l := range r.Lines {
		offer := t.w.Offers[l.Offer]
		if offer == nil || t.w.Items[offer.Item] == nil || t.w.Items[offer.Item].Cap == 0 {
			continue
		}
		t.add(offer.Item, year, -l.Quantity)
	}
}

func (t *tally) changed() []supply.Usage {
	all := make([]supply.Usage, 0, len(t.sequence))
	for _, u := range t.sequence {
		all = append(all, t.usages[u])
	}
	return all
}
