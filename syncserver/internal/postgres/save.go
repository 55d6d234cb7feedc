package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/conflict"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
)

// Save implements engine.Tx. Whatever the size of the batch it is one round trip, the one
// of COMMIT: all tables as whole arrays, and the documents. Where this transaction may
// number the feed, what it wrote has its numbers and its place in the log with it.
func (t *tx) Save(_ context.Context, batch engine.Batch) error {
	c := batch.Changes
	b := &pgx.Batch{}
	// What others refer to comes first.
	orgTable.save(b, t.seen, c.Orgs)
	personTable.save(b, t.seen, c.People)
	itemTable.save(b, t.seen, c.Items)
	offerTable.save(b, t.seen, c.Offers)
	stockTable.save(b, t.seen, c.Stocks)
	usageTable.save(b, t.seen, c.Usages)
	budgetTable.save(b, t.seen, c.Budgets)
	queuePostings(b, c.Postings)
	orderTable.save(b, t.seen, c.Orders)
	queueRevisions(b, c.Orders)
	thingTable.save(b, t.seen, c.Things)
	queueReadersOf(b, c.Things)
	t.newCases(c.Cases)
	caseTable.save(b, t.seen, c.Cases)
	queueRecords(b, batch.Records)
	queueDevices(b, batch.Devices)
	queueShutOut(b, batch.ShutOut)
	if t.turn.fits(batch) {
		if err := t.number(b, batch); err != nil {
			return fmt.Errorf("number a batch of %d commands: %w", len(batch.Records), err)
		}
	} else {
		t.turn = nil // what goes to the outbox now must be numbered before what follows
		queueUnlogged(b, batch.Records)
		queueOutbox(b, batch.Documents)
	}
	t.later(b)
	return nil
}

// newCases notes that cases which nobody loaded are new, whatever their version:
// one that opens and closes in the same batch is written once, closed. (All that
// are open were loaded with their order or device, and a closed one stays.)
func (t *tx) newCases(cases []conflict.Case) {
	for _, c := range cases {
		k := thing{caseTable.name, c.ID}
		if _, known := t.seen[k]; !known {
			t.seen[k] = 0
		}
	}
}

// publish puts documents into the outbox, for the sequencer to number once
// they are committed.
func (t *tx) publish(docs []wire.Document) {
	b := &pgx.Batch{}
	queueOutbox(b, docs)
	t.later(b)
}

// documentColumns is the layout of documents in the outbox and the feed.
//
//nolint:gochecknoglobals // a constant
var documentColumns = []column[wire.Document]{
	text("scope", func(d wire.Document) string { return string(d.Scope) }),
	small("kind", func(d wire.Document) int16 { return int16(d.Kind) }),
	key("doc", func(d wire.Document) pgtype.UUID { return pgtype.UUID{Bytes: d.ID, Valid: true} }),
	number("version", func(d wire.Document) int64 { return int64(d.Version) }), //nolint:gosec // counts of changes
	flag("deleted", func(d wire.Document) bool { return d.Deleted }),
	bytea("body", func(d wire.Document) []byte { return notNull(d.Body) }),
}

// notStale passes over devices whose facts were old and not written.
var notStale = fmt.Sprintf("WHERE x.kind <> %d OR EXISTS (SELECT FROM device WHERE device.id = x.doc AND device.version = x.version)", wire.DocDevice) //nolint:gochecknoglobals // a constant

//nolint:gochecknoglobals // a constant
var insertOutbox = `
INSERT INTO outbox (scope, kind, doc, version, deleted, body)
SELECT
    x.scope,
    x.kind,
    x.doc,
    x.version,
    x.deleted,
    x.body
FROM unnest($1::text[], $2::smallint[], $3::uuid[], $4::bigint[], $5::boolean[], $6::bytea[])
    WITH ORDINALITY AS x (scope, kind, doc, version, deleted, body, place)
` + notStale + `
ORDER BY x.place`

func queueOutbox(b *pgx.Batch, docs []wire.Document) {
	if len(docs) > 0 {
		b.Queue(insertOutbox, arraysOf(documentColumns, docs)...)
	}
}
