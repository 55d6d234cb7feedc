package delivery_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/sharedtest"
)

func TestHandover_ACodeIsWhatPeopleMean(t *testing.T) {
	t.Parallel()
	o := sharedtest.ID[id.Order](1)
	v := delivery.Delivery{Order: o, Handover: delivery.HandoverHash(o, "0ABEK-1MHPX")}
	for _, typed := range []string{
		"0ABEK-1MHPX", "0abek1mhpx", " OABEK lMHPX ", "0ABEK–1MHPX", "оавек-імнрх", "ОАВЕК\u00a0ІМНРХ\n",
	} {
		require.True(t, v.IsCode(typed), typed)
	}
	for _, typed := range []string{"", "0ABEK-1MHPY", "0ABEK-1MHP", "0ABEK-1MHPXX", "0ABEK-1MHPЖ"} {
		require.False(t, v.IsCode(typed), typed)
	}
	other := v
	other.Order = sharedtest.ID[id.Order](2)
	require.False(t, other.IsCode("0ABEK-1MHPX"), "a code is good for its own order")
}

func TestHandover_FoldingTwiceIsFoldingOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		once := delivery.FoldCode(rapid.String().Draw(t, "typed"))
		require.Equal(t, once, delivery.FoldCode(once))
	})
}

// The format document says how the hash is made (docs/formats/seal.md, section 3.21).
func TestHandover_Vector(t *testing.T) {
	t.Parallel()
	require.Equal(t, "847c7e3d", delivery.HandoverHash(id.ID[id.Order]{}, "7KQ2M-9XH4T").String()[:8])
}

func TestRespond_Code(t *testing.T) {
	t.Parallel()
	const a, c, n = delivery.LineAccepted, delivery.LineChanged, delivery.LineNotAccepted
	rows := []struct {
		lines []delivery.LineStatus
		want  delivery.ResponseCode
	}{
		{nil, delivery.ResponseAcknowledged},
		{[]delivery.LineStatus{a, a}, delivery.ResponseAccepted},
		{[]delivery.LineStatus{n, n}, delivery.ResponseRejected},
		{[]delivery.LineStatus{a, n}, delivery.ResponseConditional},
		{[]delivery.LineStatus{c}, delivery.ResponseConditional},
	}
	for _, row := range rows {
		t.Run(string(row.want), func(t *testing.T) {
			t.Parallel()
			var r delivery.Respond
			for _, s := range row.lines {
				r.Lines = append(r.Lines, delivery.ResponseLine{Status: s})
			}
			require.Equal(t, row.want, r.Code())
		})
	}
}

// The receiver's clock says when goods came, as far as it can be true.
func TestArrivedAt_IsBetweenTheServersMoments(t *testing.T) {
	t.Parallel()
	v := delivery.Delivery{DispatchedAt: 100, ReceivedAt: 200}
	for there, want := range map[int64]int64{0: 200, 150: 150, 50: 100, 300: 200, -1 << 63: 100, 1<<63 - 1: 200} {
		v.ReceivedThere = there
		require.Equal(t, want, v.ArrivedAt(), there)
	}
}

// Every end a claim may have, cell by cell: what is not here it may not.
func TestClaim_CanEnd(t *testing.T) {
	t.Parallel()
	lines := []delivery.ClaimLine{{Line: 1, Pieces: 1}}
	rows := []struct {
		name  string
		claim delivery.Claim
		ends  []delivery.Outcome
	}{
		{"proposed", delivery.Claim{State: delivery.ClaimProposed, Reason: delivery.Late, Penalty: 1, Lines: lines}, []delivery.Outcome{delivery.Withdrawn}},
		{"a penalty", delivery.Claim{State: delivery.ClaimOpen, Reason: delivery.Late, Penalty: 1, Lines: lines}, []delivery.Outcome{delivery.Fined, delivery.Withdrawn}},
		{"refused", delivery.Claim{State: delivery.ClaimAnswered, Unaccepted: true, Reason: delivery.Late, Lines: lines}, []delivery.Outcome{delivery.Replaced, delivery.Refunded}},
		{"on accepted pieces", delivery.Claim{State: delivery.ClaimOpen, Reason: delivery.Quality, Lines: lines}, []delivery.Outcome{delivery.Replaced, delivery.Refunded, delivery.Withdrawn}},
		{"on papers", delivery.Claim{State: delivery.ClaimOpen, Reason: delivery.Paperwork}, []delivery.Outcome{delivery.Withdrawn}},
		{"settled", delivery.Claim{State: delivery.ClaimSettled, Unaccepted: true, Lines: lines}, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var ends []delivery.Outcome
			for how := delivery.Outcome(0); how < 9; how++ {
				if row.claim.CanEnd(how) {
					ends = append(ends, how)
				}
			}
			require.Equal(t, row.ends, ends)
		})
	}
}

func TestClaim_DisputesWhatIsNotThere(t *testing.T) {
	t.Parallel()
	c := delivery.Claim{State: delivery.ClaimOpen, Reason: delivery.Quality, Lines: []delivery.ClaimLine{{Line: 2, Pieces: 1}}}
	require.True(t, c.Disputes(2))
	require.False(t, c.Disputes(1))
	c.Reason = delivery.Late
	require.False(t, c.Disputes(2), "late, and taken")
	c.Unaccepted = true
	require.True(t, c.Disputes(2), "late, and refused for it")
	c.State = delivery.ClaimSettled
	require.False(t, c.Disputes(2))
}

func TestNames_AreThereForEveryNumber(t *testing.T) {
	t.Parallel()
	for _, r := range delivery.ClaimReasons() {
		require.Equal(t, r, delivery.ParseClaimReason(r.String()))
	}
	for _, o := range []delivery.Outcome{delivery.Replaced, delivery.Refunded, delivery.Fined, delivery.Withdrawn} {
		require.Equal(t, o, delivery.ParseOutcome(o.String()))
	}
	require.Zero(t, delivery.ParseClaimReason(""))
	require.Zero(t, delivery.ParseOutcome("other"))
	require.Equal(t, "unknown", delivery.Outcome(99).String())
	require.Equal(t, "unknown", delivery.LineStatus(0).String())
	require.Equal(t, "not_accepted", delivery.LineNotAccepted.String())
	require.Equal(t, "unknown", delivery.State(0).String())
}

// Whatever is counted and passes, adds up.
func TestCount_WhatPassesAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		small := rapid.OneOf(rapid.Int64Range(-2, 6), rapid.Int64())
		l := delivery.Line{Dispatched: rapid.Int64Range(1, 5).Draw(t, "dispatched")}
		if rapid.Bool().Draw(t, "serials") {
			l.Serials = []string{"a", "b", "c", "d", "e"}[:l.Dispatched]
		}
		names := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"}), 0, 3)
		c := delivery.Count{
			Delivered: small.Draw(t, "delivered"), Remarked: small.Draw(t, "remarked"), Refused: small.Draw(t, "refused"),
			Reason: delivery.ClaimReason(rapid.Uint8Range(0, 8).Draw(t, "reason")), Missing: names.Draw(t, "missing"), Bad: names.Draw(t, "bad"),
		}
		if delivery.CheckCounts([]delivery.Line{l}, []delivery.Count{c}) != nil {
			return
		}
		l = l.Counted(c)
		require.Equal(t, l.Delivered, l.Accepted+l.Refused)
		require.LessOrEqual(t, l.Remarked, l.Accepted)
		require.LessOrEqual(t, l.Delivered, l.Dispatched)
		for _, n := range []int64{l.Delivered, l.Accepted, l.Remarked, l.Refused} {
			require.GreaterOrEqual(t, n, int64(0))
		}
		if len(l.Serials) > 0 {
			require.Len(t, l.Good(), int(l.Accepted))
		}
	})
}
