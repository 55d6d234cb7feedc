package keyring

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"dotchain/desktop/internal/disk"
)

// Options say how a ring is kept. The zero value is for real use, but for the
// keystore, which the wiring names.
type Options struct {
	// Keystore holds the device secret; nil, or one that does not work: the
	// secret is kept in the file device.secret. Real use: OSKeystore{}.
	Keystore Keystore
	// FS is the disk; disk.Disk if nil.
	FS FS
	// Rand is where keys, salts and nonces come from; crypto/rand if nil.
	Rand io.Reader
	// Params are for passphrases set from now on; DefaultParams if zero.
	Params Params
}

func (o Options) withDefaults() Options {
	if o.FS == nil {
		o.FS = disk.Disk{}
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Params == (Params{}) {
		o.Params = DefaultParams()
	}
	return o
}

// Ring is the key file of one profile. Its methods may be called from several
// goroutines.
type Ring struct {
	dir string
	o   Options

	// mu guards file, which ChangePassphrase replaces and never changes in place.
	mu   sync.Mutex
	file *file
}

// Open reads the key file in dir without opening it: ErrNotFound, ErrDamaged,
// ErrNewer.
func Open(dir string, o Options) (*Ring, error) {
	r := &Ring{dir: dir, o: o.withDefaults()}
	f, err := r.read()
	if err != nil {
		return nil, fmt.Errorf("open keys in %s: %w", dir, err)
	}
	r.file = f
	return r, nil
}

func (r *Ring) path() string { return filepath.Join(r.dir, fileName) }

func (r *Ring) read() (*file, error) {
	b, err := r.o.FS.ReadFile(r.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return decode(b)
}

func (r *Ring) current() *file {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.file
}

// Public is the person's public key.
func (r *Ring) Public() ed25519.PublicKey {
	public := r.current().public
	return public[:]
}

// Thumbprint names the person's key: the SHA-256 of the public key.
func (r *Ring) Thumbprint() [sha256.Size]byte { return sha256.Sum256(r.Public()) }

// Created is when the keys were made, by the device's clock, to the second.
func (r *Ring) Created() time.Time { return r.current().createdAt() }

// SecretPlace is where the device secret is kept.
func (r *Ring) SecretPlace() Place { return r.current().place }

// Create makes new keys for a person on this device, in a folder that has none
// (ErrExists), and leaves them unlocked. ErrPassphraseTooShort.
func Create(dir, passphrase string, now time.Time, o Options) (*Unlocked, error) {
	if err := checkNew(passphrase); err != nil {
		return nil, err
	}
	r := &Ring{dir: dir, o: o.withDefaults()}
	if !r.o.Params.valid() {
		return nil, fmt.Errorf("create keys: bad parameters %+v", r.o.Params)
	}
	u, err := r.create(passphrase, now)
	if err != nil {
		return nil, fmt.Errorf("create keys in %s: %w", dir, err)
	}
	return u, nil
}

// create makes the device secret lasting before the file that needs it. A crash
// in between leaves a secret without keys, which the next Create uses or
// ignores.
func (r *Ring) create(passphrase string, now time.Time) (*Unlocked, error) {
	if err := r.o.FS.MkdirAll(r.dir); err != nil {
		return nil, err
	}
	if err := r.o.FS.SyncDir(filepath.Dir(filepath.Clean(r.dir))); err != nil {
		return nil, err
	}
	if _, err := r.o.FS.ReadFile(r.path()); err == nil {
		return nil, ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f := &file{params: r.o.Params, created: now.Unix()}
	keys, err := r.newKeys(f)
	if err != nil {
		return nil, err
	}
	secret, err := r.newSecret(f)
	if err != nil {
		return nil, err
	}
	defer clear(secret)
	f.check = f.secretCheck(secret)
	key, err := f.keyKey(passphrase, secret)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	if err := f.wrap(r.o.Rand, key, keys); err != nil {
		return nil, err
	}
	if err := disk.Replace(r.o.FS, r.path(), f.encode()); err != nil {
		return nil, err
	}
	r.file = f
	return newUnlocked(r, keys, now)
}

// newKeys draws everything that is random, in this order: id, salt, data key,
// person's seed, device's scalar.
func (r *Ring) newKeys(f *file) (map[slot][]byte, error) {
	keys := map[slot][]byte{}
	for _, s := range slots() {
		keys[s] = make([]byte, secretSize)
	}
	for _, b := range [][]byte{f.id[:], f.salt[:], keys[slotData], keys[slotPerson], keys[slotDevice]} {
		if _, err := io.ReadFull(r.o.Rand, b); err != nil {
			return nil, fmt.Errorf("draw keys: %w", err)
		}
	}
	// A scalar must be below the curve's order; almost every one is.
	for _, err := deviceKey(keys[slotDevice]); err != nil; _, err = deviceKey(keys[slotDevice]) {
		if _, err := io.ReadFull(r.o.Rand, keys[slotDevice]); err != nil {
			return nil, fmt.Errorf("draw keys: %w", err)
		}
	}
	f.public = [32]byte(ed25519.NewKeyFromSeed(keys[slotPerson]).Public().(ed25519.PublicKey))
	return keys, nil
}

func deviceKey(scalar []byte) (*ecdsa.PrivateKey, error) {
	return ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar)
}

// Unlock opens the keys. ErrWrongPassphrase; ErrDeviceSecret if the passphrase
// could not even be tried.
func (r *Ring) Unlock(passphrase string, now time.Time) (*Unlocked, error) {
	keys, err := r.unwrap(r.current(), passphrase)
	if err != nil {
		return nil, fmt.Errorf("unlock keys: %w", err)
	}
	return newUnlocked(r, keys, now)
}

// unwrap opens what f holds. The caller wipes it.
func (r *Ring) unwrap(f *file, passphrase string) (map[slot][]byte, error) {
	secret, err := r.secret(f)
	if err != nil {
		return nil, err
	}
	defer clear(secret)
	key, err := f.keyKey(passphrase, secret)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return f.unwrap(key)
}

// changePassphrase wraps the same keys under a new passphrase and salt. If
// writing fails, what stands on the disk decides which passphrase counts.
func (r *Ring) changePassphrase(from, to string) error {
	if err := checkNew(to); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	keys, err := r.unwrap(r.file, from)
	if err != nil {
		return fmt.Errorf("change passphrase: %w", err)
	}
	defer wipe(keys)
	fresh, err := r.rewrap(keys, to)
	if err != nil {
		return fmt.Errorf("change passphrase: %w", err)
	}
	if err := disk.Replace(r.o.FS, r.path(), fresh.encode()); err != nil {
		if onDisk, readErr := r.read(); readErr == nil {
			r.file = onDisk
		}
		return fmt.Errorf("change passphrase: %w", err)
	}
	r.file = fresh
	return nil
}

func (r *Ring) rewrap(keys map[slot][]byte, passphrase string) (*file, error) {
	fresh := *r.file
	fresh.params = r.o.Params
	if _, err := io.ReadFull(r.o.Rand, fresh.salt[:]); err != nil {
		return nil, fmt.Errorf("draw a salt: %w", err)
	}
	secret, err := r.secret(&fresh)
	if err != nil {
		return nil, err
	}
	defer clear(secret)
	key, err := fresh.keyKey(passphrase, secret)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return &fresh, fresh.wrap(r.o.Rand, key, keys)
}
