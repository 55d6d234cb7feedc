package badgerstore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/dgraph-io/badger/v4"

	"dotchain/shared/fault"
)

// keepQuarantined is how many quarantined folders of a store stay for somebody to look at.
const keepQuarantined = 2

// open brings a store up, in quarantine if it must. ready reads the store's own
// state and returns the generation and the tally the entries must add up to.
// Faults: ProfileInUse, StoreTooNew, DiskFull, Locked; the folder is untouched then.
func open(name string, c Config, ready func(*store) (generation uint32, want tally, err error)) (*store, Report, error) {
	var report Report
	if err := os.MkdirAll(filepath.Dir(c.Dir), 0o700); err != nil {
		return nil, report, fmt.Errorf("open %s: %w", name, err)
	}
	free, err := c.Free(filepath.Dir(c.Dir))
	if err != nil {
		return nil, report, fmt.Errorf("free space of %s: %w", name, err)
	}
	if floor := min(floorOpen, c.Floor); free < floor {
		return nil, report, full(free, floor)
	}
	// Our own lock and not Badger's, because files are deleted before Badger is opened.
	unlock, err := lockFile(c.Dir + ".lock")
	if err != nil {
		return nil, report, err
	}
	s, err := tryOpen(name, c, ready, &report)
	if err != nil && isDamage(err) {
		if report.Quarantined, err = quarantine(c, err); err == nil {
			report.Verified = false
			s, err = tryOpen(name, c, ready, &report)
		}
	}
	if err != nil {
		return nil, report, errors.Join(fmt.Errorf("open %s: %w", name, err), unlock())
	}
	s.unlock, s.giveUp = unlock, c.giveUp
	if err := c.holdBack(); err != nil {
		c.Log.Warn("no room is held back", "store", name, "error", err)
	}
	return s, report, nil
}

// isDamage says that only a fresh folder helps.
func isDamage(err error) bool {
	switch fault.CodeOf(err) { //nolint:exhaustive // the faults of opening
	case fault.ProfileInUse, fault.StoreTooNew, fault.DiskFull, fault.Locked:
		return false
	}
	return true
}

func tryOpen(name string, c Config, ready func(*store) (uint32, tally, error), report *Report) (s *store, err error) {
	defer func() {
		if err != nil {
			report.Cause = err
		}
	}()
	mark := opening{c.Dir + ".opening"}
	if err = mark.begin(); err != nil {
		return nil, errors.Join(err, mark.end())
	}
	defer func() { err = errors.Join(err, mark.end()) }()
	emptied, err := deleteEmptied(c.Dir)
	report.Emptied += emptied
	if err != nil {
		return nil, err
	}
	if err = c.Verified.take(c.Dir); err != nil {
		return nil, err
	}
	db, err := openBadger(c)
	if err != nil {
		return nil, err
	}
	s = &store{name: name, db: db, sealer: c.Sealer, log: c.Log, dir: c.Dir, free: c.Free, floor: c.Floor}
	if err = s.mend(ready, report); err != nil {
		return nil, errors.Join(err, c.giveUp(), db.Close())
	}
	return s, nil
}

// openBadger opens the database; a panic of Badger's is an error like others.
func openBadger(c Config) (db *badger.DB, err error) {
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("badger: panic: %v", p)
		}
	}()
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, err
	}
	return badger.Open(badgerOptions(c))
}

// deleteEmptied deletes files without content: a kill at the moment of their
// making leaves one, and Badger refuses to open then.
func deleteEmptied(dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n := 0
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if ext != ".mem" && ext != ".vlog" {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return n, err
		}
		if info.Size() > 0 {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// mend brings a freshly opened store into a state in which everything that is
// promised between calls is true.
func (s *store) mend(ready func(*store) (uint32, tally, error), report *Report) error {
	txn := s.db.NewTransaction(false)
	broken, err := get(txn, keyBroken())
	clean, err2 := get(txn, keyClean())
	txn.Discard()
	if err = errors.Join(err, err2); err != nil {
		return err
	}
	if broken != nil {
		s.broken.Store(true)
		return s.damaged("marked as broken", nil)
	}
	fresh, err := s.migrate()
	if err != nil {
		return err
	}
	if err = s.finishRedo(); err != nil {
		return err
	}
	generation, want, err := ready(s)
	if err != nil {
		return err
	}
	if clean == nil && !fresh {
		report.Verified = true
		if err := s.addUp(generation, want); err != nil {
			return err
		}
	}
	// From here on a stop without close is found.
	if clean != nil {
		return s.transact([]op{{keyClean(), nil}})
	}
	return nil
}

// quarantine moves the folder aside and returns its new name.
func quarantine(c Config, cause error) (string, error) {
	name := c.Dir + ".quarantine-" + c.Now().UTC().Format("20060102T150405.000")
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
			break
		}
		name = fmt.Sprintf("%s.quarantine-%s-%d", c.Dir, c.Now().UTC().Format("20060102T150405.000"), n)
	}
	if err := os.Rename(c.Dir, name); err != nil {
		return "", fmt.Errorf("quarantine: %w (after %w)", err, cause)
	}
	c.Log.Warn("store quarantined", "folder", name, "error", cause)
	old, err := filepath.Glob(c.Dir + ".quarantine-*")
	old = slices.DeleteFunc(old, func(dir string) bool { return dir == name })
	if err == nil && len(old) >= keepQuarantined {
		slices.Sort(old)
		for _, dir := range old[:len(old)-keepQuarantined+1] {
			if err := os.RemoveAll(dir); err != nil {
				c.Log.Warn("quarantined store not deleted", "folder", dir, "error", err)
			}
		}
	}
	return name, nil
}
