package journal

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/journal"
)

func sampleFrame() []byte {
	return journal.Frame{Seq: 7, Kind: KindReceipt, Prev: hash{1, 2}, Payload: []byte("sealed"), Recovery: []byte("box")}.Append(nil)
}

// A segment of any bytes is scanned to its end; records found are whole and in
// order, and whatever is mended is a record.
func FuzzScan(f *testing.F) {
	head := header{version: journal.FormatVersion, number: 3, first: 3, firstSeq: 1}.encode()
	f.Add(head)
	f.Add(append(bytes.Clone(head), sampleFrame()...))
	f.Add(append(append(bytes.Clone(head), sampleFrame()...), 0, 0, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := scan(3, b, func(f journal.Frame) bool { return len(f.Payload)%2 == 0 })
		if err != nil {
			require.ErrorIs(t, err, ErrNewer)
			return
		}
		require.LessOrEqual(t, s.tail, s.length)
		last := Seq(0)
		for _, r := range s.refs {
			require.Greater(t, r.seq, last)
			last = r.seq
			raw := r.mended
			if raw == nil {
				raw = b[r.off : r.off+int64(r.n)]
			}
			_, n, err := journal.DecodeFrame(raw)
			require.NoError(t, err)
			require.Len(t, raw, n)
		}
	})
}

func TestSegmentNumber(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]uint32{
		"00000001.journal": 1, "100000000.journal": 100000000, "4294967295.journal": 4294967295,
		"00000000.journal": 0, "1.journal": 0, "000000001.journal": 0, "00000001.journal.tmp": 0,
		"4294967296.journal": 0, "0000000a.journal": 0, "LOCK": 0, "99999999999999999999.journal": 0,
	} {
		n, ok := segmentNumber(name)
		require.Equal(t, want, n, name)
		require.Equal(t, want > 0, ok, name)
	}
}
