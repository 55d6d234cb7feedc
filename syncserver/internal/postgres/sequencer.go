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
	"dotchain/shared/wire"
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
        f.seq,
        f.scope,
        f.kind,
        f.doc,
        f.version,
        f.deleted,
        f.body
)
SELECT
    (SELECT count(*) FROM newest),
    (SELECT array_agg(DISTINCT scope) FROM numbered),
    (SELECT count(*) FROM numbered) <= $2,
    n.seq,
    n.scope,
    n.kind,
    n.doc,
    n.version,
    n.deleted,
    n.body
FROM (VALUES (1)) AS one (row)
LEFT JOIN numbered AS n ON (SELECT count(*) FROM numbered) <= $2
ORDER BY n.seq`

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
	t := &tx{conn: l.conn}
	defer t.rollback(ctx, l.conn)
	done, err := t.sequence(ctx, limit, sign)
	if err != nil {
		return feed.Sequenced{}, fmt.Errorf("number the feed: %w", err)
	}
	if err := t.commit(ctx); err != nil {
		return feed.Sequenced{}, fmt.Errorf("number the feed: %w", err)
	}
	return done, nil
}

const look = `
SELECT
    head,
    ` + isBehind + `
FROM sequencer`

// isBehind says whether anything waits. Looked for from the newest on: before it lie the
// rows that were taken and are not swept yet, thousands while much comes.
const isBehind = `(SELECT max(id) FROM outbox) IS NOT NULL OR (SELECT max(id) FROM unlogged) IS NOT NULL`

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
	var at turn
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
		return row.Scan(into(&at.epoch), &at.head, &at.size, hashInto{&at.root})
	})
	b.Queue(take, limit, feed.NewsMost).Query(func(rows pgx.Rows) error { return scanTaken(rows, &done) })
	b.Queue(takeCommands, limit).Query(func(rows pgx.Rows) error {
		var err error
		commands, err = pgx.CollectRows(rows, scanWaiting)
		return err
	})
	if err := t.send(ctx, b); err != nil {
		return feed.Sequenced{}, err
	}
	slices.SortFunc(commands, func(x, y waiting) int { return cmp.Compare(x.id, y.id) })
	hashes := make([]seal.Hash, len(commands))
	for i, c := range commands {
		hashes[i] = c.hash
	}
	done.Commands = len(commands)
	b = &pgx.Batch{}
	at.head += uint64(done.Documents) //nolint:gosec // a count
	if _, err := at.queue(b, hashes, sign); err != nil {
		return feed.Sequenced{}, err
	}
	done.Head = at.head
	t.later(b)
	return done, nil
}

// scanTaken reads what take did.
func scanTaken(rows pgx.Rows, done *feed.Sequenced) error {
	var scopes []string
	_, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var seq, version *int64
		var kind *int16
		var scope *string
		var deleted *bool
		var n feed.News
		if err := row.Scan(&done.Documents, &scopes, &done.IsWhole, &seq, &scope, &kind, rawInto{&n.ID}, &version, &deleted, &n.Body); err != nil {
			return struct{}{}, err
		}
		if seq == nil {
			return struct{}{}, nil // none, or too many
		}
		n.Seq, n.Scope, n.Kind = uint64(*seq), party.Scope(*scope), wire.DocKind(*kind) //nolint:gosec // written by publish
		n.Version, n.Deleted = uint64(*version), *deleted                               //nolint:gosec // a count of changes
		done.News = append(done.News, n)
		return struct{}{}, nil
	})
	for _, s := range scopes {
		done.Scopes = append(done.Scopes, party.Scope(s))
	}
	return err
}

// turn is where the sequencer stands, under its lock.
type turn struct {
	epoch id.ID[id.Epoch]
	head  uint64
	size  uint64
	root  seal.Hash
}

// queue appends commands to the log, and notes and announces the head. It returns the
// checkpoint, nil when the log did not grow.
func (at *turn) queue(b *pgx.Batch, commands []seal.Hash, sign func(seal.Checkpoint) ([]byte, error)) (signed []byte, err error) {
	at.root = queueLog(b, commands, at.size, at.root)
	at.size += uint64(len(commands))
	if len(commands) > 0 {
		if signed, err = sign(seal.Checkpoint{Epoch: at.epoch, Size: at.size, Root: at.root}); err != nil {
			return nil, fmt.Errorf("sign checkpoint %d: %w", at.size, err)
		}
		b.Queue(`
INSERT INTO checkpoint (epoch, size, root, head, signed)
VALUES ($1, $2, $3, $4, $5)`, uid(at.epoch), int64(at.size), at.root[:], int64(at.head), signed) //nolint:gosec // counts
	}
	b.Queue(`
UPDATE sequencer
SET
    head = $1,
    log_size = $2,
    log_root = $3`, int64(at.head), int64(at.size), at.root[:]) //nolint:gosec // counts
	b.Queue(`SELECT pg_notify($1, $2)`, channel, strconv.FormatUint(at.head, 10))
	return signed, nil
}

// queueLog appends commands to the log and returns its new root:
// chain = SHA-256(chain before || envelope hash).
func queueLog(b *pgx.Batch, commands []seal.Hash, size uint64, root seal.Hash) seal.Hash {
	if len(commands) == 0 {
		return root
	}
	places := make([]int64, len(commands))
	links, chains := make([][]byte, len(commands)), make([][]byte, len(commands))
	for i, c := range commands {
		root = chain(root, c)
		after := root
		places[i], links[i], chains[i] = int64(size)+int64(i), c[:], after[:] //nolint:gosec // counts
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
