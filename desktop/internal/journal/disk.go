package journal

import (
	"errors"
	"io"
	"os"

	"dotchain/desktop/internal/disk"
)

// Disk is the real disk.
type Disk struct{ disk.Disk }

var _ FS = Disk{}

// ReadDir implements FS.
func (Disk) ReadDir(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// Open implements FS.
func (Disk) Open(name string) (File, error) { return diskFile(os.OpenFile(name, os.O_RDWR, 0)) }

// Create implements FS.
func (Disk) Create(name string) (File, error) {
	return diskFile(os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600))
}

// Allocate implements FS.
func (Disk) Allocate(name string, size int64) error {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = allocate(f, size)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(name) // half a reserve is worse than none: it takes the space and promises too much
	}
	return err
}

// Lock implements FS.
func (Disk) Lock(name string) (io.Closer, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		_ = f.Close()
		return nil, err
	}
	return heldFile{f}, nil
}

// heldFile is a lock; closing it gives it back.
type heldFile struct{ *os.File }

// Close implements io.Closer.
func (h heldFile) Close() error { return errors.Join(unlock(h.File), h.File.Close()) }

type osFile struct{ *os.File }

func diskFile(f *os.File, err error) (File, error) {
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

func (f osFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// fill writes size bytes that no file system stores as a hole.
func fill(f *os.File, size int64) error {
	chunk := make([]byte, 1<<20)
	for i := range chunk {
		chunk[i] = byte(i*i>>7) | 1
	}
	for at := int64(0); at < size; at += int64(len(chunk)) {
		if _, err := f.WriteAt(chunk[:min(int64(len(chunk)), size-at)], at); err != nil {
			return err
		}
	}
	return nil
}
