package session

import (
	"crypto/rand"
	"errors"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/desktop/internal/search"
	"dotchain/shared/catalogue"
	"dotchain/shared/catalogue/cataloguetest"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// boxes is a sealer of one key.
type boxes [chacha20poly1305.KeySize]byte

func (b boxes) Seal(plain, aad []byte) []byte {
	c, err := chacha20poly1305.NewX(b[:])
	if err != nil {
		panic(err)
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	if _, err = rand.Read(nonce); err != nil {
		panic(err)
	}
	return c.Seal(nonce, nonce, plain, aad)
}

func (b boxes) Open(box, aad []byte) ([]byte, error) {
	c, err := chacha20poly1305.NewX(b[:])
	if err != nil {
		return nil, err
	}
	if len(box) < chacha20poly1305.NonceSizeX {
		return nil, errors.New("short")
	}
	return c.Open(nil, box[:chacha20poly1305.NonceSizeX], box[chacha20poly1305.NonceSizeX:], aad)
}

func kept(dir string, key byte) *keptIndex {
	return &keptIndex{search.New(), dir, boxes{key}, slog.New(slog.DiscardHandler)}
}

// What is kept is good for one start, of its own state and its own profile.
func TestKeptIndex(t *testing.T) {
	t.Parallel()
	dir, mark := t.TempDir(), [32]byte{1}
	full := kept(dir, 1)
	require.False(t, full.Restore(mark), "nothing is there yet")
	for _, item := range cataloguetest.New().Items(20) {
		full.PutItem(item)
	}
	full.Keep(mark)
	next := kept(dir, 1)
	require.True(t, next.Restore(mark))
	require.Equal(t, 20, next.Len())
	require.False(t, kept(dir, 1).Restore(mark), "a second start does not know what the first one did")

	path := filepath.Join(dir, indexName)
	for name, spoil := range map[string]func() (*keptIndex, [32]byte){
		"another state":   func() (*keptIndex, [32]byte) { return kept(dir, 1), [32]byte{2} },
		"another profile": func() (*keptIndex, [32]byte) { return kept(dir, 2), mark },
		"damaged": func() (*keptIndex, [32]byte) {
			b, err := os.ReadFile(path) //nolint:gosec // the test's own
			require.NoError(t, err)
			b[len(b)/2] ^= 1
			require.NoError(t, os.WriteFile(path, b, 0o600))
			return kept(dir, 1), mark
		},
		"torn": func() (*keptIndex, [32]byte) {
			require.NoError(t, os.Truncate(path, 10))
			return kept(dir, 1), mark
		},
	} {
		full.Keep(mark)
		k, of := spoil()
		require.False(t, k.Restore(of), name)
		require.Zero(t, k.Len(), name)
		require.NoFileExists(t, path, name)
	}
}

// unread are documents whose items nobody may read one by one when it refuses.
type unread struct {
	client.Docs
	t       *testing.T
	refuses bool
}

func (u *unread) All(kind wire.DocKind) iter.Seq2[wire.Document, error] {
	require.False(u.t, u.refuses && kind == wire.DocItem, "the items are in the index that was kept")
	return u.Docs.All(kind)
}

// A start after a close in order does not read the items; one after a crash does, and
// both find the same.
func TestKeptIndex_Starts(t *testing.T) {
	t.Parallel()
	dir, docs, work := t.TempDir(), &unread{Docs: memstore.NewDocs(), t: t}, memstore.NewWork()
	open := func() *client.Core {
		t.Helper()
		core, err := client.Open(client.Config{
			Docs: docs, Work: work, Journal: emptyJournal{}, Index: kept(dir, 1), Clock: time.Now, Random: func([]byte) {},
			Profile: client.Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneAgency}, Device: id.ID[id.Device]{1}},
		})
		require.NoError(t, err)
		return core
	}
	apply := func(core *client.Core, items ...catalogue.Item) {
		t.Helper()
		from, err := core.Cursor()
		require.NoError(t, err)
		page := wire.Page{From: from, Next: from}
		page.Next.Seq++
		for _, i := range items {
			page.Documents = append(page.Documents, wire.Document{
				Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: i.ID, Version: i.Version, Body: seal.Encode(i),
			})
		}
		require.NoError(t, core.ApplyPage(page))
	}
	count := func(core *client.Core) int {
		t.Helper()
		page, err := core.Catalogue(client.CatalogueQuery{Limit: 1})
		require.NoError(t, err)
		require.Len(t, page.Cards, 1)
		return page.Total
	}
	items := cataloguetest.New().Items(30)
	core := open()
	apply(core, items[:20]...)
	core.Close()

	docs.refuses = true
	core = open()
	require.Equal(t, 20, count(core))
	apply(core, items[20:]...)
	require.Equal(t, 30, count(core))
	// It stops here, and nothing was kept.
	docs.refuses = false
	require.Equal(t, 30, count(open()))
}

// emptyJournal keeps nothing.
type emptyJournal struct{}

func (emptyJournal) Append([]client.JournalEntry) (uint64, error) { return 0, errors.New("full") }

func (emptyJournal) Last() uint64 { return 0 }

func (emptyJournal) Replay(uint64) iter.Seq2[client.JournalEntry, error] {
	return func(func(client.JournalEntry, error) bool) {}
}
