package session

import (
	"crypto/rand"
	"encoding/binary"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/clienttest"
	"dotchain/desktop/internal/journal"
)

// plain stands in for the profile's sealer: one key, nonces by counting. The records of a
// batch are sealed side by side.
type plain struct{ n atomic.Uint32 }

func (p *plain) Seal(b, aad []byte) []byte {
	aead, _ := chacha20poly1305.NewX(make([]byte, chacha20poly1305.KeySize))
	nonce := make([]byte, aead.NonceSize())
	binary.BigEndian.PutUint32(nonce, p.n.Add(1))
	return aead.Seal(nonce, nonce, b, aad)
}

func (p *plain) Open(box, aad []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(make([]byte, chacha20poly1305.KeySize))
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, box[:aead.NonceSize()], box[aead.NonceSize():], aad)
}

// The journal on the disk, as the core has it, keeps what the port promises.
func TestRecord_Journal(t *testing.T) {
	t.Parallel()
	clienttest.RunJournal(t, func(t *testing.T) (client.Journal, func() client.Journal) {
		t.Helper()
		dir, sealer := t.TempDir(), &plain{}
		var j *journal.Journal
		open := func() client.Journal {
			var err error
			j, _, err = journal.Open(journal.Disk{}, dir, journal.Config{Sealer: sealer, Rand: rand.Reader})
			require.NoError(t, err)
			return record{j}
		}
		first := open()
		t.Cleanup(func() { require.NoError(t, j.Close()) })
		return first, func() client.Journal {
			require.NoError(t, j.Close())
			return open()
		}
	})
}
