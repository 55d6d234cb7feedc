package keyring

import (
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
)

// Agreement is an X25519 key of one purpose: others seal to it what only this ring opens.
// Its methods may be called from several goroutines; after Lock, Agree fails with ErrLocked.
type Agreement struct {
	u       *Unlocked
	purpose string
	public  [32]byte
}

// Agreement gives the key for one purpose ("courier"). The same purpose gives the same key
// for the life of the ring, whatever the passphrase becomes. ErrLocked.
func (u *Unlocked) Agreement(purpose string) (*Agreement, error) {
	a := &Agreement{u: u, purpose: purpose}
	private, err := a.private()
	if err != nil {
		return nil, err
	}
	a.public = [32]byte(private.PublicKey().Bytes())
	return a, nil
}

// Public is the public key, also after Lock.
func (a *Agreement) Public() [32]byte { return a.public }

// Agree returns the secret shared with another public key (RFC 7748, section 6.1).
// ErrLocked; an error where the other key is none.
func (a *Agreement) Agree(peer [32]byte) ([]byte, error) {
	public, err := ecdh.X25519().NewPublicKey(peer[:])
	if err != nil {
		return nil, err
	}
	private, err := a.private()
	if err != nil {
		return nil, err
	}
	return private.ECDH(public)
}

// private makes the key anew for each use, so that Lock leaves none behind that is in use.
func (a *Agreement) private() (*ecdh.PrivateKey, error) {
	a.u.mu.Lock()
	defer a.u.mu.Unlock()
	if a.u.keys == nil {
		return nil, ErrLocked
	}
	scalar, err := hkdf.Expand(sha256.New, a.u.keys[slotData], labelAgreement+a.purpose, secretSize)
	if err != nil {
		return nil, fmt.Errorf("derive the %s key: %w", a.purpose, err)
	}
	defer clear(scalar)
	return ecdh.X25519().NewPrivateKey(scalar)
}
