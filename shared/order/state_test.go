package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/sharedtest"
)

const lastState = order.Superseded

func TestState_EveryOneIsReachedAndNamed(t *testing.T) {
	t.Parallel()
	reached := map[order.State]bool{order.Draft: true}
	for grew := true; grew; {
		grew = false
		for s := order.Draft; s <= lastState; s++ {
			for n := order.Draft; n <= lastState; n++ {
				if reached[s] && s.CanBecome(n) && !reached[n] {
					reached[n], grew = true, true
				}
			}
		}
	}
	names := map[string]bool{}
	for s := order.Draft; s <= lastState; s++ {
		require.True(t, reached[s], s.String())
		require.NotEqual(t, "unknown", s.String())
		require.False(t, names[s.String()], "two states of one name")
		names[s.String()] = true
	}
}

func TestState_NothingFollowsAnEnd(t *testing.T) {
	t.Parallel()
	for _, s := range []order.State{order.Rejected, order.Cancelled, order.Expired, order.Superseded} {
		require.True(t, s.IsFinal(), s.String())
		for n := order.Draft; n <= lastState; n++ {
			require.False(t, s.CanBecome(n))
		}
	}
	require.False(t, order.Returned.CanBecome(order.Approved), "what was returned is signed anew first")
	require.False(t, order.Draft.CanRevise(), "nothing is submitted unsigned")
}

func TestNumber_IsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	n := order.Number("А9001", sharedtest.ID[id.Order](7))
	require.Equal(t, n, order.Number("А9001", sharedtest.ID[id.Order](7)))
	require.Regexp(t, `^А9001-[0-9A-HJKMNP-TV-Z]{5}$`, n)
}

func TestReasonsAndUrgenciesParse(t *testing.T) {
	t.Parallel()
	for _, r := range []order.ReturnReason{
		order.QuantityUnclear, order.ItemUnclear, order.NeedUnjustified, order.DateUnrealistic, order.DeliveryPointUnclear,
		order.FundWrong, order.Duplicate, order.NoLongerNeeded, order.OtherReason,
	} {
		require.Equal(t, r, order.ParseReturnReason(r.String()))
	}
	require.Zero(t, order.ParseReturnReason(""))
	for _, u := range []order.Urgency{order.Routine, order.Priority, order.Urgent} {
		require.Equal(t, u, order.ParseUrgency(u.String()))
	}
	require.Zero(t, order.ParseUrgency("unknown"))
}

func TestRevision_HasOneForm(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	rapid.Check(t, func(t *rapid.T) {
		r := f.Revision(rapid.Uint64Range(1, 9).Draw(t, "n"), 0, rapid.SliceOfN(rapid.Int64Range(1, 9), 1, 3).Draw(t, "quantities")...)
		r.Note = rapid.SampledFrom([]string{"", "Терміново", "a\nb"}).Draw(t, "note")
		again, err := order.DecodeRevision(r.Encode())
		require.NoError(t, err)
		require.Equal(t, r, again)
	})
}

func FuzzDecodeRevision(f *testing.F) {
	field := sharedtest.NewField()
	f.Add(field.Revision(1, 0, 1, 2).Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := order.DecodeRevision(b); err == nil {
			require.Equal(t, b, r.Encode())
		}
	})
}
