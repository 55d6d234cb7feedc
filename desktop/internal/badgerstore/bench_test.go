package badgerstore_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client/clienttest"
	"dotchain/shared/wire"
)

const benchDocs = 100_000

// benchPages are 100,000 items of 1 KiB in pages as the server makes them.
func benchPages() []wire.Page {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // reproducible
	var pages []wire.Page
	var docs []wire.Document
	size := 0
	for n := range benchDocs {
		doc := clienttest.Doc(0, 1)
		doc.ID = benchID(n)
		doc.Body = make([]byte, 1024)
		for i := range doc.Body {
			doc.Body[i] = byte(r.Uint32()) //nolint:gosec // any byte
		}
		docs = append(docs, doc)
		size += len(doc.Body) + 64
		if size >= wire.PullBytes || n == benchDocs-1 {
			pages = append(pages, clienttest.Page(uint64(n+1), docs...))
			docs, size = nil, 0
		}
	}
	return pages
}

func benchID(n int) [16]byte {
	r := rand.New(rand.NewPCG(uint64(n), 3)) //nolint:gosec // reproducible
	var id [16]byte
	for i := range id {
		id[i] = byte(r.Uint32()) //nolint:gosec // any byte
	}
	return id
}

func BenchmarkApply100k(b *testing.B) {
	pages := benchPages()
	for b.Loop() {
		d, _, err := badgerstore.OpenDocs(config(tempDir(b, "docs")))
		require.NoError(b, err)
		for _, p := range pages {
			_, err := d.Apply(p)
			require.NoError(b, err)
		}
		b.StopTimer()
		require.NoError(b, d.Close())
		b.StartTimer()
	}
	b.ReportMetric(benchDocs*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}

// BenchmarkBare100k is Badger alone with the same bytes, sizes and settings: no
// sealing, no look at what was there, no fold.
func BenchmarkBare100k(b *testing.B) {
	pages := benchPages()
	for b.Loop() {
		db, err := badger.Open(badgerstore.BareOptions(config(tempDir(b, "bare"))))
		require.NoError(b, err)
		for _, p := range pages {
			txn := db.NewTransaction(true)
			for _, doc := range p.Documents {
				require.NoError(b, txn.Set(append([]byte{1, 2, 3, 4, 5, 6}, doc.ID[:]...), doc.Body))
			}
			require.NoError(b, txn.Commit())
		}
		b.StopTimer()
		require.NoError(b, db.Close())
		b.StartTimer()
	}
	b.ReportMetric(benchDocs*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkStore100k(b *testing.B) {
	c := config(tempDir(b, "docs"))
	d, _, err := badgerstore.OpenDocs(c)
	require.NoError(b, err)
	for _, p := range benchPages() {
		_, err := d.Apply(p)
		require.NoError(b, err)
	}
	r := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // reproducible
	b.Run("get", func(b *testing.B) {
		for b.Loop() {
			_, ok, err := d.Get(wire.DocItem, benchID(r.IntN(benchDocs)))
			require.NoError(b, err)
			require.True(b, ok)
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for _, err := range d.All(wire.DocItem) {
				require.NoError(b, err)
				n++
			}
			require.Equal(b, benchDocs, n)
		}
	})
	b.Run("apply one", func(b *testing.B) {
		doc := clienttest.Doc(1, 1)
		for b.Loop() {
			doc.Version++
			_, err := d.Apply(clienttest.Page(doc.Version, doc))
			require.NoError(b, err)
		}
	})
	require.NoError(b, d.Close())
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			d, _, err := badgerstore.OpenDocs(c)
			require.NoError(b, err)
			began := time.Now()
			_, _, err = d.Get(wire.DocItem, benchID(1))
			require.NoError(b, err)
			b.ReportMetric(float64(time.Since(began).Microseconds()), "first-get-µs")
			b.StopTimer()
			require.NoError(b, d.Close())
			b.StartTimer()
		}
	})
	b.Run("open and verify", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			require.NoError(b, badgerstore.Unclean(c))
			b.StartTimer()
			d, report, err := badgerstore.OpenDocs(c)
			require.NoError(b, err)
			require.True(b, report.Verified)
			b.StopTimer()
			require.NoError(b, d.Close())
			b.StartTimer()
		}
	})
}
