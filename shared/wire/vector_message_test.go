package wire_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// Every message has examples, made here of a small world: an epoch, two scopes, a device.
func TestVectors_Messages(t *testing.T) {
	t.Parallel()
	for _, of := range []func(*testing.T) vectors{
		ticketVectors, enrolRequests, enrolResponses, pushRequests, pushResponses, courierResponses, cursors, documents, pages,
		lives, problems, attachmentStates, snapshots, manifests, scopePages, digests, receipts, checkpoints,
	} {
		compare(t, "message", of(t))
	}
}

func messages[T any](t *testing.T, name string, rows ...row[T]) vectors {
	t.Helper()
	v := vectors{Name: name}
	for _, r := range rows {
		e := exampleOf(t, r.name, r.value, wire.Decode)
		e.Text, e.Signed = r.text, r.signed
		v.Examples = append(v.Examples, e)
	}
	return v
}

// row is a message with its name and, where it has them, text form and signature.
type row[T any] struct {
	name   string
	value  T
	text   string
	signed *signed
}

func epoch() id.ID[id.Epoch] { return sharedtest.ID[id.Epoch](1) }

func clock() int64 { return sharedtest.Now.UnixMilli() }

func unitScope() party.Scope { return party.ScopeUnit(sharedtest.ID[id.Org](10)) }

// at is the cursor of a unit's device.
func at(seq uint64) wire.Cursor {
	scopes := []party.Scope{unitScope(), party.ScopePolicy, party.ScopeCatalogue}
	return wire.Cursor{Epoch: epoch(), Scopes: seal.Sum([]byte(party.JoinScopes(scopes))), Schema: wire.Schema, Seq: seq}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	require.NoError(t, err)
	return b
}

// command is a signed command: the first of an actor's device.
func command() seal.Envelope {
	f := sharedtest.NewField()
	return f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(1, 0, 2, 1), sharedtest.Now)
}

func commandID(t *testing.T) id.ID[id.Command] {
	t.Helper()
	c, err := seal.OpenCommand(command())
	require.NoError(t, err)
	return c.ID
}

func applied(t *testing.T) seal.Receipt {
	t.Helper()
	return seal.Receipt{
		Version: seal.ReceiptVersion, Envelope: command().Hash(), Command: commandID(t), ReceivedAt: clock() + 1500,
		Verdict: seal.Applied, Epoch: epoch(),
	}
}

func parked(t *testing.T) seal.Receipt {
	t.Helper()
	r := applied(t)
	r.Verdict, r.Case = seal.Parked, sharedtest.ID[id.Case](1)
	r.Reasons = []fault.Reason{
		{Code: fault.StockGone, Line: 2, Field: "quantity", Have: 3, Want: 4, Ref: sharedtest.ID[id.Offer](1).String()},
		{Code: fault.BudgetExceeded, Have: 100, Want: 2_400_000},
	}
	return r
}

func checkpoint() seal.Checkpoint {
	e := command().Hash()
	return seal.Checkpoint{Version: seal.CheckpointVersion, Epoch: epoch(), Size: 1, Root: seal.Sum(e[:]), At: clock()}
}

func receipts(t *testing.T) vectors {
	t.Helper()
	var rows []row[seal.Receipt]
	unreadable := seal.Receipt{
		Version: seal.ReceiptVersion, Envelope: seal.Sum([]byte("text")), ReceivedAt: clock(), Verdict: seal.Parked,
		Reasons: []fault.Reason{{Code: fault.Malformed}}, Case: sharedtest.ID[id.Case](2), Epoch: epoch(),
	}
	for _, r := range []row[seal.Receipt]{{name: "applied", value: applied(t)}, {name: "parked", value: parked(t)}, {name: "unreadable bytes", value: unreadable}} {
		r.signed = signedBy(t, "server", seal.DomainReceipt, seal.Encode(r.value))
		got, err := seal.OpenReceipt(unhex(t, r.signed.Envelope), sharedtest.NewKey("server").Public())
		require.NoError(t, err)
		require.Equal(t, r.value, got)
		rows = append(rows, r)
	}
	return messages(t, "receipt", rows...)
}

func checkpoints(t *testing.T) vectors {
	t.Helper()
	c := checkpoint()
	s := signedBy(t, "server", seal.DomainCheckpoint, seal.Encode(c))
	got, err := seal.OpenCheckpoint(unhex(t, s.Envelope), sharedtest.NewKey("server").Public())
	require.NoError(t, err)
	require.Equal(t, c, got)
	return messages(t, "checkpoint", row[seal.Checkpoint]{name: "of a log of one command", value: c, signed: s})
}

func ticket(t *testing.T) wire.Ticket {
	t.Helper()
	info := sha256.Sum256(root(t).RawSubjectPublicKeyInfo)
	return wire.Ticket{Secret: [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, Root: [16]byte(info[:16])}
}

func ticketVectors(t *testing.T) vectors {
	t.Helper()
	type bytes struct {
		Secret []byte `cbor:"1,keyasint"`
		Root   []byte `cbor:"2,keyasint"`
	}
	v := ticket(t)
	again, err := wire.ParseTicket(v.String())
	require.NoError(t, err)
	require.Equal(t, v, again)
	out := messages(t, "ticket", row[bytes]{name: "as it is printed; only its text travels", value: bytes{v.Secret[:], v.Root[:]}, text: v.String()})
	out.Examples[0].CBOR = ""
	return out
}

func private(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("key/" + name))
	return ed25519.NewKeyFromSeed(seed[:])
}

// root is the certificate of an authority.
func root(t *testing.T) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "DotChain"}, NotBefore: sharedtest.Now, NotAfter: sharedtest.Now.AddDate(10, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, SubjectKeyId: []byte{1},
	}
	return certificate(t, template, template, "root", "root")
}

func certificate(t *testing.T, template, parent *x509.Certificate, subject, issuer string) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(nil, template, parent, private(subject).Public(), private(issuer))
	require.NoError(t, err)
	c, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return c
}

func enrolRequests(t *testing.T) vectors {
	t.Helper()
	secret, key := ticket(t).Secret, sharedtest.NewKey("1")
	proof, err := key.Sign(wire.EnrolProof(secret[:], key.Public()))
	require.NoError(t, err)
	csr, err := x509.CreateCertificateRequest(nil, &x509.CertificateRequest{}, private("device"))
	require.NoError(t, err)
	least := wire.EnrolRequest{Version: wire.Version, Secret: secret[:], DeviceName: "Ноутбук 1", SigningKey: key.Public(), Proof: proof, CSR: csr}
	whole := least
	whole.Program, whole.Clock = "1.4.0", clock()
	return messages(t, "enrol_request", row[wire.EnrolRequest]{name: "least", value: least}, row[wire.EnrolRequest]{name: "every field", value: whole})
}

func enrolResponses(t *testing.T) vectors {
	t.Helper()
	f := sharedtest.NewField()
	authority := root(t)
	device := f.Requisitioner.Device
	issued := certificate(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: device.ID.String()}, NotBefore: sharedtest.Now,
		NotAfter: sharedtest.Now.Add(180 * 24 * time.Hour), KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, authority, "device", "root")
	least := wire.EnrolResponse{
		Person: f.Requisitioner.Person, Org: f.Units[0], Device: device, Certificate: issued.Raw, Root: authority.Raw,
		ServerKey: sharedtest.NewKey("server").Public(), Epoch: epoch(),
	}
	whole := least
	recovery, courier := seal.Sum([]byte("recovery")), seal.Sum([]byte("courier"))
	whole.RecoveryKey, whole.CourierKey = recovery[:], courier[:]
	return messages(t, "enrol_response", row[wire.EnrolResponse]{name: "least", value: least}, row[wire.EnrolResponse]{name: "every field", value: whole})
}

func pushRequests(t *testing.T) vectors {
	t.Helper()
	alive := wire.PushRequest{Version: wire.Version, Device: sharedtest.ID[id.Device](1), Clock: clock()}
	one := alive
	one.Commands, one.Program = [][]byte{command().Raw}, "1.4.0"
	one.Backlog = 12
	return messages(t, "push_request", row[wire.PushRequest]{name: "a sign of life", value: alive}, row[wire.PushRequest]{name: "one command of thirteen", value: one})
}

func pushResponses(t *testing.T) vectors {
	t.Helper()
	e, err := seal.SignReceipt(applied(t), sharedtest.NewKey("server"))
	require.NoError(t, err)
	return messages(t, "push_response",
		row[wire.PushResponse]{name: "to a sign of life", value: wire.PushResponse{Clock: clock()}},
		row[wire.PushResponse]{name: "one receipt", value: wire.PushResponse{Receipts: [][]byte{e.Raw}, Clock: clock()}})
}

func courierResponses(t *testing.T) vectors {
	t.Helper()
	return messages(t, "courier_response", row[wire.CourierResponse]{
		name: "a file (its beginning alone)", value: wire.CourierResponse{Answer: unhex(t, "894443434f550d0a00010002"), Clock: clock()},
	})
}

func cursors(t *testing.T) vectors {
	t.Helper()
	c := at(70_000)
	again, err := wire.ParseCursor(c.String())
	require.NoError(t, err)
	require.Equal(t, c, again)
	return messages(t, "cursor",
		row[wire.Cursor]{name: "from the start; its text is empty", value: wire.Cursor{}}, row[wire.Cursor]{name: "of a unit's device", value: c, text: c.String()})
}

func item() wire.Document {
	v := sharedtest.NewField().Items[0]
	return wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: v.ID, Version: 3, Body: seal.Encode(v)}
}

func gone() wire.Document {
	return wire.Document{Scope: unitScope(), Kind: wire.DocOrder, ID: sharedtest.ID[id.Order](1), Version: 7, Deleted: true}
}

func documents(t *testing.T) vectors {
	t.Helper()
	return messages(t, "document", row[wire.Document]{name: "an item", value: item()}, row[wire.Document]{name: "deleted", value: gone()})
}

func page(t *testing.T) wire.Page {
	t.Helper()
	e, err := seal.SignCheckpoint(checkpoint(), sharedtest.NewKey("server"))
	require.NoError(t, err)
	return wire.Page{
		From: at(69_990), Next: at(69_995), Head: 70_000, Remaining: 5, Documents: []wire.Document{item(), gone()}, Checkpoint: e.Raw, Clock: clock(),
	}
}

func pages(t *testing.T) vectors {
	t.Helper()
	return messages(t, "page",
		row[wire.Page]{name: "nothing new", value: wire.Page{From: at(70_000), Next: at(70_000), Head: 70_000, Clock: clock()}},
		row[wire.Page]{name: "the first page of an empty feed", value: wire.Page{Next: at(0), Clock: clock()}},
		row[wire.Page]{name: "every field", value: page(t)})
}

func lives(t *testing.T) vectors {
	t.Helper()
	here, inline := at(70_000), page(t)
	inline.Remaining = 0
	return messages(t, "live",
		row[wire.Live]{name: "hello", value: wire.Live{Kind: wire.LiveHello, Cursor: &here, Clock: clock()}},
		row[wire.Live]{name: "page", value: wire.Live{Kind: wire.LivePage, Page: &inline}},
		row[wire.Live]{name: "news", value: wire.Live{Kind: wire.LiveNews, Head: 70_123}},
		row[wire.Live]{name: "ask", value: wire.Live{Kind: wire.LiveAsk, Cursor: &here}},
		row[wire.Live]{name: "none", value: wire.Live{Kind: wire.LiveNone, Clock: clock()}},
		row[wire.Live]{name: "hello that names what the next command will", value: wire.Live{
			Kind: wire.LiveHello, Cursor: &here, Clock: clock(), Names: [][]byte{named("key"), named("command"), named("checkpoint")},
		}},
		row[wire.Live]{name: "ask, short", value: wire.Live{Kind: wire.LiveAsk, Head: 70_000}},
		row[wire.Live]{name: "push; packed are in shared/wire/compact/testdata", value: wire.Live{Kind: wire.LivePush, Number: 1, Packed: []byte{1, 2, 3, 4, 0x80, 0}}},
		row[wire.Live]{name: "receipts", value: wire.Live{Kind: wire.LiveReceipts, Number: 1, Packed: []byte{1, 2, 3, 4, 0x80, 0}}},
		row[wire.Live]{name: "no receipts", value: wire.Live{Kind: wire.LiveReceipts, Number: 2, Problem: &wire.Problem{
			Reasons: []fault.Reason{{Code: fault.VersionUnknown, Ref: "dictionary", Have: 40_000, Want: 50_000}},
		}}},
		row[wire.Live]{name: "bye", value: wire.Live{Kind: wire.LiveBye, Reason: &fault.Reason{Code: fault.Busy, Have: 5000}, RetryAfter: 5000}})
}

func named(what string) []byte {
	h := seal.Sum([]byte(what))
	return h[:]
}

func problems(t *testing.T) vectors {
	t.Helper()
	return messages(t, "problem",
		row[wire.Problem]{name: "start again", value: wire.Problem{Reasons: []fault.Reason{{Code: fault.Resnapshot, Ref: "pruned"}}}},
		row[wire.Problem]{name: "come back later", value: wire.Problem{Reasons: []fault.Reason{{Code: fault.Busy, Have: 3000}}, RetryAfter: 3000}},
		row[wire.Problem]{name: "another version", value: wire.Problem{Reasons: []fault.Reason{{Code: fault.ClientTooOld, Have: 1, Want: 2}}}})
}

func attachmentStates(t *testing.T) vectors {
	t.Helper()
	return messages(t, "attachment_state",
		row[wire.AttachmentState]{name: "nothing yet", value: wire.AttachmentState{}},
		row[wire.AttachmentState]{name: "half of it", value: wire.AttachmentState{Received: 65_536}},
		row[wire.AttachmentState]{name: "all of it", value: wire.AttachmentState{Received: 131_072, Complete: true}})
}

func manifest() wire.Manifest {
	return wire.Manifest{
		Version: wire.ManifestVersion, Epoch: epoch(), Schema: wire.Schema, Scope: party.ScopeCatalogue, Seq: 69_000, At: clock(),
		Parts: []wire.Part{
			{Kind: wire.DocItem, Hash: seal.Sum([]byte("segment")), First: [16]byte{1}, Last: [16]byte{0xfe}, Size: 123_456, Documents: 4096},
			{Kind: wire.DocOffer, Hash: seal.Sum([]byte("another")), First: [16]byte{}, Last: [16]byte{0xff}, Size: 100_000, Documents: 8192},
		},
	}
}

func manifests(t *testing.T) vectors {
	t.Helper()
	m := manifest()
	s := signedBy(t, "server", seal.DomainManifest, seal.Encode(m))
	got, err := wire.OpenManifest(unhex(t, s.Envelope), sharedtest.NewKey("server").Public())
	require.NoError(t, err)
	require.Equal(t, m, got)
	return messages(t, "manifest", row[wire.Manifest]{name: "of two segments", value: m, signed: s})
}

func snapshots(t *testing.T) vectors {
	t.Helper()
	e, err := wire.SignManifest(manifest(), sharedtest.NewKey("server"))
	require.NoError(t, err)
	key := seal.Sum([]byte("scope key"))
	scopes := []wire.ScopeSnapshot{
		{Scope: unitScope(), Documents: 12},
		{Scope: party.ScopePolicy},
		{Scope: party.ScopeCatalogue, Manifest: e.Raw, Key: key[:], Documents: 12_288},
	}
	return messages(t, "snapshot", row[wire.Snapshot]{
		name: "a unit's", value: wire.Snapshot{Cursor: at(70_000), Scopes: scopes, Checkpoint: page(t).Checkpoint, Clock: clock(), Pruned: 61_000},
	})
}

func scopePages(t *testing.T) vectors {
	t.Helper()
	return messages(t, "scope_page",
		row[wire.ScopePage]{name: "more follows", value: wire.ScopePage{Scope: party.ScopeCatalogue, Next: 41, Documents: []wire.Document{item()}}},
		row[wire.ScopePage]{name: "the last", value: wire.ScopePage{Scope: unitScope(), Next: 70_000, Done: true}})
}

// The sum of the item's scope is that of the item in document.json.
func digests(t *testing.T) vectors {
	t.Helper()
	kinds := []wire.KindDigest{
		{Scope: party.ScopeCatalogue, Kind: wire.DocItem, Documents: 1, Sum: wire.SumOf(item())},
		{Scope: party.ScopeCatalogue, Kind: wire.DocOffer, Documents: 2, Sum: wire.Sum{15: 2}.Minus(wire.Sum{15: 3})},
	}
	return messages(t, "digest",
		row[wire.Digest]{name: "nothing there", value: wire.Digest{Cursor: at(0), Clock: clock()}},
		row[wire.Digest]{name: "two kinds; the first holds the item of document.json", value: wire.Digest{Cursor: at(70_000), Kinds: kinds, Clock: clock()}})
}
