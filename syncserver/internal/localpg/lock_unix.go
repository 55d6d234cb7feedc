//go:build unix

package localpg

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// flock takes the lock without waiting; false means somebody else holds it.
func flock(f *os.File, exclusive bool) (bool, error) {
	how := unix.LOCK_SH
	if exclusive {
		how = unix.LOCK_EX
	}
	for {
		err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if errors.Is(err, unix.EWOULDBLOCK) {
			return false, nil
		}
		return err == nil, err
	}
}

// unlock gives the lock up at once: closing alone leaves it with a child that another
// goroutine is starting, until that runs its program.
func unlock(f *os.File) {
	_ = unix.Flock(int(f.Fd()), unix.LOCK_UN) // closing drops it in any case
}
