package feed_test

import (
	"context"
	"fmt"
	"sync/atomic"
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
)

// swayed is a store whose answers a test holds back or overtakes.
type swayed struct {
	*memstore.Store
	stale atomic.Pointer[feed.Meta] // given instead of the truth
	after atomic.Pointer[func()]    // called once the newest numbers were looked up
}

func (s *swayed) Meta(ctx context.Context) (feed.Meta, error) {
	if stale := s.stale.Load(); stale != nil {
		return *stale, nil
	}
	return s.Store.Meta(ctx)
}

func (s *swayed) Tops(ctx context.Context, scopes []party.Scope) (map[party.Scope]uint64, error) {
	found, err := s.Store.Tops(ctx, scopes)
	if after := s.after.Swap(nil); after != nil {
		(*after)()
	}
	return found, err
}

func onSwayed(t *testing.T, test func(b *bench, s *swayed)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, store: memstore.New(sharedtest.ID[id.Epoch](1))}
		s := &swayed{Store: b.store}
		f, err := feed.New(feed.Config{Store: s, Signer: sharedtest.NewKey("server"), Clock: time.Now})
		require.NoError(t, err)
		require.NoError(t, f.Start(t.Context()))
		t.Cleanup(f.Stop)
		b.feed = f
		b.settle()
		test(b, s)
	})
}

// Whoever has not seen what was deleted before its tombstones went loads anew; whoever saw
// the last of them goes on.
func TestFeed_Pull_BeforeWhatWasPruned(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.commit(party.ScopeAgency, 10)
		before := b.caughtUp(b.feed, agency(1))
		b.store.Append(wire.Document{Scope: party.ScopeAgency, Kind: wire.DocItem, ID: sharedtest.ID[id.Item](1), Version: 2, Deleted: true})
		b.feed.Committed()
		b.settle()
		after := b.caughtUp(b.feed, agency(1))
		require.Equal(b.t, 1, b.store.Prune(after.Seq))
		time.Sleep(5 * time.Second) //nolint:forbidigo // the bubble's clock, not time
		_, err := b.feed.Pull(b.t.Context(), agency(1), before)
		require.Equal(b.t, fault.Resnapshot, fault.CodeOf(err))
		_, err = b.feed.Pull(b.t.Context(), agency(1), after)
		require.NoError(b.t, err)
	})
}

// An answer of the database that was overtaken does not take back what is known: nobody who
// stands at the head is believed to be ahead of it.
func TestFeed_Pull_AnswerThatWasOvertaken(t *testing.T) {
	t.Parallel()
	onSwayed(t, func(b *bench, s *swayed) {
		b.commit(party.ScopeAgency, 10)
		stale, err := s.Store.Meta(b.t.Context())
		require.NoError(b.t, err)
		b.commit(party.ScopeAgency, 10)
		at := b.caughtUp(b.feed, agency(1))
		s.stale.Store(&stale)
		time.Sleep(5 * time.Second) //nolint:forbidigo // the bubble's clock, not time
		_, err = b.feed.Pull(b.t.Context(), agency(1), at)
		require.NoError(b.t, err)
	})
}

// What is committed while it is looked up where scopes end is not passed over.
func TestFeed_Pull_CommittedDuringALook(t *testing.T) {
	t.Parallel()
	onSwayed(t, func(b *bench, s *swayed) {
		r := unitReader(1)
		own := party.Scope(fmt.Sprintf("unit/%s", sharedtest.ID[id.Org](1)))
		b.commit(own, 10)
		l := b.listen(b.feed, r)
		at := b.caughtUp(b.feed, r)
		b.commit(party.ScopeAdmin, 10)
		after := func() { b.commit(own, 10) }
		s.after.Store(&after)
		_, err := l.Ask(b.t.Context(), at)
		require.NoError(b.t, err)
		p, err := b.feed.Pull(b.t.Context(), r, at)
		require.NoError(b.t, err)
		require.Len(b.t, p.Documents, 1)
	})
}

// Whoever begins to listen behind the head is told at once.
func TestFeed_Listen_BehindTheHead(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.commit(party.ScopeAgency, 10)
		at := b.caughtUp(b.feed, agency(1))
		b.commit(party.ScopeAgency, 10)
		l, err := b.feed.Listen(b.t.Context(), agency(1), at)
		require.NoError(b.t, err)
		b.t.Cleanup(l.Close)
		b.settle()
		m, ok := heard(l)
		require.True(b.t, ok, "without a moment's waiting")
		require.Len(b.t, m.Page.Documents, 1)
	})
}
