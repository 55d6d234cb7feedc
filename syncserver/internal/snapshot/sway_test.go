package snapshot_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/segment"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/snapshot"
	"dotchain/syncserver/internal/snapshot/snapshottest"
)

// swaying is a store in which something happens when a scope was cut into runs.
type swaying struct {
	*memstore.Store
	then func()
}

func (s *swaying) Stubs(ctx context.Context, scope party.Scope, each func(snapshot.Stub) error) error {
	if err := s.Store.Stubs(ctx, scope, each); err != nil {
		return err
	}
	if s.then != nil {
		s.then()
	}
	return nil
}

// What changes while a scope is packed is in its segments as it is by then, under the name of
// what is in them, so that nothing is packed once more; of what went meanwhile there is nothing.
func TestBuilder_ChangesWhileItPacks(t *testing.T) {
	t.Parallel()
	const scope = party.ScopeCatalogue
	epoch, now, key := sharedtest.ID[id.Epoch](1), sharedtest.Now, sharedtest.NewKey("server")
	store := &swaying{Store: memstore.New(epoch)}
	publish := func(docs ...wire.Document) uint64 {
		store.Append(docs...)
		return feedtest.Drain(t, store)
	}
	var docs []wire.Document
	for n := range uint64(5000) {
		docs = append(docs, snapshottest.Doc(scope, wire.DocItem, n, 1))
	}
	offer := snapshottest.Doc(scope, wire.DocOffer, 1, 1)
	head := publish(append(docs, offer)...)
	b, err := snapshot.NewBuilder(snapshot.BuilderConfig{Store: store, Signer: key, Clock: func() time.Time { return now }, Random: rand.Read})
	require.NoError(t, err)

	store.then = func() {
		offer.Version, offer.Deleted, offer.Body = 2, true, nil
		publish(offer, snapshottest.Doc(scope, wire.DocItem, 7, 2))
	}
	built, err := b.Build(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, built.Scopes)
	packed, err := store.Manifests(t.Context(), epoch, []party.Scope{scope})
	require.NoError(t, err)
	m, err := wire.OpenManifest(packed[0].Signed, key.Public())
	require.NoError(t, err)
	require.Equal(t, head, m.Seq, "what changed comes with the first pull, too")
	require.Len(t, m.Parts, built.Made)
	versions := map[[16]byte]uint64{}
	o, err := segment.NewOpener()
	require.NoError(t, err)
	for _, p := range m.Parts {
		require.Equal(t, wire.DocItem, p.Kind)
		sealed, _, failed := store.Segment(t.Context(), p.Hash)
		require.NoError(t, failed)
		opened, failed := o.Open(sealed, p.Hash, packed[0].Key)
		require.NoError(t, failed)
		for _, d := range opened {
			versions[d.ID] = d.Version
		}
	}
	require.Equal(t, 5000, len(versions)) //nolint:testifylint // nobody wants to read them
	require.Equal(t, uint64(2), versions[docs[7].ID])

	store.then, now = nil, now.Add(24*time.Hour)
	again, err := b.Build(t.Context())
	require.NoError(t, err)
	require.Equal(t, snapshot.Built{Scopes: 1, Reused: built.Made}, again)
}
