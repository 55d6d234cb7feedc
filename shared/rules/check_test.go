package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// finds are worlds in which exactly one check finds something.
func finds() map[fault.Code]func(t *testing.T, s *stage) (order.Revision, fault.Reason) {
	return map[fault.Code]func(t *testing.T, s *stage) (order.Revision, fault.Reason){
		fault.OrderDuplicate: func(t *testing.T, s *stage) (order.Revision, fault.Reason) {
			t.Helper()
			first := s.submitted(t, 1, 2)
			return s.Revision(2, 0, 2), fault.Reason{Ref: order.Number("А9001", first.Order), Have: s.now.UnixMilli(), Field: "order"}
		},
		fault.OrderLookAlike: func(t *testing.T, s *stage) (order.Revision, fault.Reason) {
			t.Helper()
			first := s.submitted(t, 1, 2)
			return s.Revision(2, 0, 3), fault.Reason{Ref: order.Number("А9001", first.Order), Have: s.now.UnixMilli(), Field: "order"}
		},
		fault.LeadTimeTooShort: func(_ *testing.T, s *stage) (order.Revision, fault.Reason) {
			r := s.Revision(2, 0, 2)
			r.NeededBy = s.now.AddDate(0, 0, 10).Add(-time.Minute).UnixMilli()
			return r, fault.Reason{Line: 1, Field: "needed_by", Have: 9, Want: 10}
		},
		fault.UrgencyUnexplained: func(_ *testing.T, s *stage) (order.Revision, fault.Reason) {
			r := s.Revision(2, 0, 2)
			r.Urgency, r.Note = order.Urgent, " \n"
			return r, fault.Reason{Field: "note"}
		},
		fault.BudgetShareHigh: func(_ *testing.T, s *stage) (order.Revision, fault.Reason) {
			r := s.Revision(2, 0, 2) // 24,000.00
			s.w.Budgets[r.Budget].Appropriated = 47_990_00
			return r, fault.Reason{Field: "fund", Have: 5001, Want: 5000}
		},
		fault.CapExceeded: func(_ *testing.T, s *stage) (order.Revision, fault.Reason) {
			s.w.Items[s.Items[0].ID].Cap = 1
			return s.Revision(2, 0, 2), fault.Reason{Line: 1, Field: "quantity", Have: 1, Want: 2, Ref: "DR-1"}
		},
		fault.NotCodified: func(_ *testing.T, s *stage) (order.Revision, fault.Reason) {
			s.w.Items[s.Items[0].ID].NSN, s.w.Items[s.Items[0].ID].Category = "", "ew"
			return s.Revision(2, 0, 2), fault.Reason{Line: 1, Field: "item", Ref: "DR-1"}
		},
	}
}

// Each finding stops the order, warns of it or is noted, as policy says; and nothing
// else is found.
func TestSubmit_FindingsByVerdict(t *testing.T) {
	t.Parallel()
	require.Len(t, finds(), len(policy.Checkable()))
	for _, code := range policy.Checkable() {
		for _, verdict := range []policy.Verdict{policy.Pass, policy.Warn, policy.Stop} {
			t.Run(code.String()+"/"+verdict.String(), func(t *testing.T) {
				t.Parallel()
				s := newStage(func(p *policy.Set) {
					for i := range p.Checks {
						if p.Checks[i].Code == code {
							p.Checks[i].Verdict = verdict
						}
					}
				})
				find := finds()[code]
				require.NotNil(t, find)
				r, want := find(t, s)
				want.Code = code
				before := *s.w.Budgets[r.Budget]
				_, reasons := decide(s.w, s.Requisitioner, seal.KindSubmitOrder, r)
				got := s.do(s.Requisitioner, seal.KindSubmitOrder, r)
				if verdict == policy.Stop {
					require.Equal(t, []fault.Reason{want}, reasons)
					require.Nil(t, s.order(r))
					require.Equal(t, before, *s.w.Budgets[r.Budget])
					return
				}
				require.Empty(t, got)
				o := s.order(r)
				require.Equal(t, []order.Finding{{Reason: want, Warns: verdict == policy.Warn}}, o.Findings)
				if verdict == policy.Warn {
					require.Equal(t, order.Verifying, o.State)
					require.Zero(t, o.VerifiedAt)
					require.NotContains(t, eventKinds(o), order.EventChecked)
					return
				}
				require.Equal(t, order.InReview, o.State)
				require.Equal(t, s.now.UnixMilli(), o.VerifiedAt)
				require.Contains(t, eventKinds(o), order.EventChecked)
			})
		}
	}
}

func TestSubmit_NothingIsFoundInAPlainOrder(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	r := s.submitted(t, 1, 2, 1)
	require.Empty(t, s.order(r).Findings)
	require.Equal(t, []order.EventKind{order.EventSigned, order.EventReceived, order.EventReserved, order.EventChecked}, eventKinds(s.order(r)))
}

// An order is compared with those that stand, of its own unit, of the time that policy
// says; never with itself.
func TestSubmit_DuplicatesOfWhatStands(t *testing.T) {
	t.Parallel()
	duplicate := func(t *testing.T, s *stage, r order.Revision) bool {
		t.Helper()
		require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, r))
		return s.order(r).Warns()
	}
	t.Run("its own next revision", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		require.False(t, duplicate(t, s, s.next(s.submitted(t, 1, 2))))
	})
	t.Run("one that was revised to something else", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		first := s.submitted(t, 1, 2)
		other := s.next(first)
		other.Lines = s.Revision(1, 0, 1).Lines
		require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, sharedtest.Totalled(other)))
		require.False(t, duplicate(t, s, s.Revision(2, 0, 2)))
	})
	for name, end := range map[string]func(t *testing.T, s *stage, r order.Revision) []string{
		"one that was cancelled": func(_ *testing.T, s *stage, r order.Revision) []string {
			return s.do(s.Requisitioner, seal.KindCancelOrder, s.decision(r))
		},
		"one that was approved and cancelled": func(t *testing.T, s *stage, r order.Revision) []string {
			t.Helper()
			require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
			return s.do(s.Requisitioner, seal.KindCancelOrder, s.decision(r))
		},
		"one that was rejected": func(_ *testing.T, s *stage, r order.Revision) []string {
			return s.do(s.Officer, seal.KindRejectOrder, s.decision(r))
		},
		"one that expired": func(t *testing.T, s *stage, r order.Revision) []string {
			t.Helper()
			require.Empty(t, s.do(s.Officer, seal.KindReturnOrder, s.asked(r)))
			s.now = s.now.AddDate(0, 0, 11)
			return s.do(s.Server, seal.KindExpireOrder, s.expired(r))
		},
		"one of long ago": func(_ *testing.T, s *stage, _ order.Revision) []string {
			s.now = s.now.AddDate(0, 0, 30).Add(time.Millisecond)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(nil)
			r := s.submitted(t, 1, 2)
			require.Empty(t, end(t, s, r))
			again := s.Revision(2, 0, 2)
			again.NeededBy = s.now.AddDate(0, 1, 0).UnixMilli()
			require.False(t, duplicate(t, s, again))
		})
	}
	t.Run("one that was approved", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		r := s.submitted(t, 1, 2)
		require.Empty(t, s.do(s.Officer, seal.KindApproveOrder, s.decision(r)))
		require.True(t, duplicate(t, s, s.Revision(2, 0, 2)))
	})
	t.Run("one of the last day that counts", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		s.submitted(t, 1, 2)
		s.now = s.now.AddDate(0, 0, 30)
		again := s.Revision(2, 0, 2)
		again.NeededBy = s.now.AddDate(0, 1, 0).UnixMilli()
		require.True(t, duplicate(t, s, again))
	})
	t.Run("another unit's", func(t *testing.T) {
		t.Parallel()
		s := newStage(nil)
		s.submitted(t, 1, 2)
		r := s.Revision(2, 1, 2)
		require.Empty(t, s.do(s.Second, seal.KindSubmitOrder, r))
		require.Empty(t, s.order(r).Findings)
	})
}

func TestSubmit_AClosedBudgetStops(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	s.w.Budgets[s.Budgets[0].ID].ClosedAt = 1
	require.Equal(t, []string{"year_closed"}, s.do(s.Requisitioner, seal.KindSubmitOrder, s.Revision(1, 0, 1)))
	require.Equal(t, conflict.BudgetGone, conflict.KindOf([]fault.Reason{{Code: fault.YearClosed}}))
}

func TestSubmit_ANeedLiesInThisLife(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	r := s.Revision(1, 0, 1)
	r.NeededBy = s.now.AddDate(11, 0, 0).UnixMilli()
	require.Equal(t, []string{"field_invalid"}, s.do(s.Requisitioner, seal.KindSubmitOrder, r))
}

func TestSubmit_SubstitutesAreARanking(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	own, other := f.Offers[0].ID, f.Offers[1].ID
	var many []order.Substitute
	for n := range uint64(order.MaxSubstitutes + 1) {
		many = append(many, order.Substitute{Offer: sharedtest.ID[id.Offer](n), PriceCap: 1})
	}
	for name, row := range map[string]struct {
		substitutes []order.Substitute
		want        []string
	}{
		"as it should be": {[]order.Substitute{{Offer: other, PriceCap: 5}}, nil},
		"as many as may":  {many[1:], nil},
		"too many":        {many, []string{"field_invalid"}},
		"its own offer":   {[]order.Substitute{{Offer: own, PriceCap: 5}}, []string{"field_invalid"}},
		"one twice":       {[]order.Substitute{{Offer: other, PriceCap: 5}, {Offer: other, PriceCap: 6}}, []string{"field_invalid"}},
		"no offer":        {[]order.Substitute{{PriceCap: 5}}, []string{"field_invalid"}},
		"a price below":   {[]order.Substitute{{Offer: other, PriceCap: -1}}, []string{"field_invalid"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(nil)
			r := s.Revision(1, 0, 1)
			r.Lines[0].Substitutes = row.substitutes
			require.Equal(t, row.want, s.do(s.Requisitioner, seal.KindSubmitOrder, r))
		})
	}
}

// What approval policies ask for stands in the order.
func TestSubmit_SaysFundYearAndCategories(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) {
		p.Allocation = append(p.Allocation, policy.Allocation{Category: "batteries", Mode: policy.Rounds})
	})
	s.w.Items[s.Items[0].ID].Category, s.w.Items[s.Items[1].ID].Category = "ew", "batteries"
	s.w.Stocks[s.Offers[1].ID].OnHand = 0
	r := s.submitted(t, 1, 2, 1, 1)
	o := s.order(r)
	require.Equal(t, s.Budgets[0].Fund, o.Fund)
	require.Equal(t, int64(2026), o.Year)
	require.Equal(t, []string{"batteries", "ew", "recon_uav"}, o.Categories)

	// What rounds share needs no stock now, and holds none; the money is reserved all the same.
	require.True(t, o.Lines[1].InRounds)
	require.Empty(t, o.Lines[1].Parts)
	require.False(t, o.Lines[0].InRounds)
	require.Equal(t, int64(2), o.Lines[0].Parts[0].OnShelf())
	require.Equal(t, int64(2), s.w.Stocks[s.Offers[0].ID].Reserved)
	require.Zero(t, s.w.Stocks[s.Offers[1].ID].Reserved)
	require.Equal(t, r.Total, s.w.Budgets[r.Budget].Reserved)
}

// An order travels whole: what checks find in it has an end, and each of them is told.
func TestSubmit_FindingsAreFew(t *testing.T) {
	t.Parallel()
	s := newStage(func(p *policy.Set) {
		for i := range p.Checks {
			p.Checks[i].Verdict = policy.Warn
		}
	})
	s.w.Budgets[s.Budgets[0].ID].Appropriated = 1_000_000_000_000_00
	r := s.Revision(1, 0, 1)
	r.Lines = nil
	for n := range order.MaxLines {
		item, offer, stock := s.Items[0], s.Offers[0], s.Stocks[0]
		item.ID, item.Cap = sharedtest.ID[id.Item](1000+uint64(n)), 1 //nolint:gosec // small
		offer.Item, offer.ID, offer.LeadDays = item.ID, supply.OfferID(offer.Supplier, item.ID), 60
		stock.Offer = offer.ID
		s.w.Items[item.ID], s.w.Offers[offer.ID], s.w.Stocks[offer.ID] = &item, &offer, &stock
		r.Lines = append(r.Lines, order.Line{
			Offer: offer.ID, Terms: offer.Terms(), Quantity: 2, UOM: offer.UOM, Price: offer.Price, VATRate: offer.VATRate,
		})
	}
	r.Urgency = order.Urgent
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, sharedtest.Totalled(r)))
	o := s.order(r)
	require.Less(t, len(o.Findings), 300)
	told := map[fault.Code]bool{}
	for _, f := range o.Findings {
		told[f.Reason.Code] = true
	}
	require.Equal(t, map[fault.Code]bool{fault.CapExceeded: true, fault.LeadTimeTooShort: true, fault.UrgencyUnexplained: true}, told)
}

// recentOf is where the orders are that may be like a revision.
func recentOf(r order.Revision) wire.Key {
	return order.Recent{ID: order.RecentID(r.Unit, order.BriefOf(r, 0))}.DocKey()
}

// A revision for other items is looked for among others than the one before.
func TestRecent_MovesWithTheItems(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	first := s.submitted(t, 1, 2)
	next := s.next(first)
	for i := len(next.Lines) - 1; recentOf(next) == recentOf(first) && i > 0; i-- {
		next.Lines = next.Lines[:i]
	}
	for i := 1; recentOf(next) == recentOf(first) && i < len(s.Offers); i++ {
		o := s.Offers[i]
		next.Lines = []order.Line{{Offer: o.ID, Terms: o.Terms(), Quantity: 1, UOM: o.UOM, Price: o.Price, VATRate: o.VATRate}}
	}
	require.NotEqual(t, recentOf(first), recentOf(next))
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, sharedtest.Totalled(next)))
	was, _ := rules.Find[order.Recent](s.w, recentOf(first))
	require.Empty(t, was.Orders)
	is, _ := rules.Find[order.Recent](s.w, recentOf(next))
	require.True(t, is.Has(first.Order))
	require.Empty(t, s.do(s.Requisitioner, seal.KindCancelOrder, order.Decision{Order: first.Order, Hash: s.order(first).Hash, Reason: order.OtherReason}))
	is, _ = rules.Find[order.Recent](s.w, recentOf(next))
	require.Empty(t, is.Orders)
}

// Changing the order's lines changes the unit's recent orders, each order once.
func TestRecent_FollowsTheOrders(t *testing.T) {
	t.Parallel()
	s := newStage(nil)
	first, second := s.submitted(t, 1, 2), s.submitted(t, 2, 1)
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, s.next(first)))
	recent, ok := rules.Find[order.Recent](s.w, recentOf(first))
	require.True(t, ok)
	require.Equal(t, recentOf(first), recentOf(second))
	require.Len(t, recent.Orders, 2)
	require.Equal(t, second.Order, recent.Orders[0].Order)
	require.Equal(t, first.Order, recent.Orders[1].Order)
	require.Equal(t, uint64(3), recent.Version)
}
