package httpapi_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed/feedtest"
)

// raw makes a request and returns the answer as it travelled.
func (l *laptop) raw(path string, header http.Header) (answer, []byte) {
	l.h.t.Helper()
	request, err := http.NewRequestWithContext(l.h.t.Context(), http.MethodGet, "https://"+l.h.base+path, nil)
	require.NoError(l.h.t, err)
	request.Header = header.Clone()
	request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	response, err := l.client.Do(request)
	require.NoError(l.h.t, err)
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	require.NoError(l.h.t, err)
	return answer{response.StatusCode, response.Header}, b
}

// answer is an answer without its body.
type answer struct {
	StatusCode int
	Header     http.Header
}

// large is a document that does not compress.
func large(n uint64, version uint64, size int) wire.Document {
	d := wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocRegister, ID: sharedtest.ID[any](n), Version: version}
	for i := 0; len(d.Body) < size; i++ {
		sum := seal.Sum(fmt.Appendf(nil, "%d %d", n, i))
		d.Body = append(d.Body, sum[:]...)
	}
	return d
}

// append puts documents into a feed that was stopped. It hears of nothing any more, so what
// it remembers of its end has to be too old.
func (h *house) append(docs ...wire.Document) {
	h.t.Helper()
	h.store.Append(docs...)
	feedtest.Drain(h.t, h.store)
	h.ahead.Add(int64(time.Minute))
}

// A device on a bad line asks for short pages; a document that is longer comes alone.
func TestAPI_Pull_Bytes(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	h.feed.Stop() // one sequencer
	h.append(large(1, 1, 20<<10), large(2, 1, 1000), large(3, 1, 1000), large(4, 1, 20<<10))
	var sizes []int
	var last uint64
	for cursor := (wire.Cursor{}); ; {
		status, b := l.call(http.MethodGet, wire.PathPull+"?bytes=4096&cursor="+cursor.String(), nil, nil)
		require.Equal(t, http.StatusOK, status)
		var p wire.Page
		require.NoError(t, wire.Decode(b, &p))
		size := 0
		for _, d := range p.Documents {
			if d.Kind == wire.DocRegister {
				size += len(d.Body)
			}
		}
		if cursor = p.Next; size > 0 {
			sizes = append(sizes, size)
		}
		require.Greater(t, p.Next.Seq, last)
		last = p.Next.Seq
		if p.Remaining == 0 {
			break
		}
	}
	total := 0
	for _, s := range sizes {
		require.Less(t, s, 4096+20<<10+64)
		total += s
	}
	require.Equal(t, 2*(20<<10)+2*1024, total)
	for _, query := range []string{"?bytes=-1", "?bytes=x"} {
		status, b := l.call(http.MethodGet, wire.PathPull+query, nil, nil)
		require.Equal(t, http.StatusBadRequest, status, query)
		require.Equal(t, fault.Malformed, problem(t, b), query)
	}
}

// The rest of a page that broke off can be asked for, though the feed, the log and the
// clock went on meanwhile; when one of its documents is another by now it comes anew.
func TestAPI_Pull_Rest(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	h.feed.Stop() // one sequencer
	start := l.pull(wire.Cursor{}).Next
	h.append(large(1, 1, 30<<10))
	for name, path := range map[string]string{
		"pull":  wire.PathPull + "?bytes=4096&cursor=" + start.String(),
		"scope": wire.PathScope + "?bytes=4096&kind=23&scope=" + string(party.ScopeCatalogue),
	} {
		header := http.Header{"Accept-Encoding": {"zstd"}}
		first, whole := l.raw(path, header)
		require.Equal(t, http.StatusOK, first.StatusCode, name)
		tag := first.Header.Get("ETag")
		require.NotEmpty(t, tag, name)
		require.Greater(t, len(whole), 20<<10)

		h.append(large(uint64(len(name)), 1, 40)) // one of another number for each
		header.Set("If-Range", tag)
		header.Set("Range", "bytes=10000-")
		rest, b := l.raw(path, header)
		require.Equal(t, http.StatusPartialContent, rest.StatusCode, name)
		require.Equal(t, fmt.Sprintf("bytes 10000-%d/%d", len(whole)-1, len(whole)), rest.Header.Get("Content-Range"))
		require.Equal(t, tag, rest.Header.Get("ETag"))
		require.True(t, bytes.Equal(whole[10000:], b), name)
	}

	path := wire.PathPull + "?bytes=4096&cursor=" + start.String()
	first, whole := l.raw(path, http.Header{})
	h.append(large(1, 2, 31<<10))
	anew, b := l.raw(path, http.Header{"If-Range": {first.Header.Get("ETag")}, "Range": {"bytes=10000-"}})
	require.Equal(t, http.StatusOK, anew.StatusCode)
	require.NotEqual(t, first.Header.Get("ETag"), anew.Header.Get("ETag"))
	require.NotEqual(t, whole, b)

	for _, tag := range []string{"", `"x"`, `"oA"`, `"` + string(bytes.Repeat([]byte("A"), 500)) + `"`} {
		anew, b := l.raw(path, http.Header{"If-Range": {tag}, "Range": {"bytes=10-"}})
		require.Equal(t, http.StatusOK, anew.StatusCode, tag)
		var p wire.Page
		require.NoError(t, wire.Decode(b, &p))
	}
}
