package localpg

import (
	"context"
	"errors"
	"os"
	"time"
)

// fileLock is a lock on a file that the kernel drops when its process dies.
type fileLock struct{ f *os.File }

// release gives the lock up; the file stays, because removing it would let two
// processes lock two files of one name.
func (l *fileLock) release() {
	unlock(l.f)
	_ = l.f.Close() // nothing was written
}

// lockExclusive waits until nobody else holds the lock or ctx ends.
func lockExclusive(ctx context.Context, path string) (*fileLock, error) {
	tick := time.NewTicker(knockEvery)
	defer tick.Stop()
	for {
		l, ok, err := tryExclusive(path)
		if err != nil || ok {
			return l, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
	}
}

// lockShared takes a lock that others may share. Called under start.lock, and
// nobody takes users.lock exclusively without that, so it never has to wait.
func lockShared(path string) (*fileLock, error) {
	l, ok, err := open(path, false)
	if err == nil && !ok {
		return nil, errors.New("somebody holds it alone")
	}
	return l, err
}

func tryExclusive(path string) (*fileLock, bool, error) { return open(path, true) }

func open(path string, exclusive bool) (*fileLock, bool, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false, err
	}
	ok, err := flock(f, exclusive)
	if err != nil || !ok {
		_ = f.Close() // nothing was written
		return nil, false, err
	}
	return &fileLock{f: f}, true, nil
}
