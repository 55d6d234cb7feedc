package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// forked is the case of a cloned laptop: both signed their next command.
func forked(b *bench) (clone *sharedtest.Actor, key id.ID[id.Case]) {
	b.t.Helper()
	clone = b.Requisitioner.Clone()
	require.Equal(b.t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 1))[0].Verdict)
	c := clone.Command(seal.KindSubmitOrder, seal.Raw(b.Revision(2, 0, 1).Encode()), b.now)
	c.ID = sharedtest.ID[id.Command](4242)
	r := b.push(b.Requisitioner, clone.Seal(c))[0]
	parked(b.t, r, fault.DeviceFork, conflict.DeviceFork)
	return clone, r.Case
}

func (b *bench) onDesk(key id.ID[id.Case]) conflict.Case {
	b.t.Helper()
	return *b.world(rules.Needs{Desk: []id.ID[id.Case]{key}}).Desk[key]
}

// ruling is the desk's word on a case as it is now.
func (b *bench) ruling(key id.ID[id.Case], o conflict.Outcome) seal.Envelope {
	b.t.Helper()
	return b.Operator.Do(seal.KindRuleCase, conflict.RuleCase{
		Case: key, Seen: b.onDesk(key).Seen(), Outcome: o, Ground: o.Grounds()[0], Text: "so be it",
	}, b.now)
}

// revokedAt is since when an actor's device is shut out and its key withdrawn; 0 for not.
func (b *bench) revokedAt(a *sharedtest.Actor) (device, key int64) {
	b.t.Helper()
	d, ok, err := b.store.Device(b.t.Context(), a.Device.ID)
	require.NoError(b.t, err)
	require.True(b.t, ok)
	thumbprint := seal.ThumbprintOf(a.Key.Public())
	keys, err := b.store.Keys(b.t.Context(), []seal.Thumbprint{thumbprint})
	require.NoError(b.t, err)
	return d.RevokedAt, keys[thumbprint].RevokedAt
}

// The ruling that keeps what came first shuts the device out with it: what comes behind the
// ruling, in the very same request, too, is parked. Nobody else is touched.
func TestEngine_Ruling_ShutsTheDeviceOut(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		_, key := forked(b)
		b.now = b.now.Add(time.Minute)
		before := b.chain(b.Requisitioner).Device
		ruling := b.ruling(key, conflict.KeepFirst)
		behind := b.submit(b.Requisitioner, 3, 0, 1)
		receipts := b.push(b.Operator, ruling, behind)
		require.Equal(t, seal.Applied, receipts[0].Verdict, "%v", receipts[0].Reasons)
		parked(t, receipts[1], fault.SignerRevoked, conflict.RevokedSigner)

		device, signing := b.revokedAt(b.Requisitioner)
		require.Equal(t, b.now.UnixMilli(), device)
		require.Equal(t, b.now.UnixMilli(), signing)
		require.Equal(t, before.Version+1, b.chain(b.Requisitioner).Device.Version)
		require.Equal(t, conflict.Rejected, b.onDesk(key).Closed)
		require.NotNil(t, b.order(1), "what came first stands")
		require.Nil(t, b.order(2))
		for _, a := range b.Actors() {
			if a != b.Requisitioner {
				device, signing = b.revokedAt(a)
				require.Zero(t, device+signing, a.Person.Name)
			}
		}

		// What it hands in waits for people, in its place of the chain, and can be accepted.
		parked(t, b.push(b.Requisitioner, b.submit(b.Requisitioner, 4, 0, 1))[0], fault.SignerRevoked, conflict.RevokedSigner)
		require.Equal(t, seal.Applied, b.push(b.Operator, b.ruling(receipts[1].Case, conflict.Accept))[0].Verdict)
		require.NotNil(t, b.order(3))

		// Again is the same; taken back, the case is open and the key withdrawn.
		require.Equal(t, receipts[:1], b.push(b.Operator, ruling))
		k := b.onDesk(key)
		b.now = b.now.Add(time.Minute)
		reversal := b.Operator.Do(seal.KindReverseCase, conflict.ReverseCase{Case: key, Seen: k.Seen(), Ruling: k.Rulings[0].ID, Text: "it was wrong"}, b.now)
		require.Equal(t, seal.Applied, b.push(b.Operator, reversal)[0].Verdict)
		require.True(t, b.onDesk(key).IsOpen())
		still, signing := b.revokedAt(b.Requisitioner)
		require.Equal(t, still, signing)
		require.Equal(t, b.now.Add(-time.Minute).UnixMilli(), still)
		require.Equal(t, seal.Applied, b.push(b.Operator, b.ruling(key, conflict.KeepFirst))[0].Verdict)
		again, _ := b.revokedAt(b.Requisitioner)
		require.Equal(t, still, again, "it is out since it was shut out first")
	})
}

// Other outcomes of the same case leave the device in.
func TestEngine_Ruling_OthersLeaveTheDeviceIn(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		_, key := forked(b)
		require.Equal(t, seal.Applied, b.push(b.Operator, b.ruling(key, conflict.Apply))[0].Verdict)
		device, signing := b.revokedAt(b.Requisitioner)
		require.Zero(t, device+signing)
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 3, 0, 1))[0].Verdict)
	})
}

// A ruling that is refused shuts nobody out.
func TestEngine_Ruling_RefusedShutsNobodyOut(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		_, key := forked(b)
		k := b.onDesk(key)
		body := conflict.RuleCase{Case: key, Seen: k.Seen(), Outcome: conflict.KeepFirst, Ground: conflict.RestoredCopy}
		by := b.Officer.Do(seal.KindRuleCase, body, b.now)
		require.Equal(t, seal.Parked, b.push(b.Officer, by)[0].Verdict)
		body.Seen = seal.Hash{}
		stale := b.Operator.Do(seal.KindRuleCase, body, b.now)
		require.Equal(t, seal.Parked, b.push(b.Operator, stale)[0].Verdict)
		device, signing := b.revokedAt(b.Requisitioner)
		require.Zero(t, device+signing)
	})
}

// One key under two contents of one id is as little to be trusted; who merely brings what
// nobody signed is not shut out for it.
func TestEngine_Ruling_OnTamperedContents(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		first := b.Requisitioner.Command(seal.KindSubmitOrder, seal.Raw(b.Revision(1, 0, 1).Encode()), b.now)
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.Requisitioner.Seal(first))[0].Verdict)
		bent := b.Requisitioner.Seal(first).Raw
		bent[len(bent)-1] ^= 1
		raw, err := seal.OpenReceipt(b.pushRaw(b.Commander, bent)[0], b.server.Public())
		require.NoError(t, err)
		require.Equal(t, []conflict.Outcome{conflict.Reject}, b.onDesk(raw.Case).Outcomes())
		parked(t, b.push(b.Operator, b.ruling(raw.Case, conflict.KeepFirst))[0], fault.OutcomeUnfit, conflict.Rule)

		second := first
		second.Body = b.Revision(2, 0, 2).Encode()
		r := b.push(b.Requisitioner, b.Requisitioner.Seal(second))[0]
		parked(t, r, fault.Tampered, conflict.Tamper)
		require.Equal(t, seal.Applied, b.push(b.Operator, b.ruling(r.Case, conflict.KeepFirst))[0].Verdict)
		device, signing := b.revokedAt(b.Requisitioner)
		require.Equal(t, b.now.UnixMilli(), device)
		require.Equal(t, device, signing)
		device, signing = b.revokedAt(b.Commander)
		require.Zero(t, device+signing)
	})
}

// A ruling may come in one request with what it is on.
func TestEngine_Ruling_InOneRequestWithItsCase(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		other := setup(t, memstore.New(id.ID[id.Epoch]{}))
		_, key := forked(other)
		seen := other.onDesk(key).Seen()

		clone := b.Requisitioner.Clone()
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 1))[0].Verdict)
		c := clone.Command(seal.KindSubmitOrder, seal.Raw(b.Revision(2, 0, 1).Encode()), b.now)
		c.ID = sharedtest.ID[id.Command](4242)
		ruling := b.Operator.Do(seal.KindRuleCase, conflict.RuleCase{
			Case: key, Seen: seen, Outcome: conflict.KeepFirst, Ground: conflict.RestoredCopy,
		}, b.now)
		receipts := b.push(b.Operator, clone.Seal(c), ruling)
		parked(t, receipts[0], fault.DeviceFork, conflict.DeviceFork)
		require.Equal(t, seal.Applied, receipts[1].Verdict, "%v", receipts[1].Reasons)
		device, signing := b.revokedAt(b.Requisitioner)
		require.Equal(t, b.now.UnixMilli(), device)
		require.Equal(t, device, signing)
	})
}

// lateCase is a database in which a case is committed just after it was looked for.
type lateCase struct {
	enginetest.Store
	late *bool
}

type lateTx struct {
	engine.Tx
	late *bool
}

func (s lateCase) Tx(ctx context.Context, fn func(tx engine.Tx) error) error {
	return s.Store.Tx(ctx, func(tx engine.Tx) error { return fn(lateTx{tx, s.late}) })
}

func (t lateTx) Load(ctx context.Context, w *rules.World, needs rules.Needs) error {
	err := t.Tx.Load(ctx, w, needs)
	if *t.late && len(needs.Desk) > 0 {
		*t.late, w.Desk[needs.Desk[0]] = false, nil
	}
	return err
}

// Nobody is shut out whose row is not locked: the request comes again, and finds the case.
func TestEngine_Ruling_OnACaseThatCameMeanwhile(t *testing.T) {
	t.Parallel()
	late := new(bool)
	b := setup(t, lateCase{pgtest.New(t), late})
	_, key := forked(b)
	ruling := b.ruling(key, conflict.KeepFirst)
	*late = true
	_, err := b.engine.Push(t.Context(), b.Operator.Device.ID, wire.PushRequest{
		Version: wire.Version, Device: b.Operator.Device.ID, Clock: b.now.UnixMilli(), Commands: [][]byte{ruling.Raw},
	})
	require.Equal(t, fault.Busy, fault.CodeOf(err))
	device, signing := b.revokedAt(b.Requisitioner)
	require.Zero(t, device+signing)
	require.Equal(t, seal.Applied, b.push(b.Operator, ruling)[0].Verdict)
	device, _ = b.revokedAt(b.Requisitioner)
	require.NotZero(t, device)
}
