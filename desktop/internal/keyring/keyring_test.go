package keyring_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/keyring"
	"dotchain/shared/seal"
)

// The commands of a person are sealed with what the keyring hands out.
var _ seal.Signer = (*keyring.Unlocked)(nil)

// What the journal asks of a sealer.
var _ interface {
	Seal(plain, aad []byte) []byte
	Open(box, aad []byte) ([]byte, error)
} = (*keyring.Sealer)(nil)

func publicBytes(u *keyring.Unlocked) ([]byte, error) {
	return x509.MarshalPKIXPublicKey(u.DeviceSigner().Public())
}

func TestRing_RealDisk(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "keys")
	made, err := keyring.Create(folder, passOne, noon(), keyring.Options{Params: cheap()})
	require.NoError(t, err)
	want := fingerprint(t, made)
	box := made.Sealer("journal").Seal([]byte("order"), []byte("place"))

	ring, err := keyring.Open(folder, keyring.Options{})
	require.NoError(t, err)
	require.Equal(t, made.Public(), ring.Public())
	require.Equal(t, sha256.Sum256(made.Public()), ring.Thumbprint())
	require.Equal(t, noon(), ring.Created())
	require.Equal(t, keyring.PlaceFile, ring.SecretPlace())
	u, err := ring.Unlock(passOne, noon())
	require.NoError(t, err)
	require.Equal(t, want, fingerprint(t, u))
	plain, err := u.Sealer("journal").Open(box, []byte("place"))
	require.NoError(t, err)
	require.Equal(t, "order", string(plain))

	if runtime.GOOS != "windows" {
		for _, name := range []string{"keys.sealed", "device.secret"} {
			info, missing := os.Stat(filepath.Join(folder, name))
			require.NoError(t, missing)
			require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), name)
		}
	}
	_, err = keyring.Create(folder, passOne, noon(), keyring.Options{Params: cheap()})
	require.ErrorIs(t, err, keyring.ErrExists)
	_, err = keyring.Open(t.TempDir(), keyring.Options{})
	require.ErrorIs(t, err, keyring.ErrNotFound)
}

func TestRing_Passphrases(t *testing.T) {
	t.Parallel()
	fsys := newMemFS()
	create(t, options(fsys))
	ring, err := keyring.Open(dir, options(fsys))
	require.NoError(t, err)
	for _, wrong := range []string{"", passTwo, passOne + " ", strings.ToUpper(passOne)} {
		_, err = ring.Unlock(wrong, noon())
		require.ErrorIs(t, err, keyring.ErrWrongPassphrase)
	}
	// "ї" typed as one character or as "і" with two dots is the same passphrase.
	composed, decomposed := "під'їзд номер п'ять", "під'і\u0308зд номер п'ять"
	require.NotEqual(t, composed, decomposed)
	fsys = newMemFS()
	_, err = keyring.Create(dir, decomposed, noon(), options(fsys))
	require.NoError(t, err)
	ring, err = keyring.Open(dir, options(fsys))
	require.NoError(t, err)
	_, err = ring.Unlock(composed, noon())
	require.NoError(t, err)

	var short *keyring.PassphraseTooShortError
	_, err = keyring.Create(dir, "чотирнадцять!!", noon(), options(newMemFS()))
	require.ErrorIs(t, err, keyring.ErrPassphraseTooShort)
	require.ErrorAs(t, err, &short)
	require.Equal(t, keyring.PassphraseTooShortError{Have: 14, Want: 15}, *short)
	_, err = keyring.Create(dir, "п'ятнадцять бук", noon(), options(newMemFS()))
	require.NoError(t, err)
	_, err = keyring.Create(dir, strings.Repeat("і\u0308", 14), noon(), options(newMemFS()))
	require.ErrorIs(t, err, keyring.ErrPassphraseTooShort, "counted after normalisation")
}

func TestUnlocked_Signs(t *testing.T) {
	t.Parallel()
	u := create(t, options(newMemFS()))
	signature, err := u.Sign([]byte("order"))
	require.NoError(t, err)
	require.True(t, ed25519.Verify(u.Public(), []byte("order"), signature))

	digest := sha256.Sum256([]byte("handshake"))
	signature, err = u.DeviceSigner().Sign(rand.Reader, digest[:], crypto.SHA256)
	require.NoError(t, err)
	require.True(t, ecdsa.VerifyASN1(u.DeviceSigner().Public().(*ecdsa.PublicKey), digest[:], signature))
}

func TestUnlocked_Sealer(t *testing.T) {
	t.Parallel()
	u := create(t, options(newMemFS()))
	s := u.Sealer("journal")
	box, again := s.Seal([]byte("order"), []byte("place")), s.Seal([]byte("order"), []byte("place"))
	require.NotEqual(t, box, again, "a nonce is never used twice")
	require.Len(t, box, len("order")+keyring.Overhead)
	require.NotContains(t, string(box), "order")
	_, err := u.Sealer("work").Open(box, []byte("place"))
	require.ErrorIs(t, err, keyring.ErrBox)
	_, err = s.Open(box, []byte("other place"))
	require.ErrorIs(t, err, keyring.ErrBox)
	_, err = s.Open(box[:20], nil)
	require.ErrorIs(t, err, keyring.ErrBox)
	for i := range box {
		bad := bytes.Clone(box)
		bad[i] ^= 1
		_, err = s.Open(bad, []byte("place"))
		require.ErrorIs(t, err, keyring.ErrBox)
	}
}

func TestUnlocked_LockWipes(t *testing.T) {
	t.Parallel()
	fsys := newMemFS()
	u := create(t, options(fsys))
	s, device := u.Sealer("journal"), u.DeviceSigner()
	box := s.Seal([]byte("order"), nil)
	keys := keyring.KeysOf(u, s)
	require.Len(t, keys, 4)
	for _, key := range keys {
		require.NotEqual(t, make([]byte, 32), key)
	}
	u.Lock()
	u.Lock()
	for _, key := range keys {
		require.Equal(t, make([]byte, 32), key, "wiped")
	}
	_, err := u.Sign([]byte("order"))
	require.ErrorIs(t, err, keyring.ErrLocked)
	digest := sha256.Sum256(nil)
	_, err = device.Sign(rand.Reader, digest[:], crypto.SHA256)
	require.ErrorIs(t, err, keyring.ErrLocked)
	require.Empty(t, s.Seal([]byte("order"), nil))
	require.Empty(t, u.Sealer("journal").Seal([]byte("order"), nil))
	_, err = s.Open(box, nil)
	require.ErrorIs(t, err, keyring.ErrLocked)
	require.False(t, u.Fresh(noon()))
	require.ErrorIs(t, u.Confirm(passOne, noon()), keyring.ErrLocked)
	require.ErrorIs(t, u.ChangePassphrase(passOne, passTwo, noon()), keyring.ErrLocked)

	again, err := u.Ring().Unlock(passOne, noon())
	require.NoError(t, err)
	plain, err := again.Sealer("journal").Open(box, nil)
	require.NoError(t, err)
	require.Equal(t, "order", string(plain))
}

func TestUnlocked_Fresh(t *testing.T) {
	t.Parallel()
	u := create(t, options(newMemFS()))
	for after, want := range map[time.Duration]bool{
		0: true, 5 * time.Minute: true, 5*time.Minute + 1: false, -time.Second: false, time.Hour: false,
	} {
		require.Equal(t, want, u.Fresh(noon().Add(after)), after)
	}
	later := noon().Add(time.Hour)
	require.ErrorIs(t, u.Confirm(passTwo, later), keyring.ErrWrongPassphrase)
	require.False(t, u.Fresh(later))
	require.NoError(t, u.Confirm(passOne, later))
	require.True(t, u.Fresh(later.Add(time.Minute)))
}

func TestRing_Keystore(t *testing.T) {
	t.Parallel()
	fsys, store := newMemFS(), &fakeStore{secrets: map[string]string{}}
	o := options(fsys)
	o.Keystore = store
	want := fingerprint(t, create(t, o))
	require.NotContains(t, fsys.files, secret)
	ring, err := keyring.Open(dir, o)
	require.NoError(t, err)
	require.Equal(t, keyring.PlaceKeystore, ring.SecretPlace())
	u, err := ring.Unlock(passOne, noon())
	require.NoError(t, err)
	require.Equal(t, want, fingerprint(t, u))

	var missing *keyring.DeviceSecretError
	for name, broken := range map[string]keyring.Keystore{
		"deaf": &fakeStore{deaf: true}, "empty": &fakeStore{secrets: map[string]string{}}, "none": nil,
	} {
		o.Keystore = broken
		ring, err := keyring.Open(dir, o)
		require.NoError(t, err)
		_, err = ring.Unlock(passOne, noon())
		require.ErrorIs(t, err, keyring.ErrDeviceSecret, name)
		require.NotErrorIs(t, err, keyring.ErrWrongPassphrase)
		require.ErrorAs(t, err, &missing)
		require.Equal(t, keyring.PlaceKeystore, missing.Place)
		require.ErrorContains(t, err, "unlock its keystore")
	}

	for name, useless := range map[string]*fakeStore{"deaf": {deaf: true}, "forgets": {forgets: true}} {
		fsys := newMemFS()
		o := options(fsys)
		o.Keystore = useless
		require.Equal(t, keyring.PlaceFile, create(t, o).Ring().SecretPlace(), name)
		require.Contains(t, fsys.files, secret)
	}
}

func TestRing_DeviceSecretFile(t *testing.T) {
	t.Parallel()
	fsys := newMemFS()
	create(t, options(fsys))
	good := fsys.files[secret]
	unlock := func() error {
		ring, err := keyring.Open(dir, options(fsys))
		require.NoError(t, err)
		_, err = ring.Unlock(passOne, noon())
		return err
	}
	require.NoError(t, unlock())
	for i := range good {
		fsys.files[secret] = bytes.Clone(good)
		fsys.files[secret][i] ^= 0x10
		require.ErrorIs(t, unlock(), keyring.ErrDeviceSecret)
	}
	delete(fsys.files, secret)
	err := unlock()
	require.ErrorIs(t, err, keyring.ErrDeviceSecret)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "put back the one that stood beside keys.sealed")

	other := newMemFS()
	o := options(other)
	o.Rand = &counter{n: 99}
	create(t, o)
	fsys.files[secret] = other.files[secret]
	err = unlock()
	var wrong *keyring.DeviceSecretError
	require.ErrorAs(t, err, &wrong)
	require.True(t, wrong.Wrong)
	fsys.files[secret] = good
	require.NoError(t, unlock())

	// Keys made later beside the secret use it: those that were made with it and
	// come back from a backup still open.
	backup := fsys.files[sealed]
	delete(fsys.files, sealed)
	o = options(fsys)
	o.Rand = &counter{n: 5}
	create(t, o)
	require.Equal(t, good, fsys.files[secret])
	fsys.files[sealed] = backup
	require.NoError(t, unlock())
}

// Every altered byte is found when the file is read; and if somebody makes the
// checksum fit, no key comes out that was not put in.
func TestRing_AlteredFile(t *testing.T) {
	t.Parallel()
	fsys := newMemFS()
	create(t, options(fsys))
	good := fsys.files[sealed]
	for i := range good {
		for _, resum := range []bool{false, true} {
			bad := bytes.Clone(good)
			bad[i] ^= 1
			if resum && i < len(bad)-32 {
				keyring.Resum(bad)
			}
			fsys.files[sealed] = bad
			ring, err := keyring.Open(dir, options(fsys))
			if err != nil {
				require.True(t, isOneOf(err, keyring.ErrDamaged, keyring.ErrNewer), "byte %d: %v", i, err)
				continue
			}
			require.True(t, resum, "byte %d", i)
			_, err = ring.Unlock(passOne, noon())
			require.True(t, isOneOf(err, keyring.ErrWrongPassphrase, keyring.ErrDamaged, keyring.ErrDeviceSecret), "byte %d: %v", i, err)
		}
	}
	for n := range good {
		fsys.files[sealed] = good[:n]
		_, err := keyring.Open(dir, options(fsys))
		require.ErrorIs(t, err, keyring.ErrDamaged)
	}
}

func TestUnlocked_ChangePassphrase(t *testing.T) {
	t.Parallel()
	fsys := newMemFS()
	u := create(t, options(fsys))
	want, before := fingerprint(t, u), fsys.files[sealed]
	require.ErrorIs(t, u.ChangePassphrase(passTwo, passTwo, noon()), keyring.ErrWrongPassphrase)
	require.ErrorIs(t, u.ChangePassphrase(passOne, "короткий", noon()), keyring.ErrPassphraseTooShort)
	require.Equal(t, before, fsys.files[sealed])
	later := noon().Add(time.Hour)
	require.NoError(t, u.ChangePassphrase(passOne, passTwo, later))
	require.True(t, u.Fresh(later))
	require.NoError(t, u.Confirm(passTwo, later))
	require.ErrorIs(t, u.Confirm(passOne, later), keyring.ErrWrongPassphrase)
	require.Equal(t, want, fingerprint(t, u))
	require.Equal(t, []string{passTwo}, valid(t, fsys, want))
	ring, err := keyring.Open(dir, options(fsys))
	require.NoError(t, err)
	require.Equal(t, noon(), ring.Created(), "when the keys were made, not the passphrase")
}

// valid lists which of the two passphrases opens the keys of fingerprint want.
func valid(t *testing.T, fsys *memFS, want string) []string {
	t.Helper()
	ring, err := keyring.Open(dir, options(fsys))
	require.NoError(t, err)
	var all []string
	for _, passphrase := range []string{passOne, passTwo} {
		u, err := ring.Unlock(passphrase, noon())
		if err != nil {
			require.ErrorIs(t, err, keyring.ErrWrongPassphrase)
			continue
		}
		require.Equal(t, want, fingerprint(t, u))
		all = append(all, passphrase)
	}
	return all
}

// Whatever call fails or is the last one, exactly one passphrase opens the same
// keys, and the program that goes on knows which.
func TestUnlocked_ChangePassphrase_CutAtEveryCall(t *testing.T) {
	t.Parallel()
	for _, kind := range []struct{ dead, mid bool }{{false, false}, {false, true}, {true, false}, {true, true}} {
		for call := 1; call < 100; call++ {
			fsys := newMemFS()
			u := create(t, options(fsys))
			want := fingerprint(t, u)
			fsys.calls, fsys.failAt, fsys.dead, fsys.mid = 0, call, kind.dead, kind.mid
			err := u.ChangePassphrase(passOne, passTwo, noon())
			if err == nil {
				require.Greater(t, call, 4)
				break
			}
			now := valid(t, fsys.after(false), want)
			require.Len(t, now, 1)
			require.Len(t, valid(t, fsys.after(true), want), 1)
			if !kind.dead {
				fsys.failAt = 0
				require.NoError(t, u.Confirm(now[0], noon()), "call %d", call)
				require.NoError(t, u.ChangePassphrase(now[0], passTwo, noon()))
				require.Equal(t, []string{passTwo}, valid(t, fsys.after(true), want))
			}
		}
	}
}

// An interrupted Create leaves nothing that stops the next one.
func TestCreate_CutAtEveryCall(t *testing.T) {
	t.Parallel()
	for _, kind := range []struct{ dead, mid bool }{{false, false}, {false, true}, {true, false}, {true, true}} {
		for call := 1; call < 100; call++ {
			fsys := newMemFS()
			fsys.failAt, fsys.dead, fsys.mid = call, kind.dead, kind.mid
			u, err := keyring.Create(dir, passOne, noon(), options(fsys))
			if err == nil {
				require.Greater(t, call, 8)
				require.Equal(t, []string{passOne}, valid(t, fsys.after(true), fingerprint(t, u)))
				break
			}
			for _, strict := range []bool{false, true} {
				next := fsys.after(strict)
				if _, err := keyring.Create(dir, passOne, noon(), options(next)); err != nil {
					require.ErrorIs(t, err, keyring.ErrExists)
				}
				ring, err := keyring.Open(dir, options(next))
				require.NoError(t, err)
				_, err = ring.Unlock(passOne, noon())
				require.NoError(t, err)
			}
		}
	}
}

func isOneOf(err error, targets ...error) bool {
	for _, target := range targets {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}
