package journal

import (
	"crypto/hpke"
	"encoding/binary"
	"errors"
	"fmt"
)

// recoveryLabel opens the info of every recovery box, docs/formats/journal.md
// "Recovery box".
const recoveryLabel = "dotchain/journal/recovery/v1"

// recoveryHead is the length of key id and suite before the HPKE message.
const recoveryHead = 8 + 3*2

// RecoveryKeyID names a recovery key in the boxes sealed to it: the first eight
// bytes of the hash of its public key.
func RecoveryKeyID(pub hpke.PublicKey) [8]byte {
	digest := sum(pub.Bytes())
	return [8]byte(digest[:8])
}

// sealRecovery seals a payload to the organisation, which alone can open it.
func sealRecovery(pub hpke.PublicKey, aad, payload []byte) ([]byte, error) {
	kdf, aead := hpke.HKDFSHA256(), hpke.ChaCha20Poly1305()
	message, err := hpke.Seal(pub, kdf, aead, append([]byte(recoveryLabel), aad...), payload)
	if err != nil {
		return nil, fmt.Errorf("seal to the recovery key: %w", err)
	}
	id := RecoveryKeyID(pub)
	box := append(make([]byte, 0, recoveryHead+len(message)), id[:]...)
	box = binary.BigEndian.AppendUint16(box, pub.KEM().ID())
	box = binary.BigEndian.AppendUint16(box, kdf.ID())
	box = binary.BigEndian.AppendUint16(box, aead.ID())
	return append(box, message...), nil
}

// ErrNoRecovery means that the record has no box for this recovery key.
var ErrNoRecovery = errors.New("record has no box for this recovery key")

// Sealed is a record as it lies on the disk, readable without any key.
type Sealed struct {
	Store    StoreID
	Seq      Seq
	Kind     Kind
	Payload  []byte // box of the device's key
	Recovery []byte // box of the organisation's recovery key; empty if none was set
}

// Recover opens the record with the organisation's private recovery key.
func (s Sealed) Recover(key hpke.PrivateKey) ([]byte, error) {
	if len(s.Recovery) < recoveryHead || [8]byte(s.Recovery[:8]) != RecoveryKeyID(key.PublicKey()) {
		return nil, ErrNoRecovery
	}
	kdf, err := hpke.NewKDF(binary.BigEndian.Uint16(s.Recovery[10:]))
	if err != nil {
		return nil, fmt.Errorf("recover record %d: %w", s.Seq, err)
	}
	aead, err := hpke.NewAEAD(binary.BigEndian.Uint16(s.Recovery[12:]))
	if err != nil {
		return nil, fmt.Errorf("recover record %d: %w", s.Seq, err)
	}
	info := append([]byte(recoveryLabel), associated(s.Store, s.Seq, s.Kind)...)
	payload, err := hpke.Open(key, kdf, aead, info, s.Recovery[recoveryHead:])
	if err != nil {
		return nil, fmt.Errorf("recover record %d: %w", s.Seq, err)
	}
	return payload, nil
}

// ReadSegment reads one segment's file without any key: what an organisation
// does with the journal of a lost or revoked device. It gives every record that
// is whole; the error joins all damage, and records come beside it. store is
// used if the segment's own header cannot be read.
func ReadSegment(number uint32, data []byte, store StoreID) ([]Sealed, error) {
	s, err := scan(number, data, func(frame) bool { return false })
	if err != nil {
		return nil, fmt.Errorf("read segment %08d: %w", number, err)
	}
	if !s.headerless() {
		store = s.store
	}
	var records []Sealed
	for _, r := range s.refs {
		f, _, err := decodeFrame(data[r.off : r.off+int64(r.n)])
		if err != nil {
			return nil, fmt.Errorf("read segment %08d: %w", number, err)
		}
		records = append(records, Sealed{Store: store, Seq: f.seq, Kind: f.kind, Payload: f.payload, Recovery: f.recovery})
	}
	if s.tail < s.length {
		s.flaw(int(s.tail), int(s.length-s.tail), FlawRecord, false)
	}
	return records, Report{Damage: s.damage}.Err()
}
