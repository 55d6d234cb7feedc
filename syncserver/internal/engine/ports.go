package engine

import (
	"context"
	"errors"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// ErrCommitUnknown is what Store.Tx returns (wrapped) when the connection broke
// while the commit was on its way: it may have happened or not. The engine then
// runs the batch again; what was committed is Known by then.
var ErrCommitUnknown = errors.New("engine: it is unknown whether the commit happened")

// Store is the authority's database as the engine needs it.
type Store interface {
	// Tx runs fn in one transaction. When the database asks for it (a
	// serialization failure, a deadlock) fn runs again from the start, so it must
	// have no effect but through tx. An error that is not the database's rolls
	// back and is returned as it is. ErrCommitUnknown when the commit may or may not
	// have happened.
	Tx(ctx context.Context, fn func(tx Tx) error) error
	// Keys returns the signing keys with these thumbprints, revoked ones too; what
	// is not enrolled is absent.
	Keys(ctx context.Context, thumbprints []seal.Thumbprint) (map[seal.Thumbprint]party.Key, error)
	// Device returns a device; ok is false where it is unknown.
	Device(ctx context.Context, device id.ID[id.Device]) (d party.Device, ok bool, err error)
}

// Tx is one transaction of the authority's database.
type Tx interface {
	// Chain locks a device's chain and returns it; the zero Chain for a device that
	// is not enrolled. Two pushes of one device run one after another.
	Chain(ctx context.Context, device id.ID[id.Device]) (Chain, error)
	// Known returns the records of commands that came before: by envelope hash any,
	// by command id those that are InChain (at most one an id; whoever sends another's
	// id under a key that is not theirs must not be able to use it up).
	Known(ctx context.Context, envelopes []seal.Hash, commands []id.ID[id.Command]) ([]Known, error)
	// Begin is Chain of devices, in their sequence, and Known, at once: where a transaction
	// begins. Devices that are not enrolled have the zero Chain.
	Begin(
		ctx context.Context, devices []id.ID[id.Device], envelopes []seal.Hash, commands []id.ID[id.Command],
	) (map[id.ID[id.Device]]Chain, []Known, error)
	// Load looks up needs and puts them into the world, nil for what is not there. It
	// locks nothing: what a decision needs is found step by step, and locks that were
	// taken on the way would stand in the sequence of the search.
	Load(ctx context.Context, w *rules.World, needs rules.Needs) error
	// Lock locks what the world looked up and a decision may change, in one fixed sequence
	// (orders, their open cases, things but policies, budgets, stocks, usages, each by
	// key), until the end of the transaction or the next Lock, which begins anew. Offers
	// and items are afterwards as they are under the locks of their stocks. It reports
	// whether something had changed since it was looked up; the world says what stands now.
	Lock(ctx context.Context, w *rules.World) (changed bool, err error)
	// Save writes what a batch decided: all or nothing with the transaction.
	Save(ctx context.Context, b Batch) error
}

// Chain is what stands of one device.
type Chain struct {
	// Device is the device's row, as it is under the lock.
	Device party.Device
	// LastSeq and LastHash are the number and envelope hash of the chain's highest
	// command (Record.InChain); zero for none.
	LastSeq  uint64
	LastHash seal.Hash
	// Open are the open cases about the device itself: kinds DeviceGap and ClockSkew.
	Open []conflict.Case
	// Links are the chain's commands that came with numbers from the lowest open
	// gap's first missing number minus one on (a gap case's first reason has the
	// first missing number in Want and the one that came in Have), by number. Empty
	// when no gap is open.
	Links []Link
}

// Link is one command of a device's chain.
type Link struct {
	Seq        uint64
	Prev, Hash seal.Hash
}

// Known is a command that came before.
type Known struct {
	Envelope seal.Hash
	Command  id.ID[id.Command]
	// Receipt is the signed receipt it got: what it gets again.
	Receipt []byte
	// InChain is Record.InChain.
	InChain bool
}

// Record is a command with what became of it; it is kept for ever.
type Record struct {
	Envelope seal.Envelope
	Hash     seal.Hash
	// Command is the zero value where the bytes could not be read.
	Command seal.Command
	// Device is the one that pushed it, which may not be the one it names.
	Device     id.ID[id.Device]
	ReceivedAt int64
	Verdict    seal.Verdict
	Reasons    []fault.Reason
	Receipt    []byte
	// InChain is true when the command takes its number in the device's chain; a
	// fork, a tampered or unreadable one does not.
	InChain bool
}

// Batch is what one transaction decided.
type Batch struct {
	Records []Record
	// Changes holds each changed thing once, in its last state; Postings are in sequence.
	Changes rules.Outcome
	// Devices are devices whose facts changed (contact, clock, last number, that they were shut out).
	Devices []party.Device
	// ShutOut are those of Devices whose keys are withdrawn with them, at their RevokedAt.
	ShutOut []id.ID[id.Device]
	// Documents are what the feed is to publish, each document once.
	Documents []wire.Document
}
