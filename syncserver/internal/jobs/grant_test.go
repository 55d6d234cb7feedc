package jobs_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// What the desk left to wait is applied by itself once there is stock, as it was signed,
// once, and whoever waits longest first; what still cannot be applied waits on, and leaves
// no trace of the tries.
func TestWaitingCases_ThroughTheWholeHouse(t *testing.T) {
	t.Parallel()
	dsn, f := database(t), sharedtest.NewField()
	s := pgtest.Open(t, pgtest.Config{Store: postgres.Config{DSN: dsn}})
	enginetest.Seed(t, s, f)
	at := sharedtest.Now
	e, err := engine.New(engine.Config{Store: s, Signer: f.Server.Key, Clock: func() time.Time { return at }, Epoch: sharedtest.ID[id.Epoch](1)})
	require.NoError(t, err)
	house, err := engine.NewOperator(e, engine.OperatorConfig{Person: f.Server.Person.ID, Device: f.Server.Device.ID, Signer: f.Server.Key, Random: rand.Reader})
	require.NoError(t, err)
	onHand := func(pieces int64) {
		body := rules.Publish{Supplier: f.Offers[0].Supplier, Stocks: []rules.OnHand{{Offer: f.Offers[0].ID, Pieces: pieces}}}
		done, failed := house.Submit(t.Context(), seal.KindPublishCatalogue, body)
		require.NoError(t, failed)
		require.Empty(t, done.Reasons)
	}
	onHand(0)
	first, second := f.Revision(1, 0, 6), f.Revision(2, 0, 6)
	var cases []conflict.Case
	for i, r := range []order.Revision{first, second} {
		later := at.Add(time.Duration(i) * time.Minute)
		reasons := push(t, s, f, f.Requisitioner, seal.KindSubmitOrder, r, later)
		require.True(t, fault.Has(reasons, fault.StockGone), "%v", reasons)
		cases = append(cases, caseOf(t, s, r.Order))
		wait := conflict.RuleCase{Case: cases[i].ID, Seen: cases[i].Seen(), Outcome: conflict.Wait, Ground: conflict.NoStock}
		require.Empty(t, push(t, s, f, f.Operator, seal.KindRuleCase, wait, later))
		cases[i] = caseOf(t, s, r.Order)
	}
	waiting, err := s.CasesWaiting(t.Context(), conflict.Case{}, 10)
	require.NoError(t, err)
	require.Equal(t, cases, waiting)
	waiting, err = s.CasesWaiting(t.Context(), cases[0], 10)
	require.NoError(t, err)
	require.Equal(t, cases[1:], waiting)

	news := make(chan struct{}, 1)
	for range 2 {
		operate(t, dsn, f, nil, news, at.Add(time.Hour))
	}
	onHand(8)
	limit := time.After(patience)
	await := func(r order.Revision) {
		for loaded(t, s, r.Order).Orders[r.Order] == nil {
			select {
			case <-news:
			case <-limit:
				require.Fail(t, "what waits is not applied")
			}
		}
	}
	await(first)
	<-news
	<-news // the tries go on
	w := loaded(t, s, second.Order)
	require.Nil(t, w.Orders[second.Order], "two pieces are left")
	require.Equal(t, conflict.Stock, must(caseOf(t, s, second.Order).Waits()))
	onHand(12)
	await(second)
	waiting, err = s.CasesWaiting(t.Context(), conflict.Case{}, 10)
	require.NoError(t, err)
	require.Empty(t, waiting)
	var commands int
	require.NoError(t, s.Jobs().QueryRow(t.Context(), `SELECT count(*) FROM command WHERE kind = $1`, int32(seal.KindRuleCase)).Scan(&commands))
	require.Equal(t, 4, commands, "two of the desk, two of the server")
}

func must(w conflict.Waits, _ int64) conflict.Waits { return w }

// push has a person do something, and returns why it was not applied.
func push(t *testing.T, s *postgres.Store, f *sharedtest.Field, who *sharedtest.Actor, kind seal.Kind, body any, at time.Time) []fault.Reason {
	t.Helper()
	e, err := engine.New(engine.Config{Store: s, Signer: f.Server.Key, Clock: func() time.Time { return at }, Epoch: sharedtest.ID[id.Epoch](1)})
	require.NoError(t, err)
	response, err := e.Push(t.Context(), who.Device.ID, wire.PushRequest{
		Version: wire.Version, Device: who.Device.ID, Clock: at.UnixMilli(), Program: "1.0",
		Commands: [][]byte{who.Do(kind, body, at).Raw},
	})
	require.NoError(t, err)
	receipt, err := seal.OpenReceipt(response.Receipts[0], f.Server.Key.Public())
	require.NoError(t, err)
	return receipt.Reasons
}

func loaded(t *testing.T, s *postgres.Store, of id.ID[id.Order]) *rules.World {
	t.Helper()
	w := rules.NewWorld()
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		w = rules.NewWorld()
		return tx.Load(t.Context(), w, rules.Needs{Orders: []id.ID[id.Order]{of}, Cases: []id.ID[id.Order]{of}})
	}))
	return w
}

// caseOf is the open case of an order.
func caseOf(t *testing.T, s *postgres.Store, of id.ID[id.Order]) conflict.Case {
	t.Helper()
	all := loaded(t, s, of).Cases[of]
	require.Len(t, all, 1)
	return all[0]
}
