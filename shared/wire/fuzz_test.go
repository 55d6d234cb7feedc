package wire_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// addVectors seeds a target with every example of the protocol's messages and documents.
func addVectors(f *testing.F) {
	f.Helper()
	files, err := filepath.Glob("testdata/*/*.json")
	require.NoError(f, err)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(f, err)
		var v struct {
			Examples []struct {
				CBOR string `json:"cbor"`
			} `json:"examples"`
		}
		require.NoError(f, json.Unmarshal(b, &v), name)
		for _, e := range v.Examples {
			raw, err := hex.DecodeString(e.CBOR)
			require.NoError(f, err, name)
			f.Add(raw)
		}
	}
}

// settles reads bytes as a message. What is taken is written, read and written again to
// the same bytes; what is not has a typed fault.
func settles[T any](t *testing.T, b []byte) {
	t.Helper()
	var v, again T
	if err := wire.Decode(b, &v); err != nil {
		require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%v", err)
		return
	}
	written := wire.Encode(v)
	require.NoError(t, wire.Decode(written, &again), "%T", v)
	require.Equal(t, written, wire.Encode(again), "%T", v)
}

// FuzzMessages reads any bytes as every message that comes from the other side.
func FuzzMessages(f *testing.F) {
	addVectors(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, read := range []func(*testing.T, []byte){
			settles[wire.EnrolRequest], settles[wire.EnrolResponse], settles[wire.PushRequest], settles[wire.PushResponse],
			settles[wire.CourierResponse], settles[wire.Page], settles[wire.ScopePage], settles[wire.Snapshot], settles[wire.Live],
			settles[wire.Problem], settles[wire.AttachmentState], settles[wire.Digest], settles[wire.Document],
		} {
			read(t, b)
		}
	})
}

// FuzzManifest puts any bytes under the server's signature, and any bytes in its place.
func FuzzManifest(f *testing.F) {
	addVectors(f)
	server := sharedtest.NewKey("server")
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := wire.OpenManifest(b, server.Public())
		require.True(t, err == nil || fault.CodeOf(err) != fault.Internal, "%v", err)
		signed, err := seal.Sign(seal.DomainManifest, b, server)
		if err != nil {
			return // more than an envelope holds
		}
		m, err := wire.OpenManifest(signed.Raw, server.Public())
		if err != nil {
			require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%v", err)
			return
		}
		again, err := wire.SignManifest(m, server)
		require.NoError(t, err)
		back, err := wire.OpenManifest(again.Raw, server.Public())
		require.NoError(t, err)
		require.Equal(t, wire.Encode(m), wire.Encode(back))
	})
}

// FuzzTexts reads any text as a cursor and as a ticket: what is read says the same again.
func FuzzTexts(f *testing.F) {
	f.Add(wire.Cursor{Seq: 5, Schema: wire.Schema}.String())
	f.Add(wire.Ticket{Secret: [16]byte{1}, Root: [16]byte{2}}.String())
	f.Fuzz(func(t *testing.T, text string) {
		c, err := wire.ParseCursor(text)
		require.True(t, err == nil || fault.CodeOf(err) != fault.Internal, "%v", err)
		if err == nil {
			again, failed := wire.ParseCursor(c.String())
			require.NoError(t, failed)
			require.Equal(t, c, again)
		}
		ticket, err := wire.ParseTicket(text)
		require.True(t, err == nil || fault.CodeOf(err) == fault.TicketInvalid, "%v", err)
		if err == nil {
			again, err := wire.ParseTicket(ticket.String())
			require.NoError(t, err)
			require.Equal(t, ticket, again)
		}
	})
}
