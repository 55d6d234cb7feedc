package fleet

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"dotchain/desktop/e2e/field"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/syncserver"
)

// perUnit is how many devices of a fleet belong to one unit, perOfficer how many devices
// there are for each that an officer of the agency has.
const (
	perUnit    = 4
	perOfficer = 10
)

// Place is a market for a fleet of so many devices: units with four devices each, and an
// officer for every ten.
func Place(devices int, at int64) *field.Place {
	return field.NewPlace(field.Figures{
		Units: (devices + perUnit - 1) / perUnit, Items: 40, Pieces: 1_000_000, Money: 1_000_000_000 * money.Hryvnia, Year: rules.KyivYear(at),
	})
}

// Tickets issues a ticket for each device of a fleet in the place.
func Tickets(ctx context.Context, h *syncserver.House, p *field.Place, devices int) ([]string, error) {
	all := make([]string, devices)
	for n := range all {
		text, _, err := h.Ticket(ctx, person(p, n).ID)
		if err != nil {
			return nil, fmt.Errorf("ticket of device %d: %w", n, err)
		}
		all[n] = text
	}
	return all, nil
}

// person is whose the n-th device is. The devices of a unit are spread over its people.
func person(p *field.Place, n int) party.Person {
	if n%perOfficer == perOfficer-1 {
		return []party.Person{p.Approver, p.Verifier}[n/perOfficer%2]
	}
	return p.Buyers[n/perUnit][n%2]
}

// CheckServer looks into a server's database: every command that was signed has its one
// outcome there, and there is none that nobody signed.
func CheckServer(ctx context.Context, database string, signed []Signed) (err error) {
	db, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(ctx)) }()
	missing, devices := map[seal.Hash]id.ID[id.Device]{}, map[id.ID[id.Device]]bool{}
	for _, s := range signed {
		missing[s.Envelope], devices[s.Device] = s.Device, true
	}
	keys := make([][16]byte, 0, len(devices))
	for d := range devices {
		keys = append(keys, d)
	}
	rows, err := db.Query(ctx, `SELECT hash FROM command WHERE device = ANY($1)`, keys)
	if err != nil {
		return err
	}
	var hash []byte
	var alien error
	_, err = pgx.ForEachRow(rows, []any{&hash}, func() error {
		h := seal.Hash(hash)
		if _, ok := missing[h]; !ok {
			alien = fmt.Errorf("command %s has an outcome, and nobody signed it", h)
		}
		delete(missing, h)
		return nil
	})
	if err = errors.Join(err, alien); err != nil {
		return err
	}
	for h, d := range missing {
		return fmt.Errorf("%d commands have no outcome, among them %s of device %s", len(missing), h, d)
	}
	return nil
}
