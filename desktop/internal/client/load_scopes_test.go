package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// From the moment when the documents of a scope are deleted the cursor is of no set of scopes,
// however the load ends: a server that gives the former scopes again by then would find that it
// fits, and what was deleted would never come back.
func TestLoad_ScopeLostAndBrokenOff(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	of := seal.Sum([]byte(party.JoinScopes(f.scopes())))
	cursor := func() wire.Cursor {
		at, err := d.core.Cursor()
		require.NoError(t, err)
		return at
	}
	snap, segments := f.server.snapshot(t, uint64(len(f.server.feed)), f.scopes()...)
	snap.Cursor.Scopes = of
	plan, err := d.core.BeginLoad(snap, false)
	require.NoError(t, err)
	d.loadAll(plan, segments, always)
	require.Equal(t, of, cursor().Scopes)
	_, err = d.core.BeginLoad(snap, true)
	require.NoError(t, err)
	require.Equal(t, of, cursor().Scopes, "nothing was deleted")

	snap, _ = f.server.snapshot(t, uint64(len(f.server.feed)), party.ScopeCatalogue, party.ScopePolicy)
	_, err = d.core.BeginLoad(snap, true)
	require.NoError(t, err)
	for range 2 {
		require.Zero(t, cursor().Scopes)
		require.NotZero(t, cursor().Seq)
		d.restart()
	}
}
