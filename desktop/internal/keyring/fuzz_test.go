package keyring_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/keyring"
)

// What is taken for a key file is written again to the same bytes.
func FuzzDecode(f *testing.F) {
	example, err := os.ReadFile("testdata/keys.sealed")
	require.NoError(f, err)
	f.Add(example)
	f.Add(example[:150])
	f.Fuzz(func(t *testing.T, b []byte) {
		again, err := keyring.Decode(b)
		if err == nil {
			require.Equal(t, b, again)
			return
		}
		if len(b) > 32 { // past the checksum, which chance never meets
			keyring.Resum(b)
			if again, err := keyring.Decode(b); err == nil {
				require.Equal(t, b, again)
			}
		}
	})
}

func BenchmarkUnlock(b *testing.B) {
	dir := b.TempDir()
	u, err := keyring.Create(dir, passOne, noon(), keyring.Options{})
	require.NoError(b, err)
	for b.Loop() {
		if _, err := u.Ring().Unlock(passOne, noon()); err != nil {
			b.Fatal(err)
		}
	}
}
