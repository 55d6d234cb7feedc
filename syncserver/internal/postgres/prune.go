package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// PruneTombstones implements jobs.Store. The row of the sequencer is locked first, as the
// sequencer does, so that neither waits for the other crosswise. A cursor below the
// number of what went starts again: it may have missed it.
func (s *Store) PruneTombstones(ctx context.Context, before int64, limit int) (gone int, err error) {
	err = pgx.BeginFunc(ctx, s.jobs, func(t pgx.Tx) error {
		var last int64
		b := &pgx.Batch{}
		b.Queue(`
SELECT
FROM sequencer
FOR UPDATE`)
		b.Queue(`
WITH old AS (
    SELECT
        scope,
        seq
    FROM feed
    WHERE deleted AND numbered_at < $1
    ORDER BY seq
    LIMIT $2
), pruned AS (
    DELETE FROM feed AS f
    USING old
    WHERE f.scope = old.scope AND f.seq = old.seq
    RETURNING f.seq
)
SELECT
    count(*),
    coalesce(max(seq), 0)
FROM pruned`, before, limit).QueryRow(func(row pgx.Row) error { return row.Scan(&gone, &last) })
		if failed := t.SendBatch(ctx, b).Close(); failed != nil || gone == 0 {
			return failed
		}
		_, failed := t.Exec(ctx, `
UPDATE sequencer
SET
    pruned = greatest(pruned, $1)`, last)
		return failed
	})
	if err != nil {
		return 0, fmt.Errorf("prune tombstones: %w", err)
	}
	return gone, nil
}
