package forwarding_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/forwarding"
)

const ministry = "Міністерство"

// bench is a package that waits, in a world of plain facts: the rules decide what
// becomes of it as they do on the server.
type bench struct {
	*sharedtest.Field
	w        *rules.World
	papers   forwarding.Papers
	carrier  *carrier
	sender   *forwarding.Forwarding
	commands int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{Field: sharedtest.NewField(), carrier: &carrier{}}
	e, err := code.WithCheckDigit("4500000")
	require.NoError(t, err)
	b.Agency.EDRPOU = string(e)
	b.w = b.World()
	envelope := b.Requisitioner.Do(seal.KindSubmitOrder, seal.Raw(b.Revision(1, 0, 1, 2).Encode()), sharedtest.Now)
	c, err := seal.OpenCommand(envelope)
	require.NoError(t, err)
	_, reasons := sharedtest.Decide(b.w, c, sharedtest.Now)
	require.Empty(t, reasons)
	o := b.w.Orders[b.Revision(1, 0, 1, 2).Order]
	p := forward.Parcel{
		ID: forward.ParcelID(o.ID, o.Hash, ministry), Order: o.ID, OrderNumber: order.Number(o.UnitNumber, o.ID), Content: o.Hash, Body: ministry,
		Adapter: forward.HTTPS, State: forward.Queued, Awaits: true, QueuedAt: 1, MadeAt: sharedtest.Now.UnixMilli(), Version: 1,
	}
	b.w.Apply(rules.Outcome{Things: []rules.Thing{p}})
	b.papers = forwarding.Papers{
		Content: o.Content, Unit: b.Units[0], Agency: b.Agency, Budget: &b.Budgets[0], Items: map[id.ID[id.Offer]]catalogue.Item{},
		Signed: []forwarding.Signed{{Kind: seal.KindSubmitOrder, Person: c.Person, Envelope: envelope.Raw}},
	}
	for i, x := range b.Offers {
		b.papers.Items[x.ID] = b.Items[i]
	}
	b.papers.Parcel = p
	b.sender, err = forwarding.New(forwarding.Config{
		Store: b, Operator: b, Signer: sharedtest.NewKey("server"), Carriers: map[string]forwarding.Carrier{ministry: b.carrier},
	})
	require.NoError(t, err)
	return b
}

func (b *bench) parcel() forward.Parcel {
	p, _ := rules.Find[forward.Parcel](b.w, b.papers.Parcel.DocKey())
	return p
}

// Papers implements forwarding.Store.
func (b *bench) Papers(context.Context, id.ID[id.Parcel]) (forwarding.Papers, error) {
	p := b.papers
	p.Parcel, p.Order = b.parcel(), *b.w.Orders[b.papers.Parcel.Order]
	return p, nil
}

// Submit implements forwarding.Operator.
func (b *bench) Submit(ctx context.Context, kind seal.Kind, body any) (engine.Submitted, error) {
	if err := ctx.Err(); err != nil {
		return engine.Submitted{}, err
	}
	b.commands++
	c := b.Server.Command(kind, body, sharedtest.Now)
	sharedtest.Fill(b.w, rules.Missing(b.w, c))
	out, reasons := rules.Decide(rules.Facts{Now: sharedtest.Now.UnixMilli(), World: b.w}, c)
	b.w.Apply(out)
	return engine.Submitted{Outcome: out, Reasons: reasons}, nil
}

// carrier is a body that takes packages, or says what it is told to.
type carrier struct {
	got    []forwarding.Package
	sent   forwarding.Sent
	answer *forwarding.Answer
	fails  error
	// then is done once a package was taken.
	then func()
}

func (c *carrier) Adapter() string { return forward.HTTPS }

func (c *carrier) Send(_ context.Context, p forwarding.Package) (forwarding.Sent, error) {
	c.got = append(c.got, p)
	if c.then != nil {
		c.then()
	}
	return c.sent, c.fails
}

func (c *carrier) Answer(context.Context, id.ID[id.Parcel]) (*forwarding.Answer, error) {
	return c.answer, c.fails
}

func TestSend(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.carrier.sent.Receipt = "вх.\u202e 7" // a direction character must not be signed
	require.NoError(t, b.sender.Send(t.Context(), b.parcel().ID, false))
	require.Equal(t, forward.Sent, b.parcel().State)
	require.Equal(t, "вх. 7", b.parcel().Receipt)
	require.NoError(t, b.sender.Send(t.Context(), b.parcel().ID, false))
	require.Len(t, b.carrier.got, 1, "what was sent is not sent again")

	require.NoError(t, b.sender.Ask(t.Context(), b.parcel().ID))
	require.Equal(t, forward.Sent, b.parcel().State, "no answer yet")
	b.carrier.answer = &forwarding.Answer{Agrees: true, Text: "Погоджено"}
	require.NoError(t, b.sender.Ask(t.Context(), b.parcel().ID))
	require.Equal(t, forward.Answered, b.parcel().State)
	require.True(t, b.parcel().Agrees)
	commands := b.commands
	require.NoError(t, b.sender.Ask(t.Context(), b.parcel().ID))
	require.Equal(t, commands, b.commands)
}

// A server that stops just when a body took a package writes that down: the next start
// does not send it again.
func TestSend_CutOffAfterItWasTaken(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.carrier.then = cancel
	require.NoError(t, b.sender.Send(ctx, b.parcel().ID, false))
	require.Equal(t, forward.Sent, b.parcel().State)
}

func TestSend_AnswerAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.carrier.sent.Answer = &forwarding.Answer{Text: "Ні"}
	require.NoError(t, b.sender.Send(t.Context(), b.parcel().ID, false))
	require.Equal(t, forward.Answered, b.parcel().State)
	require.False(t, b.parcel().Agrees)
}

func TestSend_Fails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.carrier.fails = errors.New("немає зв’язку")
	require.ErrorIs(t, b.sender.Send(t.Context(), b.parcel().ID, false), b.carrier.fails)
	require.Equal(t, forward.Queued, b.parcel().State)
	require.Equal(t, "немає зв’язку", b.parcel().Error)
	require.Equal(t, int64(1), b.parcel().Attempts)
	require.ErrorIs(t, b.sender.Send(t.Context(), b.parcel().ID, true), forwarding.ErrDead)
	require.Equal(t, forward.Dead, b.parcel().State)
	require.Equal(t, b.carrier.got[0], b.carrier.got[1], "the same bytes under the same id")
}

func TestSend_GivesUpAtOnceWhereNoTryHelps(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(b *bench){
		"the body refuses": func(b *bench) { b.carrier.fails = forwarding.ErrRefused },
		"the order was cancelled": func(b *bench) {
			o := b.w.Orders[b.papers.Parcel.Order].Clone()
			o.State = order.Cancelled
			b.w.Apply(rules.Outcome{Orders: []order.Order{o}})
		},
		"a revision took its place": func(b *bench) {
			o := b.w.Orders[b.papers.Parcel.Order].Clone()
			o.Hash = seal.Sum([]byte("інша"))
			b.w.Apply(rules.Outcome{Orders: []order.Order{o}})
		},
	} {
		b := newBench(t)
		spoil(b)
		require.ErrorIs(t, b.sender.Send(t.Context(), b.parcel().ID, false), forwarding.ErrDead, name)
		require.Equal(t, forward.Dead, b.parcel().State, name)
		require.NotEmpty(t, b.parcel().Error, name)
	}
}

func TestSend_WithoutAnAddressWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sender, err := forwarding.New(forwarding.Config{Store: b, Operator: b, Signer: sharedtest.NewKey("server")})
	require.NoError(t, err)
	require.ErrorContains(t, sender.Send(t.Context(), b.parcel().ID, false), "no address")
	require.Equal(t, forward.Queued, b.parcel().State)
	require.NoError(t, sender.Ask(t.Context(), b.parcel().ID))
}

// Two replicas send at once: the second's word is refused, and that is no failure.
func TestSend_AnotherWasQuicker(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	queued := b.parcel()
	require.NoError(t, b.sender.Send(t.Context(), queued.ID, false))
	late, err := forwarding.New(forwarding.Config{
		Store: stale{b, queued}, Operator: b, Signer: sharedtest.NewKey("server"), Carriers: map[string]forwarding.Carrier{ministry: b.carrier},
	})
	require.NoError(t, err)
	require.NoError(t, late.Send(t.Context(), queued.ID, false))
	require.Equal(t, b.carrier.got[0], b.carrier.got[1])
	require.Equal(t, int64(1), b.parcel().Attempts)
}

// stale reads a package as it was.
type stale struct {
	*bench
	parcel forward.Parcel
}

func (s stale) Papers(ctx context.Context, p id.ID[id.Parcel]) (forwarding.Papers, error) {
	papers, err := s.bench.Papers(ctx, p)
	papers.Parcel = s.parcel
	return papers, err
}

func TestPack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	papers, err := b.Papers(t.Context(), b.parcel().ID)
	require.NoError(t, err)
	key := sharedtest.NewKey("server")
	packed, err := forwarding.Pack(papers, key)
	require.NoError(t, err)
	// What happens to the order later changes no byte.
	papers.Order = papers.Order.Clone()
	papers.Order.Approvals = []order.Signature{{Name: "Пізній", Hash: papers.Parcel.Content, At: papers.Parcel.MadeAt + 1, SignedAt: 1}}
	papers.Parcel.Attempts, papers.Parcel.QueuedAt = 5, 99
	again, err := forwarding.Pack(papers, key)
	require.NoError(t, err)
	require.Equal(t, packed, again)

	files := unzip(t, packed.Bytes)
	require.Contains(t, string(files["order.pdf"][:5]), "%PDF-")
	require.Contains(t, string(files["order.xml"]), "<Order")
	require.Equal(t, papers.Signed[0].Envelope, files["signed/01.cose"])
	envelope, err := seal.Open(files[forwarding.SignatureFile])
	require.NoError(t, err)
	require.NoError(t, envelope.Verify(forwarding.Domain, key.Public()))
	require.Equal(t, files[forwarding.ManifestFile], envelope.Payload)
	var m forwarding.Manifest
	require.NoError(t, json.Unmarshal(files[forwarding.ManifestFile], &m))
	require.Len(t, m.Files, len(files)-2, "every file but the manifest and its signature")
	for _, f := range m.Files {
		sum := sha256.Sum256(files[f.Name])
		require.Equal(t, hex.EncodeToString(sum[:]), f.SHA256, f.Name)
		require.Len(t, files[f.Name], f.Bytes)
	}
	require.Equal(t, papers.Parcel.Content.String(), m.Content)
	require.True(t, m.Awaits)

	papers.Content = []byte("інше")
	_, err = forwarding.Pack(papers, key)
	require.ErrorContains(t, err, "not in the log")
}

func unzip(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		files[f.Name], err = io.ReadAll(r)
		require.NoError(t, err)
	}
	return files
}

func TestSubmit_WhatTheRulesRefuseIsAnError(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Server = b.Requisitioner // who may not
	err := b.sender.Send(t.Context(), b.parcel().ID, false)
	require.Equal(t, fault.NotAllowed, fault.CodeOf(err))
}
