package courier_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// key is a private key made of a name, drawn what stands for 32 random bytes.
func key(t require.TestingT, name string) courier.Key {
	private, err := ecdh.X25519().NewPrivateKey(drawnBytes(name))
	require.NoError(t, err)
	return courier.NewKey(private)
}

func drawn(name string) [32]byte { return [32]byte(drawnBytes(name)) }

func drawnBytes(name string) []byte {
	sum := seal.Sum([]byte("courier test/" + name))
	return sum[:]
}

func device() id.ID[id.Device] { return sharedtest.ID[id.Device](7) }

func sampleBundle() courier.Bundle {
	f := sharedtest.NewField()
	first := f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(1, 0, 2, 1), sharedtest.Now)
	second := f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(2, 0, 1), sharedtest.Now)
	answers, _ := ecdh.X25519().NewPrivateKey(drawnBytes("device"))
	return courier.Bundle{
		Device: device(), Number: 3, At: sharedtest.Now.UnixMilli(), AnswerKey: courier.NewKey(answers).Public(),
		Commands: [][]byte{first.Raw, second.Raw}, Waiting: []seal.Hash{seal.Sum([]byte("went another way"))},
	}
}

func sampleAnswer(t require.TestingT, file []byte) courier.Answer {
	a := courier.Answer{Device: device(), Number: 3, File: seal.Sum(file), At: sharedtest.Now.UnixMilli() + 1}
	for _, raw := range sampleBundle().Commands {
		r, err := seal.SignReceipt(seal.Receipt{Envelope: seal.Sum(raw), Verdict: seal.Applied, ReceivedAt: a.At}, sharedtest.NewKey("server"))
		require.NoError(t, err)
		a.Receipts = append(a.Receipts, r.Raw)
	}
	return a
}

func sealedBundle(t require.TestingT) []byte {
	file, err := courier.SealBundle(sampleBundle(), sharedtest.NewKey("person"), key(t, "server").Public(), drawn("once"))
	require.NoError(t, err)
	return file
}

func sealedAnswer(t require.TestingT) []byte {
	file, err := courier.SealAnswer(sampleAnswer(t, sealedBundle(t)), sharedtest.NewKey("server"), key(t, "device").Public(), drawn("twice"))
	require.NoError(t, err)
	return file
}

func serverKey() ed25519.PublicKey { return sharedtest.NewKey("server").Public() }

func TestBundle_ThereAndBack(t *testing.T) {
	t.Parallel()
	file := sealedBundle(t)
	kind, h, err := courier.ReadHeader(file)
	require.NoError(t, err)
	require.Equal(t, courier.KindBundle, kind)
	want := courier.Header{Device: device(), Count: 2, At: sharedtest.Now.UnixMilli(), Recipient: courier.KeyIDOf(key(t, "server").Public())}
	require.Equal(t, want, h, "this is all that a carrier learns")
	inside := sampleBundle()
	for _, secret := range append(inside.Commands, inside.AnswerKey[:]) {
		require.False(t, bytes.Contains(file, secret))
	}

	o, err := courier.OpenBundle(file, key(t, "server"))
	require.NoError(t, err)
	require.Equal(t, sampleBundle(), o.Bundle)
	require.Equal(t, seal.ThumbprintOf(sharedtest.NewKey("person").Public()), o.Signer())
	require.NoError(t, o.Verify(sharedtest.NewKey("person").Public()))
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(o.Verify(sharedtest.NewKey("another").Public())))
}

func TestAnswer_ThereAndBack(t *testing.T) {
	t.Parallel()
	file := sealedAnswer(t)
	a, err := courier.OpenAnswer(file, key(t, "device"), serverKey())
	require.NoError(t, err)
	require.Equal(t, sampleAnswer(t, sealedBundle(t)), a)

	_, err = courier.OpenAnswer(file, key(t, "another device"), serverKey())
	require.Equal(t, fault.CourierOther, fault.CodeOf(err))
	require.Equal(t, device().String(), fault.ReasonsOf(err)[0].Ref)
	_, err = courier.OpenAnswer(file, key(t, "device"), sharedtest.NewKey("another server").Public())
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(err), "sealed by somebody who is not the server")
}

func TestOpen_RefusesWhatIsNotForIt(t *testing.T) {
	t.Parallel()
	bundle, answer := sealedBundle(t), sealedAnswer(t)
	_, err := courier.OpenBundle(bundle, key(t, "another server"))
	require.Equal(t, fault.CourierForeign, fault.CodeOf(err))
	_, err = courier.OpenBundle(answer, key(t, "device"))
	require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))
	_, err = courier.OpenAnswer(bundle, key(t, "server"), serverKey())
	require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))

	later := bytes.Clone(bundle)
	binary.BigEndian.PutUint16(later[8:], courier.Version+1)
	_, err = courier.OpenBundle(later, key(t, "server"))
	require.Equal(t, fault.VersionUnknown, fault.CodeOf(err))
	_, _, err = courier.ReadHeader(make([]byte, courier.MaxFile+1))
	require.Equal(t, fault.TooLarge, fault.CodeOf(err))
}

// The first bit of the file to its last: whichever is wrong, it is noticed, and what is
// cut off or added too.
func TestOpen_NoticesEveryByte(t *testing.T) {
	t.Parallel()
	file := sealedBundle(t)
	rapid.Check(t, func(t *rapid.T) {
		other := bytes.Clone(file)
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			other[rapid.IntRange(0, len(file)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		case 1:
			other = other[:rapid.IntRange(0, len(file)-1).Draw(t, "to")]
		case 2:
			other = append(other, rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "more")...)
		}
		_, err := courier.OpenBundle(other, key(t, "server"))
		require.Error(t, err)
		require.Contains(t, []fault.Code{fault.CourierDamaged, fault.CourierForeign, fault.VersionUnknown, fault.FieldInvalid}, fault.CodeOf(err), err)
	})
}

func TestBundle_AnyContent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := courier.Bundle{
			Device: sharedtest.ID[id.Device](rapid.Uint64Range(1, 1000).Draw(t, "device")),
			Number: rapid.Uint64().Draw(t, "number"), At: rapid.Int64().Draw(t, "at"), AnswerKey: drawn("answers"), Commands: [][]byte{},
		}
		for range rapid.IntRange(0, 40).Draw(t, "commands") {
			b.Commands = append(b.Commands, rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "command"))
		}
		for range rapid.IntRange(0, 5).Draw(t, "waiting") {
			b.Waiting = append(b.Waiting, seal.Sum(rapid.SliceOf(rapid.Byte()).Draw(t, "hash")))
		}
		once := [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "once"))
		file, err := courier.SealBundle(b, sharedtest.NewKey("person"), key(t, "server").Public(), once)
		require.NoError(t, err)
		o, err := courier.OpenBundle(file, key(t, "server"))
		require.NoError(t, err)
		require.Equal(t, b, o.Bundle)
	})
}

func TestSeal_Limits(t *testing.T) {
	t.Parallel()
	b := sampleBundle()
	b.Commands = make([][]byte, courier.MaxCommands)
	_, err := courier.SealBundle(b, sharedtest.NewKey("person"), key(t, "server").Public(), drawn("once"))
	require.Equal(t, fault.TooLarge, fault.CodeOf(err), "one of them waits besides")
	b.Waiting = nil
	_, err = courier.SealBundle(b, sharedtest.NewKey("person"), key(t, "server").Public(), drawn("once"))
	require.NoError(t, err)
	b.Commands[0] = make([]byte, courier.MaxFile)
	_, err = courier.SealBundle(b, sharedtest.NewKey("person"), key(t, "server").Public(), drawn("once"))
	require.Equal(t, fault.TooLarge, fault.CodeOf(err))

	a := courier.Answer{Device: device()}
	for range 40 {
		a.Receipts = append(a.Receipts, make([]byte, seal.MaxEnvelope))
	}
	file, err := courier.SealAnswer(a, sharedtest.NewKey("server"), key(t, "device").Public(), drawn("once"))
	require.NoError(t, err, "an answer that would be too large brings what fits")
	got, err := courier.OpenAnswer(file, key(t, "device"), serverKey())
	require.NoError(t, err)
	require.Len(t, got.Receipts, 31)
}

// What was sealed as it should be, by somebody who has the keys, and does not fit together.
func TestOpen_RefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	good := seal.Encode(map[int]any{1: [][]byte{{1}, {2}}})
	for name, row := range map[string]struct {
		contents []byte
		change   func(h *courier.Header, d *seal.Domain)
		want     fault.Code
	}{
		"whole":                     {contents: good},
		"a count that is not true":  {contents: good, change: func(h *courier.Header, _ *seal.Domain) { h.Count++ }, want: fault.CourierDamaged},
		"another device":            {contents: good, change: func(h *courier.Header, _ *seal.Domain) { h.Device = sharedtest.ID[id.Device](8) }, want: fault.CourierDamaged},
		"another moment":            {contents: good, change: func(h *courier.Header, _ *seal.Domain) { h.At++ }, want: fault.CourierDamaged},
		"nobody's":                  {contents: good, change: func(h *courier.Header, _ *seal.Domain) { h.Device = id.ID[id.Device]{} }, want: fault.CourierDamaged},
		"a field that is not known": {contents: seal.Encode(map[int]any{1: [][]byte{}, 3: 1}), want: fault.CourierDamaged},
		"an open length":            {contents: []byte{0xa1, 0x01, 0x9f, 0xff}, want: fault.CourierDamaged},
		"an empty list written out": {contents: seal.Encode(map[int]any{1: [][]byte{}, 2: [][]byte{}}), want: fault.CourierDamaged},
		"too many":                  {contents: seal.Encode(map[int]any{1: make([][]byte, courier.MaxCommands+2)}), want: fault.CourierDamaged},
		"nothing":                   {contents: nil, want: fault.CourierDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if row.change == nil {
				row.change = func(*courier.Header, *seal.Domain) {}
			}
			o, err := courier.OpenBundle(courier.Forge(t, row.contents, row.change), key(t, "server"))
			if row.want == 0 {
				require.NoError(t, err)
				require.NoError(t, o.Verify(sharedtest.NewKey("person").Public()))
				return
			}
			require.Equal(t, row.want, fault.CodeOf(err), err)
		})
	}
	// A signature that was made for something else is none.
	file := courier.Forge(t, good, func(_ *courier.Header, d *seal.Domain) { *d = seal.DomainCommand })
	o, err := courier.OpenBundle(file, key(t, "server"))
	require.NoError(t, err)
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(o.Verify(sharedtest.NewKey("person").Public())))
}
