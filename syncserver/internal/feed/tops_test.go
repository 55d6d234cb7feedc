package feed_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed"
)

// asked counts what a feed asks the store.
type asked struct {
	*memstore.Store
	pages, tops atomic.Int64
	// door is locked while no page is given.
	door sync.RWMutex
}

// Listen hears nothing, as announcements may be lost: whether one comes before the sequencer's
// own word or after it is chance, and whoever hears a head alone has to ask.
func (c *asked) Listen(ctx context.Context, _ func(head uint64)) error {
	<-ctx.Done()
	return ctx.Err()
}

func (c *asked) Page(ctx context.Context, scopes []party.Scope, after uint64, limit, bytes int) (feed.Page, error) {
	c.pages.Add(1)
	c.door.RLock()
	defer c.door.RUnlock()
	return c.Store.Page(ctx, scopes, after, limit, bytes)
}

func (c *asked) Tops(ctx context.Context, scopes []party.Scope) (map[party.Scope]uint64, error) {
	c.tops.Add(1)
	return c.Store.Tops(ctx, scopes)
}

func unitReader(n uint64) feed.Reader {
	return feed.Reader{Device: sharedtest.ID[id.Device](n), Person: party.Person{Zone: party.ZoneUnit, Org: sharedtest.ID[id.Org](n)}}
}

// News of one unit cost one look into the database, however many other units listen
// that stand behind the head and have everything.
func TestFeed_OthersNewsCostNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const units = 50
		b := &bench{t: t, store: memstore.New(sharedtest.ID[id.Epoch](1))}
		store := &asked{Store: b.store}
		f, err := feed.New(feed.Config{Store: store, Signer: sharedtest.NewKey("server"), Clock: time.Now})
		require.NoError(t, err)
		require.NoError(t, f.Start(t.Context()))
		t.Cleanup(f.Stop)
		b.feed = f
		b.settle()
		scope := func(n uint64) party.Scope { return party.Scope(fmt.Sprintf("unit/%s", sharedtest.ID[id.Org](n))) }
		require.Contains(t, party.ScopesOf(unitReader(1).Person), scope(1))
		var listeners []*feed.Listener
		var cursors []wire.Cursor
		for n := range uint64(units) {
			b.commit(scope(n), 10)
			listeners = append(listeners, b.listen(f, unitReader(n)))
			cursors = append(cursors, b.caughtUp(f, unitReader(n)))
		}
		b.commit(scope(0), 10)
		for _, l := range listeners {
			heard(l)
		}
		store.pages.Store(0)
		store.tops.Store(0)
		for range 3 {
			b.commit(scope(0), 10)
			m, ok := heard(listeners[0])
			require.True(t, ok)
			require.Equal(t, wire.LivePage, m.Kind)
			for _, l := range listeners[1:] {
				_, ok = heard(l)
				require.False(t, ok, "another's news")
			}
		}
		require.EqualValues(t, 3, store.pages.Load())
		require.Zero(t, store.tops.Load(), "the sequencer has said what is new")

		// All of them come back at once, behind the head.
		for n, l := range listeners {
			m, asked := l.Ask(t.Context(), cursors[n])
			require.NoError(t, asked)
			require.Equal(t, n == 0, m.Kind == wire.LivePage, "unit %d", n)
		}
		require.EqualValues(t, 4, store.pages.Load())
		require.Zero(t, store.tops.Load())
		for n := range uint64(units) {
			p, pulled := f.Pull(t.Context(), unitReader(n), cursors[n])
			require.NoError(t, pulled)
			require.Equal(t, n == 0, len(p.Documents) > 0)
			require.Equal(t, p.Head, p.Next.Seq, "there is nothing before the head")
		}

		// Another replica hears of the head alone: it asks once for all, but for the first
		// few who come before the others.
		other, err := feed.New(feed.Config{Store: store, Signer: sharedtest.NewKey("server"), Clock: time.Now})
		require.NoError(t, err)
		require.NoError(t, other.Start(t.Context()))
		t.Cleanup(other.Stop)
		b.settle()
		store.door.Lock()
		for n := range uint64(units) {
			l, err := other.Listen(t.Context(), unitReader(n), cursors[n])
			require.NoError(t, err)
			t.Cleanup(l.Close)
		}
		store.pages.Store(0)
		store.tops.Store(0)
		store.door.Unlock()
		b.settle()
		require.LessOrEqual(t, store.pages.Load(), int64(fewGroups+1))
		require.LessOrEqual(t, store.tops.Load(), int64(2))
	})
}

// fewGroups is the feed's.
const fewGroups = 4
