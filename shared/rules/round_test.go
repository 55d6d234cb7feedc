package rules_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/allocation"
	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/forecast"
	"dotchain/shared/id"
	"dotchain/shared/kyiv"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// rounds is a field in which rounds share the stock, with as many units as a test wants.
type rounds struct {
	t      require.TestingT
	f      *sharedtest.Field
	w      *rules.World
	units  []party.Org
	people []*sharedtest.Actor
	orders []order.Revision
	at     time.Time
}

func newRounds(t require.TestingT, units int) *rounds {
	r := &rounds{t: t, f: sharedtest.NewField(), at: sharedtest.Now}
	r.w = r.f.World()
	set := policy.Default()
	set.Version = 1
	for i := range set.Checks {
		set.Checks[i].Verdict = policy.Pass
	}
	set.Allocation = []policy.Allocation{{Category: code.CategoryCode("recon_uav"), Mode: policy.Rounds, Floor: 1, FloorShare: "0.3"}, {Mode: policy.FirstCome}}
	r.w.Things[set.DocKey()] = set
	year := rules.KyivYear(sharedtest.Now.UnixMilli())
	for n := range uint64(units) { //nolint:gosec // few
		o := party.Org{
			ID: sharedtest.ID[id.Org](100 + n), Kind: party.OrgUnit, Number: fmt.Sprintf("А8%03d", n), NameUk: fmt.Sprintf("Частина %d", n),
			Points: []party.Point{{ID: sharedtest.ID[id.Point](100 + n), Code: fmt.Sprintf("R-%d", n), Name: "Склад"}}, Version: 1,
			Posture: party.Postures()[n%4], Weight: int64(n%3) + 1, //nolint:gosec // few
		}
		b := budget.Budget{
			ID: budget.ID(o.ID, year, budget.Guaranteed, "2101150", "2260"), Unit: o.ID, Year: year, Fund: budget.Guaranteed,
			KPKVK: "2101150", KEKV: "2260", Appropriated: 1_000_000_000_00, Version: 1,
		}
		a := sharedtest.NewActor(100+n, fmt.Sprintf("Особа %d", n), o, party.ZoneUnit, party.RoleRequisitioner)
		r.w.Apply(rules.Outcome{Orgs: []party.Org{o}, People: []party.Person{a.Person}, Budgets: []budget.Budget{b}})
		r.units, r.people = append(r.units, o), append(r.people, a)
	}
	return r
}

// stock sets what is on hand of an offer beyond what is reserved.
func (r *rounds) stock(offer int, free int64) {
	s := r.w.Stocks[r.f.Offers[offer].ID]
	s.OnHand = s.Reserved + free
}

// order signs and approves an order of a unit with a line for each quantity above zero.
func (r *rounds) order(unit int, change func(*order.Revision), quantities ...int64) order.Revision {
	rev := r.submit(unit, change, quantities...)
	r.approve(rev)
	return rev
}

func (r *rounds) submit(unit int, change func(*order.Revision), quantities ...int64) order.Revision {
	o := r.units[unit]
	var b id.ID[id.Budget]
	for key, known := range r.w.Budgets {
		if known != nil && known.Unit == o.ID {
			b = key
		}
	}
	rev := order.Revision{
		Order: sharedtest.ID[id.Order](uint64(1000 + len(r.orders))), Number: 1, Unit: o.ID, Budget: b, Point: o.Points[0].ID, //nolint:gosec // few
		NeededBy: r.at.Add(30 * 24 * time.Hour).UnixMilli(), Urgency: order.Routine, Note: "потрібно",
	}
	for i, q := range quantities {
		if q > 0 {
			offer := r.w.Offers[r.f.Offers[i].ID]
			rev.Lines = append(rev.Lines, order.Line{Offer: offer.ID, Terms: offer.Terms(), Quantity: q, UOM: offer.UOM, Price: offer.Price, VATRate: offer.VATRate})
		}
	}
	if change != nil {
		change(&rev)
	}
	rev = sharedtest.Totalled(rev)
	_, reasons := sharedtest.Decide(r.w, r.people[unit].Command(seal.KindSubmitOrder, rev, r.at), r.at)
	require.Empty(r.t, reasons)
	r.orders = append(r.orders, rev)
	return rev
}

func (r *rounds) approve(rev order.Revision) {
	_, reasons := sharedtest.Decide(r.w, r.f.Officer.Command(seal.KindApproveOrder, order.Decision{Order: rev.Order, Hash: seal.Sum(rev.Encode())}, r.at), r.at)
	require.Empty(r.t, reasons)
	require.Equal(r.t, order.Approved, r.w.Orders[rev.Order].State)
}

func (r *rounds) items(of ...int) []id.ID[id.Item] {
	all := make([]id.ID[id.Item], len(of))
	for i, n := range of {
		all[i] = r.f.Items[n].ID
	}
	return all
}

// body is a round as it would be previewed now.
func (r *rounds) body(items ...int) round.Sign {
	b := round.Sign{Items: r.items(items...), CutOff: r.at.UnixMilli(), Settings: round.Settings{Floor: 1, FloorShare: "0.3"}, Draw: seal.Sum([]byte("log")).String()}
	for {
		n := rules.RoundNeeds(r.w, b.Items, b.CutOff, b.CutOff)
		if n.IsEmpty() {
			break
		}
		sharedtest.Fill(r.w, n)
	}
	s, _, reasons := rules.RoundInput(r.w, b.Items, b.CutOff, b.Settings, b.Draw)
	require.Empty(r.t, reasons)
	b.Input = s.InputHash()
	return b
}

func (r *rounds) sign(b round.Sign) (rules.Outcome, []string) {
	return sharedtest.Decide(r.w, r.f.Approver.Command(seal.KindSignRound, b, r.at), r.at)
}

func (r *rounds) queue(item int) round.Queue {
	q, _ := rules.Find[round.Queue](r.w, round.Queue{ID: round.QueueID(r.f.Items[item].ID)}.DocKey())
	return q
}

// consistent holds after every step: the queues say what the orders wait for, the
// shelves what their parts hold, slips add up, and no money is lost.
func (r *rounds) consistent() {
	type line struct {
		o id.ID[id.Order]
		n int
	}
	waits := map[line]int64{}
	reserved := map[id.ID[id.Offer]]int64{}
	for _, rev := range r.orders {
		o := r.w.Orders[rev.Order]
		need := money.Amount(0)
		for i, l := range o.Lines {
			if n := l.Waiting(rev.Lines[i].Quantity); l.InRounds && o.State == order.Approved && n > 0 {
				waits[line{o.ID, i + 1}] = n
			}
			for _, p := range l.Parts {
				reserved[p.Offer] += p.OnShelf()
				s, err := p.Line(p.Quantity - p.Dropped).Sums()
				require.NoError(r.t, err)
				need += s.Total
			}
			if s := l.Slip; s != nil {
				short := int64(0)
				for _, x := range s.Short {
					require.Positive(r.t, x.Pieces)
					short += x.Pieces
				}
				require.Equal(r.t, s.Requested-s.Granted, short, "what is missing has its reasons")
			}
			rest := rev.Lines[i]
			rest.Quantity = l.Waiting(rest.Quantity)
			s, err := rest.Sums()
			require.NoError(r.t, err)
			need += s.Total
		}
		if o.State == order.Approved {
			require.Equal(r.t, need, o.Holds.Committed, "the order holds what its parts and its waiting pieces cost")
		}
	}
	for n := range r.f.Items {
		for _, w := range r.queue(n).Waiting {
			require.Equal(r.t, waits[line{w.Order, w.Line}], w.Pieces)
			delete(waits, line{w.Order, w.Line})
		}
	}
	require.Empty(r.t, waits, "who waits stands in a queue")
	for _, o := range r.f.Offers {
		s := r.w.Stocks[o.ID]
		require.Equal(r.t, reserved[o.ID], s.Reserved)
		require.LessOrEqual(r.t, s.Reserved, s.OnHand)
	}
	for _, b := range r.w.Budgets {
		if b != nil {
			require.GreaterOrEqual(r.t, b.Free(), money.Amount(0))
		}
	}
}

func TestRound_SharesWhatThereIs(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 4)
	r.stock(0, 10)
	var revs []order.Revision
	for n := range 4 {
		revs = append(revs, r.order(n, nil, 8))
	}
	require.Len(t, r.queue(0).Waiting, 4)
	require.Equal(t, order.Backordered, r.w.Orders[revs[0].Order].Lines[0].State)
	require.Zero(t, r.w.Stocks[r.f.Offers[0].ID].Reserved, "who waits for a round takes no stock")
	r.consistent()

	b := r.body(0)
	s, names, _ := rules.RoundInput(r.w, b.Items, b.CutOff, b.Settings, b.Draw)
	want, err := allocation.RunSeveral(s)
	require.NoError(t, err)
	out, reasons := r.sign(b)
	require.Empty(t, reasons)
	r.consistent()

	given := map[string]int64{}
	for _, g := range want.Items[0].Grants {
		given[g.ID] = g.Quantity
	}
	total := int64(0)
	for _, c := range names {
		o := r.w.Orders[c.Order]
		require.Equal(t, given[c.ID], o.Lines[0].Given())
		require.Equal(t, given[c.ID], o.Lines[0].Slip.Granted)
		require.Equal(t, int64(1), o.Lines[0].Slip.Number)
		total += given[c.ID]
	}
	require.Equal(t, int64(10), total)
	require.Equal(t, int64(10), r.w.Stocks[r.f.Offers[0].ID].Reserved)

	// The first posture is served before the others, beyond the floor.
	first := r.w.Orders[revs[0].Order]
	require.Equal(t, int64(7), first.Lines[0].Given(), "3 pieces of floor go round, the other 7 to the first tier up to its claim")
	require.Equal(t, order.PartiallyAllocated, first.Lines[0].State)
	require.Equal(t, kyiv.DayEnd(r.at.Add(10*24*time.Hour).UnixMilli()), first.Lines[0].Parts[0].PromisedAt)

	var signed round.Round
	for _, thing := range out.Things {
		if v, ok := thing.(round.Round); ok {
			signed = v
		}
	}
	require.Equal(t, int64(32), signed.Asked)
	require.Equal(t, int64(10), signed.Granted)
	require.Equal(t, money.Amount(120_000_00), signed.Value)
	require.Equal(t, seal.Sum(signed.Input), signed.InputHash)
	var result allocation.SeveralResult
	require.NoError(t, wire.Decode(signed.Result, &result))
	require.Empty(t, allocation.VerifySeveral(s, result))
	for _, text := range []string{string(signed.Input), string(signed.Result)} {
		for _, u := range r.units {
			require.NotContains(t, text, u.ID.String())
			require.NotContains(t, text, u.Number)
		}
	}
	outlook, ok := rules.Find[round.Outlook](r.w, round.Outlook{ID: round.OutlookID(r.f.Items[0].ID)}.DocKey())
	require.True(t, ok)
	var published forecast.Published
	require.NoError(t, wire.Decode(outlook.Published, &published))
	require.Len(t, published.Rounds, 1)
	require.Equal(t, int64(10), published.Rounds[0].Stock)
	credits, ok := rules.Find[round.Credits](r.w, round.Credits{ID: round.CreditsID(r.f.Items[0].ID)}.DocKey())
	require.True(t, ok)
	require.Len(t, credits.Of, 4)
}

func TestRound_TwoInARow(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 3)
	r.stock(0, 4)
	for n := range 3 {
		r.order(n, nil, 5)
	}
	_, reasons := r.sign(r.body(0))
	require.Empty(t, reasons)
	r.stock(0, 11)
	r.at = r.at.Add(24 * time.Hour)
	_, reasons = r.sign(r.body(0))
	require.Empty(t, reasons)
	r.consistent()
	require.Empty(t, r.queue(0).Waiting)
	require.Equal(t, int64(2), r.queue(0).Rounds)
	for _, rev := range r.orders {
		o := r.w.Orders[rev.Order]
		require.Equal(t, order.Allocated, o.Lines[0].State)
		require.Equal(t, int64(2), o.Lines[0].Slip.Number)
	}
	_, reasons = r.sign(round.Sign{Items: r.items(0), CutOff: r.at.UnixMilli(), Draw: "x"})
	require.Equal(t, []string{"round_empty"}, reasons)
}

func TestRound_CutOff(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 2)
	r.stock(0, 100)
	early := r.order(0, nil, 5)
	b := r.body(0)
	r.at = r.at.Add(time.Hour)
	late := r.order(1, nil, 5)
	_, reasons := r.sign(b)
	require.Empty(t, reasons, "who comes later does not change the round")
	r.consistent()
	require.Equal(t, int64(5), r.w.Orders[early.Order].Lines[0].Given())
	o := r.w.Orders[late.Order]
	require.Zero(t, o.Lines[0].Given())
	require.Equal(t, []order.Short{{Code: "next_round", Pieces: 5}}, o.Lines[0].Slip.Short)
	require.Equal(t, order.EventBackordered, o.Events[len(o.Events)-1].Kind)
	require.Len(t, r.queue(0).Waiting, 1)
	_, reasons = r.sign(r.body(0))
	require.Empty(t, reasons)
	require.Equal(t, int64(5), r.w.Orders[late.Order].Lines[0].Given())
}

func TestRound_CancelledLeavesTheQueue(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 2)
	r.stock(0, 3)
	gone, stays := r.order(0, nil, 5), r.order(1, nil, 5)
	_, reasons := r.sign(r.body(0))
	require.Empty(t, reasons)
	before := r.body(0)
	_, reasons = sharedtest.Decide(r.w, r.people[0].Command(seal.KindCancelOrder, order.Decision{
		Order: gone.Order, Hash: seal.Sum(gone.Encode()), Reason: order.NoLongerNeeded,
	}, r.at), r.at)
	require.Empty(t, reasons)
	r.consistent()
	require.Len(t, r.queue(0).Waiting, 1)
	require.Equal(t, stays.Order, r.queue(0).Waiting[0].Order)
	_, reasons = r.sign(before)
	require.Equal(t, []string{"round_changed"}, reasons)
}

func TestRound_Substitutes(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 2)
	r.stock(0, 2)
	r.stock(1, 0)
	r.stock(2, 0)
	want := func(offer int, limit money.Amount) func(*order.Revision) {
		return func(rev *order.Revision) {
			rev.Lines[0].Substitutes = []order.Substitute{{Offer: r.f.Offers[offer].ID, PriceCap: limit}}
		}
	}
	t.Run("of an item that others wait for in another round", func(t *testing.T) { //nolint:paralleltest // shares the world
		r.stock(1, 9)
		rev := r.order(0, want(1, 50_000_00), 4)
		s, _, reasons := rules.RoundInput(r.w, r.items(0), r.at.UnixMilli(), round.Settings{}, "")
		require.Empty(t, reasons)
		require.Len(t, s.Items, 1, "its queue would be passed over")
		_ = rev
	})
	t.Run("in the same round, dearer, from the free budget", func(t *testing.T) { //nolint:paralleltest // shares the world
		_, reasons := r.sign(r.body(0, 1))
		require.Empty(t, reasons)
		r.consistent()
		o := r.w.Orders[r.orders[0].Order]
		require.Len(t, o.Lines[0].Parts, 2)
		require.True(t, o.Lines[0].Parts[1].Substitute)
		require.Equal(t, int64(2), o.Lines[0].Parts[1].Quantity)
		require.Equal(t, money.Amount(20_000_00), o.Lines[0].Parts[1].Price)
		require.Equal(t, money.Amount(2*12_000_00+2*24_000_00), o.Holds.Committed)
		require.Equal(t, order.Allocated, o.Lines[0].State)
		require.Empty(t, o.Lines[0].Slip.Short)
		require.Equal(t, int64(2), r.w.Stocks[r.f.Offers[1].ID].Reserved)
	})
	t.Run("dearer than its cap", func(t *testing.T) { //nolint:paralleltest // shares the world
		rev := r.order(1, want(1, 19_000_00), 4)
		_, reasons := r.sign(r.body(0, 1))
		require.Empty(t, reasons)
		r.consistent()
		require.Empty(t, r.w.Orders[rev.Order].Lines[0].Parts)
	})
	t.Run("dearer than its fund", func(t *testing.T) { //nolint:paralleltest // shares the world
		rev := r.order(0, want(1, 50_000_00), 4)
		b := r.w.Budgets[rev.Budget]
		b.Appropriated -= b.Free()
		_, reasons := r.sign(r.body(0, 1))
		require.Empty(t, reasons)
		r.consistent()
		require.Empty(t, r.w.Orders[rev.Order].Lines[0].Parts)
	})
	t.Run("past its cap of the year", func(t *testing.T) { //nolint:paralleltest // shares the world
		r.w.Items[r.f.Items[1].ID].Cap = 3
		b := r.w.Budgets[r.orders[0].Budget]
		b.Appropriated += 1_000_000_00
		_, reasons := r.sign(r.body(0, 1))
		require.Empty(t, reasons)
		r.consistent()
		given := int64(0)
		for _, rev := range r.orders {
			if o := r.w.Orders[rev.Order]; o.Unit == r.units[0].ID && rev.Order != r.orders[0].Order {
				given += o.Lines[0].Given()
			}
		}
		require.Equal(t, int64(3), given, "nothing was counted of it before: so many are left to the unit")
	})
}

func TestRound_Refuses(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		change func(r *rounds, b *round.Sign)
		want   string
	}{
		{"no items", func(_ *rounds, b *round.Sign) { b.Items = nil }, "field_missing"},
		{"too many items", func(_ *rounds, b *round.Sign) {
			for n := range uint64(round.MaxItems) {
				b.Items = append(b.Items, sharedtest.ID[id.Item](n))
			}
		}, "too_large"},
		{"an item twice", func(_ *rounds, b *round.Sign) { b.Items = append(b.Items, b.Items[0]) }, "field_invalid"},
		{"an item nobody knows", func(_ *rounds, b *round.Sign) { b.Items[0] = sharedtest.ID[id.Item](9) }, "item_unknown"},
		{"an item that is not shared in rounds", func(r *rounds, b *round.Sign) {
			b.Items = r.items(2)
			r.w.Items[b.Items[0]].Category = "fpv"
		}, "field_invalid"},
		{"no cut-off", func(_ *rounds, b *round.Sign) { b.CutOff = 0 }, "field_missing"},
		{"a cut-off next week", func(r *rounds, b *round.Sign) { b.CutOff = r.at.Add(7 * 24 * time.Hour).UnixMilli() }, "field_invalid"},
		{"before anybody waited", func(_ *rounds, b *round.Sign) { b.CutOff = 1 }, "round_empty"},
		{"another floor than previewed", func(_ *rounds, b *round.Sign) { b.Settings.Floor = 2 }, "round_changed"},
		{"a floor below nothing", func(_ *rounds, b *round.Sign) { b.Settings.Floor = -1 }, "field_invalid"},
		{"a share that is none", func(_ *rounds, b *round.Sign) { b.Settings.FloorShare = "1.5" }, "field_invalid"},
		{"another draw than previewed", func(_ *rounds, b *round.Sign) { b.Draw = "mine" }, "round_changed"},
		{"a draw of a novel's length", func(_ *rounds, b *round.Sign) { b.Draw = fmt.Sprintf("%0900d", 1) }, "too_large"},
		{"a weight of nothing", func(r *rounds, b *round.Sign) {
			b.Settings.Weights = []round.WeightOf{{Parent: r.units[0].ID}}
		}, "field_invalid"},
		{"a tier beyond the last", func(_ *rounds, b *round.Sign) {
			b.Settings.Tiers = []round.TierOf{{Posture: party.Engaged, Urgency: order.Routine, Tier: 1 << 40}}
		}, "field_invalid"},
		{"one tier twice", func(_ *rounds, b *round.Sign) {
			one := round.TierOf{Posture: party.Engaged, Urgency: order.Routine, Tier: 1}
			b.Settings.Tiers = []round.TierOf{one, one}
		}, "field_invalid"},
		{"a comment that turns the direction", func(_ *rounds, b *round.Sign) { b.Comment = "a\u202eb" }, "text_not_clean"},
		{"stock that came meanwhile", func(r *rounds, _ *round.Sign) { r.stock(0, 11) }, "round_changed"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := newRounds(t, 2)
			r.stock(0, 10)
			r.order(0, nil, 8)
			b := r.body(0)
			row.change(r, &b)
			_, reasons := r.sign(b)
			require.Equal(t, []string{row.want}, reasons)
			r.consistent()
		})
	}
	r := newRounds(t, 1)
	r.order(0, nil, 1)
	_, reasons := sharedtest.Decide(r.w, r.f.Finance.Command(seal.KindSignRound, r.body(0), r.at), r.at)
	require.Equal(t, []string{fault.NotAllowed.String()}, reasons)
}

// A part's VAT is rounded: an order whose fund has nothing free gives up a piece
// rather than a kopiyka that is not there.
func TestRound_KopiykasOfParts(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 2)
	offer := r.w.Offers[r.f.Offers[0].ID]
	offer.Price, offer.VATRate = 10_01, 2500 // VAT of a piece is 2.5025
	var rev order.Revision
	for n := range 2 {
		rev = r.order(n, nil, 10)
		b := r.w.Budgets[rev.Budget]
		b.Appropriated -= b.Free()
	}
	for range 12 {
		r.stock(0, 2)
		if len(r.queue(0).Waiting) == 0 {
			break
		}
		_, reasons := r.sign(r.body(0))
		require.Empty(t, reasons)
		r.consistent()
	}
}

// Whatever units ask for, however stock comes and goes and whoever gives up, the
// queues, the shelves and the money hold.
func TestRound_Property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := newRounds(t, rapid.IntRange(2, 5).Draw(t, "units"))
		price := money.Amount(rapid.Int64Range(1, 2_000_00).Draw(t, "price"))
		for i := range r.f.Offers {
			o := r.w.Offers[r.f.Offers[i].ID]
			o.Price, o.VATRate = price*money.Amount(i+1), money.BasisPoints(rapid.SampledFrom([]int32{0, 700, 2000}).Draw(t, "rate"))
			o.Pack = rapid.SampledFrom([]int64{1, 1, 2}).Draw(t, "pack")
		}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			r.at = r.at.Add(time.Hour)
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0, 1, 2:
				unit := rapid.IntRange(0, len(r.units)-1).Draw(t, "unit")
				quantities := []int64{}
				for range 2 {
					quantities = append(quantities, 2*rapid.Int64Range(0, 6).Draw(t, "pairs"))
				}
				if quantities[0]+quantities[1] == 0 {
					quantities[0] = 2
				}
				for _, b := range r.w.Budgets {
					if b != nil && b.Unit == r.units[unit].ID {
						b.Appropriated += 1_000_000_00
					}
				}
				r.order(unit, func(rev *order.Revision) {
					rev.Urgency = rapid.SampledFrom([]order.Urgency{order.Routine, order.Urgent}).Draw(t, "urgency")
					for i := range rev.Lines {
						for _, n := range rapid.Permutation([]int{0, 1, 2}).Draw(t, "ranking")[:rapid.IntRange(0, 2).Draw(t, "substitutes")] {
							if r.f.Offers[n].ID == rev.Lines[i].Offer {
								continue
							}
							rev.Lines[i].Substitutes = append(rev.Lines[i].Substitutes, order.Substitute{
								Offer: r.f.Offers[n].ID, PriceCap: price * money.Amount(rapid.Int64Range(0, 4).Draw(t, "cap")),
							})
						}
					}
				}, quantities...)
				if rapid.Bool().Draw(t, "poor") {
					b := r.w.Budgets[r.orders[len(r.orders)-1].Budget]
					b.Appropriated -= b.Free() - 1_000_00
				}
			case 3:
				for i := range r.f.Offers {
					r.stock(i, rapid.Int64Range(0, 20).Draw(t, "stock"))
				}
			case 4:
				if len(r.queue(0).Waiting)+len(r.queue(1).Waiting) == 0 {
					continue
				}
				items := rapid.SampledFrom([][]int{{0, 1}, {1, 0}, {0, 1, 2}}).Draw(t, "items")
				_, reasons := r.sign(r.body(items...))
				require.Empty(t, reasons)
			case 5:
				if len(r.orders) == 0 {
					continue
				}
				rev := r.orders[rapid.IntRange(0, len(r.orders)-1).Draw(t, "order")]
				for n, u := range r.units {
					if u.ID == rev.Unit {
						sharedtest.Decide(r.w, r.people[n].Command(seal.KindCancelOrder, order.Decision{
							Order: rev.Order, Hash: seal.Sum(rev.Encode()), Reason: order.NoLongerNeeded,
						}, r.at), r.at)
					}
				}
			}
			r.consistent()
		}
	})
}
