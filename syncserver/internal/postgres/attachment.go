package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/attachment"
)

var _ attachment.Store = (*Store)(nil)

// lockUploads is the class of the advisory locks of devices that bring files.
const lockUploads int32 = 1_635_021_921

// MayRead implements attachment.Store.
func (s *Store) MayRead(ctx context.Context, hash seal.Hash, org id.ID[id.Org], everything bool) (may bool, err error) {
	err = s.sync.QueryRow(ctx, `
SELECT count(*) > 0
FROM attachment AS a
WHERE a.hash = $1 AND ($3 OR EXISTS (SELECT FROM attachment_reader AS r WHERE r.hash = a.hash AND r.org = $2))`, hash[:], uid(org), everything).Scan(&may)
	if err != nil {
		return false, busy(fmt.Errorf("look who may read attachment %s: %w", hash, err))
	}
	return may, nil
}

// Append implements attachment.Store.
func (s *Store) Append(ctx context.Context, u attachment.Upload, from int64, piece []byte) (received, brought int64, err error) {
	err = s.run(ctx, func(t *tx) error {
		received = 0
		var failed error
		if brought, failed = t.measure(ctx, u); failed != nil || brought > attachment.PerDay {
			return failed
		}
		if failed = t.begin(ctx, u); failed != nil {
			return failed
		}
		failed = t.QueryRow(ctx, `
SELECT received
FROM attachment_upload
WHERE device = $1 AND hash = $2
FOR NO KEY UPDATE`, uid(u.Device), u.Hash[:]).Scan(&received)
		if failed != nil || received != from || len(piece) == 0 {
			return failed
		}
		b := &pgx.Batch{}
		b.Queue(`
INSERT INTO attachment_piece (device, hash, place, content)
VALUES ($1, $2, $3, $4)`, uid(u.Device), u.Hash[:], from, piece)
		received += int64(len(piece))
		b.Queue(`
UPDATE attachment_upload
SET received = $3
WHERE device = $1 AND hash = $2`, uid(u.Device), u.Hash[:], received)
		return t.send(ctx, b)
	})
	if err != nil {
		return 0, 0, fmt.Errorf("take in a piece of attachment %s: %w", u.Hash, err)
	}
	return received, brought, nil
}

// measure is how many bytes a device brought in its day, with the content that it is
// about to bring. Two requests of one device are measured one after the other: the
// second sees what the first began. An upload that nobody finished counts as long as it
// is kept.
func (t *tx) measure(ctx context.Context, u attachment.Upload) (brought int64, err error) {
	if _, err = t.Exec(ctx, `SELECT pg_advisory_xact_lock($1, hashtext($2))`, lockUploads, u.Device.String()); err != nil {
		return 0, fmt.Errorf("measure device %s: %w", u.Device, err)
	}
	err = t.QueryRow(ctx, `
SELECT
    (SELECT coalesce(sum(size), 0) FROM attachment WHERE device = $1 AND kept_at >= $2 AND hash <> $3)::bigint
    + (SELECT coalesce(sum(size), 0) FROM attachment_upload WHERE device = $1 AND hash <> $3 AND begun_at >= $4)::bigint`,
		uid(u.Device), u.At-attachment.Day.Milliseconds(), u.Hash[:], u.At-attachment.KeepUpload.Milliseconds()).Scan(&brought)
	if err != nil {
		return 0, fmt.Errorf("measure device %s: %w", u.Device, err)
	}
	return brought + u.Total, nil
}

// begin makes the row of an upload where it is not there, and forgets those of the
// device that are old, or were begun with another length.
func (t *tx) begin(ctx context.Context, u attachment.Upload) error {
	old := u.At - attachment.KeepUpload.Milliseconds()
	b := &pgx.Batch{}
	b.Queue(`
DELETE FROM attachment_piece AS p
USING attachment_upload AS u
WHERE u.device = $1 AND p.device = u.device AND p.hash = u.hash AND (u.begun_at < $2 OR u.hash = $3 AND u.size <> $4)`,
		uid(u.Device), old, u.Hash[:], u.Total)
	b.Queue(`
DELETE FROM attachment_upload
WHERE device = $1 AND (begun_at < $2 OR hash = $3 AND size <> $4)`, uid(u.Device), old, u.Hash[:], u.Total)
	b.Queue(`
INSERT INTO attachment_upload (device, hash, size, received, begun_at)
VALUES ($1, $2, $3, 0, $4)
ON CONFLICT (device, hash) DO NOTHING`, uid(u.Device), u.Hash[:], u.Total, u.At)
	return t.send(ctx, b)
}

// Uploaded implements attachment.Store.
func (s *Store) Uploaded(ctx context.Context, u attachment.Upload) (content []byte, err error) {
	err = s.sync.QueryRow(ctx, `
SELECT string_agg(content, '' ORDER BY place)
FROM attachment_piece
WHERE device = $1 AND hash = $2`, uid(u.Device), u.Hash[:]).Scan(&content)
	if err != nil {
		return nil, busy(fmt.Errorf("read what came of attachment %s: %w", u.Hash, err))
	}
	return content, nil
}

// Keep implements attachment.Store.
func (s *Store) Keep(ctx context.Context, u attachment.Upload, content []byte) error {
	err := s.run(ctx, func(t *tx) error {
		b := &pgx.Batch{}
		b.Queue(`
INSERT INTO attachment (hash, device, kept_at, size, content)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (hash) DO NOTHING`, u.Hash[:], uid(u.Device), u.At, len(content), content)
		queueReaders(b, [][]byte{u.Hash[:]}, []pgtype.UUID{uid(u.Org)}, false)
		queueDrop(b, u)
		return t.send(ctx, b)
	})
	if err != nil {
		return fmt.Errorf("keep attachment %s: %w", u.Hash, err)
	}
	return nil
}

// Drop implements attachment.Store.
func (s *Store) Drop(ctx context.Context, u attachment.Upload) error {
	err := s.run(ctx, func(t *tx) error {
		b := &pgx.Batch{}
		queueDrop(b, u)
		return t.send(ctx, b)
	})
	if err != nil {
		return fmt.Errorf("forget what came of attachment %s: %w", u.Hash, err)
	}
	return nil
}

func queueDrop(b *pgx.Batch, u attachment.Upload) {
	b.Queue(`
DELETE FROM attachment_piece
WHERE device = $1 AND hash = $2`, uid(u.Device), u.Hash[:])
	b.Queue(`
DELETE FROM attachment_upload
WHERE device = $1 AND hash = $2`, uid(u.Device), u.Hash[:])
}

// Content implements attachment.Store.
func (s *Store) Content(ctx context.Context, hash seal.Hash) (content []byte, err error) {
	err = s.sync.QueryRow(ctx, `
SELECT content
FROM attachment
WHERE hash = $1`, hash[:]).Scan(&content)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, err
	}
	return content, busy(err)
}

// queueReadersOf lets those read attachments whom documents that name them are for.
// A claim that nobody has made yet is for nobody.
func queueReadersOf(b *pgx.Batch, all []rules.Thing) {
	var hashes [][]byte
	var orgs []pgtype.UUID
	add := func(files []delivery.Attachment, of ...id.ID[id.Org]) {
		for _, f := range files {
			for _, o := range of {
				hashes, orgs = append(hashes, f.Hash[:]), append(orgs, uid(o))
			}
		}
	}
	for _, t := range all {
		switch v := t.(type) {
		case delivery.Delivery:
			add(v.Attachments, v.Unit) // a supplier's copy of a delivery names none
		case delivery.Claim:
			if v.State != delivery.ClaimProposed {
				add(v.Attachments, v.Unit, v.Supplier)
			}
		}
	}
	queueReaders(b, hashes, orgs, true)
}

// queueReaders lets organisations read attachments: because a document names them, or
// because they brought them. All writers take the rows in one order.
func queueReaders(b *pgx.Batch, hashes [][]byte, orgs []pgtype.UUID, named bool) {
	if len(hashes) == 0 {
		return
	}
	b.Queue(`
INSERT INTO attachment_reader (hash, org, named)
SELECT DISTINCT
    x.hash,
    x.org,
    $3::boolean
FROM unnest($1::bytea[], $2::uuid[]) AS x (hash, org)
ORDER BY
    x.hash,
    x.org
ON CONFLICT (hash, org) DO UPDATE
SET named = true
WHERE excluded.named AND NOT attachment_reader.named`, hashes, orgs, named)
}
