package httpapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
)

// FuzzUnpack unpacks any bytes as the body of a request: a typed fault, or no more than
// the limits allow for its size.
func FuzzUnpack(f *testing.F) {
	w, err := zstd.NewWriter(nil)
	require.NoError(f, err)
	f.Add(w.EncodeAll([]byte("a body"), nil))
	f.Add(w.EncodeAll(make([]byte, 1<<20), nil)) // a ratio beyond reason
	f.Fuzz(func(t *testing.T, packed []byte) {
		b, err := unpack(packed)
		if err != nil {
			require.Contains(t, []fault.Code{fault.Malformed, fault.TooLarge}, fault.CodeOf(err), "%v", err)
			return
		}
		require.LessOrEqual(t, len(b), max(len(packed)*maxRatio, ratioFloor))
	})
}

// FuzzHeaders reads any text as the headers that say which part of something is meant.
func FuzzHeaders(f *testing.F) {
	f.Add("bytes 0-99/1000", int64(100))
	f.Add("bytes */1000", int64(0))
	f.Add(tag{Next: 5, Done: true}.String(), int64(0))
	f.Fuzz(func(t *testing.T, text string, size int64) {
		if from, _, ok := parseRange(text, size); ok {
			require.GreaterOrEqual(t, from, int64(0))
		}
		header := http.Header{}
		header.Set("If-Range", text)
		if asked, ok := tagIn(&http.Request{Header: header}); ok {
			back := http.Header{}
			back.Set("If-Range", asked.String())
			again, ok := tagIn(&http.Request{Header: back})
			require.True(t, ok)
			require.Equal(t, asked, again)
			require.True(t, strings.HasPrefix(asked.String(), `"`))
		}
	})
}
