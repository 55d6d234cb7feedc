package keyring_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/keyring"
)

// Locking while others sign, seal and confirm ends them with ErrLocked and
// nothing worse.
func TestUnlocked_LockWhileOthersWork(t *testing.T) {
	t.Parallel()
	u, err := keyring.Create(t.TempDir(), passOne, noon(), keyring.Options{Params: cheap()})
	require.NoError(t, err)
	started, done := make(chan struct{}, 3), make(chan error, 3)
	for _, work := range []func() error{
		func() error { _, err := u.Sign([]byte("order")); return err },
		func() error { return u.Confirm(passOne, noon()) },
		func() error {
			s := u.Sealer("work")
			box := s.Seal([]byte("order"), nil)
			if box == nil {
				return keyring.ErrLocked
			}
			_, err := s.Open(box, nil)
			return err
		},
	} {
		go func() {
			err := work()
			started <- struct{}{}
			for err == nil {
				err = work()
			}
			done <- err
		}()
	}
	for range cap(started) {
		<-started
	}
	u.Lock()
	for range cap(done) {
		require.ErrorIs(t, <-done, keyring.ErrLocked)
	}
}
