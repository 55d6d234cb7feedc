package client

import (
	"cmp"
	"slices"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// This file computes what an outcome of a case would do, with the rules that the server
// decides with, before anybody signs it.

// Proposal is an outcome that fits a case, with what it does.
type Proposal struct {
	Outcome conflict.Outcome
	// Problems are why it cannot be done now.
	Problems []Problem
	// Offer is the version that the author would be offered to sign, OfferDiff what differs from what was signed.
	Offer     *Document
	OfferDiff []order.Change
	Budgets   []BudgetEffect
	Stocks    []StockEffect
	// Facts say what else it does: of a device that it shuts out.
	Facts []Fact
	// Reversible says that a later ruling could take it back as long as nothing follows from it; of one that
	// cannot be done now it is not known.
	Reversible bool
}

// isDesk reports whether a kind is an act of the desk.
func isDesk(k seal.Kind) bool { return k >= seal.KindRuleCase && k <= seal.KindCommentCase }

// caseOf is the case that an act of the desk names.
func caseOf(cmd seal.Command) id.ID[id.Case] {
	if !isDesk(cmd.Kind) {
		return id.ID[id.Case]{}
	}
	// All their bodies have it as their first field.
	b, _ := read[struct {
		Case id.ID[id.Case] `cbor:"1,keyasint"`
	}](cmd)
	return b.Case
}

func (c *Core) mayAct(a party.Action) bool {
	return slices.ContainsFunc(c.rolesNow(), func(r party.Role) bool { return party.May(party.Person{Roles: []party.Role{r}}, a) })
}

// fillDesk says what the person here can do on a case.
func (c *Core) fillDesk(d *CaseDetail, k conflict.Case) error {
	onDesk := c.mayAct(party.ActionRuleCase)
	d.CanComment = len(k.Comments) < conflict.MaxComments && (d.Own || onDesk)
	d.CanAssign = onDesk && !d.Own
	switch {
	case !onDesk:
		d.WhyNot = []fault.Reason{{Code: fault.NotAllowed, Ref: string(party.ActionRuleCase)}}
	case d.Own:
		d.WhyNot = []fault.Reason{{Code: fault.OwnCase}}
	case !k.IsOpen():
		d.WhyNot = []fault.Reason{{Code: fault.CaseClosed, Ref: k.Closed.String()}}
	}
	if !onDesk {
		d.Reversal = d.WhyNot
		return nil
	}
	var err error
	if d.CanAssign {
		if d.Desk, err = c.deskPeople(k.Person); err != nil {
			return err
		}
	}
	if ruling, ok := k.StandingRuling(); ok {
		_, d.Reversal, err = c.trial().do(seal.KindReverseCase, seal.Encode(conflict.ReverseCase{
			Case: k.ID, Seen: k.Seen(), Ruling: ruling.ID, Text: ".",
		}))
		if err != nil {
			return err
		}
	}
	if d.WhyNot != nil {
		return nil
	}
	for _, o := range k.Outcomes() {
		p, err := c.propose(k, o)
		if err != nil {
			return err
		}
		d.Proposals = append(d.Proposals, p)
	}
	return nil
}

// deskPeople are those whom a case can be given to, by name.
func (c *Core) deskPeople(author id.ID[id.Person]) ([]party.Person, error) {
	var all []party.Person
	for d, err := range c.cfg.Docs.All(wire.DocPerson) {
		if err != nil {
			return nil, err
		}
		p, err := live[party.Person](d)
		if err == nil && p != nil && p.ID != author && party.May(*p, party.ActionRuleCase) {
			all = append(all, *p)
		}
	}
	slices.SortFunc(all, func(a, b party.Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), a.ID.Compare(b.ID)) })
	return all, nil
}

// trialRuling is a body that has an outcome tried; its ground is the first that fits.
func trialRuling(k conflict.Case, o conflict.Outcome) []byte {
	return seal.Encode(conflict.RuleCase{Case: k.ID, Seen: k.Seen(), Outcome: o, Ground: o.Grounds()[0]})
}

// propose tries one outcome of a case.
func (c *Core) propose(k conflict.Case, o conflict.Outcome) (Proposal, error) {
	p := Proposal{Outcome: o}
	t := c.trial()
	outcome, reasons, err := t.do(seal.KindRuleCase, trialRuling(k, o))
	if err != nil {
		return Proposal{}, err
	}
	p.Problems = stopping(reasons)
	p.Reversible = rules.CanUndo(k, o, t.world.Orders[k.Order])
	if len(outcome.ShutOut) > 0 {
		p.Facts = c.shutOut(k)
	}
	if o == conflict.Offer && len(reasons) == 0 {
		if err := c.offerTo(t, k, &p); err != nil {
			return Proposal{}, err
		}
	}
	p.Budgets, p.Stocks = t.budgetEffects(), t.stockEffects()
	return p, nil
}

// offerTo tries the version that the author would be offered: what it does once it is signed.
func (c *Core) offerTo(t *trial, k conflict.Case, p *Proposal) error {
	cmd := rules.ParkedCommand(k)
	if err := c.load(t.world, c.over, cmd); err != nil {
		return err
	}
	r, ok := rules.Offered(rules.Facts{Now: t.at, World: t.world}, k)
	if !ok {
		p.Problems = stopping(k.Reasons)
		return nil
	}
	cmd.Body, cmd.ClaimedAt = r.Encode(), t.at
	_, reasons, err := t.decide(cmd)
	if err != nil {
		return err
	}
	p.Problems = stopping(reasons)
	d, err := c.document(cmd.Body, nil)
	if err != nil {
		return err
	}
	c.nameUnit(&d, k)
	p.Offer = &d
	if signed, err := order.DecodeRevision(k.Signed); err == nil {
		p.OfferDiff = c.speak(order.Diff(signed, r), k.Org)
	}
	return nil
}

// offered is the version of an order that a ruling offers its author, as it can be had now;
// false where none does, or nothing differs any more.
func (c *Core) offered(o orderID) (order.Revision, bool, error) {
	for _, k := range c.openCases(o) {
		ruling, ok := k.StandingRuling()
		if !ok || ruling.Outcome != conflict.Offer {
			continue
		}
		t := c.trial()
		if err := c.load(t.world, c.over, rules.ParkedCommand(k)); err != nil {
			return order.Revision{}, false, err
		}
		if r, ok := rules.Offered(rules.Facts{Now: t.at, World: t.world}, k); ok {
			return r, true, nil
		}
	}
	return order.Revision{}, false, nil
}

// stopping are reasons each of which stops: on the desk nothing is signed on the chance
// that the server knows better.
func stopping(reasons []fault.Reason) []Problem {
	all := problems(reasons)
	for i := range all {
		all[i].Stops = true
	}
	return all
}

// DeskDryRun is what one ruling over many cases would do.
type DeskDryRun struct {
	Rows []DeskTrial
	// Budgets and Stocks are the effects of all that can be done, together.
	Budgets []BudgetEffect
	Stocks  []StockEffect
}

// DeskTrial is one case of a dry run: what it takes of the budgets (kopiykas) and of the
// stock (pieces), below zero what it gives back.
type DeskTrial struct {
	Row           CaseRow
	Problems      []Problem
	Money, Pieces int64
}

// DryRun tries one outcome on many cases, each of which meets what those before it left.
// Nothing is signed. An offer is tried as if its author had signed it. Faults: TooLarge, CaseUnknown.
func (c *Core) DryRun(cases []id.ID[id.Case], o conflict.Outcome) (DeskDryRun, error) {
	c.mu.Lock()
	defer c.unlock()
	if len(cases) > MaxDecisions {
		return DeskDryRun{}, fault.Because("dry run", fault.Reason{Code: fault.TooLarge, Have: int64(len(cases)), Want: MaxDecisions})
	}
	if len(o.Grounds()) == 0 {
		return DeskDryRun{}, fault.Because("dry run", fault.Reason{Code: fault.FieldMissing, Field: "outcome"})
	}
	if err := c.refresh(); err != nil {
		return DeskDryRun{}, err
	}
	t := c.trial()
	var run DeskDryRun
	tried := map[id.ID[id.Case]]bool{}
	for _, key := range cases {
		if tried[key] {
			continue
		}
		tried[key] = true
		k := c.caseShown(key)
		if k == nil {
			return DeskDryRun{}, fault.Because("dry run", fault.Reason{Code: fault.CaseUnknown, Ref: key.String()})
		}
		row, err := c.tryCase(t, *k, o)
		if err != nil {
			return DeskDryRun{}, err
		}
		run.Rows = append(run.Rows, row)
	}
	run.Budgets, run.Stocks = t.budgetEffects(), t.stockEffects()
	return run, nil
}

func (c *Core) tryCase(t *trial, k conflict.Case, o conflict.Outcome) (DeskTrial, error) {
	row := DeskTrial{Row: c.caseRow(k)}
	money, pieces := t.taken()
	_, reasons, err := t.do(seal.KindRuleCase, trialRuling(k, o))
	if err != nil {
		return row, err
	}
	row.Problems = stopping(reasons)
	if o == conflict.Offer && len(reasons) == 0 {
		var p Proposal
		if err := c.offerTo(t, k, &p); err != nil {
			return row, err
		}
		row.Problems = p.Problems
	}
	after, left := t.taken()
	row.Money, row.Pieces = after-money, left-pieces
	return row, nil
}

// taken is what the trial took so far of budgets (kopiykas) and of the free stock (pieces).
func (t *trial) taken() (money, pieces int64) {
	for _, key := range t.budgets {
		if b := t.before.Budgets[key]; b != nil {
			money += int64(b.Free() - t.world.Budgets[key].Free())
		}
	}
	for _, key := range t.offers {
		pieces += freeOn(t.before.Stocks[key]) - freeOn(t.world.Stocks[key])
	}
	return money, pieces
}

// hasRuled reports whether the document of a case has the trace of an act of the desk.
func (c *Core) hasRuled(key id.ID[id.Case], e *entry) bool {
	k := c.cases[key]
	if k == nil {
		return false
	}
	switch e.command.Kind { //nolint:exhaustive // the desk's only
	case seal.KindRuleCase:
		return slices.ContainsFunc(k.Rulings, func(r conflict.Ruling) bool { return r.ID == e.command.ID })
	case seal.KindReverseCase:
		return slices.ContainsFunc(k.Rulings, func(r conflict.Ruling) bool { return r.ReversedID == e.command.ID })
	case seal.KindCommentCase:
		return slices.ContainsFunc(k.Comments, func(r conflict.Comment) bool { return r.ID == e.command.ID })
	}
	b, _ := read[conflict.AssignCase](e.command)
	return k.Assignee == b.Person || k.AssignedAt > e.receipt.ReceivedAt
}

// desk tells an act on a case, with what the rules say it does.
func (f *facts) desk(cmd seal.Command, out rules.Outcome) {
	k := f.c.caseShown(caseOf(cmd))
	if k == nil {
		return
	}
	f.code("case", "case", k.Kind.String())
	if !k.Order.IsZero() {
		f.text("order", order.Number(k.OrgNumber, k.Order))
	}
	f.text("author", k.PersonName)
	switch cmd.Kind { //nolint:exhaustive // the desk's only
	case seal.KindRuleCase:
		b, _ := read[conflict.RuleCase](cmd)
		f.code("outcome", "outcome", b.Outcome.String())
		f.code("reason", "ground", b.Ground.String())
		f.text("comment", b.Text)
		if len(out.ShutOut) > 0 {
			f.all = append(f.all, f.c.shutOut(*k)...)
		}
	case seal.KindReverseCase:
		b, _ := read[conflict.ReverseCase](cmd)
		if r, ok := k.StandingRuling(); ok {
			f.code("reverses", "outcome", r.Outcome.String())
			if r.Outcome.ShutsOut() {
				f.text("stays_out", f.c.whose(*k))
			}
		}
		f.text("comment", b.Text)
	case seal.KindAssignCase:
		b, _ := read[conflict.AssignCase](cmd)
		if p, err := f.c.person(b.Person); err == nil && p != nil {
			f.text("to", p.Name)
		}
		f.text("comment", b.Text)
	case seal.KindCommentCase:
		b, _ := read[conflict.CommentCase](cmd)
		f.text("comment", b.Text)
	}
}

// SeenOf is the hash of a case as it is shown: what an act on it rests on. Fault: CaseUnknown.
func (c *Core) SeenOf(key id.ID[id.Case]) (seal.Hash, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return seal.Hash{}, err
	}
	k := c.caseShown(key)
	if k == nil {
		return seal.Hash{}, fault.Because("case", fault.Reason{Code: fault.CaseUnknown, Ref: key.String()})
	}
	return k.Seen(), nil
}
