package courier

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dotchain/desktop/internal/disk"
	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// Disk is where the files are.
type Disk interface {
	disk.Files
	// IsFull reports whether an error means that no space is left.
	IsFull(err error) bool
}

// Config is what a Store is made of. All fields are required.
type Config struct {
	Dir  string
	Disk Disk
	// Clock is the device's.
	Clock func() time.Time
}

// State says what became of a carried file.
type State string

// The states; the names are the window's contract.
const (
	// Waits: it waits for a link.
	Waits State = "waits"
	// Answered: the answer is here and has to go back.
	Answered State = "answered"
	// Given: the answer was saved for the way back.
	Given State = "given"
	// Refused: the server cannot take it, and the reasons say why.
	Refused State = "refused"
)

// Carried is a courier file that is carried here. All that is known of it is what it says
// to everybody.
type Carried struct {
	// ID is the SHA-256 of the file.
	ID seal.Hash
	// Device is whose commands they are, Count how many, At when it was made by that
	// device's clock, Unix milliseconds.
	Device id.ID[id.Device]
	Count  uint64
	At     int64
	Bytes  int64
	State  State
	// TakenAt is when it was taken here, ChangedAt when it came into its state, by this
	// device's clock, Unix milliseconds.
	TakenAt, ChangedAt int64
	// Reasons are why it was refused.
	Reasons []fault.Reason
}

// The endings of names (docs/formats/store.md, section 9).
const (
	bundleSuffix  = ".bundle"
	answerSuffix  = ".answer"
	givenSuffix   = ".given"
	refusedSuffix = ".refused"
)

const (
	// maxCarried is how many files may be carried that were not handed over yet.
	maxCarried = 100
	// keepGiven is how long a file is kept whose answer was saved.
	keepGiven = 30 * 24 * time.Hour
)

// Store is the folder of carried files. It is safe for concurrent use.
type Store struct {
	cfg Config

	// mu guards carried, and is held while files are written.
	mu      sync.Mutex
	carried map[seal.Hash]*Carried
}

// Open reads which files are there. What a kill left half written goes, and what was
// handed over a month ago.
func Open(cfg Config) (*Store, error) {
	s := &Store{cfg: cfg, carried: map[seal.Hash]*Carried{}}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, s.failed(err)
	}
	names, err := s.names()
	if err != nil {
		return nil, err
	}
	for _, suffix := range []string{bundleSuffix, refusedSuffix, answerSuffix, givenSuffix} { // the last says the state
		for _, hash := range names[suffix] {
			if err := s.load(hash, suffix); err != nil {
				return nil, err
			}
		}
	}
	for hash, c := range s.carried {
		if c.State == Given && cfg.Clock().Sub(time.UnixMilli(c.ChangedAt)) > keepGiven {
			if err := s.remove(hash); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// names lists the files of the folder by their ending.
func (s *Store) names() (map[string][]seal.Hash, error) {
	files, err := os.ReadDir(s.cfg.Dir)
	if err != nil {
		return nil, s.failed(err)
	}
	found := map[string][]seal.Hash{}
	for _, f := range files {
		ending := filepath.Ext(f.Name())
		if ending == disk.TempSuffix {
			if err := os.Remove(filepath.Join(s.cfg.Dir, f.Name())); err != nil {
				return nil, s.failed(err)
			}
			continue
		}
		if hash, err := ParseID(strings.TrimSuffix(f.Name(), ending)); err == nil {
			found[ending] = append(found[ending], hash)
		}
	}
	return found, nil
}

// ParseID reads the id of a carried file in lower-case hex. Fault: FieldInvalid.
func ParseID(text string) (hash seal.Hash, err error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(hash) || strings.ToLower(text) != text {
		return hash, fault.Because("courier file", fault.Reason{Code: fault.FieldInvalid, Field: "courier"})
	}
	return seal.Hash(b), nil
}

// load takes one file of the folder in.
func (s *Store) load(hash seal.Hash, suffix string) error {
	info, err := os.Stat(s.path(hash, suffix))
	if err != nil {
		return s.failed(err)
	}
	c := s.carried[hash]
	if suffix == bundleSuffix {
		b, err := os.ReadFile(s.path(hash, suffix))
		if err != nil {
			return s.failed(err)
		}
		c = &Carried{ID: hash, Bytes: info.Size(), State: Waits, TakenAt: info.ModTime().UnixMilli()}
		if _, h, err := courier.ReadHeader(b); err != nil || seal.Sum(b) != hash {
			// A disk that gives back other bytes: nothing is lost, its maker has it all.
			c.State, c.Reasons = Refused, []fault.Reason{{Code: fault.CourierDamaged}}
		} else {
			c.Device, c.Count, c.At = h.Device, h.Count, h.At
		}
		s.carried[hash] = c
	}
	if c == nil {
		return s.failed(os.Remove(s.path(hash, suffix))) // its file was forgotten, half of the way
	}
	c.ChangedAt = info.ModTime().UnixMilli()
	switch suffix {
	case answerSuffix:
		c.State, c.Reasons = Answered, nil
	case givenSuffix:
		c.State, c.Reasons = Given, nil
	case refusedSuffix:
		c.State, c.Reasons = Refused, s.readReasons(hash)
	}
	return nil
}

func (s *Store) readReasons(hash seal.Hash) []fault.Reason {
	var reasons []fault.Reason
	b, err := os.ReadFile(s.path(hash, refusedSuffix))
	if err == nil {
		err = seal.Decode(b, &reasons)
	}
	if err != nil || len(reasons) == 0 {
		return []fault.Reason{{Code: fault.CourierDamaged}}
	}
	return reasons
}

// Add takes a file in; when it returns the disk has it. A file that is here already stays
// as it is, but one that was refused waits again. Faults: TooLarge, CourierDamaged,
// VersionUnknown, FieldInvalid (it is an answer), CourierFull, DiskFull, DiskFailed.
func (s *Store) Add(file []byte) (Carried, error) {
	kind, h, err := courier.ReadHeader(file)
	if err != nil {
		return Carried{}, err
	}
	if kind != courier.KindBundle {
		return Carried{}, fault.Because("carry courier file", fault.Reason{Code: fault.FieldInvalid, Field: "courier"})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	hash := seal.Sum(file)
	if c := s.carried[hash]; c != nil && c.State != Refused {
		return *c, nil
	}
	underway := 0
	for _, c := range s.carried {
		if c.State != Given {
			underway++
		}
	}
	if underway >= maxCarried && s.carried[hash] == nil {
		r := fault.Reason{Code: fault.CourierFull, Have: int64(underway), Want: maxCarried}
		return Carried{}, fault.Because("carry courier file", r)
	}
	if err := s.write(hash, bundleSuffix, file); err != nil {
		return Carried{}, err
	}
	if err := s.drop(hash, refusedSuffix); err != nil {
		return Carried{}, err
	}
	now := s.cfg.Clock().UnixMilli()
	c := &Carried{ID: hash, Device: h.Device, Count: h.Count, At: h.At, Bytes: int64(len(file)), State: Waits, TakenAt: now, ChangedAt: now}
	s.carried[hash] = c
	return *c, nil
}

// Files are all that is carried, what was taken last first.
func (s *Store) Files() []Carried {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Carried, 0, len(s.carried))
	for _, c := range s.carried {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Carried) int {
		return cmp.Or(cmp.Compare(b.TakenAt, a.TakenAt), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return all
}

// Waiting are the files that wait for a link, what was taken first first.
func (s *Store) Waiting() []Carried {
	all := slices.DeleteFunc(s.Files(), func(c Carried) bool { return c.State != Waits })
	slices.Reverse(all)
	return all
}

// File returns a carried file. Faults: CourierDamaged, FieldInvalid (it is not here),
// DiskFailed.
func (s *Store) File(hash seal.Hash) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.carried[hash] == nil {
		return nil, unknown()
	}
	b, err := os.ReadFile(s.path(hash, bundleSuffix))
	if err != nil {
		return nil, s.failed(err)
	}
	if seal.Sum(b) != hash {
		return nil, fault.New("read carried file", fault.CourierDamaged)
	}
	return b, nil
}

// Answered keeps the answer to a file; when it returns the disk has it.
func (s *Store) Answered(hash seal.Hash, answer []byte) error {
	return s.become(hash, Answered, answerSuffix, answer, nil)
}

// Refused notes that the server cannot take a file.
func (s *Store) Refused(hash seal.Hash, reasons []fault.Reason) error {
	return s.become(hash, Refused, refusedSuffix, seal.Encode(reasons), reasons)
}

func (s *Store) become(hash seal.Hash, state State, suffix string, b []byte, reasons []fault.Reason) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.carried[hash]
	if c == nil || c.State != Waits {
		return nil // it was forgotten, or has its answer
	}
	if err := s.write(hash, suffix, b); err != nil {
		return err
	}
	c.State, c.Reasons, c.ChangedAt = state, reasons, s.cfg.Clock().UnixMilli()
	return nil
}

// Answer returns the answer to a file and what it is of. Faults: FieldInvalid (there is
// none), DiskFailed.
func (s *Store) Answer(hash seal.Hash) ([]byte, Carried, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.carried[hash]
	if c == nil || c.State != Answered && c.State != Given {
		return nil, Carried{}, unknown()
	}
	suffix := answerSuffix
	if c.State == Given {
		suffix = givenSuffix
	}
	b, err := os.ReadFile(s.path(hash, suffix))
	if err != nil {
		return nil, Carried{}, s.failed(err)
	}
	return b, *c, nil
}

// Given notes that an answer was saved for the way back. It can be saved again.
func (s *Store) Given(hash seal.Hash) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.carried[hash]
	if c == nil || c.State != Answered {
		return nil
	}
	if err := s.cfg.Disk.Rename(s.path(hash, answerSuffix), s.path(hash, givenSuffix)); err != nil {
		return s.failed(err)
	}
	if err := s.cfg.Disk.SyncDir(s.cfg.Dir); err != nil {
		return s.failed(err)
	}
	c.State, c.ChangedAt = Given, s.cfg.Clock().UnixMilli()
	return nil
}

// Forget takes a file away whose answer was given, or that was refused. Fault:
// FieldInvalid for any other.
func (s *Store) Forget(hash seal.Hash) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.carried[hash]
	if c == nil || c.State != Given && c.State != Refused {
		return unknown()
	}
	return s.remove(hash)
}

// remove takes the file itself first: an answer without it is taken away by Open.
func (s *Store) remove(hash seal.Hash) error {
	for _, suffix := range []string{bundleSuffix, refusedSuffix, answerSuffix, givenSuffix} {
		if err := s.drop(hash, suffix); err != nil {
			return err
		}
	}
	delete(s.carried, hash)
	return s.failed(s.cfg.Disk.SyncDir(s.cfg.Dir))
}

func (s *Store) drop(hash seal.Hash, suffix string) error {
	err := os.Remove(s.path(hash, suffix))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return s.failed(err)
}

func (s *Store) path(hash seal.Hash, suffix string) string {
	return filepath.Join(s.cfg.Dir, hash.String()+suffix)
}

// write puts a whole file on the disk under its name.
func (s *Store) write(hash seal.Hash, suffix string, b []byte) error {
	return s.failed(disk.Replace(s.cfg.Disk, s.path(hash, suffix), b))
}

func unknown() error {
	return fault.Because("courier file", fault.Reason{Code: fault.FieldInvalid, Field: "courier"})
}

// failed gives what a disk says the name that a person can act on.
func (s *Store) failed(err error) error {
	switch {
	case err == nil:
		return nil
	case s.cfg.Disk.IsFull(err):
		return fault.Wrap("courier file", fault.DiskFull, fmt.Errorf("write: %w", err))
	}
	return fault.Wrap("courier file", fault.DiskFailed, err)
}
