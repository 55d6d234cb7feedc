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

// Save implements engine.Tx. Whatever the size of the batch it is two round
// trips: all tables as whole arrays in one, the documents by COPY in the other.
func (t *tx) Save(ctx context.Context, batch engine.Batch) error {
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
	fresh := map[[16]byte]bool{}
	queueDevices(b, batch.Devices, fresh)
	if err := t.send(ctx, b); err != nil {
		return fmt.Errorf("save a batch of %d commands: %w", len(batch.Records), err)
	}
	docs := batch.Documents
	if len(fresh) != len(batch.Devices) {
		docs = withoutStaleDevices(docs, fresh)
	}
	return t.publish(ctx, docs)
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

// withoutStaleDevices leaves out devices whose facts were not written.
func withoutStaleDevices(docs []wire.Document, fresh map[[16]byte]bool) []wire.Document {
	var kept []wire.Document
	for _, d := range docs {
		if d.Kind != wire.DocDevice || fresh[d.ID] {
			kept = append(kept, d)
		}
	}
	return kept
}

// publish puts documents into the outbox, for the sequencer to number once
// they are committed.
func (t *tx) publish(ctx context.Context, docs []wire.Document) error {
	if len(docs) == 0 {
		return nil
	}
	_, err := t.CopyFrom(ctx, pgx.Identifier{"outbox"}, []string{"scope", "kind", "doc", "version", "deleted", "body"},
		pgx.CopyFromSlice(len(docs), func(i int) ([]any, error) {
			d := docs[i]
			return []any{
				string(d.Scope), int16(d.Kind), pgtype.UUID{Bytes: d.ID, Valid: true}, int64(d.Version), d.Deleted, notNull(d.Body), //nolint:gosec // counts of changes
			}, nil
		}))
	if err != nil {
		return fmt.Errorf("publish %d documents: %w", len(docs), err)
	}
	return nil
}
