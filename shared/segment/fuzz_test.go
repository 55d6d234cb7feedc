package segment

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// asItIs has everything written as words that may be.
func asItIs(data []byte) int { return len(data) }

// FuzzDocuments: hostile columns end in an error or in documents that are laid out
// as the very same columns.
func FuzzDocuments(f *testing.F) {
	docs := []wire.Document{
		{Scope: "catalogue", Kind: wire.DocItem, ID: [16]byte{1}, Version: 3, Body: seal.Encode(map[int]any{1: "a", 2: []any{1, map[int]int{1: 1}}, 3: []byte{1, 2}})},
		{Scope: "catalogue", Kind: wire.DocItem, ID: [16]byte{2}, Version: 300, Body: seal.Encode(map[int]any{1: "bb", 4: true})},
	}
	for n := 1; n <= len(docs); n++ {
		b, err := columns(docs[:n], asItIs)
		require.NoError(f, err)
		f.Add(b.Bytes)
	}
	f.Add([]byte{1, 0, 3, 0xff, 0xff, 0xff, 0x1f})
	texts := docs[:0:0]
	for n := range 60 {
		texts = append(texts, wire.Document{
			Scope: "catalogue", Kind: wire.DocItem, ID: [16]byte{byte(n)}, Version: 1, //nolint:gosec // small
			Body: seal.Encode(map[int]any{1: strings.Repeat("дрон для нічних польотів ", 1+n%3), 2: " два  пробіли ", 3: ""}),
		})
	}
	b, err := columns(texts, asItIs)
	require.NoError(f, err)
	f.Add(b.Bytes)
	f.Fuzz(func(t *testing.T, b []byte) {
		docs, err := documents(b)
		if err != nil {
			return
		}
		again, err := columns(docs, asItIs)
		require.NoError(t, err)
		back, err := documents(again.Bytes)
		require.NoError(t, err)
		require.Equal(t, docs, back)
	})
}
