package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"dotchain/shared/fault"
	"dotchain/syncserver/internal/engine"
)

// SchemaError says that a newer program migrated the database.
type SchemaError struct{ Have, Want int64 }

func (e *SchemaError) Error() string {
	return fmt.Sprintf("the database has schema %d and this program knows %d: a newer program migrated it", e.Have, e.Want)
}

// SQLSTATE codes; appendix A of PostgreSQL's manual.
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	uniqueViolation      = "23505"
	lockNotAvailable     = "55P03"
	queryCanceled        = "57014"
	tooManyConnections   = "53300"
	// staleVersion is what a table's update comes to (division by zero) when a thing is no
	// longer in the version that was loaded: the transaction runs again.
	staleVersion = "22012"
)

// runsAgain says that the same transaction, run once more, meets another state
// and may succeed. A unique key that is taken means the same: another
// transaction inserted the thing after it was looked up, and the next run finds it.
func runsAgain(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case serializationFailure, deadlockDetected, uniqueViolation, staleVersion:
			return true
		}
	}
	return false
}

// isBusy says that the database has too much to do just now.
func isBusy(err error) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	return pg.Code == lockNotAvailable || pg.Code == queryCanceled || pg.Code == tooManyConnections
}

// busyRetry is when a caller should come back to a busy database.
const busyRetry = 2 * time.Second

// busy turns a database that has too much to do into a fault that says when to
// come back; every other error stays as it is.
func busy(err error) error {
	if err == nil || !isBusy(err) && !runsAgain(err) {
		return err
	}
	return &fault.Error{
		Op: "database", Err: err,
		Reasons: []fault.Reason{{Code: fault.Busy, Have: busyRetry.Milliseconds()}},
	}
}

// commitError says what an error of COMMIT means. Only an answer that the
// server gave while the session lived is certain; after a broken connection,
// or a session that was ended, the commit may have happened.
func commitError(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Severity != "FATAL" && pg.Severity != "PANIC" {
		return err
	}
	if errors.Is(err, pgx.ErrTxCommitRollback) {
		return err
	}
	return fmt.Errorf("%w: %w", engine.ErrCommitUnknown, err)
}

// finish returns a context for ending a transaction: that must not be cut off
// by a caller who went away, for then nobody would know how it ended.
func finish(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
}
