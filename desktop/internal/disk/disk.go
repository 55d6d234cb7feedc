// Package disk is what of a disk is not the same on every system, and the one way a
// file gets new contents: at every moment, and after any crash, the old ones are there or
// the new ones are.
package disk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Files are files by their whole names, as [Replace] and who keeps single files use them.
// The tests put a disk behind it that fails and fills up.
type Files interface {
	// WriteFile makes a file that this user alone can read, and returns when its bytes are
	// on the disk.
	WriteFile(name string, data []byte) error
	// Rename puts a file in another's place in one step.
	Rename(from, to string) error
	// Remove deletes a file.
	Remove(name string) error
	// SyncDir makes creations, renames and removals in dir lasting.
	SyncDir(dir string) error
}

// Disk is the real disk.
type Disk struct{}

var _ Files = Disk{}

// MkdirAll makes a folder and its parents, readable by this user alone.
func (Disk) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o700) }

// ReadFile reads a file; the error is fs.ErrNotExist if there is none.
func (Disk) ReadFile(name string) ([]byte, error) { return os.ReadFile(name) }

// WriteFile implements [Files].
func (Disk) WriteFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// Rename implements [Files].
func (Disk) Rename(from, to string) error { return rename(from, to) }

// Remove implements [Files].
func (Disk) Remove(name string) error { return os.Remove(name) }

// SyncDir implements [Files].
func (Disk) SyncDir(dir string) error { return syncDir(dir) }

// IsFull reports whether an error means that no space is left.
func (Disk) IsFull(err error) bool { return isFull(err) }

// TempSuffix ends the name of a file that is being written. One that is found at a start
// was never finished.
const TempSuffix = ".tmp"

// Replace gives a file new contents, or makes it.
func Replace(files Files, name string, data []byte) error {
	temp := name + TempSuffix
	if err := files.WriteFile(temp, data); err != nil {
		_ = files.Remove(temp) // a full disk needs the room
		return fmt.Errorf("write %s: %w", temp, err)
	}
	if err := files.Rename(temp, name); err != nil {
		_ = files.Remove(temp)
		return fmt.Errorf("replace %s: %w", name, err)
	}
	if err := files.SyncDir(filepath.Dir(name)); err != nil {
		return fmt.Errorf("flush the folder of %s: %w", name, err)
	}
	return nil
}
