package keyring_test

import (
	"bytes"
	"crypto/ecdh"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/keyring"
)

func TestUnlocked_Agreement(t *testing.T) {
	t.Parallel()
	fsys := newMemFS()
	u, err := keyring.Create(dir, passOne, noon(), options(fsys))
	require.NoError(t, err)
	a, err := u.Agreement("courier")
	require.NoError(t, err)
	other, err := u.Agreement("another")
	require.NoError(t, err)
	require.NotEqual(t, a.Public(), other.Public(), "a key for each purpose")

	peer, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{7}, 32))
	require.NoError(t, err)
	public := a.Public()
	mine, err := ecdh.X25519().NewPublicKey(public[:])
	require.NoError(t, err)
	want, err := peer.ECDH(mine)
	require.NoError(t, err)
	got, err := a.Agree([32]byte(peer.PublicKey().Bytes()))
	require.NoError(t, err)
	require.Equal(t, want, got)
	_, err = a.Agree([32]byte{})
	require.Error(t, err, "the zero point is nobody's key")

	require.NoError(t, u.ChangePassphrase(passOne, passTwo, noon()))
	u.Lock()
	_, err = a.Agree([32]byte(peer.PublicKey().Bytes()))
	require.ErrorIs(t, err, keyring.ErrLocked)
	_, err = u.Agreement("courier")
	require.ErrorIs(t, err, keyring.ErrLocked)
	require.Equal(t, public, a.Public())

	ring, err := keyring.Open(dir, options(fsys))
	require.NoError(t, err)
	u, err = ring.Unlock(passTwo, noon())
	require.NoError(t, err)
	again, err := u.Agreement("courier")
	require.NoError(t, err)
	require.Equal(t, public, again.Public(), "the same for the life of the ring")
}
