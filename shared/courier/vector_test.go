package courier_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/sharedtest"
)

var update = flag.Bool("update", false, "write the vectors anew (only after the format itself changed)")

// vectors is testdata/vectors.json: the keys and what becomes of the files beside it. The
// files are NAME.hex.
type vectors struct {
	// ServerPrivate and DevicePrivate are X25519 private keys, SealedPublic and
	// AnswerPublic the keys that belong to them; the Ed25519 keys sign. All hex.
	ServerPrivate string `json:"server_private"`
	DevicePrivate string `json:"device_private"`
	SealedPublic  string `json:"server_public"`
	AnswerPublic  string `json:"device_public"`
	PersonSigns   string `json:"person_ed25519_public"`
	ServerSigns   string `json:"server_ed25519_public"`
	Files         []file `json:"files"`
}

type file struct {
	Name string `json:"name"`
	// Kind is "bundle" or "answer"; Want "" for a file that opens, else the fault's name.
	Kind string `json:"kind"`
	Want string `json:"want,omitempty"`
	// What it says. Lists are hex.
	Device    string   `json:"device,omitempty"`
	Number    uint64   `json:"number,omitempty"`
	At        int64    `json:"at,omitempty"`
	AnswerKey string   `json:"answer_key,omitempty"`
	Commands  []string `json:"commands,omitempty"`
	Waiting   []string `json:"waiting,omitempty"`
	Of        string   `json:"file_sha256,omitempty"`
	Receipts  []string `json:"receipts,omitempty"`
}

func hexes(list [][]byte) (all []string) {
	for _, b := range list {
		all = append(all, hex.EncodeToString(b))
	}
	return all
}

// describe opens a file as its kind and says what is in it.
func describe(t *testing.T, name, kind string, raw []byte) file {
	t.Helper()
	v := file{Name: name, Kind: kind}
	if kind == "answer" {
		a, err := courier.OpenAnswer(raw, key(t, "device"), serverKey())
		if err != nil {
			v.Want = fault.CodeOf(err).String()
			return v
		}
		v.Device, v.Number, v.At, v.Of, v.Receipts = a.Device.String(), a.Number, a.At, a.File.String(), hexes(a.Receipts)
		return v
	}
	o, err := courier.OpenBundle(raw, key(t, "server"))
	if err == nil {
		err = o.Verify(sharedtest.NewKey("person").Public())
	}
	if err != nil {
		v.Want = fault.CodeOf(err).String()
		return v
	}
	v.Device, v.Number, v.At, v.AnswerKey = o.Device.String(), o.Number, o.At, hex.EncodeToString(o.AnswerKey[:])
	v.Commands = hexes(o.Commands)
	for _, h := range o.Waiting {
		v.Waiting = append(v.Waiting, h.String())
	}
	return v
}

// TestVectors: the files that another program has to open, and those it has to refuse.
func TestVectors(t *testing.T) {
	t.Parallel()
	if *update {
		writeVectors(t)
	}
	b, err := os.ReadFile(filepath.Join("testdata", "vectors.json"))
	require.NoError(t, err)
	var all vectors
	require.NoError(t, json.Unmarshal(b, &all))
	require.Equal(t, hex.EncodeToString(drawnBytes("server")), all.ServerPrivate)
	require.GreaterOrEqual(t, len(all.Files), 10)
	for _, want := range all.Files {
		t.Run(want.Name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("testdata", strings.ReplaceAll(want.Name, " ", "-")+".hex"))
			require.NoError(t, err)
			raw, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
			require.NoError(t, err)
			require.Equal(t, want, describe(t, want.Name, want.Kind, raw))
		})
	}
}

func writeVectors(t *testing.T) {
	t.Helper()
	server, device := key(t, "server").Public(), key(t, "device").Public()
	all := vectors{
		ServerPrivate: hex.EncodeToString(drawnBytes("server")), DevicePrivate: hex.EncodeToString(drawnBytes("device")),
		SealedPublic: hex.EncodeToString(server[:]), AnswerPublic: hex.EncodeToString(device[:]),
		PersonSigns: hex.EncodeToString(sharedtest.NewKey("person").Public()), ServerSigns: hex.EncodeToString(serverKey()),
	}
	bundle, answer := sealedBundle(t), sealedAnswer(t)
	changed := func(b []byte, at int) []byte {
		b = bytes.Clone(b)
		b[at] ^= 1
		return b
	}
	empty := sampleBundle()
	empty.Commands = nil
	asks, err := courier.SealBundle(empty, sharedtest.NewKey("person"), server, drawn("asks"))
	require.NoError(t, err)
	forged, err := courier.SealBundle(sampleBundle(), sharedtest.NewKey("nobody"), server, drawn("forged"))
	require.NoError(t, err)
	foreign, err := courier.SealBundle(sampleBundle(), sharedtest.NewKey("person"), key(t, "another server").Public(), drawn("foreign"))
	require.NoError(t, err)
	other, err := courier.SealAnswer(sampleAnswer(t, bundle), sharedtest.NewKey("server"), key(t, "another device").Public(), drawn("other"))
	require.NoError(t, err)
	pretended, err := courier.SealAnswer(sampleAnswer(t, bundle), sharedtest.NewKey("nobody"), device, drawn("pretended"))
	require.NoError(t, err)
	for _, row := range []struct {
		name, kind string
		raw        []byte
	}{
		{"bundle", "bundle", bundle},
		{"bundle that only asks", "bundle", asks},
		{"bundle with another count", "bundle", changed(bundle, 16+20)},
		{"bundle with a changed box", "bundle", changed(bundle, len(bundle)-20)},
		{"bundle cut off", "bundle", bundle[:len(bundle)-1]},
		{"bundle of a later version", "bundle", changed(changed(bundle, 9), 9-1)},
		{"bundle signed by nobody", "bundle", forged},
		{"bundle for another server", "bundle", foreign},
		{"bundle that is an answer", "bundle", answer},
		{"no courier file", "bundle", []byte("PK\x03\x04 something else entirely, and long enough to be one of them")},
		{"answer", "answer", answer},
		{"answer for another device", "answer", other},
		{"answer that the server did not sign", "answer", pretended},
		{"answer with a changed box", "answer", changed(answer, len(answer)-1)},
	} {
		all.Files = append(all.Files, describe(t, row.name, row.kind, row.raw))
		var text strings.Builder
		for b := row.raw; len(b) > 0; {
			n := min(32, len(b))
			text.WriteString(hex.EncodeToString(b[:n]) + "\n")
			b = b[n:]
		}
		path := filepath.Join("testdata", strings.ReplaceAll(row.name, " ", "-")+".hex")
		require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o644)) //nolint:gosec // a file of the repository
	}
	b, err := json.MarshalIndent(all, "", "  ")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join("testdata", "vectors.json"), append(b, '\n'), 0o644)) //nolint:gosec // a file of the repository
}
