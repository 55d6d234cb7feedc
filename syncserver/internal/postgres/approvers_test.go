package postgres_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

var approvals = flag.Int("approvals", 60, "how many orders the parallel approvers decide on")

// faulty is a store whose transactions fail as real ones do: some are asked to run
// again after they did all their work, some lose their session at any moment.
type faulty struct {
	*postgres.Store
	every uint64
	n     atomic.Uint64
}

func (s *faulty) Tx(ctx context.Context, fn func(tx engine.Tx) error) error {
	first := s.n.Add(1)%s.every == 0
	return s.Store.Tx(ctx, func(tx engine.Tx) error {
		if err := fn(tx); err != nil || !first {
			return err
		}
		first = false
		return &pgconn.PgError{Code: "40001", Message: "could not serialize (of the test)"}
	})
}

// killer ends a random session that is in the middle of a transaction, again and
// again, until ctx ends; it returns how many it ended. Between two of them at least
// one request is answered, however slow the machine is.
func killer(ctx context.Context, a *approvers) (killed int) {
	for ctx.Err() == nil {
		var n int
		answered := a.answered.Load()
		err := a.store.Jobs().QueryRow(ctx, `
SELECT count(pg_terminate_backend(pid))
FROM (
    SELECT pid
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
        AND query NOT LIKE '%of the ledger%'
    ORDER BY random()
    LIMIT 1
) AS x`).Scan(&n)
		if err == nil {
			killed += n
		}
		for pace := true; ctx.Err() == nil && (pace || n > 0 && a.answered.Load() == answered); pace = false {
			select {
			case <-ctx.Done():
			case <-time.After(30 * time.Millisecond): // the pace of the faults, nothing waits for it
			}
		}
	}
	return killed
}

// balance is what must hold in every snapshot, whoever is in the middle of what.
const balance = `
SELECT -- of the ledger
    count(*)
FROM budget AS b
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(CASE 1 WHEN to_state THEN amount WHEN from_state THEN -amount END), 0) AS reserved,
        coalesce(sum(CASE 2 WHEN to_state THEN amount WHEN from_state THEN -amount END), 0) AS committed,
        coalesce(sum(CASE 3 WHEN to_state THEN amount WHEN from_state THEN -amount END), 0) AS invoiced,
        coalesce(sum(CASE 4 WHEN to_state THEN amount WHEN from_state THEN -amount END), 0) AS paid
    FROM budget_posting AS p
    WHERE p.budget = b.id
) AS x
CROSS JOIN LATERAL (
    SELECT coalesce(sum(reserved + committed + invoiced + paid), 0) AS held
    FROM orders AS o
    WHERE o.budget = b.id
) AS y
WHERE (x.reserved, x.committed, x.invoiced, x.paid) <> (b.reserved, b.committed, b.invoiced, b.paid)
    OR y.held <> b.reserved + b.committed + b.invoiced + b.paid
    OR least(b.reserved, b.committed, b.invoiced, b.paid, b.appropriated - y.held) < 0
    OR EXISTS (SELECT FROM stock AS s WHERE s.reserved < 0 OR s.reserved > s.on_hand)`

// approvers is the field of the test.
type approvers struct {
	*sharedtest.Field
	store  *postgres.Store
	engine *engine.Engine
	people []*sharedtest.Actor
	lost   atomic.Int64 // requests that had to be sent again
	// answered counts the requests that were answered.
	answered atomic.Int64
	word     []byte // the server's, of which rounds draw
}

func newApprovers(t *testing.T, n uint64) *approvers {
	t.Helper()
	a := &approvers{Field: sharedtest.NewField(), store: pgtest.NewWith(t, pgtest.Config{Store: postgres.Config{SyncConns: 12}})}
	for i := range a.Stocks {
		a.Stocks[i].OnHand = 40
	}
	enginetest.Seed(t, a.store, a.Field)
	for i := range n {
		p := sharedtest.NewActor(100+i, fmt.Sprintf("Погоджувач %d", i+1), a.Agency, party.ZoneAgency, party.RoleApprover, party.RoleVerifier)
		changes := rules.Outcome{People: []party.Person{p.Person}}
		enginetest.Save(t, a.store, engine.Batch{Changes: changes, Documents: view.Documents(a.World(), changes)})
		enginetest.Enrol(t, a.store, p)
		a.people = append(a.people, p)
	}
	var err error
	a.engine, err = engine.New(engine.Config{
		Store: &faulty{Store: a.store, every: 5}, Signer: sharedtest.NewKey("server"),
		Clock: func() time.Time { return sharedtest.Now }, Epoch: sharedtest.ID[id.Epoch](1),
	})
	require.NoError(t, err)
	return a
}

// push sends a command until it is answered, as a device does.
func (a *approvers) push(ctx context.Context, who *sharedtest.Actor, e seal.Envelope) error {
	var err error
	for range 50 {
		_, err = a.engine.Push(ctx, who.Device.ID, wire.PushRequest{
			Version: wire.Version, Device: who.Device.ID, Clock: sharedtest.Now.UnixMilli(), Commands: [][]byte{e.Raw}, Program: "1.0",
		})
		if err == nil {
			a.answered.Add(1)
			return nil
		}
		a.lost.Add(1)
	}
	return err
}

func (a *approvers) check(ctx context.Context) error {
	var wrong int
	err := a.ask(ctx, balance, &wrong)
	if err == nil && wrong > 0 {
		return fmt.Errorf("%d budgets or stocks are wrong", wrong)
	}
	return err
}

// ask asks the database again where the killer met the session, which it may do with
// every one that lies in the pool.
func (a *approvers) ask(ctx context.Context, query string, into ...any) error {
	const sessions = 50
	var err error
	for range sessions {
		if err = a.store.Jobs().QueryRow(ctx, query).Scan(into...); err == nil {
			return nil
		}
	}
	return err
}

// submitted are the orders that the units signed; some of them the stock or the
// money does not suffice for.
func (a *approvers) submitted(t *testing.T, n int) []order.Revision {
	t.Helper()
	all := make([]order.Revision, n)
	for i := range all {
		unit, who := 0, a.Requisitioner
		if i%2 == 1 {
			unit, who = 1, a.Second
		}
		all[i] = a.Revision(uint64(i)+1, unit, 1+int64(i%3), int64(i%2), 1) //nolint:gosec // small
		require.NoError(t, a.push(t.Context(), who, who.Do(seal.KindSubmitOrder, all[i], sharedtest.Now)))
	}
	return all
}

func (a *approvers) act(ctx context.Context, r *rand.Rand, who *sharedtest.Actor, rev order.Revision) error {
	d := order.Decision{Order: rev.Order, Hash: seal.Sum(rev.Encode()), Reason: order.OtherReason}
	kind := seal.KindApproveOrder
	if r.IntN(3) == 0 {
		kind = seal.KindRejectOrder
	}
	if err := a.push(ctx, who, who.Do(kind, d, sharedtest.Now)); err != nil {
		return err
	}
	return a.check(ctx)
}

// 20 people decide on the same orders at once, while sessions die and transactions
// run again: nothing is ever below zero, and the ledger balances after every step.
func TestApprovers_InParallelWithFaults(t *testing.T) {
	t.Parallel()
	const people = 20
	a := newApprovers(t, people)
	orders := a.submitted(t, *approvals)
	ctx, cancel := context.WithCancel(t.Context())
	killed := make(chan int)
	go func() { killed <- killer(ctx, a) }()
	errs := make([]error, people)
	var wait sync.WaitGroup
	for i, who := range a.people {
		wait.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 7)) //nolint:gosec // a seed
			for _, n := range r.Perm(len(orders))[:max(len(orders)/6, 1)] {
				if errs[i] = a.act(ctx, r, who, orders[n]); errs[i] != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	cancel()
	t.Logf("%d sessions ended, %d requests sent again", <-killed, a.lost.Load())
	for _, err := range errs {
		require.NoError(t, err)
	}
	var decided, doubled int
	require.NoError(t, a.ask(t.Context(), `
SELECT
    (SELECT count(*) FROM orders WHERE state IN (8, 9)),
    (SELECT count(*) FROM (SELECT command_id FROM command WHERE in_chain GROUP BY command_id HAVING count(*) > 1) AS x)`, &decided, &doubled))
	require.Positive(t, decided)
	require.Zero(t, doubled, "each command has one outcome")
}
