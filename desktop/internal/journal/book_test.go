package journal_test

import (
	"bytes"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/chacha20poly1305"
)

// TestJournal_ExampleByTheBook reads the example with nothing but
// docs/formats/journal.md: offsets and primitives, none of the package's code.
func TestJournal_ExampleByTheBook(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/example.journal")
	require.NoError(t, err)
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	number := binary.BigEndian.Uint32
	require.Equal(t, []byte{0x89, 0x44, 0x43, 0x4a, 0x52, 0x4e, 0x0d, 0x0a, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0}, data[:24])
	require.Equal(t, crc32.Checksum(data[:124], castagnoli), number(data[124:]))
	store := data[24:40]
	aead, err := chacha20poly1305.NewX(bytes.Repeat([]byte{1}, 32))
	require.NoError(t, err)
	_, recovery := exampleKeys(t)

	chain := sha256.Sum256(data[:128])
	off := uint32(128)
	for i, entry := range exampleEntries() {
		r := data[off:]
		size, p, recoverySize := number(r[4:]), number(r[20:]), number(r[24:])
		r = r[:size]
		require.Equal(t, []byte{0xd7, 0x4a, 0x52, 0x01}, r[:4])
		require.Equal(t, 64+p+recoverySize, size)
		require.Equal(t, uint64(i+1), binary.BigEndian.Uint64(r[8:]))
		require.Equal(t, chain[:], r[28:60])
		require.Equal(t, crc32.Checksum(r[:size-4], castagnoli), number(r[size-4:]))
		aad := append(append(append(bytes.Clone(store), 0, 1), r[8:16]...), r[16:18]...)
		require.Len(t, aad, 28)
		plain, err := aead.Open(nil, r[60:84], r[84:60+p], aad)
		require.NoError(t, err)
		require.Equal(t, entry.Payload, plain)
		box := r[60+p : size-4]
		require.Equal(t, []byte{0, 0x20, 0, 1, 0, 3}, box[8:14])
		plain, err = hpke.Open(recovery, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(),
			append([]byte("dotchain/journal/recovery/v1"), aad...), box[14:])
		require.NoError(t, err)
		require.Equal(t, entry.Payload, plain)
		chain = sha256.Sum256(r)
		off += size
	}
	require.Len(t, data, int(off))
}
