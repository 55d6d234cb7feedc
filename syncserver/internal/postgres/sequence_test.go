package postgres_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
)

// watched is a store that counts the deadlocks its transactions meet.
type watched struct {
	*postgres.Store
	deadlocks atomic.Int64
}

func (s *watched) Tx(ctx context.Context, fn func(tx engine.Tx) error) error {
	return s.Store.Tx(ctx, func(tx engine.Tx) error {
		err := fn(tx)
		var pg *pgconn.PgError
		if errors.As(err, &pg) && pg.Code == "40P01" {
			s.deadlocks.Add(1)
		}
		return err
	})
}

// roundOf is a round of an item as its signer previews it now.
func (a *approvers) roundOf(ctx context.Context, item id.ID[id.Item]) (round.Sign, error) {
	b := round.Sign{Items: []id.ID[id.Item]{item}, CutOff: sharedtest.Now.UnixMilli(), Checkpoint: a.word, Draw: round.DrawOf(a.word)}
	err := a.store.Tx(ctx, func(tx engine.Tx) error {
		w := rules.NewWorld()
		for {
			n := rules.RoundNeeds(w, b.Items, b.CutOff, b.CutOff)
			if n.IsEmpty() {
				break
			}
			if err := tx.Load(ctx, w, n); err != nil {
				return err
			}
		}
		if s, _, reasons := rules.RoundInput(w, b.Items, b.CutOff, b.Settings, b.Draw); reasons == nil {
			b.Input = s.InputHash()
		}
		return nil
	})
	return b, err
}

// Approvals come from orders to queues, rounds from queues to orders, payments from
// invoices to orders; all lock in one sequence, so no transaction waits for one that
// waits for it.
func TestTx_ApprovalsRoundsAndPaymentsDoNotDeadlock(t *testing.T) {
	t.Parallel()
	const people, each, signers = 6, 12, 3
	a := newApprovers(t, people+signers)
	store := &watched{Store: a.store}
	var err error
	a.engine, err = engine.New(engine.Config{
		Store: store, Signer: sharedtest.NewKey("server"), Clock: func() time.Time { return sharedtest.Now }, Epoch: sharedtest.ID[id.Epoch](1),
	})
	require.NoError(t, err)

	// The first item comes first, so its lines are invoiced at once; rounds share the others.
	set, first := policy.Default(), a.Items[0]
	set.Version, first.Category = 1, "strike_uav"
	set.Allocation = []policy.Allocation{{Category: "recon_uav", Mode: policy.Rounds, FloorShare: "0.3"}, {Mode: policy.FirstCome}}
	for i := range set.Checks {
		set.Checks[i].Verdict = policy.Pass
	}
	first.Version++
	stocks := append(a.Stocks[:0:0], a.Stocks...)
	for i := range stocks {
		stocks[i].OnHand, stocks[i].Version = 10_000, stocks[i].Version+1
	}
	budgets := append(a.Budgets[:0:0], a.Budgets...)
	for i := range budgets {
		budgets[i].Appropriated, budgets[i].Version = 1_000_000_000_00, budgets[i].Version+1
	}
	changes := rules.Outcome{Items: append(a.Items[:0:0], first), Stocks: stocks, Budgets: budgets, Things: []rules.Thing{set}}
	enginetest.Save(t, a.store, engine.Batch{Changes: changes, Documents: view.Documents(a.World(), changes)})
	word, err := seal.SignCheckpoint(seal.Checkpoint{Size: 1, At: sharedtest.Now.UnixMilli()}, sharedtest.NewKey("server"))
	require.NoError(t, err)
	a.word = word.Raw
	orders := a.submitted(t, people*each)

	approvals, invoices := make([][]seal.Envelope, people), []id.ID[id.Invoice]{}
	for n, r := range orders {
		who := a.people[n%people]
		e := who.Do(seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}, sharedtest.Now)
		c, failed := seal.OpenCommand(e)
		require.NoError(t, failed)
		approvals[n%people] = append(approvals[n%people], e)
		invoices = append(invoices, payment.InvoiceID(c.ID, r.Order, a.Supplier.ID))
	}
	// Rounds and payments go on until the last approval, and once more.
	var wait, approving sync.WaitGroup
	var done atomic.Bool
	errs := make([]error, people+signers+1)
	for i, mine := range approvals {
		approving.Go(func() {
			for _, e := range mine {
				if errs[i] = a.push(t.Context(), a.people[i], e); errs[i] != nil {
					return
				}
			}
		})
	}
	for i, who := range a.people[people:] {
		wait.Go(func() {
			for n, last := 0, false; !last; n++ {
				last = done.Load()
				b, failed := a.roundOf(t.Context(), a.Items[1+(i+n)%2].ID)
				if errs[people+i] = failed; failed != nil {
					return
				}
				if errs[people+i] = a.push(t.Context(), who, who.Do(seal.KindSignRound, b, sharedtest.Now)); errs[people+i] != nil {
					return
				}
			}
		})
	}
	wait.Go(func() {
		r := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // a seed
		for last := false; !last; {
			last = done.Load()
			var b payment.Order
			for _, n := range r.Perm(len(invoices))[:8] {
				b.Invoices = append(b.Invoices, invoices[n])
			}
			if errs[people+signers] = a.push(t.Context(), a.Finance, a.Finance.Do(seal.KindOrderPayment, b, sharedtest.Now)); errs[people+signers] != nil {
				return
			}
		}
	})
	approving.Wait()
	done.Store(true)
	wait.Wait()
	for _, failed := range errs {
		require.NoError(t, failed)
	}
	require.Zero(t, store.deadlocks.Load())
	require.Zero(t, a.lost.Load(), "no request had to be sent again")

	var approved, queued, signed, invoiced int
	require.NoError(t, a.store.Jobs().QueryRow(t.Context(), `
SELECT
    (SELECT count(*) FROM orders WHERE state = $1),
    (SELECT count(*) FROM thing WHERE kind = 15),
    (SELECT count(*) FROM thing WHERE kind = 16),
    (SELECT count(*) FROM thing WHERE kind = 21)`, int16(order.Approved)).Scan(&approved, &queued, &signed, &invoiced))
	require.Equal(t, len(orders), approved)
	require.Positive(t, queued)
	require.Positive(t, signed)
	t.Logf("%d orders approved, %d invoices, %d rounds signed", approved, invoiced, signed)
	require.GreaterOrEqual(t, invoiced, len(orders))
}
