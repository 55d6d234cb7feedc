package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/id"
	"dotchain/shared/party"
)

//nolint:gochecknoglobals // a constant
var personTable = newTable("person",
	func(p party.Person) [16]byte { return p.ID },
	func(p party.Person) uint64 { return p.Version },
	key("id", func(p party.Person) pgtype.UUID { return uid(p.ID) }),
	text("name", func(p party.Person) string { return p.Name }),
	key("org", func(p party.Person) pgtype.UUID { return uid(p.Org) }),
	small("zone", func(p party.Person) int16 { return int16(p.Zone) }),
	bytea("roles", func(p party.Person) []byte { return rolesOut(p.Roles) }),
)

const personColumns = `
    person.id,
    person.name,
    person.org,
    person.zone,
    person.roles,
    person.version`

const selectPeople = `
SELECT` + personColumns + `
FROM person
WHERE person.id = ANY($1)`

func intoPerson(p *party.Person) []any {
	return []any{into(&p.ID), &p.Name, into(&p.Org), &p.Zone, rolesInto{&p.Roles}, &p.Version}
}

func scanPerson(row pgx.CollectableRow) (party.Person, error) {
	var p party.Person
	err := row.Scan(intoPerson(&p)...)
	return p, err
}

// rolesOut writes roles as they are: their order is part of the signed list.
func rolesOut(roles []party.Role) []byte {
	b := make([]byte, len(roles))
	for i, r := range roles {
		b[i] = byte(r)
	}
	return b
}

type rolesInto struct{ roles *[]party.Role }

// ScanBytes implements pgtype.BytesScanner.
func (d rolesInto) ScanBytes(b []byte) error {
	*d.roles = make([]party.Role, len(b))
	for i, r := range b {
		(*d.roles)[i] = party.Role(r)
	}
	return nil
}

// Person returns a person; ok is false where they are unknown.
func (s *Store) Person(ctx context.Context, person id.ID[id.Person]) (party.Person, bool, error) {
	return one(ctx, s, selectPeople, person, scanPerson)
}
