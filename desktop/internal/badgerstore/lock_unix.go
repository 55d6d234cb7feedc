//go:build unix

package badgerstore

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"dotchain/shared/fault"
)

// lockFile takes the folder for this process. The kernel gives it back when the
// process ends, however it ends. Faults: ProfileInUse.
func lockFile(name string) (unlock func() error, err error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fault.Wrap("lock store", fault.ProfileInUse, err)
		}
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	return func() error {
		// Closing alone would leave the lock with a child that was forked this moment
		// and has not yet become its own program.
		return errors.Join(unix.Flock(int(f.Fd()), unix.LOCK_UN), f.Close())
	}, nil
}

// diskFree is how many bytes of the disk under dir are free for us.
func diskFree(dir string) (uint64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return uint64(st.Bavail) * uint64(st.Bsize), nil //nolint:gosec,unconvert // the types differ from system to system
}
