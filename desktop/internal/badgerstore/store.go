package badgerstore

import (
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/dgraph-io/badger/v4"

	"dotchain/shared/fault"
)

// store is what both databases have in common: commits that are visible whole,
// snapshots, sealing, and the state record.
type store struct {
	name   string
	db     *badger.DB
	sealer Sealer
	log    *slog.Logger
	dir    string
	free   func(dir string) (uint64, error)
	floor  uint64
	unlock func() error
	// giveUp gives back what is held back of a full disk, for Badger to close.
	giveUp func() error

	// write is held by the one commit at a time, and guards the cached state of docs and work.
	write sync.Mutex
	// gate is shut while a large commit is copied to its places; readers pass it to take a snapshot.
	gate sync.RWMutex
	// unfinished says that a large commit stands and is not in its places; write guards it.
	unfinished bool

	broken atomic.Bool
	closed atomic.Bool
}

// op is one change of a commit; a nil value deletes.
type op struct{ key, value []byte }

// snapshot opens a read transaction on whole commits. The caller discards it.
func (s *store) snapshot() *badger.Txn {
	s.gate.RLock()
	defer s.gate.RUnlock()
	return s.db.NewTransaction(false)
}

// commit makes all changes visible together, crash or not. Faults: DiskFull, TooLarge.
func (s *store) commit(ops []op) error {
	if s.closed.Load() {
		return fmt.Errorf("commit to %s: %w", s.name, badger.ErrDBClosed)
	}
	if err := s.room(); err != nil {
		return err
	}
	if !s.fits(ops) {
		return s.commitLarge(ops)
	}
	err := s.transact(ops)
	if errors.Is(err, badger.ErrTxnTooBig) {
		return s.commitLarge(ops)
	}
	return err
}

// entryOverhead is what Badger counts for an entry beside key and value, rounded up.
const entryOverhead = 16

// fits estimates whether one transaction holds the changes. Badger has the last word.
func (s *store) fits(ops []op) bool {
	size := int64(0)
	for _, o := range ops {
		size += int64(len(o.key) + len(o.value) + entryOverhead)
	}
	return size < s.db.MaxBatchSize() && int64(len(ops)) < s.db.MaxBatchCount()-1
}

func (s *store) transact(ops []op) error {
	txn := s.db.NewTransaction(true)
	defer txn.Discard()
	for _, o := range ops {
		if err := set(txn, o); err != nil {
			return err
		}
	}
	if err := txn.Commit(); err != nil {
		return fmt.Errorf("commit to %s: %w", s.name, err)
	}
	return nil
}

// setter is a transaction or a write batch.
type setter interface {
	Set(key, value []byte) error
	Delete(key []byte) error
}

func set(to setter, o op) error {
	if o.value == nil {
		return to.Delete(o.key)
	}
	return to.Set(o.key, o.value)
}

// room says whether there is space to write. It asks before every commit, because
// Badger maps its files: on a full disk a write is no error but the end of the program.
// Nothing is written over a large commit that was not brought to its end: Open does that,
// before anything is read.
func (s *store) room() error {
	free, err := s.free(s.dir)
	if err != nil {
		return fmt.Errorf("free space of %s: %w", s.name, err)
	}
	if free < s.floor {
		return full(free, s.floor)
	}
	if s.unfinished {
		return fmt.Errorf("commit to %s: %w", s.name, errUnfinished)
	}
	return nil
}

// errUnfinished says that only opening the store anew helps.
var errUnfinished = errors.New("a commit before was not brought to its end")

func full(free, floor uint64) error {
	return fault.Because("write store", fault.Reason{Code: fault.DiskFull, Have: int64(free), Want: int64(floor)}) //nolint:gosec // sizes of disks
}

// get reads a value; nil where there is none.
func get(txn *badger.Txn, key []byte) ([]byte, error) {
	item, err := txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	value, err := item.ValueCopy(nil)
	if value == nil && err == nil {
		value = []byte{}
	}
	return value, err
}

// iterator walks the keys of a prefix. Values lie beside their keys in the
// tables, so there is nothing to prefetch.
func iterator(txn *badger.Txn, prefix []byte) *badger.Iterator {
	return txn.NewIterator(badger.IteratorOptions{Prefix: prefix})
}

// damaged notes that the store must be quarantined and gives the error.
func (s *store) damaged(what string, err error) error {
	if s.broken.CompareAndSwap(false, true) && s.db != nil && !s.closed.Load() {
		// Best effort: if it is not written, the same value is found again.
		if unmarked := s.transact([]op{{keyBroken(), []byte{}}}); unmarked != nil {
			s.log.Warn("store not marked as broken", "store", s.name, "error", unmarked)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %s: %w: %w", s.name, what, ErrDamaged, err)
	}
	return fmt.Errorf("%s: %s: %w", s.name, what, ErrDamaged)
}

// close marks the store as closed in order and closes it; twice is allowed.
func (s *store) close() error {
	s.write.Lock()
	defer s.write.Unlock()
	if !s.closed.CompareAndSwap(false, true) {
		return nil
	}
	var err error
	if free, e := s.free(s.dir); e == nil && free >= s.floor {
		err = s.transact([]op{{keyClean(), []byte{}}})
	}
	return errors.Join(err, s.giveUp(), s.db.Close(), s.unlock())
}
