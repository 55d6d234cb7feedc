package keyring

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path/filepath"

	"dotchain/desktop/internal/disk"
)

const (
	secretName  = "device.secret"
	secretMagic = "\x89DCSEC\r\n"
	// service names this product in the system's keystore.
	service = "dotchain"
)

// account names one ring in the keystore.
func (f *file) account() string { return hex.EncodeToString(f.id[:]) }

// encodeSecret writes device.secret, docs/formats/keyring.md "device.secret".
func encodeSecret(secret []byte) []byte {
	b := append([]byte(secretMagic), secret...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
}

func decodeSecret(b []byte) ([]byte, error) {
	if len(b) != len(secretMagic)+secretSize+4 {
		return nil, ErrDamaged
	}
	secret := bytes.Clone(b[len(secretMagic) : len(secretMagic)+secretSize])
	if !bytes.Equal(encodeSecret(secret), b) {
		return nil, ErrDamaged
	}
	return secret, nil
}

// newSecret makes the device secret and puts it where it lasts. The keystore
// counts as working only if it gives back what it was given.
func (r *Ring) newSecret(f *file) ([]byte, error) {
	if r.o.Keystore != nil {
		secret := make([]byte, secretSize)
		if _, err := io.ReadFull(r.o.Rand, secret); err != nil {
			return nil, fmt.Errorf("draw a device secret: %w", err)
		}
		text := base64.StdEncoding.EncodeToString(secret)
		if err := r.o.Keystore.Set(service, f.account(), text); err == nil {
			if back, err := r.o.Keystore.Get(service, f.account()); err == nil && back == text {
				f.place = PlaceKeystore
				return secret, nil
			}
		}
	}
	f.place = PlaceFile
	return r.newSecretFile()
}

// newSecretFile takes the file that is there, if it is whole: keys that were
// made with it may come back from a backup and must still open.
func (r *Ring) newSecretFile() ([]byte, error) {
	path := filepath.Join(r.dir, secretName)
	if b, err := r.o.FS.ReadFile(path); err == nil {
		if secret, bad := decodeSecret(b); bad == nil {
			return secret, nil
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read %s: %w", secretName, err)
	}
	secret := make([]byte, secretSize)
	if _, err := io.ReadFull(r.o.Rand, secret); err != nil {
		return nil, fmt.Errorf("draw a device secret: %w", err)
	}
	if err := disk.Replace(r.o.FS, path, encodeSecret(secret)); err != nil {
		return nil, err
	}
	return secret, nil
}

// secret fetches the device secret of f and makes sure that it is f's.
func (r *Ring) secret(f *file) ([]byte, error) {
	secret, err := r.fetchSecret(f)
	if err != nil {
		return nil, &DeviceSecretError{Place: f.place, Err: err}
	}
	if f.secretCheck(secret) != f.check {
		clear(secret)
		return nil, &DeviceSecretError{Place: f.place, Wrong: true}
	}
	return secret, nil
}

func (r *Ring) fetchSecret(f *file) ([]byte, error) {
	switch f.place {
	case PlaceKeystore:
		if r.o.Keystore == nil {
			return nil, errors.New("no keystore")
		}
		text, err := r.o.Keystore.Get(service, f.account())
		if err != nil {
			return nil, err
		}
		secret, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(secret) != secretSize {
			return nil, ErrDamaged
		}
		return secret, nil
	case PlaceFile:
		b, err := r.o.FS.ReadFile(filepath.Join(r.dir, secretName))
		if err != nil {
			return nil, err
		}
		return decodeSecret(b)
	}
	return nil, ErrDamaged
}
