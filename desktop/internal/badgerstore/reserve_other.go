//go:build !linux

package badgerstore

import (
	"errors"
	"os"
)

// allocate makes a file that has its room for good.
func allocate(name string, size int64) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(f, size), f.Close())
}
