package httpapi

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
)

// Snapshots hands out what devices load first.
type Snapshots interface {
	// Snapshot, Page and Segment are those of snapshot.Shelf.
	Snapshot(ctx context.Context, r feed.Reader) (wire.Snapshot, error)
	Page(ctx context.Context, r feed.Reader, scope party.Scope, kind wire.DocKind, after uint64, bytes int) (wire.ScopePage, error)
	Segment(ctx context.Context, hash seal.Hash) (sealed []byte, ok bool, err error)
}

// segmentRoute is the path of one segment, for the router.
const segmentRoute = wire.PathSegment + "{hash}"

// forEver is what caches are told of a segment: it is named by its contents.
const forEver = "public, max-age=31536000, immutable"

// snapshot: GET /sync/snapshot.
func (a *API) snapshot(w http.ResponseWriter, r *http.Request) {
	s, err := a.cfg.Snapshots.Snapshot(r.Context(), reader(r))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, r, s)
}

// scope: GET /sync/scope?scope=NAME&after=SEQ&kind=N&bytes=N.
func (a *API) scope(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	after, err := number(query.Get("after"), 63)
	if err != nil {
		a.fail(w, r, fault.Because("scope", fault.Reason{Code: fault.Malformed, Ref: "after"}))
		return
	}
	kind, err := number(query.Get("kind"), 8)
	if err != nil {
		a.fail(w, r, fault.Because("scope", fault.Reason{Code: fault.Malformed, Ref: "kind"}))
		return
	}
	bytes, err := pageBytes(query)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	page, err := a.cfg.Snapshots.Page(r.Context(), reader(r), party.Scope(query.Get("scope")), wire.DocKind(kind), after, bytes)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answerInPieces(w, r, scopePage(page))
}

// number reads a number of a query; none is 0.
func number(text string, bits int) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	return strconv.ParseUint(text, 10, bits)
}

// segment: GET and HEAD /segment/{hash}, also with Range. It is compressed and sealed as
// it is, and the same for everybody, so any cache on the way may keep it.
func (a *API) segment(w http.ResponseWriter, r *http.Request) {
	hash, err := hashOf(r)
	var sealed []byte
	found := false
	if err == nil {
		sealed, found, err = a.cfg.Snapshots.Segment(r.Context(), hash)
		if err != nil {
			a.fail(w, r, err)
			return
		}
	}
	if !found {
		a.write(w, r, http.StatusNotFound, wire.Problem{Reasons: []fault.Reason{{Code: fault.Malformed, Ref: "segment"}}})
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", forEver)
	h.Set("ETag", `"`+hash.String()+`"`)
	_ = http.NewResponseController(w).SetWriteDeadline(a.deadline(patience(int64(len(sealed)))))
	http.ServeContent(inFrames{w}, r, "", time.Time{}, bytes.NewReader(sealed))
}
