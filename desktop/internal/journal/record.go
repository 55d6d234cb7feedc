package journal

import "dotchain/shared/journal"

// The format is shared/journal's: the organisation's side reads it, too.
type (
	// Seq numbers the records of one journal.
	Seq = journal.Seq
	// Kind says what a payload is.
	Kind = journal.Kind
	// StoreID names one journal for its whole life.
	StoreID = journal.StoreID

	hash = journal.Hash
)

// The kinds of records, and the largest payload of one.
const (
	KindCommand = journal.KindCommand
	KindReceipt = journal.KindReceipt
	KindDraft   = journal.KindDraft
	MaxPayload  = journal.MaxPayload
)

// MaxBatch is the largest sum of payloads of one AppendBatch.
const MaxBatch = 16 << 20

// Entry is one record to append.
type Entry struct {
	Kind    Kind
	Payload []byte
}

// Record is one entry read back.
type Record struct {
	Seq     Seq
	Kind    Kind
	Payload []byte
}
