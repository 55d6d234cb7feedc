package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/engine"
)

const deviceColumns = `
    device.id,
    device.name,
    device.person,
    device.org,
    device.zone,
    device.last_contact,
    device.last_seq,
    device.skew,
    device.program,
    device.revoked_at,
    device.version,
    device.diverged,
    device.diverged_at,
    device.backlog`

func intoDevice(d *party.Device) []any {
	return []any{
		into(&d.ID), &d.Name, into(&d.Person), into(&d.Org), &d.Zone, &d.LastContact, &d.LastSeq, &d.Skew,
		&d.Program, &d.RevokedAt, &d.Version, &d.Diverged, &d.DivergedAt, &d.Backlog,
	}
}

const selectDevices = `
SELECT` + deviceColumns + `
FROM device
WHERE device.id = ANY($1)`

func scanDevice(row pgx.CollectableRow) (party.Device, error) {
	var d party.Device
	err := row.Scan(intoDevice(&d)...)
	return d, err
}

// Device implements engine.Store.
func (s *Store) Device(ctx context.Context, device id.ID[id.Device]) (party.Device, bool, error) {
	return one(ctx, s, selectDevices, device, scanDevice)
}

// one looks a thing up by its id, outside of a transaction.
func one[K, V any](ctx context.Context, s *Store, query string, key id.ID[K], scan pgx.RowToFunc[V]) (V, bool, error) {
	var none V
	rows, err := s.sync.Query(ctx, query, uids([]id.ID[K]{key}))
	if err != nil {
		return none, false, busy(fmt.Errorf("load %T %s: %w", none, key, err))
	}
	v, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return none, false, nil
	}
	if err != nil {
		return none, false, busy(fmt.Errorf("load %T %s: %w", none, key, err))
	}
	return v, true, nil
}

// Certificates implements authority.Store.
func (s *Store) Certificates(ctx context.Context) ([]authority.Certificate, error) {
	rows, err := s.sync.Query(ctx, `
SELECT
    certificate,
    id,
    revoked_at
FROM device
WHERE certificate <> ''
ORDER BY id`)
	if err != nil {
		return nil, busy(fmt.Errorf("load certificates: %w", err))
	}
	var all []authority.Certificate
	var c authority.Certificate
	_, err = pgx.ForEachRow(rows, []any{&c.Serial, into(&c.Device), &c.RevokedAt}, func() error {
		all = append(all, c)
		return nil
	})
	if err != nil {
		return nil, busy(fmt.Errorf("load certificates: %w", err))
	}
	return all, nil
}

// Access implements authority.Store.
func (s *Store) Access(ctx context.Context, devices ...id.ID[id.Device]) (map[id.ID[id.Device]]authority.Access, error) {
	rows, err := s.sync.Query(ctx, `
SELECT`+deviceColumns+`,`+personColumns+`
FROM device
JOIN person ON person.id = device.person
WHERE device.id = ANY($1)`, uids(devices))
	if err != nil {
		return nil, busy(fmt.Errorf("load access of %d devices: %w", len(devices), err))
	}
	all := make(map[id.ID[id.Device]]authority.Access, len(devices))
	var a authority.Access
	_, err = pgx.ForEachRow(rows, append(intoDevice(&a.Device), intoPerson(&a.Person)...), func() error {
		all[a.Device.ID] = a
		return nil
	})
	if err != nil {
		return nil, busy(fmt.Errorf("load access of %d devices: %w", len(devices), err))
	}
	return all, nil
}

// Keys implements engine.Store.
func (s *Store) Keys(ctx context.Context, thumbprints []seal.Thumbprint) (map[seal.Thumbprint]party.Key, error) {
	all := make(map[seal.Thumbprint]party.Key, len(thumbprints))
	if len(thumbprints) == 0 {
		return all, nil
	}
	rows, err := s.sync.Query(ctx, `
SELECT
    thumbprint,
    person,
    device,
    public,
    revoked_at
FROM signing_key
WHERE thumbprint = ANY($1)`, hashes(thumbprints))
	if err != nil {
		return nil, busy(fmt.Errorf("load %d keys: %w", len(thumbprints), err))
	}
	var t seal.Thumbprint
	var k party.Key
	var public []byte
	_, err = pgx.ForEachRow(rows, []any{hashInto{&t}, into(&k.Person), into(&k.Device), &public, &k.RevokedAt}, func() error {
		k.Public = bytes.Clone(public)
		all[t] = k
		return nil
	})
	if err != nil {
		return nil, busy(fmt.Errorf("load %d keys: %w", len(thumbprints), err))
	}
	return all, nil
}

const lockDevice = `
SELECT` + deviceColumns + `,
    device.last_hash
FROM device
WHERE device.id = $1
FOR NO KEY UPDATE`

// Chain implements engine.Tx.
func (t *tx) Chain(ctx context.Context, device id.ID[id.Device]) (engine.Chain, error) {
	chains, _, err := t.Begin(ctx, []id.ID[id.Device]{device}, nil, nil)
	return chains[device], err
}

// Begin implements engine.Tx: one round trip, and one more for each device with a gap.
func (t *tx) Begin(
	ctx context.Context, devices []id.ID[id.Device], envelopes []seal.Hash, commands []id.ID[id.Command],
) (map[id.ID[id.Device]]engine.Chain, []engine.Known, error) {
	chains := make(map[id.ID[id.Device]]engine.Chain, len(devices))
	var known []engine.Known
	b := &pgx.Batch{}
	for _, d := range devices {
		t.queueChain(b, d, chains)
	}
	queueKnown(b, envelopes, commands, &known)
	if err := t.send(ctx, b); err != nil {
		return nil, nil, fmt.Errorf("lock chains of %d devices: %w", len(devices), err)
	}
	for d, c := range chains {
		from := firstGap(c.Open)
		if from == 0 {
			continue
		}
		var err error
		if c.Links, err = t.links(ctx, d, from-1); err != nil {
			return nil, nil, fmt.Errorf("load links of device %s: %w", d, err)
		}
		chains[d] = c
	}
	return chains, known, nil
}

// queueChain queues the lock of a device's row and of its open cases.
func (t *tx) queueChain(b *pgx.Batch, device id.ID[id.Device], chains map[id.ID[id.Device]]engine.Chain) {
	var c engine.Chain
	b.Queue(lockDevice, uid(device)).QueryRow(func(row pgx.Row) error {
		err := row.Scan(append(intoDevice(&c.Device), hashInto{&c.LastHash})...)
		if errors.Is(err, pgx.ErrNoRows) {
			c = engine.Chain{}
			err = nil
		}
		c.LastSeq = c.Device.LastSeq
		return err
	})
	b.Queue(lockCasesOfDevice, uid(device)).Query(func(rows pgx.Rows) error {
		open, err := pgx.CollectRows(rows, scanCase)
		if err != nil {
			return fmt.Errorf("load cases of device %s: %w", device, err)
		}
		if !c.Device.ID.IsZero() {
			for _, k := range open {
				t.seen[thing{caseTable.name, k.ID}] = k.Version
			}
			c.Open = open
		}
		chains[device] = c
		return nil
	})
}

// firstGap is the first number that an open gap misses; 0 when none is open.
func firstGap(open []conflict.Case) int64 {
	var first int64
	for _, k := range open {
		if k.Kind != conflict.DeviceGap || len(k.Reasons) == 0 {
			continue
		}
		if want := k.Reasons[0].Want; first == 0 || want < first {
			first = want
		}
	}
	return first
}

func (t *tx) links(ctx context.Context, device id.ID[id.Device], from int64) ([]engine.Link, error) {
	rows, err := t.Query(ctx, `
SELECT
    device_seq,
    prev,
    hash
FROM command
WHERE device = $1 AND device_seq >= $2 AND in_chain
ORDER BY device_seq`, uid(device), from)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (engine.Link, error) {
		var l engine.Link
		err := row.Scan(&l.Seq, hashInto{&l.Prev}, hashInto{&l.Hash})
		return l, err
	})
}

// queueDevices writes the facts of devices. The engine has them from Chain,
// under the lock; facts that follow another version are old and are not
// written, and publish passes over them, too.
func queueDevices(b *pgx.Batch, devices []party.Device) {
	if len(devices) == 0 {
		return
	}
	ids := make([]pgtype.UUID, len(devices))
	contacts, skews, versions := make([]int64, len(devices)), make([]int64, len(devices)), make([]int64, len(devices))
	backlogs := make([]int64, len(devices))
	revoked := make([]int64, len(devices))
	programs := make([]string, len(devices))
	for i, d := range devices {
		ids[i], contacts[i], skews[i], programs[i] = uid(d.ID), d.LastContact, d.Skew, d.Program
		revoked[i] = d.RevokedAt
		versions[i], backlogs[i] = int64(d.Version), int64(d.Backlog) //nolint:gosec // counts of changes
	}
	b.Queue(`
UPDATE device AS t
SET
    last_contact = x.last_contact,
    skew = x.skew,
    program = x.program,
    version = x.version,
    backlog = x.backlog,
    revoked_at = x.revoked_at
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
    AS x (id, last_contact, skew, program, version, backlog, revoked_at)
WHERE t.id = x.id AND t.version = x.version - 1`, ids, contacts, skews, programs, versions, backlogs, revoked)
}

// queueShutOut withdraws the keys of devices whose rows say by then that they are out.
func queueShutOut(b *pgx.Batch, devices []id.ID[id.Device]) {
	if len(devices) == 0 {
		return
	}
	b.Queue(`
UPDATE signing_key
SET
    revoked_at = device.revoked_at
FROM device
WHERE device.id = ANY($1) AND signing_key.device = device.id AND signing_key.revoked_at = 0`, uids(devices))
}
