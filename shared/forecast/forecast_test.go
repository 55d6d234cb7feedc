package forecast_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/allocation"
	"dotchain/shared/fault"
	"dotchain/shared/forecast"
	"dotchain/shared/seal"
)

// steady publishes n rounds on consecutive days, in which tier 2 rose
// to level pieces a unit of weight.
func steady(n int, level int64) forecast.Published {
	p := forecast.Published{Item: "drone-7", Pack: 1}
	for i := range int64(n) {
		p.Rounds = append(p.Rounds, forecast.Round{
			Day: 20_002 + i, Stock: 500,
			Tiers: []forecast.Tier{{Tier: 2, Demand: 900, Backlog: 400, LevelPieces: level, LevelWeight: 1, Tied: 1, Served: 1}},
		})
	}
	return p
}

func TestForecast(t *testing.T) {
	t.Parallel()
	ask := forecast.Ask{Tier: 2, Weight: 3, Quantity: 100, Day: 20_014}
	got, err := forecast.Forecast(steady(12, 10), ask)
	require.NoError(t, err)
	require.Equal(t, forecast.Range{
		Known: true, Rounds: 12, AsOf: 20_013, Low: 30, High: 30, From: 20_017, To: 20_017,
	}, got, "30 a round, the fourth round is three days later")

	ask.Tier = 1
	got, err = forecast.Forecast(steady(12, 10), ask)
	require.NoError(t, err)
	require.EqualValues(t, 100, got.Low, "nobody claimed in tier 1: all of the stock was there")
	require.Equal(t, ask.Day, got.To)

	ask.Tier = 3
	got, err = forecast.Forecast(steady(12, 10), ask)
	require.NoError(t, err)
	require.True(t, got.Known && got.Open, "tier 2 leaves nothing")
	require.Zero(t, got.High)
}

func TestForecast_TooLittle(t *testing.T) {
	t.Parallel()
	ask := forecast.Ask{Tier: 2, Weight: 1, Quantity: 5, Day: 20_020}
	got, err := forecast.Forecast(forecast.Published{Pack: 1}, ask)
	require.NoError(t, err)
	require.Equal(t, forecast.Range{}, got)
	got, err = forecast.Forecast(steady(forecast.MinRounds-1, 10), ask)
	require.NoError(t, err)
	require.Equal(t, forecast.Range{Rounds: 8, AsOf: 20_009}, got)
	p := steady(12, 10)
	p.Pack = 6
	got, err = forecast.Forecast(p, ask)
	require.NoError(t, err)
	require.False(t, got.Known, "less than a pack is never granted")
}

// Where rounds are held on working days, no forecast names a weekend.
func TestForecast_WorkingDays(t *testing.T) {
	t.Parallel()
	p := steady(0, 0)
	for day := int64(20_002); len(p.Rounds) < 12; day++ {
		if day%7 != 2 && day%7 != 3 {
			r := steady(1, 10).Rounds[0]
			r.Day = day
			p = p.With(r)
		}
	}
	for quantity := int64(1); quantity < 200; quantity++ {
		got, err := forecast.Forecast(p, forecast.Ask{Tier: 2, Weight: 1, Quantity: quantity, Day: 20_020})
		require.NoError(t, err)
		require.NotContains(t, []int64{2, 3}, got.From%7)
		require.NotContains(t, []int64{2, 3}, got.To%7)
		rounds := (quantity + 9) / 10
		require.Equal(t, 20_020+rounds-1+2*((rounds+2)/5), got.To, quantity) // from a Wednesday on
	}
	p = steady(12, 10)
	for i := range p.Rounds {
		p.Rounds[i].Day = int64(20_000 + 14*i)
	}
	got, err := forecast.Forecast(p, forecast.Ask{Tier: 2, Weight: 1, Quantity: 20, Day: 21_000})
	require.NoError(t, err)
	require.EqualValues(t, 21_028, got.To, "every other week")
}

func TestPublished_With(t *testing.T) {
	t.Parallel()
	p := steady(12, 10)
	last := p.Rounds[11]
	require.Equal(t, p, p.With(last), "a round that is there")
	last.Day++
	longer := p.With(last)
	require.Len(t, longer.Rounds, forecast.MaxRounds)
	require.Equal(t, p.Rounds[1], longer.Rounds[0])
	require.Equal(t, last, longer.Rounds[11])
	require.EqualValues(t, 20_002, p.Rounds[0].Day, "the one before is untouched")

	var read forecast.Published
	require.NoError(t, seal.Decode(seal.Encode(longer), &read))
	require.Equal(t, longer, read)
	require.Less(t, len(seal.Encode(longer)), 1_500)
}

// Whatever was published and asked: the ranges are ranges, and the same every time.
func TestForecast_IsARange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := forecast.Published{Pack: rapid.Int64Range(1, 7).Draw(t, "pack")}
		for day := int64(20_000); len(p.Rounds) < rapid.IntRange(0, 12).Draw(t, "rounds"); day += rapid.Int64Range(1, 9).Draw(t, "gap") {
			r := allocation.Round{
				Stock: rapid.Int64Range(0, 60).Draw(t, "stock"), Floor: 2, FloorShare: "0.3", Pack: p.Pack, Draw: "x",
			}
			for i := range rapid.IntRange(0, 5).Draw(t, "claimants") {
				r.Claimants = append(r.Claimants, allocation.Claimant{
					ID: string(rune('a' + i)), Tier: rapid.Int64Range(1, 3).Draw(t, "tier"), Weight: rapid.Int64Range(1, 5).Draw(t, "weight"),
					Claim: rapid.Int64Range(0, 30).Draw(t, "claim"),
				})
			}
			seen, err := forecast.Observe(day, r)
			require.NoError(t, err)
			p = p.With(seen)
		}
		require.Empty(t, forecast.Check(p))
		a := forecast.Ask{
			Tier: rapid.Int64Range(1, 4).Draw(t, "tier"), Weight: rapid.Int64Range(1, 9).Draw(t, "weight"),
			Quantity: rapid.Int64Range(1, 90).Draw(t, "quantity"), Day: rapid.Int64Range(20_000, 20_200).Draw(t, "day"),
		}
		got, err := forecast.Forecast(p, a)
		require.NoError(t, err)
		again, err := forecast.Forecast(p, a)
		require.NoError(t, err)
		require.Equal(t, got, again)
		if !got.Known {
			return
		}
		require.True(t, 0 <= got.Low && got.Low <= got.High && got.High <= a.Quantity, "%+v", got)
		require.Zero(t, got.Low%p.Pack+got.High%p.Pack)
		require.True(t, a.Day <= got.From && got.From <= got.To, "%+v", got)
	})
}

func TestForecast_Refuses(t *testing.T) {
	t.Parallel()
	good := forecast.Ask{Tier: 2, Weight: 1, Quantity: 5, Day: 20_020}
	for field, touch := range map[string]func(*forecast.Published, *forecast.Ask){
		"rounds":   func(p *forecast.Published, _ *forecast.Ask) { p.Rounds = append(p.Rounds, p.Rounds...) },
		"pack":     func(p *forecast.Published, _ *forecast.Ask) { p.Pack = 0 },
		"day":      func(p *forecast.Published, _ *forecast.Ask) { p.Rounds[3].Day = p.Rounds[2].Day },
		"stock":    func(p *forecast.Published, _ *forecast.Ask) { p.Rounds[0].Stock = -1 },
		"floor":    func(p *forecast.Published, _ *forecast.Ask) { p.Rounds[0].Floor.Served = 1 },
		"tier":     func(p *forecast.Published, _ *forecast.Ask) { p.Rounds[0].Tiers[0].LevelPieces = math.MaxInt64 },
		"weight":   func(_ *forecast.Published, a *forecast.Ask) { a.Weight = 0 },
		"quantity": func(_ *forecast.Published, a *forecast.Ask) { a.Quantity = math.MaxInt64 },
	} {
		p, a := steady(12, 10), good
		touch(&p, &a)
		_, err := forecast.Forecast(p, a)
		require.Error(t, err, field)
		require.Equal(t, field, fault.ReasonsOf(err)[0].Field)
	}
	_, err := forecast.Observe(1, allocation.Round{Stock: -1})
	require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))
}
