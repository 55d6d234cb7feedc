package journal

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

func lock(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return fmt.Errorf("lock %s: %w", f.Name(), ErrInUse)
	}
	return err
}

// unlock: the lock goes with the file that is closed, which no child has.
func unlock(*os.File) error { return nil }

// allocate: NTFS gives a file that is made longer its clusters at once.
func allocate(f *os.File, size int64) error { return f.Truncate(size) }
