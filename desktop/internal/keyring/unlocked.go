package keyring

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
	"sync"
	"time"
)

// FreshFor is how long a passphrase counts as just given: signing, approving
// and exporting ask for it again after that.
const FreshFor = 5 * time.Minute

// Unlocked is a ring whose keys are in memory. Its methods may be called from
// several goroutines; after Lock they fail with ErrLocked.
type Unlocked struct {
	ring   *Ring
	device *ecdsa.PublicKey

	// mu guards everything below.
	mu        sync.Mutex
	keys      map[slot][]byte // nil once locked
	sealers   map[string]*Sealer
	confirmed time.Time // when the passphrase was given last
}

// newUnlocked takes over keys. The public key in the file's header is what the
// rest of the program believes, so it must be the seed's.
func newUnlocked(r *Ring, keys map[slot][]byte, now time.Time) (*Unlocked, error) {
	private := ed25519.NewKeyFromSeed(keys[slotPerson])
	defer clear(private)
	device, err := deviceKey(keys[slotDevice])
	if err != nil || !r.Public().Equal(private.Public()) {
		wipe(keys)
		return nil, fmt.Errorf("%w: keys do not fit", ErrDamaged)
	}
	return &Unlocked{ring: r, device: &device.PublicKey, keys: keys, sealers: map[string]*Sealer{}, confirmed: now}, nil
}

// Ring is the file these keys come from.
func (u *Unlocked) Ring() *Ring { return u.ring }

// Public is the person's public key, also after Lock.
func (u *Unlocked) Public() ed25519.PublicKey { return u.ring.Public() }

// Sign signs with the person's key (Ed25519). Whether the person was asked
// lately is the caller's to check with Fresh. ErrLocked.
func (u *Unlocked) Sign(message []byte) ([]byte, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.keys == nil {
		return nil, ErrLocked
	}
	private := ed25519.NewKeyFromSeed(u.keys[slotPerson])
	defer clear(private)
	return ed25519.Sign(private, message), nil
}

// DeviceSigner signs with the device's key (ECDSA, P-256), as TLS wants it. It
// fails with ErrLocked after Lock.
func (u *Unlocked) DeviceSigner() crypto.Signer { return deviceSigner{u} }

type deviceSigner struct{ u *Unlocked }

func (d deviceSigner) Public() crypto.PublicKey { return d.u.device }

func (d deviceSigner) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	d.u.mu.Lock()
	defer d.u.mu.Unlock()
	if d.u.keys == nil {
		return nil, ErrLocked
	}
	private, err := deviceKey(d.u.keys[slotDevice])
	if err != nil {
		return nil, err
	}
	return private.Sign(rand, digest, opts)
}

// Sealer gives the sealer for one purpose ("journal", "work", "docs"). Boxes of
// one purpose do not open with the sealer of another. The same purpose gives
// the same key for the life of the ring, whatever the passphrase becomes.
func (u *Unlocked) Sealer(purpose string) *Sealer {
	u.mu.Lock()
	defer u.mu.Unlock()
	if s, ok := u.sealers[purpose]; ok {
		return s
	}
	s := &Sealer{rand: u.ring.o.Rand}
	if u.keys == nil {
		return s
	}
	key, err := hkdf.Expand(sha256.New, u.keys[slotData], labelSealer+purpose, secretSize)
	if err != nil {
		panic("keyring: expanding to 32 bytes cannot fail: " + err.Error())
	}
	s.key = key
	u.sealers[purpose] = s
	return s
}

// Fresh says whether the passphrase was given within FreshFor before now. A
// clock that was set back makes it false.
func (u *Unlocked) Fresh(now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	age := now.Sub(u.confirmed)
	return u.keys != nil && age >= 0 && age <= FreshFor
}

// Confirm checks the passphrase again; from now on the keys count as fresh.
// ErrWrongPassphrase, ErrLocked, ErrDeviceSecret.
func (u *Unlocked) Confirm(passphrase string, now time.Time) error {
	keys, err := u.ring.unwrap(u.ring.current(), passphrase)
	if err != nil {
		return fmt.Errorf("confirm passphrase: %w", err)
	}
	defer wipe(keys)
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.keys == nil {
		return ErrLocked
	}
	if subtle.ConstantTimeCompare(keys[slotData], u.keys[slotData]) != 1 {
		return fmt.Errorf("confirm passphrase: %w: other keys", ErrDamaged)
	}
	u.confirmed = now
	return nil
}

// ChangePassphrase makes to the passphrase of the same keys. A crash at any
// step leaves exactly one of the two valid. ErrWrongPassphrase,
// ErrPassphraseTooShort, ErrLocked, ErrDeviceSecret.
func (u *Unlocked) ChangePassphrase(from, to string, now time.Time) error {
	u.mu.Lock()
	locked := u.keys == nil
	u.mu.Unlock()
	if locked {
		return ErrLocked
	}
	if err := u.ring.changePassphrase(from, to); err != nil {
		return err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.confirmed = now
	return nil
}

// Lock wipes the keys from memory. Signers and sealers handed out stop
// working. Calling it again does nothing.
func (u *Unlocked) Lock() {
	u.mu.Lock()
	defer u.mu.Unlock()
	wipe(u.keys)
	u.keys = nil
	for _, s := range u.sealers {
		s.lock()
	}
	clear(u.sealers)
}
