package compact

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Whatever comes from a socket is refused, or is a push that packs and unpacks to itself.
func FuzzUnpackPush(f *testing.F) {
	c := newTestCodec(f)
	d := newDesk(7)
	socket := d.socket()
	k := NewKnown(socket)
	f.Add(c.PackPush(k, d.request(d.sign(seal.KindSubmitOrder, d.submit(2)))))
	f.Add(c.PackPush(k, d.request(d.sign(d.command()), d.sign(d.command()))))
	f.Add(sealed(make([]byte, checkSize), true, []byte{0x85, 0, 0, 0x60, 0x40, 0x80}, nil))
	f.Fuzz(func(t *testing.T, packed []byte) {
		known := NewKnown(socket)
		r, err := c.UnpackPush(known, d.device, packed)
		if err != nil {
			return
		}
		size := 0
		for _, raw := range r.Commands {
			size += len(raw)
		}
		require.LessOrEqual(t, size, wire.LivePushMax+len(r.Commands)*len(join(parts{})))
		again, err := c.UnpackPush(NewKnown(socket), d.device, c.PackPush(NewKnown(socket), r))
		require.NoError(t, err)
		require.Equal(t, r, again)
	})
}

// Whatever a server answers is refused, or is receipts.
func FuzzUnpackReceipts(f *testing.F) {
	c := newTestCodec(f)
	d := newDesk(8)
	socket := d.socket()
	r := d.request(d.sign(seal.KindSubmitOrder, d.submit(2)), d.sign(d.command()))
	b, err := c.PackReceipts(NewKnown(socket), r.Commands, d.answer(r))
	require.NoError(f, err)
	f.Add(b)
	f.Add(b[:20])
	f.Fuzz(func(t *testing.T, packed []byte) {
		a, err := c.UnpackReceipts(NewKnown(socket), seal.ThumbprintOf(d.server.Public()), r.Commands, packed)
		if err == nil {
			require.LessOrEqual(t, len(a.Receipts), len(r.Commands))
		}
	})
}
