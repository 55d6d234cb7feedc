package compact

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// socketVector is one socket: what is known at its beginning, and the messages on it in
// their sequence (docs/formats/README.md). Byte strings are hex.
type socketVector struct {
	Name       string       `json:"name"`
	Dictionary string       `json:"dictionary"`
	Device     string       `json:"device"`
	Person     string       `json:"person"`
	Org        string       `json:"org"`
	Epoch      string       `json:"epoch"`
	Names      []string     `json:"names"`
	ServerKey  string       `json:"server_key"`
	Messages   []pushVector `json:"messages"`
}

// pushVector is a push with its answer; packed is key 9 of the message.
type pushVector struct {
	Push struct {
		Packed   string   `json:"packed"`
		Clock    int64    `json:"clock"`
		Backlog  uint64   `json:"backlog"`
		Program  string   `json:"program"`
		Commands []string `json:"commands"`
	} `json:"push"`
	Receipts struct {
		Packed   string   `json:"packed"`
		Clock    int64    `json:"clock"`
		Receipts []string `json:"receipts"`
	} `json:"receipts"`
}

const vectorPath = "testdata/socket.json"

func makeVector(t *testing.T, c *Codec) socketVector {
	t.Helper()
	d := newDesk(42)
	s := d.socket()
	v := socketVector{
		Name: "a unit's device signs orders, an approval, and bytes that are no command", Dictionary: c.Dictionary(),
		Device: hex.EncodeToString(s.Device[:]), Person: hex.EncodeToString(s.Person[:]), Org: hex.EncodeToString(s.Org[:]),
		Epoch: hex.EncodeToString(s.Epoch[:]), Names: texts(s.Names), ServerKey: hex.EncodeToString(d.server.Public()),
	}
	k := NewKnown(s)
	for n, commands := range [][][]byte{
		{d.sign(seal.KindSubmitOrder, d.submit(5))},
		{d.sign(d.command()), d.sign(seal.KindSubmitOrder, d.submit(2))},
		{[]byte("no command"), d.sign(d.command())},
	} {
		var p pushVector
		r := d.request(commands...)
		if n == 0 {
			r.Program, r.Backlog = "1.4.2", 3
		}
		p.Push.Packed = hex.EncodeToString(c.PackPush(k, r))
		p.Push.Clock, p.Push.Backlog, p.Push.Program, p.Push.Commands = r.Clock, r.Backlog, r.Program, texts(commands)
		a := d.answer(r)
		b, err := c.PackReceipts(k, commands, a)
		require.NoError(t, err)
		p.Receipts.Packed, p.Receipts.Clock, p.Receipts.Receipts = hex.EncodeToString(b), a.Clock, texts(a.Receipts)
		v.Messages = append(v.Messages, p)
	}
	return v
}

// The messages of testdata/socket.json mean what stands beside them: a change that reads
// them differently breaks programs in the field. With DOTCHAIN_UPDATE they are made anew,
// which is for a new dictionary only.
func TestVectors(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	if os.Getenv("DOTCHAIN_UPDATE") != "" {
		b, err := json.MarshalIndent(makeVector(t, c), "", "  ")
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(vectorPath, append(b, '\n'), 0o600))
	}
	b, err := os.ReadFile(vectorPath)
	require.NoError(t, err)
	var v socketVector
	require.NoError(t, json.Unmarshal(b, &v))
	require.Equal(t, c.Dictionary(), v.Dictionary)
	k := NewKnown(Socket{
		Device: id.ID[id.Device](bytesOf(t, v.Device)), Person: id.ID[id.Person](bytesOf(t, v.Person)), Org: id.ID[id.Org](bytesOf(t, v.Org)),
		Epoch: id.ID[id.Epoch](bytesOf(t, v.Epoch)), Names: allBytes(t, v.Names),
	})
	for _, m := range v.Messages {
		r, err := c.UnpackPush(k, id.ID[id.Device](bytesOf(t, v.Device)), bytesOf(t, m.Push.Packed))
		require.NoError(t, err)
		require.Equal(t, m.Push.Commands, texts(r.Commands))
		require.Equal(t, m.Push.Clock, r.Clock)
		require.Equal(t, m.Push.Backlog, r.Backlog)
		require.Equal(t, m.Push.Program, r.Program)
		a, err := c.UnpackReceipts(k, seal.ThumbprintOf(bytesOf(t, v.ServerKey)), r.Commands, bytesOf(t, m.Receipts.Packed))
		require.NoError(t, err)
		require.Equal(t, m.Receipts.Receipts, texts(a.Receipts))
		require.Equal(t, m.Receipts.Clock, a.Clock)
	}
}

func bytesOf(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	require.NoError(t, err)
	return b
}

func allBytes(t *testing.T, all []string) [][]byte {
	t.Helper()
	var list [][]byte
	for _, text := range all {
		list = append(list, bytesOf(t, text))
	}
	return list
}

func texts(all [][]byte) []string {
	var list []string
	for _, b := range all {
		list = append(list, hex.EncodeToString(b))
	}
	return list
}
