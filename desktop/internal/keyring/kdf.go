package keyring

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/unicode/norm"
)

// MinPassphrase is how many characters a new passphrase must have.
const MinPassphrase = 15

// Labels keep keys made for one use from being good for another.
const (
	labelKEK    = "dotchain/keyring/v1/kek"
	labelSlot   = "dotchain/keyring/v1/slot"
	labelCheck  = "dotchain/keyring/v1/device-secret"
	labelSealer = "dotchain/keyring/v1/sealer/"
	// labelAgreement is of X25519 keys.
	labelAgreement = "dotchain/keyring/v1/agreement/"
)

// normal makes the same passphrase typed on different keyboards the same bytes.
func normal(passphrase string) []byte { return norm.NFC.Bytes([]byte(passphrase)) }

func checkNew(passphrase string) error {
	if n := utf8.RuneCount(normal(passphrase)); n < MinPassphrase {
		return &PassphraseTooShortError{Have: n, Want: MinPassphrase}
	}
	return nil
}

// keyKey derives the key that wraps all others from the two secrets.
func (f *file) keyKey(passphrase string, secret []byte) ([]byte, error) {
	typed := normal(passphrase)
	defer clear(typed)
	stretched := argon2.IDKey(typed, f.salt[:], f.params.Time, f.params.Memory, f.params.Threads, 32)
	both := append(append(make([]byte, 0, 64), stretched...), secret...)
	defer clear(stretched)
	defer clear(both)
	key, err := hkdf.Key(sha256.New, both, f.salt[:], labelKEK+string(f.id[:]), 32)
	if err != nil {
		return nil, fmt.Errorf("derive the key encryption key: %w", err)
	}
	return key, nil
}

// secretCheck tells one device secret from another and says nothing about it:
// it has 256 bits.
func (f *file) secretCheck(secret []byte) [32]byte {
	return sha256.Sum256(append(append([]byte(labelCheck), f.id[:]...), secret...))
}

// associated binds a box to the version, the slot, and every byte of the header.
func (f *file) associated(s slot) []byte {
	digest := sha256.Sum256(f.header())
	aad := binary.BigEndian.AppendUint16([]byte(labelSlot), version)
	aad = binary.BigEndian.AppendUint16(aad, uint16(s))
	return append(aad, digest[:]...)
}

// wrap seals all keys under a passphrase. The header must be final by then.
func (f *file) wrap(rand io.Reader, key []byte, keys map[slot][]byte) error {
	f.boxes = map[slot][]byte{}
	for _, s := range slots() {
		box, err := seal(rand, key, keys[s], f.associated(s))
		if err != nil {
			return fmt.Errorf("wrap key %d: %w", s, err)
		}
		f.boxes[s] = box
	}
	return nil
}

// unwrap opens all keys. If the first does not open, it is the passphrase; if
// a later one does not, the file is damaged.
func (f *file) unwrap(key []byte) (map[slot][]byte, error) {
	keys := map[slot][]byte{}
	for i, s := range slots() {
		plain, err := open(key, nil, f.boxes[s], f.associated(s))
		if err != nil {
			wipe(keys)
			if i == 0 {
				return nil, ErrWrongPassphrase
			}
			return nil, fmt.Errorf("%w: key %d", ErrDamaged, s)
		}
		keys[s] = plain
	}
	return keys, nil
}

func wipe(keys map[slot][]byte) {
	for _, key := range keys {
		clear(key)
	}
}

// seal gives nonce and ciphertext of XChaCha20-Poly1305.
func seal(rand io.Reader, key, plain, aad []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	box := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	if _, err := io.ReadFull(rand, box); err != nil {
		return nil, fmt.Errorf("draw a nonce: %w", err)
	}
	return aead.Seal(box, box, plain, aad), nil
}

// open appends what is in a box to a slice.
func open(key, to, box, aad []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	if len(box) < aead.NonceSize() {
		return nil, ErrBox
	}
	plain, err := aead.Open(to, box[:aead.NonceSize()], box[aead.NonceSize():], aad)
	if err != nil {
		return nil, ErrBox
	}
	return plain, nil
}
