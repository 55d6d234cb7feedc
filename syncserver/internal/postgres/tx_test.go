package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

func TestTx_RunsAgainWhenTheDatabaseAsks(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{"serialization failure": "40001", "deadlock": "40P01", "taken key": "23505"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := pgtest.New(t)
			runs := 0
			require.NoError(t, s.Tx(t.Context(), func(engine.Tx) error {
				if runs++; runs < 3 {
					return &pgconn.PgError{Code: code}
				}
				return nil
			}))
			require.Equal(t, 3, runs)

			runs = 0
			err := s.Tx(t.Context(), func(engine.Tx) error { runs++; return &pgconn.PgError{Code: code} })
			require.Equal(t, 8, runs)
			require.Equal(t, fault.Busy, fault.CodeOf(err))
			var pg *pgconn.PgError
			require.ErrorAs(t, err, &pg, "the cause stays in the chain")
		})
	}
}

// statements is what a transaction of this database can be asked besides its port.
type statements interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func TestTx_CommitUnknown(t *testing.T) {
	t.Parallel()
	s := pgtest.New(t)
	killer := s.Jobs()
	err := s.Tx(t.Context(), func(tx engine.Tx) error {
		var session int64
		if err := tx.(statements).QueryRow(t.Context(), `SELECT pg_backend_pid()`).Scan(&session); err != nil {
			return err
		}
		// The server ends the session while the commit is on its way.
		_, err := killer.Exec(t.Context(), `SELECT pg_terminate_backend($1, 240000)`, session)
		return err
	})
	require.ErrorIs(t, err, engine.ErrCommitUnknown)
}

func TestTx_AConstraintIsNoUnknownCommit(t *testing.T) {
	t.Parallel()
	s := pgtest.New(t)
	runs := 0
	err := s.Tx(t.Context(), func(tx engine.Tx) error {
		runs++
		_, err := tx.(statements).Exec(t.Context(), `UPDATE sequencer SET head = -1`)
		return err
	})
	var pg *pgconn.PgError
	require.ErrorAs(t, err, &pg)
	require.Equal(t, "23514", pg.Code)
	require.NotErrorIs(t, err, engine.ErrCommitUnknown)
	require.Equal(t, 1, runs)
}

func TestTx_LimitsOfTheSession(t *testing.T) {
	t.Parallel()
	s, err := postgres.Open(t.Context(), postgres.Config{DSN: pgtest.DSN(t)})
	require.NoError(t, err)
	t.Cleanup(s.Close)
	for name, want := range map[string]string{
		"statement_timeout": "5s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "10s", "transaction_isolation": "read committed",
	} {
		require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
			var got string
			err := tx.(statements).QueryRow(t.Context(), `SELECT current_setting($1)`, name).Scan(&got)
			require.Equal(t, want, got, name)
			return err
		}))
	}
}

// Each row breaks one thing behind the store's back; the check must say so.
func TestCheck_FindsWhatIsBroken(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ sql, want string }{
		"a posting lost":            {`DELETE FROM budget_posting`, "the ledger says"},
		"money out of nowhere":      {`UPDATE budget SET reserved = reserved + 1`, "orders hold"},
		"stock reserved by nobody":  {`UPDATE stock SET reserved = 9`, "orders hold"},
		"an order's column changed": {`UPDATE orders SET state = 7`, "orders: of 1 rows"},
		"a revision lost":           {`DELETE FROM order_revision`, "does not stand at its last revision"},
		"an envelope changed":       {`UPDATE command SET envelope = 'x' WHERE device_seq = 1`, "not the hash of its envelope"},
		"a command lost":            {`DELETE FROM command`, "names a command that is not there"},
		"a link of the log changed": {`UPDATE log SET chain = sha256('x') WHERE index = 0`, "the chain breaks"},
		"the log cut off":           {`DELETE FROM log WHERE index = 1`, "the log ends at 1"},
		"a checkpoint lost":         {`DELETE FROM checkpoint`, "checkpoint of the log as it stands is missing"},
		"a document lost":           {`DELETE FROM feed WHERE kind = 7`, "was not published"},
		"a document old":            {`UPDATE feed SET version = 0 WHERE kind = 8`, "has version 0"},
		"a document changed":        {`UPDATE feed SET body = 'x' WHERE kind = 5`, "does not say what stands"},
		"the head set back":         {`UPDATE sequencer SET head = 1`, "above the head"},
		"the chain's end lost":      {`UPDATE device SET last_seq = 0, last_hash = NULL`, "end of its chain"},
		"a thing's version changed": {`UPDATE thing SET version = 9 WHERE kind = 23`, "thing: of"},
		"a thing's body broken":     {`UPDATE thing SET body = 'x' WHERE kind = 23`, "load what stands"},
		"a thing's document lost":   {`DELETE FROM feed WHERE kind = 23`, "register"},
		"a case's column changed":   {`UPDATE sync_case SET closed = 1`, "sync_case: of 1 rows"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, f := pgtest.NewWith(t, pgtest.Config{Unchecked: true}), sharedtest.NewField()
			enginetest.Seed(t, s, f)
			enginetest.Play(t, s, f)
			feedtest.Drain(t, s)
			require.NoError(t, s.Check(t.Context()), "sound before")
			_, err := s.Jobs().Exec(t.Context(), row.sql)
			require.NoError(t, err)
			require.ErrorContains(t, s.Check(t.Context()), row.want)
		})
	}
}
