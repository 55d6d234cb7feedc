package badgerstore

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// allocate makes a file that has its room for good.
func allocate(name string, size int64) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = unix.Fallocate(int(f.Fd()), 0, 0, size)
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS) {
		err = write(f, size)
	}
	return errors.Join(err, f.Close())
}
