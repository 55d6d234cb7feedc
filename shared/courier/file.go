package courier

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Version is the version of the file's layout.
const Version = 1

// Limits. They are checked before anything is decoded.
const (
	// MaxFile is the most bytes of a file.
	MaxFile = 8 << 20
	// MaxCommands is the most commands of a bundle, those that it only asks about among
	// them; so it is the most receipts of an answer.
	MaxCommands = 5000
	// maxHeader is the most bytes of a header.
	maxHeader = 256
)

// Kind says what a file is. The numbers are in the files; append-only.
type Kind uint16

// The kinds of file.
const (
	// KindBundle carries a device's commands to the server.
	KindBundle Kind = 1
	// KindAnswer carries the server's receipts back to the device.
	KindAnswer Kind = 2
)

// The places of the fixed part (section 2).
const (
	magic   = "\x89DCCOU\r\n"
	keySize = 32
	fixed   = len(magic) + 2 + 2 + 4
)

// KeyID names a public key in the clear: the first 8 bytes of its SHA-256.
type KeyID [8]byte

// KeyIDOf returns the name of a public key.
func KeyIDOf(public [keySize]byte) KeyID {
	sum := seal.Sum(public[:])
	return KeyID(sum[:8])
}

// Header is what a file says to everybody (section 2.1). It is what its maker says until
// the file was opened.
type Header struct {
	// Device is whose commands or receipts these are.
	Device id.ID[id.Device] `cbor:"1,keyasint"`
	// Count is how many of them.
	Count uint64 `cbor:"2,keyasint"`
	// At is the maker's clock, Unix milliseconds.
	At int64 `cbor:"3,keyasint"`
	// Recipient names the key it is sealed to.
	Recipient KeyID `cbor:"4,keyasint"`
}

// Key is an X25519 private key. Whoever keeps it need not give it away.
type Key interface {
	// Public is the key that files are sealed to.
	Public() [32]byte
	// Agree returns the secret shared with another public key (RFC 7748, section 6.1). It
	// fails when the keys are locked or the other key is none.
	Agree(peer [32]byte) ([]byte, error)
}

// NewKey returns a private key held in memory.
func NewKey(private *ecdh.PrivateKey) Key { return memoryKey{private} }

type memoryKey struct{ private *ecdh.PrivateKey }

// Public implements Key.
func (k memoryKey) Public() [keySize]byte { return [keySize]byte(k.private.PublicKey().Bytes()) }

// Agree implements Key.
func (k memoryKey) Agree(peer [keySize]byte) ([]byte, error) {
	public, err := ecdh.X25519().NewPublicKey(peer[:])
	if err != nil {
		return nil, err
	}
	return k.private.ECDH(public)
}

// ReadHeader reads what a file says to everybody; nothing of it is proven. Faults:
// TooLarge, CourierDamaged, VersionUnknown.
func ReadHeader(file []byte) (Kind, Header, error) {
	f, err := split(file)
	return f.kind, f.header, err
}

// parts are a file's.
type parts struct {
	kind      Kind
	header    Header
	ephemeral [keySize]byte
	// front is everything before the box: what the box is bound to.
	front, box []byte
}

// split takes a file apart (section 2).
func split(file []byte) (parts, error) {
	if len(file) > MaxFile {
		return parts{}, fault.Because("read courier file", fault.Reason{Code: fault.TooLarge, Field: "courier", Have: int64(len(file)), Want: MaxFile})
	}
	if len(file) < fixed || !bytes.HasPrefix(file, []byte(magic)) {
		return parts{}, damaged(errors.New("not a courier file"))
	}
	rest := file[len(magic):]
	if v := binary.BigEndian.Uint16(rest); v != Version {
		return parts{}, fault.Because("read courier file", fault.Reason{Code: fault.VersionUnknown, Have: int64(v), Want: Version})
	}
	f := parts{kind: Kind(binary.BigEndian.Uint16(rest[2:]))}
	if f.kind != KindBundle && f.kind != KindAnswer {
		return parts{}, damaged(fmt.Errorf("kind %d", f.kind))
	}
	size := int64(binary.BigEndian.Uint32(rest[4:]))
	rest = file[fixed:]
	if size > maxHeader || int64(len(rest)) < size+keySize+chacha20poly1305.Overhead {
		return parts{}, damaged(errors.New("cut off"))
	}
	if err := decode(rest[:size], &f.header); err != nil {
		return parts{}, err
	}
	if f.header.Device.IsZero() || f.header.Count > MaxCommands {
		return parts{}, damaged(errors.New("header"))
	}
	rest = rest[size:]
	f.ephemeral = [keySize]byte(rest)
	f.box = rest[keySize:]
	f.front = file[:len(file)-len(f.box)]
	return f, nil
}

// letter is what is sealed: the maker's signed cover and the contents it names (section 3).
type letter struct {
	Cover    []byte `cbor:"1,keyasint"`
	Contents []byte `cbor:"2,keyasint"`
}

// sealFile makes a file. ephemeral is 32 random bytes that are used for no other file.
func sealFile(kind Kind, h Header, l letter, to [keySize]byte, ephemeral [keySize]byte) ([]byte, error) {
	h.Recipient = KeyIDOf(to)
	header := seal.Encode(h)
	private, err := ecdh.X25519().NewPrivateKey(ephemeral[:])
	if err != nil {
		return nil, fmt.Errorf("ephemeral key: %w", err)
	}
	key := NewKey(private)
	public := key.Public()
	plain := seal.Encode(l)
	size := fixed + len(header) + keySize + len(plain) + chacha20poly1305.Overhead
	if size > MaxFile {
		return nil, fault.Because("make courier file", fault.Reason{Code: fault.TooLarge, Field: "courier", Have: int64(size), Want: MaxFile})
	}
	file := append(make([]byte, 0, size), magic...)
	file = binary.BigEndian.AppendUint16(file, Version)
	file = binary.BigEndian.AppendUint16(file, uint16(kind))
	file = binary.BigEndian.AppendUint32(file, uint32(len(header))) //nolint:gosec // some sixty bytes
	file = append(append(file, header...), public[:]...)
	secret, err := key.Agree(to)
	if err != nil {
		return nil, fmt.Errorf("agree on a key: %w", err)
	}
	s, err := derive(kind, secret, public, to)
	if err != nil {
		return nil, err
	}
	return s.aead.Seal(file, s.nonce, plain, file), nil
}

// openFile opens a file that is sealed to a key. Fault: CourierDamaged for one that was
// altered; what Key.Agree fails with.
func openFile(f parts, key Key) (letter, error) {
	secret, err := key.Agree(f.ephemeral)
	if err != nil {
		if fault.CodeOf(err) != fault.Internal {
			return letter{}, err
		}
		return letter{}, damaged(err)
	}
	s, err := derive(f.kind, secret, f.ephemeral, key.Public())
	if err != nil {
		return letter{}, err
	}
	plain, err := s.aead.Open(nil, s.nonce, f.box, f.front)
	if err != nil {
		return letter{}, damaged(err)
	}
	var l letter
	err = decode(plain, &l)
	return l, err
}

// box is what seals one file.
type box struct {
	aead interface {
		Seal(dst, nonce, plaintext, additionalData []byte) []byte
		Open(dst, nonce, ciphertext, additionalData []byte) ([]byte, error)
	}
	nonce []byte
}

// derive makes the key and the nonce of a file (section 2.2). Both follow from the
// ephemeral key, so neither is ever used twice.
func derive(kind Kind, secret []byte, ephemeral, recipient [keySize]byte) (box, error) {
	info := string(binary.BigEndian.AppendUint16([]byte("dotchain/courier/v1/seal"), uint16(kind)))
	salt := append(ephemeral[:len(ephemeral):len(ephemeral)], recipient[:]...)
	b, err := hkdf.Key(sha256.New, secret, salt, info, chacha20poly1305.KeySize+chacha20poly1305.NonceSizeX)
	if err != nil {
		return box{}, fmt.Errorf("derive the key of a courier file: %w", err)
	}
	aead, err := chacha20poly1305.NewX(b[:chacha20poly1305.KeySize])
	if err != nil {
		return box{}, fmt.Errorf("derive the key of a courier file: %w", err)
	}
	return box{aead: aead, nonce: b[chacha20poly1305.KeySize:]}, nil
}

// decode reads the one form of a message: what does not encode to the same bytes is
// refused, unknown fields too. Fault: CourierDamaged.
func decode(b []byte, into any) error {
	if err := wire.Decode(b, into); err != nil {
		return damaged(err)
	}
	if !bytes.Equal(seal.Encode(into), b) {
		return damaged(errors.New("not the one form"))
	}
	return nil
}

func damaged(err error) error { return fault.Wrap("read courier file", fault.CourierDamaged, err) }
