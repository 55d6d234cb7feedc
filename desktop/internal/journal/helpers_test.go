package journal_test

import (
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/desktop/internal/journal"
	format "dotchain/shared/journal"
)

// sealer is the profile's sealer with nonces that repeat from run to run: the
// hash of what is sealed. The real one draws them at random.
type sealer struct {
	aead   cipher.AEAD
	locked bool
}

func newSealer(key byte) *sealer {
	secret := make([]byte, 32)
	for i := range secret {
		secret[i] = key
	}
	aead, err := chacha20poly1305.NewX(secret)
	if err != nil {
		panic(err)
	}
	return &sealer{aead: aead}
}

func (s *sealer) Seal(plain, aad []byte) []byte {
	if s.locked {
		return nil
	}
	nonce := sha256.Sum256(append(append([]byte{}, aad...), plain...))
	return s.aead.Seal(append([]byte{}, nonce[:24]...), nonce[:24], plain, aad)
}

func (s *sealer) Open(box, aad []byte) ([]byte, error) {
	if s.locked || len(box) < 24 {
		return nil, errors.New("box does not open")
	}
	return s.aead.Open(nil, box[:24], box[24:], aad)
}

func config(key byte) journal.Config {
	return journal.Config{Sealer: newSealer(key), Rand: storeIDs{}}
}

// storeIDs is an endless source of one store id.
type storeIDs struct{}

func (storeIDs) Read(b []byte) (int, error) { return copy(b, "unit A0000 store"), nil }

// payload is different for every i and of different length.
func payload(i int) []byte {
	return []byte(fmt.Sprintf("order %d of unit A0000 %s", i, strings.Repeat("x", i%7)))
}

func numbered(n int) []string {
	var all []string
	for i := range n {
		all = append(all, string(payload(i)))
	}
	return all
}

func collect(t *testing.T, j *journal.Journal) []string {
	t.Helper()
	var all []string
	last := journal.Seq(0)
	for record, err := range j.Replay(1) {
		require.NoError(t, err)
		require.Greater(t, record.Seq, last)
		last = record.Seq
		all = append(all, string(record.Payload))
	}
	return all
}

// framesOf are the records of a segment that is whole, and whose journal it is of.
func framesOf(t *testing.T, data []byte) (format.StoreID, []format.Frame) {
	t.Helper()
	store, ok := format.StoreOf(data)
	require.True(t, ok)
	var all []format.Frame
	for off := format.HeaderSize; off < len(data); {
		f, n, err := format.DecodeFrame(data[off:])
		require.NoError(t, err)
		all = append(all, f)
		off += n
	}
	return store, all
}

func ecdhX25519() ecdh.Curve { return ecdh.X25519() }
