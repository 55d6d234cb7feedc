package postgres

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// Tops implements feed.Store.
func (s *Store) Tops(ctx context.Context, scopes []party.Scope) (map[party.Scope]uint64, error) {
	rows, err := s.sync.Query(ctx, `
SELECT
    wanted.scope,
    newest.seq
FROM unnest($1::text[]) AS wanted (scope)
CROSS JOIN LATERAL (
    SELECT f.seq
    FROM feed AS f
    WHERE f.scope = wanted.scope
    ORDER BY f.seq DESC
    LIMIT 1
) AS newest`, texts(scopes))
	if err != nil {
		return nil, busy(fmt.Errorf("read the ends of scopes: %w", err))
	}
	tops := map[party.Scope]uint64{}
	var scope string
	var seq uint64
	_, err = pgx.ForEachRow(rows, []any{&scope, &seq}, func() error {
		tops[party.Scope(scope)] = seq
		return nil
	})
	if err != nil {
		return nil, busy(fmt.Errorf("read the ends of scopes: %w", err))
	}
	return tops, nil
}

// Sums implements feed.Store. The database sums four numbers of 32 bits, so that none
// overflows, and nothing but them travels. It is one statement, so all is of one moment;
// it may take its time, so it is none that people wait for.
func (s *Store) Sums(ctx context.Context, scope party.Scope, after uint64) (top uint64, kinds []wire.KindDigest, err error) {
	rows, err := s.jobs.Query(ctx, `
WITH changed AS MATERIALIZED (
    SELECT
        kind,
        max(seq) AS top
    FROM feed
    WHERE scope = $1 AND seq > $2
    GROUP BY kind
)
SELECT
    changed.kind,
    changed.top,
    count(digest.sum),
    coalesce(sum(('x' || encode(substr(digest.sum, 1, 4), 'hex'))::bit(32)::bigint), 0)::bigint,
    coalesce(sum(('x' || encode(substr(digest.sum, 5, 4), 'hex'))::bit(32)::bigint), 0)::bigint,
    coalesce(sum(('x' || encode(substr(digest.sum, 9, 4), 'hex'))::bit(32)::bigint), 0)::bigint,
    coalesce(sum(('x' || encode(substr(digest.sum, 13, 4), 'hex'))::bit(32)::bigint), 0)::bigint
FROM changed
LEFT JOIN LATERAL (
    SELECT sha256(set_byte('\x00'::bytea, 0, f.kind) || uuid_send(f.doc) || int8send(f.version) || sha256(f.body)) AS sum
    FROM feed AS f
    WHERE f.scope = $1 AND f.kind = changed.kind AND NOT f.deleted
) AS digest ON true
GROUP BY
    changed.kind,
    changed.top
ORDER BY changed.kind`, string(scope), int64(after)) //nolint:gosec // a number of the feed
	if err != nil {
		return 0, nil, busy(fmt.Errorf("sum up scope %s: %w", scope, err))
	}
	k := wire.KindDigest{Scope: scope}
	var end uint64
	var quarters [4]uint64
	_, err = pgx.ForEachRow(rows, []any{&k.Kind, &end, &k.Documents, &quarters[0], &quarters[1], &quarters[2], &quarters[3]}, func() error {
		k.Sum = sumOf(quarters)
		top, kinds = max(top, end), append(kinds, k)
		return nil
	})
	if err != nil {
		return 0, nil, busy(fmt.Errorf("sum up scope %s: %w", scope, err))
	}
	return top, kinds, nil
}

// sumOf adds four columns of 32 bits each, the first the highest, modulo 2^128.
func sumOf(quarters [4]uint64) wire.Sum {
	var sum wire.Sum
	carry := uint64(0)
	for i := len(quarters) - 1; i >= 0; i-- {
		carry += quarters[i]
		binary.BigEndian.PutUint32(sum[4*i:], uint32(carry)) //nolint:gosec // the lower half; the upper one is carried
		carry >>= 32
	}
	return sum
}

// NoteDiverged implements feed.Store.
func (s *Store) NoteDiverged(
	ctx context.Context, device id.ID[id.Device], times int, at time.Time, publish func(d party.Device) []wire.Document,
) error {
	err := s.run(ctx, func(t *tx) error {
		c, err := t.Chain(ctx, device)
		if err != nil {
			return err
		}
		d := c.Device
		if d.ID.IsZero() {
			return fault.Because("note diverged", fault.Reason{Code: fault.DeviceUnknown, Ref: device.String()})
		}
		d.Diverged += uint64(times) //nolint:gosec // a count
		d.DivergedAt = at.UnixMilli()
		d.Version++
		if _, err := t.Exec(ctx, `
UPDATE device
SET
    diverged = $2,
    diverged_at = $3,
    version = $4
WHERE id = $1`, uid(device), int64(d.Diverged), d.DivergedAt, int64(d.Version)); err != nil { //nolint:gosec // counts
			return err
		}
		t.publish(publish(d))
		return nil
	})
	if err != nil {
		return fmt.Errorf("note that device %s diverged: %w", device, err)
	}
	return nil
}
