package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// bench is an engine on a store with the small field in it.
type bench struct {
	*sharedtest.Field
	t      *testing.T
	store  enginetest.Store
	engine *engine.Engine
	server *sharedtest.Key
	now    time.Time
}

// everywhere runs a test on the real database and on the one in memory.
func everywhere(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, setup(t, pgtest.New(t)))
	})
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		test(t, setup(t, memstore.New(id.ID[id.Epoch]{})))
	})
}

func setup(t *testing.T, s enginetest.Store) *bench {
	t.Helper()
	b := &bench{Field: sharedtest.NewField(), t: t, store: s, server: sharedtest.NewKey("server"), now: sharedtest.Now}
	enginetest.Seed(t, s, b.Field)
	var err error
	b.engine, err = engine.New(engine.Config{
		Store: s, Signer: b.server, Clock: func() time.Time { return b.now }, Epoch: sharedtest.ID[id.Epoch](1),
	})
	require.NoError(t, err)
	return b
}

// push sends envelopes from an actor's device and opens the receipts.
func (b *bench) push(a *sharedtest.Actor, envelopes ...seal.Envelope) []seal.Receipt {
	b.t.Helper()
	raws := make([][]byte, len(envelopes))
	for i, e := range envelopes {
		raws[i] = e.Raw
	}
	var receipts []seal.Receipt
	for i, raw := range b.pushRaw(a, raws...) {
		r, err := seal.OpenReceipt(raw, b.server.Public())
		require.NoError(b.t, err)
		require.Equal(b.t, seal.Sum(raws[i]), r.Envelope)
		receipts = append(receipts, r)
	}
	return receipts
}

func (b *bench) pushRaw(a *sharedtest.Actor, raws ...[]byte) [][]byte {
	b.t.Helper()
	response, err := b.engine.Push(b.t.Context(), a.Device.ID, wire.PushRequest{
		Version: wire.Version, Device: a.Device.ID, Clock: b.now.UnixMilli(), Commands: raws, Program: "1.0",
	})
	require.NoError(b.t, err)
	require.Len(b.t, response.Receipts, len(raws))
	return response.Receipts
}

func (b *bench) submit(a *sharedtest.Actor, n uint64, unit int, quantities ...int64) seal.Envelope {
	return a.Do(seal.KindSubmitOrder, seal.Raw(b.Revision(n, unit, quantities...).Encode()), b.now)
}

func (b *bench) world(needs rules.Needs) *rules.World {
	b.t.Helper()
	w := rules.NewWorld()
	require.NoError(b.t, b.store.Tx(b.t.Context(), func(tx engine.Tx) error {
		w = rules.NewWorld()
		return tx.Load(b.t.Context(), w, needs)
	}))
	return w
}

func (b *bench) order(n uint64) *order.Order {
	b.t.Helper()
	o := sharedtest.ID[id.Order](n)
	return b.world(rules.Needs{Orders: []id.ID[id.Order]{o}}).Orders[o]
}

func (b *bench) chain(a *sharedtest.Actor) (c engine.Chain) {
	b.t.Helper()
	require.NoError(b.t, b.store.Tx(b.t.Context(), func(tx engine.Tx) error {
		var err error
		c, err = tx.Chain(b.t.Context(), a.Device.ID)
		return err
	}))
	return c
}

func parked(t *testing.T, r seal.Receipt, code fault.Code, kind conflict.Kind) {
	t.Helper()
	require.Equal(t, seal.Parked, r.Verdict)
	require.True(t, fault.Has(r.Reasons, code), "%v", r.Reasons)
	require.Equal(t, kind, conflict.KindOf(r.Reasons))
	require.False(t, r.Case.IsZero())
}

func TestEngine_Push_LastPieces(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		first := b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 7))[0]
		second := b.push(b.Second, b.submit(b.Second, 2, 1, 7), b.submit(b.Second, 3, 1, 3))
		require.Equal(t, seal.Applied, first.Verdict, first.Reasons)
		parked(t, second[0], fault.StockGone, conflict.StockGone)
		require.Equal(t, seal.Applied, second[1].Verdict, "what does not depend on a parked one goes on: %v", second[1].Reasons)
		w := b.world(rules.Needs{Stocks: []id.ID[id.Offer]{b.Offers[0].ID}})
		require.Equal(t, int64(10), w.Stocks[b.Offers[0].ID].Reserved)
		require.Nil(t, b.order(2))
	})
}

func TestEngine_Push_LastPiecesAtOnce(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		verdicts := make(chan seal.Verdict, 2)
		one, two := b.submit(b.Requisitioner, 1, 0, 7), b.submit(b.Second, 2, 1, 7)
		go func() { verdicts <- b.push(b.Requisitioner, one)[0].Verdict }()
		go func() { verdicts <- b.push(b.Second, two)[0].Verdict }()
		require.ElementsMatch(t, []seal.Verdict{seal.Applied, seal.Parked}, []seal.Verdict{<-verdicts, <-verdicts})
	})
}

func TestEngine_Push_SameAgain(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		good, bad := b.submit(b.Requisitioner, 1, 0, 1), b.submit(b.Requisitioner, 2, 0, 99)
		raws := [][]byte{good.Raw, bad.Raw, []byte("noise"), good.Raw}
		receipts := b.pushRaw(b.Requisitioner, raws...)
		require.Equal(t, receipts[0], receipts[3])
		b.now = b.now.Add(time.Hour)
		require.Equal(t, receipts, b.pushRaw(b.Requisitioner, raws...), "the same bytes again")
		require.Equal(t, uint64(1), b.order(1).Version)
	})
}

// What stands in the field changes between signing and arriving.
func TestEngine_Push_CatalogueMoved(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		signed := b.submit(b.Requisitioner, 1, 0, 1, 1)
		dearer, gone := b.Offers[0], b.Offers[1]
		dearer.Price++
		gone.Withdrawn = true
		for _, c := range []struct {
			body rules.Publish
			code fault.Code
			kind conflict.Kind
		}{
			{rules.Publish{Supplier: b.Supplier.ID, Offers: append(b.Offers[:0:0], dearer)}, fault.PriceChanged, conflict.PriceChanged},
			{rules.Publish{Supplier: b.Supplier.ID, Offers: append(b.Offers[:0:0], gone)}, fault.ItemWithdrawn, conflict.ItemWithdrawn},
		} {
			r := b.push(b.Server, b.Server.Do(seal.KindPublishCatalogue, c.body, b.now))[0]
			require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
			parked(t, b.push(b.Requisitioner, signed)[0], c.code, c.kind)
			signed = b.submit(b.Requisitioner, 1, 0, 0, 1) // only the second line again
		}
	})
}

func TestEngine_Push_NotBelieved(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		good := b.submit(b.Requisitioner, 1, 0, 1)
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, good)[0].Verdict)

		stranger := sharedtest.NewActor(77, "Хтось", b.Units[0], b.Requisitioner.Person.Zone)
		parked(t, b.push(b.Requisitioner, b.submit(stranger, 2, 0, 1))[0], fault.SignerUnknown, conflict.RevokedSigner)

		// A true key under another's name.
		c := b.Second.Command(seal.KindSubmitOrder, seal.Raw(b.Revision(3, 0, 1).Encode()), b.now)
		c.Person = b.Requisitioner.Person.ID
		forged, err := seal.SignCommand(c, b.Second.Key)
		require.NoError(t, err)
		parked(t, b.push(b.Second, forged)[0], fault.SignerMismatch, conflict.Tamper)

		// The same id with other bytes.
		again, err := seal.OpenCommand(good)
		require.NoError(t, err)
		again.ClaimedAt++
		tampered, err := seal.SignCommand(again, b.Requisitioner.Key)
		require.NoError(t, err)
		r := b.push(b.Requisitioner, tampered)[0]
		parked(t, r, fault.Tampered, conflict.Tamper)
		require.Equal(t, good.Hash().String(), r.Reasons[0].Ref, "what came first")

		// A bit of the payload, then of nothing that can be read.
		altered := slices.Clone(good.Raw)
		altered[len(altered)-1] ^= 1 // in the signature
		parked(t, b.push(b.Requisitioner, seal.Envelope{Raw: altered})[0], fault.SignatureInvalid, conflict.Tamper)
		parked(t, b.push(b.Requisitioner, seal.Envelope{Raw: good.Raw[:40]})[0], fault.Malformed, conflict.Unparsable)
		parked(t, b.push(b.Requisitioner, seal.Envelope{Raw: []byte{}})[0], fault.Malformed, conflict.Unparsable)

		require.NoError(t, b.store.RevokeDevice(t.Context(), b.Requisitioner.Device.ID, b.now, func(d party.Device) []wire.Document { return nil }))
		parked(t, b.push(b.Requisitioner, b.submit(b.Requisitioner, 4, 0, 1))[0], fault.SignerRevoked, conflict.RevokedSigner)
	})
}

func TestEngine_Push_GapIsFilledLate(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		var es []seal.Envelope
		for n := range uint64(5) {
			es = append(es, b.submit(b.Requisitioner, n+1, 0, 1))
		}
		for _, i := range []int{0, 4} {
			require.Equal(t, seal.Applied, b.push(b.Requisitioner, es[i])[0].Verdict, "a gap stops nothing")
		}
		open := b.chain(b.Requisitioner).Open
		require.Len(t, open, 1)
		require.Equal(t, conflict.DeviceGap, open[0].Kind)
		for _, i := range []int{2, 3} {
			r := b.push(b.Second, es[i])[0] // carried by another's laptop
			require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
		}
		require.Len(t, b.chain(b.Requisitioner).Open, 1, "one is missing still")
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, es[1])[0].Verdict)
		require.Empty(t, b.chain(b.Requisitioner).Open)
		require.Equal(t, es[4].Hash(), b.chain(b.Requisitioner).LastHash)
	})
}

func TestEngine_Push_Fork(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		clone := b.Requisitioner.Clone()
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 1))[0].Verdict)
		c := clone.Command(seal.KindSubmitOrder, seal.Raw(b.Revision(2, 0, 1).Encode()), b.now)
		c.ID = sharedtest.ID[id.Command](4242)
		r := b.push(b.Requisitioner, clone.Seal(c))[0]
		parked(t, r, fault.DeviceFork, conflict.DeviceFork)
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 3, 0, 1))[0].Verdict)
	})
}

func TestEngine_Push_Races(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		first := b.Revision(1, 0, 2)
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 2))[0].Verdict)
		hash := seal.Sum(first.Encode())
		question := order.Return{Order: first.Order, Hash: hash, Questions: []order.Ask{{Line: 1, Field: "quantity", Reason: order.QuantityUnclear, Text: "Навіщо?"}}}
		r := b.push(b.Officer, b.Officer.Do(seal.KindReturnOrder, question, b.now))[0]
		require.Equal(t, seal.Applied, r.Verdict, r.Reasons)

		second := b.Revision(1, 0, 1)
		second.Number, second.Replaces, second.Answers = 2, hash, []order.Answer{{Question: 1, Text: "Так"}}
		r = b.push(b.Requisitioner, b.Requisitioner.Do(seal.KindSubmitOrder, seal.Raw(second.Encode()), b.now))[0]
		require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
		// The same place of the chain a second time, and a decision on what no longer stands.
		second.Note = "інша"
		r = b.push(b.Requisitioner, b.Requisitioner.Do(seal.KindSubmitOrder, seal.Raw(second.Encode()), b.now))[0]
		parked(t, r, fault.RevisionRace, conflict.RevisionRace)
		r = b.push(b.Officer, b.Officer.Do(seal.KindApproveOrder, order.Decision{Order: first.Order, Hash: hash}, b.now))[0]
		parked(t, r, fault.ContentChanged, conflict.ApprovalRace)
		require.Equal(t, order.InReview, b.order(1).State)

		// Approved; a revision after that is too late.
		r = b.push(b.Officer, b.Officer.Do(seal.KindApproveOrder, order.Decision{Order: first.Order, Hash: b.order(1).Hash}, b.now))[0]
		require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
		third := b.Revision(1, 0, 3)
		third.Number, third.Replaces = 3, b.order(1).Hash
		r = b.push(b.Requisitioner, b.Requisitioner.Do(seal.KindSubmitOrder, seal.Raw(third.Encode()), b.now))[0]
		parked(t, r, fault.StateForbids, conflict.Rule)
	})
}

func TestEngine_Push_MayNot(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		// One batch: what an earlier command made, the later one meets.
		r := b.Revision(1, 0, 1)
		approve := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}
		rs := b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 1), b.Requisitioner.Do(seal.KindApproveOrder, approve, b.now),
			b.submit(b.Requisitioner, 9, 1, 1))
		require.Equal(t, seal.Applied, rs[0].Verdict)
		parked(t, rs[1], fault.NotAllowed, conflict.Rule)
		parked(t, rs[2], fault.NotYours, conflict.Rule)
	})
}

func TestEngine_Push_ClockSkewOnceADevice(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		say := func(off time.Duration) engine.Chain {
			_, err := b.engine.Push(t.Context(), b.Requisitioner.Device.ID, wire.PushRequest{
				Version: wire.Version, Device: b.Requisitioner.Device.ID, Clock: b.now.Add(off).UnixMilli(), Program: "1.0",
			})
			require.NoError(t, err)
			return b.chain(b.Requisitioner)
		}
		require.Empty(t, say(4*time.Minute).Open)
		require.Len(t, say(-6*time.Minute).Open, 1)
		b.now = b.now.Add(time.Minute)
		c := say(-7 * time.Minute)
		require.Len(t, c.Open, 1, "once")
		require.Equal(t, conflict.ClockSkew, c.Open[0].Kind)
		version := c.Device.Version
		require.Equal(t, version, say(-7*time.Minute).Device.Version, "a sign of life is published once a minute")
		require.Empty(t, say(0).Open)
	})
}

func TestEngine_Push_OwnDecision(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		both := b.Requisitioner.Person
		both.Roles = append(slices.Clone(both.Roles), b.Officer.Person.Roles...)
		r := b.push(b.Server, b.Server.Do(seal.KindRegister, rules.Register{People: append([]party.Person(nil), both)}, b.now))[0]
		require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
		revision := b.Revision(1, 0, 1)
		rs := b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 1),
			b.Requisitioner.Do(seal.KindApproveOrder, order.Decision{Order: revision.Order, Hash: seal.Sum(revision.Encode())}, b.now))
		parked(t, rs[1], fault.OwnDecision, conflict.Rule)
	})
}

func TestEngine_Push_ManyInChunks(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		var es []seal.Envelope
		for n := range uint64(600) {
			es = append(es, b.submit(b.Requisitioner, n+1, 0, 1))
		}
		applied := 0
		for _, r := range b.push(b.Requisitioner, es...) {
			if r.Verdict == seal.Applied {
				applied++
			}
		}
		require.Equal(t, 10, applied, "ten pieces were there")
		require.Equal(t, uint64(600), b.chain(b.Requisitioner).LastSeq)
	})
}

func TestEngine_Push_RefusesTheRequest(t *testing.T) {
	t.Parallel()
	b := setup(t, memstore.New(id.ID[id.Epoch]{}))
	device := b.Requisitioner.Device.ID
	for code, r := range map[fault.Code]wire.PushRequest{
		fault.VersionUnknown: {Version: 99, Device: device},
		fault.SignerMismatch: {Version: wire.Version, Device: b.Second.Device.ID},
		fault.TooLarge:       {Version: wire.Version, Device: device, Commands: make([][]byte, wire.MaxPushCommands+1)},
	} {
		_, err := b.engine.Push(t.Context(), device, r)
		require.Equal(t, code, fault.CodeOf(err))
	}
	stranger := sharedtest.ID[id.Device](999)
	_, err := b.engine.Push(t.Context(), stranger, wire.PushRequest{Version: wire.Version, Device: stranger})
	require.Equal(t, fault.DeviceUnknown, fault.CodeOf(err))
}

func TestEngine_Push_UnknownCommit(t *testing.T) {
	t.Parallel()
	for _, done := range []bool{true, false} {
		t.Run(fmt.Sprintf("done %t", done), func(t *testing.T) {
			t.Parallel()
			s := memstore.New(id.ID[id.Epoch]{})
			b := setup(t, s)
			failed := false
			s.FailCommit = func() (bool, error) {
				if failed {
					return false, nil
				}
				failed = true
				return done, fmt.Errorf("cut: %w", engine.ErrCommitUnknown)
			}
			require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 1))[0].Verdict)
			require.Equal(t, uint64(1), b.order(1).Version)
			require.Len(t, s.Records(), 1)
		})
	}
}

func TestOperator_Submit(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		o, err := engine.NewOperator(b.engine, engine.OperatorConfig{
			Person: b.Server.Person.ID, Device: b.Server.Device.ID, Signer: b.Server.Key, Random: zeroes{},
		})
		require.NoError(t, err)
		dearer := b.Offers[0]
		dearer.Price++
		body := rules.Publish{Supplier: b.Supplier.ID, Offers: append(b.Offers[:0:0], dearer)}
		done, err := o.Submit(t.Context(), seal.KindPublishCatalogue, body)
		require.NoError(t, err)
		require.Len(t, done.Outcome.Offers, 1)
		require.NotEmpty(t, done.Receipt)
		b.now = b.now.Add(time.Second) // another id
		done, err = o.Submit(t.Context(), seal.KindPublishCatalogue, body)
		require.NoError(t, err)
		require.Equal(t, engine.Submitted{}, done, "a second time there is nothing to do and no command")
		body.Offers[0].Price = -1
		done, err = o.Submit(t.Context(), seal.KindPublishCatalogue, body)
		require.NoError(t, err)
		require.True(t, fault.Has(done.Reasons, fault.FieldInvalid))
		require.Empty(t, done.Receipt)
		require.Equal(t, uint64(1), b.chain(b.Server).LastSeq)
	})
}

// zeroes is no randomness at all: ids differ by their time.
type zeroes struct{}

func (zeroes) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// What an earlier command of a batch changes may make a later one ask for more:
// here the cap that comes back asks for what was used of it.
func TestEngine_Push_LaterCommandAsksForMore(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		limit := func(pieces int64) seal.Envelope {
			item := b.Items[0]
			item.Cap = pieces
			return b.Server.Do(seal.KindPublishCatalogue, rules.Publish{Supplier: b.Supplier.ID, Items: append(b.Items[:0:0], item)}, b.now)
		}
		require.Equal(t, seal.Applied, b.push(b.Server, limit(5))[0].Verdict)
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 3))[0].Verdict)
		require.Equal(t, seal.Applied, b.push(b.Server, limit(0))[0].Verdict)
		rs := b.push(b.Server, limit(4), b.submit(b.Requisitioner, 2, 0, 2), b.submit(b.Requisitioner, 3, 0, 1))
		parked(t, rs[1], fault.CapExceeded, conflict.Rule)
		require.Equal(t, seal.Applied, rs[2].Verdict, rs[2].Reasons)
	})
}
