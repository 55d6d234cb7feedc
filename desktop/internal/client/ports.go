package client

import (
	"crypto/ed25519"
	"iter"
	"time"

	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Docs is the Badger database of what the server sent: it can be thrown away
// and fetched again. Reads see whole pages only.
type Docs interface {
	Loading
	Mending
	// Cursor is how far the documents go; the zero cursor when nothing was read.
	Cursor() (wire.Cursor, error)
	// Apply stores a page's documents and its Next cursor so that they become
	// visible together, crash or not. A document older than the one it would
	// replace is passed over. It returns the documents that changed something.
	Apply(p wire.Page) (changed []wire.Document, err error)
	// Reset forgets all documents and the cursor: the feed starts again.
	Reset() error
	// Get returns a document; ok is false where there is none or it was deleted.
	Get(kind wire.DocKind, id [16]byte) (d wire.Document, ok bool, err error)
	// All walks the documents of a kind in the order of their ids.
	All(kind wire.DocKind) iter.Seq2[wire.Document, error]
}

// Work is the Badger database of what people did here: a readable copy of the
// journal, rebuilt from it whenever it is damaged or behind.
type Work interface {
	// Watermark is the sequence of the last journal record that was saved here.
	Watermark() (uint64, error)
	// Save stores a batch atomically. Saving the same batch again changes nothing.
	Save(b WorkBatch) error
	// Rewind takes the watermark and those of the drafts back to 0 and keeps all
	// else: the journal was begun anew and is replayed from its start.
	Rewind() error
	// Commands walks the signed commands by their device sequence, from one on.
	Commands(from uint64) iter.Seq2[SignedCommand, error]
	// Draft returns a draft's bytes, nil where there is none.
	Draft(name string) ([]byte, error)
	// Drafts walks the names of all drafts.
	Drafts() ([]string, error)
	// Setting returns a setting's bytes, nil where there is none.
	Setting(name string) ([]byte, error)
	// Log returns entries of the sync log, newest first, at most limit that keep accepts, after skipping offset of them; total counts all accepted.
	Log(keep func(LogRecord) bool, offset, limit int) (entries []LogRecord, total int, err error)
}

// WorkBatch is what one Save stores. Empty parts change nothing.
type WorkBatch struct {
	// Watermark is the journal sequence this batch reaches; 0 leaves it.
	Watermark uint64
	Commands  []SignedCommand
	Receipts  []StoredReceipt
	// Drafts and Settings by name; nil bytes delete.
	Drafts   map[string][]byte
	Settings map[string][]byte
	Log      []LogRecord
}

// SignedCommand is a command that was signed here.
type SignedCommand struct {
	// DeviceSeq is its number on this device.
	DeviceSeq uint64
	Hash      seal.Hash
	Envelope  []byte
	// SavedAt is when it was in the journal, by this device's clock, Unix milliseconds.
	SavedAt int64
	// Receipt is the server's signed receipt, nil while it waits.
	Receipt []byte
}

// StoredReceipt is a receipt of a command that was signed here.
type StoredReceipt struct {
	DeviceSeq uint64
	Envelope  seal.Hash
	Receipt   []byte
}

// LogRecord is one line of the sync log. Its bytes are CBOR of package client.
type LogRecord struct {
	// At is Unix milliseconds by this device's clock.
	At int64 `cbor:"1,keyasint"`
	// Level is 1 info, 2 warn, 3 error; Kind is a name of the closed set in the window's contract.
	Level uint8  `cbor:"2,keyasint"`
	Kind  string `cbor:"3,keyasint"`
	// Order is an order's number, Count how many things it is about, Reason a fault's CBOR.
	Order  string   `cbor:"4,keyasint,omitempty"`
	Count  int64    `cbor:"5,keyasint,omitempty"`
	Reason seal.Raw `cbor:"6,keyasint,omitempty"`
	Device string   `cbor:"7,keyasint,omitempty"`
}

// Journal is the record of what people did here; Append returns only when the
// disk has it.
type Journal interface {
	// Append writes entries with one fsync and returns the sequence of the last. On
	// an error nothing of them is in the journal.
	Append(entries []JournalEntry) (seq uint64, err error)
	// Last is the sequence of the last entry, 0 where there is none.
	Last() uint64
	// Replay walks the entries with sequences above after.
	Replay(after uint64) iter.Seq2[JournalEntry, error]
}

// JournalKind is the kind of a journal entry. Append-only; see docs/formats/journal.md.
type JournalKind uint8

// The kinds of journal entry.
const (
	// JournalCommand holds a sealed command's envelope.
	JournalCommand JournalKind = 1
	// JournalReceipt holds a server's receipt.
	JournalReceipt JournalKind = 2
	// JournalDraft holds a draft: CBOR of name and bytes.
	JournalDraft JournalKind = 3
)

// JournalEntry is one entry.
type JournalEntry struct {
	Seq     uint64
	Kind    JournalKind
	Payload []byte
}

// Keys are the unlocked keys of the profile.
type Keys interface {
	seal.Signer
	// Fresh reports whether the passphrase was given within the last five minutes.
	Fresh(now time.Time) bool
	// Confirm checks the passphrase and makes the factor fresh. Fault: PassphraseWrong.
	Confirm(passphrase string, now time.Time) error
}

// Trust is what the profile believes of the server, from its enrolment.
type Trust struct {
	// Server is the key of receipts and checkpoints.
	Server ed25519.PublicKey
	// Courier is the X25519 key that courier files are sealed to; empty where the profile
	// was made before the server had one.
	Courier []byte
}

// Clock tells the device's time; it orders nothing.
type Clock func() time.Time

// Random fills b with random bytes.
type Random func(b []byte)
