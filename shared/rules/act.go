package rules

import (
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
)

// act is a decision on one order that reaches into money, stock and papers: what
// it changes so far. Its parts are written by those who own them: invoices and
// credit notes in payment.go, queues in queue.go.
type act struct {
	d      *decision
	o      order.Order
	ledger *ledger
	shelf  *shelf
	tally  *tally
	things *things
}

// act begins a decision on an order; o is the caller's own copy.
func (d *decision) act(o order.Order) *act {
	return &act{d: d, o: o, ledger: newLedger(d.w), shelf: newShelf(d.w), tally: newTally(d.w, o.Unit), things: newThings(d.w)}
}

// event adds a step to the timeline, by the command's author, now.
func (a *act) event(e order.Event) {
	own := a.d.event(e.Kind, a.o.Revision)
	e.At, e.Person, e.Name, e.OrgName, e.Revision = own.At, own.Person, own.Name, own.OrgName, own.Revision
	a.o.Tell(e)
}

// outcome is all that changed; the order's version is raised once.
func (a *act) outcome() Outcome {
	var out Outcome
	out.Budgets, out.Postings = a.ledger.changed()
	out.Stocks, out.Usages = a.shelf.changed(), a.tally.changed()
	a.o.Version++
	out.Orders, out.Things = []order.Order{a.o}, a.things.all
	return out
}

// ordered is how many pieces a line of the standing revision asks for (line from 1).
func (a *act) ordered(line int) int64 {
	r, err := order.DecodeRevision(a.o.Content)
	if err != nil || line < 1 || line > len(r.Lines) {
		return 0
	}
	return r.Lines[line-1].Quantity
}

// progress makes the states of the lines follow their figures.
func (a *act) progress() {
	r, err := order.DecodeRevision(a.o.Content)
	if err != nil {
		return
	}
	for i := range a.o.Lines {
		a.o.Lines[i].State = a.o.Lines[i].Progress(r.Lines[i].Quantity, a.isDisputed(i+1))
	}
}

// part finds a part of a line (line from 1, part from 0) of the order.
func (a *act) part(line, part int) (*order.Part, []fault.Reason) {
	if line < 1 || line > len(a.o.Lines) || part < 0 || part >= len(a.o.Lines[line-1].Parts) {
		return nil, []fault.Reason{{Code: fault.FieldInvalid, Line: line, Field: "line", Have: int64(line), Want: int64(len(a.o.Lines))}}
	}
	return &a.o.Lines[line-1].Parts[part], nil
}

// partRef names a part of an order's line with a number of its pieces.
type partRef struct {
	line, part int
	pieces     int64
}

// suppliers are those of the order's parts, each once, by id.
func (a *act) suppliers() []id.ID[id.Org] {
	var all []id.ID[id.Org]
	for _, l := range a.o.Lines {
		for _, p := range l.Parts {
			all = append(all, p.Supplier)
		}
	}
	slices.SortFunc(all, id.ID[id.Org].Compare)
	return slices.Compact(all)
}
