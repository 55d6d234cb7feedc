package client_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// current is the newest of each document of a scope, with the number it was published under.
func (s *server) current(scope party.Scope, upTo uint64) (docs []wire.Document) {
	newest := map[wire.Key]wire.Document{}
	for _, d := range s.feed[:upTo] {
		if k := (wire.Key{Kind: d.Kind, ID: d.ID}); d.Scope == scope && d.Version >= newest[k].Version {
			newest[k] = d
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(newest), wire.Key.Compare) {
		if d := newest[k]; !d.Deleted {
			docs = append(docs, d)
		}
	}
	return docs
}

// cutInto is how many documents a segment of these tests holds.
const cutInto = 2

// snapshot is what a device of these scopes loads: the catalogue from segments of two
// documents each as it was at a number, all else by pages. Segments are told apart by what is in them.
func (s *server) snapshot(t require.TestingT, at uint64, scopes ...party.Scope) (wire.Snapshot, map[seal.Hash][]wire.Document) {
	snap := wire.Snapshot{Cursor: wire.Cursor{Epoch: s.epoch, Schema: wire.Schema, Seq: uint64(len(s.feed))}, Clock: s.clock.now().UnixMilli()}
	segments := map[seal.Hash][]wire.Document{}
	for _, scope := range scopes {
		x := wire.ScopeSnapshot{Scope: scope}
		if scope == party.ScopeCatalogue {
			m := wire.Manifest{Epoch: s.epoch, Schema: wire.Schema, Scope: scope, Seq: at}
			for _, docs := range runs(s.current(scope, at)) {
				p := wire.Part{
					Kind: docs[0].Kind, Hash: seal.Sum(wire.Encode(docs)), First: docs[0].ID, Last: docs[len(docs)-1].ID,
					Documents: int64(len(docs)), Size: 1,
				}
				m.Parts = append(m.Parts, p)
				segments[p.Hash] = docs
			}
			e, err := wire.SignManifest(m, s.key)
			require.NoError(t, err)
			x.Manifest = e.Raw
		}
		snap.Scopes = append(snap.Scopes, x)
	}
	return snap, segments
}

func runs(docs []wire.Document) (all [][]wire.Document) {
	for len(docs) > 0 {
		n := 1
		for n < len(docs) && n < cutInto && docs[n].Kind == docs[0].Kind {
			n++
		}
		all, docs = append(all, docs[:n]), docs[n:]
	}
	return all
}

// loadAll loads what a plan misses; before is told of each segment, and may say no more.
func (d *device) loadAll(plan client.LoadPlan, segments map[seal.Hash][]wire.Document, more func() bool) {
	for _, x := range plan.Scopes {
		for _, p := range x.Parts {
			if !more() {
				return
			}
			require.NoError(d.t, d.core.ApplySegment(x.Scope, p, segments[p.Hash]))
		}
		if x.IsPaged {
			if !more() {
				return
			}
			docs := slices.DeleteFunc(slices.Clone(d.server.feed[x.After:]), func(doc wire.Document) bool { return doc.Scope != x.Scope })
			require.NoError(d.t, d.core.ApplyScope(wire.ScopePage{Scope: x.Scope, Next: uint64(len(d.server.feed)), Done: true, Documents: docs}))
		}
	}
	if more() {
		require.NoError(d.t, d.core.EndLoad())
	}
}

func always() bool { return true }

// load loads from nothing, or from what is here.
func (d *device) load(keep bool, scopes ...party.Scope) (missing int) {
	snap, segments := d.server.snapshot(d.t, uint64(len(d.server.feed)), scopes...)
	plan, err := d.core.BeginLoad(snap, keep)
	require.NoError(d.t, err)
	for _, x := range plan.Scopes {
		missing += len(x.Parts)
	}
	d.loadAll(plan, segments, always)
	return missing
}

// holds checks that a device has exactly the documents of its scopes.
func (d *device) holds(scopes ...party.Scope) {
	d.t.(interface{ Helper() }).Helper()
	want := map[wire.Key]uint64{}
	for _, s := range scopes {
		for _, doc := range d.server.current(s, uint64(len(d.server.feed))) {
			want[wire.Key{Kind: doc.Kind, ID: doc.ID}] = doc.Version
		}
	}
	have := map[wire.Key]uint64{}
	for kind := wire.DocOrg; kind <= wire.DocDraft; kind++ {
		for doc, err := range d.docs.All(kind) {
			require.NoError(d.t, err)
			have[wire.Key{Kind: doc.Kind, ID: doc.ID}] = doc.Version
		}
	}
	require.Equal(d.t, want, have)
}

func (f *field) scopes() []party.Scope { return party.ScopesOf(f.unit.who.Person) }

// items publishes more items.
func (f *field) items(from, to byte, version uint64) {
	var out rules.Outcome
	for n := from; n <= to; n++ {
		out.Items = append(out.Items, catalogue.Item{ID: numbered[id.Item](n), Article: "Y", NameUk: "річ", NameEn: "thing", Version: version})
	}
	f.server.publish(out)
}

func TestLoad_First(t *testing.T) {
	t.Parallel()
	f := bareField(t)
	f.items(20, 30, 1)
	d := f.unit
	require.NotZero(t, d.load(false, f.scopes()...))
	d.holds(f.scopes()...)
	d.restart()
	cursor, err := d.core.Cursor()
	require.NoError(t, err)
	require.Equal(t, uint64(len(f.server.feed)), cursor.Seq)
	f.order(0, 1)
	d.sync()
	require.Len(t, d.rows(), 1, "it follows the feed from there")
}

// A load that is broken off anywhere, by a restart, goes on with what is missing, also
// when the manifest was replaced meanwhile and documents came and went.
func TestLoad_BrokenOff(t *testing.T) {
	t.Parallel()
	for stop := range 14 {
		f := bareField(t)
		f.items(20, 30, 1)
		d := f.unit
		snap, segments := f.server.snapshot(t, uint64(len(f.server.feed)), f.scopes()...)
		plan, err := d.core.BeginLoad(snap, false)
		require.NoError(t, err)
		steps := 0
		d.loadAll(plan, segments, func() bool { steps++; return steps <= stop })
		d.restart()
		cursor, err := d.core.Cursor()
		require.NoError(t, err)
		require.True(t, cursor.IsZero(), "only the end of a load is a place to follow the feed from")
		f.server.feed = append(f.server.feed, wire.Document{
			Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: numbered[id.Item](30), Version: 1, Deleted: true,
		}, wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: numbered[id.Item](20), Version: 1, Deleted: true})
		gone := func(n byte) { // the server's current() knows versions only
			f.server.feed = slices.DeleteFunc(f.server.feed, func(doc wire.Document) bool {
				return doc.Kind == wire.DocItem && doc.ID == numbered[id.Item](n) && !doc.Deleted
			})
		}
		gone(20)
		gone(30)
		f.items(24, 24, 2)
		missing := d.load(false, f.scopes()...)
		if stop > 3 {
			require.Less(t, missing, len(segments), "what is the same is not fetched again")
		}
		d.holds(f.scopes()...)
	}
}

// A load goes on after what it had was deleted and the tombstones were dropped, too: what
// no page or segment tells of any more is gone, however often the load is broken off.
func TestLoad_BrokenOffAndPruned(t *testing.T) {
	t.Parallel()
	paged := func(s *wire.Snapshot) { // packed too long ago, or never
		for i := range s.Scopes {
			s.Scopes[i].Manifest = nil
		}
	}
	for n := range 8 * 5 * 3 {
		stop, again := n/15, n/3%5
		// Whether the catalogue comes by pages at first, and then; where it comes so at last
		// the tombstones are dropped.
		first, then := n%3 > 0, n%3 < 2
		t.Run(fmt.Sprint(stop, again, first, then), func(t *testing.T) {
			t.Parallel()
			f := bareField(t)
			f.items(20, 30, 1)
			d := f.unit
			breakOff := func(snap wire.Snapshot, segments map[seal.Hash][]wire.Document, after int) {
				plan, err := d.core.BeginLoad(snap, false)
				require.NoError(t, err)
				steps := 0
				d.loadAll(plan, segments, func() bool { steps++; return steps <= after })
				d.restart()
			}
			snap, segments := f.server.snapshot(t, uint64(len(f.server.feed)), f.scopes()...)
			if first {
				paged(&snap)
			}
			breakOff(snap, segments, stop)
			for i, doc := range slices.Clone(f.server.feed) {
				if doc.Kind != wire.DocBudget && (doc.Kind != wire.DocItem || doc.ID != numbered[id.Item](21)) {
					continue
				}
				f.server.feed[i] = wire.Document{Scope: "nobody"} // the numbers of what stays are what they were
				if !then {
					doc.Body, doc.Deleted = nil, true
					f.server.feed = append(f.server.feed, doc)
				}
			}
			f.items(31, 32, 1)
			snap, segments = f.server.snapshot(t, uint64(len(f.server.feed)), f.scopes()...)
			if then { // else the tombstones are there; that of the item is older than the manifest
				paged(&snap)
				snap.Pruned = uint64(len(f.server.feed)) - 1
			}
			breakOff(snap, segments, again)
			plan, err := d.core.BeginLoad(snap, false)
			require.NoError(t, err)
			d.loadAll(plan, segments, always)
			d.holds(f.scopes()...)
		})
	}
}

// A snapshot that is older than the feed is caught up with from the oldest manifest on.
func TestLoad_OldManifest(t *testing.T) {
	t.Parallel()
	f := bareField(t)
	d := f.unit
	old := uint64(len(f.server.feed))
	f.items(40, 44, 1)
	snap, segments := f.server.snapshot(t, old, f.scopes()...)
	plan, err := d.core.BeginLoad(snap, false)
	require.NoError(t, err)
	d.loadAll(plan, segments, always)
	cursor, err := d.core.Cursor()
	require.NoError(t, err)
	require.Equal(t, old, cursor.Seq)
	d.sync()
	d.holds(f.scopes()...)
}

func TestLoad_AgainFetchesWhatChanged(t *testing.T) {
	t.Parallel()
	f := bareField(t)
	f.items(20, 39, 1)
	d := f.unit
	all := d.load(false, f.scopes()...)
	f.items(21, 21, 2)
	d.sync()
	require.Equal(t, 1, d.load(false, f.scopes()...), "of %d", all)
	d.holds(f.scopes()...)
}

// What is in nothing that was loaded is gone, in screens too.
func TestLoad_Stale(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	f.order(0, 1)
	d.sync()
	require.Len(t, d.rows(), 1)
	feed := f.server.feed
	f.server.feed = slices.DeleteFunc(slices.Clone(feed), func(doc wire.Document) bool {
		return doc.Kind == wire.DocOrder || doc.Kind == wire.DocItem && doc.ID == numbered[id.Item](3)
	})
	d.load(false, f.scopes()...)
	d.holds(f.scopes()...)
	require.Empty(t, d.rows())
}

func TestLoad_ScopeLostAndGained(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	d.sync()
	cursor, err := d.core.Cursor()
	require.NoError(t, err)
	f.items(50, 50, 1)
	require.Zero(t, d.load(true, party.ScopeCatalogue, party.ScopePolicy), "what is here whole is kept")
	next, err := d.core.Cursor()
	require.NoError(t, err)
	require.Equal(t, cursor.Seq, next.Seq, "and goes on where it stood")
	require.Empty(t, d.rows(), "the unit's own scope was lost")
	d.load(true, f.scopes()...)
	d.sync()
	require.Len(t, d.rows(), 1)
	d.holds(f.scopes()...)
	lines, _, err := d.core.SyncLog(0, "scope_lost", 0, 10)
	require.NoError(t, err)
	require.Len(t, lines, 1)
}

// A server that was restored from an older state replaces everything, and gets what it lost again.
func TestLoad_OtherEpoch(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	world := len(f.server.feed)
	f.order(0, 1)
	d.sync()
	require.Empty(t, d.envelopes())
	f.server.feed, f.server.epoch = f.server.feed[:world], id.ID[id.Epoch]{0: 2, 15: 2}
	d.load(false, f.scopes()...)
	d.holds(f.scopes()...)
	require.Len(t, d.envelopes(), 1, "what that server does not know is offered again")
	require.Len(t, d.rows(), 1, "and shown until it answers")
}

func TestLoad_Refuses(t *testing.T) {
	t.Parallel()
	f := bareField(t)
	f.items(20, 23, 1)
	d := f.unit
	good, segments := f.server.snapshot(t, uint64(len(f.server.feed)), party.ScopeCatalogue)
	bad := good
	bad.Scopes = slices.Clone(good.Scopes)
	bad.Scopes[0].Manifest = bytes.Clone(good.Scopes[0].Manifest)
	bad.Scopes[0].Manifest[len(bad.Scopes[0].Manifest)-1] ^= 1
	_, err := d.core.BeginLoad(bad, false)
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(err))
	bad.Scopes[0] = good.Scopes[0]
	bad.Scopes[0].Scope = party.ScopePolicy
	_, err = d.core.BeginLoad(bad, false)
	require.Equal(t, fault.Malformed, fault.CodeOf(err), "a manifest of another scope")
	bad.Scopes[0] = good.Scopes[0]
	bad.Cursor.Epoch = id.ID[id.Epoch]{9}
	_, err = d.core.BeginLoad(bad, false)
	require.Equal(t, fault.Malformed, fault.CodeOf(err), "a manifest of another epoch")

	plan, err := d.core.BeginLoad(good, false)
	require.NoError(t, err)
	parts := plan.Scopes[0].Parts
	err = d.core.ApplySegment(party.ScopeCatalogue, parts[0], segments[parts[1].Hash])
	require.Equal(t, fault.Tampered, fault.CodeOf(err))
	require.Error(t, d.core.ApplySegment(party.ScopeCatalogue, parts[0], nil))
}

// What a device holds that it must not, or not as it does, is found, and loaded anew.
func TestDiverged(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	digest := func() wire.Digest {
		cursor, err := d.core.Cursor()
		require.NoError(t, err)
		x := wire.Digest{Cursor: cursor}
		sums := map[wire.Diverged]*wire.KindDigest{}
		for _, scope := range f.scopes() {
			for _, doc := range f.server.current(scope, uint64(len(f.server.feed))) {
				name := wire.Diverged{Scope: scope, Kind: doc.Kind}
				if sums[name] == nil {
					sums[name] = &wire.KindDigest{Scope: scope, Kind: doc.Kind}
				}
				sums[name].Documents++
				sums[name].Sum = sums[name].Sum.Plus(wire.SumOf(doc))
			}
		}
		for _, k := range sums {
			x.Kinds = append(x.Kinds, *k)
		}
		return x
	}
	diverged, err := d.core.Diverged(digest())
	require.NoError(t, err)
	require.Empty(t, diverged)

	// One document is another, and one should not be here.
	cursor, err := d.docs.Cursor()
	require.NoError(t, err)
	item, ok, err := d.docs.Get(wire.DocItem, numbered[id.Item](1))
	require.NoError(t, err)
	require.True(t, ok)
	item.Version += 5
	odd := wire.Document{Scope: party.ScopePolicy, Kind: wire.DocUsage, ID: [16]byte{9}, Version: 1, Body: []byte{0xa0}}
	_, err = d.docs.Apply(wire.Page{Next: cursor, Documents: []wire.Document{item, odd}})
	require.NoError(t, err)
	diverged, err = d.core.Diverged(digest())
	require.NoError(t, err)
	require.Equal(t, []wire.Diverged{{Scope: party.ScopeCatalogue, Kind: wire.DocItem}, {Scope: party.ScopePolicy, Kind: wire.DocUsage}}, diverged)
	for _, x := range diverged {
		docs := slices.DeleteFunc(f.server.current(x.Scope, uint64(len(f.server.feed))), func(doc wire.Document) bool { return doc.Kind != x.Kind })
		require.NoError(t, d.core.Mend(wire.ScopePage{Scope: x.Scope, Done: true, Documents: docs}))
		seen := map[[16]byte]bool{}
		for _, doc := range docs {
			seen[doc.ID] = true
		}
		require.NoError(t, d.core.Sweep(x, seen))
	}
	require.Error(t, d.core.Mend(wire.ScopePage{Scope: party.ScopePolicy, Documents: []wire.Document{item}}), "of another scope")
	diverged, err = d.core.Diverged(digest())
	require.NoError(t, err)
	require.Empty(t, diverged)
	d.holds(f.scopes()...)

	other := digest()
	other.Cursor.Seq++
	_, err = d.core.Diverged(other)
	require.Equal(t, fault.Busy, fault.CodeOf(err), "a copy at another place cannot be compared")
}

// Who loads over a bad line does not wait for the whole catalogue: what has come can be
// ordered, and what was signed stays when the load is broken off and goes on.
func TestLoad_OrdersMeanwhile(t *testing.T) {
	t.Parallel()
	f := bareField(t)
	d := f.unit
	f.items(20, 39, 1)
	// As servers have it: what is the unit's own first.
	scopes := append(slices.DeleteFunc(f.scopes(), func(s party.Scope) bool { return s == party.ScopeCatalogue }), party.ScopeCatalogue)
	snap, segments := f.server.snapshot(t, uint64(len(f.server.feed)), scopes...)
	plan, err := d.core.BeginLoad(snap, false)
	require.NoError(t, err)
	var kinds []wire.DocKind
	for _, x := range plan.Scopes {
		for _, p := range x.Parts {
			kinds = append(kinds, p.Kind)
		}
	}
	first := slices.Index(kinds, wire.DocItem)
	require.Positive(t, first)
	require.NotContains(t, kinds[:first], wire.DocItem)
	require.Equal(t, []wire.DocKind{wire.DocItem}, slices.Compact(kinds[first:]), "items come last")
	left := 0
	for _, x := range plan.Scopes {
		if x.IsPaged {
			left++
		}
	}
	left += first + 1 // one segment of items
	d.loadAll(plan, segments, func() bool { left--; return left >= 0 })
	o := f.order(0, 2)
	require.Equal(t, client.Queued, d.row(o).Sync)

	d.restart()
	require.Equal(t, client.Queued, d.row(o).Sync)
	d.load(false, f.scopes()...)
	require.Equal(t, client.Queued, d.row(o).Sync)
	d.holds(f.scopes()...)
	d.sync()
	require.Equal(t, client.Confirmed, d.row(o).Sync)
}
