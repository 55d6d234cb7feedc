package carrier

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzRead reads any bytes as another body's reply, and as the file that says where the
// bodies are: an error, or what it says.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"receipt":"17","answer":{"agrees":true,"text":"так"}}`))
	f.Add([]byte(`{"ministry":{"folder":"/tmp"}}`))
	f.Add([]byte("  "))
	f.Fuzz(func(t *testing.T, b []byte) {
		if said, err := read(bytes.NewReader(b)); err == nil {
			require.True(t, said.answer() == nil || said.Answer.Agrees != nil)
		}
		name := filepath.Join(t.TempDir(), "carriers.json")
		require.NoError(t, os.WriteFile(name, b, 0o600))
		all, err := Load(name)
		require.True(t, err == nil || all == nil)
	})
}
