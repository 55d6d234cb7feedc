package segment

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Whatever the texts are, they come back to the byte, written as words or not.
func TestWords_GiveBackTheTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"дрон", "для", "battery", "x", "", " ", "\x00", "АБВ-1"})
		var docs []wire.Document
		for n := range rapid.IntRange(20, 80).Draw(t, "documents") {
			words := rapid.SliceOfN(word, 0, 30).Draw(t, "words")
			docs = append(docs, wire.Document{
				Scope: "catalogue", Kind: wire.DocItem, ID: [16]byte{byte(n)}, Version: 1, //nolint:gosec // small
				Body: seal.Encode(map[int]any{1: strings.Join(words, " "), 2: n, 3: []string{"a b", strings.Join(words, "  ")}}),
			})
		}
		as := rapid.SampledFrom([]func([]byte) int{asItIs, func([]byte) int { return 0 }}).Draw(t, "form")
		b, err := columns(docs, as)
		require.NoError(t, err)
		got, err := documents(b)
		require.NoError(t, err)
		require.Equal(t, docs, got)
	})
}

func texts(text func(n int) string) []wire.Document {
	var docs []wire.Document
	for n := range 400 {
		docs = append(docs, wire.Document{
			Scope: "catalogue", Kind: wire.DocItem, ID: [16]byte{byte(n >> 8), byte(n)}, Version: 1,
			Body: seal.Encode(map[int]any{1: text(n)}),
		})
	}
	return docs
}

// Words pay where texts are of the same words in another order, and not where whole
// phrases come again or no word does.
func TestWords_WhereTheyPay(t *testing.T) {
	t.Parallel()
	p, err := NewPacker()
	require.NoError(t, err)
	list := strings.Fields("дрон акумулятор камера гвинт антена корпус кабель двигун рама приціл зв'язок модем пульт сумка насос щит")
	mixed := func(n int) string {
		var all []string
		for i := range 40 {
			sum := seal.Sum(fmt.Appendf(nil, "%d/%d", n, i))
			all = append(all, list[sum[0]%16])
		}
		return strings.Join(all, " ")
	}
	for name, row := range map[string]struct {
		text func(n int) string
		want byte
	}{
		"words in any order": {mixed, formWords},
		"the same text":      {func(int) string { return mixed(1) }, formRaw},
		"no word twice":      {func(n int) string { return fmt.Sprintf("%x", seal.Sum(fmt.Append(nil, n))) }, formRaw},
	} {
		docs := texts(row.text)
		bodies := &column{}
		for _, d := range docs {
			_, err := bodies.put(d.Body, 0)
			require.NoError(t, err)
		}
		_, err := newVocabulary(bodies, func(data []byte) int { return len(p.probe.EncodeAll(data, nil)) })
		require.NoError(t, err)
		require.Equal(t, row.want, bodies.kids[0].form, name)
	}
}
