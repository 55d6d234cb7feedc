package remote

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// FuzzAnswer reads any bytes as what a server answers, packed and plain: a message or a
// typed fault, and never more memory than the limit.
func FuzzAnswer(f *testing.F) {
	f.Add(wire.Encode(wire.Page{Head: 1}), false, uint16(200))
	f.Add(wire.Encode(wire.Problem{Reasons: []fault.Reason{{Code: fault.Busy}}, RetryAfter: 9}), false, uint16(503))
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x00, 0x09, 0x00, 0x00, 0xa1, 0x03, 0x01}, true, uint16(200))
	r := &Remote{}
	var err error
	r.base, err = parseServer("https://localhost:8443")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, b []byte, packed bool, status uint16) {
		answer := &http.Response{StatusCode: int(status), Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(b))}
		answer.Header.Set(wire.VersionHeader, "1")
		if packed {
			answer.Header.Set("Content-Encoding", "zstd")
		}
		var page wire.Page
		if err := r.answer(answer, &page); err != nil {
			require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%v", err)
		}
	})
}

// FuzzServer reads any text as the address of a server.
func FuzzServer(f *testing.F) {
	f.Add("https://localhost:8443")
	f.Add("http://localhost")
	f.Fuzz(func(t *testing.T, text string) {
		u, err := parseServer(text)
		if err != nil {
			require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))
			return
		}
		require.Equal(t, "https", u.Scheme)
		require.NotEmpty(t, u.Host)
	})
}
