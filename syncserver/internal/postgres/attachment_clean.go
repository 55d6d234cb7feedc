package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"dotchain/syncserver/internal/attachment"
)

// CleanAttachments implements jobs.Store: it deletes files that no document named in time, and uploads that nobody
// finished in time, as of a moment (Unix milliseconds): at most limit of each. It returns
// how many of both went; less than limit says that nothing is left. A document that names
// a file at the very moment when it goes finds it missing, as one that never came.
func (s *Store) CleanAttachments(ctx context.Context, at int64, limit int) (gone int, err error) {
	err = pgx.BeginFunc(ctx, s.jobs, func(t pgx.Tx) error {
		unnamed, failed := dropUnnamed(ctx, t, at-attachment.KeepUnnamed.Milliseconds(), limit)
		if failed != nil {
			return failed
		}
		unfinished, failed := dropUnfinished(ctx, t, at-attachment.KeepUpload.Milliseconds(), limit)
		gone = max(unnamed, unfinished)
		return failed
	})
	if err != nil {
		return 0, fmt.Errorf("clean attachments: %w", err)
	}
	return gone, nil
}

// dropUnnamed deletes whole files that came before a moment.
func dropUnnamed(ctx context.Context, t pgx.Tx, before int64, limit int) (gone int, err error) {
	err = t.QueryRow(ctx, `
WITH old AS (
    SELECT a.hash
    FROM attachment AS a
    WHERE a.kept_at < $1 AND NOT EXISTS (SELECT FROM attachment_reader AS r WHERE r.hash = a.hash AND r.named)
    ORDER BY a.hash
    LIMIT $2
    FOR UPDATE SKIP LOCKED
), brought AS (
    DELETE FROM attachment_reader AS r
    USING old
    WHERE r.hash = old.hash AND NOT r.named
), dropped AS (
    DELETE FROM attachment AS a
    USING old
    WHERE a.hash = old.hash
    RETURNING a.hash
)
SELECT count(*)
FROM dropped`, before, limit).Scan(&gone)
	return gone, err
}

// dropUnfinished deletes uploads that began before a moment, with their pieces. One whose
// next piece comes right now is left alone: that piece decides.
func dropUnfinished(ctx context.Context, t pgx.Tx, before int64, limit int) (gone int, err error) {
	rows, err := t.Query(ctx, `
SELECT
    device,
    hash
FROM attachment_upload
WHERE begun_at < $1
ORDER BY
    device,
    hash
LIMIT $2
FOR UPDATE SKIP LOCKED`, before, limit)
	if err != nil {
		return 0, err
	}
	type upload struct {
		Device [16]byte
		Hash   []byte
	}
	old, err := pgx.CollectRows(rows, pgx.RowToStructByPos[upload])
	if err != nil || len(old) == 0 {
		return 0, err
	}
	b := &pgx.Batch{}
	for _, u := range old {
		b.Queue(`
DELETE FROM attachment_piece
WHERE device = $1 AND hash = $2`, u.Device, u.Hash)
		b.Queue(`
DELETE FROM attachment_upload
WHERE device = $1 AND hash = $2`, u.Device, u.Hash)
	}
	return len(old), t.SendBatch(ctx, b).Close()
}
