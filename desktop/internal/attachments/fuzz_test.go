package attachments_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// FuzzContent puts any bytes in the place of a file, as they are and inside boxes that
// open: what is given out is what its name says, and nothing else.
func FuzzContent(f *testing.F) {
	head := seal.Encode(delivery.Attachment{Hash: seal.Sum([]byte("фото")), Name: "a.jpg", Type: "image/jpeg", Bytes: 8})
	f.Add(head, []byte("фото"), true)
	f.Add([]byte("DCAT\x01\x00\x04abcd"), []byte("фото"), false)
	f.Add([]byte("DCAT\x01\xff\xff"), []byte{}, false)
	f.Fuzz(func(t *testing.T, head, content []byte, sealed bool) {
		dir := filepath.Join(t.TempDir(), "attachments")
		require.NoError(t, os.MkdirAll(dir, 0o700))
		hash, raw := seal.Sum([]byte("фото")), head
		if sealed {
			aad := append([]byte("dotchain/attachments\x00\x01"), hash[:]...)
			inner := (&box{}).Seal(head, aad)
			raw = binary.BigEndian.AppendUint16([]byte("DCAT\x01"), uint16(len(inner))) //nolint:gosec // cut as it would be
			raw = append(raw, inner...)
			aad[len("dotchain/attachments\x00")] = 2
			raw = append(raw, (&box{}).Seal(content, aad)...)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, hash.String()+".kept"), raw, 0o600))
		s, err := openStore(dir)
		require.NoError(t, err)
		got, err := s.Content(hash)
		if err != nil {
			require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%v", err)
			return
		}
		require.Equal(t, hash, seal.Sum(got))
	})
}
