// Package wire is the sync protocol: the messages, the cursor, the limits and
// the version (docs/formats/wire.md). Messages are CBOR in the deterministic
// form; a reader ignores fields it does not know, because only what is signed
// must be closed.
package wire

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// Version is the protocol's. A server answers VersionHeader of another version
// with ClientTooOld or ServerTooOld and does nothing else.
const Version = 1

// VersionHeader carries Version on every request and answer.
const VersionHeader = "Dotchain-Protocol"

// DictionaryHeader is on the request that opens a websocket, and on its answer: the names of
// the dictionaries that who says it has, joined by commas. Without the server's there is no
// LivePush, without the device's no LivePage is packed.
const DictionaryHeader = "Dotchain-Dictionary"

// ContentType is of every binary body.
const ContentType = "application/cbor"

// The routes.
const (
	PathEnrol = "/enrol"
	PathPush  = "/sync/push"
	PathPull  = "/sync/pull"
	PathLive  = "/sync/live"
)

// Limits. They are checked before anything is decoded.
const (
	// MaxPush is the most bytes of a push request, MaxPushCommands the most commands in it.
	MaxPush         = 8 << 20
	MaxPushCommands = 1000
	// MaxPull is the most bytes of a pull answer a device reads; PullBytes is when the server ends a page.
	MaxPull   = 16 << 20
	PullBytes = 2 << 20
	// MaxPullDocuments is the most documents of one page.
	MaxPullDocuments = 5000
	// MaxEnrol is the most bytes of an enrolment request or answer.
	MaxEnrol = 64 << 10
	// MaxLive is the most bytes of one websocket message.
	MaxLive = 32 << 10
	// LiveInline is the most bytes of documents sent inline on the websocket; more is left to a pull.
	LiveInline = 24 << 10
	// LivePushMax is the most bytes of commands, as they were signed, that go over the websocket.
	LivePushMax = 24 << 10
)

// DocKind is the kind of a document. The numbers are on the wire; append-only.
type DocKind uint8

// The kinds of document, with the type its body decodes to.
const (
	DocOrg    DocKind = 1  // party.Org
	DocPerson DocKind = 2  // party.Person
	DocItem   DocKind = 3  // catalogue.Item
	DocOffer  DocKind = 4  // supply.Offer
	DocStock  DocKind = 5  // supply.Stock
	DocBudget DocKind = 6  // budget.Budget
	DocOrder  DocKind = 7  // order.Order
	DocCase   DocKind = 8  // conflict.Case
	DocUsage  DocKind = 9  // supply.Usage
	DocDevice DocKind = 10 // party.Device
	// DocSupplierOrder is an order as a supplier may see it (order.SupplierOrder).
	DocSupplierOrder DocKind = 11
	DocPolicy        DocKind = 12 // policy.Set
	DocProxies       DocKind = 13 // party.Proxies
	DocRecent        DocKind = 14 // order.Recent
	DocQueue         DocKind = 15 // round.Queue
	DocRound         DocKind = 16 // round.Round
	DocOutlook       DocKind = 17 // round.Outlook
	DocCredits       DocKind = 18 // round.Credits
	DocDelivery      DocKind = 19 // delivery.Delivery
	DocClaim         DocKind = 20 // delivery.Claim
	DocInvoice       DocKind = 21 // payment.Invoice
	DocPayment       DocKind = 22 // payment.Payment
	DocRegister      DocKind = 23 // register.Register
	DocParcel        DocKind = 24 // forward.Parcel
	DocResponse      DocKind = 25 // delivery.Response
	DocDraft         DocKind = 26 // draft.Draft
)

// Key names a thing among all: what it is and its id.
type Key struct {
	Kind DocKind
	ID   [16]byte
}

// Compare orders keys by kind, then by id.
func (k Key) Compare(other Key) int {
	return cmp.Or(cmp.Compare(k.Kind, other.Kind), bytes.Compare(k.ID[:], other.ID[:]))
}

// String is the kind's name in logs.
func (k DocKind) String() string {
	switch k {
	case DocOrg:
		return "org"
	case DocPerson:
		return "person"
	case DocItem:
		return "item"
	case DocOffer:
		return "offer"
	case DocStock:
		return "stock"
	case DocBudget:
		return "budget"
	case DocOrder:
		return "order"
	case DocCase:
		return "case"
	case DocUsage:
		return "usage"
	case DocDevice:
		return "device"
	case DocSupplierOrder:
		return "supplier_order"
	case DocPolicy:
		return "policy"
	case DocProxies:
		return "proxies"
	case DocRecent:
		return "recent"
	case DocQueue:
		return "queue"
	case DocRound:
		return "round"
	case DocOutlook:
		return "outlook"
	case DocCredits:
		return "credits"
	case DocDelivery:
		return "delivery"
	case DocClaim:
		return "claim"
	case DocInvoice:
		return "invoice"
	case DocPayment:
		return "payment"
	case DocRegister:
		return "register"
	case DocParcel:
		return "parcel"
	case DocResponse:
		return "response"
	case DocDraft:
		return "draft"
	}
	return fmt.Sprintf("kind_%d", uint8(k))
}

// Document is the current version of a thing as one scope may see it.
type Document struct {
	Scope party.Scope `cbor:"1,keyasint"`
	Kind  DocKind     `cbor:"2,keyasint"`
	ID    [16]byte    `cbor:"3,keyasint"`
	// Version is the thing's own: a device keeps the highest it has seen.
	Version uint64 `cbor:"4,keyasint"`
	// Body is the thing in deterministic CBOR; empty when Deleted.
	Body    []byte `cbor:"5,keyasint,omitempty"`
	Deleted bool   `cbor:"6,keyasint,omitempty"`
}

// Cursor says how far a device has read (section 4).
type Cursor struct {
	// Epoch is the feed's; the zero cursor has none and reads from the start.
	Epoch id.ID[id.Epoch] `cbor:"1,keyasint"`
	// Scopes is the hash of the scopes it was read with.
	Scopes seal.Hash `cbor:"2,keyasint"`
	// Schema is the version of the documents' layout it was read with.
	Schema uint16 `cbor:"3,keyasint"`
	// Seq is the number up to which everything was read.
	Seq uint64 `cbor:"4,keyasint"`
}

// Schema is the version of the documents' layout.
const Schema = 2

// IsZero reports whether nothing was read yet.
func (c Cursor) IsZero() bool { return c == Cursor{} }

// String is the text form of a cursor, for the pull's query.
func (c Cursor) String() string {
	if c.IsZero() {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(seal.Encode(c))
}

// ParseCursor reads the text form. Fault: Malformed.
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return Cursor{}, fault.Wrap("parse cursor", fault.Malformed, err)
	}
	var c Cursor
	if err := seal.Decode(b, &c); err != nil {
		return Cursor{}, err
	}
	return c, nil
}

// PushRequest carries a device's commands, in the order of their numbers.
type PushRequest struct {
	Version uint16           `cbor:"1,keyasint"`
	Device  id.ID[id.Device] `cbor:"2,keyasint"`
	// Clock is the device's clock when it sent this, Unix milliseconds.
	Clock int64 `cbor:"3,keyasint"`
	// Commands are sealed envelopes.
	Commands [][]byte `cbor:"4,keyasint"`
	// Program is the version of the program.
	Program string `cbor:"5,keyasint,omitempty"`
	// Backlog is how many signed commands wait at the device after these.
	Backlog uint64 `cbor:"6,keyasint,omitempty"`
	// Epoch is that of the device's cursor, none without one. A server of another takes nothing
	// (Resnapshot, "epoch"): what it answered before has to be offered before what is new.
	Epoch id.ID[id.Epoch] `cbor:"7,keyasint,omitzero"`
}

// PushResponse carries one signed receipt a command, in the same order.
type PushResponse struct {
	Receipts [][]byte `cbor:"1,keyasint"`
	// Clock is the server's clock, Unix milliseconds.
	Clock int64 `cbor:"2,keyasint"`
}

// Page is a run of the feed: the answer of a pull and what the websocket sends inline.
type Page struct {
	// From is the cursor the page follows; a device that stands elsewhere pulls instead.
	From Cursor `cbor:"1,keyasint"`
	Next Cursor `cbor:"2,keyasint"`
	// Head is the feed's last number; Remaining how many documents of the scopes follow this page.
	Head      uint64     `cbor:"3,keyasint"`
	Remaining int64      `cbor:"4,keyasint,omitempty"`
	Documents []Document `cbor:"5,keyasint,omitempty"`
	// Checkpoint is the server's signed word on its log.
	Checkpoint []byte `cbor:"6,keyasint,omitempty"`
	// Clock is the server's clock, Unix milliseconds.
	Clock int64 `cbor:"7,keyasint"`
}

// LiveKind says what a websocket message is.
type LiveKind uint8

// The kinds of websocket message. Append-only.
const (
	// LiveHello is the device's first: where it stands.
	LiveHello LiveKind = 1
	// LivePage brings small news inline.
	LivePage LiveKind = 2
	// LiveNews says there is more than fits inline, or that something was dropped: pull.
	LiveNews LiveKind = 3
	// LiveAsk is the device's "anything new?", LiveNone the answer when there is nothing.
	LiveAsk  LiveKind = 4
	LiveNone LiveKind = 5
	// LiveBye is the server's last: it stops or the device was shut out; Reason says which.
	LiveBye LiveKind = 6
	// LivePush brings commands, LiveReceipts their receipts, or why there are none.
	LivePush     LiveKind = 7
	LiveReceipts LiveKind = 8
)

// Live is one websocket message.
type Live struct {
	Kind LiveKind `cbor:"1,keyasint"`
	// Cursor stands in LiveHello and LiveAsk; a LiveAsk with Head instead is of the same but for its number.
	Cursor *Cursor `cbor:"2,keyasint,omitempty"`
	// Page stands in LivePage, unless it is packed.
	Page *Page `cbor:"3,keyasint,omitempty"`
	// Head stands in LiveNews; in LiveAsk it is the number of the cursor.
	Head uint64 `cbor:"4,keyasint,omitempty"`
	// Clock is the sender's clock, Unix milliseconds, in LiveHello and LiveNone.
	Clock int64 `cbor:"5,keyasint,omitempty"`
	// Reason stands in LiveBye; RetryAfter is in milliseconds.
	Reason     *fault.Reason `cbor:"6,keyasint,omitempty"`
	RetryAfter int64         `cbor:"7,keyasint,omitempty"`
	// Number stands in LivePush and is repeated in its LiveReceipts.
	Number uint64 `cbor:"8,keyasint,omitempty"`
	// Packed stands in LivePush, LiveReceipts and LivePage: commands, receipts, a page (package compact).
	Packed []byte `cbor:"9,keyasint,omitempty"`
	// Problem stands in LiveReceipts where there are none.
	Problem *Problem `cbor:"10,keyasint,omitempty"`
	// Names stand in LiveHello: ids and hashes that the device's next command will name.
	Names [][]byte `cbor:"11,keyasint,omitempty"`
}

// EnrolRequest is a new device with its one-time ticket.
type EnrolRequest struct {
	Version uint16 `cbor:"1,keyasint"`
	// Secret is the ticket's.
	Secret     []byte `cbor:"2,keyasint"`
	DeviceName string `cbor:"3,keyasint"`
	// SigningKey is the person's Ed25519 public key; Proof signs it, so that whoever asks holds it.
	SigningKey []byte `cbor:"4,keyasint"`
	Proof      []byte `cbor:"5,keyasint"`
	// CSR is the device's certificate request (PKCS#10, DER).
	CSR     []byte `cbor:"6,keyasint"`
	Program string `cbor:"7,keyasint,omitempty"`
	Clock   int64  `cbor:"8,keyasint,omitempty"`
}

// EnrolResponse is what a profile starts with.
type EnrolResponse struct {
	Person party.Person `cbor:"1,keyasint"`
	Org    party.Org    `cbor:"2,keyasint"`
	Device party.Device `cbor:"3,keyasint"`
	// Certificate is the device's, Root the authority's (X.509, DER).
	Certificate []byte `cbor:"4,keyasint"`
	Root        []byte `cbor:"5,keyasint"`
	// ServerKey is the Ed25519 public key of receipts and checkpoints.
	ServerKey []byte `cbor:"6,keyasint"`
	// RecoveryKey is the organisation's public key that the journal's recovery boxes are sealed to; empty for none.
	RecoveryKey []byte          `cbor:"7,keyasint,omitempty"`
	Epoch       id.ID[id.Epoch] `cbor:"8,keyasint"`
	// CourierKey is the server's X25519 public key that courier files are sealed to.
	CourierKey []byte `cbor:"9,keyasint,omitempty"`
}

// EnrolProofDomain is what an enrolment's Proof signs, before the ticket's secret and the key.
const EnrolProofDomain = "dotchain/enrol/v1"

// EnrolProof returns the bytes an enrolment's Proof signs.
func EnrolProof(secret, signingKey []byte) []byte {
	b := append([]byte(EnrolProofDomain), secret...)
	return append(b, signingKey...)
}

// Problem is the body of every answer that is not a success.
type Problem struct {
	Reasons []fault.Reason `cbor:"1,keyasint"`
	// RetryAfter is in milliseconds; 0 when trying again does not help.
	RetryAfter int64 `cbor:"2,keyasint,omitempty"`
}

//nolint:gochecknoglobals // built once from constants; safe for concurrent use
var decoder = func() cbor.DecMode {
	m, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 16, MaxArrayElements: MaxPullDocuments + 1, MaxMapPairs: seal.MaxPairs, UTF8: cbor.UTF8RejectInvalid,
		IntDec: cbor.IntDecConvertSignedOrFail,
	}.DecMode()
	if err != nil {
		panic(err)
	}
	return m
}()

// Encode writes a message.
func Encode(v any) []byte { return seal.Encode(v) }

// Decode reads a message; fields it does not know are passed over. Fault: Malformed.
func Decode(b []byte, v any) error {
	if err := decoder.Unmarshal(b, v); err != nil {
		return fault.Wrap("decode message", fault.Malformed, err)
	}
	return nil
}
