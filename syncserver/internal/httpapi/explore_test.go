package httpapi_test

import (
	"crypto/rand"
	"flag"
	"log/slog"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/httpapi"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

var (
	explored    = flag.Int("explored", 300, "how many pushes the exploration of the API makes")
	exploreSeed = flag.Uint64("explore-seed", 0, "what the exploration follows from; 0 is another each time")
)

// machine is the table of the business states in domain.md, word by word: its
// arrows, its side states, and a new signed revision that begins as a draft again.
func machine() map[string][]string {
	return map[string][]string{
		"":                    {"draft"},
		"draft":               {"awaiting_signatures", "signed"},
		"awaiting_signatures": {"signed", "cancelled", "expired", "draft"},
		"signed":              {"submitted"},
		"submitted":           {"verifying"},
		"verifying":           {"in_review", "returned", "rejected", "cancelled", "draft"},
		"in_review":           {"returned", "rejected", "approved", "cancelled", "draft"},
		"returned":            {"cancelled", "expired", "draft"},
		"approved":            {"cancelled"},
	}
}

// resting are the states that an order can be found in between two commands.
func resting() []string {
	return []string{"awaiting_signatures", "verifying", "in_review", "returned", "rejected", "approved", "cancelled", "expired"}
}

// follows reports whether the table has a way from one state to another, of one command
// (nothing on it but what an order passes through by itself) or of several.
func follows(from, to string, one bool) bool {
	known := []string{from}
	for i := 0; i < len(known); i++ {
		if i > 0 && one && known[i] != "draft" && known[i] != "signed" && known[i] != "submitted" && known[i] != "verifying" {
			continue
		}
		for _, n := range machine()[known[i]] {
			if n == to {
				return true
			}
			if !slices.Contains(known, n) {
				known = append(known, n)
			}
		}
	}
	return from == to
}

// explorer is a server on PostgreSQL, and laptops that send it whatever there is.
type explorer struct {
	*house
	pg      *postgres.Store
	random  *mathrand.Rand
	hands   []*hand
	offered [][]byte // envelopes that somebody sent
	hashes  []seal.Hash
	was     map[id.ID[id.Order]]order.Order
	went    map[[2]string]int
	parked  int
	why     map[string]int
}

// hand is a laptop with the end of its chain.
type hand struct {
	*laptop
	actor *sharedtest.Actor
	// wild is a second laptop that lies about its chain, its owner and its clock.
	wild bool
	seq  uint64
	last seal.Hash
}

// explore opens the house of other tests a second time, on a real database.
func explore(t *testing.T) *explorer {
	t.Helper()
	var cfg httpapi.Config
	x := &explorer{
		pg: pgtest.New(t), was: map[id.ID[id.Order]]order.Order{}, went: map[[2]string]int{}, why: map[string]int{},
		house: open(t, func(c *httpapi.Config) { c.EnrolPerMinute = 1000; cfg = *c }),
	}
	year := rules.KyivYear(x.now().UnixMilli())
	for n := range x.Budgets {
		b := &x.Budgets[n]
		b.Appropriated *= 10
		b.Year, b.ID = year, budget.ID(b.Unit, year, b.Fund, b.KPKVK, b.KEKV)
	}
	for n := range x.Stocks {
		x.Stocks[n].OnHand = 200
	}
	enginetest.Seed(t, x.pg, x.Field)
	epoch := sharedtest.ID[id.Epoch](1)
	var err error
	x.authority, err = authority.New(authority.Config{Keys: x.keys, Store: x.pg, Epoch: epoch, Clock: x.now, Random: rand.Reader})
	require.NoError(t, err)
	f, err := feed.New(feed.Config{Store: x.pg, Signer: x.keys.Signer(), Clock: x.now})
	require.NoError(t, err)
	e, err := engine.New(engine.Config{Store: x.pg, Signer: x.keys.Signer(), Clock: x.now, Epoch: epoch, Committed: f.Committed})
	require.NoError(t, err)
	cfg.Engine, cfg.Feed, cfg.Authority, cfg.Access = e, f, x.authority, x.pg
	api, err := httpapi.New(cfg)
	require.NoError(t, err)
	require.NoError(t, f.Start(t.Context()))
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server, err := httpapi.Serve(l, x.keys.TLS(), api, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	x.base = l.Addr().String()
	t.Cleanup(func() {
		api.Stop()
		_ = server.Stop(t.Context())
		f.Stop()
	})
	return x
}

// Whatever is sent to the API by whomever, one after another and at the same time, with
// what was sent before sent again: no order goes a way that the table of states does
// not have, no line is delivered before its approval, and nothing is the server's fault.
func TestAPI_ExploresTheMachine(t *testing.T) {
	t.Parallel()
	x := explore(t)
	seed := *exploreSeed
	if seed == 0 {
		seed = mathrand.Uint64()
	}
	t.Logf("-explore-seed=%d", seed)
	x.random = mathrand.New(mathrand.NewPCG(seed, 1)) //nolint:gosec // a test's
	for _, a := range x.Actors() {
		if a != x.Server { // who has no laptop
			x.hands = append(x.hands, &hand{laptop: x.enrol(a), actor: a}, &hand{laptop: x.enrol(a), actor: a, wild: true})
		}
	}
	x.declare()
	// Chance may leave out a way that must have been gone: then it goes on for a while.
	for n := 0; n < *explored || n < 10**explored && !x.wentEverywhere(); n++ {
		if n%4 == 3 {
			x.together()
			x.look(false)
			continue
		}
		about := x.below(orders)
		h := x.whoseTurn(about)
		commands := [][]byte{x.command(h, about)}
		one := x.below(8) != 0
		if !one {
			commands = append(commands, x.command(h, about), x.oneOffered())
		}
		x.push(h, commands)
		x.look(one)
	}
	require.True(t, x.wentEverywhere(), "%v %v", x.went, x.why)
	require.NotZero(t, x.parked)
}

// wentEverywhere reports whether orders went the ways that they go most, and several others.
func (x *explorer) wentEverywhere() bool {
	for _, w := range [][2]string{{"", "in_review"}, {"verifying", "in_review"}, {"in_review", "approved"}, {"in_review", "returned"}} {
		if x.went[w] == 0 {
			return false
		}
	}
	return len(x.went) >= 10
}

// declare has the access administrator sign a policy under which all ways are short.
func (x *explorer) declare() {
	set := policy.Default()
	set.Signing = []policy.Signing{{From: 80_000_00, Roles: []party.Role{party.RoleSignatory}}}
	for n := range set.Checks {
		set.Checks[n].Verdict = policy.Pass
	}
	set.Checks[0].Verdict = policy.Warn
	for _, h := range x.hands {
		if h.actor == x.Access && !h.wild {
			x.push(h, [][]byte{x.sign(h, seal.KindSetPolicy, set)})
		}
	}
	require.Zero(x.t, x.parked)
}

func (x *explorer) below(n int) int { return x.random.IntN(n) }

func (x *explorer) anybody() *hand { return x.hands[x.below(len(x.hands))] }

// whoseTurn is the laptop of somebody who has something to do with an order as it
// stands; at times anybody's.
func (x *explorer) whoseTurn(n int) *hand {
	unit, actor := []*sharedtest.Actor{x.Requisitioner, x.Second}[n%2], x.Officer
	switch x.was[sharedtest.ID[id.Order](uint64(n+1))].State { //nolint:exhaustive,gosec // few; the others are over
	case 0, order.Returned:
		actor = unit
	case order.AwaitingSignatures:
		actor = x.Commander
	case order.Verifying, order.InReview:
		actor = []*sharedtest.Actor{x.Officer, x.Officer, x.Approver, unit}[x.below(4)]
	case order.Approved:
		actor = []*sharedtest.Actor{x.Maker, x.Maker, x.Receiver, unit, x.Finance}[x.below(5)]
	}
	i := slices.IndexFunc(x.hands, func(h *hand) bool { return h.actor == actor && !h.wild })
	if x.below(6) == 0 {
		return x.anybody()
	}
	return x.hands[i]
}

// push sends envelopes; whatever they are, the answer is the API's and no failure. A server
// that is busy is asked again, as devices do.
func (x *explorer) push(h *hand, commands [][]byte) {
	request := h.pushRequest(commands...)
	status, b := h.call(http.MethodPost, wire.PathPush, request, nil)
	for status == http.StatusServiceUnavailable {
		status, b = h.call(http.MethodPost, wire.PathPush, request, nil)
	}
	require.Less(x.t, status, http.StatusInternalServerError, "%s", b)
	if status != http.StatusOK {
		return
	}
	var answer wire.PushResponse
	require.NoError(x.t, wire.Decode(b, &answer))
	for _, raw := range answer.Receipts {
		r, err := seal.OpenReceipt(raw, x.keys.Signer().Public())
		require.NoError(x.t, err)
		if r.Verdict == seal.Parked {
			for _, why := range r.Reasons {
				x.why[why.Code.String()]++
			}
			x.parked++
		}
	}
}

// together has several laptops send at the same time, about the same orders.
func (x *explorer) together() {
	var all sync.WaitGroup
	statuses := make([]int, 4)
	used := map[*hand]bool{}
	about := x.below(orders)
	for n := range statuses {
		h := x.whoseTurn(about)
		if used[h] {
			h = x.anybody()
		}
		if used[h] {
			continue
		}
		used[h] = true
		body := h.pushRequest(x.command(h, about), x.oneOffered())
		all.Go(func() { statuses[n], _ = h.call(http.MethodPost, wire.PathPush, body, nil) })
	}
	all.Wait()
	for _, s := range statuses {
		require.True(x.t, s < http.StatusInternalServerError || s == http.StatusServiceUnavailable, "%d", s)
	}
}

// oneOffered is an envelope that was sent before, by anybody; or noise.
func (x *explorer) oneOffered() []byte {
	if len(x.offered) == 0 || x.below(10) == 0 {
		return []byte("noise")
	}
	return x.offered[x.below(len(x.offered))]
}

// sign makes the laptop's next envelope; at times out of its sequence, in another's
// name, or at a time that cannot be.
func (x *explorer) sign(h *hand, kind seal.Kind, body any) []byte {
	c := h.actor.Command(kind, body, x.now())
	c.Person, c.Device, c.DeviceSeq, c.Prev = h.Person.ID, h.Device.ID, h.seq+1, h.last
	if h.wild {
		switch x.below(5) {
		case 0:
			c.DeviceSeq += 3
		case 1:
			c.Prev = seal.Sum([]byte("nobody's"))
		case 2:
			other := x.anybody()
			c.Person, c.Device = other.Person.ID, other.Device.ID
		case 3:
			c.ClaimedAt -= 400 * 24 * time.Hour.Milliseconds()
		}
	}
	h.seq = c.DeviceSeq
	e, err := seal.SignCommand(c, h.key)
	require.NoError(x.t, err)
	h.last = e.Hash()
	x.offered = append(x.offered, e.Raw)
	return e.Raw
}

// orders is how many there are at most.
const orders = 40

// command is somebody's about one of the orders: most are such as an honest laptop
// would send, some are not.
func (x *explorer) command(h *hand, n int) []byte {
	key := sharedtest.ID[id.Order](uint64(n + 1)) //nolint:gosec // few
	standing, stands := x.was[key]
	kind := kinds()[x.below(len(kinds()))]
	if x.below(4) != 0 {
		kind = x.sensible(h, standing.State)
	}
	hash := standing.Hash
	if len(x.hashes) > 0 && x.below(8) == 0 {
		hash = x.hashes[x.below(len(x.hashes))]
	}
	r := x.Revision(uint64(n+1), n%2, int64(x.below(3)), int64(x.below(2)), 1) //nolint:gosec // few
	r.NeededBy, r.Number = x.now().AddDate(0, 2, 0).UnixMilli(), 1
	if stands {
		r.Number, r.Replaces = standing.Revision+1, hash
		for _, q := range standing.OpenQuestions() {
			r.Answers = append(r.Answers, order.Answer{Question: q.Number, Text: "Так."})
		}
	}
	return x.sign(h, kind, x.body(kind, r, hash, standing))
}

// sensible is what a person of the laptop's roles might do to an order.
func (x *explorer) sensible(h *hand, s order.State) seal.Kind {
	switch {
	case h.Person.Zone == party.ZoneAgency && s == order.Verifying:
		return seal.KindVerifyOrder
	case h.Person.Zone == party.ZoneAgency && s == order.InReview:
		return []seal.Kind{seal.KindApproveOrder, seal.KindApproveOrder, seal.KindReturnOrder, seal.KindReturnOrder, seal.KindRejectOrder, seal.KindTakeOrder}[x.below(6)]
	case h.Person.Zone == party.ZoneSupplier:
		return []seal.Kind{seal.KindRespondOrder, seal.KindDispatch}[x.below(2)]
	case s == order.AwaitingSignatures:
		return seal.KindCosignOrder
	case s != 0 && x.below(5) == 0:
		return seal.KindCancelOrder
	}
	return seal.KindSubmitOrder
}

// kinds are all that there are, and two that there are not.
func kinds() []seal.Kind {
	return []seal.Kind{
		seal.KindSubmitOrder, seal.KindReturnOrder, seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder, seal.KindCosignOrder,
		seal.KindVerifyOrder, seal.KindTakeOrder, seal.KindExpireOrder, seal.KindPublishCatalogue, seal.KindAppropriate, seal.KindRegister,
		seal.KindDelegate, seal.KindTransferBudget, seal.KindAmendBudget, seal.KindSetPosture, seal.KindCloseYear, seal.KindSignRound,
		seal.KindRespondOrder, seal.KindDispatch, seal.KindReceive, seal.KindAccept, seal.KindOpenClaim, seal.KindAnswerClaim,
		seal.KindSettleClaim, seal.KindOrderPayment, seal.KindConfirmPayments, seal.KindCancelPayment, seal.KindForwarded, seal.KindResend, 0, 99,
	}
}

// body is a body of the kind, or one of another's.
func (x *explorer) body(kind seal.Kind, r order.Revision, hash seal.Hash, o order.Order) any {
	switch kind { //nolint:exhaustive // the others get a decision, which is none of theirs
	case seal.KindSubmitOrder:
		return r
	case seal.KindReturnOrder:
		return order.Return{Order: r.Order, Hash: hash, Questions: []order.Ask{{Reason: order.OtherReason}}}
	case seal.KindCosignOrder, seal.KindVerifyOrder, seal.KindExpireOrder:
		return order.Verify{Order: r.Order, Hash: hash} // all three name an order and its hash
	case seal.KindTakeOrder:
		return order.Take{Order: r.Order}
	case seal.KindDelegate:
		return policy.Delegate{To: x.anybody().Person.ID, Roles: []party.Role{party.RoleApprover}, Until: x.now().AddDate(0, 0, 1).UnixMilli()}
	case seal.KindRespondOrder:
		return delivery.Respond{Order: r.Order, Lines: []delivery.ResponseLine{{Line: 1, Status: delivery.LineNotAccepted}}}
	case seal.KindDispatch:
		return delivery.Dispatch{Order: r.Order, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 1}}, Carrier: "Віз", Handover: delivery.HandoverHash(r.Order, "ABCDE-12345")}
	case seal.KindReceive:
		if len(o.Deliveries) > 0 {
			return delivery.Receive{Delivery: o.Deliveries[0], Code: "ABCDE-12345", Counts: []delivery.Count{{Delivered: 1}}}
		}
	case seal.KindOrderPayment:
		return payment.Order{Invoices: o.Invoices}
	case seal.KindAmendBudget:
		return budget.Amend{Budget: x.Budgets[0].ID, Amount: -1, Comment: "лист"}
	case seal.KindSetPosture:
		return rules.SetPosture{Units: []rules.UnitPosture{{Unit: r.Unit, Posture: party.Engaged}}}
	case seal.KindPublishCatalogue:
		return seal.Raw{0x60} // an empty text
	}
	return order.Decision{Order: r.Order, Hash: hash, Reason: order.OtherReason}
}

// look compares each order that the database has with what it had before.
func (x *explorer) look(one bool) {
	w := rules.NewWorld()
	var needs rules.Needs
	for n := range uint64(orders) {
		needs.Orders = append(needs.Orders, sharedtest.ID[id.Order](n+1))
	}
	require.NoError(x.t, x.pg.Tx(x.t.Context(), func(tx engine.Tx) error { return tx.Load(x.t.Context(), w, needs) }))
	for key, o := range w.Orders {
		if o == nil {
			require.NotContains(x.t, x.was, key, "no order goes")
			continue
		}
		before := x.was[key]
		if o.Version == before.Version {
			require.Equal(x.t, before.State, o.State)
			continue
		}
		from, to := "", o.State.String()
		if before.Version != 0 {
			from = before.State.String()
		}
		require.Contains(x.t, resting(), to)
		require.True(x.t, follows(from, to, one), "%s: %s after %q", key, to, from)
		require.Greater(x.t, o.Version, before.Version)
		if before.Version > 0 {
			require.Equal(x.t, seal.Encode(before.Events), seal.Encode(slices.Clone(o.Events[:len(before.Events)])), "what was told stays told")
		}
		for _, l := range o.Lines {
			require.True(x.t, o.ApprovedAt != 0 || l.State == order.NotStarted, "%s before it was approved", l.State)
		}
		x.went[[2]string{from, to}]++
		x.was[key] = *o
		x.hashes = append(x.hashes, o.Hash)
	}
}
