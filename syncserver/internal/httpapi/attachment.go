package httpapi

import (
	"bytes"
	"context"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Attachments keeps the files that belong to documents.
type Attachments interface {
	// Put takes a piece of a file, and Get gives a file; see attachment.Attachments.
	Put(ctx context.Context, who party.Person, device id.ID[id.Device], hash seal.Hash, from, total int64, piece []byte) (wire.AttachmentState, error)
	Get(ctx context.Context, who party.Person, hash seal.Hash) ([]byte, error)
}

// attachmentRoute is the path of one attachment, for the router.
const attachmentRoute = wire.PathAttachment + "{hash}"

// putAttachment: PUT /sync/attachment/{hash}, with Content-Range.
func (a *API) putAttachment(w http.ResponseWriter, r *http.Request) {
	hash, err := hashOf(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	piece, err := bodyOf(r, false)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	from, total, ok := parseRange(r.Header.Get("Content-Range"), int64(len(piece)))
	if !ok {
		a.fail(w, r, fault.Because("attachment", fault.Reason{Code: fault.FieldInvalid, Field: "content_range"}))
		return
	}
	who := caller(r)
	state, err := a.cfg.Attachments.Put(r.Context(), who.Person, who.Device.ID, hash, from, total, piece)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, r, state)
}

// getAttachment: GET /sync/attachment/{hash}, also with Range.
func (a *API) getAttachment(w http.ResponseWriter, r *http.Request) {
	hash, err := hashOf(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	content, err := a.cfg.Attachments.Get(r.Context(), caller(r).Person, hash)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	h := w.Header()
	// Whatever the file is, nothing that reads this answer runs it.
	h.Set("Content-Type", "application/octet-stream")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("ETag", `"`+hash.String()+`"`)
	_ = http.NewResponseController(w).SetWriteDeadline(a.deadline(patience(int64(len(content)))))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

func hashOf(r *http.Request) (seal.Hash, error) {
	// One hash has one address: lower case.
	text := chi.URLParam(r, "hash")
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(seal.Hash{}) || text != strings.ToLower(text) {
		return seal.Hash{}, fault.Because("attachment", fault.Reason{Code: fault.FieldInvalid, Field: "attachment"})
	}
	return seal.Hash(b), nil
}

// parseRange reads "bytes 0-99/1000" for a body of so many bytes, and "bytes */1000"
// for none.
func parseRange(text string, size int64) (from, total int64, ok bool) {
	rest, found := strings.CutPrefix(text, "bytes ")
	place, of, slash := strings.Cut(rest, "/")
	total, err := strconv.ParseInt(of, 10, 64)
	if !found || !slash || err != nil {
		return 0, 0, false
	}
	if place == "*" {
		return 0, total, size == 0
	}
	first, last, dash := strings.Cut(place, "-")
	from, err = strconv.ParseInt(first, 10, 64)
	to, bad := strconv.ParseInt(last, 10, 64)
	if !dash || err != nil || bad != nil || size == 0 || from < 0 || to < from || to-from != size-1 {
		return 0, 0, false
	}
	return from, total, true
}
