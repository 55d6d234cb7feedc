package badgerstore

import (
	"encoding/binary"
	"errors"

	"dotchain/shared/fault"
)

// Sealer seals values: confidential, and authentic together with the associated
// data. Its methods are called from several goroutines.
type Sealer interface {
	// Seal gives a box that opens only with the same aad; nil when the key is locked.
	Seal(plain, aad []byte) []byte
	// Open gives back what was sealed, or an error when the key, the aad or one bit of the box is another.
	Open(box, aad []byte) ([]byte, error)
}

// ErrDamaged means that a value is not what was written. The store is quarantined when it
// is opened the next time.
var ErrDamaged = errors.New("store is damaged")

// aad is what a value is bound to (section 4): database, key, schema version and
// the bytes of the value that stand before the box.
func (s *store) aad(key, head []byte) []byte {
	b := make([]byte, 0, len(s.name)+1+len(key)+2+len(head))
	b = append(append(b, s.name...), 0)
	b = append(b, key...)
	b = binary.BigEndian.AppendUint16(b, Schema)
	return append(b, head...)
}

// seal makes a value: head in the clear, plain in the box.
func (s *store) seal(key, head, plain []byte) ([]byte, error) {
	box := s.sealer.Seal(plain, s.aad(key, head))
	if box == nil {
		return nil, fault.New("seal", fault.Locked)
	}
	if len(head) == 0 {
		return box, nil
	}
	return append(append(make([]byte, 0, len(head)+len(box)), head...), box...), nil
}

// unseal opens the box of a value whose first head bytes are in the clear.
// Errors: ErrDamaged, and the fault Locked, which says nothing about the value.
func (s *store) unseal(key, value []byte, head int) ([]byte, error) {
	if len(value) < head {
		return nil, s.damaged("value is too short", nil)
	}
	aad := s.aad(key, value[:head])
	plain, err := s.sealer.Open(value[head:], aad)
	if err == nil {
		return plain, nil
	}
	if s.sealer.Seal(nil, aad) == nil {
		return nil, fault.Wrap("unseal", fault.Locked, err)
	}
	return nil, s.damaged("value does not open", err)
}
