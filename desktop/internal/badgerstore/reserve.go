package badgerstore

import (
	"errors"
	"fmt"
	"os"
)

// What Badger still has in memory goes to a table when it is closed, through a file that is
// mapped: on a full disk that ends the program. So a file beside the store holds back as much
// room as that takes, and is given up for it. It is made anew at the next start with room.

func (c Config) reserve() string { return c.Dir + ".reserve" }

// reserveSize is what the tables in memory take on the disk at most: the one that is
// written to and the one before it.
func (c Config) reserveSize() int64 { return 2*c.memTable + 1<<20 }

// holdBack makes the reserve where there is none and room for it. That there is none is no
// reason not to open.
func (c Config) holdBack() error {
	if !c.Reserve {
		return nil
	}
	size := c.reserveSize()
	if info, err := os.Stat(c.reserve()); err == nil && info.Size() == size {
		return nil
	}
	free, err := c.Free(c.Dir)
	if err != nil || free < c.Floor+uint64(size) { //nolint:gosec // a small positive size
		return err
	}
	if err := allocate(c.reserve(), size); err != nil {
		return errors.Join(fmt.Errorf("hold back room: %w", err), os.Remove(c.reserve()))
	}
	return nil
}

// giveUp gives the reserve back to a disk that has no room for closing.
func (c Config) giveUp() error {
	free, err := c.Free(c.Dir)
	if err != nil || free >= uint64(c.reserveSize()) { //nolint:gosec // a small positive size
		return err
	}
	if err := os.Remove(c.reserve()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("give room back: %w", err)
	}
	return nil
}

// write makes a file of a size with contents, where a system cannot just allot the room.
func write(f *os.File, size int64) error {
	block := make([]byte, 1<<20)
	for left := size; left > 0; left -= int64(len(block)) {
		if _, err := f.Write(block[:min(left, int64(len(block)))]); err != nil {
			return err
		}
	}
	return nil
}
