package rules

import (
	"slices"

	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/round"
	"dotchain/shared/wire"
)

// enqueue puts the lines of an approved order that wait for a round into the
// queues of their items, with as many pieces as they wait for. The place in a queue
// is the approval's: it decides nothing in a round, only who is in it.
// A queue that is full takes nobody: what is approved has its place.
func (a *act) enqueue() []fault.Reason {
	r, err := order.DecodeRevision(a.o.Content)
	if err != nil {
		return fault.ReasonsOf(err)
	}
	for i, l := range a.o.Lines {
		if !l.InRounds || i >= len(r.Lines) {
			continue
		}
		pieces := l.Waiting(r.Lines[i].Quantity)
		if pieces <= 0 {
			continue
		}
		q := a.queue(l.Item)
		q.Waiting = slices.DeleteFunc(slices.Clone(q.Waiting), func(w round.Waiting) bool { return w.Order == a.o.ID && w.Line == i+1 })
		if n := len(q.Waiting); n >= round.MaxWaiting {
			return []fault.Reason{{Code: fault.TooLarge, Line: i + 1, Field: "queue", Have: int64(n), Want: round.MaxWaiting}}
		}
		q.Waiting = append(q.Waiting, round.Waiting{
			Order: a.o.ID, Line: i + 1, Unit: a.o.Unit, Offer: r.Lines[i].Offer, Pieces: pieces, Urgency: r.Urgency, Since: a.d.now,
		})
		a.things.putQueue(q)
	}
	return nil
}

// dequeue takes all lines of the order out of the queues they stand in.
func (a *act) dequeue() {
	for _, item := range queuedItems(a.o) {
		// A unit's own device does not hold the queue: the server takes it out.
		q, ok := got[round.Queue](a.things, queueKey(item))
		if !ok {
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(q.Waiting), func(w round.Waiting) bool { return w.Order == a.o.ID })
		if len(kept) == len(q.Waiting) {
			continue
		}
		q.Waiting = kept
		a.things.putQueue(q)
	}
}

// queues keeps in the queues what still waits.
func (g *giving) queues() {
	for _, item := range g.f.items {
		q, ok := got[round.Queue](g.things, queueKey(item))
		if !ok {
			q = round.Queue{ID: round.QueueID(item), Item: item}
			if known := g.d.w.Items[item]; known != nil {
				q.Category = code.CategoryCode(known.Category)
			}
		}
		kept := make([]round.Waiting, 0, len(q.Waiting))
		for _, w := range q.Waiting {
			if a := g.byID[w.Order]; a != nil && w.Line >= 1 && w.Line <= len(a.o.Lines) {
				if w.Pieces = a.o.Lines[w.Line-1].Waiting(a.ordered(w.Line)); w.Pieces == 0 {
					continue
				}
			}
			kept = append(kept, w)
		}
		q.Waiting = kept
		q.Rounds++
		g.things.putQueue(q)
	}
}

// queue is the queue of an item, a new one where nobody has waited for it yet.
func (a *act) queue(item id.ID[id.Item]) round.Queue {
	if q, ok := got[round.Queue](a.things, queueKey(item)); ok {
		return q
	}
	q := round.Queue{ID: round.QueueID(item), Item: item}
	if known := a.d.w.Items[item]; known != nil {
		q.Category = code.CategoryCode(known.Category)
	}
	return q
}

// putQueue takes over a queue; its version is raised once a command.
func (t *things) putQueue(q round.Queue) {
	if _, again := t.changed[q.DocKey()]; !again {
		q.Version++
	}
	t.put(q)
}

func queueKey(item id.ID[id.Item]) wire.Key { return round.Queue{ID: round.QueueID(item)}.DocKey() }

func creditsKey(item id.ID[id.Item]) wire.Key {
	return round.Credits{ID: round.CreditsID(item)}.DocKey()
}

func outlookKey(item id.ID[id.Item]) wire.Key {
	return round.Outlook{ID: round.OutlookID(item)}.DocKey()
}

// queuedItems are the items of an order's lines that rounds share, each once.
func queuedItems(o order.Order) []id.ID[id.Item] {
	var all []id.ID[id.Item]
	for _, l := range o.Lines {
		if l.InRounds && !slices.Contains(all, l.Item) {
			all = append(all, l.Item)
		}
	}
	return all
}
