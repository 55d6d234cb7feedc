package app

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/round"
)

// A share goes from the slider to the format and back unchanged.
func TestShare_ThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.IntRange(0, 10_000).Draw(t, "share")
		require.Equal(t, v, shareFigure(shareText(v)))
	})
	require.Equal(t, "0.3000", shareText(3_000))
	require.Equal(t, "1.0000", shareText(12_000))
	require.Zero(t, shareFigure(""))
}

// What a preview echoes is what is asked next: the same round.
func TestRoundForm_ThereAndBack(t *testing.T) {
	t.Parallel()
	o := client.RoundOutcome{
		Ask:     client.RoundAsk{CutOff: 1_781_514_000_123, Settings: round.Settings{Floor: 3, FloorShare: "0.25"}},
		Tiers:   []round.TierOf{{Posture: party.Engaged, Urgency: order.Urgent, Tier: 2}},
		Weights: []client.RoundWeight{{Parent: party.Org{ID: [16]byte{1}}, Weight: 7}},
	}
	ask, err := roundAsk(roundForm(o))
	require.NoError(t, err)
	require.Equal(t, o.Ask.CutOff, ask.CutOff, "to the millisecond")
	require.Equal(t, o.Tiers, ask.Settings.Tiers)
	require.Equal(t, []round.WeightOf{{Parent: [16]byte{1}, Weight: 7}}, ask.Settings.Weights)
	require.Equal(t, int64(3), ask.Settings.Floor)
	require.Equal(t, "0.2500", ask.Settings.FloorShare)
	require.False(t, ask.Fresh)
	fresh, err := roundAsk(RoundForm{})
	require.NoError(t, err)
	require.True(t, fresh.Fresh, "nothing was turned yet")
	for _, bad := range []RoundForm{
		{Items: []string{"x"}},
		{CutOff: "yesterday"},
		{Tiers: []TierView{{Posture: "asleep", Urgency: "urgent"}}},
		{Weights: []WeightView{{UnitID: "x"}}},
		{Input: "00"},
	} {
		_, err := roundAsk(bad)
		require.Error(t, err)
	}
}
