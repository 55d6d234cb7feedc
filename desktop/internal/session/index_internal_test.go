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
	"dotchain/shared/supply"
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

func (b boxes) Open(box, aad []byte) ([]byte, error) { return b.OpenInto(nil, box, aad) }

func (b boxes) OpenInto(to, box, aad []byte) ([]byte, error) {
	c, err := chacha20poly1305.NewX(b[:])
	if err != nil {
		return nil, err
	}
	if len(box) < chacha20poly1305.NonceSizeX {
		return nil, errors.New("short")
	}
	return c.Open(to, box[:chacha20poly1305.NonceSizeX], box[chacha20poly1305.NonceSizeX:], aad)
}

func kept(dir string, key byte) *keptIndex {
	return &keptIndex{Index: search.New(), dir: dir, sealer: boxes{key}, log: slog.New(slog.DiscardHandler)}
}

// What is kept is good as a whole for one start, of its own state, and as an older state
// for those that follow; never for another profile or epoch.
func TestKeptIndex(t *testing.T) {
	t.Parallel()
	dir, mark := t.TempDir(), client.IndexMark{Base: [32]byte{1}, Whole: [32]byte{1}}
	full := kept(dir, 1)
	require.Equal(t, client.RestoredNothing, full.Restore(mark), "nothing is there yet")
	for _, item := range cataloguetest.New().Items(20) {
		full.PutItem(item)
	}
	full.Keep(mark, true)
	next := kept(dir, 1)
	require.Equal(t, client.RestoredWhole, next.Restore(mark))
	require.Equal(t, 20, next.Len())
	second := kept(dir, 1)
	require.Equal(t, client.RestoredOlder, second.Restore(mark), "a second start does not know what the first one did")
	require.Equal(t, 20, second.Len())
	full.Keep(client.IndexMark{Base: mark.Base, Whole: [32]byte{2}}, true)
	require.Equal(t, client.RestoredOlder, kept(dir, 1).Restore(mark), "of another state")
	full.Keep(mark, false)
	require.Equal(t, client.RestoredOlder, kept(dir, 1).Restore(mark), "kept while it is open")
	full.Keep(mark, true)
	full.Discard()
	require.Equal(t, client.RestoredNothing, kept(dir, 1).Restore(mark))

	path := filepath.Join(dir, indexName)
	for name, spoil := range map[string]func() (*keptIndex, client.IndexMark){
		"another epoch":   func() (*keptIndex, client.IndexMark) { return kept(dir, 1), client.IndexMark{Whole: mark.Whole} },
		"another profile": func() (*keptIndex, client.IndexMark) { return kept(dir, 2), mark },
		"damaged": func() (*keptIndex, client.IndexMark) {
			b, err := os.ReadFile(path) //nolint:gosec // the test's own
			require.NoError(t, err)
			b[len(b)/2] ^= 1
			require.NoError(t, os.WriteFile(path, b, 0o600))
			return kept(dir, 1), mark
		},
		"torn": func() (*keptIndex, client.IndexMark) {
			require.NoError(t, os.Truncate(path, 10))
			return kept(dir, 1), mark
		},
	} {
		full.Keep(mark, true)
		k, of := spoil()
		require.Equal(t, client.RestoredNothing, k.Restore(of), name)
		require.Zero(t, k.Len(), name)
		require.NoFileExists(t, path, name)
		require.NoFileExists(t, filepath.Join(dir, indexOlder), name)
	}
}

// counting are documents that count whose items are decoded.
type counting struct {
	client.Docs
	walked bool
}

func (u *counting) All(kind wire.DocKind) iter.Seq2[wire.Document, error] {
	u.walked = u.walked || kind == wire.DocItem
	return u.Docs.All(kind)
}

// fed is a kept index that counts what is put into it.
type fed struct {
	*keptIndex
	put int
}

func (f *fed) PutItem(item catalogue.Item) {
	f.put++
	f.keptIndex.PutItem(item)
}

// A start after a close in order does not read the items; one after a crash takes in what
// changed since the index was kept, and forgets what went. All find the same.
func TestKeptIndex_Starts(t *testing.T) {
	t.Parallel()
	dir, docs, work := t.TempDir(), &counting{Docs: memstore.NewDocs()}, memstore.NewWork()
	var index *fed
	open := func() *client.Core {
		t.Helper()
		docs.walked, index = false, &fed{keptIndex: kept(dir, 1)}
		core, err := client.Open(client.Config{
			Docs: docs, Work: work, Journal: emptyJournal{}, Index: index, Clock: time.Now, Random: func([]byte) {},
			Profile: client.Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneAgency}, Device: id.ID[id.Device]{1}},
		})
		require.NoError(t, err)
		return core
	}
	document := func(i catalogue.Item) wire.Document {
		return wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: i.ID, Version: i.Version, Body: seal.Encode(i)}
	}
	apply := func(core *client.Core, documents ...wire.Document) {
		t.Helper()
		from, err := core.Cursor()
		require.NoError(t, err)
		page := wire.Page{From: from, Next: from, Documents: documents}
		page.Next.Seq++
		require.NoError(t, core.ApplyPage(page))
	}
	count := func(core *client.Core, text string) int {
		t.Helper()
		page, err := core.Catalogue(client.CatalogueQuery{Text: text, Limit: 1})
		require.NoError(t, err)
		return page.Total
	}
	offers := func(items ...catalogue.Item) (all []wire.Document) {
		for _, i := range items {
			o := supply.Offer{ID: supply.OfferID(id.ID[id.Org]{9}, i.ID), Supplier: id.ID[id.Org]{9}, Item: i.ID, Price: 100, Minimum: 1, Pack: 1}
			all = append(all, wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocOffer, ID: o.ID, Version: 1, Body: seal.Encode(o)})
		}
		return all
	}
	orderable := func(core *client.Core) int {
		t.Helper()
		page, err := core.Catalogue(client.CatalogueQuery{Suppliers: []id.ID[id.Org]{{9}}, Limit: 1})
		require.NoError(t, err)
		return page.Total
	}
	items := cataloguetest.New().Items(30)
	core := open()
	for _, i := range items[:20] {
		apply(core, document(i))
	}
	apply(core, offers(items[:3]...)...)
	require.Equal(t, 20, index.put)
	core.Close()

	core = open()
	require.False(t, docs.walked, "the items are in the index that was kept")
	require.Zero(t, index.put)
	require.Equal(t, 20, count(core, ""))
	require.Equal(t, 3, orderable(core))
	for _, i := range items[20:] {
		apply(core, document(i))
	}
	changed, gone, offer := items[4], document(items[5]), offers(items[0])[0]
	changed.NameUk, changed.Version = "перейменований", 2
	gone.Deleted, gone.Body, gone.Version = true, nil, 2
	offer.Deleted, offer.Body, offer.Version = true, nil, 2
	apply(core, document(changed), gone, offer)
	require.Equal(t, 29, count(core, ""))

	// It stops here: what was kept is older than the documents.
	for range 2 {
		core = open()
		require.True(t, docs.walked)
		require.Equal(t, 11, index.put, "ten are new and one has changed")
		require.Equal(t, 29, count(core, ""))
		require.Equal(t, 1, count(core, "перейменований"))
		require.Equal(t, 2, orderable(core))
	}
	core.Close()
	core = open()
	require.Zero(t, index.put)
	require.Equal(t, 29, count(core, ""))
}

// A load keeps the index when it ends: a crash after it costs nothing.
func TestKeptIndex_AfterALoad(t *testing.T) {
	t.Parallel()
	dir, docs, work := t.TempDir(), memstore.NewDocs(), memstore.NewWork()
	open := func() (*client.Core, *fed) {
		t.Helper()
		index := &fed{keptIndex: kept(dir, 1)}
		core, err := client.Open(client.Config{
			Docs: docs, Work: work, Journal: emptyJournal{}, Index: index, Clock: time.Now, Random: func([]byte) {},
			Profile: client.Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneAgency}, Device: id.ID[id.Device]{1}},
		})
		require.NoError(t, err)
		return core, index
	}
	core, _ := open()
	cursor := wire.Cursor{Epoch: id.ID[id.Epoch]{1}, Schema: wire.Schema, Seq: 9}
	_, err := core.BeginLoad(wire.Snapshot{Cursor: cursor, Scopes: []wire.ScopeSnapshot{{Scope: party.ScopeCatalogue, Documents: 20}}}, false)
	require.NoError(t, err)
	page := wire.ScopePage{Scope: party.ScopeCatalogue, Next: 20, Done: true}
	for _, i := range cataloguetest.New().Items(20) {
		page.Documents = append(page.Documents, wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: i.ID, Version: i.Version, Body: seal.Encode(i)})
	}
	require.NoError(t, core.ApplyScope(page))
	require.NoError(t, core.EndLoad())

	core, index := open()
	require.Zero(t, index.put)
	require.Equal(t, 20, index.Len())
	// What differs from the server is loaded anew: what was made of it is not kept either.
	require.NoError(t, core.Mend(page))
	_, index = open()
	require.Equal(t, 20, index.put)
}

// A program that is closed in the middle of its first load, and finds its documents set
// aside at the next start, finds nothing that is not here.
func TestKeptIndex_DocumentsSetAside(t *testing.T) {
	t.Parallel()
	dir, work := t.TempDir(), memstore.NewWork()
	open := func(docs client.Docs) (*client.Core, *keptIndex) {
		t.Helper()
		index := kept(dir, 1)
		core, err := client.Open(client.Config{
			Docs: docs, Work: work, Journal: emptyJournal{}, Index: index, Clock: time.Now, Random: func([]byte) {},
			Profile: client.Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneAgency}, Device: id.ID[id.Device]{1}},
		})
		require.NoError(t, err)
		return core, index
	}
	docs := memstore.NewDocs()
	core, _ := open(docs)
	cursor := wire.Cursor{Epoch: id.ID[id.Epoch]{1}, Schema: wire.Schema, Seq: 9}
	_, err := core.BeginLoad(wire.Snapshot{Cursor: cursor, Scopes: []wire.ScopeSnapshot{{Scope: party.ScopeCatalogue, Documents: 20}}}, false)
	require.NoError(t, err)
	page := wire.ScopePage{Scope: party.ScopeCatalogue, Next: 20}
	for _, i := range cataloguetest.New().Items(20) {
		page.Documents = append(page.Documents, wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: i.ID, Version: i.Version, Body: seal.Encode(i)})
	}
	require.NoError(t, core.ApplyScope(page))
	core.Close()
	core, index := open(docs)
	require.Equal(t, 20, index.Len(), "what has come is kept")
	core.Close()
	_, index = open(memstore.NewDocs())
	require.Zero(t, index.Len())
}

// emptyJournal keeps nothing.
type emptyJournal struct{}

func (emptyJournal) Append([]client.JournalEntry) (uint64, error) { return 0, errors.New("full") }

func (emptyJournal) Last() uint64 { return 0 }

func (emptyJournal) Replay(uint64) iter.Seq2[client.JournalEntry, error] {
	return func(func(client.JournalEntry, error) bool) {}
}
