package keyring

import (
	"fmt"
	"os"
	"path/filepath"
)

// FS is the disk as the keyring uses it. Names are whole paths.
type FS interface {
	// MkdirAll makes the folder, readable by this user alone.
	MkdirAll(dir string) error
	// ReadFile reads a file; the error is fs.ErrNotExist if there is none.
	ReadFile(name string) ([]byte, error)
	// WriteFile makes a file that this user alone can read, and returns when its
	// bytes are on the disk.
	WriteFile(name string, data []byte) error
	// Rename puts a file in another's place in one step.
	Rename(from, to string) error
	// Remove deletes a file.
	Remove(name string) error
	// SyncDir makes creations and renames in dir lasting.
	SyncDir(dir string) error
}

// Disk is the real disk.
type Disk struct{}

var _ FS = Disk{}

// MkdirAll implements FS.
func (Disk) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o700) }

// ReadFile implements FS.
func (Disk) ReadFile(name string) ([]byte, error) { return os.ReadFile(name) }

// WriteFile implements FS.
func (Disk) WriteFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// Rename implements FS.
func (Disk) Rename(from, to string) error { return rename(from, to) }

// Remove implements FS.
func (Disk) Remove(name string) error { return os.Remove(name) }

// SyncDir implements FS.
func (Disk) SyncDir(dir string) error { return syncDir(dir) }

// replace gives a file new contents: at every moment, and after any crash, the
// old ones are there or the new ones are.
func replace(fsys FS, name string, data []byte) error {
	temp := name + ".tmp"
	if err := fsys.WriteFile(temp, data); err != nil {
		_ = fsys.Remove(temp)
		return fmt.Errorf("write %s: %w", temp, err)
	}
	if err := fsys.Rename(temp, name); err != nil {
		_ = fsys.Remove(temp)
		return fmt.Errorf("replace %s: %w", name, err)
	}
	if err := fsys.SyncDir(filepath.Dir(name)); err != nil {
		return fmt.Errorf("flush the folder of %s: %w", name, err)
	}
	return nil
}
