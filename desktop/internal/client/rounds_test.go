package client_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// waiting makes a field in which so many units wait for the first offer, ten pieces
// each, and there is stock for half of it.
func waiting(t require.TestingT, units int) *field {
	f := bareField(t)
	set := policy.Default()
	set.Version = 1
	set.Allocation = []policy.Allocation{{Category: code.CategoryCode("recon_uav"), Mode: policy.Rounds, Floor: 2, FloorShare: "0.3"}, {Mode: policy.FirstCome}}
	out := rules.Outcome{Things: []rules.Thing{set}}
	offer := f.offers[0]
	q := round.Queue{ID: round.QueueID(offer.Item), Item: offer.Item, Category: "recon_uav", Version: 1}
	for n := range units {
		unit := party.Org{
			ID: id.Derive[id.Org]("unit", fmt.Append(nil, n)), Kind: party.OrgUnit, Number: fmt.Sprintf("А5%03d", n), NameUk: "частина", Version: 1,
			Posture: party.Postures()[n%4], Weight: int64(n%5) + 1,
		}
		key := id.Derive[id.Order]("order", fmt.Append(nil, n))
		b := budget.Budget{ID: id.Derive[id.Budget]("budget", fmt.Append(nil, n)), Unit: unit.ID, Year: 2026, Fund: budget.Guaranteed, Version: 1}
		r := order.Revision{
			Order: key, Number: 1, Unit: unit.ID, Budget: b.ID, Urgency: order.Routine, NeededBy: epochStart.Add(900 * time.Hour).UnixMilli(),
			Lines: []order.Line{{Offer: offer.ID, Terms: offer.Terms(), Quantity: 10, UOM: offer.UOM, Price: offer.Price, VATRate: offer.VATRate}},
		}
		sums, err := r.Sums()
		require.NoError(t, err)
		r.Total = sums.Total
		b.Appropriated, b.Committed = r.Total, r.Total
		out.Orgs, out.Budgets = append(out.Orgs, unit), append(out.Budgets, b)
		out.Orders = append(out.Orders, order.Order{
			ID: key, Unit: unit.ID, UnitNumber: unit.Number, State: order.Approved, Revision: 1, Content: r.Encode(), Hash: seal.Sum(r.Encode()),
			Total: r.Total, Holds: budget.Holding{Committed: r.Total}, Budget: b.ID, Version: 1, ApprovedAt: epochStart.UnixMilli(),
			Lines:     []order.LineState{{State: order.Backordered, Item: offer.Item, InRounds: true}},
			Revisions: []order.Standing{{Revision: 1, Hash: seal.Sum(r.Encode()), SignedAt: epochStart.UnixMilli()}},
		})
		q.Waiting = append(q.Waiting, round.Waiting{
			Order: key, Line: 1, Unit: unit.ID, Offer: offer.ID, Pieces: 10, Urgency: order.Routine, Since: epochStart.UnixMilli() - int64(units-n),
		})
	}
	out.Things = append(out.Things, q)
	stock := *f.server.world.Stocks[offer.ID]
	stock.OnHand, stock.Version = int64(units)*5, 2
	out.Stocks = append(out.Stocks, stock)
	f.server.publish(out)
	f.unit.sync()
	f.agency.sync()
	return f
}

func (f *field) preview(t require.TestingT, ask client.RoundAsk) client.RoundOutcome {
	o, err := f.agency.core.PreviewRound(ask)
	require.NoError(t, err)
	require.Empty(t, o.Problems)
	return o
}

func TestPreviewRound_IsWhatTheServerDecides(t *testing.T) {
	t.Parallel()
	f := waiting(t, 8)
	rows, err := f.agency.core.Waiting()
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Equal(t, int64(80), rows[0].Pieces)
	require.Equal(t, int64(40), rows[0].Free)
	require.Equal(t, 8, rows[0].Units)

	fresh := f.preview(t, client.RoundAsk{Items: []id.ID[id.Item]{f.offers[0].Item}, Fresh: true})
	require.Equal(t, int64(2), fresh.Ask.Settings.Floor, "the policy's own")
	require.Equal(t, int64(40), fresh.Figures.Granted)
	require.Len(t, fresh.Tiers, 12)
	require.Len(t, fresh.Weights, 8)
	require.Equal(t, 4, fresh.First.Nothing, "who came late got nothing")
	require.Less(t, fresh.Figures.Nothing, 4)
	require.Equal(t, int64(10_000), fresh.Figures.TierOne)
	for _, u := range fresh.Units {
		require.Equal(t, u.Granted, u.Before)
	}

	turned := fresh.Ask
	turned.Fresh, turned.Settings.Floor = false, 0
	moved := f.preview(t, turned)
	require.NotEqual(t, fresh.Input, moved.Input)
	changed := false
	for _, u := range moved.Units {
		changed = changed || u.Granted != u.Before
	}
	require.True(t, changed, "a slider that moved shows who gains and who loses")

	moved.Ask.Input = moved.Input
	moved.Ask.Comment = "щоденний"
	f.clock.pass(time.Minute)
	body, err := f.agency.core.RoundBody(moved.Ask)
	require.NoError(t, err)
	p, err := f.agency.core.PrepareAct(client.ActAsk{Kind: seal.KindSignRound, Bodies: [][]byte{seal.Encode(body)}})
	require.NoError(t, err)
	require.True(t, p.Ready, "%v", p.Problems)
	_, err = f.agency.core.Sign(p.Token, "")
	require.NoError(t, err)
	f.agency.sync()
	page, err := f.agency.core.Rounds(client.PaperQuery{})
	require.NoError(t, err)
	require.Equal(t, 1, page.Total)
	require.Equal(t, "РР-2026/000001", page.Rows[0].Text)
	signed, err := f.agency.core.Round(page.Rows[0].ID)
	require.NoError(t, err)
	require.True(t, signed.Verified)
	require.Equal(t, moved.Figures.Granted, signed.Outcome.Figures.Granted)
	require.Equal(t, moved.Figures.Value, signed.Outcome.Figures.Value)
	require.Len(t, signed.Outcome.Lines, len(moved.Lines))
	for i, l := range signed.Outcome.Lines {
		require.Equal(t, moved.Lines[i], l)
	}

	_, err = f.agency.core.RoundBody(moved.Ask)
	require.Equal(t, fault.StaleSigning, fault.CodeOf(err), "the stock is gone")
}

func TestPreviewRound_NobodyWaits(t *testing.T) {
	t.Parallel()
	f := waiting(t, 2)
	o, err := f.agency.core.PreviewRound(client.RoundAsk{Items: []id.ID[id.Item]{f.offers[1].Item}})
	require.NoError(t, err)
	require.Equal(t, fault.RoundEmpty, o.Problems[0].Code)
}

func TestForecast_OfItemsWithoutRounds(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o, err := f.unit.core.Forecast(f.offers[0].Item, 4, order.Routine)
	require.NoError(t, err)
	require.Equal(t, client.Outlook{
		Known: true, Low: 4, High: 4, Free: 10, From: "2026-06-25", Until: "2026-06-25", AsOf: epochStart.UnixMilli(),
	}, o)
	f = waiting(t, 2)
	o, err = f.unit.core.Forecast(f.offers[0].Item, 4, order.Routine)
	require.NoError(t, err)
	require.True(t, o.InRounds)
	require.False(t, o.Known, "no round was held yet")
	_, err = f.unit.core.Forecast(id.ID[id.Item]{1}, 4, order.Routine)
	require.Equal(t, fault.ItemUnknown, fault.CodeOf(err))
}

func TestForecasts_AreThoseOfEachItem(t *testing.T) {
	t.Parallel()
	f := newField(t)
	asks := []client.OutlookAsk{
		{Item: f.offers[1].Item, Quantity: 3, Urgency: order.Routine},
		{Item: id.ID[id.Item]{1}, Quantity: 3, Urgency: order.Routine},
		{Item: f.offers[0].Item, Quantity: 4, Urgency: order.Urgent},
	}
	all, err := f.unit.core.Forecasts(asks)
	require.NoError(t, err)
	require.Len(t, all, len(asks))
	require.NotEqual(t, all[0], all[2])
	for _, i := range []int{0, 2} {
		one, oneErr := f.unit.core.Forecast(asks[i].Item, asks[i].Quantity, asks[i].Urgency)
		require.NoError(t, oneErr)
		require.Equal(t, one, all[i])
	}
	require.False(t, all[1].Known, "a list does not fail for an item that has gone")
}

func BenchmarkPreviewRound(b *testing.B) {
	f := waiting(b, 400)
	ask := f.preview(b, client.RoundAsk{Items: []id.ID[id.Item]{f.offers[0].Item}, Fresh: true}).Ask
	for n := 0; b.Loop(); n++ {
		ask.Fresh, ask.Settings.Floor = false, int64(n%7)
		f.preview(b, ask)
	}
}
