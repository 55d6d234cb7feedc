package wire_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// schema describes a message's layout as text: field numbers, types, options.
func schema(b *strings.Builder, t reflect.Type, seen map[reflect.Type]bool) {
	switch t.Kind() { //nolint:exhaustive // the rest is written by name
	case reflect.Pointer, reflect.Slice:
		b.WriteString(t.Kind().String() + " ")
		schema(b, t.Elem(), seen)
		return
	case reflect.Struct:
		b.WriteString(t.String())
		if seen[t] {
			return
		}
		seen[t] = true
		b.WriteString("{")
		for i := range t.NumField() {
			f := t.Field(i)
			b.WriteString(f.Tag.Get("cbor") + ":")
			schema(b, f.Type, seen)
			b.WriteString(";")
		}
		b.WriteString("}")
		return
	}
	b.WriteString(t.String())
}

// The layout of the messages and the protocol's version change together: when
// this fails, old programs read new messages wrongly. Raise wire.Version (or
// keep the change to added optional fields), describe it in the format
// document, and put the new hash here.
func TestVersion_CoversTheSchema(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	seen := map[reflect.Type]bool{}
	for _, m := range []any{
		wire.PushRequest{},
		wire.PushResponse{},
		wire.Page{},
		wire.Live{},
		wire.EnrolRequest{},
		wire.EnrolResponse{},
		wire.CourierResponse{},
		wire.Snapshot{},
		wire.Manifest{},
		wire.ScopePage{},
		wire.Digest{},
		wire.AttachmentState{},
		wire.Problem{},
		seal.Command{},
		seal.Receipt{},
		seal.Checkpoint{},
	} {
		schema(&b, reflect.TypeOf(m), seen)
		b.WriteString("\n")
	}
	got := fmt.Sprintf("%d %s", wire.Version, seal.Sum([]byte(b.String())).String()[:16])
	require.Equal(t, "1 fc155b2e5d9ad49a", got, b.String())
}

func TestCursor_Text(t *testing.T) {
	t.Parallel()
	c := wire.Cursor{Epoch: sharedtest.ID[id.Epoch](1), Scopes: seal.Sum([]byte("s")), Schema: 1, Seq: 1 << 40}
	got, err := wire.ParseCursor(c.String())
	require.NoError(t, err)
	require.Equal(t, c, got)
	require.Empty(t, wire.Cursor{}.String())
	for _, text := range []string{"!", "AA", c.String() + "AA"} {
		_, err := wire.ParseCursor(text)
		require.Equal(t, fault.Malformed, fault.CodeOf(err), text)
	}
}

func TestTicket_Text(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var want wire.Ticket
		copy(want.Secret[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "secret"))
		copy(want.Root[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "root"))
		text := want.String()
		typed := strings.ToLower(strings.ReplaceAll(text, "-", " "))
		typed = strings.NewReplacer("0", "o", "1", "l").Replace(typed)
		got, err := wire.ParseTicket(typed)
		require.NoError(t, err)
		require.Equal(t, want, got)

		i := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		wrong := []byte(text)
		if wrong[i] == '-' {
			return
		}
		wrong[i] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(strings.IndexByte("0123456789ABCDEFGHJKMNPQRSTVWXYZ", wrong[i])+1)%32]
		_, err = wire.ParseTicket(string(wrong))
		require.Equal(t, fault.TicketInvalid, fault.CodeOf(err), "one wrong letter is noticed before it travels")
	})
}

func TestDecode_PassesOverUnknownFields(t *testing.T) {
	t.Parallel()
	var p wire.PushResponse
	require.NoError(t, wire.Decode(seal.Encode(map[int]any{2: 7, 99: "later"}), &p))
	require.Equal(t, int64(7), p.Clock)
}

func TestPage_RoundTrip(t *testing.T) {
	t.Parallel()
	want := wire.Page{
		Next: wire.Cursor{Seq: 5, Schema: 1}, Head: 9, Remaining: 4, Clock: 1,
		Documents: []wire.Document{{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: [16]byte{1}, Version: 2, Body: []byte{0xa0}}},
	}
	var got wire.Page
	require.NoError(t, wire.Decode(wire.Encode(want), &got))
	require.Equal(t, want, got)
}

func FuzzDecode(f *testing.F) {
	f.Add(wire.Encode(wire.Page{Head: 1}))
	f.Add(wire.Encode(wire.PushRequest{Version: 1, Commands: [][]byte{{1}}}))
	f.Fuzz(func(_ *testing.T, b []byte) {
		var page wire.Page
		_ = wire.Decode(b, &page)
		var push wire.PushRequest
		_ = wire.Decode(b, &push)
		var live wire.Live
		_ = wire.Decode(b, &live)
	})
}

func TestOpenManifest(t *testing.T) {
	t.Parallel()
	server := sharedtest.NewKey("server")
	m := wire.Manifest{
		Version: wire.ManifestVersion, Epoch: id.ID[id.Epoch]{1}, Schema: wire.Schema, Scope: "catalogue", Seq: 9, At: 5,
		Parts: []wire.Part{{Kind: wire.DocItem, Hash: seal.Hash{1}, First: [16]byte{1}, Last: [16]byte{2}, Size: 10, Documents: 2}},
	}
	signed, err := wire.SignManifest(m, server)
	require.NoError(t, err)
	got, err := wire.OpenManifest(signed.Raw, server.Public())
	require.NoError(t, err)
	require.Equal(t, m, got)

	_, err = wire.OpenManifest(signed.Raw, sharedtest.NewKey("another").Public())
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(err))
	receipt, err := seal.Sign(seal.DomainReceipt, signed.Payload, server)
	require.NoError(t, err)
	_, err = wire.OpenManifest(receipt.Raw, server.Public())
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(err), "of another purpose")
	newer, err := seal.Sign(seal.DomainManifest, seal.Encode(wire.Manifest{Version: 2}), server)
	require.NoError(t, err)
	_, err = wire.OpenManifest(newer.Raw, server.Public())
	require.Equal(t, fault.VersionUnknown, fault.CodeOf(err))
}
