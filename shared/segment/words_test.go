package segment

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/catalogue"
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
				Body: seal.Encode(map[int]any{1: strings.Join(words, " "), 2: n % 7, 3: []string{"a b", strings.Join(words, "  ")}}),
			})
		}
		as := rapid.SampledFrom([]func([]byte) int{asItIs, func([]byte) int { return 0 }}).Draw(t, "form")
		b, err := columns(docs, as)
		require.NoError(t, err)
		got, err := documents(b.Bytes)
		require.NoError(t, err)
		require.Equal(t, docs, got)
	})
}

func texts(text func(n int) any) []wire.Document {
	var docs []wire.Document
	for n := range 400 {
		docs = append(docs, wire.Document{
			Scope: "catalogue", Kind: wire.DocItem, ID: [16]byte{byte(n >> 8), byte(n)}, Version: uint64(n*n + 1), //nolint:gosec // small
			Body: seal.Encode(map[int]any{1: text(n)}),
		})
	}
	return docs
}

// Every form is taken where it pays, and only there: words where texts are of the same
// words in another order, and not where whole phrases come again or no word does.
func TestForms_WhereTheyPay(t *testing.T) {
	t.Parallel()
	p, err := NewPacker()
	require.NoError(t, err)
	list := strings.Fields("дрон акумулятор камера гвинт антена корпус кабель двигун рама приціл зв'язок модем пульт сумка насос щит")
	chance := func(n, i int) byte { return seal.Sum(fmt.Appendf(nil, "%d/%d", n, i))[0] }
	mixed := func(n int) any {
		var all []string
		for i := range 40 {
			all = append(all, list[chance(n, i)%16])
		}
		return strings.Join(all, " ")
	}
	for name, row := range map[string]struct {
		text func(n int) any
		want byte
	}{
		"words in any order": {mixed, formWords},
		"the same text":      {func(int) any { return mixed(1) }, formTexts},
		"no word twice":      {func(n int) any { return fmt.Sprintf("%x", seal.Sum(fmt.Append(nil, n))) }, formPlain},
		"few numbers":        {func(n int) any { return 1000 * int(chance(n, 0)%50) }, formNumbers},
		"other numbers":      {func(n int) any { return 1_000_000 + 977*n }, formPlain},
		"the id":             {func(n int) any { return []byte{byte(n >> 8), byte(n), 15: 0} }, formID},
		"another id":         {func(n int) any { return []byte{byte(n >> 8), byte(n), 15: byte(n / 399)} }, formNumbers}, // one head, coded with no bits
		"the version":        {func(n int) any { return n*n + 1 }, formVersion},
		"another version":    {func(n int) any { return n*n + 1 + n/399 }, formPlain},
		"bytes":              {func(n int) any { return []byte(fmt.Sprint(mixed(n))) }, formPlain},
	} {
		docs := texts(row.text)
		bodies := &column{}
		for i := range docs {
			_, err := bodies.put(docs[i].Body, 0, &docs[i])
			require.NoError(t, err)
		}
		packed := func(data []byte) int { return len(p.probe.EncodeAll(data, nil)) }
		x := chooser{packed: packed}
		x.choose(bodies)
		require.Equal(t, row.want, bodies.kids[0].form, name)
		b, err := columns(docs, packed)
		require.NoError(t, err)
		got, err := documents(b.Bytes)
		require.NoError(t, err, name)
		require.Equal(t, docs, got, name)
	}
}

// What follows from an item's codes is not sent; an id that was given before an item was
// codified is.
func TestIDs_FollowFromCodes(t *testing.T) {
	t.Parallel()
	item := catalogue.Item{Article: "А-1", Manufacturer: "ТОВ Приклад", NSN: "1550-61-000-0001", NameUk: "дрон"}
	document := func(kind wire.DocKind, as catalogue.Item) wire.Document {
		return wire.Document{Scope: "catalogue", Kind: kind, ID: as.ID, Version: 1, Body: seal.Encode(as)}
	}
	codified, plain, older := item, item, item
	codified.ID = catalogue.ItemID(item.NSN, "", "")
	plain.ID, plain.NSN = catalogue.ItemID("", item.Manufacturer, item.Article), ""
	older.ID = plain.ID
	foreign := item
	foreign.ID[0] = 1
	for name, row := range map[string]struct {
		doc  wire.Document
		want byte
	}{
		"by its stock number":           {document(wire.DocItem, codified), idOfNSN},
		"by its article":                {document(wire.DocItem, plain), idOfArticle},
		"codified after it was entered": {document(wire.DocItem, older), idOfArticle},
		"by no rule":                    {document(wire.DocItem, foreign), idSent},
		"of another kind":               {document(wire.DocOffer, codified), idSent},
	} {
		require.Equal(t, row.want, ruleOf(&row.doc), name)
		b, err := columns([]wire.Document{row.doc}, asItIs)
		require.NoError(t, err, name)
		require.Equal(t, row.want == idSent, bytes.Contains(b.Bytes, row.doc.ID[:]), name)
		got, err := documents(b.Bytes)
		require.NoError(t, err, name)
		require.Equal(t, []wire.Document{row.doc}, got, name)
	}
}

// A code is the shortest there is, none is too long, and what it writes is read.
func TestCode_IsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(0, 1<<30)), 1, 300).Draw(t, "counts")
		widths := widthsOf(counts)
		codes := canonical(widths)
		var w bitWriter
		var symbols []int
		for i, n := range counts {
			require.Equal(t, n > 0, widths[i] >= 0)
			require.LessOrEqual(t, widths[i], maxWidth)
			if n > 0 {
				symbols = append(symbols, i, i)
				w.add(codes[i], widths[i])
				w.add(codes[i], widths[i])
			}
		}
		code, err := newCodeReader(appendWidths(nil, widths))
		require.NoError(t, err)
		r := &bitReader{b: w.end()}
		for _, want := range symbols {
			got, ok := code.next(r)
			require.True(t, ok)
			require.Equal(t, uint32(want), got) //nolint:gosec // small
		}
		r.fill()
		require.True(t, r.isRead())
	})
}

// Widths that are no code are refused: too many for their length, too few, one of no
// bits beside others.
func TestCode_RefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	for name, widths := range map[string][]byte{
		"too many": {2, 2, 2}, "too few": {2, 3}, "none beside others": {1, 2, 2}, "two of none": {1, 1}, "too long": {maxWidth + 2},
		"one with a bit": {2},
	} {
		_, err := newCodeReader(widths)
		require.Error(t, err, name)
	}
}
