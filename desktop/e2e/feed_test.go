package e2e_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/wire"
	"dotchain/syncserver/syncservertest"
)

// A reader pages the feed through the door while eight devices push and their
// transactions are held open at random: it misses nothing, sees every version
// at most once and in order, and at the end holds what a new reader gets.
func TestFeed_NothingIsMissed(t *testing.T) {
	t.Parallel()
	const writers, each = 8, 12
	figures := field.Small(time.Now())
	figures.Units, figures.Items, figures.Pieces, figures.Money = writers, 12, 100_000, 1_000_000_000*money.Hryvnia
	dsn := syncservertest.Database(t)
	s := field.NewServer(t, dsn, figures)
	reader := s.Device(s.Place.Approver)
	reader.Syncer.Stop() // this test pages itself
	devices := make([]*field.Device, writers)
	for i := range devices {
		devices[i] = s.Device(s.Place.Buyers[i][0])
	}

	hold := holdOpen(t, dsn)
	var writing sync.WaitGroup
	signed := make([][]id.ID[id.Order], writers)
	for i, d := range devices {
		writing.Go(func() {
			random := rand.New(rand.NewPCG(uint64(i), 3)) //nolint:gosec // a test's
			for range each {
				// Different units' orders meet in the same stock, in any order.
				pieces := make([]int64, figures.Items)
				for range 3 {
					pieces[random.IntN(figures.Items)] = 1 + random.Int64N(3)
				}
				signed[i] = append(signed[i], d.Order(s.Place, pieces...))
			}
			// With its own documents here, and not only its receipts, the sequencer
			// has numbered all of them.
			for _, o := range signed[i] {
				d.Await("the document of order "+o.String(), func() bool {
					_, ok, err := d.Docs.Get(wire.DocOrder, o)
					return err == nil && ok
				})
			}
		})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		writing.Wait()
	}()
	cursor, err := reader.Core.Cursor()
	require.NoError(t, err)
	held := read(t, reader, cursor, done)
	hold()

	fresh := map[[17]byte]wire.Document{}
	for page := pulled(t, reader, wire.Cursor{}); ; page = pulled(t, reader, page.Next) {
		for _, d := range page.Documents {
			fresh[key(d)] = d
		}
		if page.Remaining == 0 {
			break
		}
	}
	for k, d := range held {
		require.Equal(t, fresh[k], d)
	}
	for i := range signed {
		for _, o := range signed[i] {
			d, ok := held[key(wire.Document{Kind: wire.DocOrder, ID: o})]
			require.True(t, ok, "order %s of writer %d was missed", o, i)
			var got order.Order
			require.NoError(t, wire.Decode(d.Body, &got))
			require.Equal(t, order.InReview, got.State)
		}
	}
}

func key(d wire.Document) [17]byte {
	var k [17]byte
	k[0] = byte(d.Kind)
	copy(k[1:], d.ID[:])
	return k
}

// pulled is the page after a cursor.
func pulled(t *testing.T, d *field.Device, from wire.Cursor) (page wire.Page) {
	t.Helper()
	require.NoError(t, d.Asked(func() (err error) {
		page, err = d.Remote.Pull(t.Context(), from, wire.PullBytes)
		return err
	}))
	return page
}

// read pages from a cursor on until the writers are done and nothing is left.
// Versions must only grow.
func read(t *testing.T, d *field.Device, from wire.Cursor, done <-chan struct{}) map[[17]byte]wire.Document {
	t.Helper()
	held := map[[17]byte]wire.Document{}
	for finished := false; ; {
		select {
		case <-done:
			finished = true
		default:
		}
		page := pulled(t, d, from)
		require.Equal(t, from, page.From)
		for _, doc := range page.Documents {
			if before, ok := held[key(doc)]; ok {
				require.Greater(t, doc.Version, before.Version, "%s %x came again", doc.Kind, doc.ID)
			}
			held[key(doc)] = doc
		}
		if finished && len(page.Documents) == 0 && page.Remaining == 0 && from == page.Next {
			return held
		}
		from = page.Next
	}
}

// holdOpen locks rows that pushes need, for random moments, so that their
// transactions stay open and commit in another order than they began.
func holdOpen(t *testing.T, dsn string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var holding sync.WaitGroup
	for n := range 2 {
		conn, err := pgx.Connect(t.Context(), dsn)
		require.NoError(t, err)
		holding.Go(func() {
			defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
			random := rand.New(rand.NewPCG(uint64(n), 4)) //nolint:gosec // a test's
			for ctx.Err() == nil {
				tx, err := conn.Begin(ctx)
				if err != nil {
					return
				}
				_, _ = tx.Exec(ctx, `SELECT FROM stock ORDER BY random() LIMIT 1 FOR UPDATE`)
				wait := time.NewTimer(time.Duration(random.IntN(30)) * time.Millisecond) // how long it is held open varies
				select {
				case <-wait.C:
				case <-ctx.Done():
				}
				wait.Stop()
				_ = tx.Rollback(context.WithoutCancel(ctx))
			}
		})
	}
	return func() {
		cancel()
		holding.Wait()
	}
}
