package postgres

import (
	"slices"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/feed"
)

// Numberer is the feed of this process, for which a transaction numbers what it wrote.
type Numberer interface {
	// Sign signs a checkpoint and sets At.
	Sign(c seal.Checkpoint) ([]byte, error)
	// Numbered is told after the commit; checkpoint is nil when the log did not grow.
	Numbered(done feed.Sequenced, checkpoint []byte)
}

var _ Numberer = (*feed.Feed)(nil)

// NumberFor has small transactions number what they write (docs/decisions/0009): a change
// then waits for one commit instead of two. Call it before the store is used.
func (s *Store) NumberFor(n Numberer) { s.numberer = n }

// turnOrders and turnThings are the most orders and things of a transaction that numbers:
// who holds the row of the sequencer keeps the next one waiting.
const (
	turnOrders = 4
	turnThings = 64
)

// takeTurn locks the row of the sequencer where nobody has it; nobody waits for it, whoever
// comes second leaves the numbering to the sequencer. What was committed before and is not
// numbered yet comes first: then it is the sequencer's turn, too.
const takeTurn = `
SELECT
    meta.epoch,
    sequencer.head,
    sequencer.log_size,
    sequencer.log_root,
    ` + isBehind + `
FROM sequencer
CROSS JOIN meta
FOR UPDATE OF sequencer SKIP LOCKED`

// queueTurn asks for the right to number. The locks of a world are taken before it, so
// whatever wrote the same things before is committed, and seen in the outbox.
func (t *tx) queueTurn(b *pgx.Batch, w *rules.World) {
	t.turn = nil
	if t.store == nil || t.store.numberer == nil || len(w.Orders) > turnOrders || len(w.Things) > turnThings {
		return
	}
	b.Queue(takeTurn).Query(func(rows pgx.Rows) error {
		var at turn
		var behind bool
		_, err := pgx.ForEachRow(rows, []any{into(&at.epoch), &at.head, &at.size, hashInto{&at.root}, &behind}, func() error {
			if !behind {
				t.turn = &at
			}
			return nil
		})
		return err
	})
}

// fits reports whether a batch may be numbered with its transaction.
func (at *turn) fits(b engine.Batch) bool {
	if at == nil || len(b.Documents) > feed.NewsMost || len(b.Documents)+len(b.Records) == 0 {
		return false
	}
	size := 0
	for _, d := range b.Documents {
		size += len(d.Body)
	}
	return size <= turnBytes
}

// turnBytes bounds the documents of a transaction that numbers.
const turnBytes = 256 << 10

// insertFeed numbers documents as take does, without the way through the outbox.
//
//nolint:gochecknoglobals // a constant
var insertFeed = `
INSERT INTO feed AS f (scope, kind, doc, seq, version, deleted, numbered_at, body)
SELECT
    x.scope,
    x.kind,
    x.doc,
    x.seq,
    x.version,
    x.deleted,
    floor(extract(epoch FROM clock_timestamp()) * 1000),
    x.body
FROM unnest($1::text[], $2::smallint[], $3::uuid[], $4::bigint[], $5::boolean[], $6::bytea[], $7::bigint[])
    AS x (scope, kind, doc, version, deleted, body, seq)
` + notStale + `
ON CONFLICT (scope, kind, doc) DO UPDATE
SET
    seq = excluded.seq,
    version = excluded.version,
    deleted = excluded.deleted,
    numbered_at = excluded.numbered_at,
    body = excluded.body
WHERE excluded.version > f.version OR excluded.version = f.version AND excluded.deleted AND NOT f.deleted
RETURNING
    f.seq`

// numbered is what a transaction numbered, to be told after its commit.
type numbered struct {
	done       feed.Sequenced
	checkpoint []byte
}

func (n *numbered) tell(to Numberer) { to.Numbered(n.done, n.checkpoint) }

// number gives a batch its numbers and its place in the log.
func (t *tx) number(b *pgx.Batch, batch engine.Batch) error {
	n := t.numbered
	if n == nil {
		n = &numbered{}
		n.done.IsWhole = true
	}
	docs := newest(batch.Documents)
	all := make([]feed.News, len(docs))
	seqs := make([]int64, len(docs))
	for i, d := range docs {
		seqs[i] = int64(t.turn.head) + int64(i) + 1           //nolint:gosec // a number of the feed
		all[i] = feed.News{Seq: uint64(seqs[i]), Document: d} //nolint:gosec // as above
	}
	if len(docs) > 0 {
		b.Queue(insertFeed, append(arraysOf(documentColumns, docs), seqs)...).Query(func(rows pgx.Rows) error {
			written, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			slices.Sort(written)
			for i, seq := range seqs {
				if _, ok := slices.BinarySearch(written, seq); ok {
					n.done.News = append(n.done.News, all[i])
					if !slices.Contains(n.done.Scopes, all[i].Scope) {
						n.done.Scopes = append(n.done.Scopes, all[i].Scope)
					}
				}
			}
			return err
		})
	}
	t.turn.head += uint64(len(docs))
	hashes := make([]seal.Hash, len(batch.Records))
	for i, r := range batch.Records {
		hashes[i] = r.Hash
	}
	signed, err := t.turn.queue(b, hashes, t.store.numberer.Sign)
	if err != nil {
		return err
	}
	if signed != nil {
		n.checkpoint = signed
	}
	n.done.Head, n.done.Documents, n.done.Commands = t.turn.head, n.done.Documents+len(docs), n.done.Commands+len(hashes)
	t.numbered = n
	return nil
}

// newest are documents, each of its key once, as take would number them.
func newest(docs []wire.Document) []wire.Document {
	type place struct {
		scope party.Scope
		key   wire.Key
	}
	at := make(map[place]int, len(docs))
	all := make([]wire.Document, 0, len(docs))
	for _, d := range docs {
		p := place{d.Scope, wire.Key{Kind: d.Kind, ID: d.ID}}
		i, twice := at[p]
		switch {
		case !twice:
			at[p] = len(all)
			all = append(all, d)
		case d.Version > all[i].Version || d.Version == all[i].Version && (d.Deleted || !all[i].Deleted):
			all[i] = d
		}
	}
	return all
}
