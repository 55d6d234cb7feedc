package postgres

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/feed"
)

// leadLock is the key of the advisory lock that the sequencer holds.
const leadLock = 0x646f7463_0002

// Lead implements feed.Store. The lock belongs to a connection of its own and
// goes with it: whoever numbers does so on this connection, so that a lead that
// was lost can number nothing more.
func (s *Store) Lead(ctx context.Context) (feed.Lead, bool, error) {
	conn, err := s.alone(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("lead the feed: %w", err)
	}
	var mine bool
	if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1)`, int64(leadLock)).Scan(&mine); err != nil {
		hangUp(ctx, conn)
		return nil, false, fmt.Errorf("lead the feed: %w", err)
	}
	if !mine {
		hangUp(ctx, conn)
		return nil, false, nil
	}
	return &lead{conn: conn}, true, nil
}

type lead struct {
	mu   sync.Mutex // one run at a time, and guards conn
	conn *pgx.Conn  // nil once released
}

// Release implements feed.Lead.
func (l *lead) Release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return
	}
	// Said aloud, so that the lock is free when Release returns and not when the
	// server notices; on a broken connection it is free already.
	ctx, cancel := finish(context.Background())
	defer cancel()
	_, _ = l.conn.Exec(ctx, `SELECT pg_advisory_unlock($1)`, int64(leadLock))
	hangUp(ctx, l.conn)
	l.conn = nil
}

// take numbers documents in the order of the outbox. Rows of transactions that
// are still open are not seen and stay; they come in a later batch, whatever
// their ids, because a batch removes what it took and remembers no id. Of
// several versions in one batch only the newest is numbered, and one that the
// feed has passed already changes nothing. What takes a document out of a scope has
// its version and comes after it. The row of the sequencer was locked
// by a statement before, so that the head is the last one.
const take = `
WITH taken AS (
    DELETE FROM outbox
    WHERE id = ANY(ARRAY(SELECT o.id FROM outbox AS o ORDER BY o.id LIMIT $1))
    RETURNING
        id,
        scope,
        kind,
        doc,
        version,
        deleted,
        body
), newest AS (
    SELECT DISTINCT ON (scope, kind, doc)
        id,
        scope,
        kind,
        doc,
        version,
        deleted,
        body
    FROM taken
    ORDER BY scope, kind, doc, version DESC, deleted DESC, id DESC
), numbered AS (
    INSERT INTO feed AS f (scope, kind, doc, seq, version, deleted, numbered_at, body)
    SELECT
        newest.scope,
        newest.kind,
        newest.doc,
        sequencer.head + row_number() OVER (ORDER BY newest.id),
        newest.version,
        newest.deleted,
        floor(extract(epoch FROM clock_timestamp()) * 1000),
        newest.body
    FROM newest
    CROSS JOIN sequencer
    ON CONFLICT (scope, kind, doc) DO UPDATE
    SET
        seq = excluded.seq,
        version = excluded.version,
        deleted = excluded.deleted,
        numbered_at = excluded.numbered_at,
        body = excluded.body
    WHERE excluded.version > f.version OR excluded.version = f.version AND excluded.deleted AND NOT f.deleted
    RETURNING
        f.scope
)
SELECT
    (SELECT count(*) FROM newest),
    (SELECT array_agg(DISTINCT scope) FROM numbered)`

// takeCommands takes commands out of the waiting room of the log.
const takeCommands = `
DELETE FROM unlogged
WHERE id = ANY(ARRAY(SELECT u.id FROM unlogged AS u ORDER BY u.id LIMIT $1))
RETURNING
    id,
    command`

// Sequence implements feed.Lead. Everything is one transaction: a crash
// anywhere leaves the feed, the log and the outbox as they were. An error may
// mean that the connection, and with it the lead, is lost: release it and lead anew.
func (l *lead) Sequence(ctx context.Context, limit int, sign func(seal.Checkpoint) ([]byte, error)) (feed.Sequenced, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return feed.Sequenced{}, fmt.Errorf("number the feed: the lead was released")
	}
	// Most looks find nothing; they must not write.
	var head uint64
	var news bool
	if err := l.conn.QueryRow(ctx, look).Scan(&head, &news); err != nil {
		return feed.Sequenced{}, fmt.Errorf("look for what is not numbered: %w", err)
	}
	if !news {
		return feed.Sequenced{Head: head}, nil
	}
	begun, err := l.conn.Begin(ctx)
	if err != nil {
		return feed.Sequenced{}, fmt.Errorf("number the feed: %w", err)
	}
	defer rollback(ctx, begun)
	done, err := (&tx{Tx: begun}).sequence(ctx, limit, sign)
	if err != nil {
		return feed.Sequenced{}, fmt.Errorf("number the feed: %w", err)
	}
	if err := commit(ctx, begun); err != nil {
		return feed.Sequenced{}, fmt.Errorf("number the feed: %w", err)
	}
	return done, nil
}

const look = `
SELECT
    head,
    EXISTS (SELECT FROM outbox) OR EXISTS (SELECT FROM unlogged)
FROM sequencer`

// waiting is a command that stands in no log yet.
type waiting struct {
	id   int64
	hash seal.Hash
}

func scanWaiting(row pgx.CollectableRow) (waiting, error) {
	var w waiting
	err := row.Scan(&w.id, hashInto{&w.hash})
	return w, err
}

func (t *tx) sequence(ctx context.Context, limit int, sign func(seal.Checkpoint) ([]byte, error)) (feed.Sequenced, error) {
	var done feed.Sequenced
	var epoch id.ID[id.Epoch]
	var size uint64
	var root seal.Hash
	var scopes []string
	var commands []waiting
	b := &pgx.Batch{}
	b.Queue(`
SELECT
    meta.epoch,
    sequencer.head,
    sequencer.log_size,
    sequencer.log_root
FROM sequencer
CROSS JOIN meta
FOR UPDATE OF sequencer`).QueryRow(func(row pgx.Row) error {
		return row.Scan(into(&epoch), &done.Head, &size, hashInto{&root})
	})
	b.Queue(take, limit).QueryRow(func(row pgx.Row) error {
		return row.Scan(&done.Documents, &scopes)
	})
	b.Queue(takeCommands, limit).Query(func(rows pgx.Rows) error {
		var err error
		commands, err = pgx.CollectRows(rows, scanWaiting)
		return err
	})
	if err := t.send(ctx, b); err != nil {
		return feed.Sequenced{}, err
	}
	done.Commands = len(commands)
	for _, s := range scopes {
		done.Scopes = append(done.Scopes, party.Scope(s))
	}
	done.Head += uint64(done.Documents) //nolint:gosec // a count

	b = &pgx.Batch{}
	root = queueLog(b, commands, size, root)
	size += uint64(len(commands))
	if len(commands) > 0 {
		signed, err := sign(seal.Checkpoint{Epoch: epoch, Size: size, Root: root})
		if err != nil {
			return feed.Sequenced{}, fmt.Errorf("sign checkpoint %d: %w", size, err)
		}
		b.Queue(`
INSERT INTO checkpoint (epoch, size, root, head, signed)
VALUES ($1, $2, $3, $4, $5)`, uid(epoch), int64(size), root[:], int64(done.Head), signed) //nolint:gosec // counts
	}
	b.Queue(`
UPDATE sequencer
SET
    head = $1,
    log_size = $2,
    log_root = $3`, int64(done.Head), int64(size), root[:]) //nolint:gosec // counts
	b.Queue(`SELECT pg_notify($1, $2)`, channel, strconv.FormatUint(done.Head, 10))
	return done, t.send(ctx, b)
}

// queueLog appends commands to the log and returns its new root:
// chain = SHA-256(chain before || envelope hash).
func queueLog(b *pgx.Batch, commands []waiting, size uint64, root seal.Hash) seal.Hash {
	if len(commands) == 0 {
		return root
	}
	slices.SortFunc(commands, func(x, y waiting) int { return cmp.Compare(x.id, y.id) })
	places := make([]int64, len(commands))
	links, chains := make([][]byte, len(commands)), make([][]byte, len(commands))
	for i, c := range commands {
		root = chain(root, c.hash)
		after := root
		places[i], links[i], chains[i] = int64(size)+int64(i), c.hash[:], after[:] //nolint:gosec // counts
	}
	b.Queue(`
INSERT INTO log (index, command, chain)
SELECT
    x.index,
    x.command,
    x.chain
FROM unnest($1::bigint[], $2::bytea[], $3::bytea[]) AS x (index, command, chain)`, places, links, chains)
	return root
}

// chain is the hash chain of the log after one more command.
func chain(before, command seal.Hash) seal.Hash {
	return sha256.Sum256(append(before[:], command[:]...))
}
