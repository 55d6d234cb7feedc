// Package journaltest writes files of a journal as a device does, for tests of those who
// read them.
package journaltest

import (
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/binary"

	"github.com/stretchr/testify/require"

	"dotchain/shared/journal"
)

// T is what of a test this package needs.
type T interface {
	require.TestingT
	Helper()
}

// Key draws a recovery key.
func Key(t T) hpke.PrivateKey {
	t.Helper()
	key, err := hpke.DHKEM(ecdh.X25519()).GenerateKey()
	require.NoError(t, err)
	return key
}

// Head is the head of segment 1 of a journal.
func Head(store journal.StoreID) []byte {
	b := append([]byte(journal.HeaderMagic), 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0)
	b = append(b, store[:]...)
	b = append(b, make([]byte, journal.HeaderSize-4-len(b))...)
	b[47] = 1 // first sequence
	return binary.BigEndian.AppendUint32(b, journal.Checksum(b))
}

// Record is a record that holds a payload for a recovery key; without a key it has no
// recovery box. Its box for the device opens with nothing.
func Record(t T, store journal.StoreID, seq journal.Seq, kind journal.Kind, key hpke.PrivateKey, payload []byte) []byte {
	t.Helper()
	f := journal.Frame{Seq: seq, Kind: kind, Payload: make([]byte, len(payload)+40)}
	if key != nil {
		kdf, aead := hpke.HKDFSHA256(), hpke.ChaCha20Poly1305()
		message, err := hpke.Seal(key.PublicKey(), kdf, aead, journal.RecoveryInfo(journal.Associated(store, seq, kind)), payload)
		require.NoError(t, err)
		f.Recovery = journal.RecoveryBox(key.PublicKey(), kdf, aead, message)
	}
	return f.Append(nil)
}
