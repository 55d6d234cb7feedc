package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// desk is a field with a case on it.
type desk struct {
	*sharedtest.Field
	t   *testing.T
	w   *rules.World
	key id.ID[id.Case]
}

// parked is a desk with the case of a command that was refused for reasons; none for what the rules say.
func parked(t *testing.T, f *sharedtest.Field, w *rules.World, by *sharedtest.Actor, kind seal.Kind, body any, reasons ...fault.Reason) *desk {
	t.Helper()
	c := by.Command(kind, body, sharedtest.Now)
	if len(reasons) == 0 {
		for n := rules.Missing(w, c); !n.IsEmpty(); n = rules.Missing(w, c) {
			sharedtest.Fill(w, n)
		}
		_, reasons = rules.Decide(rules.Facts{Now: sharedtest.Now.UnixMilli(), World: w}, c)
		require.NotEmpty(t, reasons)
	}
	k := rules.Park(rules.Facts{Now: sharedtest.Now.UnixMilli(), World: w}, c, by.Seal(c).Hash(), by.Device, reasons)
	w.Desk[k.ID] = &k
	w.Apply(rules.Outcome{Cases: []conflict.Case{k}})
	return &desk{Field: f, t: t, w: w, key: k.ID}
}

func (d *desk) now() conflict.Case { return *d.w.Desk[d.key] }

func (d *desk) body(o conflict.Outcome) conflict.RuleCase {
	ground := conflict.Other
	if all := o.Grounds(); len(all) > 0 {
		ground = all[0]
	}
	return conflict.RuleCase{Case: d.key, Seen: d.now().Seen(), Outcome: o, Ground: ground, Text: "so be it"}
}

func (d *desk) rule(o conflict.Outcome) []string {
	_, reasons := sharedtest.Decide(d.w, d.Operator.Command(seal.KindRuleCase, d.body(o), sharedtest.Now), sharedtest.Now)
	return reasons
}

func (d *desk) reverse() []string {
	k := d.now()
	b := conflict.ReverseCase{Case: d.key, Seen: k.Seen(), Text: "it was wrong"}
	if r, ok := k.StandingRuling(); ok {
		b.Ruling = r.ID
	}
	_, reasons := sharedtest.Decide(d.w, d.Operator.Command(seal.KindReverseCase, b, sharedtest.Now), sharedtest.Now)
	return reasons
}

// stockGone is a case of an order for which a piece is missing.
func stockGone(t *testing.T) (*desk, order.Revision) {
	t.Helper()
	f := sharedtest.NewField()
	w := f.World()
	w.Stocks[f.Offers[0].ID].Reserved = 9
	r := f.Revision(1, 0, 2, 1)
	return parked(t, f, w, f.Requisitioner, seal.KindSubmitOrder, r), r
}

func TestRuleCase_AppliesWhatWasSigned(t *testing.T) {
	t.Parallel()
	d, r := stockGone(t)
	require.Equal(t, []string{"stock_gone"}, d.rule(conflict.Apply), "there is still nothing")
	require.True(t, d.now().IsOpen())
	d.w.Stocks[d.Offers[0].ID].Reserved = 0
	out, reasons := sharedtest.Decide(d.w, d.Operator.Command(seal.KindRuleCase, d.body(conflict.Apply), sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Len(t, out.Cases, 1, "the case ends once, by the ruling")
	require.True(t, rules.CanUndo(d.now(), conflict.Apply, d.w.Orders[r.Order]))
	k, o := d.now(), d.w.Orders[r.Order]
	require.Equal(t, conflict.Applied, k.Closed)
	require.Equal(t, seal.Sum(r.Encode()), o.Hash, "just what was signed")
	require.Equal(t, d.Requisitioner.Person.ID, o.CreatedBy, "by whom it was signed")
	require.Equal(t, r.Total, d.w.Budgets[r.Budget].Reserved)
	require.Empty(t, d.w.Cases[r.Order])
	require.Equal(t, []string{"case_closed"}, d.rule(conflict.Apply))

	require.Empty(t, d.reverse())
	require.True(t, d.now().IsOpen())
	require.Equal(t, order.Cancelled, d.w.Orders[r.Order].State)
	require.Equal(t, money.Amount(0), d.w.Budgets[r.Budget].Reserved)
	require.Equal(t, int64(0), d.w.Stocks[d.Offers[0].ID].Reserved)
	require.Equal(t, []string{"ruling_unknown"}, d.reverse(), "once")
}

func TestReverseCase_NotAfterTheOrderWentOn(t *testing.T) {
	t.Parallel()
	d, r := stockGone(t)
	d.w.Stocks[d.Offers[0].ID].Reserved = 0
	require.Empty(t, d.rule(conflict.Apply))
	o := d.w.Orders[r.Order]
	_, reasons := sharedtest.Decide(d.w, d.Officer.Command(seal.KindApproveOrder, order.Decision{Order: o.ID, Hash: o.Hash}, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Equal(t, []string{"ruling_done"}, d.reverse())
	require.Equal(t, conflict.Applied, d.now().Closed)
}

// What CanUndo promises of each outcome before it is signed is what a reversal then does.
func TestCanUndo(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		make func(t *testing.T) *desk
		want bool
	}{
		"a first revision": {want: true, make: func(t *testing.T) *desk {
			t.Helper()
			d, _ := stockGone(t)
			d.w.Stocks[d.Offers[0].ID].Reserved = 0
			return d
		}},
		"a later revision": {make: func(t *testing.T) *desk {
			t.Helper()
			f := sharedtest.NewField()
			w := f.World()
			first := f.Revision(1, 0, 2)
			second := sharedtest.Totalled(f.Revision(1, 0, 3))
			second.Number, second.Replaces = 2, seal.Sum(first.Encode())
			d := parked(t, f, w, f.Requisitioner, seal.KindSubmitOrder, second)
			require.Empty(t, submit(t, w, f.Requisitioner, first))
			return d
		}},
		"a decision": {make: func(t *testing.T) *desk {
			t.Helper()
			f := sharedtest.NewField()
			w := f.World()
			r := f.Revision(1, 0, 2)
			d := parked(t, f, w, f.Officer, seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())})
			require.Empty(t, submit(t, w, f.Requisitioner, r))
			return d
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := row.make(t)
			require.Empty(t, d.rule(conflict.Apply))
			require.Equal(t, row.want, rules.CanUndo(d.now(), conflict.Apply, d.w.Orders[d.now().Order]))
			require.Equal(t, row.want, len(d.reverse()) == 0)
		})
	}
	d, _ := stockGone(t)
	for _, o := range d.now().Outcomes() {
		require.Equal(t, o != conflict.Apply, rules.CanUndo(d.now(), o, nil), o)
	}
}

// Whatever is decided, every outcome that leaves what was signed alone moves no
// kopiyka and no piece, and can be taken back.
func TestRuleCase_OutcomesThatMoveNothing(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		outcome conflict.Outcome
		closed  conflict.Closure
		waits   conflict.Waits
	}{
		{conflict.Offer, conflict.Open, conflict.Author},
		{conflict.Return, conflict.Open, conflict.Author},
		{conflict.Wait, conflict.Open, conflict.Stock},
		{conflict.Reject, conflict.Rejected, conflict.Nobody},
	} {
		t.Run(row.outcome.String(), func(t *testing.T) {
			t.Parallel()
			d, r := stockGone(t)
			out, reasons := sharedtest.Decide(d.w, d.Operator.Command(seal.KindRuleCase, d.body(row.outcome), sharedtest.Now), sharedtest.Now)
			require.Empty(t, reasons)
			require.Len(t, out.Cases, 1)
			out.Cases = nil
			require.True(t, out.IsEmpty(), "%+v", out)
			waits, _ := d.now().Waits()
			require.Equal(t, row.waits, waits)
			require.Equal(t, row.closed, d.now().Closed)
			require.Nil(t, d.w.Orders[r.Order])
			require.Empty(t, d.reverse())
			waits, _ = d.now().Waits()
			require.Equal(t, conflict.Desk, waits)
			require.False(t, d.now().Rulings[0].Stands(), "both are kept")
		})
	}
}

func TestRuleCase_Refuses(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		by     func(d *desk) *sharedtest.Actor
		change func(d *desk, b *conflict.RuleCase)
		want   string
	}{
		{"no operator", func(d *desk) *sharedtest.Actor { return d.Officer }, nil, "not_allowed"},
		{"an author of their own", nil, func(d *desk, _ *conflict.RuleCase) {
			d.w.Desk[d.key].Person = d.Operator.Person.ID
		}, "own_case"},
		{"a case nobody knows", nil, func(_ *desk, b *conflict.RuleCase) { b.Case = sharedtest.ID[id.Case](99) }, "case_unknown"},
		{"a case that is another meanwhile", nil, func(d *desk, _ *conflict.RuleCase) {
			d.w.Desk[d.key].Reasons = []fault.Reason{{Code: fault.StockGone, Have: 5}}
		}, "case_changed"},
		{"an outcome of another kind", nil, func(_ *desk, b *conflict.RuleCase) { b.Outcome = conflict.DeclareLost }, "outcome_unfit"},
		{"no ground", nil, func(_ *desk, b *conflict.RuleCase) { b.Ground = 0 }, "field_missing"},
		{"another without a text", nil, func(_ *desk, b *conflict.RuleCase) { b.Ground, b.Text = conflict.Other, "" }, "field_missing"},
		{"a text that turns the direction", nil, func(_ *desk, b *conflict.RuleCase) { b.Text = "a\u202eb" }, "text_not_clean"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d, _ := stockGone(t)
			b := d.body(conflict.Return)
			if row.change != nil {
				row.change(d, &b)
			}
			by := d.Operator
			if row.by != nil {
				by = row.by(d)
			}
			out, reasons := sharedtest.Decide(d.w, by.Command(seal.KindRuleCase, b, sharedtest.Now), sharedtest.Now)
			require.Equal(t, []string{row.want}, reasons)
			require.True(t, out.IsEmpty())
		})
	}
}

// A comment does not make what was seen stale; another ruling does.
func TestRuleCase_WhatWasSeen(t *testing.T) {
	t.Parallel()
	d, _ := stockGone(t)
	before := d.body(conflict.Wait)
	note := conflict.CommentCase{Case: d.key, Text: "we look"}
	_, reasons := sharedtest.Decide(d.w, d.Operator.Command(seal.KindCommentCase, note, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	again := d.body(conflict.Return)
	_, reasons = sharedtest.Decide(d.w, d.Operator.Command(seal.KindRuleCase, before, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	_, reasons = sharedtest.Decide(d.w, d.Operator.Command(seal.KindRuleCase, again, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"case_changed"}, reasons)
}

// What nobody proved to have signed is never applied, whoever asks.
func TestRuleCase_NeverAppliesWhatIsNotProven(t *testing.T) {
	t.Parallel()
	for _, code := range []fault.Code{fault.Tampered, fault.SignatureInvalid, fault.SignerMismatch, fault.SignerUnknown, fault.Malformed} {
		f := sharedtest.NewField()
		d := parked(t, f, f.World(), f.Requisitioner, seal.KindSubmitOrder, f.Revision(1, 0, 1), fault.Reason{Code: code})
		for _, o := range []conflict.Outcome{conflict.Apply, conflict.Accept, conflict.Offer} {
			require.Equal(t, []string{"outcome_unfit"}, d.rule(o), "%s %s", code, o)
		}
	}
}

func TestRuleCase_AcceptsARevokedSignersOrder(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	r := f.Revision(1, 0, 1)
	d := parked(t, f, f.World(), f.Requisitioner, seal.KindSubmitOrder, r, fault.Reason{Code: fault.SignerRevoked, Have: 1})
	require.Equal(t, []string{"outcome_unfit"}, d.rule(conflict.Apply))
	require.Empty(t, d.rule(conflict.Accept))
	require.Equal(t, order.InReview, d.w.Orders[r.Order].State)
}

// Every kind of case has outcomes, each with grounds, and the first can be ruled.
func TestKinds_HaveOutcomes(t *testing.T) {
	t.Parallel()
	for k := conflict.StockGone; k <= conflict.Rule; k++ {
		c := conflict.Case{Kind: k, Command: seal.KindSubmitOrder, Signed: []byte{1}}
		require.NotEmpty(t, c.Outcomes(), k.String())
		for _, o := range c.Outcomes() {
			require.NotEqual(t, "unknown", o.String())
			require.NotEmpty(t, o.Grounds())
			for _, g := range o.Grounds() {
				require.NotEmpty(t, g.String())
			}
		}
	}
}

func TestOffered(t *testing.T) {
	t.Parallel()
	d, _ := stockGone(t)
	facts := rules.Facts{Now: sharedtest.Now.UnixMilli(), World: d.w}
	left, ok := rules.Offered(facts, d.now())
	require.True(t, ok)
	require.Equal(t, []int64{1, 1}, []int64{left.Lines[0].Quantity, left.Lines[1].Quantity}, "what is left")
	require.Empty(t, submit(t, d.w, d.Requisitioner, left), "the author can sign it")
	require.Equal(t, conflict.Superseded, d.now().Closed)

	d, r := stockGone(t)
	facts.World = d.w
	d.w.Stocks[d.Offers[0].ID].Reserved = 0
	_, ok = rules.Offered(facts, d.now())
	require.False(t, ok, "nothing but what was signed")
	d.w.Offers[d.Offers[0].ID].Price++
	dearer, ok := rules.Offered(facts, d.now())
	require.True(t, ok)
	require.Equal(t, r.Lines[0].Price+1, dearer.Lines[0].Price)
	d.w.Offers[d.Offers[0].ID].Withdrawn = true
	without, ok := rules.Offered(facts, d.now())
	require.True(t, ok)
	require.Len(t, without.Lines, 1)
	require.Empty(t, submit(t, d.w, d.Requisitioner, without))
}

func TestAssignAndComment(t *testing.T) {
	t.Parallel()
	d, _ := stockGone(t)
	act := func(by *sharedtest.Actor, kind seal.Kind, body any) []string {
		_, reasons := sharedtest.Decide(d.w, by.Command(kind, body, sharedtest.Now), sharedtest.Now)
		return reasons
	}
	require.Equal(t, []string{"field_invalid"}, act(d.Operator, seal.KindAssignCase, conflict.AssignCase{Case: d.key, Person: d.Officer.Person.ID}))
	require.Empty(t, act(d.Operator, seal.KindAssignCase, conflict.AssignCase{Case: d.key, Person: d.Operator.Person.ID}))
	require.Equal(t, "Петро Зразок", d.now().AssigneeName)
	require.Empty(t, act(d.Operator, seal.KindAssignCase, conflict.AssignCase{Case: d.key}))
	require.True(t, d.now().Assignee.IsZero())
	require.Empty(t, d.now().Comments)

	// What is said with it stays on the case, for the desk, with who said it.
	hand := conflict.AssignCase{Case: d.key, Person: d.Operator.Person.ID, Text: "you know them"}
	require.Empty(t, act(d.Operator, seal.KindAssignCase, hand))
	said := d.now().Comments
	require.Len(t, said, 1)
	require.Equal(t, "you know them", said[0].Text)
	require.Equal(t, d.Operator.Person.Name, said[0].Name)
	require.Equal(t, d.now().AssignedAt, said[0].At)
	require.Empty(t, d.now().ForAuthor().Comments)
	since := d.now().AssignedAt
	hand.Text = "and the unit"
	require.Empty(t, act(d.Operator, seal.KindAssignCase, hand))
	require.Len(t, d.now().Comments, 2)
	require.Equal(t, since, d.now().AssignedAt, "they have it already")
	d.w.Desk[d.key].Comments = nil

	require.Equal(t, []string{"not_allowed"}, act(d.Second, seal.KindCommentCase, conflict.CommentCase{Case: d.key, Text: "me too"}))
	require.Equal(t, []string{"field_missing"}, act(d.Operator, seal.KindCommentCase, conflict.CommentCase{Case: d.key}))
	require.Empty(t, act(d.Operator, seal.KindCommentCase, conflict.CommentCase{Case: d.key, Text: "between us"}))
	require.Empty(t, act(d.Operator, seal.KindCommentCase, conflict.CommentCase{Case: d.key, Text: "which one?", ToAuthor: true}))
	require.Empty(t, act(d.Requisitioner, seal.KindCommentCase, conflict.CommentCase{Case: d.key, Text: "that one"}))
	require.Len(t, d.now().Comments, 3)
	seen := d.now().ForAuthor().Comments
	require.Equal(t, []string{"which one?", "that one"}, []string{seen[0].Text, seen[1].Text})
	require.True(t, party.May(d.Operator.Person, party.ActionRuleCase))
}

// The server applies what a ruling left to wait, and has no other say on the desk.
func TestRuleCase_ByTheServerOnlyWhatWaits(t *testing.T) {
	t.Parallel()
	d, r := stockGone(t)
	d.w.Stocks[d.Offers[0].ID].Reserved = 0
	server := func(o conflict.Outcome) []string {
		b := d.body(o)
		if o == conflict.Apply {
			b.Ground = d.now().Granted()
		}
		_, reasons := sharedtest.Decide(d.w, d.Server.Command(seal.KindRuleCase, b, sharedtest.Now), sharedtest.Now)
		return reasons
	}
	require.Equal(t, []string{"not_allowed"}, server(conflict.Apply), "nobody ruled that it waits")
	require.Empty(t, d.rule(conflict.Wait))
	for _, o := range conflict.Outcomes() {
		if o != conflict.Apply {
			require.Equal(t, []string{"not_allowed"}, server(o), o)
		}
	}
	require.Empty(t, server(conflict.Apply))
	require.Equal(t, conflict.Applied, d.now().Closed)
	require.NotNil(t, d.w.Orders[r.Order])
	require.Empty(t, d.reverse(), "the desk takes it back like any ruling")
}
