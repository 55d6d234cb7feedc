package syncer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// The server is told of no more than it takes, and of no scope that it would refuse.
func TestTold(t *testing.T) {
	t.Parallel()
	digest := wire.Digest{Kinds: []wire.KindDigest{{Scope: party.ScopeCatalogue, Kind: wire.DocItem}}}
	diverged := []wire.Diverged{{Scope: party.ScopePolicy, Kind: wire.DocItem}}
	for kind := range wire.DocKind(wire.MaxDiverged + 1) {
		diverged = append(diverged, wire.Diverged{Scope: party.ScopeCatalogue, Kind: kind + 1})
	}
	require.Equal(t, diverged[1:1+wire.MaxDiverged], syncer.Told(digest, diverged))
	require.Empty(t, syncer.Told(wire.Digest{}, diverged))
}
