package keyring

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzDecodeSecret: what is taken for a device's secret is written again to the same bytes.
func FuzzDecodeSecret(f *testing.F) {
	good := encodeSecret(bytes.Repeat([]byte{7}, secretSize))
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Fuzz(func(t *testing.T, b []byte) {
		secret, err := decodeSecret(b)
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		require.Equal(t, b, encodeSecret(secret))
	})
}
