package attachments

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// Kept are the files that the server has, too, and that can be fetched again.
func (s *Store) Kept() []seal.Hash {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.used)
}

// Old are the files that waited already when the folder was opened and came to it before a
// moment. They may be of a form that nobody signed.
func (s *Store) Old(before time.Time) []seal.Hash {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []seal.Hash
	for _, hash := range s.waiting {
		if at, ok := s.since[hash]; ok && at.Before(before) {
			all = append(all, hash)
		}
	}
	return all
}

// Drop deletes files that the server has, too; any other is passed over. Fault: DiskFailed.
func (s *Store) Drop(of ...seal.Hash) error {
	for _, hash := range of {
		if err := s.remove(hash, s.kept, keptSuffix); err != nil {
			return err
		}
	}
	return nil
}

// GiveUp deletes files that wait to be sent; any other is passed over. It is for the
// caller to know that nothing signed names them. Fault: DiskFailed.
func (s *Store) GiveUp(of ...seal.Hash) error {
	for _, hash := range of {
		if err := s.remove(hash, s.waits, waitsSuffix); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes a file that is among those of a kind.
func (s *Store) remove(hash seal.Hash, among map[seal.Hash]bool, suffix string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !among[hash] {
		return nil
	}
	if err := os.Remove(s.path(hash, suffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.failed(err)
	}
	delete(among, hash)
	s.forget(hash)
	return nil
}

// makeRoom drops what can be fetched again, what nobody looked at longest first, until a
// file of so many bytes fits. Fault: FilesFull where what waits to be sent leaves no room.
func (s *Store) makeRoom(size int64) error {
	for {
		s.mu.Lock()
		taken, oldest := int64(0), seal.Hash{}
		for _, n := range s.sizes {
			taken += n
		}
		if len(s.used) > 0 {
			oldest = s.used[0]
		}
		s.mu.Unlock()
		switch {
		case taken+size <= s.cfg.Room:
			return nil
		case oldest.IsZero():
			return fault.Because("attachment", fault.Reason{Code: fault.FilesFull, Have: taken})
		}
		if err := s.Drop(oldest); err != nil {
			return err
		}
	}
}

// use notes that somebody looked at a file that can be fetched again; s.mu is held.
func (s *Store) use(hash seal.Hash) {
	if s.kept[hash] {
		s.used = append(without(s.used, hash), hash)
	}
}

// forget makes what is known of a file follow what is here; s.mu is held.
func (s *Store) forget(hash seal.Hash) {
	if !s.kept[hash] {
		s.used = without(s.used, hash)
	}
	if s.waits[hash] {
		return
	}
	s.waiting = without(s.waiting, hash)
	if !s.kept[hash] {
		delete(s.sizes, hash)
		delete(s.since, hash)
		delete(s.heads, hash)
	}
}

func without(all []seal.Hash, hash seal.Hash) []seal.Hash {
	return slices.DeleteFunc(all, func(h seal.Hash) bool { return h == hash })
}
