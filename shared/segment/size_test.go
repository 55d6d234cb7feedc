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

// BenchmarkFirstLoadBytes packs the catalogue of the measurements and says how many
// bytes travel.
func BenchmarkFirstLoadBytes(b *testing.B) {
	const items = 100_000
	m := cataloguetest.New()
	docs := make([]wire.Document, items)
	for n := range docs {
		x := m.Item(n)
		docs[n] = wire.Document{Scope: "catalogue", Kind: wire.DocItem, ID: x.ID, Version: x.Version, Body: seal.Encode(x)}
	}
	slices.SortFunc(docs, func(a, b wire.Document) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	ids := make([][16]byte, items)
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
