package journal

import (
	"errors"
	"fmt"

	"dotchain/shared/journal"
)

var (
	// ErrInUse means that another journal has this folder open, here or in another process.
	ErrInUse = errors.New("journal is in use by another program")
	// ErrFull means that the disk has no space left and the reserve is spent. Nothing was
	// saved; the journal goes on working once there is space again.
	ErrFull = errors.New("no space left for the journal")
	// ErrIO means that the disk refused a write or a flush. Nothing may be shown as saved;
	// the next Append first looks whether the disk has come back.
	ErrIO = errors.New("journal cannot be written")
	// ErrDamaged means that bytes on the disk are not what was written. *DamageError says which.
	ErrDamaged = errors.New("journal is damaged")
	// ErrKey means that no record opens with the sealer that was given; it is another
	// person's or another profile's. Nothing on the disk was touched.
	ErrKey = errors.New("journal does not open with this key")
	// ErrLocked means that the sealer has no key any more; the person must unlock first.
	ErrLocked = errors.New("journal's key is locked")
	// ErrOtherStore means that the folder holds the journal of another store.
	ErrOtherStore = errors.New("journal belongs to another store")
	// ErrNewer means that a newer program wrote this journal. Nothing on the disk was touched.
	ErrNewer = journal.ErrNewer
	// ErrTooLarge means that a payload is over MaxPayload, or a batch over MaxBatch.
	ErrTooLarge = errors.New("too large for the journal")
	// ErrClosed means that the journal was closed.
	ErrClosed = errors.New("journal is closed")
)

// Flaw says in which way bytes differ from what was written.
type Flaw string

const (
	// FlawHeader means that the head of a segment cannot be read.
	FlawHeader Flaw = "header"
	// FlawRecord means that bytes where a record should stand are none.
	FlawRecord Flaw = "record"
	// FlawChain means that a record, or a segment, does not follow what stands before it.
	FlawChain Flaw = "chain"
	// FlawMissing means that a whole segment is not there.
	FlawMissing Flaw = "missing segment"
	// FlawSeal means that a record is whole, but its payload does not open.
	FlawSeal Flaw = "seal"
)

// DamageError is one place where the journal is not what was written.
type DamageError struct {
	Segment uint32 // number of the segment
	Offset  int64  // where in it the damage begins
	Length  int64  // how many bytes cannot be read; 0 if only the order is wrong
	Flaw    Flaw
	// Repaired says that every record of that place was restored and proved by
	// its seal, so nothing is lost.
	Repaired bool
}

// Error names the segment and the offset.
func (e *DamageError) Error() string {
	text := fmt.Sprintf("segment %08d offset %d length %d: %s", e.Segment, e.Offset, e.Length, e.Flaw)
	if e.Repaired {
		text += " (repaired)"
	}
	return text
}

// Unwrap makes errors.Is(err, ErrDamaged) true.
func (e *DamageError) Unwrap() error { return ErrDamaged }

// Tail is what Open cut off behind the last record: the rest of a record whose
// Append did not return, because the power or the program went.
type Tail struct {
	Segment uint32
	Offset  int64
	Length  int64
}

// Report says in which state Open found the journal.
type Report struct {
	Records     int // readable records
	First, Last Seq // 0 if there are none
	// Torn is set if an unfinished record was cut off. Its bytes are in Kept.
	Torn *Tail
	// Damage lists everything found damaged by this Open, in order.
	Damage []*DamageError
	// Unrepaired is why damaged segments could not be put in order now, or the
	// last one not be flushed (a full disk, mostly). Their readable records are
	// handed out all the same, and the next Append or Open tries again.
	Unrepaired error
	// Kept names the files in the folder quarantine, from this Open and earlier
	// ones: damaged segments and cut tails, byte for byte, until somebody
	// removes them.
	Kept []string
}

// Err is nil if the journal is as it was written, else all damage joined.
func (r Report) Err() error {
	var all []error
	for _, d := range r.Damage {
		all = append(all, d)
	}
	return errors.Join(all...)
}

// Lost says whether a record may be gone: some damage was not repaired.
func (r Report) Lost() bool {
	for _, d := range r.Damage {
		if !d.Repaired {
			return true
		}
	}
	return false
}
