package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/authority"
)

// AddTicket implements authority.Store.
func (s *Store) AddTicket(ctx context.Context, t authority.Ticket) error {
	_, err := s.sync.Exec(ctx, `
INSERT INTO ticket (secret, person, expires_at)
VALUES ($1, $2, $3)`, t.Secret[:], uid(t.Person), t.Expires.UnixMilli())
	if err != nil {
		return busy(fmt.Errorf("add a ticket for %s: %w", t.Person, err))
	}
	return nil
}

// Redeem implements authority.Store. The function enrol may be called again when
// the transaction runs again.
func (s *Store) Redeem(
	ctx context.Context, secret [32]byte, at time.Time, enrol func(p party.Person) authority.Enrolment,
) (party.Person, party.Org, error) {
	var p party.Person
	var o party.Org
	err := s.run(ctx, func(t *tx) error {
		var err error
		p, o, err = t.useTicket(ctx, secret, at)
		if err != nil {
			return err
		}
		e := enrol(p)
		if err := t.addDevice(ctx, e.Device, e.Key, e.Serial, e.NotAfter); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `UPDATE ticket SET device = $2 WHERE secret = $1`, secret[:], uid(e.Device.ID)); err != nil {
			return fmt.Errorf("note the device of a ticket: %w", err)
		}
		t.publish(e.Documents)
		return nil
	})
	if err != nil {
		return party.Person{}, party.Org{}, fmt.Errorf("redeem a ticket: %w", err)
	}
	return p, o, nil
}

// useTicket takes the ticket: of two who come with it at once, one waits for the
// row and then finds it used.
func (t *tx) useTicket(ctx context.Context, secret [32]byte, at time.Time) (party.Person, party.Org, error) {
	var p party.Person
	var o party.Org
	var expires int64
	fields := append([]any{&expires}, append(intoPerson(&p), intoOrg(&o)...)...)
	err := t.QueryRow(ctx, `
UPDATE ticket
SET
    used_at = $2
FROM person
JOIN org ON org.id = person.org
WHERE ticket.secret = $1 AND ticket.used_at IS NULL AND person.id = ticket.person
RETURNING
    ticket.expires_at,`+personColumns+`,`+orgColumns, secret[:], at.UnixMilli()).Scan(fields...)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, o, fault.New("redeem", fault.TicketInvalid)
	}
	if err != nil {
		return p, o, fmt.Errorf("use a ticket up: %w", err)
	}
	if at.UnixMilli() > expires {
		return p, o, fault.New("redeem", fault.TicketExpired)
	}
	return p, o, nil
}

func (t *tx) addDevice(ctx context.Context, d party.Device, k party.Key, serial string, until time.Time) error {
	end := int64(0)
	if !until.IsZero() {
		end = until.UnixMilli()
	}
	_, err := t.Exec(ctx, `
INSERT INTO device (
    id, name, person, org, zone, last_contact, last_seq, skew, program, revoked_at, certificate, certificate_until, version
)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $12)`,
		uid(d.ID), d.Name, uid(d.Person), uid(d.Org), int16(d.Zone), d.LastContact, d.Skew, d.Program, d.RevokedAt, serial, end, int64(d.Version)) //nolint:gosec // counts of changes
	if err != nil {
		return fmt.Errorf("add device %s: %w", d.ID, err)
	}
	return t.addKey(ctx, k)
}

func (t *tx) addKey(ctx context.Context, k party.Key) error {
	thumbprint := seal.ThumbprintOf(k.Public)
	tag, err := t.Exec(ctx, `
INSERT INTO signing_key (thumbprint, person, device, public, revoked_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (thumbprint) DO NOTHING`, thumbprint[:], uid(k.Person), uid(k.Device), []byte(k.Public), k.RevokedAt)
	if err != nil {
		return fmt.Errorf("add key %s: %w", thumbprint, err)
	}
	if tag.RowsAffected() == 0 {
		return fault.Because("add key", fault.Reason{Code: fault.FieldInvalid, Field: "signing_key", Ref: thumbprint.String()})
	}
	return nil
}

// RevokeDevice implements authority.Store.
func (s *Store) RevokeDevice(ctx context.Context, device id.ID[id.Device], at time.Time, publish func(d party.Device) []wire.Document) error {
	err := s.run(ctx, func(t *tx) error {
		c, err := t.Chain(ctx, device)
		if err != nil {
			return err
		}
		d := c.Device
		if d.ID.IsZero() {
			return fault.Because("revoke", fault.Reason{Code: fault.DeviceUnknown, Ref: device.String()})
		}
		if d.RevokedAt != 0 {
			return nil
		}
		d.RevokedAt = at.UnixMilli()
		d.Version++
		if _, err := t.Exec(ctx, `
UPDATE device
SET
    revoked_at = $2,
    version = $3
WHERE id = $1`, uid(device), d.RevokedAt, int64(d.Version)); err != nil { //nolint:gosec // counts of changes
			return err
		}
		if _, err := t.Exec(ctx, `
UPDATE signing_key
SET
    revoked_at = $2
WHERE device = $1 AND revoked_at = 0`, uid(device), d.RevokedAt); err != nil {
			return err
		}
		t.publish(publish(d))
		return nil
	})
	if err != nil {
		return fmt.Errorf("revoke device %s: %w", device, err)
	}
	return nil
}

// foundLock is the key of the advisory lock under which a server is founded.
const foundLock = 0x646f7463_0001

// Found implements authority.Store. Replicas that start at once found once.
func (s *Store) Found(ctx context.Context, f authority.Founding) (id.ID[id.Epoch], error) {
	var epoch id.ID[id.Epoch]
	err := s.run(ctx, func(t *tx) error {
		if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(foundLock)); err != nil {
			return err
		}
		err := t.QueryRow(ctx, `SELECT epoch FROM meta`).Scan(into(&epoch))
		if err == nil {
			return t.addOperator(ctx, f)
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		epoch = f.Epoch
		if _, err := t.Exec(ctx, `
INSERT INTO meta (epoch, server_key)
VALUES ($1, $2)`, uid(f.Epoch), []byte(f.Key.Public)); err != nil {
			return err
		}
		b := &pgx.Batch{}
		orgTable.save(b, t.seen, []party.Org{f.Org})
		personTable.save(b, t.seen, []party.Person{f.Person})
		if err := t.send(ctx, b); err != nil {
			return err
		}
		w := rules.NewWorld()
		founded := rules.Outcome{Orgs: []party.Org{f.Org}, People: []party.Person{f.Person}}
		w.Apply(founded)
		t.publish(view.Documents(w, founded))
		return t.addOperator(ctx, f)
	})
	if err != nil {
		return epoch, fmt.Errorf("found a server: %w", err)
	}
	return epoch, nil
}

// addOperator adds the operator's device and key where they are new.
func (t *tx) addOperator(ctx context.Context, f authority.Founding) error {
	var device, key bool
	thumbprint := seal.ThumbprintOf(f.Key.Public)
	err := t.QueryRow(ctx, `
SELECT
    EXISTS (SELECT FROM device WHERE id = $1),
    EXISTS (SELECT FROM signing_key WHERE thumbprint = $2)`, uid(f.Device.ID), thumbprint[:]).Scan(&device, &key)
	if err != nil {
		return err
	}
	if device {
		if key {
			return nil
		}
		return t.addKey(ctx, f.Key)
	}
	if err := t.addDevice(ctx, f.Device, f.Key, "", time.Time{}); err != nil {
		return err
	}
	t.publish(view.Device(f.Device))
	return nil
}
