package rules

import (
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// ParkedCommand is the command that a case is about, as far as deciding it goes.
func ParkedCommand(k conflict.Case) seal.Command {
	return seal.Command{
		Version: seal.CommandVersion, ID: k.CommandID, Kind: k.Command, Person: k.Person, Device: k.Device, ClaimedAt: k.ClaimedAt, Body: k.Signed,
	}
}

// onDesk is the case that an act of the desk is about. Nobody acts on their own.
func (d *decision) onDesk(key id.ID[id.Case]) (conflict.Case, []fault.Reason) {
	k := d.w.Desk[key]
	switch {
	case k == nil:
		return conflict.Case{}, []fault.Reason{{Code: fault.CaseUnknown, Ref: key.String()}}
	case k.Person == d.person.ID:
		return conflict.Case{}, []fault.Reason{{Code: fault.OwnCase}}
	}
	return *k, nil
}

func isDeskText(text string) bool { return len(text) <= conflict.MaxText && seal.IsClean(text) }

func stale(k conflict.Case, seen seal.Hash) []fault.Reason {
	if is := k.Seen(); is != seen {
		return []fault.Reason{{Code: fault.CaseChanged, Ref: is.String()}}
	}
	return nil
}

// CaseOf is the case that a ruling is on, with its outcome; false for another command. A
// body that cannot be read names none.
func CaseOf(c seal.Command) (key id.ID[id.Case], o conflict.Outcome, ok bool) {
	var b conflict.RuleCase
	if c.Kind != seal.KindRuleCase || seal.Decode(c.Body, &b) != nil {
		return key, o, false
	}
	return b.Case, b.Outcome, true
}

// ruleCase decides a case. What was signed is applied as it was signed, or not at all.
func (d *decision) ruleCase() (Outcome, []fault.Reason) {
	var b conflict.RuleCase
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	k, reasons := d.onDesk(b.Case)
	if r := d.mayRule(k, b.Outcome); r != nil {
		return Outcome{}, r
	}
	if reasons != nil {
		return Outcome{}, reasons
	}
	if !k.IsOpen() {
		return refuse(fault.Reason{Code: fault.CaseClosed, Ref: k.Closed.String()})
	}
	if reasons = append(stale(k, b.Seen), checkRuling(k, b)...); len(reasons) > 0 {
		return refuse(reasons...)
	}
	ruling := conflict.Ruling{
		ID: d.c.ID, At: d.now, Person: d.person.ID, Name: d.person.Name, Outcome: b.Outcome, Ground: b.Ground, Text: b.Text,
	}
	var out Outcome
	if b.Outcome.Redecides() {
		out, reasons = decide(Facts{Now: d.now, World: d.w, Server: d.server}, ParkedCommand(k))
		if len(reasons) > 0 {
			return refuse(reasons...)
		}
		for _, o := range out.Orders {
			if o.ID == k.Order {
				ruling.OrderVersion = o.Version
			}
		}
	}
	if b.Outcome.ShutsOut() && !d.isOfServer(k) {
		out.ShutOut = []id.ID[id.Device]{k.Device}
	}
	k.Rulings = append(k.Rulings[:len(k.Rulings):len(k.Rulings)], ruling)
	if how := b.Outcome.Closure(); how != conflict.Open {
		k = k.Close(how, d.now)
	} else {
		k.Version++
	}
	// What was applied may have settled this very case, too: the ruling is how it ended.
	out.Cases = append(withoutCase(out.Cases, k.ID), k)
	return out, nil
}

// isOfServer reports whether a case is of the server's own device: without it nothing would
// be done by the clock any more, and whoever has its key needs no device.
func (d *decision) isOfServer(k conflict.Case) bool {
	p := d.w.People[k.Person]
	return p != nil && p.Has(party.RoleServer)
}

// mayRule: the desk rules. The server carries out what a ruling of the desk left to wait,
// and what waited for its order, and nothing else.
func (d *decision) mayRule(k conflict.Case, o conflict.Outcome) []fault.Reason {
	if k.WaitsSince() > 0 && o == conflict.Apply && d.may(party.ActionApplyWaiting) == nil {
		return nil
	}
	return d.may(party.ActionRuleCase)
}

func checkRuling(k conflict.Case, b conflict.RuleCase) []fault.Reason {
	if !k.Fits(b.Outcome) {
		return []fault.Reason{{Code: fault.OutcomeUnfit, Ref: b.Outcome.String()}}
	}
	fits := false
	for _, g := range b.Outcome.Grounds() {
		fits = fits || g == b.Ground
	}
	switch {
	case !fits:
		return []fault.Reason{{Code: fault.FieldMissing, Field: "reason"}}
	case b.Ground == conflict.Other && b.Text == "":
		return []fault.Reason{{Code: fault.FieldMissing, Field: "comment"}}
	case !isDeskText(b.Text):
		return []fault.Reason{{Code: fault.TextNotClean, Field: "comment"}}
	case len(k.Rulings) >= conflict.MaxRulings:
		return []fault.Reason{{Code: fault.TooLarge, Field: "rulings", Have: int64(len(k.Rulings)), Want: conflict.MaxRulings}}
	}
	return nil
}

func withoutCase(all []conflict.Case, key id.ID[id.Case]) []conflict.Case {
	var kept []conflict.Case
	for _, c := range all {
		if c.ID != key {
			kept = append(kept, c)
		}
	}
	return kept
}

// reverseCase takes the ruling that stands back, as far as what it did can be undone.
func (d *decision) reverseCase() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionReverseCase); r != nil {
		return Outcome{}, r
	}
	var b conflict.ReverseCase
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	k, reasons := d.onDesk(b.Case)
	if reasons != nil {
		return Outcome{}, reasons
	}
	if reasons = stale(k, b.Seen); reasons != nil {
		return refuse(reasons...)
	}
	ruling, ok := k.StandingRuling()
	switch {
	case !ok || ruling.ID != b.Ruling:
		return refuse(fault.Reason{Code: fault.RulingUnknown, Ref: b.Ruling.String()})
	case b.Text == "":
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "comment"})
	case !isDeskText(b.Text):
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	case k.Closed != ruling.Outcome.Closure():
		// Its author, or what came later, ended the case since.
		return refuse(fault.Reason{Code: fault.RulingDone, Ref: k.Closed.String()})
	}
	var out Outcome
	if ruling.Outcome.Redecides() {
		if out, reasons = d.undo(k, ruling, b.Text); reasons != nil {
			return refuse(reasons...)
		}
	}
	rulings := append([]conflict.Ruling(nil), k.Rulings...)
	last := &rulings[len(rulings)-1]
	last.ReversedAt, last.ReversedBy, last.ReversedText, last.ReversedID = d.now, d.person.Name, b.Text, d.c.ID
	k.Rulings, k.Closed, k.ClosedAt = rulings, conflict.Open, 0
	k.Version++
	out.Cases = append(withoutCase(out.Cases, k.ID), k)
	return out, nil
}

// CanUndo reports whether a ruling on a case could be taken back while all is as it left it;
// the order is the one that the case is about, nil for none. What was applied is given back only of
// an order's first revision that nobody has approved; all else has gone on to others.
func CanUndo(k conflict.Case, o conflict.Outcome, about *order.Order) bool {
	return !o.Redecides() || k.Command == seal.KindSubmitOrder && about != nil && about.Revision == 1 && about.ApprovedAt == 0
}

// undo gives back what a ruling applied: the first revision of an order, to which nothing
// happened since. All else went on, and is mended by an act of its own.
func (d *decision) undo(k conflict.Case, ruling conflict.Ruling, text string) (Outcome, []fault.Reason) {
	standing := d.w.Orders[k.Order]
	if standing == nil {
		return refuse(fault.Reason{Code: fault.RulingDone})
	}
	if standing.Version != ruling.OrderVersion || !CanUndo(k, ruling.Outcome, standing) {
		return refuse(fault.Reason{Code: fault.RulingDone, Ref: standing.State.String()})
	}
	a := d.act(standing.Clone())
	if reasons := a.giveUp(order.Cancelled, order.Event{Kind: order.EventCancelled, Comment: text}); reasons != nil {
		return refuse(reasons...)
	}
	return a.outcome(), nil
}

// assignCase gives a case to somebody of the desk, or to nobody.
func (d *decision) assignCase() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionAssignCase); r != nil {
		return Outcome{}, r
	}
	var b conflict.AssignCase
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	k, reasons := d.onDesk(b.Case)
	if reasons != nil {
		return Outcome{}, reasons
	}
	name := ""
	if !b.Person.IsZero() {
		to := d.w.People[b.Person]
		switch {
		case to == nil || !party.May(*to, party.ActionRuleCase):
			return refuse(fault.Reason{Code: fault.FieldInvalid, Field: "person", Ref: b.Person.String()})
		case to.ID == k.Person:
			return refuse(fault.Reason{Code: fault.OwnCase})
		}
		name = to.Name
	}
	if !isDeskText(b.Text) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	if b.Text != "" && len(k.Comments) >= conflict.MaxComments {
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "comments", Have: int64(len(k.Comments)), Want: conflict.MaxComments})
	}
	if k.Assignee == b.Person && b.Text == "" {
		return Outcome{}, nil
	}
	if k.Assignee != b.Person {
		k.Assignee, k.AssigneeName, k.AssignedAt = b.Person, name, d.now
	}
	if k.Assignee.IsZero() {
		k.AssignedAt = 0
	}
	if b.Text != "" {
		// What is said with it stays on the case, for the desk.
		k.Comments = append(k.Comments[:len(k.Comments):len(k.Comments)], conflict.Comment{
			ID: d.c.ID, At: d.now, Person: d.person.ID, Name: d.person.Name, Text: b.Text,
		})
	}
	k.Version++
	return Outcome{Cases: []conflict.Case{k}}, nil
}

// commentCase writes on a case: the desk for itself or for the author, the author for the desk.
func (d *decision) commentCase() (Outcome, []fault.Reason) {
	var b conflict.CommentCase
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	k := d.w.Desk[b.Case]
	if k == nil {
		return refuse(fault.Reason{Code: fault.CaseUnknown, Ref: b.Case.String()})
	}
	isAuthor := k.Person == d.person.ID
	if !isAuthor {
		if r := d.may(party.ActionCommentCase); r != nil {
			return Outcome{}, r
		}
	}
	switch {
	case b.Text == "":
		return refuse(fault.Reason{Code: fault.FieldMissing, Field: "comment"})
	case !isDeskText(b.Text):
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	case len(k.Comments) >= conflict.MaxComments:
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "comments", Have: int64(len(k.Comments)), Want: conflict.MaxComments})
	}
	changed := *k
	changed.Comments = append(k.Comments[:len(k.Comments):len(k.Comments)], conflict.Comment{
		ID: d.c.ID, At: d.now, Person: d.person.ID, Name: d.person.Name, Text: b.Text, ToAuthor: b.ToAuthor || isAuthor,
	})
	changed.Version++
	return Outcome{Cases: []conflict.Case{changed}}, nil
}

// desk asks for what an act of the desk is about: its case, and for one that has what was
// signed decided once more, all that this needs.
func (m *asker) desk(c seal.Command) {
	var named struct {
		Case    id.ID[id.Case]   `cbor:"1,keyasint"`
		Outcome conflict.Outcome `cbor:"3,keyasint"`
	}
	switch c.Kind { //nolint:exhaustive // only the desk's come here
	case seal.KindRuleCase:
		var b conflict.RuleCase
		if seal.Decode(c.Body, &b) != nil {
			return
		}
		named.Case, named.Outcome = b.Case, b.Outcome
	case seal.KindReverseCase:
		var b conflict.ReverseCase
		if seal.Decode(c.Body, &b) != nil {
			return
		}
		named.Case = b.Case
	case seal.KindAssignCase:
		var b conflict.AssignCase
		if seal.Decode(c.Body, &b) != nil {
			return
		}
		if named.Case = b.Case; !b.Person.IsZero() {
			m.person(b.Person)
		}
	case seal.KindCommentCase:
		var b conflict.CommentCase
		if seal.Decode(c.Body, &b) != nil {
			return
		}
		named.Case = b.Case
	}
	ask(m.w.Desk, named.Case, &m.needs.Desk)
	k := m.w.Desk[named.Case]
	if k == nil {
		return
	}
	// The case goes to its author's organisation as well.
	ask(m.w.Orgs, k.Org, &m.needs.Orgs)
	if !k.Order.IsZero() && (c.Kind == seal.KindReverseCase || named.Outcome.Redecides()) {
		m.order(k.Order, k.ClaimedAt)
	}
	if c.Kind == seal.KindRuleCase && named.Outcome.ShutsOut() && !k.Person.IsZero() {
		m.person(k.Person)
	}
	if c.Kind == seal.KindRuleCase && named.Outcome.Redecides() && k.Fits(named.Outcome) {
		m.needs.add(Missing(m.w, ParkedCommand(*k)))
	}
}

// add takes over other needs, each key once.
func (n *Needs) add(more Needs) {
	n.Orgs = union(n.Orgs, more.Orgs)
	n.People = union(n.People, more.People)
	n.Items = union(n.Items, more.Items)
	n.Offers = union(n.Offers, more.Offers)
	n.Stocks = union(n.Stocks, more.Stocks)
	n.Usages = union(n.Usages, more.Usages)
	n.Budgets = union(n.Budgets, more.Budgets)
	n.Orders = union(n.Orders, more.Orders)
	n.Cases = union(n.Cases, more.Cases)
	n.Desk = union(n.Desk, more.Desk)
	n.Things = union(n.Things, more.Things)
}

func union[K comparable](all, more []K) []K {
	known := make(map[K]bool, len(all))
	for _, k := range all {
		known[k] = true
	}
	for _, k := range more {
		if !known[k] {
			known[k] = true
			all = append(all, k)
		}
	}
	return all
}
