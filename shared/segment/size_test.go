package segment_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/catalogue/cataloguetest"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/wire"
)

// measured are the first items of the measurements, as documents in their order.
func measured(n int) []wire.Document {
	m := cataloguetest.New()
	docs := make([]wire.Document, n)
	for n := range docs {
		x := m.Item(n)
		docs[n] = wire.Document{Scope: "catalogue", Kind: wire.DocItem, ID: x.ID, Version: x.Version, Body: seal.Encode(x)}
	}
	slices.SortFunc(docs, func(a, b wire.Document) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return docs
}

// BenchmarkOpenItems opens a segment of the catalogue of the measurements.
func BenchmarkOpenItems(b *testing.B) {
	p, o := tools(b)
	columns, err := p.Columns(measured(4096))
	require.NoError(b, err)
	packed, err := p.Pack(columns, key(1))
	require.NoError(b, err)
	for b.Loop() {
		_, err := o.Open(packed.Sealed, packed.Hash, key(1))
		require.NoError(b, err)
	}
	b.ReportMetric(float64(len(packed.Sealed))/4096, "B/document")
}

// BenchmarkFirstLoadBytes packs the catalogue of the measurements and says how many
// bytes travel.
func BenchmarkFirstLoadBytes(b *testing.B) {
	docs := measured(100_000)
	ids := make([][16]byte, len(docs))
	size := 0
	for i := range docs {
		ids[i] = docs[i].ID
		size += len(docs[i].Body)
	}
	p, _ := tools(b)
	for b.Loop() {
		at, sealed := 0, 0
		for _, n := range segment.Cuts(ids) {
			columns, err := p.Columns(docs[at : at+n])
			require.NoError(b, err)
			packed, err := p.Pack(columns, key(1))
			require.NoError(b, err)
			sealed += len(packed.Sealed)
			at += n
		}
		b.ReportMetric(float64(sealed)/(1<<20), "MiB")
		b.ReportMetric(float64(size)/(1<<20), "MiB-bodies")
	}
}
