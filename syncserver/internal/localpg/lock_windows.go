package localpg

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// flock takes the lock without waiting; false means somebody else holds it.
func flock(f *os.File, exclusive bool) (bool, error) {
	flags := uint32(windows.LOCKFILE_FAIL_IMMEDIATELY)
	if exclusive {
		flags |= windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}

// unlock leaves it to closing: no child holds the handle.
func unlock(*os.File) {}
