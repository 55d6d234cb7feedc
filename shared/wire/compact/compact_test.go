package compact

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

func newTestCodec(t require.TestingT) *Codec {
	c, err := New()
	require.NoError(t, err)
	return c
}

// An order of five lines and its receipt are small, whatever the ids are.
func TestPack_Sizes(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	for seed := range uint64(50) {
		d := newDesk(seed)
		k := NewKnown(d.socket())
		for range 3 {
			r := d.request(d.sign(seal.KindSubmitOrder, d.submit(5)))
			require.Less(t, len(c.PackPush(k, r)), 450)
			b, err := c.PackReceipts(k, r.Commands, d.answer(r))
			require.NoError(t, err)
			require.Less(t, len(b), 190)
		}
	}
}

// Whatever was signed comes out as it went in, push after push, and so do the receipts.
func TestPack_RoundTrip(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(rapid.Uint64().Draw(t, "desk"))
		device, server := NewKnown(d.socket()), NewKnown(d.socket())
		for range rapid.IntRange(1, 12).Draw(t, "pushes") {
			r := d.request(commandsOf(t, d)...)
			r.Program, r.Backlog = rapid.SampledFrom([]string{"", "1.4.2"}).Draw(t, "program"), rapid.Uint64().Draw(t, "backlog")
			r.Epoch = rapid.SampledFrom([]id.ID[id.Epoch]{{}, d.epoch, {1}}).Draw(t, "epoch")
			r.Clock = rapid.SampledFrom([]int64{r.Clock, 0, -5}).Draw(t, "clock")
			got, err := c.UnpackPush(server, d.device, c.PackPush(device, r))
			require.NoError(t, err)
			require.Equal(t, r, got)
			a := d.answer(r)
			b, err := c.PackReceipts(server, r.Commands, a)
			require.NoError(t, err)
			back, err := c.UnpackReceipts(device, seal.ThumbprintOf(d.server.Public()), r.Commands, b)
			require.NoError(t, err)
			require.Equal(t, a, back)
			require.Equal(t, device, server, "both sides know the same")
		}
	})
}

// commandsOf are signed commands, and bytes that are none or nearly.
func commandsOf(t *rapid.T, d *desk) [][]byte {
	var all [][]byte
	for range rapid.IntRange(1, 4).Draw(t, "commands") {
		switch raw := d.sign(d.command()); rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			all = append(all, rapid.SliceOfN(rapid.Byte(), 1, 80).Draw(t, "bytes"))
		case 1:
			at := rapid.IntRange(0, len(raw)-1).Draw(t, "at")
			raw[at] = rapid.Byte().Draw(t, "byte")
			all = append(all, raw)
		case 2:
			payload := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "payload")
			p, ok := split(raw)
			require.True(t, ok)
			p.payload = payload
			all = append(all, join(p))
		default:
			all = append(all, raw)
		}
	}
	return all
}

// sealed is a packed message made by hand.
func sealed(check []byte, isPlain bool, skeleton, tail []byte) []byte {
	length := len(skeleton)
	if isPlain {
		length |= plain
	}
	b := binary.BigEndian.AppendUint16(bytes.Clone(check), uint16(length)) //nolint:gosec // short
	return append(append(b, skeleton...), tail...)
}

func frameOf(t *testing.T, content []byte, o ...zstd.EOption) []byte {
	t.Helper()
	enc, err := zstd.NewWriter(nil, append([]zstd.EOption{zstd.WithEncoderCRC(false)}, o...)...)
	require.NoError(t, err)
	return enc.EncodeAll(content, nil)[magicSize:]
}

// What is not as it must be is refused with a reason, at any cost to nobody.
func TestUnpack_Hostile(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	d := newDesk(1)
	own := zstd.WithEncoderDict(dictionary)
	other := bytes.Clone(dictionary)
	binary.LittleEndian.PutUint32(other[idAt:], 40_000)
	check := make([]byte, checkSize)
	for _, row := range []struct {
		name   string
		packed []byte
		want   fault.Code
		ref    string
	}{
		{"nothing", nil, fault.Malformed, "short"},
		{"shorter than it says", sealed(check, false, frameOf(t, []byte("text"), own), nil)[:12], fault.Malformed, "short"},
		{"no frame", sealed(check, false, frameOf(t, []byte("text"), own)[:3], nil), fault.Malformed, "frame"},
		{"a frame without a dictionary", sealed(check, false, frameOf(t, []byte("text")), nil), fault.VersionUnknown, "dictionary"},
		{"another dictionary", sealed(check, false, frameOf(t, []byte("text"), zstd.WithEncoderDict(other)), nil), fault.VersionUnknown, "dictionary"},
		{"a bomb", sealed(check, false, frameOf(t, make([]byte, 64<<20), own), nil), fault.TooLarge, "skeleton"},
		{"two frames", sealed(check, false, append(frameOf(t, []byte("text"), own), append([]byte{0x28, 0xb5, 0x2f, 0xfd}, frameOf(t, []byte("text"), own)...)...), nil), fault.Malformed, "frame"},
		{"an unknown reference", sealed(check, true, []byte{0x85, 0, 0, 0x60, 0x40, 0x81, 0x82, simpleLong, 0xff, 0xa0}, make([]byte, 64)), fault.Malformed, "commands"},
		{"a short reference in two bytes", sealed(check, true, []byte{0x85, 0, 0, 0x60, 0x40, 0x81, 0x82, simpleLong, byte(slotHash), 0xa0}, make([]byte, 96)), fault.Malformed, "commands"},
		{"more commands than allowed", sealed(check, true, []byte{0x85, 0, 0, 0x60, 0x40, 0x9a, 0xff, 0xff, 0xff, 0xff}, nil), fault.Malformed, "commands"},
		{"a map of all there is", sealed(check, true, []byte{0x85, 0, 0, 0x60, 0x40, 0x81, 0x82, simpleBase + byte(slotHash), 0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, make([]byte, 96)), fault.Malformed, "commands"},
		{"arrays in arrays", sealed(check, true, append([]byte{0x85, 0, 0, 0x60, 0x40, 0x81, 0x82, simpleBase + byte(slotHash)}, bytes.Repeat([]byte{0x81}, 9000)...), make([]byte, 96)), fault.Malformed, "commands"},
		{"a signature that is cut", sealed(check, true, []byte{0x85, 0, 0, 0x60, 0x40, 0x81, 0x82, simpleBase + byte(slotHash), 0xa0}, make([]byte, 95)), fault.Malformed, "commands"},
		{"an open length", sealed(check, true, []byte{0x85, 0, 0, 0x60, 0x40, 0x9f, 0xff}, nil), fault.Malformed, "commands"},
		{"a clock that is text", sealed(check, true, []byte{0x85, 0x60, 0, 0x60, 0x40, 0x80}, nil), fault.Malformed, "push"},
		{"an epoch that is text", sealed(check, true, []byte{0x85, 0, 0, 0x60, 0x60, 0x80}, nil), fault.Malformed, "epoch"},
		{"a check of something else", sealed(check, true, []byte{0x85, 0, 0, 0x60, 0x40, 0x80}, nil), fault.Malformed, "commands"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := c.UnpackPush(NewKnown(d.socket()), d.device, row.packed)
			require.Equal(t, row.want, fault.CodeOf(err), "%v", err)
			require.Equal(t, row.ref, fault.ReasonsOf(err)[0].Ref)
		})
	}
}

// References of two bytes stand for 34: no more is made of them than a push may have.
func TestUnpack_Amplified(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	key := bytes.Repeat([]byte{7}, hashSize)
	unpack := func(references int) error {
		skeleton := appendHead([]byte{0x85, 0, 0, 0x60, 0x40, 0x81, 0x82, simpleBase + byte(slotHash)}, majorArray, uint64(references)) //nolint:gosec // a count
		payload := appendHead(nil, majorArray, uint64(references))                                                                      //nolint:gosec // a count
		for range references {
			skeleton = append(skeleton, simpleLong, firstSeen)
			payload = append(append(payload, 0x58, hashSize), key...)
		}
		signature := make([]byte, 64)
		sum := seal.Sum(join(parts{key: key, payload: payload, signature: signature}))
		_, err := c.UnpackPush(NewKnown(Socket{}), newDesk(1).device, sealed(sum[:checkSize], true, skeleton, append(bytes.Clone(key), signature...)))
		return err
	}
	require.NoError(t, unpack(700))
	require.Equal(t, fault.Malformed, fault.CodeOf(unpack(8000)))
}

// The oldest value makes room; what is older than all is new again.
func TestKnown_MakesRoom(t *testing.T) {
	t.Parallel()
	k := NewKnown(Socket{})
	value := func(n int) []byte {
		h := seal.Sum([]byte{byte(n), byte(n >> 8)}) //nolint:gosec // cut on purpose
		return h[:]
	}
	for n := range 2*maxSeen + 10 {
		k.remember(value(n))
		require.Equal(t, []byte{simpleLong, byte(firstSeen + n%maxSeen)}, k.find(value(n))) //nolint:gosec // below 256
		got, err := k.at(uint64(firstSeen + n%maxSeen))                                     //nolint:gosec // not negative
		require.NoError(t, err)
		require.Equal(t, value(n), got)
	}
	require.Nil(t, k.find(value(maxSeen+9)))
	require.NotNil(t, k.find(value(maxSeen+10)))
}

// A message that is cut anywhere, or in which a byte changed, makes no commands.
func TestUnpack_CutAndChanged(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	d := newDesk(2)
	socket := d.socket()
	whole := c.PackPush(NewKnown(socket), d.request(d.sign(d.command()), d.sign(seal.KindSubmitOrder, d.submit(3))))
	for n := range whole {
		_, err := c.UnpackPush(NewKnown(socket), d.device, whole[:n])
		require.Error(t, err, "%d bytes", n)
		changed := bytes.Clone(whole)
		changed[n] ^= 0x10
		want, err := c.UnpackPush(NewKnown(socket), d.device, whole)
		require.NoError(t, err)
		if got, err := c.UnpackPush(NewKnown(socket), d.device, changed); err == nil {
			require.Equal(t, want.Commands, got.Commands, "byte %d", n) // the clock, the backlog
		}
	}
}

// Sides that do not know the same make nothing that was not signed.
func TestUnpack_OthersKnown(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	d := newDesk(3)
	mine := d.socket()
	theirs := mine
	theirs.Person = newDesk(4).person.ID
	r := d.request(d.sign(seal.KindSubmitOrder, d.submit(2)))
	_, err := c.UnpackPush(NewKnown(theirs), d.device, c.PackPush(NewKnown(mine), r))
	require.Equal(t, fault.Malformed, fault.CodeOf(err))

	b, err := c.PackReceipts(NewKnown(mine), r.Commands, d.answer(r))
	require.NoError(t, err)
	_, err = c.UnpackReceipts(NewKnown(mine), seal.Sum([]byte("another key")), r.Commands, b)
	require.Equal(t, fault.Malformed, fault.CodeOf(err))
	_, err = c.UnpackReceipts(NewKnown(mine), seal.ThumbprintOf(d.server.Public()), [][]byte{d.sign(d.command())}, b)
	require.Equal(t, fault.Malformed, fault.CodeOf(err), "of another command")
}

func TestPackReceipts_TooLarge(t *testing.T) {
	t.Parallel()
	c := newTestCodec(t)
	d := newDesk(5)
	_, err := c.PackReceipts(NewKnown(d.socket()), make([][]byte, 1), wire.PushResponse{Receipts: [][]byte{make([]byte, maxReceipts+1)}})
	require.Equal(t, fault.TooLarge, fault.CodeOf(err))
	_, err = c.PackReceipts(NewKnown(d.socket()), make([][]byte, 1), wire.PushResponse{Receipts: [][]byte{make([]byte, maxSkeleton)}})
	require.Equal(t, fault.TooLarge, fault.CodeOf(err))
}

func TestFits(t *testing.T) {
	t.Parallel()
	require.False(t, Fits(nil))
	require.True(t, Fits([][]byte{make([]byte, wire.LivePushMax)}))
	require.False(t, Fits([][]byte{make([]byte, wire.LivePushMax), {1}}))
	require.False(t, Fits(make([][]byte, maxCommands+1)))
}
