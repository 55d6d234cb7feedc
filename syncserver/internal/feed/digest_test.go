package feed_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/feed/feedtest"
)

// counting counts what sums cost.
type counting struct {
	*memstore.Store
	summed []party.Scope
}

func (c *counting) Sums(ctx context.Context, scope party.Scope, after uint64) (uint64, []wire.KindDigest, error) {
	c.summed = append(c.summed, scope)
	return c.Store.Sums(ctx, scope, after)
}

func (b *bench) sums(f *feed.Feed, at wire.Cursor) (map[wire.Diverged]wire.KindDigest, error) {
	b.t.Helper()
	d, err := f.Digest(b.t.Context(), agency(1), at, nil)
	kinds := map[wire.Diverged]wire.KindDigest{}
	for _, k := range d.Kinds {
		kinds[wire.Diverged{Scope: k.Scope, Kind: k.Kind}] = k
	}
	return kinds, err
}

// A scope that did not change is not summed up again, and what changed is.
func TestFeed_DigestIsRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &counting{Store: memstore.New(sharedtest.ID[id.Epoch](1))}
		f, err := feed.New(feed.Config{Store: store, Signer: sharedtest.NewKey("server"), Clock: time.Now})
		require.NoError(t, err)
		require.NoError(t, f.Start(t.Context()))
		t.Cleanup(f.Stop)
		b := &bench{t: t, store: store.Store, feed: f}
		b.commit(party.ScopeCatalogue, 10)
		b.commit(party.ScopeAgency, 10)
		at := b.caughtUp(f, agency(1))
		first, err := b.sums(f, at)
		require.NoError(t, err)
		require.Len(t, first, 2)
		again, err := b.sums(f, at)
		require.NoError(t, err)
		require.Equal(t, first, again)
		require.Equal(t, []party.Scope{party.ScopeAgency, party.ScopeCatalogue}, store.summed)

		b.commit(party.ScopeSupplier(sharedtest.ID[id.Org](9)), 10)
		other, err := b.sums(f, at)
		require.NoError(t, err, "another's scope has moved on, and not mine")
		require.Equal(t, first, other)

		b.commit(party.ScopeAgency, 10)
		_, err = b.sums(f, at)
		require.Equal(t, fault.Busy, fault.CodeOf(err), "there is something to pull first")
		at = b.caughtUp(f, agency(1))
		after, err := b.sums(f, at)
		require.NoError(t, err)
		require.Equal(t, []party.Scope{party.ScopeAgency, party.ScopeCatalogue, party.ScopeAgency}, store.summed)
		orders := wire.Diverged{Scope: party.ScopeAgency, Kind: wire.DocItem}
		require.EqualValues(t, 2, after[orders].Documents)
		delete(first, orders)
		delete(after, orders)
		require.Equal(t, first, after)
	})
}

// A large scope that changes all the time is summed up now and then, and not for
// everybody who asks.
func TestFeed_DigestOfALargeScopeIsPaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &counting{Store: memstore.New(sharedtest.ID[id.Epoch](1))}
		f, err := feed.New(feed.Config{Store: store, Signer: sharedtest.NewKey("server"), Clock: time.Now})
		require.NoError(t, err)
		for n := range uint64(10_000) {
			store.Append(feedtest.Doc(party.ScopeCatalogue, n, 1))
		}
		feedtest.Drain(t, store)
		require.NoError(t, f.Start(t.Context()))
		t.Cleanup(f.Stop)
		b := &bench{t: t, store: store.Store, feed: f, next: 1 << 40}
		end := func() wire.Cursor {
			meta, failed := store.Meta(t.Context())
			require.NoError(t, failed)
			return wire.Cursor{Epoch: meta.Epoch, Scopes: feed.ScopesHash(party.ScopesOf(agency(1).Person)), Schema: wire.Schema, Seq: meta.Head}
		}
		_, err = b.sums(f, end())
		require.NoError(t, err)
		b.commit(party.ScopeCatalogue, 10)
		_, err = b.sums(f, end())
		require.Equal(t, fault.Busy, fault.CodeOf(err))
		require.EqualValues(t, 30_000, fault.ReasonsOf(err)[0].Have, "when to come back")
		<-time.After(10 * time.Second) // the bubble's clock
		_, err = b.sums(f, end())
		require.NoError(t, err)
	})
}

// What was deleted and pruned since leaves the end of its scope where it had been: the sums
// of before are not taken for those of now.
func TestFeed_DigestAfterPruning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New(sharedtest.ID[id.Epoch](1))
		f, err := feed.New(feed.Config{Store: store, Signer: sharedtest.NewKey("server"), Clock: time.Now})
		require.NoError(t, err)
		require.NoError(t, f.Start(t.Context()))
		t.Cleanup(f.Stop)
		b := &bench{t: t, store: store, feed: f}
		gone := sharedtest.ID[id.Item](77)
		store.Append(wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: gone, Version: 1, Body: make([]byte, 10)})
		b.commit(party.ScopeCatalogue, 10)
		of := func() int64 {
			kinds, failed := b.sums(f, b.caughtUp(f, agency(1)))
			require.NoError(t, failed)
			return kinds[wire.Diverged{Scope: party.ScopeCatalogue, Kind: wire.DocItem}].Documents
		}
		require.EqualValues(t, 2, of())
		store.Append(wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: gone, Version: 2, Deleted: true})
		f.Committed()
		b.settle()
		meta, err := store.Meta(t.Context())
		require.NoError(t, err)
		require.Positive(t, store.Prune(meta.Head))
		b.commit(party.ScopeAgency, 10)
		require.EqualValues(t, 1, of())
	})
}
