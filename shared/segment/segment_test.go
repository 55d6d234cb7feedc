package segment_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/wire"
)

func tools(tb testing.TB) (*segment.Packer, *segment.Opener) {
	tb.Helper()
	p, err := segment.NewPacker()
	require.NoError(tb, err)
	o, err := segment.NewOpener()
	require.NoError(tb, err)
	return p, o
}

func key(n byte) []byte { return bytes.Repeat([]byte{n}, segment.KeySize) }

// values are what a body may hold: everything CBOR of the deterministic form has.
func values(depth int) *rapid.Generator[any] {
	leaf := []*rapid.Generator[any]{
		rapid.Int64().AsAny(), rapid.Uint64().AsAny(), rapid.String().AsAny(), rapid.SliceOf(rapid.Byte()).AsAny(), rapid.Bool().AsAny(),
		rapid.Just[any](nil),
	}
	if depth == 0 {
		return rapid.OneOf(leaf...)
	}
	return rapid.OneOf(append(leaf,
		rapid.SliceOfN(values(depth-1), 0, 5).AsAny(),
		rapid.MapOfN(rapid.Int64Range(0, 30), values(depth-1), 0, 6).AsAny(),
		rapid.MapOfN(rapid.StringN(0, 3, 9), values(depth-1), 0, 3).AsAny(),
	)...)
}

func runs() *rapid.Generator[[]wire.Document] {
	return rapid.Custom(func(t *rapid.T) []wire.Document {
		var docs []wire.Document
		for _, n := range rapid.SliceOfNDistinct(rapid.Uint16(), 1, 40, rapid.ID).Draw(t, "ids") {
			docs = append(docs, wire.Document{
				Scope: "catalogue", Kind: wire.DocItem, ID: [16]byte{byte(n >> 8), byte(n)}, Version: rapid.Uint64().Draw(t, "version"),
				Body: seal.Encode(values(3).Draw(t, "body")),
			})
		}
		slices.SortFunc(docs, func(a, b wire.Document) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		return docs
	})
}

func TestOpen_GivesBackWhatWasPacked(t *testing.T) {
	t.Parallel()
	p, o := tools(t)
	rapid.Check(t, func(t *rapid.T) {
		docs := runs().Draw(t, "documents")
		columns, err := p.Columns(docs)
		require.NoError(t, err)
		packed, err := p.Pack(columns, key(1))
		require.NoError(t, err)
		again, err := p.Pack(columns, key(1))
		require.NoError(t, err)
		require.Equal(t, packed, again, "equal documents make equal bytes")
		got, err := o.Open(packed.Sealed, packed.Hash, key(1))
		require.NoError(t, err)
		require.Equal(t, docs, got)
	})
}

func TestColumns_RefuseWhatIsNoRun(t *testing.T) {
	t.Parallel()
	p, _ := tools(t)
	body := seal.Encode(map[int]string{1: "a"})
	doc := func(n byte) wire.Document {
		return wire.Document{Scope: "catalogue", Kind: wire.DocItem, ID: [16]byte{n}, Version: 1, Body: body}
	}
	foreign, kind, gone, twice, odd := doc(2), doc(2), doc(2), doc(1), doc(2)
	foreign.Scope, kind.Kind, gone.Deleted, odd.Body = "staff", wire.DocOffer, true, append(slices.Clone(body), 0)
	for name, second := range map[string]wire.Document{"scope": foreign, "kind": kind, "deleted": gone, "twice": twice, "not one item": odd} {
		_, err := p.Columns([]wire.Document{doc(1), second})
		require.Error(t, err, name)
	}
	_, err := p.Columns(nil)
	require.Error(t, err)
}

func TestOpen_Refuses(t *testing.T) {
	t.Parallel()
	p, o := tools(t)
	columns, err := p.Columns(items(t, 50))
	require.NoError(t, err)
	packed, err := p.Pack(columns, key(1))
	require.NoError(t, err)

	for at := 0; at < len(packed.Sealed); at += 7 {
		bad := slices.Clone(packed.Sealed)
		bad[at] ^= 1
		_, err = o.Open(bad, packed.Hash, key(1))
		require.Equal(t, fault.Tampered, fault.CodeOf(err), "byte %d", at)
		// Who can change what the hash is still has not the key.
		_, err = o.Open(bad, seal.Sum(bad), key(1))
		require.Error(t, err, "byte %d", at)
	}
	_, err = o.Open(packed.Sealed, packed.Hash, key(2))
	require.Equal(t, fault.Tampered, fault.CodeOf(err))
	_, err = o.Open(packed.Sealed[:20], seal.Sum(packed.Sealed[:20]), key(1))
	require.Equal(t, fault.Malformed, fault.CodeOf(err))
	newer := slices.Clone(packed.Sealed)
	newer[0] = segment.Layout + 1
	_, err = o.Open(newer, seal.Sum(newer), key(1))
	require.Equal(t, fault.VersionUnknown, fault.CodeOf(err))
}

func items(tb testing.TB, n int) []wire.Document {
	tb.Helper()
	docs := make([]wire.Document, n)
	for i := range docs {
		item := catalogue.Item{
			ID: id.ID[id.Item]{byte(i >> 8), byte(i)}, Article: fmt.Sprintf("A-%d", i), NameUk: "Квадрокоптер", Category: "uav", DK021: "34711200-6",
			Manufacturer: "ТОВ", Version: uint64(i + 1), Specs: []catalogue.Spec{{Key: "mass", Milli: int64(i) * 100}, {Key: "colour", Text: "сірий"}}, //nolint:gosec // small
		}
		docs[i] = wire.Document{Scope: "catalogue", Kind: wire.DocItem, ID: item.ID, Version: item.Version, Body: seal.Encode(item)}
	}
	return docs
}

// described are items in which every form of a column is of use: most ids follow from
// codes, descriptions are of the same words in both languages, numbers of few kinds.
func described(n int) []wire.Document {
	uk, en := strings.Fields("дрон акумулятор камера гвинт антена корпус кабель рама"), strings.Fields("drone battery camera propeller antenna case cable frame")
	docs := make([]wire.Document, n)
	for i := range docs {
		sum := seal.Sum(fmt.Append(nil, i))
		var words []string
		for _, x := range sum[:16] {
			list := uk
			if sum[20]%2 == 0 {
				list = en
			}
			words = append(words, list[x%8])
		}
		item := catalogue.Item{
			Article: fmt.Sprintf("АБ-%d", i), NameUk: "Квадрокоптер", NameEn: "Quadcopter", Category: "uav", DK021: "34711200-6",
			Manufacturer: "ТОВ", Version: uint64(sum[21]), Description: strings.Join(words, " "),
		}
		for j, key := range []string{"mass", "range", "time"} {
			item.Specs = append(item.Specs, catalogue.Spec{Key: key, Milli: int64(sum[22+j]%16)*1000 + 24_000})
		}
		switch i % 3 {
		case 0:
			item.NSN = fmt.Sprintf("1550-61-000-%04d", i)
			item.ID = catalogue.ItemID(item.NSN, "", "")
		case 1:
			item.ID = catalogue.ItemID("", item.Manufacturer, item.Article)
		case 2:
			item.ID = id.ID[id.Item](sum[:16])
		}
		docs[i] = wire.Document{Scope: "catalogue", Kind: wire.DocItem, ID: item.ID, Version: item.Version, Body: seal.Encode(item)}
	}
	slices.SortFunc(docs, func(a, b wire.Document) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return docs
}

// What a client in another language has to reproduce (docs/formats/snapshot.md).
func TestVectors(t *testing.T) {
	t.Parallel()
	type document struct {
		Scope   string `json:"scope"`
		Kind    int    `json:"kind"`
		ID      string `json:"id"`
		Version uint64 `json:"version"`
		Body    string `json:"body"`
	}
	type vector struct {
		Key       string     `json:"key"`
		Hash      string     `json:"sha256"`
		Segment   string     `json:"segment"`
		Columns   string     `json:"columns"`
		Documents []document `json:"documents"`
	}
	p, o := tools(t)
	docs := described(40)
	columns, err := p.Columns(docs)
	require.NoError(t, err)
	const file = "testdata/vector.json"
	if os.Getenv("DOTCHAIN_UPDATE") != "" {
		packed, failed := p.Pack(columns, key(7))
		require.NoError(t, failed)
		v := vector{hex.EncodeToString(key(7)), packed.Hash.String(), hex.EncodeToString(packed.Sealed), hex.EncodeToString(columns.Bytes), nil}
		for _, d := range docs {
			v.Documents = append(v.Documents, document{string(d.Scope), int(d.Kind), hex.EncodeToString(d.ID[:]), d.Version, hex.EncodeToString(d.Body)})
		}
		b, failed := json.MarshalIndent(v, "", "  ")
		require.NoError(t, failed)
		require.NoError(t, os.WriteFile(file, append(b, '\n'), 0o600))
	}
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	var v vector
	require.NoError(t, json.Unmarshal(b, &v))
	require.Equal(t, v.Columns, hex.EncodeToString(columns.Bytes))
	sealed, err := hex.DecodeString(v.Segment)
	require.NoError(t, err)
	require.Equal(t, v.Hash, seal.Sum(sealed).String())
	got, err := o.Open(sealed, seal.Sum(sealed), key(7))
	require.NoError(t, err)
	require.Equal(t, docs, got)
	require.Len(t, v.Documents, len(docs))
	for i, d := range got {
		require.Equal(t, v.Documents[i].Body, hex.EncodeToString(d.Body))
	}
}

func TestCuts_StayWhereTheyAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40_000).Draw(t, "ids")
		seed := rapid.Uint64().Draw(t, "seed")
		ids := make([][16]byte, n)
		for i := range ids {
			sum := seal.Sum(fmt.Appendf(nil, "%d/%d", seed, i))
			copy(ids[i][:], sum[:])
		}
		slices.SortFunc(ids, func(a, b [16]byte) int { return bytes.Compare(a[:], b[:]) })
		segments := segmentsOf(ids)
		gone := rapid.IntRange(0, n-1).Draw(t, "gone")
		after := segmentsOf(slices.Delete(slices.Clone(ids), gone, gone+1))
		changed := 0
		for hash := range after {
			if !segments[hash] {
				changed++
			}
		}
		require.LessOrEqual(t, changed, 3, "of %d", len(after))
	})
}

func segmentsOf(ids [][16]byte) map[seal.Hash]bool {
	hashes := map[seal.Hash]bool{}
	for _, n := range segment.Cuts(ids) {
		var all []byte
		for _, id := range ids[:n] {
			all = append(all, id[:]...)
		}
		hashes[seal.Sum(all)] = true
		ids = ids[n:]
	}
	return hashes
}

func BenchmarkOpen(b *testing.B) {
	p, o := tools(b)
	columns, err := p.Columns(items(b, 4000))
	require.NoError(b, err)
	packed, err := p.Pack(columns, key(1))
	require.NoError(b, err)
	b.SetBytes(int64(len(columns.Bytes)))
	b.ReportMetric(float64(len(packed.Sealed))/4000, "B/document")
	for b.Loop() {
		_, err := o.Open(packed.Sealed, packed.Hash, key(1))
		require.NoError(b, err)
	}
}
