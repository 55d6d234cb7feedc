package courier_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	shared "dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/courier"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
)

// bench is a desk over a store in memory, with the field's people.
type bench struct {
	*sharedtest.Field
	t      *testing.T
	store  *memstore.Store
	engine *engine.Engine
	desk   *courier.Desk
	server *sharedtest.Key
	key    shared.Key
	files  uint64
}

func keyOf(t *testing.T, name string) shared.Key {
	t.Helper()
	sum := seal.Sum([]byte(name))
	private, err := ecdh.X25519().NewPrivateKey(sum[:])
	require.NoError(t, err)
	return shared.NewKey(private)
}

func setup(t *testing.T) *bench {
	t.Helper()
	b := &bench{
		Field: sharedtest.NewField(), t: t, store: memstore.New(id.ID[id.Epoch]{}), server: sharedtest.NewKey("the server"), key: keyOf(t, "server"),
	}
	enginetest.Seed(t, b.store, b.Field)
	clock := func() time.Time { return sharedtest.Now }
	var err error
	b.engine, err = engine.New(engine.Config{Store: b.store, Signer: b.server, Clock: clock, Epoch: sharedtest.ID[id.Epoch](1)})
	require.NoError(t, err)
	b.desk, err = courier.New(courier.Config{Engine: b.engine, Store: b.store, Key: b.key, Signer: b.server, Clock: clock, Random: rand.Reader})
	require.NoError(t, err)
	return b
}

func (b *bench) submit(n uint64) seal.Envelope {
	return b.Requisitioner.Do(seal.KindSubmitOrder, b.Revision(n, 0, 1), sharedtest.Now)
}

// bundle is a file of the requisitioner's device.
func (b *bench) bundle(waiting []seal.Hash, envelopes ...seal.Envelope) []byte {
	b.t.Helper()
	f := shared.Bundle{Device: b.Requisitioner.Device.ID, At: 1, AnswerKey: keyOf(b.t, "device").Public(), Waiting: waiting}
	for _, e := range envelopes {
		f.Commands = append(f.Commands, e.Raw)
	}
	return b.seal(f, b.Requisitioner.Key)
}

func (b *bench) seal(f shared.Bundle, signer seal.Signer) []byte {
	b.t.Helper()
	b.files++
	f.Number = b.files
	file, err := shared.SealBundle(f, signer, b.key.Public(), seal.Sum([]byte{byte(b.files)}))
	require.NoError(b.t, err)
	return file
}

// take brings a file as an actor and opens the answer as the device it is of.
func (b *bench) take(carrier *sharedtest.Actor, file []byte) []seal.Receipt {
	b.t.Helper()
	response, err := b.desk.Take(b.t.Context(), carrier.Device.ID, file)
	require.NoError(b.t, err)
	require.Equal(b.t, sharedtest.Now.UnixMilli(), response.Clock)
	answer, err := shared.OpenAnswer(response.Answer, keyOf(b.t, "device"), b.server.Public())
	require.NoError(b.t, err)
	require.Equal(b.t, seal.Sum(file), answer.File)
	var receipts []seal.Receipt
	for _, raw := range answer.Receipts {
		r, err := seal.OpenReceipt(raw, b.server.Public())
		require.NoError(b.t, err)
		receipts = append(receipts, r)
	}
	return receipts
}

func (b *bench) fails(carrier *sharedtest.Actor, file []byte, want fault.Code) {
	b.t.Helper()
	_, err := b.desk.Take(b.t.Context(), carrier.Device.ID, file)
	require.Equal(b.t, want, fault.CodeOf(err), err)
}

func (b *bench) gaps() (open int) {
	for _, c := range b.store.Cases() {
		if c.Kind == conflict.DeviceGap && c.IsOpen() {
			open++
		}
	}
	return open
}

// Twice, by two couriers, and once more over a link: one outcome each, and one receipt.
func TestDesk_Take_Idempotent(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, second := b.submit(1), b.submit(2)
	file := b.bundle(nil, first, second)
	came := b.take(b.Officer, file)
	require.Len(t, came, 2)
	for i, e := range []seal.Envelope{first, second} {
		require.Equal(t, seal.Applied, came[i].Verdict, came[i].Reasons)
		require.Equal(t, e.Hash(), came[i].Envelope)
	}
	require.Equal(t, came, b.take(b.Second, file))
	response, err := b.engine.Push(t.Context(), b.Requisitioner.Device.ID, wire.PushRequest{
		Version: wire.Version, Device: b.Requisitioner.Device.ID, Clock: sharedtest.Now.UnixMilli(), Commands: [][]byte{first.Raw, second.Raw},
	})
	require.NoError(t, err)
	r, err := seal.OpenReceipt(response.Receipts[1], b.server.Public())
	require.NoError(t, err)
	require.Equal(t, came[1], r)
	require.Empty(t, b.store.Cases())
}

// The later file comes first: its commands are applied, a gap is open, and it closes by
// itself when the earlier one comes.
func TestDesk_Take_AnyOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	earlier := b.bundle(nil, b.submit(1), b.submit(2))
	later := b.bundle(nil, b.submit(3))
	require.Equal(t, seal.Applied, b.take(b.Officer, later)[0].Verdict)
	require.Equal(t, 1, b.gaps())
	for _, r := range b.take(b.Second, earlier) {
		require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
	}
	require.Zero(t, b.gaps())
}

// What went another way: its receipts come back on this one, to its own device alone.
func TestDesk_Take_OtherReceipts(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, others := b.submit(1), b.Second.Do(seal.KindSubmitOrder, b.Revision(9, 1, 1), sharedtest.Now)
	b.take(b.Officer, b.bundle(nil, first))
	response, err := b.engine.Push(t.Context(), b.Second.Device.ID, wire.PushRequest{Version: wire.Version, Device: b.Second.Device.ID, Commands: [][]byte{others.Raw}})
	require.NoError(t, err)
	require.Len(t, response.Receipts, 1)

	lost := seal.Sum([]byte("lost on the way"))
	came := b.take(b.Officer, b.bundle([]seal.Hash{first.Hash(), others.Hash(), lost}, b.submit(2)))
	require.Len(t, came, 2)
	require.Equal(t, first.Hash(), came[1].Envelope)
	came = b.take(b.Officer, b.bundle([]seal.Hash{first.Hash()}))
	require.Len(t, came, 1, "a file may do nothing but ask")
}

// The key was withdrawn: what was signed comes in and is parked, as when it is pushed.
func TestDesk_Take_Revoked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	file := b.bundle(nil, b.submit(1))
	require.NoError(t, b.store.RevokeDevice(t.Context(), b.Requisitioner.Device.ID, sharedtest.Now, view.Device))
	came := b.take(b.Officer, file)
	require.Equal(t, seal.Parked, came[0].Verdict)
	require.True(t, fault.Has(came[0].Reasons, fault.SignerRevoked), "%v", came[0].Reasons)
}

func TestDesk_Take_Refuses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	e := b.submit(1)
	plain := shared.Bundle{Device: b.Requisitioner.Device.ID, At: 1, AnswerKey: keyOf(t, "device").Public(), Commands: [][]byte{e.Raw}}
	b.fails(b.Officer, b.seal(plain, sharedtest.NewKey("nobody")), fault.SignerUnknown)
	b.fails(b.Officer, b.seal(plain, b.Second.Key), fault.SignerMismatch)
	file := b.seal(plain, b.Requisitioner.Key)
	b.fails(b.Officer, file[:len(file)-1], fault.CourierDamaged)
	foreign, err := shared.SealBundle(plain, b.Requisitioner.Key, keyOf(t, "another server").Public(), [32]byte{1})
	require.NoError(t, err)
	b.fails(b.Officer, foreign, fault.CourierForeign)
	stranger := sharedtest.NewActor(99, "Ніхто", b.Agency, b.Officer.Person.Zone)
	b.fails(stranger, file, fault.DeviceUnknown)
	known, err := b.store.Receipts(t.Context(), b.Requisitioner.Device.ID, []seal.Hash{e.Hash()})
	require.NoError(t, err)
	require.Empty(t, known, "nothing of what was refused was decided")
}

// More than one request carries, by a carrier whose clock nobody asked: no case of a clock.
func TestDesk_Take_Many(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var all []seal.Envelope
	for range wire.MaxPushCommands + 5 {
		all = append(all, b.Requisitioner.Do(seal.KindCancelOrder, map[int]any{1: []byte("no order")}, sharedtest.Now))
	}
	require.Len(t, b.take(b.Officer, b.bundle(nil, all...)), len(all))
	for _, c := range b.store.Cases() {
		require.NotEqual(t, conflict.ClockSkew, c.Kind)
	}
}
