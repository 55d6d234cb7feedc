package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

func submit(t *testing.T, w *rules.World, a *sharedtest.Actor, r order.Revision) []string {
	t.Helper()
	_, reasons := sharedtest.Decide(w, a.Command(seal.KindSubmitOrder, r, sharedtest.Now), sharedtest.Now)
	return reasons
}

func TestDecide_SubmitReservesMoneyAndPieces(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 2, 1)
	require.Empty(t, submit(t, w, f.Requisitioner, r))

	o := w.Orders[r.Order]
	require.Equal(t, order.InReview, o.State)
	require.Equal(t, seal.Sum(r.Encode()), o.Hash)
	require.Equal(t, money.Amount(48_000_00), o.Total, "2 × 10,000 + 1 × 20,000, VAT 20 %")
	require.Equal(t, money.Amount(48_000_00), w.Budgets[r.Budget].Reserved)
	require.Equal(t, int64(2), w.Stocks[f.Offers[0].ID].Reserved)
	require.Equal(t, int64(1), w.Stocks[f.Offers[1].ID].Reserved)
}

func TestDecide_SubmitRefuses(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		change func(f *sharedtest.Field, w *rules.World, r *order.Revision)
		want   []string
	}{
		{"no line", func(_ *sharedtest.Field, _ *rules.World, r *order.Revision) { r.Lines, r.Total = nil, 0 }, []string{"line_missing"}},
		{"a quantity of zero", func(_ *sharedtest.Field, _ *rules.World, r *order.Revision) { r.Lines[0].Quantity = 0 }, []string{"quantity_not_positive", "total_differs"}},
		{"an offer twice", func(_ *sharedtest.Field, _ *rules.World, r *order.Revision) {
			r.Lines = append(r.Lines, r.Lines[0])
			*r = sharedtest.Totalled(*r)
		}, []string{"line_duplicate"}},
		{"another total", func(_ *sharedtest.Field, _ *rules.World, r *order.Revision) { r.Total++ }, []string{"total_differs"}},
		{"needed yesterday", func(_ *sharedtest.Field, _ *rules.World, r *order.Revision) {
			r.NeededBy = sharedtest.Now.Add(-time.Hour).UnixMilli()
		}, []string{"needed_by_in_past"}},
		{"a text that turns the direction", func(_ *sharedtest.Field, _ *rules.World, r *order.Revision) { r.Note = "a\u202eb" }, []string{"text_not_clean"}},
		{"another unit's point", func(f *sharedtest.Field, _ *rules.World, r *order.Revision) { r.Point = f.Units[1].Points[0].ID }, []string{"delivery_point_unknown"}},
		{"another unit's budget", func(f *sharedtest.Field, _ *rules.World, r *order.Revision) { r.Budget = f.Budgets[1].ID }, []string{"budget_missing"}},
		{"no budget", func(_ *sharedtest.Field, _ *rules.World, r *order.Revision) { r.Budget = id.ID[id.Budget]{} }, []string{"budget_missing"}},
		{"a blank budget", func(_ *sharedtest.Field, w *rules.World, r *order.Revision) { w.Budgets[r.Budget].Appropriated = 0 }, []string{"budget_missing"}},
		{"a budget of last year", func(_ *sharedtest.Field, w *rules.World, r *order.Revision) { w.Budgets[r.Budget].Year-- }, []string{"budget_year_wrong"}},
		{"a kopiyka too little", func(_ *sharedtest.Field, w *rules.World, r *order.Revision) {
			w.Budgets[r.Budget].Appropriated = r.Total - 1
		}, []string{"budget_exceeded"}},
		{"a piece too little", func(f *sharedtest.Field, w *rules.World, r *order.Revision) { w.Stocks[f.Offers[0].ID].Reserved = 9 }, []string{"stock_gone"}},
		{"a new price", func(f *sharedtest.Field, w *rules.World, _ *order.Revision) { w.Offers[f.Offers[0].ID].Price++ }, []string{"price_changed"}},
		{"new terms", func(f *sharedtest.Field, w *rules.World, _ *order.Revision) { w.Offers[f.Offers[0].ID].Minimum = 2 }, []string{"terms_changed"}},
		{"a withdrawn offer", func(f *sharedtest.Field, w *rules.World, _ *order.Revision) {
			w.Offers[f.Offers[0].ID].Withdrawn = true
		}, []string{"item_withdrawn"}},
		{"a withdrawn item", func(f *sharedtest.Field, w *rules.World, _ *order.Revision) { w.Items[f.Items[0].ID].Withdrawn = true }, []string{"item_withdrawn"}},
		{"an offer that ended", func(f *sharedtest.Field, w *rules.World, _ *order.Revision) {
			w.Offers[f.Offers[0].ID].ValidUntil = sharedtest.Now.Add(-time.Minute).UnixMilli()
		}, []string{"offer_expired"}},
		{"more than the cap", func(f *sharedtest.Field, w *rules.World, _ *order.Revision) { w.Items[f.Items[0].ID].Cap = 1 }, []string{"cap_exceeded"}},
		{"an order nobody knows", func(_ *sharedtest.Field, _ *rules.World, r *order.Revision) { r.Number, r.Replaces = 2, seal.Sum(nil) }, []string{"order_unknown"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			f := sharedtest.NewField()
			w := f.World()
			r := f.Revision(1, 0, 2)
			row.change(f, w, &r)
			require.Equal(t, row.want, submit(t, w, f.Requisitioner, r))
			require.Nil(t, w.Orders[r.Order], "a refused order changes nothing")
		})
	}
}

func TestDecide_WhoMay(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 1)
	require.Equal(t, []string{"not_allowed"}, submit(t, w, f.Officer, r))
	require.Equal(t, []string{"not_yours"}, submit(t, w, f.Second, r))
	require.Empty(t, submit(t, w, f.Requisitioner, r))

	approve := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}
	_, reasons := sharedtest.Decide(w, f.Second.Command(seal.KindApproveOrder, approve, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"not_allowed"}, reasons)

	// Even with both roles nobody approves what they signed.
	both := f.Requisitioner
	both.Person.Roles = append(both.Person.Roles, party.RoleApprover)
	w.People[both.Person.ID] = &both.Person
	_, reasons = sharedtest.Decide(w, both.Command(seal.KindApproveOrder, approve, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"own_decision"}, reasons)
}

func TestDecide_ApproveCommitsMoney(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 3)
	require.Empty(t, submit(t, w, f.Requisitioner, r))
	_, reasons := sharedtest.Decide(w, f.Officer.Command(seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	b := w.Budgets[r.Budget]
	require.Zero(t, b.Reserved)
	require.Equal(t, r.Total, b.Committed)
	require.Equal(t, order.Approved, w.Orders[r.Order].State)
	require.Equal(t, f.Officer.Person.ID, w.Orders[r.Order].DecidedBy)
}

func TestDecide_ReturnAnswerRevise(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	first := f.Revision(1, 0, 3)
	require.Empty(t, submit(t, w, f.Requisitioner, first))
	ask := order.Return{
		Order: first.Order, Hash: seal.Sum(first.Encode()),
		Questions: []order.Ask{{Line: 1, Field: "quantity", Reason: order.QuantityUnclear, Text: "Чому три?"}},
	}
	_, reasons := sharedtest.Decide(w, f.Officer.Command(seal.KindReturnOrder, ask, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Equal(t, order.Returned, w.Orders[first.Order].State)
	require.Equal(t, first.Total, w.Budgets[first.Budget].Reserved, "a returned order keeps its money")

	second := f.Revision(1, 0, 2)
	second.Number, second.Replaces = 2, seal.Sum(first.Encode())
	require.Equal(t, []string{"answer_missing"}, submit(t, w, f.Requisitioner, second))
	second.Answers = []order.Answer{{Question: 1, Text: "Досить двох."}}
	require.Empty(t, submit(t, w, f.Requisitioner, second))
	o := w.Orders[first.Order]
	require.Equal(t, order.InReview, o.State)
	require.Equal(t, "Досить двох.", o.Questions[0].Answer)
	require.Equal(t, second.Total, w.Budgets[first.Budget].Reserved)
	require.Equal(t, int64(2), w.Stocks[f.Offers[0].ID].Reserved)
	require.Equal(t, first.Encode(), o.Before)
}

func TestDecide_Races(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	first := f.Revision(1, 0, 3)
	require.Empty(t, submit(t, w, f.Requisitioner, first))
	second := f.Revision(1, 0, 2)
	second.Number, second.Replaces = 2, seal.Sum(first.Encode())
	require.Empty(t, submit(t, w, f.Requisitioner, second))

	t.Run("a second revision of the same one", func(t *testing.T) { //nolint:paralleltest // shares the world
		other := f.Revision(1, 0, 1)
		other.Number, other.Replaces = 2, seal.Sum(first.Encode())
		require.Equal(t, []string{"revision_race"}, submit(t, w, f.Requisitioner, other))
	})
	t.Run("an approval of content that was replaced", func(t *testing.T) { //nolint:paralleltest // shares the world
		_, reasons := sharedtest.Decide(w, f.Officer.Command(seal.KindApproveOrder, order.Decision{Order: first.Order, Hash: seal.Sum(first.Encode())}, sharedtest.Now), sharedtest.Now)
		require.Equal(t, []string{"content_changed"}, reasons)
	})
	t.Run("two approvals", func(t *testing.T) { //nolint:paralleltest // shares the world
		d := order.Decision{Order: first.Order, Hash: seal.Sum(second.Encode())}
		_, reasons := sharedtest.Decide(w, f.Officer.Command(seal.KindApproveOrder, d, sharedtest.Now), sharedtest.Now)
		require.Empty(t, reasons)
		_, reasons = sharedtest.Decide(w, f.Officer.Command(seal.KindApproveOrder, d, sharedtest.Now), sharedtest.Now)
		require.Equal(t, []string{"already_decided"}, reasons)
	})
}

func TestDecide_LastPieces(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	require.Empty(t, submit(t, w, f.Requisitioner, f.Revision(1, 0, 7)))
	late := f.Revision(2, 1, 7)
	c := f.Second.Command(seal.KindSubmitOrder, late, sharedtest.Now)
	_, reasons := sharedtest.Decide(w, c, sharedtest.Now)
	require.Equal(t, []string{"stock_gone"}, reasons)

	facts := rules.Facts{Now: sharedtest.Now.UnixMilli(), World: w}
	_, why := rules.Decide(facts, c)
	k := rules.Park(facts, c, seal.Sum([]byte("envelope")), f.Second.Device, why)
	require.Equal(t, conflict.StockGone, k.Kind)
	require.Equal(t, late.Order, k.Order)
	require.Equal(t, late.Encode(), k.Signed, "the unit keeps what it signed")
	require.Equal(t, f.Units[1].ID, k.Org)

	// The author signs anew for what is left: the case closes by itself.
	w.Apply(rules.Outcome{Cases: []conflict.Case{k}})
	require.Empty(t, submit(t, w, f.Second, f.Revision(2, 1, 3)))
	require.Empty(t, w.Cases[late.Order])
}

func TestPark_ShowsNothingOfAnotherUnit(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 2)
	require.Empty(t, submit(t, w, f.Requisitioner, r))
	d := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode()), Reason: order.OtherReason}
	facts := rules.Facts{Now: sharedtest.Now.UnixMilli(), World: w}
	for _, a := range []*sharedtest.Actor{f.Second, f.Requisitioner, f.Officer} {
		k := rules.Park(facts, a.Command(seal.KindCancelOrder, d, sharedtest.Now), seal.Sum(nil), a.Device, nil)
		require.Equal(t, a != f.Second, k.Standing != nil, a.Person.Name)
	}
}

func TestDecide_CancelGivesBack(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	w.Items[f.Items[0].ID].Cap = 5
	r := f.Revision(1, 0, 4)
	require.Empty(t, submit(t, w, f.Requisitioner, r))
	d := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode()), Reason: order.NoLongerNeeded}
	_, reasons := sharedtest.Decide(w, f.Requisitioner.Command(seal.KindCancelOrder, d, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Zero(t, w.Budgets[r.Budget].Reserved)
	require.Zero(t, w.Stocks[f.Offers[0].ID].Reserved)
	require.Empty(t, submit(t, w, f.Requisitioner, f.Revision(2, 0, 5)), "the cap is free again")
}

func TestDecide_CapThatCameLaterTakesNothingBack(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 4)
	require.Empty(t, submit(t, w, f.Requisitioner, r))
	w.Items[f.Items[0].ID].Cap = 5
	d := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode()), Reason: order.NoLongerNeeded}
	out, reasons := sharedtest.Decide(w, f.Requisitioner.Command(seal.KindCancelOrder, d, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	for _, u := range out.Usages {
		require.Zero(t, u.Pieces)
	}
}

func TestDecide_PublishTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	b := rules.Publish{Supplier: f.Supplier.ID, Items: f.Items, Offers: f.Offers}
	b.Offers[0].Price += 100
	for _, o := range b.Offers {
		b.Stocks = append(b.Stocks, rules.OnHand{Offer: o.ID, Pieces: 20})
	}
	out, reasons := sharedtest.Decide(w, f.Server.Command(seal.KindPublishCatalogue, b, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Len(t, out.Offers, 1)
	require.Len(t, out.Stocks, 3)
	out, reasons = sharedtest.Decide(w, f.Server.Command(seal.KindPublishCatalogue, b, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.True(t, out.IsEmpty())

	_, reasons = sharedtest.Decide(w, f.Officer.Command(seal.KindPublishCatalogue, b, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"not_allowed"}, reasons)
}

// Any run of commands keeps money and pieces: what budgets and stocks hold is
// what the orders hold, and nothing is below zero.
func TestDecide_Conserves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := sharedtest.NewField()
		for i := range f.Items {
			f.Items[i].Cap = 12
		}
		w := f.World()
		for range rapid.IntRange(1, 40).Draw(t, "commands") {
			c := anyCommand(t, f, w)
			sharedtest.Decide(w, c, sharedtest.Now)
			conserved(t, f, w)
		}
	})
}

func anyCommand(t *rapid.T, f *sharedtest.Field, w *rules.World) seal.Command {
	unit := rapid.IntRange(0, 1).Draw(t, "unit")
	author := []*sharedtest.Actor{f.Requisitioner, f.Second}[unit]
	n := rapid.Uint64Range(1, 4).Draw(t, "order")*2 + uint64(unit)
	r := f.Revision(n, unit, rapid.SliceOfN(rapid.Int64Range(0, 5), 1, 3).Draw(t, "quantities")...)
	standing := w.Orders[r.Order]
	if standing == nil {
		return author.Command(seal.KindSubmitOrder, r, sharedtest.Now)
	}
	d := order.Decision{Order: r.Order, Hash: standing.Hash, Reason: order.OtherReason}
	switch rapid.IntRange(0, 4).Draw(t, "act") {
	case 0:
		return author.Command(seal.KindCancelOrder, d, sharedtest.Now)
	case 1:
		return f.Officer.Command(seal.KindApproveOrder, d, sharedtest.Now)
	case 2:
		return f.Officer.Command(seal.KindRejectOrder, d, sharedtest.Now)
	case 3:
		return f.Officer.Command(seal.KindReturnOrder, order.Return{
			Order: r.Order, Hash: standing.Hash, Questions: []order.Ask{{Reason: order.OtherReason}},
		}, sharedtest.Now)
	}
	r.Number, r.Replaces = standing.Revision+1, standing.Hash
	for _, q := range standing.OpenQuestions() {
		r.Answers = append(r.Answers, order.Answer{Question: q.Number, Text: "Так."})
	}
	return author.Command(seal.KindSubmitOrder, r, sharedtest.Now)
}

func conserved(t *rapid.T, f *sharedtest.Field, w *rules.World) {
	held := map[id.ID[id.Budget]]map[budget.State]money.Amount{}
	pieces := map[id.ID[id.Offer]]int64{}
	for _, o := range w.Orders {
		if o == nil {
			continue
		}
		if o.Money() == budget.Free {
			require.True(t, o.State.IsFinal())
			continue
		}
		if held[o.Budget] == nil {
			held[o.Budget] = map[budget.State]money.Amount{}
		}
		for _, st := range []budget.State{budget.Reserved, budget.Committed, budget.Invoiced, budget.Paid} {
			held[o.Budget][st] += o.Holds.Of(st)
		}
		for _, l := range o.Lines {
			for _, p := range l.Parts {
				pieces[p.Offer] += p.OnShelf()
			}
		}
	}
	for _, b := range f.Budgets {
		now := w.Budgets[b.ID]
		require.Equal(t, held[b.ID][budget.Reserved], now.Reserved)
		require.Equal(t, held[b.ID][budget.Committed], now.Committed)
		require.GreaterOrEqual(t, now.Free(), money.Amount(0))
	}
	for _, o := range f.Offers {
		require.Equal(t, pieces[o.ID], w.Stocks[o.ID].Reserved)
		require.GreaterOrEqual(t, w.Stocks[o.ID].Free(), int64(0))
	}
}

func TestCheckChain(t *testing.T) {
	t.Parallel()
	last := seal.Sum([]byte("last"))
	rows := []struct {
		name      string
		seq       uint64
		prev      seal.Hash
		fork, gap bool
	}{
		{"the next", 6, last, false, false},
		{"the next after something else", 6, seal.Sum(nil), true, false},
		{"the same number again", 5, last, true, false},
		{"one left out", 7, last, false, true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			fork, gap := rules.CheckChain(5, last, seal.Command{DeviceSeq: row.seq, Prev: row.prev})
			require.Equal(t, row.fork, fork != nil)
			require.Equal(t, row.gap, gap != nil)
		})
	}
}
