package rules_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
)

// ways are the transitions that a kind of command may make; 0 is an order that was
// not there. What is not in it is a jump, however the machine could have come there.
func ways() map[seal.Kind]map[order.State][]order.State {
	handed := []order.State{order.AwaitingSignatures, order.Verifying, order.InReview}
	return map[seal.Kind]map[order.State][]order.State{
		seal.KindSubmitOrder: {
			0: handed, order.AwaitingSignatures: handed, order.Verifying: handed, order.InReview: handed, order.Returned: handed,
		},
		seal.KindCosignOrder:  {order.AwaitingSignatures: handed},
		seal.KindVerifyOrder:  {order.Verifying: {order.InReview}},
		seal.KindTakeOrder:    {order.Verifying: {order.Verifying}, order.InReview: {order.InReview}},
		seal.KindReturnOrder:  {order.Verifying: {order.Returned}, order.InReview: {order.Returned}},
		seal.KindRejectOrder:  {order.Verifying: {order.Rejected}, order.InReview: {order.Rejected}},
		seal.KindApproveOrder: {order.InReview: {order.InReview, order.Approved}},
		seal.KindCancelOrder: {
			order.AwaitingSignatures: {order.Cancelled}, order.Verifying: {order.Cancelled}, order.InReview: {order.Cancelled},
			order.Returned: {order.Cancelled}, order.Approved: {order.Cancelled},
		},
		seal.KindExpireOrder: {order.AwaitingSignatures: {order.Expired}, order.Returned: {order.Expired}},
	}
}

// step is a transition that was seen.
type step struct {
	kind     seal.Kind
	from, to order.State
}

// explorer sends random commands of random people at a stage and looks at all that
// stands after each.
type explorer struct {
	*stage
	t      *rapid.T
	ledger map[id.ID[id.Budget]]map[budget.State]money.Amount
	seen   map[step]int
	hashes []seal.Hash
}

// Whatever is sent by whomever in whatever sequence: orders move on the ways of the
// machine only, and money, pieces, caps, signatures and the unit's recent orders agree
// with them.
func TestExplore_TheMachine(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen, runs := map[step]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		x := newExplorer(t)
		for range rapid.IntRange(60, 200).Draw(t, "commands") {
			x.tick()
			x.act()
		}
		mu.Lock()
		defer mu.Unlock()
		runs++
		for s, n := range x.seen {
			seen[s] += n
		}
	})
	if runs < 100 {
		return // asked for fewer: they need not come everywhere
	}
	for kind, from := range ways() {
		for s, to := range from {
			for _, n := range to {
				if s == n && kind == seal.KindCosignOrder {
					continue // only with a policy of two signatures that was just signed
				}
				require.NotZero(t, seen[step{kind, s, n}], "%s: %s to %s was never explored", kind, s, n)
			}
		}
	}
}

func newExplorer(t *rapid.T) *explorer {
	x := &explorer{t: t, ledger: map[id.ID[id.Budget]]map[budget.State]money.Amount{}, seen: map[step]int{}}
	x.stage = newStage(func(p *policy.Set) {
		p.Signing = []policy.Signing{{From: 30_000_00, Roles: []party.Role{party.RoleSignatory}}}
		p.Approval = append(p.Approval, policy.Approval{From: 40_000_00, Steps: []policy.Step{
			{Role: party.RoleApprover, Count: 1}, {Role: party.RoleFinance, Count: 1},
		}})
		p.Allocation = append(p.Allocation, policy.Allocation{Category: "optics", Mode: policy.Rounds})
		p.HoldDays = 2
	})
	x.w.Items[x.Items[1].ID].Category, x.w.Items[x.Items[0].ID].Cap = "optics", 25
	for _, o := range x.Offers {
		x.w.Stocks[o.ID].OnHand = 30
	}
	return x
}

// tick lets some time go by; sometimes so much that holds and leases are over.
func (x *explorer) tick() {
	x.now = x.now.Add(rapid.SampledFrom([]time.Duration{0, time.Minute, time.Hour, 30 * time.Hour}).Draw(x.t, "pass"))
}

// oneOf is true about once in n times; small numbers are drawn more often than others.
func (x *explorer) oneOf(n int, label string) bool {
	return rapid.IntRange(0, 2*n).Draw(x.t, label) == n
}

// act sends one command.
func (x *explorer) act() {
	unit := 0
	if x.oneOf(3, "other unit") {
		unit = 1
	}
	r := x.Revision(rapid.Uint64Range(1, 12).Draw(x.t, "order"), unit, rapid.SliceOfN(rapid.Int64Range(0, 3), 1, 3).Draw(x.t, "quantities")...)
	r.NeededBy = x.now.AddDate(0, 1, 0).UnixMilli()
	kind := rapid.SampledFrom([]seal.Kind{
		seal.KindSubmitOrder, seal.KindSubmitOrder, seal.KindReturnOrder, seal.KindApproveOrder, seal.KindApproveOrder, seal.KindApproveOrder,
		seal.KindRejectOrder, seal.KindCancelOrder, seal.KindCosignOrder, seal.KindCosignOrder, seal.KindVerifyOrder, seal.KindTakeOrder,
		seal.KindExpireOrder, seal.KindExpireOrder, seal.KindSetPolicy, seal.KindDelegate, seal.KindCosignOrder,
	}).Draw(x.t, "kind")
	standing := x.w.Orders[r.Order]
	if standing == nil {
		kind = seal.KindSubmitOrder
	}
	author := x.author(kind, unit)
	if x.oneOf(6, "anybody") {
		author = rapid.SampledFrom(x.Actors()).Draw(x.t, "author")
	}
	var hash seal.Hash
	if standing != nil {
		x.hashes = append(x.hashes, standing.Hash)
		hash = standing.Hash
		if x.oneOf(6, "stale") {
			hash = rapid.SampledFrom(x.hashes).Draw(x.t, "hash")
		}
		r.Number, r.Replaces = standing.Revision+1, hash
		for _, q := range standing.OpenQuestions() {
			r.Answers = append(r.Answers, order.Answer{Question: q.Number, Text: "Так."})
		}
	}
	x.send(author, kind, r.Order, x.body(kind, r, hash))
}

func (x *explorer) author(kind seal.Kind, unit int) *sharedtest.Actor {
	agency := []*sharedtest.Actor{x.Officer, x.Approver, x.Finance, x.Quality}
	switch kind { //nolint:exhaustive // these are sent
	case seal.KindSubmitOrder, seal.KindCancelOrder:
		return []*sharedtest.Actor{x.Requisitioner, x.Second}[unit]
	case seal.KindCosignOrder:
		return x.Commander
	case seal.KindVerifyOrder, seal.KindTakeOrder, seal.KindReturnOrder, seal.KindRejectOrder:
		return x.Officer
	case seal.KindExpireOrder:
		return x.Server
	case seal.KindSetPolicy:
		return x.Access
	}
	return rapid.SampledFrom(agency).Draw(x.t, "officer")
}

func (x *explorer) body(kind seal.Kind, r order.Revision, hash seal.Hash) any {
	switch kind { //nolint:exhaustive // these are sent
	case seal.KindSubmitOrder:
		return r
	case seal.KindReturnOrder:
		return order.Return{Order: r.Order, Hash: hash, Questions: []order.Ask{{Reason: order.OtherReason}}}
	case seal.KindCosignOrder:
		return order.Cosign{Order: r.Order, Hash: hash}
	case seal.KindVerifyOrder:
		return order.Verify{Order: r.Order, Hash: hash}
	case seal.KindTakeOrder:
		return order.Take{Order: r.Order, Release: x.oneOf(4, "release")}
	case seal.KindExpireOrder:
		return order.Expire{Order: r.Order, Hash: hash}
	case seal.KindDelegate:
		to := rapid.SampledFrom(x.Actors()).Draw(x.t, "to")
		return policy.Delegate{To: to.Person.ID, Roles: []party.Role{party.RoleApprover}, Until: x.now.AddDate(0, 0, 1).UnixMilli()}
	case seal.KindSetPolicy:
		p := rules.Policies(x.w)
		p.Signing = nil
		if rapid.Bool().Draw(x.t, "signing") {
			p.Signing = []policy.Signing{{From: 30_000_00, Roles: []party.Role{party.RoleSignatory}}}
		}
		for i := range p.Checks {
			p.Checks[i].Verdict = rapid.SampledFrom([]policy.Verdict{policy.Warn, policy.Pass, policy.Warn, policy.Stop}).Draw(x.t, "verdict")
		}
		return p
	}
	return order.Decision{Order: r.Order, Hash: hash, Reason: order.OtherReason}
}

// send decides a command, compares the step it made with the ways, and applies it.
func (x *explorer) send(author *sharedtest.Actor, kind seal.Kind, about id.ID[id.Order], body any) {
	before := x.w.Orders[about]
	was := seal.Encode(before)
	out, reasons := sharedtest.Decide(x.w, author.Command(kind, body, x.now), x.now)
	require.Equal(x.t, was, seal.Encode(before), "what the decision was made from is not touched")
	if len(reasons) > 0 {
		require.True(x.t, out.IsEmpty())
		return
	}
	for _, p := range out.Postings {
		if x.ledger[p.Budget] == nil {
			x.ledger[p.Budget] = map[budget.State]money.Amount{}
		}
		x.ledger[p.Budget][p.From] -= p.Amount
		x.ledger[p.Budget][p.To] += p.Amount
	}
	for _, o := range out.Orders {
		require.Equal(x.t, about, o.ID, "a decision on one order leaves the others alone")
		from, version, events := order.State(0), uint64(0), 0
		if before != nil {
			from, version, events = before.State, before.Version, len(before.Events)
			require.Equal(x.t, before.Events, o.Events[:events], "the timeline grows only")
			require.GreaterOrEqual(x.t, o.WaitedUnit, before.WaitedUnit)
		}
		require.Contains(x.t, ways()[kind][from], o.State, "%s from %s", kind, from)
		require.True(x.t, reaches(from, o.State, kind), "%s to %s", from, o.State)
		require.Equal(x.t, version+1, o.Version)
		require.NotEqual(x.t, kind != seal.KindTakeOrder, len(o.Events) == events, "each step is told, a lease is not")
		x.seen[step{kind, from, o.State}]++
		if o.State == order.Approved {
			x.approved(o)
		}
	}
	x.consistent()
}

// reaches reports whether the machine has a way: from where the order stood, or from
// draft for a revision that may follow.
func reaches(from, to order.State, kind seal.Kind) bool {
	if kind == seal.KindSubmitOrder {
		if from != 0 && !from.CanRevise() {
			return false
		}
		from = order.Draft
	}
	known := []order.State{from}
	for i := 0; i < len(known); i++ {
		for n := order.Draft; n <= order.Superseded; n++ {
			// Nothing passes through a decision.
			through := known[i] == from || known[i] <= order.Verifying
			if through && known[i].CanBecome(n) && !slices.Contains(known, n) {
				known = append(known, n)
			}
		}
	}
	return slices.Contains(known, to)
}

// approved requires of an approval what its policy asked for.
func (x *explorer) approved(o order.Order) {
	_, _, more := rules.Policies(x.w).ApprovalFor(o.Total, o.Categories, o.Fund).Next(o.Approvals)
	require.False(x.t, more)
	require.NotZero(x.t, o.ApprovedAt)
	require.Empty(x.t, o.OpenQuestions())
}

// consistent requires of all that stands to agree.
func (x *explorer) consistent() {
	held := map[id.ID[id.Budget]]budget.Holding{}
	pieces, used := map[id.ID[id.Offer]]int64{}, map[id.ID[id.Usage]]int64{}
	recent := map[id.ID[id.Org]]map[id.ID[id.Order]]bool{x.Units[0].ID: {}, x.Units[1].ID: {}}
	for _, o := range x.w.Orders {
		if o == nil {
			continue
		}
		x.wellFormed(*o)
		h := held[o.Budget]
		h.Reserved, h.Committed = h.Reserved+o.Holds.Reserved, h.Committed+o.Holds.Committed
		held[o.Budget] = h
		for i, l := range o.Lines {
			for _, p := range l.Parts {
				pieces[p.Offer] += p.OnShelf()
			}
			if r, err := order.DecodeRevision(o.Content); err == nil && l.Item == x.Items[0].ID && !o.State.IsFinal() {
				used[supply.UsageID(o.Unit, l.Item, 2026)] += r.Lines[i].Quantity - l.Dropped
			}
		}
		recent[o.Unit][o.ID] = !o.State.IsFinal()
	}
	for _, b := range x.Budgets {
		now := *x.w.Budgets[b.ID]
		stands := budget.Holding{Reserved: now.Reserved, Committed: now.Committed, Invoiced: now.Invoiced, Paid: now.Paid}
		require.Equal(x.t, held[b.ID], stands, "what a budget holds is what its orders hold")
		require.GreaterOrEqual(x.t, now.Free(), money.Amount(0))
		require.Equal(x.t, x.ledger[b.ID][budget.Reserved], now.Reserved, "the ledger adds up")
		require.Equal(x.t, x.ledger[b.ID][budget.Committed], now.Committed)
		require.Equal(x.t, x.ledger[b.ID][budget.Free], now.Free()-now.Appropriated)
	}
	for _, o := range x.Offers {
		require.Equal(x.t, pieces[o.ID], x.w.Stocks[o.ID].Reserved)
		require.GreaterOrEqual(x.t, x.w.Stocks[o.ID].Free(), int64(0))
	}
	for key, u := range x.w.Usages {
		if u != nil {
			require.Equal(x.t, used[key], u.Pieces)
		}
	}
	full := map[id.ID[id.Org]]bool{}
	for unit, orders := range recent {
		for shelf := range order.RecentShelves {
			key := order.Recent{ID: order.RecentID(unit, order.Brief{Alike: [16]byte{byte(shelf)}})}.DocKey()
			known, _ := rules.Find[order.Recent](x.w, key)
			for _, b := range known.Orders {
				r, err := order.DecodeRevision(x.w.Orders[b.Order].Content)
				require.NoError(x.t, err)
				require.Equal(x.t, order.BriefOf(r, b.ReceivedAt), b)
				require.Equal(x.t, key, recentOf(r))
				require.True(x.t, orders[b.Order], "what does not stand any more is not among them")
				delete(orders, b.Order)
			}
			if len(known.Orders) == order.MaxRecent {
				full[unit] = true
			}
		}
		for _, stands := range orders {
			require.True(x.t, !stands || full[unit], "all that stand are among them, each once")
		}
	}
}

// wellFormed requires of one order that its fields say what its state says.
func (x *explorer) wellFormed(o order.Order) {
	require.Equal(x.t, o.WaitsSince() != 0, o.HoldUntil != 0, "what waits on its unit does so for a time")
	require.LessOrEqual(x.t, o.Waited(x.now.UnixMilli()), x.now.UnixMilli()-o.Revisions[0].ReceivedAt)
	passed := o.State == order.InReview || o.State == order.Approved
	require.True(x.t, !passed || o.VerifiedAt != 0)
	require.True(x.t, !passed || !o.Warns() || !o.VerifiedBy.IsZero(), "somebody looked")
	require.True(x.t, o.Taken == nil || o.State == order.Verifying || o.State == order.InReview)
	if o.State.IsFinal() {
		require.Zero(x.t, o.Holds.Total())
	} else {
		require.Equal(x.t, o.Total, o.Holds.Total())
	}
	said := map[id.ID[id.Person]]bool{o.CreatedBy: true}
	for _, r := range o.Revisions {
		said[r.By] = true
	}
	require.False(x.t, said[o.DecidedBy])
	for _, s := range append(slices.Clone(o.Signatures), o.Approvals...) {
		require.Equal(x.t, o.Hash, s.Hash)
		require.False(x.t, said[s.Person], "everybody speaks once")
		require.False(x.t, !s.For.IsZero() && said[s.For])
		said[s.Person] = true
		if !s.For.IsZero() {
			said[s.For] = true
		}
	}
	for _, f := range o.Findings {
		require.Contains(x.t, policy.Checkable(), f.Reason.Code)
		require.NotEqual(x.t, fault.StockGone, f.Reason.Code)
	}
}

// The state of an order is set in one place, which asks the machine.
func TestBecome_IsTheOnlyWay(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	set := regexp.MustCompile(`\bo\.State\s*=[^=]|\bo\.State,.*[^=!]=[^=]`)
	read := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") || f.Name() == "step.go" {
			continue
		}
		text, err := os.ReadFile(f.Name())
		require.NoError(t, err)
		require.Nil(t, set.FindIndex(text), f.Name())
		read++
	}
	require.Greater(t, read, 10)
}
