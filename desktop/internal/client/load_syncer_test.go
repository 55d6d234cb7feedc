package client_test

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/desktop/internal/search"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/catalogue/cataloguetest"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/wire"
)

// packing is a catalogue as it was packed.
type packing struct {
	docs     []wire.Document
	snapshot wire.Snapshot
	segments map[seal.Hash][]byte
}

// depot is a server of one large scope, which packs anew while a device loads.
type depot struct {
	t   *testing.T
	key seal.Signer

	mu      sync.Mutex
	now     packing
	next    *packing // after so many segments were fetched
	after   int
	fetched []seal.Hash
	// asked are the pages that were asked for, told what was said to differ.
	asked []wire.Diverged
	told  [][]wire.Diverged
	// breaks is how many pages break off before they come, halves that they come in two.
	breaks int
	halves bool
}

var _ syncer.Remote = (*depot)(nil)

// pack cuts documents into segments; the first is so large that it is shown beside the
// next.
func (d *depot) pack(docs []wire.Document, seq uint64) packing {
	p, err := segment.NewPacker()
	require.NoError(d.t, err)
	epoch, key := id.ID[id.Epoch]{1}, bytes.Repeat([]byte{7}, segment.KeySize)
	m := wire.Manifest{Epoch: epoch, Schema: wire.Schema, Scope: party.ScopeCatalogue, Seq: seq}
	made := packing{docs: docs, segments: map[seal.Hash][]byte{}}
	for rest, size := docs, 1200; len(rest) > 0; size = 100 {
		some := rest[:min(size, len(rest))]
		rest = rest[len(some):]
		columns, failed := p.Columns(some)
		require.NoError(d.t, failed)
		packed, failed := p.Pack(columns, key)
		require.NoError(d.t, failed)
		made.segments[packed.Hash] = packed.Sealed
		m.Parts = append(m.Parts, wire.Part{
			Kind: wire.DocItem, Hash: packed.Hash, First: some[0].ID, Last: some[len(some)-1].ID,
			Size: int64(len(packed.Sealed)), Documents: int64(len(some)),
		})
	}
	e, err := wire.SignManifest(m, d.key)
	require.NoError(d.t, err)
	made.snapshot = wire.Snapshot{
		Cursor: wire.Cursor{Epoch: epoch, Schema: wire.Schema, Seq: seq}, Clock: 1,
		Scopes: []wire.ScopeSnapshot{{Scope: party.ScopeCatalogue, Manifest: e.Raw, Key: key}},
	}
	return made
}

func (d *depot) Snapshot(context.Context) (wire.Snapshot, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now.snapshot, nil
}

func (d *depot) Segment(_ context.Context, p wire.Part, came func(int64)) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.next != nil && len(d.fetched) == d.after {
		d.now, d.next = *d.next, nil
	}
	sealed, ok := d.now.segments[p.Hash]
	if !ok {
		return nil, syncer.ErrReplaced
	}
	d.fetched = append(d.fetched, p.Hash)
	came(p.Size)
	return sealed, nil
}

func (d *depot) Scope(_ context.Context, scope party.Scope, after uint64, kind wire.DocKind, _ int) (wire.ScopePage, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, wire.Diverged{Scope: scope, Kind: kind})
	if scope != party.ScopeCatalogue {
		return wire.ScopePage{}, fault.New("scope", fault.NotAllowed)
	}
	half := len(d.now.docs) / 2
	switch {
	case d.halves && after == 0:
		return wire.ScopePage{Scope: scope, Next: 1, Documents: d.now.docs[:half]}, nil
	case d.breaks > 0:
		d.breaks--
		return wire.ScopePage{}, fault.New("scope", fault.Offline)
	case d.halves:
		return wire.ScopePage{Scope: scope, Next: 2, Done: true, Documents: d.now.docs[half:]}, nil
	}
	return wire.ScopePage{Scope: scope, Next: 1, Done: true, Documents: d.now.docs}, nil
}

func (d *depot) Digest(_ context.Context, at wire.Cursor, diverged []wire.Diverged) (wire.Digest, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told = append(d.told, diverged)
	if slices.ContainsFunc(diverged, func(x wire.Diverged) bool { return x.Scope != party.ScopeCatalogue }) {
		return wire.Digest{}, fault.New("digest", fault.NotAllowed)
	}
	k := wire.KindDigest{Scope: party.ScopeCatalogue, Kind: wire.DocItem}
	for _, doc := range d.now.docs {
		k.Documents++
		k.Sum = k.Sum.Plus(wire.SumOf(doc))
	}
	return wire.Digest{Cursor: at, Kinds: []wire.KindDigest{k}}, nil
}

func (d *depot) Pull(_ context.Context, from wire.Cursor, _ int) (wire.Page, error) {
	return wire.Page{From: from, Next: from, Head: from.Seq, Clock: 1}, nil
}

func (d *depot) Push(context.Context, wire.PushRequest) (wire.PushResponse, error) {
	return wire.PushResponse{}, fault.New("push", fault.Busy)
}

func (d *depot) Forget([]wire.Part) {}

func (d *depot) Live(context.Context, wire.Live) (syncer.Conn, error) {
	return &calm{asked: make(chan struct{}, 1), closed: make(chan struct{})}, nil
}

// calm is a socket on which nothing is ever new.
type calm struct {
	asked, closed chan struct{}
	once          sync.Once
}

func (c *calm) Send(wire.Live) error {
	select {
	case c.asked <- struct{}{}:
	default:
	}
	return nil
}

func (c *calm) Receive() (wire.Live, error) {
	select {
	case <-c.asked:
		return wire.Live{Kind: wire.LiveNone, Clock: 1}, nil
	case <-c.closed:
		return wire.Live{}, fault.New("receive", fault.Offline)
	}
}

func (c *calm) Close() error {
	c.once.Do(func() { close(c.closed) })
	return nil
}

// A load goes on with the new manifest when the one it began with is replaced, and does not
// begin anew; what turns in the copy later is found, and loaded anew by itself.
func TestLoad_ReplacedAndRepaired(t *testing.T) {
	t.Parallel()
	d := &depot{t: t, key: newSigner(99), after: 5}
	var docs []wire.Document
	for _, i := range cataloguetest.New().Items(1800) {
		docs = append(docs, wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: i.ID, Version: 1, Body: seal.Encode(i)})
	}
	slices.SortFunc(docs, func(a, b wire.Document) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	d.now = d.pack(docs, 10)
	// Meanwhile one document changes that is here already, one that is not, and the last one goes.
	changed := slices.Clone(docs[:len(docs)-1])
	changed[5].Version, changed[1500].Version = 2, 2
	next := d.pack(changed, 20)
	d.next = &next
	before := len(d.now.segments)

	synctest.Test(t, func(t *testing.T) {
		store, index := memstore.NewDocs(), search.New()
		core, err := client.Open(client.Config{
			Docs: store, Work: memstore.NewWork(), Journal: memstore.NewJournal(), Index: index, Trust: client.Trust{Server: d.key.Public()},
			Clock: time.Now, Random: func([]byte) {},
			Profile: client.Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneUnit}, Device: id.ID[id.Device]{1}},
		})
		require.NoError(t, err)
		run := syncer.New(syncer.Config{Client: core, Remote: d, Clock: time.Now, Random: func() float64 { return 0.5 }, Report: func(syncer.Status) {}})
		require.NoError(t, run.Start())
		defer run.Stop()
		time.Sleep(time.Minute) //nolint:forbidigo // the bubble's clock, not time
		cursor, err := core.Cursor()
		require.NoError(t, err)
		require.Equal(t, uint64(20), cursor.Seq)
		holds := func() {
			t.Helper()
			want := map[[16]byte]uint64{}
			for _, doc := range changed {
				want[doc.ID] = doc.Version
			}
			have := map[[16]byte]uint64{}
			for doc, err := range store.All(wire.DocItem) {
				require.NoError(t, err)
				have[doc.ID] = doc.Version
			}
			require.Equal(t, want, have)
			require.Equal(t, len(changed), index.Len())
		}
		holds()
		d.mu.Lock()
		// Five of seven were asked for, of which one has changed; of the others three are not
		// asked for again, or all but those that were opened ahead and not stored yet.
		require.LessOrEqual(t, len(d.fetched), before+3)
		require.Nil(t, d.next)
		d.mu.Unlock()

		// A document is another than the server's, and one is here that must not be.
		odd := changed[7]
		odd.Version = 99
		extra := docs[len(docs)-1]
		extra.Version = 5
		_, err = store.Apply(wire.Page{From: cursor, Next: cursor, Documents: []wire.Document{odd, extra}})
		require.NoError(t, err)
		time.Sleep(3 * time.Hour) //nolint:forbidigo // as above
		holds()
		d.mu.Lock()
		defer d.mu.Unlock()
		items := wire.Diverged{Scope: party.ScopeCatalogue, Kind: wire.DocItem}
		require.Equal(t, []wire.Diverged{items}, d.asked, "what was equal was not loaded again")
		require.Contains(t, d.told, []wire.Diverged{items}, "the server was told")
	})
}

// What differs is loaded over what is here: while the line breaks off nothing is missing, and
// it is tried again soon. What is of a scope that is another's goes, without being asked for,
// and keeps nothing else from being mended.
func TestCheck_OverABadLine(t *testing.T) {
	t.Parallel()
	d := &depot{t: t, key: newSigner(99)}
	var docs []wire.Document
	for _, i := range cataloguetest.New().Items(400) {
		docs = append(docs, wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: i.ID, Version: 1, Body: seal.Encode(i)})
	}
	slices.SortFunc(docs, func(a, b wire.Document) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	d.now, d.halves = d.pack(docs, 10), true

	synctest.Test(t, func(t *testing.T) {
		store, index := memstore.NewDocs(), search.New()
		core, err := client.Open(client.Config{
			Docs: store, Work: memstore.NewWork(), Journal: memstore.NewJournal(), Index: index, Trust: client.Trust{Server: d.key.Public()},
			Clock: time.Now, Random: func([]byte) {},
			Profile: client.Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneUnit}, Device: id.ID[id.Device]{1}},
		})
		require.NoError(t, err)
		run := syncer.New(syncer.Config{Client: core, Remote: d, Clock: time.Now, Random: func() float64 { return 0.5 }, Report: func(syncer.Status) {}})
		require.NoError(t, run.Start())
		defer run.Stop()
		time.Sleep(2 * time.Minute) //nolint:forbidigo // the bubble's clock, not time
		require.Equal(t, len(docs), index.Len())

		cursor, err := core.Cursor()
		require.NoError(t, err)
		odd, stranger := docs[300], docs[9]
		odd.Version = 99
		stranger.Scope, stranger.ID = party.ScopePolicy, [16]byte{0xff}
		_, err = store.Apply(wire.Page{From: cursor, Next: cursor, Documents: []wire.Document{odd, stranger}})
		require.NoError(t, err)
		d.mu.Lock()
		d.breaks = 20
		d.mu.Unlock()
		left := func() int {
			d.mu.Lock()
			defer d.mu.Unlock()
			return d.breaks
		}
		for n := 0; left() > 0; n++ {
			require.Less(t, n, 2*3600, "it is tried again soon")
			time.Sleep(time.Second) //nolint:forbidigo // as above
			require.GreaterOrEqual(t, index.Len(), len(docs), "nothing is missing meanwhile")
		}
		time.Sleep(5 * time.Minute) //nolint:forbidigo // as above
		doc, ok, err := store.Get(wire.DocItem, odd.ID)
		require.NoError(t, err)
		require.True(t, ok)
		require.EqualValues(t, 1, doc.Version)
		_, ok, err = store.Get(wire.DocItem, stranger.ID)
		require.NoError(t, err)
		require.False(t, ok)
		require.Equal(t, len(docs), index.Len())
		d.mu.Lock()
		defer d.mu.Unlock()
		items := wire.Diverged{Scope: party.ScopeCatalogue, Kind: wire.DocItem}
		require.NotContains(t, d.asked, wire.Diverged{Scope: party.ScopePolicy, Kind: wire.DocItem})
		require.Contains(t, d.told, []wire.Diverged{items})
	})
}
