package journal

import (
	"crypto/hpke"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"

	"dotchain/shared/journal"
)

// Sealer encrypts and authenticates payloads with a key the caller keeps.
type Sealer interface {
	// Seal gives a box that opens only with the same aad; empty if the key is
	// gone (locked). Two calls never give the same box.
	Seal(plain, aad []byte) []byte
	// Open gives back what was sealed, or an error if box or aad differ in one bit.
	Open(box, aad []byte) ([]byte, error)
}

// Config says how a journal is kept.
type Config struct {
	// Sealer seals every payload. Required.
	Sealer Sealer
	// Recovery is the organisation's public key; if set, each record carries a
	// second box that only the organisation can open, so that a lost password or
	// a revoked device loses no order.
	Recovery hpke.PublicKey
	// StoreID names the journal. Zero: a new journal gets a random one, an
	// existing one keeps its own. If set, Open refuses a journal of another id.
	StoreID StoreID
	// SegmentSize is when a new segment begins; 4 MiB if zero.
	SegmentSize int64
	// Reserve is how many bytes of disk are held back, to be given up when the
	// disk is full; DefaultReserve is what the program uses, zero holds nothing.
	// A segment's size more is held back for Prune alone.
	Reserve int64
	// Rand is where a new store id comes from; crypto/rand if nil.
	Rand io.Reader
}

const (
	// DefaultSegmentSize is where a new segment begins.
	DefaultSegmentSize = 4 << 20
	// DefaultReserve is enough for tens of thousands of orders on a full disk.
	DefaultReserve = 64 << 20
)

// WithDefaults fills in what was left zero.
func (c Config) WithDefaults() Config {
	if c.SegmentSize == 0 {
		c.SegmentSize = DefaultSegmentSize
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	return c
}

func (c Config) validate() error {
	if c.Sealer == nil {
		return errors.New("journal needs a sealer")
	}
	if c.SegmentSize < 0 || c.Reserve < 0 {
		return errors.New("journal sizes must not be negative")
	}
	return nil
}

const (
	lockName       = "LOCK"
	quarantineName = "quarantine"
)

// Journal is an open journal. Its methods may be called from several goroutines.
type Journal struct {
	fsys  FS
	dir   string
	c     Config
	store StoreID
	held  io.Closer // the folder's lock

	// mu guards everything below.
	mu       sync.Mutex
	segments []*segment // in order of number; the last one is appended to if active is set
	active   File       // the last segment, open for writing; nil: the next Append begins a segment
	next     Seq        // number of the next record
	// suspect: a write or a flush failed and the tail of the active segment was
	// not yet brought back to its last acknowledged record.
	suspect bool
	reserve reserve // for appends on a full disk
	spare   reserve // for rewrites on a full disk
	closed  bool
	reader  File   // the segment Replay read last, kept open
	reading uint32 // its number
}

// StoreID names this journal.
func (j *Journal) StoreID() StoreID { return j.store }

// Next is the number the next record will get.
func (j *Journal) Next() Seq {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.next
}

// Size is how many bytes its segments take.
func (j *Journal) Size() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	size := int64(0)
	for _, s := range j.segments {
		size += s.size
	}
	return size
}

// Low says that the reserve was spent (or could not be made): the disk is full,
// and soon nothing more can be saved. The window should say so.
func (j *Journal) Low() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.c.Reserve > 0 && !j.reserve.held
}

// Close gives the folder back. Everything appended was saved already. Calling
// it again does nothing.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil
	}
	if j.suspect {
		_ = j.restoreTail() // a rest that stays is cut by the next Open
	}
	j.closed = true
	err := j.closeFiles()
	return errors.Join(err, j.held.Close())
}

// closeFiles closes every segment that is open, so that it may be replaced.
func (j *Journal) closeFiles() error {
	var err error
	if j.reader != nil {
		err = j.reader.Close()
		j.reader, j.reading = nil, 0
	}
	if j.active != nil {
		err = errors.Join(err, j.active.Close())
		j.active = nil
	}
	return err
}

func (j *Journal) path(name string) string { return filepath.Join(j.dir, name) }

func (j *Journal) segmentPath(number uint32) string { return j.path(segmentName(number)) }

func (j *Journal) last() *segment {
	if len(j.segments) == 0 {
		return nil
	}
	return j.segments[len(j.segments)-1]
}

// opens says whether f's payload opens as the record it says it is.
func (j *Journal) opens(f journal.Frame) bool {
	_, err := j.c.Sealer.Open(f.Payload, journal.Associated(j.store, f.Seq, f.Kind))
	return err == nil
}

// fault names what went wrong with the disk: ErrFull or ErrIO, with its cause.
func (j *Journal) fault(op string, err error) error {
	kind := ErrIO
	if j.fsys.IsFull(err) {
		kind = ErrFull
	}
	return fmt.Errorf("%s: %w: %w", op, kind, err)
}
