package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/snapshot"
)

// Scopes implements snapshot.Store. Scopes are found by jumping through the index, and
// changes are counted behind the manifest's number, so a look costs little however
// much the feed holds.
func (s *Store) Scopes(ctx context.Context, epoch id.ID[id.Epoch]) ([]snapshot.State, error) {
	rows, err := s.jobs.Query(ctx, `
WITH RECURSIVE scopes AS (
    (
        SELECT scope
        FROM feed
        ORDER BY scope
        LIMIT 1
    )
    UNION ALL
    SELECT (
        SELECT f.scope
        FROM feed AS f
        WHERE f.scope > scopes.scope
        ORDER BY f.scope
        LIMIT 1
    )
    FROM scopes
    WHERE scopes.scope IS NOT NULL
)
SELECT
    scopes.scope,
    coalesce(m.seq, 0),
    coalesce(m.documents, 0),
    coalesce(m.made_at, 0),
    m.signed,
    (
        SELECT count(*)
        FROM (
            SELECT
            FROM feed AS f
            WHERE f.scope = scopes.scope AND f.seq > coalesce(m.seq, 0) AND (m.seq IS NOT NULL OR NOT f.deleted)
            LIMIT $2
        ) AS changed
    ),
    (
        SELECT f.numbered_at
        FROM feed AS f
        WHERE f.scope = scopes.scope
        ORDER BY f.seq DESC
        LIMIT 1
    )
FROM scopes
LEFT JOIN manifest AS m ON m.epoch = $1 AND m.scope = scopes.scope
WHERE scopes.scope IS NOT NULL
ORDER BY scopes.scope`, uid(epoch), snapshot.CountMost)
	if err != nil {
		return nil, fmt.Errorf("look at scopes: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (snapshot.State, error) {
		var one snapshot.State
		p := &one.Packed
		failed := row.Scan(&one.Scope, &p.Seq, &p.Documents, &p.MadeAt, &p.Signed, &one.Changed, &one.ChangedAt)
		p.Scope = one.Scope
		return one, failed
	})
	if err != nil {
		return nil, fmt.Errorf("look at scopes: %w", err)
	}
	return all, nil
}

// ScopeKey implements snapshot.Store.
func (s *Store) ScopeKey(ctx context.Context, epoch id.ID[id.Epoch], scope party.Scope, fresh []byte) ([]byte, error) {
	_, err := s.jobs.Exec(ctx, `
INSERT INTO scope_key (epoch, scope, key)
VALUES ($1, $2, $3)
ON CONFLICT (epoch, scope) DO NOTHING`, uid(epoch), string(scope), fresh)
	if err != nil {
		return nil, fmt.Errorf("make the key of scope %s: %w", scope, err)
	}
	var key []byte
	err = s.jobs.QueryRow(ctx, `
SELECT key
FROM scope_key
WHERE epoch = $1 AND scope = $2`, uid(epoch), string(scope)).Scan(&key)
	if err != nil {
		return nil, fmt.Errorf("read the key of scope %s: %w", scope, err)
	}
	return key, nil
}

// Stubs implements snapshot.Store.
func (s *Store) Stubs(ctx context.Context, scope party.Scope, each func(snapshot.Stub) error) error {
	rows, err := s.jobs.Query(ctx, `
SELECT
    kind,
    doc,
    version
FROM feed
WHERE scope = $1 AND NOT deleted
ORDER BY
    kind,
    doc`, string(scope))
	if err != nil {
		return fmt.Errorf("list scope %s: %w", scope, err)
	}
	var one snapshot.Stub
	_, err = pgx.ForEachRow(rows, []any{&one.Kind, rawInto{&one.ID}, &one.Version}, func() error { return each(one) })
	if err != nil {
		return fmt.Errorf("list scope %s: %w", scope, err)
	}
	return nil
}

// ScopeRun implements snapshot.Store.
func (s *Store) ScopeRun(ctx context.Context, scope party.Scope, kind wire.DocKind, first, last [16]byte) ([]wire.Document, error) {
	rows, err := s.jobs.Query(ctx, `
SELECT
    doc,
    version,
    body
FROM feed
WHERE scope = $1 AND kind = $2 AND doc BETWEEN $3 AND $4 AND NOT deleted
ORDER BY doc`, string(scope), int16(kind), raw(first), raw(last))
	if err != nil {
		return nil, fmt.Errorf("read %s of scope %s: %w", kind, scope, err)
	}
	docs, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (wire.Document, error) {
		d := wire.Document{Scope: scope, Kind: kind}
		failed := row.Scan(rawInto{&d.ID}, &d.Version, &d.Body)
		return d, failed
	})
	if err != nil {
		return nil, fmt.Errorf("read %s of scope %s: %w", kind, scope, err)
	}
	return docs, nil
}

func raw(key [16]byte) pgtype.UUID { return pgtype.UUID{Bytes: key, Valid: true} }

// FindSegment implements snapshot.Store.
func (s *Store) FindSegment(
	ctx context.Context, epoch id.ID[id.Epoch], scope party.Scope, kind wire.DocKind, contents seal.Hash,
) (wire.Part, bool, error) {
	p := wire.Part{Kind: kind}
	err := s.jobs.QueryRow(ctx, `
SELECT
    hash,
    first_doc,
    last_doc,
    size,
    documents
FROM segment
WHERE epoch = $1 AND scope = $2 AND kind = $3 AND contents = $4
LIMIT 1`, uid(epoch), string(scope), int16(kind), contents[:]).
		Scan(hashInto{&p.Hash}, rawInto{&p.First}, rawInto{&p.Last}, &p.Size, &p.Documents)
	if errors.Is(err, pgx.ErrNoRows) {
		return wire.Part{}, false, nil
	}
	if err != nil {
		return wire.Part{}, false, fmt.Errorf("find a segment of scope %s: %w", scope, err)
	}
	return p, true, nil
}

// KeepSegment implements snapshot.Store.
func (s *Store) KeepSegment(ctx context.Context, g snapshot.Segment, at int64) error {
	_, err := s.jobs.Exec(ctx, `
INSERT INTO segment (hash, epoch, scope, kind, contents, first_doc, last_doc, documents, size, unnamed_at, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (hash) DO NOTHING`,
		g.Hash[:], uid(g.Epoch), string(g.Scope), int16(g.Kind), g.Contents[:], raw(g.First), raw(g.Last), g.Documents, g.Size, at, g.Sealed)
	if err != nil {
		return fmt.Errorf("keep segment %s: %w", g.Hash, err)
	}
	return nil
}

// PublishManifest implements snapshot.Store. The segments' rows are locked by their change, so
// that none of them is dropped at that moment.
func (s *Store) PublishManifest(ctx context.Context, m snapshot.Manifest) error {
	named := make([][]byte, len(m.Parts))
	documents := int64(0)
	for i := range m.Parts {
		named[i] = m.Parts[i].Hash[:]
		documents += m.Parts[i].Documents
	}
	err := pgx.BeginFunc(ctx, s.jobs, func(t pgx.Tx) error {
		tag, err := t.Exec(ctx, `
INSERT INTO manifest AS m (epoch, scope, seq, documents, made_at, signed)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (epoch, scope) DO UPDATE
SET
    seq = excluded.seq,
    documents = excluded.documents,
    made_at = excluded.made_at,
    signed = excluded.signed
WHERE m.seq <= excluded.seq`, uid(m.Epoch), string(m.Scope), int64(m.Seq), documents, m.At, m.Signed) //nolint:gosec // a number of the feed
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if tag, err = t.Exec(ctx, `
UPDATE segment
SET
    unnamed_at = 0
WHERE hash = ANY($1)`, named); err != nil {
			return err
		}
		if tag.RowsAffected() != int64(len(named)) {
			return fmt.Errorf("%d of %d segments are there", tag.RowsAffected(), len(named))
		}
		_, err = t.Exec(ctx, `
UPDATE segment
SET
    unnamed_at = $3
WHERE epoch = $1 AND scope = $2 AND unnamed_at = 0 AND NOT hash = ANY($4)`, uid(m.Epoch), string(m.Scope), m.At, named)
		return err
	})
	if err != nil {
		return fmt.Errorf("publish the manifest of scope %s: %w", m.Scope, err)
	}
	return nil
}

// Manifests implements snapshot.Store. The head is read in the same statement: what a
// scope did not change up to it, its manifest holds.
func (s *Store) Manifests(ctx context.Context, epoch id.ID[id.Epoch], scopes []party.Scope) ([]snapshot.Packed, error) {
	rows, err := s.sync.Query(ctx, `
SELECT
    m.scope,
    m.seq,
    coalesce((
        SELECT f.seq - 1
        FROM feed AS f
        WHERE f.scope = m.scope AND f.seq > m.seq
        ORDER BY f.seq
        LIMIT 1
    ), sequencer.head),
    m.documents,
    m.made_at,
    m.signed,
    k.key
FROM manifest AS m
JOIN scope_key AS k ON k.epoch = m.epoch AND k.scope = m.scope
CROSS JOIN sequencer
WHERE m.epoch = $1 AND m.scope = ANY($2)
ORDER BY m.scope`, uid(epoch), texts(scopes))
	if err != nil {
		return nil, busy(fmt.Errorf("read manifests: %w", err))
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (snapshot.Packed, error) {
		var p snapshot.Packed
		failed := row.Scan(&p.Scope, &p.Seq, &p.Until, &p.Documents, &p.MadeAt, &p.Signed, &p.Key)
		return p, failed
	})
	if err != nil {
		return nil, busy(fmt.Errorf("read manifests: %w", err))
	}
	return all, nil
}

func texts(scopes []party.Scope) []string {
	all := make([]string, len(scopes))
	for i, scope := range scopes {
		all[i] = string(scope)
	}
	return all
}

// NoteGiven implements snapshot.Store.
func (s *Store) NoteGiven(ctx context.Context, r feed.Reader, epoch id.ID[id.Epoch], manifests []snapshot.Packed, at int64) error {
	if len(manifests) == 0 {
		return nil
	}
	scopes, seqs := make([]string, len(manifests)), make([]int64, len(manifests))
	for i, m := range manifests {
		scopes[i], seqs[i] = string(m.Scope), int64(m.Seq) //nolint:gosec // a number of the feed
	}
	_, err := s.sync.Exec(ctx, `
INSERT INTO manifest_given (device, epoch, scope, seq, person, given_at)
SELECT
    $1,
    $2,
    x.scope,
    x.seq,
    $3,
    $4
FROM unnest($5::text[], $6::bigint[]) AS x (scope, seq)
ON CONFLICT (device, epoch, scope, seq) DO NOTHING`, uid(r.Device), uid(epoch), uid(r.Person.ID), at, scopes, seqs)
	if err != nil {
		return busy(fmt.Errorf("note what device %s was given: %w", r.Device, err))
	}
	return nil
}

// CountScope implements snapshot.Store.
func (s *Store) CountScope(ctx context.Context, scope party.Scope) (int64, error) {
	var n int64
	err := s.sync.QueryRow(ctx, `
SELECT count(*)
FROM (
    SELECT
    FROM feed
    WHERE scope = $1 AND seq > 0
    LIMIT $2
) AS held`, string(scope), snapshot.CountMost).Scan(&n)
	if err != nil {
		return 0, busy(fmt.Errorf("count scope %s: %w", scope, err))
	}
	return n, nil
}

// ScopePage implements snapshot.Store. One more document is read than is asked for, which
// tells whether something is left.
func (s *Store) ScopePage(
	ctx context.Context, scope party.Scope, kind wire.DocKind, after uint64, limit, bytes int,
) (wire.ScopePage, error) {
	rows, err := s.sync.Query(ctx, `
SELECT
    sequencer.head,
    coalesce(cut.found, 0),
    feed.seq,
    feed.kind,
    feed.doc,
    feed.version,
    feed.deleted,
    feed.body
FROM sequencer
LEFT JOIN LATERAL (
    SELECT
        near.seq,
        count(*) OVER () AS found,
        row_number() OVER (ORDER BY near.seq) AS place,
        sum(near.size) OVER (ORDER BY near.seq) - near.size AS before
    FROM (
        SELECT
            f.seq,
            octet_length(f.body) + 64 AS size
        FROM feed AS f
        WHERE f.scope = $1 AND f.seq > $3 AND ($2 = 0 OR f.kind = $2)
        ORDER BY f.seq
        LIMIT $4 + 1
    ) AS near
) AS cut ON cut.place <= $4 AND cut.before < $5
LEFT JOIN feed ON feed.scope = $1 AND feed.seq = cut.seq
ORDER BY feed.seq`, string(scope), int16(kind), int64(after), limit, bytes) //nolint:gosec // a number of the feed
	if err != nil {
		return wire.ScopePage{}, busy(fmt.Errorf("page scope %s after %d: %w", scope, after, err))
	}
	p := wire.ScopePage{Scope: scope, Next: after}
	var head uint64
	var found int
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var seq, version *int64
		var number *int16
		var deleted *bool
		d := wire.Document{Scope: scope}
		failed := row.Scan(&head, &found, &seq, &number, rawInto{&d.ID}, &version, &deleted, &d.Body)
		if failed != nil || seq == nil {
			return struct{}{}, failed // without a number it is the head alone
		}
		d.Kind, d.Version, d.Deleted = wire.DocKind(*number), uint64(*version), *deleted //nolint:gosec // written by publish
		p.Documents = append(p.Documents, d)
		p.Next = uint64(*seq) //nolint:gosec // a number of the feed
		return struct{}{}, nil
	})
	if err != nil {
		return wire.ScopePage{}, busy(fmt.Errorf("page scope %s after %d: %w", scope, after, err))
	}
	if p.Done = len(p.Documents) >= found; p.Done {
		p.Next = max(head, after)
	}
	return p, nil
}

// Segment implements snapshot.Store.
func (s *Store) Segment(ctx context.Context, hash seal.Hash) (sealed []byte, ok bool, err error) {
	err = s.sync.QueryRow(ctx, `
SELECT sealed
FROM segment
WHERE hash = $1`, hash[:]).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, busy(fmt.Errorf("read segment %s: %w", hash, err))
	}
	return sealed, true, nil
}

// DropSegments implements snapshot.Store.
func (s *Store) DropSegments(ctx context.Context, epoch id.ID[id.Epoch], now, unnamed, given int64, limit int) (gone int, err error) {
	err = pgx.BeginFunc(ctx, s.jobs, func(t pgx.Tx) error {
		b := &pgx.Batch{}
		b.Queue(`
DELETE FROM manifest
WHERE epoch <> $1`, uid(epoch))
		b.Queue(`
UPDATE segment
SET
    unnamed_at = $2
WHERE epoch <> $1 AND unnamed_at = 0`, uid(epoch), now)
		var segments, notes int64
		b.Queue(`
DELETE FROM segment
WHERE hash = ANY(ARRAY(
    SELECT g.hash
    FROM segment AS g
    WHERE g.unnamed_at > 0 AND g.unnamed_at < $1
    ORDER BY g.hash
    LIMIT $2
    FOR UPDATE SKIP LOCKED
)) AND unnamed_at > 0`, unnamed, limit).Exec(func(tag pgconn.CommandTag) error {
			segments = tag.RowsAffected()
			return nil
		})
		b.Queue(`
DELETE FROM manifest_given
WHERE (device, epoch, scope, seq) IN (
    SELECT
        device,
        epoch,
        scope,
        seq
    FROM manifest_given
    WHERE given_at < $1
    LIMIT $2
)`, given, limit).Exec(func(tag pgconn.CommandTag) error {
			notes = tag.RowsAffected()
			return nil
		})
		b.Queue(`
DELETE FROM scope_key AS k
WHERE k.epoch <> $1 AND NOT EXISTS (SELECT FROM segment AS g WHERE g.epoch = k.epoch AND g.scope = k.scope)`, uid(epoch))
		failed := t.SendBatch(ctx, b).Close()
		gone = int(max(segments, notes))
		return failed
	})
	if err != nil {
		return 0, fmt.Errorf("drop segments: %w", err)
	}
	return gone, nil
}
