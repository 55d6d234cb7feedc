package keyring

import "dotchain/desktop/internal/disk"

// FS is the disk as the keyring uses it. Names are whole paths.
type FS interface {
	disk.Files
	// MkdirAll makes the folder, readable by this user alone.
	MkdirAll(dir string) error
	// ReadFile reads a file; the error is fs.ErrNotExist if there is none.
	ReadFile(name string) ([]byte, error)
}
