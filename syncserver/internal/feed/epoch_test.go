package feed_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed"
)

// telling is a database whose sequencer tells what it numbered for the agency, as it is.
type telling struct{ *memstore.Store }

func (s telling) Lead(ctx context.Context) (feed.Lead, bool, error) {
	l, ok, err := s.Store.Lead(ctx)
	return tellingLead{l, s.Store}, ok, err
}

type tellingLead struct {
	feed.Lead
	store *memstore.Store
}

func (l tellingLead) Sequence(ctx context.Context, limit int, sign func(seal.Checkpoint) ([]byte, error)) (feed.Sequenced, error) {
	before, err := l.store.Meta(ctx)
	if err != nil {
		return feed.Sequenced{}, err
	}
	done, err := l.Lead.Sequence(ctx, limit, sign)
	if err != nil {
		return done, err
	}
	p, err := l.store.Page(ctx, []party.Scope{party.ScopeAgency}, before.Head, limit, 1<<20)
	done.IsWhole = true
	for i, d := range p.Documents {
		done.News = append(done.News, feed.News{Seq: before.Head + uint64(i) + 1, Document: d}) //nolint:gosec // a place in a list
	}
	return done, err
}

// After the database was restored the same numbers are of other documents: nobody gets those
// of the past that was lost.
func TestFeed_Pull_NothingOfALostPast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New(sharedtest.ID[id.Epoch](1))
		f, err := feed.New(feed.Config{Store: telling{store}, Signer: sharedtest.NewKey("server"), Clock: time.Now})
		require.NoError(t, err)
		require.NoError(t, f.Start(t.Context()))
		t.Cleanup(f.Stop)
		b := &bench{t: t, store: store, feed: f}
		news := func(from wire.Cursor) (ids []id.ID[id.Item]) {
			p, err := f.Pull(t.Context(), agency(1), from)
			require.NoError(t, err)
			for _, d := range p.Documents {
				ids = append(ids, d.ID)
			}
			return ids
		}
		items := func(n ...uint64) (ids []id.ID[id.Item]) {
			for _, x := range n {
				ids = append(ids, sharedtest.ID[id.Item](x))
			}
			return ids
		}
		b.commit(party.ScopeAgency, 10)
		backup, at := store.Backup(), b.caughtUp(f, agency(1))
		b.commit(party.ScopeAgency, 10)
		b.commit(party.ScopeAgency, 10)
		require.Equal(t, items(2, 3), news(at))

		store.Restore(backup, sharedtest.ID[id.Epoch](2))
		<-time.After(2 * time.Second) // the bubble's: the feed looks what it is
		b.settle()
		at = b.caughtUp(f, agency(1))
		require.Equal(t, uint64(1), at.Seq)
		b.commit(party.ScopeAgency, 10)
		b.commit(party.ScopeAgency, 10)
		require.Equal(t, items(4, 5), news(at))
	})
}
