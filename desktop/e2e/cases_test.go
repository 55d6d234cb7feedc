package e2e_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// stage is a place with a unit's two laptops, the agency and the desk.
type stage struct {
	*field.Server
	t                *testing.T
	one, two, admin  *field.Device
	officer, another *field.Device
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := newServer(t)
	return &stage{Server: s, t: t, admin: s.Device(s.Place.Operator)}
}

func (s *stage) unit() *field.Device {
	if s.one == nil {
		s.one = s.Device(s.Place.Buyers[0][0])
	}
	return s.one
}

func (s *stage) second() *field.Device {
	if s.two == nil {
		s.two = s.Device(s.Place.Buyers[0][1])
	}
	return s.two
}

// kindOf waits for the one case of a kind.
func (s *stage) kindOf(kind conflict.Kind) client.CaseRow {
	s.t.Helper()
	var found client.CaseRow
	s.admin.Await("a case of "+kind.String(), func() bool {
		for _, c := range allCases(s.t, s.admin) {
			if c.Kind == kind {
				found = c
			}
		}
		return found.Kind == kind
	})
	return found
}

// next is the unit's next command, past its outbox.
func (s *stage) next(d *field.Device, change func(c *seal.Command, before client.SignedCommand)) []byte {
	s.t.Helper()
	d.Order(s.Place, 1)
	d.Quiet()
	stored := lastCommand(s.t, d)
	envelope, err := seal.Open(stored.Envelope)
	require.NoError(s.t, err)
	c, err := seal.OpenCommand(envelope)
	require.NoError(s.t, err)
	c.ID, c.DeviceSeq, c.Prev = id.New[id.Command](time.Now(), [10]byte{byte(c.DeviceSeq)}), c.DeviceSeq+1, stored.Hash
	r, err := order.DecodeRevision(c.Body)
	require.NoError(s.t, err)
	r.Order = id.New[id.Order](time.Now(), [10]byte{7})
	c.Body = r.Encode()
	change(&c, stored)
	signed, err := seal.SignCommand(c, d.Keys)
	require.NoError(s.t, err)
	return signed.Raw
}

// Every kind of case is made by real devices, reaches the desk with outcomes that were
// tried there, and ends by a ruling that the server decides as the desk did.
func TestCases_EveryKind(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		kind conflict.Kind
		make func(s *stage)
		// outcome is what is ruled, mend what has to happen before it can be.
		mend    func(s *stage)
		outcome conflict.Outcome
		closed  conflict.Closure
		waits   conflict.Waits
	}{
		{
			kind: conflict.StockGone,
			make: func(s *stage) {
				d := s.unit()
				cut(d)
				d.Order(s.Place, 5)
				s.OnHand(0, 2)
				restore(d)
			},
			mend: func(s *stage) { s.OnHand(0, 9) }, outcome: conflict.Apply, closed: conflict.Applied,
		},
		{
			kind: conflict.BudgetGone,
			make: func(s *stage) {
				s.OnHand(0, 2000)
				for _, d := range []*field.Device{s.unit(), s.second()} {
					d.Await("the stock", func() bool {
						item, err := d.Core.Item(s.Place.Items[0].ID)
						return err == nil && item.Offers[0].Free == 2000
					})
				}
				cut(s.one, s.two)
				s.one.Order(s.Place, 500)
				s.two.Order(s.Place, 500)
				restore(s.one, s.two)
			},
			outcome: conflict.Wait, waits: conflict.Stock,
		},
		{
			kind: conflict.PriceChanged,
			make: func(s *stage) {
				cut(s.unit())
				s.one.Order(s.Place, 1)
				dearer := s.Place.Offers[0]
				dearer.Price += 100
				s.Publish(rules.Publish{Offers: []supply.Offer{dearer}})
				restore(s.one)
			},
			outcome: conflict.Offer, waits: conflict.Author,
		},
		{
			kind: conflict.ItemWithdrawn,
			make: func(s *stage) {
				cut(s.unit())
				s.one.Order(s.Place, 1, 1)
				gone := s.Place.Offers[0]
				gone.Withdrawn = true
				s.Publish(rules.Publish{Offers: []supply.Offer{gone}})
				restore(s.one)
			},
			outcome: conflict.Offer, waits: conflict.Author,
		},
		{
			kind: conflict.RevisionRace,
			make: func(s *stage) {
				o := s.unit().Order(s.Place, 2)
				s.officer = s.Device(s.Place.Approver)
				s.officer.Shown(o, order.InReview)
				s.officer.Return(o, "why?")
				s.one.Shown(o, order.Returned)
				s.second().Shown(o, order.Returned)
				cut(s.one, s.two)
				for i, d := range []*field.Device{s.one, s.two} {
					revise(s.t, d, o, s.Place.Offers[0].ID, int64(3+i))
				}
				restore(s.one, s.two)
			},
			outcome: conflict.Reject, closed: conflict.Rejected,
		},
		{
			kind: conflict.ApprovalRace,
			make: func(s *stage) {
				o := s.unit().Order(s.Place, 1)
				s.officer, s.another = s.Device(s.Place.Approver), s.Device(s.Place.Verifier)
				s.officer.Shown(o, order.InReview)
				s.another.Shown(o, order.InReview)
				cut(s.officer, s.another)
				s.officer.Approve(o)
				s.another.Return(o, "why?")
				restore(s.officer, s.another)
			},
			outcome: conflict.Dismiss, closed: conflict.Dismissed,
		},
		{
			kind: conflict.DeviceGap,
			make: func(s *stage) {
				d := s.unit()
				push(s.t, d, s.next(d, func(c *seal.Command, _ client.SignedCommand) { c.DeviceSeq += 2 }))
			},
			outcome: conflict.DeclareLost, closed: conflict.DeclaredLost,
		},
		{
			kind: conflict.DeviceFork,
			make: func(s *stage) {
				d := s.unit()
				push(s.t, d, s.next(d, func(c *seal.Command, _ client.SignedCommand) { c.DeviceSeq-- }))
			},
			outcome: conflict.Apply, closed: conflict.Applied,
		},
		{
			kind: conflict.ClockSkew,
			make: func(s *stage) {
				// A clock that is right again ends the case, so it is wrong whenever it is told.
				wrong := func() time.Time { return time.Now().Add(time.Hour) }
				d := s.Enrolled(s.Place.Buyers[0][0])
				d.Clock = wrong
				d.Start()
				d.Live()
				s.one = d
				answered(s.t, d, wire.PushRequest{Version: wire.Version, Device: d.Core.Device(), Clock: wrong().UnixMilli()})
			},
			outcome: conflict.Return, waits: conflict.Author,
		},
		{
			kind: conflict.RevokedSigner,
			make: func(s *stage) {
				lost := s.unit()
				s.officer = s.Device(s.Place.Approver)
				lost.Stocked(len(s.Place.Items))
				cut(lost)
				lost.Order(s.Place, 1)
				file := exported(s.t, lost, false)
				require.NoError(s.t, s.House.RevokeDevice(s.t.Context(), lost.Core.Device()))
				carry(s.t, s.officer, file)
				s.one = s.second() // the unit's other laptop
			},
			outcome: conflict.Accept, closed: conflict.Applied,
		},
		{
			kind: conflict.ScopeLost,
			make: func(s *stage) {
				moved := s.unit()
				moved.Stocked(len(s.Place.Items))
				cut(moved)
				moved.Order(s.Place, 1)
				person := moved.Person
				person.Org = s.Place.Buyers[1][0].Org
				_, err := s.House.Register(s.t.Context(), nil, []party.Person{person})
				require.NoError(s.t, err)
				moved.Link.Restore()
				s.one = nil
			},
			outcome: conflict.Reject, closed: conflict.Rejected,
		},
		{
			kind: conflict.Tamper,
			make: func(s *stage) {
				d := s.unit()
				raw := s.next(d, func(*seal.Command, client.SignedCommand) {})
				raw = slices.Clone(raw)
				raw[len(raw)-1] ^= 1
				push(s.t, d, raw)
			},
			outcome: conflict.Reject, closed: conflict.Rejected,
		},
		{
			kind:    conflict.Unparsable,
			make:    func(s *stage) { push(s.t, s.unit(), []byte("not a command")) },
			outcome: conflict.Reject, closed: conflict.Rejected,
		},
		{
			kind: conflict.Rule,
			make: func(s *stage) {
				d := s.unit()
				push(s.t, d, s.next(d, func(c *seal.Command, _ client.SignedCommand) {
					r, err := order.DecodeRevision(c.Body)
					require.NoError(s.t, err)
					r.Total++
					c.Body = r.Encode()
				}))
			},
			outcome: conflict.Reject, closed: conflict.Rejected,
		},
	} {
		t.Run(row.kind.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			row.make(s)
			k := s.kindOf(row.kind)
			require.True(t, k.IsOpen())
			for _, c := range allCases(t, s.admin) {
				require.Equal(t, row.kind, c.Kind, "no other came of it")
			}
			s.fleet(row.kind, k)
			detail, err := s.admin.Core.Case(k.ID)
			require.NoError(t, err)
			require.Empty(t, detail.WhyNot)
			require.NotEmpty(t, detail.Proposals)
			requireShown(t, detail)
			if row.mend != nil {
				before := s.proposal(k.ID, row.outcome)
				require.NotEmpty(t, before.Problems, "not before it is mended")
				row.mend(s)
				s.admin.Await("what was mended", func() bool { return len(s.proposal(k.ID, row.outcome).Problems) == 0 })
			}
			p := s.proposal(k.ID, row.outcome)
			require.Empty(t, p.Problems, "%s: %+v", row.outcome, p)
			s.rule(k.ID, row.outcome)
			var after client.CaseRow
			s.admin.Await("the ruling", func() bool {
				after = s.caseOf(s.admin, k.ID)
				_, ruled := after.StandingRuling()
				return ruled && !after.Pending
			})
			require.Equal(t, row.closed, after.Closed)
			require.Equal(t, row.waits, after.Waits)
			for _, c := range allCases(t, s.admin) {
				require.NotEqual(t, seal.KindRuleCase, c.Command, "the ruling itself was parked: %v", c.Reasons)
			}
			// The author sees how it ended.
			if s.one != nil && row.kind != conflict.ApprovalRace {
				s.one.Await("the ruling", func() bool {
					r, ok := s.caseOf(s.one, k.ID).StandingRuling()
					return ok && r.Outcome == row.outcome
				})
			}
			s.effect(k, p, row.outcome)
		})
	}
}

// requireShown checks that a case shows what was signed beside what is: only bytes that
// nobody can read are not shown, and a clock or a gap is nothing signed.
func requireShown(t *testing.T, d client.CaseDetail) {
	t.Helper()
	switch d.Kind { //nolint:exhaustive // all others have been signed, and can be read
	case conflict.Unparsable:
		require.Nil(t, d.Signed)
		require.Nil(t, d.Said)
		return
	case conflict.ClockSkew, conflict.DeviceGap:
		return
	case conflict.ApprovalRace:
		require.NotNil(t, d.Said)
		require.NotNil(t, d.Standing)
		require.Equal(t, d.Standing.Hash, d.Said.Hash, "it is the content that was decided on")
		require.EqualValues(t, 1, d.Said.Revision)
		require.EqualValues(t, 1, d.Said.Stands)
		if d.Command == seal.KindReturnOrder {
			require.Equal(t, "why?", d.Said.Questions[0].Text)
		}
		return
	}
	require.NotNil(t, d.Signed, "what was signed cannot be read")
	require.True(t, d.Standing != nil || d.Terms != nil, "nothing stands beside it")
	require.Equal(t, d.Kind == conflict.DeviceFork, d.First != "", "the hash of what came first")
	if d.Terms == nil {
		return
	}
	require.Len(t, d.Terms.Lines, len(d.Signed.Lines))
	require.NotNil(t, d.Terms.Budget)
	now := d.Terms.Lines[0]
	switch d.Kind { //nolint:exhaustive // nothing was changed for the others
	case conflict.StockGone:
		require.EqualValues(t, 2, now.Free)
	case conflict.PriceChanged:
		require.Equal(t, d.Signed.Lines[0].Price+100, now.Offer.Price)
	case conflict.ItemWithdrawn:
		require.True(t, now.Gone)
	}
}

// fleet checks that the fleet shows what a case about a device itself says.
func (s *stage) fleet(kind conflict.Kind, k client.CaseRow) {
	s.t.Helper()
	state := client.DeviceWell
	switch kind { //nolint:exhaustive // the others are about no device
	case conflict.DeviceGap:
		state = client.DeviceGap
	case conflict.ClockSkew:
		state = client.DeviceSkewed
	case conflict.RevokedSigner:
		state = client.DeviceRevoked
	}
	s.admin.Await("the fleet: "+string(state), func() bool {
		page, err := s.admin.Core.Fleet(client.FleetQuery{State: state})
		require.NoError(s.t, err)
		for _, d := range page.Rows {
			if d.ID == k.Device {
				return d.OpenCases == 1 && (state == client.DeviceGap) == (d.Gaps == 2)
			}
		}
		return false
	})
}

func (s *stage) proposal(key id.ID[id.Case], o conflict.Outcome) client.Proposal {
	s.t.Helper()
	detail, err := s.admin.Core.Case(key)
	require.NoError(s.t, err)
	for _, p := range detail.Proposals {
		if p.Outcome == o {
			return p
		}
	}
	require.Fail(s.t, "not proposed", "%s in %+v", o, detail.Proposals)
	return client.Proposal{}
}

func (s *stage) caseOf(d *field.Device, key id.ID[id.Case]) client.CaseRow {
	s.t.Helper()
	for _, c := range allCases(s.t, d) {
		if c.ID == key {
			return c
		}
	}
	return client.CaseRow{}
}

func (s *stage) rule(key id.ID[id.Case], o conflict.Outcome) {
	s.t.Helper()
	seen, err := s.admin.Core.SeenOf(key)
	require.NoError(s.t, err)
	require.NoError(s.t, s.admin.Act(seal.KindRuleCase, conflict.RuleCase{Case: key, Seen: seen, Outcome: o, Ground: o.Grounds()[0], Text: "so be it"}))
}

// effect checks that what the desk was told before is what became of it.
func (s *stage) effect(k client.CaseRow, p client.Proposal, o conflict.Outcome) {
	s.t.Helper()
	if !o.Redecides() {
		if o != conflict.Offer {
			require.Empty(s.t, p.Budgets)
			require.Empty(s.t, p.Stocks)
			return
		}
		require.NotNil(s.t, p.Offer)
		require.Len(s.t, p.Budgets, 1, "what it will take once it is signed")
		return
	}
	require.Len(s.t, p.Budgets, 1)
	require.NotEmpty(s.t, p.Stocks)
	// Its look-alike may have it verified first.
	s.one.Await("the order", func() bool { r := s.one.Row(k.Order); return r.ID == k.Order && r.Sync == client.Confirmed })
	all, err := s.one.Core.Budgets()
	require.NoError(s.t, err)
	for _, b := range all {
		if b.ID == p.Budgets[0].ID {
			require.Equal(s.t, p.Budgets[0].After, b.Free)
			require.Equal(s.t, k.Total, p.Budgets[0].Before-p.Budgets[0].After)
		}
	}
}

// One ruling over many cases does what its dry run said: each meets what those before it
// left, and what would fail is not signed.
func TestCases_OneRulingOverMany(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := s.unit()
	d.Stocked(len(s.Place.Items))
	cut(d)
	for range 3 {
		d.Order(s.Place, 4)
	}
	s.OnHand(0, 0)
	restore(d)
	s.admin.Await("three cases", func() bool { return len(allCases(t, s.admin)) == 3 })
	s.OnHand(0, 9)
	var run client.DeskDryRun
	var keys []id.ID[id.Case]
	for _, c := range allCases(t, s.admin) {
		keys = append(keys, c.ID)
	}
	ready := func() (all []id.ID[id.Case]) {
		var err error
		run, err = s.admin.Core.DryRun(keys, conflict.Apply)
		require.NoError(t, err)
		for _, r := range run.Rows {
			if len(r.Problems) == 0 {
				all = append(all, r.Row.ID)
			}
		}
		return all
	}
	s.admin.Await("the stock", func() bool { return len(ready()) == 2 })
	require.Equal(t, fault.StockGone, run.Rows[2].Problems[0].Code, "four of nine twice, and one is left")
	require.Len(t, run.Stocks, 1)
	require.EqualValues(t, 1, run.Stocks[0].After)
	require.EqualValues(t, 4, run.Rows[1].Pieces)
	require.Equal(t, int64(run.Rows[0].Row.Total), run.Rows[0].Money)
	require.Len(t, run.Budgets, 1)

	ask := client.ActAsk{Kind: seal.KindRuleCase}
	for _, key := range ready() {
		seen, err := s.admin.Core.SeenOf(key)
		require.NoError(t, err)
		ask.Bodies = append(ask.Bodies, seal.Encode(conflict.RuleCase{Case: key, Seen: seen, Outcome: conflict.Apply, Ground: conflict.StockReturned}))
	}
	p, err := s.admin.Core.PrepareAct(ask)
	require.NoError(t, err)
	require.True(t, p.Ready)
	require.Equal(t, run.Budgets[0].After, p.Budgets[0].After)
	_, err = s.admin.Core.Sign(p.Token, field.Passphrase)
	require.NoError(t, err)
	s.admin.Syncer.Kick()
	s.admin.Await("two orders", func() bool {
		closed := 0
		for _, c := range allCases(t, s.admin) {
			if c.Closed == conflict.Applied && !c.Pending {
				closed++
			}
		}
		return closed == 2
	})
	d.Await("the money", func() bool {
		all, err := d.Core.Budgets()
		return err == nil && len(all) == 1 && all[0].Free == p.Budgets[0].After
	})
}

// What the desk offers lies in its author's cart at once, and the author's signature on it
// ends the case: nobody signs for the author, and nobody has to type it again.
func TestCases_TheAuthorSignsWhatIsOffered(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := s.unit()
	d.Stocked(len(s.Place.Items))
	cut(d)
	o := d.Order(s.Place, 5)
	s.OnHand(0, 2)
	restore(d)
	k := s.kindOf(conflict.StockGone)
	offer := s.proposal(k.ID, conflict.Offer)
	require.Empty(t, offer.Problems)
	s.rule(k.ID, conflict.Offer)
	d.Await("the offer", func() bool { return s.caseOf(d, k.ID).Waits == conflict.Author })
	cart, err := d.Core.ReviseOrder(o)
	require.NoError(t, err)
	require.Len(t, cart.Lines, 1)
	require.EqualValues(t, 2, cart.Lines[0].Quantity, "what is left")
	_, err = d.SignCart()
	require.NoError(t, err)
	d.Shown(o, order.InReview)
	s.admin.Await("the end of the case", func() bool { return s.caseOf(s.admin, k.ID).Closed == conflict.Superseded })
	require.Equal(t, offer.Offer.Sums.Total, d.Row(o).Total, "just what the desk was shown")
}

// A ruling is taken back, with what it had applied; a case is assigned and written on, and
// its author sees what is for them.
func TestCases_TakenBackAndTalkedOver(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := s.unit()
	d.Stocked(len(s.Place.Items))
	cut(d)
	o := d.Order(s.Place, 4)
	s.OnHand(0, 0)
	restore(d)
	k := s.kindOf(conflict.StockGone)
	s.OnHand(0, 4)
	s.admin.Await("the stock", func() bool { return len(s.proposal(k.ID, conflict.Apply).Problems) == 0 })
	free := s.proposal(k.ID, conflict.Apply).Budgets[0].Before
	s.rule(k.ID, conflict.Apply)
	d.Shown(o, order.InReview)
	var ruling conflict.Ruling
	s.admin.Await("the ruling", func() bool {
		now := s.caseOf(s.admin, k.ID)
		ruling, _ = now.StandingRuling()
		detail, err := s.admin.Core.Case(k.ID)
		return err == nil && now.Closed == conflict.Applied && !now.Pending && len(detail.Reversal) == 0
	})
	seen, err := s.admin.Core.SeenOf(k.ID)
	require.NoError(t, err)
	require.NoError(t, s.admin.Act(seal.KindReverseCase, conflict.ReverseCase{Case: k.ID, Seen: seen, Ruling: ruling.ID, Text: "the pieces are another's"}))
	d.Shown(o, order.Cancelled)
	d.Await("the money", func() bool {
		all, err := d.Core.Budgets()
		return err == nil && len(all) == 1 && all[0].Free == free
	})
	s.admin.Await("an open case", func() bool { now := s.caseOf(s.admin, k.ID); return now.IsOpen() && !now.Pending })

	require.NoError(t, s.admin.Act(seal.KindAssignCase, conflict.AssignCase{Case: k.ID, Person: s.Place.Operator.ID}))
	require.NoError(t, s.admin.Act(seal.KindCommentCase, conflict.CommentCase{Case: k.ID, Text: "between us"}))
	require.NoError(t, s.admin.Act(seal.KindCommentCase, conflict.CommentCase{Case: k.ID, Text: "how many do you need?", ToAuthor: true}))
	d.Await("the question", func() bool { return len(s.caseOf(d, k.ID).Comments) > 0 })
	require.NoError(t, d.Act(seal.KindCommentCase, conflict.CommentCase{Case: k.ID, Text: "two"}))
	s.admin.Await("the answer", func() bool { now := s.caseOf(s.admin, k.ID); return len(now.Comments) == 3 && !now.Pending })
	require.Equal(t, s.Place.Operator.Name, s.caseOf(s.admin, k.ID).AssigneeName)
	d.Await("both", func() bool { return len(s.caseOf(d, k.ID).Comments) == 2 })
	require.Equal(t, "how many do you need?", s.caseOf(d, k.ID).Comments[0].Text)
}
