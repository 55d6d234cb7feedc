package view_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// Whose signatures an order needs and what is looked at is no supplier's business; all
// others decide by it and hold it.
func TestThing_PoliciesAreEverybodysButSuppliers(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	set := policy.Default()
	set.Version = 1
	docs := view.Documents(f.World(), rules.Outcome{Things: []rules.Thing{set}})
	for _, zone := range []party.Zone{party.ZoneUnit, party.ZoneAgency, party.ZoneSupplier, party.ZoneAdministration, party.ZoneGeneralStaff} {
		scopes := party.ScopesOf(party.Person{Zone: zone, Org: f.Supplier.ID})
		holds := slices.ContainsFunc(docs, func(d wire.Document) bool { return d.Kind == wire.DocPolicy && slices.Contains(scopes, d.Scope) })
		require.Equal(t, zone != party.ZoneSupplier, holds, zone)
	}
}
