package feed_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a running feed inside a bubble whose clock moves by itself.
type bench struct {
	t     *testing.T
	store *memstore.Store
	feed  *feed.Feed
	next  uint64
}

func inBubble(t *testing.T, test func(b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, store: memstore.New(sharedtest.ID[id.Epoch](1))}
		b.feed = b.replica()
		b.settle()
		test(b)
	})
}

func (b *bench) replica() *feed.Feed {
	b.t.Helper()
	f, err := feed.New(feed.Config{Store: b.store, Signer: sharedtest.NewKey("server"), Clock: time.Now})
	require.NoError(b.t, err)
	require.NoError(b.t, f.Start(b.t.Context()))
	b.t.Cleanup(f.Stop)
	return f
}

// settle lets everything happen that needs no time.
func (b *bench) settle() { synctest.Wait() }

func (b *bench) commit(scope party.Scope, size int) {
	b.next++
	b.store.Append(wire.Document{Scope: scope, Kind: wire.DocItem, ID: sharedtest.ID[id.Item](b.next), Version: 1, Body: make([]byte, size)})
	b.feed.Committed()
	b.settle()
}

func agency(n uint64) feed.Reader {
	return feed.Reader{Device: sharedtest.ID[id.Device](n), Person: party.Person{Zone: party.ZoneAgency}}
}

// caughtUp is the cursor of a reader that has everything.
func (b *bench) caughtUp(f *feed.Feed, r feed.Reader) wire.Cursor {
	b.t.Helper()
	p, err := f.Pull(b.t.Context(), r, wire.Cursor{})
	require.NoError(b.t, err)
	require.Zero(b.t, p.Remaining)
	return p.Next
}

func (b *bench) listen(f *feed.Feed, r feed.Reader) *feed.Listener {
	b.t.Helper()
	l, err := f.Listen(b.t.Context(), r, b.caughtUp(f, r))
	require.NoError(b.t, err)
	b.t.Cleanup(l.Close)
	b.settle()
	return l
}

func heard(l *feed.Listener) (m wire.Live, ok bool) {
	select {
	case m = <-l.C:
		return m, true
	default:
		return m, false
	}
}

func TestFeed_Listen_SmallNewsInline(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.commit(party.ScopeAgency, 10)
		l := b.listen(b.feed, agency(1))
		from := b.caughtUp(b.feed, agency(1))
		for range 3 {
			b.commit(party.ScopeAgency, 10)
			m, ok := heard(l)
			require.True(t, ok, "without a moment's waiting")
			require.Equal(t, wire.LivePage, m.Kind)
			require.Equal(t, from, m.Page.From, "each follows the one before")
			require.Len(t, m.Page.Documents, 1)
			require.NotEmpty(t, m.Page.Checkpoint)
			from = m.Page.Next
		}
		b.commit(party.ScopeAdmin, 10)
		_, ok := heard(l)
		require.False(t, ok, "another scope's news are none")
		b.commit(party.ScopeAgency, wire.LiveInline+1)
		m, ok := heard(l)
		require.True(t, ok)
		require.Equal(t, wire.LiveNews, m.Kind, "too large to come inline")
	})
}

func TestFeed_Listen_OverflowLeavesOneHint(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.commit(party.ScopeAgency, 10)
		slow, quick := b.listen(b.feed, agency(1)), b.listen(b.feed, agency(2))
		for range 30 {
			b.commit(party.ScopeAgency, 10)
			_, ok := heard(quick)
			require.True(t, ok, "nobody waits for the slow one")
		}
		head := b.caughtUp(b.feed, agency(3)).Seq
		var last wire.Live
		n := 0
		for m, ok := heard(slow); ok; m, ok = heard(slow) {
			last = m
			n++
		}
		require.LessOrEqual(t, n, 8)
		require.Equal(t, wire.LiveNews, last.Kind)
		require.Equal(t, head, last.Head, "the newest head")

		// After it pulled, pages come inline again.
		at := b.caughtUp(b.feed, agency(1))
		b.commit(party.ScopeAgency, 10)
		m, ok := heard(slow)
		require.True(t, ok)
		require.Equal(t, wire.LivePage, m.Kind)
		require.Equal(t, at, m.Page.From)
	})
}

func TestFeed_Ask(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.commit(party.ScopeAgency, 10)
		l := b.listen(b.feed, agency(1))
		at := b.caughtUp(b.feed, agency(1))
		m, err := l.Ask(b.t.Context(), at)
		require.NoError(t, err)
		require.Equal(t, wire.LiveNone, m.Kind)
		b.commit(party.ScopeAgency, 10)
		m, err = l.Ask(b.t.Context(), at)
		require.NoError(t, err)
		require.Equal(t, wire.LivePage, m.Kind)
		require.Equal(t, at, m.Page.From)
	})
}

// A second replica does not lead: it hears what the first one numbers, and the
// first one finds what the second one's people wrote.
func TestFeed_TwoReplicas(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		other := b.replica()
		b.commit(party.ScopeAgency, 10)
		l := b.listen(other, agency(1))
		b.commit(party.ScopeAgency, 10)
		m, ok := heard(l)
		require.True(t, ok)
		require.Equal(t, wire.LivePage, m.Kind)

		b.store.Append(wire.Document{Scope: party.ScopeAgency, Kind: wire.DocItem, ID: sharedtest.ID[id.Item](99), Version: 1})
		other.Committed() // it does not lead; nothing happens at once
		begin := time.Now()
		<-l.C
		require.LessOrEqual(t, time.Since(begin), time.Second)

		b.feed.Stop()
		b.store.Append(wire.Document{Scope: party.ScopeAgency, Kind: wire.DocItem, ID: sharedtest.ID[id.Item](98), Version: 1})
		<-l.C // the other one leads now
	})
}

func TestFeed_Pull_RefusesCursors(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.commit(party.ScopeAgency, 10)
		at := b.caughtUp(b.feed, agency(1))
		for name, change := range map[string]func(c *wire.Cursor){
			"epoch":  func(c *wire.Cursor) { c.Epoch = sharedtest.ID[id.Epoch](2) },
			"schema": func(c *wire.Cursor) { c.Schema++ },
			"scopes": func(c *wire.Cursor) { c.Scopes = feed.ScopesHash([]party.Scope{party.ScopeCatalogue}) },
			"ahead":  func(c *wire.Cursor) { c.Seq += 100 },
		} {
			c := at
			change(&c)
			_, err := b.feed.Pull(t.Context(), agency(1), c)
			require.Equal(t, fault.Resnapshot, fault.CodeOf(err), name)
			require.Equal(t, name, fault.ReasonsOf(err)[0].Ref)
		}
		p, err := b.feed.Pull(t.Context(), agency(1), at)
		require.NoError(t, err)
		require.Empty(t, p.Documents)
		require.Equal(t, at, p.Next)
	})
}

func TestFeed_Pull_PagesMissNothing(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		for range 20 {
			b.commit(party.ScopeAgency, 300<<10)
		}
		seen := map[[16]byte]bool{}
		pages := 0
		for at := (wire.Cursor{}); ; pages++ {
			p, err := b.feed.Pull(t.Context(), agency(1), at)
			require.NoError(t, err)
			for _, d := range p.Documents {
				require.False(t, seen[d.ID])
				seen[d.ID] = true
			}
			at = p.Next
			if p.Remaining == 0 {
				break
			}
		}
		require.Len(t, seen, 20)
		require.Greater(t, pages, 1)
	})
}

// weak is a database whose sequencer is cut off when it takes too much at once,
// as a limit on the time of a statement does.
type weak struct {
	*memstore.Store
	most int
}

func (w weak) Lead(ctx context.Context) (feed.Lead, bool, error) {
	l, ok, err := w.Store.Lead(ctx)
	return weakLead{l, w.most}, ok, err
}

type weakLead struct {
	feed.Lead
	most int
}

func (l weakLead) Sequence(ctx context.Context, limit int, sign func(seal.Checkpoint) ([]byte, error)) (feed.Sequenced, error) {
	if limit > l.most {
		return feed.Sequenced{}, errors.New("canceling statement due to statement timeout")
	}
	return l.Lead.Sequence(ctx, limit, sign)
}

// What is too much for one run is numbered in smaller ones: the same try for
// ever would stop the feed for everybody.
func TestFeed_Sequence_TakesLessAfterATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(sharedtest.ID[id.Epoch](1))
		for n := range uint64(500) {
			s.Append(wire.Document{Scope: party.ScopeAgency, Kind: wire.DocItem, ID: sharedtest.ID[id.Item](n), Version: 1, Body: []byte{1}})
		}
		f, err := feed.New(feed.Config{Store: weak{s, 100}, Signer: sharedtest.NewKey("server"), Clock: time.Now})
		require.NoError(t, err)
		require.NoError(t, f.Start(t.Context()))
		defer f.Stop()
		<-time.After(30 * time.Second) // the bubble's
		synctest.Wait()
		p, err := f.Pull(t.Context(), agency(1), wire.Cursor{})
		require.NoError(t, err)
		require.Len(t, p.Documents, 500)
	})
}
