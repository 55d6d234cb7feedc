package engine

import (
	"context"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Store is the authority's database as the engine needs it.
type Store interface {
	// Tx runs fn in one transaction. When the database asks for it (a
	// serialization failure, a deadlock) fn runs again from the start, so it must
	// have no effect but through tx. An error that is not the database's rolls
	// back and is returned as it is. After an error of Tx whose commit is unknown
	// the caller asks Known.
	Tx(ctx context.Context, fn func(tx Tx) error) error
	// Keys returns the signing keys with these thumbprints, revoked ones too; what
	// is not enrolled is absent.
	Keys(ctx context.Context, thumbprints []seal.Thumbprint) (map[seal.Thumbprint]party.Key, error)
	// Device returns a device; ok is false where it is unknown.
	Device(ctx context.Context, device id.ID[id.Device]) (d party.Device, ok bool, err error)
}

// Tx is one transaction of the authority's database.
type Tx interface {
	// Chain locks a device's chain and returns its end: the number and hash of its
	// last command, zero for none. Two pushes of one device run one after another.
	Chain(ctx context.Context, device id.ID[id.Device]) (lastSeq uint64, lastHash seal.Hash, err error)
	// Known returns the records of commands that came before, by envelope hash or
	// by command id.
	Known(ctx context.Context, envelopes []seal.Hash, commands []id.ID[id.Command]) ([]Known, error)
	// Load looks up needs and puts them into the world, nil for what is not there.
	// Rows that a decision may change (orders, budgets, stocks, usages, open
	// cases) are locked in a fixed order until the end of the transaction.
	Load(ctx context.Context, w *rules.World, needs rules.Needs) error
	// Save writes what a batch decided: all or nothing with the transaction.
	Save(ctx context.Context, b Batch) error
}

// Known is a command that came before.
type Known struct {
	Envelope seal.Hash
	Command  id.ID[id.Command]
	// Receipt is the signed receipt it got: what it gets again.
	Receipt []byte
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
	// Devices are devices whose facts changed (contact, clock, last number).
	Devices []party.Device
	// Documents are what the feed is to publish, each document once.
	Documents []wire.Document
}
