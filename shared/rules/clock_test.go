package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// The clock of a device orders nothing: what it claims is kept where a signature is shown, and
// everything that others wait by, queue by or are told by has the moment of the server.
func TestClaimedAt_OrdersNothing(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]time.Duration{"behind": -20 * time.Hour, "right": 0, "ahead": 20 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(twoSign)
			now, claimed := s.now.UnixMilli(), s.now.Add(off).UnixMilli()
			do := func(a *sharedtest.Actor, kind seal.Kind, body any) {
				_, reasons := sharedtest.Decide(s.w, a.Command(kind, body, s.now.Add(off)), s.now)
				require.Empty(t, reasons)
			}
			r := s.Revision(1, 0, 2)
			r.NeededBy = s.now.AddDate(0, 1, 0).UnixMilli()
			do(s.Requisitioner, seal.KindSubmitOrder, r)
			do(s.Commander, seal.KindCosignOrder, s.cosigned(r))
			do(s.Receiver, seal.KindCosignOrder, s.cosigned(r))
			do(s.Officer, seal.KindApproveOrder, s.decision(r))
			o := s.order(r)
			require.Equal(t, []int64{claimed, now}, []int64{o.Revisions[0].SignedAt, o.Revisions[0].ReceivedAt})
			require.Equal(t, order.EventSigned, o.Events[0].Kind)
			require.Equal(t, claimed, o.Events[0].At)
			for _, e := range o.Events[1:] {
				require.Equal(t, now, e.At, e.Kind)
			}
			require.Len(t, o.Signatures, 2)
			for _, x := range o.Signatures {
				require.Equal(t, []int64{claimed, now}, []int64{x.SignedAt, x.At}, x.Role)
			}

			f := rules.Facts{Now: now, World: s.w}
			k := rules.Park(f, s.Requisitioner.Command(seal.KindSubmitOrder, r, s.now.Add(off)), seal.Hash{}, party.Device{}, []fault.Reason{{Code: fault.StockGone}})
			require.Equal(t, []int64{claimed, now}, []int64{k.ClaimedAt, k.OpenedAt})
			_, since := k.Waits()
			require.Equal(t, now, since)
		})
	}
}

func TestClaimedAt_OrdersNoQueue(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]time.Duration{"behind": -20 * time.Hour, "ahead": 20 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRounds(t, 1)
			rev := r.submit(0, nil, 1)
			d := order.Decision{Order: rev.Order, Hash: seal.Sum(rev.Encode())}
			_, reasons := sharedtest.Decide(r.w, r.f.Officer.Command(seal.KindApproveOrder, d, r.at.Add(off)), r.at)
			require.Empty(t, reasons)
			require.Equal(t, r.at.UnixMilli(), r.queue(0).Waiting[0].Since)
		})
	}
}

// Of two changes of one place of a draft the one that the server took last stands, whatever
// their authors' clocks said, and so it is in the twin that keeps what came too late.
func TestClaimedAt_MergesNoDraft(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	change := func(laptop int, number int64, off time.Duration) {
		b := draft.Change{Order: s.order, Edits: []draft.Edit{edit(s.pieces(0), number, 0)}}
		cmd := s.laptops[laptop].Command(seal.KindChangeDraft, b, s.now.Add(off))
		_, _ = sharedtest.Decide(s.w, cmd, s.now)
		f := rules.Facts{Now: s.now.UnixMilli(), World: s.w}
		if _, reasons := rules.Decide(f, cmd); reasons != nil {
			s.w.Apply(rules.Outcome{Things: rules.Kept(f, cmd, reasons)})
		}
		s.now = s.now.Add(time.Second)
	}
	at := func(d draft.Draft) (all []int64) {
		for _, x := range d.Traces {
			all = append(all, x.At)
		}
		return all
	}
	first := s.now.UnixMilli()
	change(0, 3, 20*time.Hour)
	change(1, 4, -20*time.Hour)
	require.EqualValues(t, 4, draft.At(s.draft().Cells, s.pieces(0)).Number)
	require.Equal(t, []int64{first, first + 1000}, at(s.draft()))

	s.submitted(t, 1, 2)
	change(1, 7, 20*time.Hour)
	change(2, 6, -20*time.Hour)
	require.EqualValues(t, 4, draft.At(s.twin().Cells, s.pieces(0)).Number, "two of six were ordered")
	require.Equal(t, []int64{first + 2000, first + 3000}, at(s.twin())[len(at(s.twin()))-2:])
}
