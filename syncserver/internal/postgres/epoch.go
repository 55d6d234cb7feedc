package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/id"
)

// ErrServing says that a server is running on the database.
var ErrServing = errors.New("a server is running on this database")

// NewEpoch gives the feed another epoch, because the database was restored: every device
// starts again and offers anew what the database may not have. Nothing may number
// the feed at that moment. Error: ErrServing.
func (s *Store) NewEpoch(ctx context.Context, epoch id.ID[id.Epoch]) error {
	err := pgx.BeginFunc(ctx, s.jobs, func(t pgx.Tx) error {
		var alone bool
		if err := t.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, int64(leadLock)).Scan(&alone); err != nil {
			return err
		}
		if !alone {
			return ErrServing
		}
		_, err := t.Exec(ctx, `UPDATE meta SET epoch = $1`, uid(epoch))
		return err
	})
	if err != nil {
		return fmt.Errorf("begin epoch %s: %w", epoch, err)
	}
	return nil
}
