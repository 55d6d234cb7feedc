package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// Each row does behind the store's back what a mistake in the code would do; the
// database itself must refuse it.
func TestConstraints(t *testing.T) {
	t.Parallel()
	s, f := pgtest.New(t), sharedtest.NewField()
	enginetest.Seed(t, s, f)
	enginetest.Play(t, s, f)
	for name, row := range map[string]struct{ sql, constraint string }{
		"an order holds less than nothing":                  {`UPDATE orders SET reserved = -1`, "orders_holds_never_negative"},
		"less than nothing committed":                       {`UPDATE orders SET committed = -1`, "orders_holds_never_negative"},
		"less than nothing invoiced":                        {`UPDATE orders SET invoiced = -1`, "orders_holds_never_negative"},
		"less than nothing paid":                            {`UPDATE orders SET paid = -1`, "orders_holds_never_negative"},
		"an order holds more than its total":                {`UPDATE orders SET reserved = total + 1`, "orders_holds_at_most_total"},
		"in all more than its total":                        {`UPDATE orders SET reserved = total, paid = 1`, "orders_holds_at_most_total"},
		"a rejected order holds money":                      {`UPDATE orders SET state = 8, decided_by = gen_random_uuid()`, "orders_ended_holds_nothing"},
		"a cancelled order holds money":                     {`UPDATE orders SET state = 10`, "orders_ended_holds_nothing"},
		"an expired order holds money":                      {`UPDATE orders SET state = 11, reserved = 0, committed = 1`, "orders_ended_holds_nothing"},
		"a superseded order owes money":                     {`UPDATE orders SET state = 12, reserved = 0, invoiced = 1`, "orders_ended_holds_nothing"},
		"a budget below zero":                               {`UPDATE budget SET reserved = -1`, "budget_parts_never_negative"},
		"a budget overdrawn":                                {`UPDATE budget SET committed = appropriated + 1`, "budget_free_never_negative"},
		"a stock promised twice":                            {`UPDATE stock SET reserved = on_hand + 1`, "stock_"},
		"a thing that no command changed":                   {`UPDATE thing SET version = 0`, "thing_version"},
		"an order decided by who created it":                {`UPDATE orders SET decided_by = created_by`, "orders_"},
		"a share below zero":                                {`UPDATE org SET weight = -1`, "org_weight"},
		"a posting of nothing":                              {`UPDATE budget_posting SET amount = 0`, "budget_posting_"},
		"an ended order that keeps what it paid is allowed": {`UPDATE orders SET state = 10, reserved = 0, paid = total`, ""},
	} {
		tx, err := s.Jobs().Begin(t.Context())
		require.NoError(t, err)
		_, err = tx.Exec(t.Context(), row.sql)
		require.NoError(t, tx.Rollback(t.Context()))
		if row.constraint == "" {
			require.NoError(t, err, name)
			continue
		}
		var broken *pgconn.PgError
		require.ErrorAs(t, err, &broken, name)
		require.Equal(t, "23514", broken.Code, name)
		require.Contains(t, broken.ConstraintName, row.constraint, name)
	}
}
