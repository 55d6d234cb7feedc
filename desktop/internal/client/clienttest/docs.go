package clienttest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// Doc makes a document of an item.
func Doc(n byte, version uint64) wire.Document {
	return wire.Document{
		Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: [16]byte{15: n}, Version: version,
		Body: fmt.Appendf(nil, "item %d version %d", n, version),
	}
}

// Gone makes a tombstone of an item.
func Gone(n byte, version uint64) wire.Document {
	return wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: [16]byte{15: n}, Version: version, Deleted: true}
}

// Page makes a page that reaches a number.
func Page(seq uint64, docs ...wire.Document) wire.Page {
	return wire.Page{
		Next: wire.Cursor{Epoch: id.ID[id.Epoch]{1}, Schema: wire.Schema, Seq: seq}, Head: seq, Documents: docs,
	}
}

// RunDocs runs the suite of client.Docs; open makes an empty store.
func RunDocs(t *testing.T, open func(*testing.T) client.Docs) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, client.Docs){
		"an empty store has the zero cursor":            docsEmpty,
		"a page is visible with its cursor":             docsPage,
		"an older or equal version is passed over":      docsOlder,
		"a tombstone hides and keeps its place":         docsTombstone,
		"the last of a page wins":                       docsTwiceInPage,
		"the same page again changes nothing":           docsAgain,
		"reset forgets documents and cursor":            docsReset,
		"all walks one kind in the order of ids":        docsAll,
		"a walk sees one moment and may write":          docsWalkAndWrite,
		"bytes are the store's own":                     docsOwnBytes,
		"readers see whole pages while pages come":      docsWholePages,
		"a page larger than a transaction is one thing": docsLargePage,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
	runLoading(t, open)
}

func apply(t *testing.T, d client.Docs, p wire.Page) []wire.Document {
	t.Helper()
	changed, err := d.Apply(p)
	require.NoError(t, err)
	return changed
}

func versionOf(t *testing.T, d client.Docs, n byte) uint64 {
	t.Helper()
	doc, ok, err := d.Get(wire.DocItem, [16]byte{15: n})
	require.NoError(t, err)
	if !ok {
		require.Zero(t, doc)
	}
	return doc.Version
}

func docsEmpty(t *testing.T, d client.Docs) {
	c, err := d.Cursor()
	require.NoError(t, err)
	require.True(t, c.IsZero())
	require.Zero(t, versionOf(t, d, 1))
	for doc, err := range d.All(wire.DocItem) {
		require.NoError(t, err)
		require.Fail(t, "a document in an empty store", doc.ID)
	}
}

func docsPage(t *testing.T, d client.Docs) {
	p := Page(7, Doc(1, 1), Doc(2, 4))
	require.Equal(t, p.Documents, apply(t, d, p))
	c, err := d.Cursor()
	require.NoError(t, err)
	require.Equal(t, p.Next, c)
	doc, ok, err := d.Get(wire.DocItem, p.Documents[1].ID)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, p.Documents[1], doc)
	_, ok, err = d.Get(wire.DocOffer, p.Documents[1].ID)
	require.NoError(t, err)
	require.False(t, ok, "another kind with the same id is another thing")
	require.Empty(t, apply(t, d, Page(9)))
	c, err = d.Cursor()
	require.NoError(t, err)
	require.Equal(t, uint64(9), c.Seq, "an empty page moves the cursor")
}

func docsOlder(t *testing.T, d client.Docs) {
	apply(t, d, Page(1, Doc(1, 5)))
	equal := Doc(1, 5)
	equal.Body = []byte("another")
	require.Empty(t, apply(t, d, Page(2, Doc(1, 4), equal)))
	doc, _, err := d.Get(wire.DocItem, Doc(1, 5).ID)
	require.NoError(t, err)
	require.Equal(t, Doc(1, 5), doc)
	require.Len(t, apply(t, d, Page(3, Doc(1, 6))), 1)
	require.Equal(t, uint64(6), versionOf(t, d, 1))
}

func docsTombstone(t *testing.T, d client.Docs) {
	apply(t, d, Page(1, Doc(1, 5), Doc(2, 1)))
	require.Empty(t, apply(t, d, Page(2, Gone(1, 4))), "an older tombstone is passed over")
	require.Equal(t, []wire.Document{Gone(1, 5)}, apply(t, d, Page(3, Gone(1, 5))), "of the same version the tombstone is the later word")
	require.Zero(t, versionOf(t, d, 1))
	require.Empty(t, apply(t, d, Page(4, Doc(1, 5), Gone(1, 5))), "what is gone stays gone")
	require.Zero(t, versionOf(t, d, 1))
	for doc, err := range d.All(wire.DocItem) {
		require.NoError(t, err)
		require.Equal(t, byte(2), doc.ID[15])
	}
	require.Len(t, apply(t, d, Page(5, Doc(1, 6))), 1, "a newer version is back")
	require.Equal(t, uint64(6), versionOf(t, d, 1))
	require.Len(t, apply(t, d, Page(6, Gone(9, 3))), 1, "a tombstone of something never seen keeps its place")
	require.Empty(t, apply(t, d, Page(7, Doc(9, 2))))
	require.Zero(t, versionOf(t, d, 9))
}

func docsTwiceInPage(t *testing.T, d client.Docs) {
	changed := apply(t, d, Page(1, Doc(1, 2), Doc(2, 1), Doc(1, 3), Doc(1, 1)))
	require.Equal(t, []wire.Document{Doc(1, 3), Doc(2, 1)}, changed)
	require.Equal(t, uint64(3), versionOf(t, d, 1))
}

func docsAgain(t *testing.T, d client.Docs) {
	p := Page(3, Doc(1, 1), Gone(2, 2))
	apply(t, d, p)
	require.Empty(t, apply(t, d, p))
	c, err := d.Cursor()
	require.NoError(t, err)
	require.Equal(t, p.Next, c)
}

func docsReset(t *testing.T, d client.Docs) {
	apply(t, d, Page(3, Doc(1, 9), Gone(2, 9)))
	require.NoError(t, d.Reset())
	docsEmpty(t, d)
	require.Len(t, apply(t, d, Page(1, Doc(1, 1), Doc(2, 1))), 2, "older versions come in again")
	require.NoError(t, d.Reset())
	require.NoError(t, d.Reset())
	docsEmpty(t, d)
}

func docsAll(t *testing.T, d client.Docs) {
	offer := Doc(1, 1)
	offer.Kind = wire.DocOffer
	apply(t, d, Page(1, Doc(200, 1), offer, Doc(3, 1), Doc(17, 1)))
	var ids []byte
	for doc, err := range d.All(wire.DocItem) {
		require.NoError(t, err)
		require.Equal(t, wire.DocItem, doc.Kind)
		ids = append(ids, doc.ID[15])
	}
	require.Equal(t, []byte{3, 17, 200}, ids)
}

func docsWalkAndWrite(t *testing.T, d client.Docs) {
	apply(t, d, Page(1, Doc(1, 1), Doc(2, 1), Doc(3, 1)))
	n := 0
	for doc, err := range d.All(wire.DocItem) {
		require.NoError(t, err)
		require.Equal(t, uint64(1), doc.Version)
		apply(t, d, Page(uint64(2+n), Doc(3, uint64(2+n)), Doc(byte(10+n), 1))) //nolint:gosec // small
		n++
	}
	require.Equal(t, 3, n)
	require.Equal(t, uint64(4), versionOf(t, d, 3))
	for _, err := range d.All(wire.DocItem) {
		require.NoError(t, err)
		break // a walk may end early
	}
}

func docsOwnBytes(t *testing.T, d client.Docs) {
	p := Page(1, Doc(1, 1))
	apply(t, d, p)
	p.Documents[0].Body[0] = 'X'
	doc, _, err := d.Get(wire.DocItem, Doc(1, 1).ID)
	require.NoError(t, err)
	require.Equal(t, Doc(1, 1), doc)
	doc.Body[0] = 'X'
	doc, _, err = d.Get(wire.DocItem, Doc(1, 1).ID)
	require.NoError(t, err)
	require.Equal(t, Doc(1, 1), doc)
}

func docsWholePages(t *testing.T, d client.Docs) {
	const pages, items = 60, 40
	done := make(chan struct{})
	var readers sync.WaitGroup
	defer readers.Wait() // also when a page fails: the store is closed behind them
	defer close(done)
	for range 2 {
		readers.Go(func() {
			for last := uint64(0); ; {
				select {
				case <-done:
					return
				default:
				}
				seen := uint64(0)
				n := 0
				for doc, err := range d.All(wire.DocItem) {
					if err != nil || seen != 0 && doc.Version != seen {
						t.Errorf("half a page: version %d beside %d (%v)", doc.Version, seen, err)
						return
					}
					seen = doc.Version
					n++
				}
				if n != 0 && n != items || seen < last {
					t.Errorf("%d documents, version %d after %d", n, seen, last)
					return
				}
				last = seen
			}
		})
	}
	for v := range uint64(pages) {
		var docs []wire.Document
		for n := range byte(items) {
			docs = append(docs, Doc(n, v+1))
		}
		if v%7 == 3 { // now and then more than a transaction holds
			for i := range docs {
				docs[i].Body = make([]byte, 8<<10)
			}
		}
		apply(t, d, Page(v+1, docs...))
	}
}

func docsLargePage(t *testing.T, d client.Docs) {
	var docs []wire.Document
	for n := range wire.MaxPullDocuments {
		doc := Doc(0, 1)
		doc.ID = [16]byte{14: byte(n >> 8), 15: byte(n)} //nolint:gosec // the bytes of a number
		doc.Body = make([]byte, 1500)
		docs = append(docs, doc)
	}
	p := Page(wire.MaxPullDocuments, docs...)
	require.Len(t, apply(t, d, p), len(docs))
	require.Empty(t, apply(t, d, p))
	n := 0
	for _, err := range d.All(wire.DocItem) {
		require.NoError(t, err)
		n++
	}
	require.Equal(t, len(docs), n)
}
