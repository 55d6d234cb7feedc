package jobs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// An approval that came before its order is tried once the order has come, not before.
func TestCasesWaiting_ForTheirOrder(t *testing.T) {
	t.Parallel()
	dsn, f := database(t), sharedtest.NewField()
	s := pgtest.Open(t, pgtest.Config{Store: postgres.Config{DSN: dsn}})
	enginetest.Seed(t, s, f)
	r := f.Revision(1, 0, 2)
	approval := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}
	reasons := push(t, s, f, f.Officer, seal.KindApproveOrder, approval, sharedtest.Now)
	require.True(t, fault.Has(reasons, fault.OrderUnknown), "%v", reasons)
	waiting, err := s.CasesWaiting(t.Context(), conflict.Case{}, 10)
	require.NoError(t, err)
	require.Empty(t, waiting)

	require.Empty(t, push(t, s, f, f.Requisitioner, seal.KindSubmitOrder, r, sharedtest.Now))
	k := caseOf(t, s, r.Order)
	waiting, err = s.CasesWaiting(t.Context(), conflict.Case{}, 10)
	require.NoError(t, err)
	require.Equal(t, []conflict.Case{k}, waiting)
	body := conflict.RuleCase{Case: k.ID, Seen: k.Seen(), Outcome: conflict.Apply, Ground: k.Granted()}
	require.Empty(t, push(t, s, f, f.Server, seal.KindRuleCase, body, sharedtest.Now))
	require.Equal(t, order.Approved, loaded(t, s, r.Order).Orders[r.Order].State)
	waiting, err = s.CasesWaiting(t.Context(), conflict.Case{}, 10)
	require.NoError(t, err)
	require.Empty(t, waiting)
}
