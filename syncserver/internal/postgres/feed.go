package postgres

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/party"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
)

// channel is where the sequencer announces heads.
const channel = "dotchain_feed"

// Meta implements feed.Store.
func (s *Store) Meta(ctx context.Context) (feed.Meta, error) {
	var m feed.Meta
	err := s.sync.QueryRow(ctx, `
SELECT
    meta.epoch,
    sequencer.head,
    sequencer.pruned,
    checkpoint.signed
FROM meta
CROSS JOIN sequencer
LEFT JOIN checkpoint ON checkpoint.epoch = meta.epoch AND checkpoint.size = sequencer.log_size`).
		Scan(into(&m.Epoch), &m.Head, &m.Pruned, &m.Checkpoint)
	if err != nil {
		return feed.Meta{}, busy(fmt.Errorf("load what the feed is: %w", err))
	}
	return m, nil
}

// remainingMax bounds what is counted of the rest: counting all of a first load
// with every page of it costs more than the pages.
const remainingMax = 20_000

// page reads one page in one statement, so that head and rows are of one
// snapshot. A scope's rows come by its own index in order, one more than asked
// for, which tells whether something is left; sizes are summed before the
// bodies are fetched.
const page = `
SELECT
    sequencer.head,
    coalesce(cut.found, 0),
    feed.seq,
    feed.scope,
    feed.kind,
    feed.doc,
    feed.version,
    feed.deleted,
    feed.body
FROM sequencer
LEFT JOIN LATERAL (
    SELECT
        near.scope,
        near.seq,
        count(*) OVER () AS found,
        row_number() OVER (ORDER BY near.seq, near.scope) AS place,
        sum(near.size) OVER (ORDER BY near.seq, near.scope) - near.size AS before
    FROM (
        SELECT
            one.scope,
            one.seq,
            one.size
        FROM unnest($1::text[]) AS wanted (scope)
        CROSS JOIN LATERAL (
            SELECT
                f.scope,
                f.seq,
                octet_length(f.body) + 64 AS size
            FROM feed AS f
            WHERE f.scope = wanted.scope AND f.seq > $2
            ORDER BY f.seq
            LIMIT $3 + 1
        ) AS one
        ORDER BY one.seq, one.scope
        LIMIT $3 + 1
    ) AS near
) AS cut ON cut.place <= $3 AND cut.before < $4
LEFT JOIN feed ON feed.scope = cut.scope AND feed.seq = cut.seq
ORDER BY feed.seq`

// Page implements feed.Store.
func (s *Store) Page(ctx context.Context, scopes []party.Scope, after uint64, limit, bytes int) (feed.Page, error) {
	rows, err := s.sync.Query(ctx, page, texts(scopes), int64(after), limit, bytes) //nolint:gosec // a number of the feed
	if err != nil {
		return feed.Page{}, busy(fmt.Errorf("page the feed after %d: %w", after, err))
	}
	var p feed.Page
	var found int
	last := after
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var seq, version *int64
		var kind *int16
		var scope *string
		var deleted *bool
		var d wire.Document
		if err = row.Scan(&p.Head, &found, &seq, &scope, &kind, rawInto{&d.ID}, &version, &deleted, &d.Body); err != nil {
			return struct{}{}, err
		}
		if seq == nil {
			return struct{}{}, nil // nothing to give, only the head
		}
		d.Scope, d.Kind, d.Version, d.Deleted = party.Scope(*scope), wire.DocKind(*kind), uint64(*version), *deleted //nolint:gosec // written by publish
		p.Documents = append(p.Documents, d)
		last = uint64(*seq) //nolint:gosec // a number of the feed
		return struct{}{}, nil
	})
	if err != nil {
		return feed.Page{}, busy(fmt.Errorf("page the feed after %d: %w", after, err))
	}
	if len(p.Documents) >= found {
		// All there is up to the head was given; the numbers between belong to
		// other scopes or to versions that newer ones replaced.
		p.Next = max(p.Head, after)
		return p, nil
	}
	p.Next = last
	// A later snapshot: rows only move behind the head, so this is never too few.
	err = s.sync.QueryRow(ctx, `
SELECT
    count(*)
FROM (
    SELECT
    FROM feed
    WHERE scope = ANY($1) AND seq > $2
    LIMIT $3
) AS following`, texts(scopes), int64(last), remainingMax).Scan(&p.Remaining) //nolint:gosec // a number of the feed
	if err != nil {
		return feed.Page{}, busy(fmt.Errorf("count the feed after %d: %w", last, err))
	}
	return p, nil
}

// Listen implements feed.Store. It has a connection of its own: one of a pool
// would take the announcements of others with it.
func (s *Store) Listen(ctx context.Context, heard func(head uint64)) (err error) {
	conn, err := s.alone(ctx)
	if err != nil {
		return fmt.Errorf("listen to the feed: %w", err)
	}
	defer hangUp(ctx, conn)
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return fmt.Errorf("listen to the feed: %w", err)
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("listen to the feed: %w", err)
		}
		if head, err := strconv.ParseUint(n.Payload, 10, 64); err == nil {
			heard(head)
		}
	}
}

// alone opens a connection outside of the pools.
func (s *Store) alone(ctx context.Context) (*pgx.Conn, error) {
	cfg := s.sync.Config().ConnConfig
	return pgx.ConnectConfig(ctx, cfg)
}

// hangUp ends a connection whose work is done; there is nothing to do about a
// failure to say goodbye.
func hangUp(ctx context.Context, conn *pgx.Conn) {
	end, cancel := finish(ctx)
	defer cancel()
	_ = conn.Close(end)
}
