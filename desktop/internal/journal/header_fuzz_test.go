package journal

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/journal"
)

// FuzzDecodeHeader: what is taken for a segment's header is written again to the same
// bytes; a whole one of a later version is told apart.
func FuzzDecodeHeader(f *testing.F) {
	first := header{version: journal.FormatVersion, number: 1, first: 1, firstSeq: 1}
	later := first
	later.version++
	f.Add(first.encode())
	f.Add(header{version: journal.FormatVersion, flags: flagRewritten, number: 9, first: 3, firstSeq: 5, nextSeq: 8, start: hash{1}, end: hash{2}}.encode())
	f.Add(later.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		read(t, b)
		if len(b) >= journal.HeaderSize { // past the checksum, which chance never meets
			b = append([]byte{}, b[:journal.HeaderSize]...)
			sum := journal.Checksum(b[:journal.HeaderSize-4])
			b[124], b[125], b[126], b[127] = byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum)
			read(t, b)
		}
	})
}

func read(t *testing.T, b []byte) {
	t.Helper()
	h, err := decodeHeader(b)
	if err == nil {
		require.Equal(t, b[:journal.HeaderSize], h.encode())
		return
	}
	require.True(t, errors.Is(err, journal.ErrHeader) || errors.Is(err, ErrNewer), "%v", err)
}
