package keyring

import "crypto/sha256"

// KeysOf gives the memory in which keys lie.
func KeysOf(u *Unlocked, s *Sealer) [][]byte {
	return [][]byte{u.keys[slotData], u.keys[slotPerson], u.keys[slotDevice], s.key}
}

// Resum makes the checksum of an altered key file fit.
func Resum(b []byte) {
	digest := sha256.Sum256(b[:len(b)-sumSize])
	copy(b[len(b)-sumSize:], digest[:])
}

// Decode reads a key file and writes it again.
func Decode(b []byte) ([]byte, error) {
	f, err := decode(b)
	if err != nil {
		return nil, err
	}
	return f.encode(), nil
}
