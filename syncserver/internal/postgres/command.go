package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/engine"
)

// Known implements engine.Tx.
func (t *tx) Known(ctx context.Context, envelopes []seal.Hash, commands []id.ID[id.Command]) ([]engine.Known, error) {
	_, known, err := t.Begin(ctx, nil, envelopes, commands)
	return known, err
}

// queueKnown queues the look-up of commands that came before.
func queueKnown(b *pgx.Batch, envelopes []seal.Hash, commands []id.ID[id.Command], known *[]engine.Known) {
	if len(envelopes)+len(commands) == 0 {
		return
	}
	b.Queue(`
SELECT
    hash,
    command_id,
    receipt,
    in_chain
FROM command
WHERE hash = ANY($1)
UNION ALL
SELECT
    hash,
    command_id,
    receipt,
    in_chain
FROM command
WHERE command_id = ANY($2) AND in_chain AND NOT hash = ANY($1)`, hashes(envelopes), uids(commands)).Query(func(rows pgx.Rows) error {
		var err error
		if *known, err = pgx.CollectRows(rows, scanKnown); err != nil {
			return fmt.Errorf("look up %d commands: %w", len(envelopes)+len(commands), err)
		}
		return nil
	})
}

func scanKnown(row pgx.CollectableRow) (engine.Known, error) {
	var k engine.Known
	err := row.Scan(hashInto{&k.Envelope}, into(&k.Command), &k.Receipt, &k.InChain)
	return k, err
}

// recordColumns is the layout of the table command for a batch of records.
//
//nolint:gochecknoglobals // a constant
var recordColumns = []column[engine.Record]{
	bytea("hash", func(r engine.Record) []byte { return r.Hash[:] }),
	key("command_id", func(r engine.Record) pgtype.UUID { return uid(r.Command.ID) }),
	array("kind", "integer", func(r engine.Record) int32 { return int32(r.Command.Kind) }),
	key("person", func(r engine.Record) pgtype.UUID { return uid(r.Command.Person) }),
	key("device", func(r engine.Record) pgtype.UUID { return uid(r.Command.Device) }),
	number("device_seq", func(r engine.Record) int64 { return int64(r.Command.DeviceSeq) }), //nolint:gosec // the check below
	bytea("prev", func(r engine.Record) []byte { return hash(r.Command.Prev) }),
	flag("in_chain", func(r engine.Record) bool { return r.InChain }),
	key("pushed_by", func(r engine.Record) pgtype.UUID { return uid(r.Device) }),
	number("claimed_at", func(r engine.Record) int64 { return r.Command.ClaimedAt }),
	number("received_at", func(r engine.Record) int64 { return r.ReceivedAt }),
	small("verdict", func(r engine.Record) int16 { return int16(r.Verdict) }),
	bytea("reasons", func(r engine.Record) []byte { return seal.Encode(r.Reasons) }),
	bytea("envelope", func(r engine.Record) []byte { return notNull(r.Envelope.Raw) }),
	bytea("receipt", func(r engine.Record) []byte { return notNull(r.Receipt) }),
}

//nolint:gochecknoglobals // a constant
var insertCommands = insertOf("command", recordColumns)

// queueRecords writes commands, and moves the ends of the chains on.
func queueRecords(b *pgx.Batch, records []engine.Record) {
	if len(records) == 0 {
		return
	}
	b.Queue(insertCommands, arraysOf(recordColumns, records)...)
	queueChains(b, records)
}

// queueUnlogged notes commands for the log.
func queueUnlogged(b *pgx.Batch, records []engine.Record) {
	if len(records) == 0 {
		return
	}
	all := make([][]byte, len(records))
	for i, r := range records {
		all[i] = r.Hash[:]
	}
	b.Queue(`
INSERT INTO unlogged (command)
SELECT
    x.command
FROM unnest($1::bytea[]) WITH ORDINALITY AS x (command, place)
ORDER BY x.place`, all)
}

// queueChains moves the end of each chain to its highest command. A command
// that fills a gap comes late and moves nothing.
func queueChains(b *pgx.Batch, records []engine.Record) {
	ends := map[id.ID[id.Device]]engine.Record{}
	for _, r := range records {
		if r.InChain && r.Command.DeviceSeq > ends[r.Command.Device].Command.DeviceSeq {
			ends[r.Command.Device] = r
		}
	}
	if len(ends) == 0 {
		return
	}
	devices := make([]id.ID[id.Device], 0, len(ends))
	for d := range ends {
		devices = append(devices, d)
	}
	slices.SortFunc(devices, id.ID[id.Device].Compare)
	seqs, last := make([]int64, len(devices)), make([][]byte, len(devices))
	for i, d := range devices {
		end := ends[d]
		seqs[i], last[i] = int64(end.Command.DeviceSeq), end.Hash[:] //nolint:gosec // counts of commands
	}
	b.Queue(`
UPDATE device AS t
SET
    last_seq = x.last_seq,
    last_hash = x.last_hash
FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS x (id, last_seq, last_hash)
WHERE t.id = x.id AND t.last_seq < x.last_seq`, uids(devices), seqs, last)
}

func notNull(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
