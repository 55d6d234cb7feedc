package jobs_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// A returned order that nobody answers ends by itself, once, and gives back its
// money and its pieces; one whose time is not over stays.
func TestExpiry_ThroughTheWholeHouse(t *testing.T) {
	t.Parallel()
	dsn, f := database(t), sharedtest.NewField()
	s := pgtest.Open(t, pgtest.Config{Store: postgres.Config{DSN: dsn}})
	enginetest.Seed(t, s, f)
	day := 24 * time.Hour
	hold := time.Duration(policy.Default().HoldDays) * day
	over, stays := f.Revision(1, 0, 2), f.Revision(2, 0, 0, 3)
	returned(t, s, f, over, sharedtest.Now)
	returned(t, s, f, stays, sharedtest.Now.Add(2*day))

	news := make(chan struct{}, 1)
	for range 2 {
		operate(t, dsn, f, nil, news, sharedtest.Now.Add(hold+day))
	}
	limit := time.After(patience)
	both := func() *rules.World {
		w := rules.NewWorld()
		require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
			w = rules.NewWorld()
			return tx.Load(t.Context(), w, rules.Needs{Orders: []id.ID[id.Order]{over.Order, stays.Order}})
		}))
		return w
	}
	w := both()
	for w.Orders[over.Order].State != order.Expired {
		select {
		case <-news:
		case <-limit:
			require.Fail(t, "the order does not end")
		}
		w = both()
	}
	require.Equal(t, order.Returned, w.Orders[stays.Order].State)
	require.Equal(t, stays.Total, w.Budgets[over.Budget].Reserved)
	require.Zero(t, w.Stocks[over.Lines[0].Offer].Reserved)
	var commands int
	require.NoError(t, s.Jobs().QueryRow(t.Context(), `SELECT count(*) FROM command WHERE kind = $1`, int32(seal.KindExpireOrder)).Scan(&commands))
	require.Equal(t, 1, commands)
}

// returned has a unit submit an order and the agency return it.
func returned(t *testing.T, s *postgres.Store, f *sharedtest.Field, r order.Revision, at time.Time) {
	t.Helper()
	back := order.Return{Order: r.Order, Hash: seal.Sum(r.Encode()), Questions: []order.Ask{{Line: 1, Reason: order.OtherReason, Text: "Чому?"}}}
	require.Empty(t, push(t, s, f, f.Requisitioner, seal.KindSubmitOrder, r, at))
	require.Empty(t, push(t, s, f, f.Officer, seal.KindReturnOrder, back, at))
}
