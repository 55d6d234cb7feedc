package httpapi_test

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/snapshot"
	"dotchain/syncserver/internal/snapshot/snapshottest"
)

const segmentPath = wire.PathSegment + "{hash}"

func (l *laptop) snapshot() wire.Snapshot {
	l.h.t.Helper()
	status, b := l.call(http.MethodGet, wire.PathSnapshot, nil, http.Header{"Accept-Encoding": {"zstd"}})
	require.Equal(l.h.t, http.StatusOK, status)
	var s wire.Snapshot
	require.NoError(l.h.t, wire.Decode(b, &s))
	return s
}

func scopePath(scope party.Scope, more string) string {
	return wire.PathScope + "?scope=" + url.QueryEscape(string(scope)) + more
}

// onlyOwnScopes asks for the snapshot and checks whose scopes it names.
func (h *house) onlyOwnScopes(name string, l *laptop) {
	h.t.Helper()
	var scopes []party.Scope
	for _, s := range l.snapshot().Scopes {
		scopes = append(scopes, s.Scope)
	}
	require.ElementsMatch(h.t, party.ScopesOf(l.Person), scopes, name)
}

// onlyOwnPages asks for pages of all scopes there are: its own and nobody else's come.
func (h *house) onlyOwnPages(name string, l *laptop) {
	h.t.Helper()
	own := party.ScopesOf(l.Person)
	for _, scope := range []party.Scope{
		party.ScopeCatalogue, party.ScopePolicy, party.ScopeAgency, party.ScopeAdmin, party.ScopeStaff,
		party.ScopeUnit(h.Units[0].ID), party.ScopeUnit(h.Units[1].ID), party.ScopeSupplier(h.Supplier.ID), "", "unit/", "%",
	} {
		status, b := l.call(http.MethodGet, scopePath(scope, ""), nil, nil)
		if !slices.Contains(own, scope) {
			require.Equal(h.t, http.StatusForbidden, status, "%s asks for %s", name, scope)
			require.Equal(h.t, fault.NotAllowed, problem(h.t, b))
			continue
		}
		require.Equal(h.t, http.StatusOK, status, "%s asks for %s", name, scope)
		var p wire.ScopePage
		require.NoError(h.t, wire.Decode(b, &p))
		for _, d := range p.Documents {
			require.Equal(h.t, scope, d.Scope)
		}
	}
}

// pack fills the catalogue and packs it.
func (h *house) pack(n uint64) {
	h.t.Helper()
	for i := range n {
		h.store.Append(snapshottest.Doc(party.ScopeCatalogue, wire.DocRegister, i, 1))
	}
	h.feed.Stop() // one sequencer
	feedtest.Drain(h.t, h.store)
	b, err := snapshot.NewBuilder(snapshot.BuilderConfig{Store: h.store, Signer: h.keys.Signer(), Clock: h.now, Random: rand.Read})
	require.NoError(h.t, err)
	done, err := b.Build(h.t.Context())
	require.NoError(h.t, err)
	require.Equal(h.t, 1, done.Scopes)
}

func TestAPI_FirstLoad(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	h.pack(9000)
	s := l.snapshot()
	catalogue := s.Scopes[len(s.Scopes)-1]
	require.Equal(t, party.ScopeCatalogue, catalogue.Scope)
	m, err := wire.OpenManifest(catalogue.Manifest, l.ServerKey)
	require.NoError(t, err)
	o, err := segment.NewOpener()
	require.NoError(t, err)
	stranger := h.client(h.tls())
	var got []wire.Document
	for _, p := range m.Parts {
		status, b := call(t, stranger, http.MethodGet, "https://"+h.base+wire.PathSegment+p.Hash.String(), nil, http.Header{"Accept-Encoding": {"zstd"}})
		require.Equal(t, http.StatusOK, status)
		docs, err := o.Open(b, p.Hash, catalogue.Key)
		require.NoError(t, err)
		got = append(got, docs...)
	}
	require.Len(t, got, int(catalogue.Documents))

	// What follows the segments.
	p := l.pull(s.Cursor)
	require.Empty(t, p.Documents)

	// Pages, beside the segments, of one kind.
	count := 0
	for after := uint64(0); ; {
		status, b := l.call(http.MethodGet, scopePath(party.ScopeCatalogue, fmt.Sprintf("&kind=%d&after=%d", wire.DocRegister, after)), nil, nil)
		require.Equal(t, http.StatusOK, status)
		var p wire.ScopePage
		require.NoError(t, wire.Decode(b, &p))
		for _, d := range p.Documents {
			require.Equal(t, wire.DocRegister, d.Kind)
		}
		count += len(p.Documents)
		if p.Done {
			break
		}
		require.Greater(t, p.Next, after)
		after = p.Next
	}
	require.Equal(t, 9000, count)
}

// answer is what a cache on the way sees.
func (h *house) answer(method, path string, header http.Header) (cached, []byte) {
	h.t.Helper()
	request, err := http.NewRequestWithContext(h.t.Context(), method, "https://"+h.base+path, nil)
	require.NoError(h.t, err)
	request.Header = header.Clone()
	request.Header.Set(wire.VersionHeader, "1")
	response, err := h.client(h.tls()).Do(request)
	require.NoError(h.t, err)
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	require.NoError(h.t, err)
	return cached{response.StatusCode, response.Header, response.ContentLength}, b
}

// cached is an answer without its body.
type cached struct {
	StatusCode    int
	Header        http.Header
	ContentLength int64
}

func TestAPI_Segment(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	h.pack(5000)
	s := l.snapshot()
	m, err := wire.OpenManifest(s.Scopes[len(s.Scopes)-1].Manifest, l.ServerKey)
	require.NoError(t, err)
	part := slices.MaxFunc(m.Parts, func(a, b wire.Part) int { return cmp.Compare(a.Size, b.Size) })
	path, tag := wire.PathSegment+part.Hash.String(), `"`+part.Hash.String()+`"`

	whole, b := h.answer(http.MethodGet, path, http.Header{"Accept-Encoding": {"zstd, gzip"}})
	require.Equal(t, http.StatusOK, whole.StatusCode)
	require.Equal(t, part.Hash, seal.Sum(b))
	require.Equal(t, part.Size, int64(len(b)))
	require.Equal(t, tag, whole.Header.Get("ETag"))
	require.Equal(t, "public, max-age=31536000, immutable", whole.Header.Get("Cache-Control"))
	require.Equal(t, "bytes", whole.Header.Get("Accept-Ranges"))
	require.Empty(t, whole.Header.Get("Content-Encoding"), "it is compressed as it is")
	require.Empty(t, whole.Header.Get("Vary"))

	head, none := h.answer(http.MethodHead, path, http.Header{})
	require.Equal(t, http.StatusOK, head.StatusCode)
	require.Equal(t, part.Size, head.ContentLength)
	require.Empty(t, none)

	rest, tail := h.answer(http.MethodGet, path, http.Header{"Range": {"bytes=1000-"}, "If-Range": {tag}})
	require.Equal(t, http.StatusPartialContent, rest.StatusCode)
	require.Equal(t, b[1000:], tail)
	require.Equal(t, fmt.Sprintf("bytes 1000-%d/%d", part.Size-1, part.Size), rest.Header.Get("Content-Range"))
	beyond, _ := h.answer(http.MethodGet, path, http.Header{"Range": {"bytes=99999999-"}})
	require.Equal(t, http.StatusRequestedRangeNotSatisfiable, beyond.StatusCode)

	same, none := h.answer(http.MethodGet, path, http.Header{"If-None-Match": {tag}})
	require.Equal(t, http.StatusNotModified, same.StatusCode)
	require.Empty(t, none)

	for _, hostile := range []string{
		seal.Sum([]byte("nobody packed it")).String(), strings.ToUpper(part.Hash.String()), "00", "..%2f..%2fetc", part.Hash.String() + "00", "%00",
	} {
		missing, b := h.answer(http.MethodGet, wire.PathSegment+hostile, http.Header{})
		require.Equal(t, http.StatusNotFound, missing.StatusCode, hostile)
		require.Equal(t, "no-store", missing.Header.Get("Cache-Control"), "a cache keeps no mistake")
		require.Equal(t, fault.Malformed, problem(t, b))
	}
	status, _ := l.call(http.MethodPost, path, nil, nil)
	require.Equal(t, http.StatusMethodNotAllowed, status)
}

func TestAPI_ScopeRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Requisitioner)
	for _, query := range []string{"&after=-1", "&after=x", "&after=9223372036854775808", "&after=1e3", "&kind=256", "&kind=-1", "&kind=x", "&after=%27"} {
		status, b := l.call(http.MethodGet, scopePath(party.ScopeCatalogue, query), nil, nil)
		require.Equal(t, http.StatusBadRequest, status, query)
		require.Equal(t, fault.Malformed, problem(t, b), query)
	}
	status, _ := l.call(http.MethodGet, scopePath(party.ScopeCatalogue, "&after=9223372036854775807&kind=255"), nil, nil)
	require.Equal(t, http.StatusOK, status)
}
