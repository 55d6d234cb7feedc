package seal_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/veraison/go-cose"
	"pgregory.net/rapid"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

var update = flag.Bool("update", false, "write the vectors anew (only after the format itself changed)")

// vector is one row of testdata/vectors.json: bytes and what becomes of them.
type vector struct {
	Name string `json:"name"`
	// Key is the public key (hex) the signature is checked with.
	Key      string `json:"key"`
	Envelope string `json:"envelope"`
	// Want is "" for valid bytes, else the fault's name.
	Want string `json:"want"`
	// Hash is the envelope's hash, hex; Command what the bytes say.
	Hash    string `json:"hash,omitempty"`
	Command string `json:"command,omitempty"`
}

// check does with bytes what a server does before it decides.
func check(raw []byte, key ed25519.PublicKey) (seal.Command, error) {
	e, err := seal.Open(raw)
	if err != nil {
		return seal.Command{}, err
	}
	if err = e.Verify(seal.DomainCommand, key); err != nil {
		return seal.Command{}, err
	}
	c, err := seal.OpenCommand(e)
	if err != nil {
		return seal.Command{}, err
	}
	if _, err := order.DecodeRevision(c.Body); err != nil {
		return seal.Command{}, err
	}
	return c, nil
}

func TestVectors(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "vectors.json")
	if *update {
		writeVectors(t, path)
	}
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	var vectors []vector
	require.NoError(t, json.Unmarshal(b, &vectors))
	require.NotEmpty(t, vectors)
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			raw, key := unhex(t, v.Envelope), unhex(t, v.Key)
			c, err := check(raw, key)
			if v.Want != "" {
				require.Error(t, err)
				require.Equal(t, v.Want, fault.CodeOf(err).String())
				return
			}
			require.NoError(t, err)
			require.Equal(t, v.Hash, seal.Sum(raw).String())
			require.Equal(t, v.Command, c.ID.String())
			again, err := seal.SignCommand(c, sharedtest.NewKey("1"))
			require.NoError(t, err)
			require.Equal(t, raw, again.Raw, "the same act has one form as bytes")
		})
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	require.NoError(t, err)
	return b
}

// sample is the envelope the vectors start from.
func sample() seal.Envelope {
	f := sharedtest.NewField()
	return f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(1, 0, 2, 1), sharedtest.Now)
}

func writeVectors(t *testing.T, path string) {
	t.Helper()
	good := sample()
	key := sharedtest.NewKey("1").Public()
	other := sharedtest.NewKey("2").Public()
	c, err := seal.OpenCommand(good)
	require.NoError(t, err)
	row := func(name string, raw []byte, key ed25519.PublicKey) vector {
		v := vector{Name: name, Key: hex.EncodeToString(key), Envelope: hex.EncodeToString(raw)}
		if _, refused := check(raw, key); refused != nil {
			v.Want = fault.CodeOf(refused).String()
		} else {
			v.Hash, v.Command = seal.Sum(raw).String(), c.ID.String()
		}
		return v
	}
	flip := func(i int) []byte {
		b := append([]byte{}, good.Raw...)
		b[i] ^= 1
		return b
	}
	domain, err := seal.Sign(seal.DomainReceipt, good.Payload, sharedtest.NewKey("1"))
	require.NoError(t, err)
	rows := []vector{
		row("an order of two lines", good.Raw, key),
		row("another key", good.Raw, other),
		row("truncated", good.Raw[:len(good.Raw)-1], key),
		row("a byte behind", append(append([]byte{}, good.Raw...), 0), key),
		row("a bit of the payload flipped", flip(len(good.Raw)/2), key),
		row("a bit of the signature flipped", flip(len(good.Raw)-1), key),
		row("signed for another purpose", domain.Raw, key),
		row("nothing", nil, key),
		row("text", []byte("Слава Україні"), key),
		row("a payload with an unknown field", resigned(t, appendField(good.Payload)), key),
		row("a payload with a number in a longer form", resigned(t, longNumber(t, good.Payload)), key),
		row("a payload of a later version", resigned(t, versioned(t, c)), key),
		row("a payload with a key twice", resigned(t, appendPair(good.Payload, 0x0a, 0xa0)), key),
		row("a payload whose keys are in another order", resigned(t, swapped(t, good.Payload)), key),
		row("a payload of open length", resigned(t, append(append([]byte{0xbf}, good.Payload[1:]...), 0xff)), key),
		row("a payload with a tag", resigned(t, versionAs(t, good.Payload, 0xc1, 0x01)), key),
		row("a payload with a floating-point number", resigned(t, versionAs(t, good.Payload, 0xf9, 0x3c, 0x00)), key),
		row("a payload with null for a number", resigned(t, versionAs(t, good.Payload, 0xf6)), key),
		row("a payload with a byte behind", resigned(t, append(append([]byte{}, good.Payload...), 0)), key),
		row("a body with an optional field that is empty", resigned(t, withField(t, c, 9, []byte{0x60})), key),
		row("a body with text that is no UTF-8", resigned(t, withField(t, c, 9, []byte{0x61, 0xff})), key),
		row("a body with an id of 15 bytes", resigned(t, withField(t, c, 1, append([]byte{0x4f}, make([]byte, 15)...))), key),
		row("a body nested too deep", resigned(t, withField(t, c, 10, []byte("\x81\x81\x81\x81\x81\x81\x81\x81\x80"))), key),
		row("a body with a negative count", resigned(t, withField(t, c, 2, []byte{0x20})), key),
		row("an envelope with an unprotected header", reframed(t, good, -8, map[int]int{1: 1}), key),
		row("an envelope of another algorithm", reframed(t, good, -7, map[int]int{}), key),
	}
	b, err := json.MarshalIndent(rows, "", "  ")
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
	require.NoError(t, os.WriteFile(path, append(b, '\n'), 0o600))
}

func resigned(t *testing.T, payload []byte) []byte {
	t.Helper()
	e, err := seal.Sign(seal.DomainCommand, payload, sharedtest.NewKey("1"))
	require.NoError(t, err)
	return e.Raw
}

// appendField adds the pair 23: 0 to a map of ten pairs.
func appendField(payload []byte) []byte { return appendPair(payload, 0x17, 0x00) }

func appendPair(payload []byte, pair ...byte) []byte {
	b := append([]byte{}, payload...)
	b[0]++
	return append(b, pair...)
}

// longNumber writes the version 1 in two bytes instead of one.
func longNumber(t *testing.T, payload []byte) []byte {
	t.Helper()
	return versionAs(t, payload, 0x18, 0x01)
}

// versionAs writes something else in the place of the version.
func versionAs(t *testing.T, payload []byte, value ...byte) []byte {
	t.Helper()
	require.Equal(t, []byte{0xaa, 0x01, 0x01}, payload[:3])
	return append(append([]byte{0xaa, 0x01}, value...), payload[3:]...)
}

// swapped has the first two pairs, version and id, in the other order.
func swapped(t *testing.T, payload []byte) []byte {
	t.Helper()
	const id = 1 + 1 + 16 // key, head, bytes
	require.Equal(t, []byte{0x02, 0x50}, payload[3:5])
	b := append([]byte{0xaa}, payload[3:3+id]...)
	return append(append(b, 0x01, 0x01), payload[3+id:]...)
}

// withField puts other bytes into a field of the command's body.
func withField(t *testing.T, c seal.Command, number int, value []byte) []byte {
	t.Helper()
	var fields map[int]seal.Raw
	require.NoError(t, seal.Decode(c.Body, &fields))
	fields[number] = value
	c.Body = seal.Encode(fields)
	return seal.Encode(c)
}

// reframed is an envelope with other headers.
func reframed(t *testing.T, e seal.Envelope, algorithm int, unprotected map[int]int) []byte {
	t.Helper()
	var parts []seal.Raw
	require.NoError(t, seal.Decode(e.Raw, &parts))
	parts[0] = seal.Encode(seal.Encode(map[int]any{1: algorithm, 4: e.Key}))
	parts[1] = seal.Encode(unprotected)
	return seal.Encode(parts)
}

func versioned(t *testing.T, c seal.Command) []byte {
	t.Helper()
	c.Version = seal.CommandVersion + 1
	return seal.Encode(c)
}

// Another library reads our envelopes and we read its.
func TestEnvelope_IsCOSE(t *testing.T) {
	t.Parallel()
	e := sample()
	var m cose.Sign1Message
	require.NoError(t, (*cose.UntaggedSign1Message)(&m).UnmarshalCBOR(e.Raw))
	verifier, err := cose.NewVerifier(cose.AlgorithmEdDSA, sharedtest.NewKey("1").Public())
	require.NoError(t, err)
	require.NoError(t, m.Verify([]byte(seal.DomainCommand), verifier))
	require.ErrorIs(t, m.Verify([]byte(seal.DomainReceipt), verifier), cose.ErrVerification)
}

func TestEnvelope_MutantsAreRefused(t *testing.T) {
	t.Parallel()
	good := sample().Raw
	key := sharedtest.NewKey("1").Public()
	rapid.Check(t, func(t *rapid.T) {
		b := append([]byte{}, good...)
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			i := rapid.IntRange(0, len(b)-1).Draw(t, "at")
			switch rapid.IntRange(0, 2).Draw(t, "edit") {
			case 0:
				b[i] ^= rapid.Byte().Draw(t, "xor")
			case 1:
				b = append(b[:i], b[i+1:]...)
			case 2:
				b = append(b[:i], append([]byte{rapid.Byte().Draw(t, "byte")}, b[i:]...)...)
			}
		}
		if string(b) == string(good) {
			return
		}
		_, err := check(b, key)
		require.Error(t, err)
	})
}

func TestReceipt_OfAnotherServer(t *testing.T) {
	t.Parallel()
	server, other := sharedtest.NewKey("server"), sharedtest.NewKey("other")
	want := seal.Receipt{
		Version: seal.ReceiptVersion, Envelope: seal.Sum([]byte("e")), Command: sharedtest.ID[id.Command](1), ReceivedAt: 7, Verdict: seal.Parked,
		Reasons: []fault.Reason{{Code: fault.StockGone, Line: 1, Have: 2, Want: 3}},
	}
	e, err := seal.SignReceipt(want, server)
	require.NoError(t, err)
	got, err := seal.OpenReceipt(e.Raw, server.Public())
	require.NoError(t, err)
	require.Equal(t, want, got)
	_, err = seal.OpenReceipt(e.Raw, other.Public())
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(err))
}

func TestDecode_Limits(t *testing.T) {
	t.Parallel()
	deep := []byte(strings.Repeat("\x81", seal.MaxDepth+2) + "\x00")
	var v any
	require.Equal(t, fault.TooLarge, fault.CodeOf(seal.Decode(deep, &v)))
	long := append([]byte{0x99, 0x04, 0x01}, make([]byte, seal.MaxItems+1)...)
	var list []int
	require.Equal(t, fault.TooLarge, fault.CodeOf(seal.Decode(long, &list)))
	require.Equal(t, fault.TooLarge, fault.CodeOf(seal.Decode(make([]byte, seal.MaxEnvelope+1), &v)))
	require.Equal(t, fault.Malformed, fault.CodeOf(seal.Decode([]byte{0xa2, 0x01, 0x00, 0x01, 0x00}, &map[int]int{})), "a key twice")
	require.Equal(t, fault.Malformed, fault.CodeOf(seal.Decode([]byte{0x9f, 0x00, 0xff}, &list)), "a list without a length")
}

func TestIsClean(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name, text string
		want       bool
	}{
		{"Ukrainian", "Під'їзд №2 — «склад», 5 шт.\nТелефонуйте", true},
		{"a control character", "a\x00b", false},
		{"a turned direction", "a\u202eb", false},
		{"a letter in two parts", "и\u0306", false},
		{"bytes that are no text", "\xff", false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, seal.IsClean(row.text))
			require.True(t, seal.IsClean(seal.Clean(row.text)))
		})
	}
}

// What parses re-encodes to the same bytes: no two forms of one envelope.
func FuzzOpen(f *testing.F) {
	f.Add(sample().Raw)
	f.Add([]byte{0x84, 0x40, 0xa0, 0x40, 0x40})
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := seal.Open(raw)
		if err != nil {
			return
		}
		require.Equal(t, raw, e.Raw)
		if c, err := seal.OpenCommand(e); err == nil {
			require.Equal(t, e.Payload, seal.Encode(c))
		}
	})
}

func BenchmarkVerifyOrder(b *testing.B) {
	raw := sample().Raw
	key := sharedtest.NewKey("1").Public()
	b.ReportMetric(float64(len(raw)), "bytes")
	for b.Loop() {
		if _, err := check(raw, key); err != nil {
			b.Fatal(err)
		}
	}
}
