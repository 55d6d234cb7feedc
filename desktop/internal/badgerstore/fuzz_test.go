package badgerstore

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// FuzzValues reads any bytes as what lies inside the boxes and beside them: what is taken
// is written again to the same bytes.
func FuzzValues(f *testing.F) {
	f.Add(encodeCommand(client.SignedCommand{Hash: seal.Hash{1}, SavedAt: 2, Envelope: []byte{3}}))
	f.Add(draft{name: "cart", body: []byte{1}, watermark: 7}.encode())
	f.Add(draft{name: "cart", deleted: true}.encode())
	f.Add(encodeNamed("setting", []byte("value")))
	f.Add(appendOp(appendOp(nil, op{[]byte("key"), []byte("value")}), op{[]byte("gone"), nil}))
	f.Add([]byte{documentLayout, flagDeleted, 0, 0, 0, 0, 0, 0, 0, 9})
	f.Add([]byte{1, 0, 1, 'k', 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, ok := decodeCommand(b); ok {
			require.Equal(t, b, encodeCommand(c))
		}
		if d, ok := decodeDraft(b); ok {
			require.Equal(t, b, d.encode())
		}
		if name, body, ok := splitPlain(b); ok {
			require.Equal(t, b, encodeNamed(name, body))
		}
		if ops, ok := readOps(b); ok {
			var again []byte
			for _, o := range ops {
				again = appendOp(again, o)
			}
			require.True(t, bytes.Equal(b, again))
		}
		if r, ok := readHead(b); ok && r.deleted {
			require.Equal(t, byte(flagDeleted), b[1])
		}
		_, _, _, _ = splitDocument(b)
	})
}

// FuzzRecords reads any bytes as the records that CBOR holds: state, loads, segments and
// lines of the log. Nothing but the one form is taken.
func FuzzRecords(f *testing.F) {
	f.Add(seal.Encode(docsState{Generation: 1, Cursor: wire.Cursor{Seq: 5, Schema: wire.Schema}}))
	f.Add(seal.Encode(loads{Schema: wire.Schema, Loading: true}))
	f.Add(seal.Encode(applied{Hash: seal.Hash{1}, Documents: 3}))
	f.Add(seal.Encode(client.LogRecord{At: 1, Kind: "push"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		same[docsState](t, b)
		same[loads](t, b)
		same[applied](t, b)
		same[client.LogRecord](t, b)
	})
}

func same[T any](t *testing.T, b []byte) {
	t.Helper()
	var v T
	if seal.Decode(b, &v) == nil {
		require.Equal(t, b, seal.Encode(v), "%T", v)
	}
}
