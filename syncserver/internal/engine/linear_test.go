package engine_test

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// The figures of one history.
const (
	linearClients = 20
	// linearPieces and linearMoney are far less than what all ask for.
	linearPieces = 40
	linearMoney  = 400_000_00
	// linearLost is how many operations at most nobody hears of: each of them may have
	// happened at any later time, which is what makes a check long.
	linearLost = 5
)

// linearSize is how many histories of how many operations a client.
func linearSize() (histories, operations int) {
	if os.Getenv("DOTCHAIN_FULL") == "1" {
		return 200, 50
	}
	return 3, 10
}

// TestLinear has 20 clients order, approve, refuse, cancel, transfer, restock and read, all
// about one offer and two budgets, while sessions of the database end, requests are given up,
// answers to COMMIT are lost and everything is sent again. What they were told must be what
// one clerk could have answered, one after another, each between question and answer.
func TestLinear(t *testing.T) {
	t.Parallel()
	histories, operations := linearSize()
	for n := range histories { //nolint:paralleltest // one crowd of clients at a time
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			l := newLinear(t, uint64(n)) //nolint:gosec // small
			l.run(operations)
			result, info := porcupine.CheckOperationsVerbose(model(l.first), l.history, 3*time.Minute)
			if result != porcupine.Ok {
				path := t.ArtifactDir() + "/history.html"
				require.NoError(t, porcupine.VisualizePath(model(l.first), info, path))
				t.Log("the history is in", path)
			}
			require.Equal(t, porcupine.Ok, result)
			t.Logf("%d operations, %d applied, %d unknown, %d sent again, %d faults", len(l.history), l.applied.Load(), min(l.lost.Load(), linearLost), l.again.Load(), l.store.happened.Load())
		})
	}
}

// linear is one history on one database.
type linear struct {
	*sharedtest.Field
	t       *testing.T
	first   sequential
	store   *shaky
	engine  *engine.Engine
	server  *sharedtest.Key
	seed    uint64
	began   time.Time
	orders  atomic.Int64
	applied atomic.Int64
	lost    atomic.Int64
	again   atomic.Int64
	why     atomic.Value // the last error of a push, as text

	mu      sync.Mutex // guards the rest
	history []porcupine.Operation
	stand   []stands
}

// stands is an order that was applied, with what a decision on it names.
type stands struct {
	wanted
	decision order.Decision
}

func newLinear(t *testing.T, seed uint64) *linear {
	t.Helper()
	database := pgtest.NewWith(t, pgtest.Config{Store: postgres.Config{SyncConns: linearClients, JobConns: 4}})
	l := &linear{
		Field: sharedtest.NewField(), t: t, server: sharedtest.NewKey("server"), seed: seed,
		store: &shaky{saved: map[seal.Hash]rules.Outcome{}, Store: database, real: database, endsBefore: 2, endsMeanwhile: 3, answerLost: 3},
	}
	l.Stocks[0].OnHand = linearPieces
	l.first.shelf.onHand = linearPieces
	for i := range l.Budgets {
		l.Budgets[i].Appropriated = linearMoney
		l.first.purses[i].appropriated = linearMoney
	}
	enginetest.Seed(t, database, l.Field)
	var err error
	l.engine, err = engine.New(engine.Config{
		Store: l.store, Signer: l.server, Clock: func() time.Time { return sharedtest.Now }, Epoch: sharedtest.ID[id.Epoch](1), Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	return l
}

// customer is one client with a device of its own.
type customer struct {
	*linear
	*sharedtest.Actor
	number int
	unit   int64
	random *rand.Rand
	mine   []stands
}

// run has all clients work at once.
func (l *linear) run(operations int) {
	customers := make([]*customer, linearClients)
	for i := range customers {
		customers[i] = l.customer(i)
	}
	l.began = time.Now()
	var wait sync.WaitGroup
	for _, c := range customers {
		wait.Go(func() {
			for range operations {
				c.act()
			}
		})
	}
	wait.Wait()
}

// customer enrols client i: of 20, 13 order (two thirds of them for the first unit), 5 decide,
// one moves money and one counts the shelf.
func (l *linear) customer(i int) *customer {
	org, zone, roles := l.Units[0], party.ZoneUnit, []party.Role{party.RoleRequisitioner}
	c := &customer{linear: l, number: i, random: rand.New(rand.NewPCG(l.seed, uint64(i)))} //nolint:gosec // a test's
	switch {
	case i == 0:
		org, zone, roles = l.Agency, party.ZoneAgency, []party.Role{party.RoleFinance}
	case i == 1:
		c.Actor = l.Server
		return c
	case i < 7:
		org, zone, roles = l.Agency, party.ZoneAgency, []party.Role{party.RoleVerifier, party.RoleApprover}
	case i%3 == 0:
		org, c.unit = l.Units[1], 1
	}
	c.Actor = sharedtest.NewActor(300+uint64(i), "Хтось", org, zone, roles...) //nolint:gosec // small
	changes := rules.Outcome{People: []party.Person{c.Person}}
	enginetest.Save(l.t, l.store.real, engine.Batch{Changes: changes, Documents: view.Documents(l.World(), changes)})
	enginetest.Enrol(l.t, l.store.real, c.Actor)
	return c
}

// act does one thing of the client's kind, or looks.
func (c *customer) act() {
	switch {
	case c.random.IntN(5) == 0:
		c.look()
	case c.number == 0:
		unit, amount := c.random.Int64N(2), c.random.Int64N(linearMoney/4)+1
		body := budget.Transfer{From: c.Budgets[unit].ID, To: c.Budgets[1-unit].ID, Amount: money.Amount(amount), Comment: "Лист № 1"}
		c.ask(asked{verb: transfers, unit: unit, amount: amount}, seal.KindTransferBudget, body)
	case c.number == 1:
		pieces := linearPieces/2 + c.random.Int64N(linearPieces)
		body := rules.Publish{Supplier: c.Supplier.ID, Stocks: []rules.OnHand{{Offer: c.Offers[0].ID, Pieces: pieces}}}
		c.ask(asked{verb: restocks, amount: pieces}, seal.KindPublishCatalogue, body)
	case c.number < 7:
		c.decide()
	default:
		c.buy()
	}
}

// look reads the shelf or a budget.
func (c *customer) look() {
	var needs rules.Needs // one thing: a reader of two sees each at another moment
	if unit := c.random.IntN(3); unit < len(c.Budgets) {
		needs.Budgets = []id.ID[id.Budget]{c.Budgets[unit].ID}
	} else {
		needs.Stocks = []id.ID[id.Offer]{c.Offers[0].ID}
	}
	w, call := rules.NewWorld(), c.now()
	err := c.store.Store.Tx(c.t.Context(), func(tx engine.Tx) error {
		w = rules.NewWorld()
		return tx.Load(c.t.Context(), w, needs)
	})
	if err != nil {
		return // a session that ended: nothing was read
	}
	var t told
	for _, s := range w.Stocks {
		c.show(&t, []supply.Stock{*s}, nil)
	}
	for _, b := range w.Budgets {
		c.show(&t, nil, []budget.Budget{*b})
	}
	c.note(asked{verb: reads}, t, call, c.now())
}

// show puts stock and budgets as somebody saw them into an answer.
func (l *linear) show(t *told, stocks []supply.Stock, budgets []budget.Budget) {
	for _, s := range stocks {
		t.stock = &shelf{onHand: s.OnHand, reserved: s.Reserved}
	}
	for _, b := range budgets {
		for i := range l.Budgets {
			if l.Budgets[i].ID == b.ID {
				t.budgets[i] = &purse{appropriated: int64(b.Appropriated), reserved: int64(b.Reserved), committed: int64(b.Committed)}
			}
		}
	}
}

// decide approves or refuses one of the orders that came last.
func (c *customer) decide() {
	c.mu.Lock()
	n := len(c.stand)
	var o stands
	if n > 0 {
		o = c.stand[n-1-c.random.IntN(min(n, 6))]
	}
	c.mu.Unlock()
	switch {
	case n == 0:
		c.look()
	case c.random.IntN(3) == 0:
		d := o.decision
		d.Reason = order.OtherReason
		c.ask(asked{verb: rejects, order: o.wanted}, seal.KindRejectOrder, d)
	default:
		c.ask(asked{verb: approves, order: o.wanted}, seal.KindApproveOrder, o.decision)
	}
}

// buy orders, or takes back one of the client's own orders.
func (c *customer) buy() {
	if n := len(c.mine); n > 0 && c.random.IntN(3) == 0 {
		i := c.random.IntN(n)
		o := c.mine[i]
		c.mine = append(c.mine[:i], c.mine[i+1:]...)
		d := o.decision
		d.Reason = order.OtherReason
		c.ask(asked{verb: cancels, order: o.wanted}, seal.KindCancelOrder, d)
		return
	}
	o := wanted{number: c.orders.Add(1) - 1, unit: c.unit, pieces: 1 + c.random.Int64N(6)}
	r := c.Revision(uint64(o.number)+1, int(o.unit), o.pieces) //nolint:gosec // small
	o.cost = int64(r.Total)
	raw := r.Encode()
	if !c.ask(asked{verb: submits, order: o}, seal.KindSubmitOrder, seal.Raw(raw)) {
		return
	}
	s := stands{wanted: o, decision: order.Decision{Order: r.Order, Hash: seal.Sum(raw)}}
	c.mine = append(c.mine, s)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stand = append(c.stand, s)
}

func (l *linear) now() int64 { return time.Since(l.began).Nanoseconds() }

// ask signs a command and sends it until an answer is heard, or gives up. It reports
// whether the answer says that it was applied.
func (c *customer) ask(a asked, kind seal.Kind, body any) bool {
	e := c.Do(kind, body, sharedtest.Now)
	call := c.now()
	for tries := 0; ; tries++ {
		if tries == 200 {
			c.t.Error("no answer ever comes", c.why.Load())
			return false
		}
		if t, heard := c.send(e); heard {
			c.note(a, t, call, c.now())
			return t.applied
		}
		if c.random.IntN(8) == 0 && c.lost.Add(1) <= linearLost {
			// Whatever comes of it, comes at any time from now on.
			c.note(a, told{unknown: true}, call, math.MaxInt64)
			return false
		}
		c.again.Add(1)
	}
}

// send sends a command once; now and then its sender has no time to wait.
func (c *customer) send(e seal.Envelope) (t told, heard bool) {
	ctx := c.t.Context()
	if c.random.IntN(10) == 0 {
		patience, cancel := context.WithTimeout(ctx, time.Duration(c.random.IntN(20_000))*time.Microsecond)
		defer cancel()
		ctx = patience
	}
	response, err := c.engine.Push(ctx, c.Device.ID, wire.PushRequest{Version: wire.Version, Device: c.Device.ID, Commands: [][]byte{e.Raw}})
	if err != nil {
		c.why.Store(err.Error())
		return told{}, false
	}
	r, err := seal.OpenReceipt(response.Receipts[0], c.server.Public())
	if err != nil || r.Envelope != e.Hash() {
		c.t.Error("a receipt of something else", err)
	}
	for _, reason := range r.Reasons {
		if reason.Code == fault.StockGone {
			t.stockShort, t.pieces = true, reason.Have
		}
		if reason.Code == fault.BudgetExceeded {
			t.budgetShort, t.money = true, reason.Have
		}
	}
	if t.applied = r.Verdict == seal.Applied; t.applied {
		c.applied.Add(1)
		b := c.store.published(e.Hash())
		c.show(&t, b.Stocks, b.Budgets)
		t.looked = len(b.Orders) == 1 && b.Orders[0].State == order.Verifying
	}
	return t, true
}

func (l *linear) note(a asked, t told, call, back int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.history = append(l.history, porcupine.Operation{Input: a, Output: t, Call: call, Return: back})
}
