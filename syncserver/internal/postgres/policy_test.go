package postgres_test

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
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// What is in the feed of a person's devices: the policies reach all of them but a supplier's.
func TestStore_PoliciesDoNotReachASupplier(t *testing.T) {
	t.Parallel()
	s, f := pgtest.New(t), sharedtest.NewField()
	enginetest.Seed(t, s, f)
	set := policy.Default()
	set.Version = 1
	changes := rules.Outcome{Things: []rules.Thing{set}}
	enginetest.Save(t, s, engine.Batch{Changes: changes, Documents: view.Documents(f.World(), changes)})
	feedtest.Drain(t, s)
	seen := map[party.Zone]bool{}
	for _, a := range f.Actors() {
		page, err := s.Page(t.Context(), party.ScopesOf(a.Person), 0, 10_000, 64<<20)
		require.NoError(t, err)
		require.NotEmpty(t, page.Documents)
		holds := slices.ContainsFunc(page.Documents, func(d wire.Document) bool { return d.Kind == wire.DocPolicy })
		require.Equal(t, a.Person.Zone != party.ZoneSupplier, holds, a.Person.Name)
		seen[a.Person.Zone] = true
	}
	require.True(t, seen[party.ZoneSupplier] && seen[party.ZoneUnit] && seen[party.ZoneGeneralStaff])
}
