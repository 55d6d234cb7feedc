package compact

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// pageOf is a page with the orders of a desk.
func pageOf(d *desk, orders int) wire.Page {
	p := wire.Page{
		From: wire.Cursor{Epoch: d.socket().Epoch, Schema: wire.Schema, Seq: 70}, Next: wire.Cursor{Epoch: d.socket().Epoch, Schema: wire.Schema, Seq: 78}, Head: 78,
		Clock: 1_780_000_000_000,
	}
	for n := range orders {
		body := seal.Encode(d.submit(5))
		doc := wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocOrder, ID: id.ID[id.Order]{1, byte(n)}, Version: uint64(n) + 1, Body: body} //nolint:gosec // few
		p.Documents = append(p.Documents, doc)
	}
	return p
}

func TestPackPage(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	p := pageOf(newDesk(3), 4)
	packed := c.PackPage(p)
	require.Less(t, len(packed), len(wire.Encode(p))*2/3)
	again, err := c.UnpackPage(packed)
	require.NoError(t, err)
	require.Equal(t, p, again)

	require.Nil(t, c.PackPage(wire.Page{Head: 5}), "nothing is gained")
	random := make([]byte, 4096)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(random)
	p.Documents = []wire.Document{{Body: random}}
	require.Nil(t, c.PackPage(p), "nothing is gained")
	p.Documents = []wire.Document{{Body: bytes.Repeat([]byte("a"), maxSkeleton)}}
	require.Nil(t, c.PackPage(p), "the other side would not make so many bytes")
}

func TestUnpackPage_Refuses(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	whole := wire.Encode(pageOf(newDesk(3), 4))
	for name, packed := range map[string][]byte{
		"nothing":     nil,
		"cut":         c.PackPage(pageOf(newDesk(3), 4))[:100],
		"more behind": c.enc.EncodeAll(append(whole, 0), nil)[magicSize:],
		"no page":     c.enc.EncodeAll(bytes.Repeat([]byte{0xff}, 1000), nil)[magicSize:],
		"a bomb":      c.enc.EncodeAll(make([]byte, maxSkeleton+1), nil)[magicSize:],
	} {
		_, err := c.UnpackPage(packed)
		require.NotEqual(t, fault.Internal, fault.CodeOf(err), name)
		require.Error(t, err, name)
	}
	_, err := c.UnpackPage(frameOf(t, whole))
	require.Equal(t, fault.VersionUnknown, fault.CodeOf(err))
}

// pageVector is a page that goes inline; packed is key 9 of the message.
type pageVector struct {
	Name       string `json:"name"`
	Dictionary string `json:"dictionary"`
	Packed     string `json:"packed"`
	Page       string `json:"page"`
}

const pagePath = "testdata/page.json"

// The message of testdata/page.json means what stands beside it.
func TestVectors_Page(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	if os.Getenv("DOTCHAIN_UPDATE") != "" {
		p := pageOf(newDesk(42), 2)
		b, err := json.MarshalIndent(pageVector{
			Name: "two documents", Dictionary: c.Dictionary(), Packed: hex.EncodeToString(c.PackPage(p)), Page: hex.EncodeToString(wire.Encode(p)),
		}, "", "  ")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(pagePath, append(b, '\n'), 0o600))
	}
	b, err := os.ReadFile(pagePath)
	require.NoError(t, err)
	var v pageVector
	require.NoError(t, json.Unmarshal(b, &v))
	require.Equal(t, c.Dictionary(), v.Dictionary)
	p, err := c.UnpackPage(bytesOf(t, v.Packed))
	require.NoError(t, err)
	require.Equal(t, v.Page, hex.EncodeToString(wire.Encode(p)))
}

// Whatever comes from a server is refused, or is a page.
func FuzzUnpackPage(f *testing.F) {
	c := newTestCodec(f)
	f.Add(c.PackPage(pageOf(newDesk(3), 2)))
	f.Add(c.enc.EncodeAll(bytes.Repeat([]byte{0xa0}, 300), nil)[magicSize:])
	f.Fuzz(func(t *testing.T, packed []byte) {
		p, err := c.UnpackPage(packed)
		if err != nil {
			require.NotEqual(t, fault.Internal, fault.CodeOf(err))
			return
		}
		require.LessOrEqual(t, len(wire.Encode(p)), maxSkeleton)
	})
}
