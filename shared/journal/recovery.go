package journal

import (
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
)

// recoveryLabel opens the info of every recovery box, docs/formats/journal.md
// "Recovery box".
const recoveryLabel = "dotchain/journal/recovery/v1"

// recoveryHead is the length of key id and suite before the HPKE message.
const recoveryHead = 8 + 3*2

// KeyID names a recovery key in the boxes sealed to it: the first eight bytes of the
// hash of its public key.
type KeyID [8]byte

// String is the name in hex, as docs/formats/journal.md prints it.
func (k KeyID) String() string { return hex.EncodeToString(k[:]) }

// RecoveryKeyID is the name of a recovery key.
func RecoveryKeyID(pub hpke.PublicKey) KeyID {
	digest := sha256.Sum256(pub.Bytes())
	return KeyID(digest[:8])
}

// RecoveryInfo is HPKE's info of a record's recovery box; associated is what Associated gives.
func RecoveryInfo(associated []byte) []byte { return append([]byte(recoveryLabel), associated...) }

// RecoveryBox is the box that holds an HPKE message to the organisation.
func RecoveryBox(pub hpke.PublicKey, kdf hpke.KDF, aead hpke.AEAD, message []byte) []byte {
	id := RecoveryKeyID(pub)
	box := append(make([]byte, 0, recoveryHead+len(message)), id[:]...)
	box = binary.BigEndian.AppendUint16(box, pub.KEM().ID())
	box = binary.BigEndian.AppendUint16(box, kdf.ID())
	box = binary.BigEndian.AppendUint16(box, aead.ID())
	return append(box, message...)
}

var (
	// ErrNoRecovery means that the record has no recovery box: the device knew no such key.
	ErrNoRecovery = errors.New("record has no recovery box")
	// ErrOtherKey means that the record's box is sealed to another recovery key.
	ErrOtherKey = errors.New("record is sealed to another recovery key")
	// ErrSealed means that the box is not what was sealed here, or stands elsewhere.
	ErrSealed = errors.New("recovery box does not open")
)

// Recover opens the record of a journal with the organisation's private recovery key.
// Errors: ErrNoRecovery, ErrOtherKey, ErrSealed.
func (f Frame) Recover(store StoreID, key hpke.PrivateKey) ([]byte, error) {
	switch {
	case len(f.Recovery) == 0:
		return nil, ErrNoRecovery
	case len(f.Recovery) < recoveryHead:
		return nil, ErrSealed
	case KeyID(f.Recovery[:8]) != RecoveryKeyID(key.PublicKey()):
		return nil, ErrOtherKey
	}
	kdf, err := hpke.NewKDF(binary.BigEndian.Uint16(f.Recovery[10:]))
	if err != nil {
		return nil, fmt.Errorf("record %d: %w: %w", f.Seq, ErrSealed, err)
	}
	aead, err := hpke.NewAEAD(binary.BigEndian.Uint16(f.Recovery[12:]))
	if err != nil {
		return nil, fmt.Errorf("record %d: %w: %w", f.Seq, ErrSealed, err)
	}
	payload, err := hpke.Open(key, kdf, aead, RecoveryInfo(Associated(store, f.Seq, f.Kind)), f.Recovery[recoveryHead:])
	if err != nil {
		return nil, fmt.Errorf("record %d: %w: %w", f.Seq, ErrSealed, err)
	}
	return payload, nil
}
