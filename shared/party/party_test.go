package party_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/party"
)

const lastRole = party.RoleServer

// The table role × action, cell by cell: what is not here is denied.
func TestMay_EveryCell(t *testing.T) {
	t.Parallel()
	allowed := map[party.Action][]party.Role{
		party.ActionSubmitOrder:      {party.RoleRequisitioner},
		party.ActionCancelOrder:      {party.RoleRequisitioner},
		party.ActionReturnOrder:      {party.RoleVerifier, party.RoleApprover},
		party.ActionApproveOrder:     {party.RoleApprover},
		party.ActionRejectOrder:      {party.RoleApprover},
		party.ActionPublishCatalogue: {party.RoleServer},
		party.ActionAppropriate:      {party.RoleServer},
		party.ActionRegister:         {party.RoleServer},
		"order.delete":               nil,
	}
	for action, roles := range allowed {
		for r := party.Role(0); r <= lastRole; r++ {
			want := false
			for _, x := range roles {
				want = want || x == r
			}
			require.Equal(t, want, party.May(party.Person{Roles: []party.Role{r}}, action), "%s %s", r, action)
		}
		require.False(t, party.May(party.Person{}, action))
	}
}

func TestScopesOf_KnowsEveryZone(t *testing.T) {
	t.Parallel()
	for z := party.ZoneUnit; z <= party.ZoneAudit; z++ {
		require.NotEqual(t, "unknown", z.String())
	}
	require.Nil(t, party.ScopesOf(party.Person{Zone: 99}))
	require.Nil(t, party.ScopesOf(party.Person{Zone: party.ZoneMinistry}), "a zone without devices holds nothing")
	require.Equal(t, party.JoinScopes([]party.Scope{"b", "a"}), party.JoinScopes([]party.Scope{"a", "b"}))
}
