package wire_test

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

func TestSum_IsTheSumModulo(t *testing.T) {
	t.Parallel()
	modulus := new(big.Int).Lsh(big.NewInt(1), 128)
	rapid.Check(t, func(t *rapid.T) {
		var a, b wire.Sum
		copy(a[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "a"))
		copy(b[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "b"))
		want := new(big.Int).Add(new(big.Int).SetBytes(a[:]), new(big.Int).SetBytes(b[:]))
		got := a.Plus(b)
		require.Zero(t, want.Mod(want, modulus).Cmp(new(big.Int).SetBytes(got[:])))
		require.Equal(t, a, got.Minus(b))
		require.Equal(t, got, b.Plus(a))
	})
}

// Made as docs/formats/wire.md, section 9, says it.
func TestSumOf_CoversEverythingOfADocument(t *testing.T) {
	t.Parallel()
	d := wire.Document{Scope: "a", Kind: wire.DocItem, ID: [16]byte{1, 2}, Version: 7, Body: []byte("body")}
	body := sha256.Sum256(d.Body)
	b := append([]byte{3}, d.ID[:]...)
	b = append(binary.BigEndian.AppendUint64(b, 7), body[:]...)
	whole := sha256.Sum256(b)
	require.Equal(t, wire.Sum(whole[:16]), wire.SumOf(d))
	for name, change := range map[string]func(*wire.Document){
		"kind": func(d *wire.Document) { d.Kind++ }, "id": func(d *wire.Document) { d.ID[15]++ },
		"version": func(d *wire.Document) { d.Version++ }, "body": func(d *wire.Document) { d.Body = []byte("bodz") },
		"deleted": func(d *wire.Document) { d.Deleted = true },
	} {
		other := d
		change(&other)
		require.NotEqual(t, wire.SumOf(d), wire.SumOf(other), name)
	}
	elsewhere := d
	elsewhere.Scope = "b"
	require.Equal(t, wire.SumOf(d), wire.SumOf(elsewhere), "the scope is said beside")
}

func TestParseDiverged(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"catalogue/3", "unit/0192f0c0-0000-7000-8000-000000000001/255"} {
		d, err := wire.ParseDiverged(text)
		require.NoError(t, err)
		require.Equal(t, text, d.String())
	}
	for _, text := range []string{"", "/", "/3", "catalogue", "catalogue/", "catalogue/0", "catalogue/03", "catalogue/+3", "catalogue/256", "catalogue/x"} {
		_, err := wire.ParseDiverged(text)
		require.Equal(t, fault.Malformed, fault.CodeOf(err), text)
	}
}

func FuzzParseDiverged(f *testing.F) {
	f.Add("catalogue/3")
	f.Add("unit/a/b/12")
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := wire.ParseDiverged(text); err == nil {
			require.Equal(t, text, d.String())
		}
	})
}

func FuzzDigest(f *testing.F) {
	f.Add(wire.Encode(wire.Digest{Kinds: []wire.KindDigest{{Scope: "catalogue", Kind: wire.DocItem, Documents: 2, Sum: wire.Sum{1}}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		var d wire.Digest
		if wire.Decode(b, &d) != nil {
			return
		}
		var again wire.Digest
		require.NoError(t, wire.Decode(wire.Encode(d), &again))
		require.Equal(t, d.Cursor, again.Cursor)
		require.Len(t, again.Kinds, len(d.Kinds))
	})
}
