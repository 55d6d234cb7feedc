package client

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/catalogue"
	"dotchain/shared/catalogue/cataloguetest"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// What the server writes of an item is read the short way, and as the long one reads it.
func TestReadItem_AsAllDocumentsAreRead(t *testing.T) {
	t.Parallel()
	maker := cataloguetest.New()
	number := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-30, 300))
	rapid.Check(t, func(t *rapid.T) {
		i := maker.Item(rapid.IntRange(0, 1000).Draw(t, "item"))
		i.Withdrawn, i.Cap, i.Version = rapid.Bool().Draw(t, "withdrawn"), number.Draw(t, "cap"), rapid.Uint64().Draw(t, "version")
		i.NameEn = rapid.StringN(0, 40, 300).Draw(t, "name")
		for n := range i.Specs {
			i.Specs[n].Milli = number.Draw(t, "milli")
		}
		i.Specs = i.Specs[:rapid.IntRange(0, len(i.Specs)).Draw(t, "specs")]
		got, ok := readItem(seal.Encode(i))
		require.True(t, ok)
		if len(i.Specs) == 0 {
			i.Specs = nil
		}
		require.Equal(t, &i, got)
	})
}

// FuzzReadItem: what is read the short way is read alike the long way.
func FuzzReadItem(f *testing.F) {
	maker := cataloguetest.New()
	f.Add(seal.Encode(maker.Item(1)))
	f.Add(seal.Encode(catalogue.Item{ID: id.ID[id.Item]{1}, Cap: -5, Withdrawn: true, Specs: []catalogue.Spec{{Key: "x/а", Milli: -1}}}))
	f.Add(seal.Encode(map[int]any{1: 2, 99: "newer"}))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, ok := readItem(body)
		if !ok {
			return
		}
		want, err := decodeDoc[catalogue.Item](wire.Document{Kind: wire.DocItem, Body: body})
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}
