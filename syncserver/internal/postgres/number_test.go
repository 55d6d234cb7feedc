package postgres_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// told is a feed that only listens.
type told struct {
	mu          sync.Mutex // guards all
	runs        []feed.Sequenced
	checkpoints [][]byte
}

func (t *told) Sign(c seal.Checkpoint) ([]byte, error) { return c.Root[:], nil }

func (t *told) Numbered(done feed.Sequenced, checkpoint []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.runs, t.checkpoints = append(t.runs, done), append(t.checkpoints, checkpoint)
}

func (t *told) all() []feed.Sequenced {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.runs
}

// numbering is a store of the field whose small transactions number what they write.
func numbering(t *testing.T) (*postgres.Store, *sharedtest.Field, *told) {
	t.Helper()
	s, f, n := pgtest.New(t), sharedtest.NewField(), &told{}
	s.NumberFor(n)
	enginetest.Seed(t, s, f)
	feedtest.Drain(t, s)
	return s, f, n
}

func scopesOfField(f *sharedtest.Field) []party.Scope {
	scopes := []party.Scope{party.ScopeCatalogue, party.ScopePolicy, party.ScopeAgency, party.ScopeStaff, party.ScopeAdmin}
	for _, u := range f.Units {
		scopes = append(scopes, party.ScopeUnit(u.ID))
	}
	return append(scopes, party.ScopeSupplier(f.Supplier.ID))
}

func TestNumber_WithTheTransaction(t *testing.T) {
	t.Parallel()
	s, f, n := numbering(t)
	before, err := s.Meta(t.Context())
	require.NoError(t, err)
	enginetest.Play(t, s, f)
	require.Len(t, n.all(), 2, "the two orders; a register comes without locks and goes the other way")
	last := n.all()[1]
	after, err := s.Meta(t.Context())
	require.NoError(t, err)
	require.Equal(t, last.Head, after.Head)
	require.Equal(t, n.checkpoints[1], after.Checkpoint)

	// What was told is what stands: nobody who heard it sees something else than who asks.
	var heard []wire.Document
	newest := map[wire.Key]int{}
	for _, run := range n.all() {
		require.True(t, run.IsWhole)
		require.Equal(t, 1, run.Commands)
		for _, d := range run.News {
			require.Contains(t, run.Scopes, d.Scope)
		}
		for _, d := range run.News {
			newest[wire.Key{Kind: d.Kind, ID: d.ID}]++
			heard = append(heard, d.Document)
		}
	}
	page, err := s.Page(t.Context(), scopesOfField(f), before.Head, 1000, 1<<20)
	require.NoError(t, err)
	require.Subset(t, heard, page.Documents)
	require.NotEmpty(t, page.Documents)
	require.Equal(t, after.Head, feedtest.Drain(t, s)-1, "only the register waited")
	require.NoError(t, s.Check(t.Context()))
}

// What was committed before and not numbered comes first: the sequencer keeps the order.
func TestNumber_NotBeforeWhatWaits(t *testing.T) {
	t.Parallel()
	s, f, n := numbering(t)
	changes := sharedtest.NewActor(900, "Хтось", f.Units[0], party.ZoneUnit, party.RoleRequisitioner)
	enginetest.Save(t, s, engine.Batch{Documents: []wire.Document{{Scope: "test/a", Kind: wire.DocPerson, ID: changes.Person.ID, Version: 1, Body: []byte{1}}}})
	e := f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(1, 0, 1), sharedtest.Now)
	require.NoError(t, enginetest.Do(t, s, e))
	require.Empty(t, n.all())
	feedtest.Drain(t, s)
	e = f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(2, 0, 1), sharedtest.Now)
	require.NoError(t, enginetest.Do(t, s, e))
	require.Len(t, n.all(), 1)
	require.NoError(t, s.Check(t.Context()))
}

// Who holds the sequencer's row keeps nobody waiting: the others leave the numbering to it.
func TestNumber_NobodyWaitsForATurn(t *testing.T) {
	t.Parallel()
	s, f, n := numbering(t)
	held, err := s.Jobs().Begin(t.Context())
	require.NoError(t, err)
	_, err = held.Exec(t.Context(), `SELECT FROM sequencer FOR UPDATE`)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // who waits for the lock meets its end
	defer cancel()
	e := f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(1, 0, 1), sharedtest.Now)
	require.NoError(t, enginetest.DoIn(ctx, s, e))
	require.NoError(t, held.Rollback(t.Context()))
	require.Empty(t, n.all())
	feedtest.Drain(t, s)
	require.NoError(t, s.Check(t.Context()))
}
