// Package snapshottest holds the suite that every store of snapshots must pass. It is
// imported by tests only.
package snapshottest

import (
	"bytes"
	"crypto/rand"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/snapshot"
)

// Store is what the suite runs against.
type Store interface {
	feedtest.Store
	snapshot.Store
}

// bundle is a store with what stands before it.
type bundle struct {
	*testing.T
	store   Store
	builder *snapshot.Builder
	shelf   *snapshot.Shelf
	key     *sharedtest.Key
	now     time.Time
}

// RunStore runs the suite. Each test takes a new, empty store.
func RunStore(t *testing.T, open func(tb testing.TB) Store) {
	t.Helper()
	for name, test := range map[string]func(b *bundle){
		"A device that loads everything holds the feed":        testConverges,
		"A small scope has no manifest":                        testSmall,
		"Packing again makes the changed segments alone":       testReuse,
		"The cursor is that of the oldest manifest":            testCursor,
		"A segment stays for two days after it was last named": testDrop,
		"A new epoch has a new key and nothing of the old one": testEpoch,
		"Pages of a scope and of a kind":                       testPages,
		"Who is given a manifest is noted once":                testGiven,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &bundle{T: t, store: open(t), key: sharedtest.NewKey("server"), now: machine()}
			_, err := b.store.Found(t.Context(), enginetest.Founding(sharedtest.NewField()))
			require.NoError(t, err)
			clock := func() time.Time { return b.now }
			b.builder, err = snapshot.NewBuilder(snapshot.BuilderConfig{Store: b.store, Signer: b.key, Clock: clock, Random: rand.Read})
			require.NoError(t, err)
			b.shelf = snapshot.NewShelf(b.store, clock)
			test(b)
		})
	}
}

// machine is the machine's clock, which a database goes by.
func machine() time.Time { return time.Now() } //nolint:forbidigo // a database has no other

// Doc makes the n-th document of a scope, with a body that is one CBOR item.
func Doc(scope party.Scope, kind wire.DocKind, n, version uint64) wire.Document {
	sum := seal.Sum([]byte{byte(n >> 16), byte(n >> 8), byte(n)}) //nolint:gosec // its bytes
	d := wire.Document{Scope: scope, Kind: kind, Version: version, Body: seal.Encode(map[int]any{1: n, 2: version, 3: "text"})}
	copy(d.ID[:], sum[:])
	return d
}

func docs(scope party.Scope, kind wire.DocKind, from, to uint64) []wire.Document {
	var all []wire.Document
	for n := from; n <= to; n++ {
		all = append(all, Doc(scope, kind, n, 1))
	}
	return all
}

// publish commits documents and numbers them.
func (b *bundle) publish(documents ...wire.Document) (head uint64) {
	b.Helper()
	for part := range slices.Chunk(documents, 5000) {
		enginetest.Save(b.T, b.store, engine.Batch{Documents: part})
	}
	return feedtest.Drain(b.T, b.store)
}

func (b *bundle) build() snapshot.Built {
	b.Helper()
	done, err := b.builder.Build(b.Context())
	require.NoError(b, err)
	return done
}

func reader(n uint64) feed.Reader {
	return feed.Reader{Device: sharedtest.ID[id.Device](n), Person: party.Person{
		ID: sharedtest.ID[id.Person](n), Zone: party.ZoneUnit, Org: sharedtest.ID[id.Org](n),
	}}
}

func (b *bundle) snapshot(r feed.Reader) wire.Snapshot {
	b.Helper()
	s, err := b.shelf.Snapshot(b.Context(), r)
	require.NoError(b, err)
	return s
}

// manifest opens the manifest of a scope.
func (b *bundle) manifest(s wire.Snapshot, scope party.Scope) (wire.Manifest, []byte) {
	b.Helper()
	at := slices.IndexFunc(s.Scopes, func(x wire.ScopeSnapshot) bool { return x.Scope == scope })
	require.GreaterOrEqual(b, at, 0)
	m, err := wire.OpenManifest(s.Scopes[at].Manifest, b.key.Public())
	require.NoError(b, err)
	require.Equal(b, scope, m.Scope)
	return m, s.Scopes[at].Key
}

// name is what a device keeps one document of.
type name struct {
	scope party.Scope
	wire.Key
}

// device holds documents as one does.
type device map[name]wire.Document

func (d device) take(docs []wire.Document) {
	for _, x := range docs {
		n := name{x.Scope, wire.Key{Kind: x.Kind, ID: x.ID}}
		if old, ok := d[n]; !ok || x.Version > old.Version || x.Version == old.Version && x.Deleted {
			d[n] = x
		}
	}
}

// alive leaves out what was deleted.
func (d device) alive() device {
	alive := device{}
	for n, x := range d {
		if !x.Deleted {
			alive[n] = x
		}
	}
	return alive
}

// load takes what a snapshot names.
func (d device) load(b *bundle, s wire.Snapshot) {
	b.Helper()
	o, err := segment.NewOpener()
	require.NoError(b, err)
	for _, scope := range s.Scopes {
		if scope.Manifest == nil {
			d.pages(b, scope.Scope, 0)
			continue
		}
		m, key := b.manifest(s, scope.Scope)
		last := wire.Key{}
		for _, p := range m.Parts {
			sealed, ok, err := b.shelf.Segment(b.Context(), p.Hash)
			require.NoError(b, err)
			require.True(b, ok)
			require.Len(b, sealed, int(p.Size))
			docs, err := o.Open(sealed, p.Hash, key)
			require.NoError(b, err)
			require.Len(b, docs, int(p.Documents))
			first := wire.Key{Kind: p.Kind, ID: p.First}
			require.Negative(b, last.Compare(first), "in order, without overlap")
			last = wire.Key{Kind: p.Kind, ID: p.Last}
			require.Equal(b, p.First, docs[0].ID)
			require.Equal(b, p.Last, docs[len(docs)-1].ID)
			d.take(docs)
		}
	}
}

func (d device) pages(b *bundle, scope party.Scope, kind wire.DocKind) {
	b.Helper()
	for after := uint64(0); ; {
		p, err := b.store.ScopePage(b.Context(), scope, kind, after, 700, 1<<20)
		require.NoError(b, err)
		require.Equal(b, scope, p.Scope)
		d.take(p.Documents)
		if p.Done {
			return
		}
		require.Greater(b, p.Next, after)
		after = p.Next
	}
}

// pull follows the feed from a number on.
func (d device) pull(b *bundle, scopes []party.Scope, after uint64) {
	b.Helper()
	for {
		p, err := b.store.Page(b.Context(), scopes, after, 1000, 1<<20)
		require.NoError(b, err)
		d.take(p.Documents)
		if p.Remaining == 0 {
			return
		}
		after = p.Next
	}
}

func gone(d wire.Document) wire.Document {
	d.Version, d.Body, d.Deleted = d.Version+1, nil, true
	return d
}

// Segments, pages and the feed after them give what the feed alone gives, whatever
// happened between.
func testConverges(b *bundle) {
	r := reader(1)
	scopes := party.ScopesOf(r.Person)
	unit := party.ScopeUnit(r.Person.Org)
	b.publish(slices.Concat(
		docs(party.ScopeCatalogue, wire.DocItem, 1, 5000), docs(party.ScopeCatalogue, wire.DocOffer, 1, 5000), docs(unit, wire.DocOrder, 1, 50))...)
	b.publish(gone(Doc(party.ScopeCatalogue, wire.DocItem, 7, 1)), Doc(party.ScopeCatalogue, wire.DocItem, 8, 2))
	require.Equal(b, 1, b.build().Scopes)
	b.publish(gone(Doc(party.ScopeCatalogue, wire.DocItem, 9, 1)), Doc(party.ScopeCatalogue, wire.DocItem, 10, 2),
		Doc(party.ScopeCatalogue, wire.DocItem, 6000, 1), Doc(unit, wire.DocOrder, 3, 2))
	s := b.snapshot(r)
	require.Equal(b, []party.Scope{unit, party.ScopePolicy, party.ScopeCatalogue}, []party.Scope{s.Scopes[0].Scope, s.Scopes[1].Scope, s.Scopes[2].Scope})
	require.EqualValues(b, 50, s.Scopes[0].Documents)
	loaded := device{}
	loaded.load(b, s)
	_, older := loaded.alive()[name{party.ScopeCatalogue, wire.Key{Kind: wire.DocItem, ID: Doc("", 0, 9, 0).ID}}]
	require.True(b, older, "the segments are older")
	b.publish(gone(Doc(unit, wire.DocOrder, 4, 1)), Doc(party.ScopeCatalogue, wire.DocOffer, 1, 9))
	loaded.pull(b, scopes, s.Cursor.Seq)

	want := device{}
	want.pull(b, scopes, 0)
	same := maps.EqualFunc(want.alive(), loaded.alive(), func(x, y wire.Document) bool {
		return x.Version == y.Version && bytes.Equal(x.Body, y.Body)
	})
	require.True(b, same, "what is loaded is what the feed gives")
	require.Equal(b, 10_050-3+1, len(want.alive()), "three went, one came") //nolint:testifylint // ten thousand documents are nothing to print
}

func testSmall(b *bundle) {
	b.publish(docs(party.ScopeCatalogue, wire.DocItem, 1, 4000)...)
	require.Zero(b, b.build().Scopes)
	s := b.snapshot(reader(1))
	for _, scope := range s.Scopes {
		require.Nil(b, scope.Manifest)
		require.Nil(b, scope.Key)
	}
	meta, err := b.store.Meta(b.Context())
	require.NoError(b, err)
	require.Equal(b, meta.Head, s.Cursor.Seq)
	require.Equal(b, meta.Epoch, s.Cursor.Epoch)
}

func testReuse(b *bundle) {
	b.publish(docs(party.ScopeCatalogue, wire.DocItem, 1, 20_000)...)
	first := b.build()
	require.Equal(b, 1, first.Scopes)
	require.GreaterOrEqual(b, first.Made, 3)
	before, key := b.manifest(b.snapshot(reader(1)), party.ScopeCatalogue)
	require.Zero(b, b.build().Scopes, "nothing changed")

	b.publish(Doc(party.ScopeCatalogue, wire.DocItem, 5, 2))
	b.now = b.now.Add(30 * time.Second)
	require.Zero(b, b.build().Scopes, "too soon")
	b.now = b.now.Add(time.Hour)
	again := b.build()
	require.Equal(b, snapshot.Built{Scopes: 1, Made: 1, Reused: first.Made - 1}, again)
	after, same := b.manifest(b.snapshot(reader(1)), party.ScopeCatalogue)
	require.Equal(b, key, same)
	changed := 0
	for i, p := range after.Parts {
		if p.Hash != before.Parts[i].Hash {
			changed++
		}
	}
	require.Equal(b, 1, changed)
	require.Greater(b, after.Seq, before.Seq)

	// Much that changed is packed within a minute, however lively it is.
	b.publish(docs(party.ScopeCatalogue, wire.DocItem, 30_001, 30_500)...)
	b.now = b.now.Add(time.Minute)
	require.Equal(b, 1, b.build().Scopes)
}

func testCursor(b *bundle) {
	r := reader(1)
	r.Person.Zone = party.ZoneAgency
	catalogue := b.publish(docs(party.ScopeCatalogue, wire.DocItem, 1, 4200)...)
	require.Equal(b, 1, b.build().Scopes)
	head := b.publish(docs(party.ScopeAgency, wire.DocOrder, 1, 4200)...)
	require.Equal(b, 1, b.build().Scopes)
	s := b.snapshot(r)
	require.Equal(b, head, s.Cursor.Seq, "the catalogue did not change since")
	m, _ := b.manifest(s, party.ScopeCatalogue)
	require.Equal(b, catalogue, m.Seq)
	b.publish(Doc(party.ScopeCatalogue, wire.DocItem, 5, 2), Doc(party.ScopeAgency, wire.DocOrder, 1, 2))
	s = b.snapshot(r)
	require.Equal(b, head, s.Cursor.Seq, "what changed comes with the first pull")
	require.Equal(b, feed.ScopesHash(party.ScopesOf(r.Person)), s.Cursor.Scopes)
}

func testDrop(b *bundle) {
	b.publish(docs(party.ScopeCatalogue, wire.DocItem, 1, 9000)...)
	b.build()
	old, _ := b.manifest(b.snapshot(reader(1)), party.ScopeCatalogue)
	b.publish(Doc(party.ScopeCatalogue, wire.DocItem, 5, 2))
	b.now = b.now.Add(time.Hour)
	require.Equal(b, 1, b.build().Made)
	here := func() (n int) {
		for _, p := range old.Parts {
			_, ok, err := b.shelf.Segment(b.Context(), p.Hash)
			require.NoError(b, err)
			if ok {
				n++
			}
		}
		return n
	}
	b.now = b.now.Add(47 * time.Hour)
	b.build()
	require.Equal(b, len(old.Parts), here())
	b.now = b.now.Add(2 * time.Hour)
	b.build()
	require.Equal(b, len(old.Parts)-1, here(), "what is still named stays")
}

func testEpoch(b *bundle) {
	b.publish(docs(party.ScopeCatalogue, wire.DocItem, 1, 4200)...)
	b.build()
	_, key := b.manifest(b.snapshot(reader(1)), party.ScopeCatalogue)
	other := sharedtest.ID[id.Epoch](2)
	packed, err := b.store.Manifests(b.Context(), other, []party.Scope{party.ScopeCatalogue})
	require.NoError(b, err)
	require.Empty(b, packed)
	fresh := bytes.Repeat([]byte{9}, 32)
	got, err := b.store.ScopeKey(b.Context(), other, party.ScopeCatalogue, fresh)
	require.NoError(b, err)
	require.Equal(b, fresh, got)
	again, err := b.store.ScopeKey(b.Context(), other, party.ScopeCatalogue, key)
	require.NoError(b, err)
	require.Equal(b, fresh, again, "it stays")
	_, err = b.store.DropSegments(b.Context(), other, b.now.UnixMilli(), b.now.UnixMilli(), 0, 100)
	require.NoError(b, err)
	require.Nil(b, b.snapshot(reader(1)).Scopes[2].Manifest, "of an epoch that is over")
}

func testPages(b *bundle) {
	b.publish(slices.Concat(docs("test/a", wire.DocItem, 1, 1500), docs("test/b", wire.DocItem, 1, 5), docs("test/a", wire.DocOffer, 1, 1500))...)
	all, items := device{}, device{}
	all.pages(b, "test/a", 0)
	items.pages(b, "test/a", wire.DocItem)
	require.Len(b, all, 3000)
	require.Len(b, items, 1500)
	p, err := b.store.ScopePage(b.Context(), "test/a", wire.DocOffer, 0, 10, 1)
	require.NoError(b, err)
	require.Len(b, p.Documents, 1, "one at least")
	require.False(b, p.Done)
	none, err := b.store.ScopePage(b.Context(), "test/none", 0, 0, 10, 1<<20)
	require.NoError(b, err)
	require.True(b, none.Done)
	require.Empty(b, none.Documents)
	_, err = b.shelf.Page(b.Context(), reader(1), "test/a", 0, 0, 1<<20)
	require.Equal(b, fault.NotAllowed, fault.CodeOf(err))
	n, err := b.store.CountScope(b.Context(), "test/a")
	require.NoError(b, err)
	require.EqualValues(b, 3000, n)
}

func testGiven(b *bundle) {
	b.publish(docs(party.ScopeCatalogue, wire.DocItem, 1, 4200)...)
	b.build()
	b.snapshot(reader(1))
	b.snapshot(reader(1))
	b.snapshot(reader(2))
	gone, err := b.store.DropSegments(b.Context(), sharedtest.ID[id.Epoch](1), b.now.UnixMilli(), 0, b.now.UnixMilli(), 100)
	require.NoError(b, err)
	require.Zero(b, gone)
	gone, err = b.store.DropSegments(b.Context(), sharedtest.ID[id.Epoch](1), b.now.UnixMilli(), 0, b.now.UnixMilli()+1, 100)
	require.NoError(b, err)
	require.Equal(b, 2, gone)
}
