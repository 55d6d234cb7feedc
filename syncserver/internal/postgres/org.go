package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/authority"
)

//nolint:gochecknoglobals // a constant
var orgTable = newTable("org",
	func(o party.Org) [16]byte { return o.ID },
	func(o party.Org) uint64 { return o.Version },
	key("id", func(o party.Org) pgtype.UUID { return uid(o.ID) }),
	small("kind", func(o party.Org) int16 { return int16(o.Kind) }),
	text("number", func(o party.Org) string { return o.Number }),
	text("edrpou", func(o party.Org) string { return o.EDRPOU }),
	text("name_uk", func(o party.Org) string { return o.NameUk }),
	text("name_en", func(o party.Org) string { return o.NameEn }),
	key("parent", func(o party.Org) pgtype.UUID { return uid(o.Parent) }),
	bytea("points", func(o party.Org) []byte { return seal.Encode(o.Points) }),
	small("posture", func(o party.Org) int16 { return int16(o.Posture) }),
	number("weight", func(o party.Org) int64 { return o.Weight }),
)

const orgColumns = `
    org.id,
    org.kind,
    org.number,
    org.edrpou,
    org.name_uk,
    org.name_en,
    org.parent,
    org.points,
    org.posture,
    org.weight,
    org.version`

const selectOrgs = `
SELECT` + orgColumns + `
FROM org
WHERE org.id = ANY($1)`

func intoOrg(o *party.Org) []any {
	return []any{
		into(&o.ID), &o.Kind, &o.Number, &o.EDRPOU, &o.NameUk, &o.NameEn, into(&o.Parent),
		bodyInto{&o.Points},
		&o.Posture, &o.Weight, &o.Version,
	}
}

func scanOrg(row pgx.CollectableRow) (party.Org, error) {
	var o party.Org
	err := row.Scan(intoOrg(&o)...)
	return o, err
}

// People implements authority.Store.
func (s *Store) People(ctx context.Context) ([]authority.Registered, error) {
	rows, err := s.sync.Query(ctx, `
SELECT`+personColumns+`,`+orgColumns+`
FROM person
JOIN org ON org.id = person.org
ORDER BY org.name_uk, person.name, person.id`)
	if err != nil {
		return nil, fmt.Errorf("load people: %w", err)
	}
	people, err := pgx.CollectRows(rows, scanRegistered)
	if err != nil {
		return nil, fmt.Errorf("load people: %w", err)
	}
	return people, nil
}

func scanRegistered(row pgx.CollectableRow) (authority.Registered, error) {
	var r authority.Registered
	err := row.Scan(append(intoPerson(&r.Person), intoOrg(&r.Org)...)...)
	return r, err
}

// Org returns an organisation; ok is false where it is unknown.
func (s *Store) Org(ctx context.Context, org id.ID[id.Org]) (party.Org, bool, error) {
	return one(ctx, s, selectOrgs, org, scanOrg)
}
