package httpapi

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// piecesFrom is the size of a body from which its rest can be asked for: less goes
// through any line.
const piecesFrom = 4 << 10

// A page that breaks off on its way need not come again from its start. Nothing of it is
// kept here: its ETag says what of it a moment later would be another, so that any server
// makes the same bytes again, as long as no document of it changed (docs/formats/wire.md,
// section 4).

// tag is what an ETag says.
type tag struct {
	Next       uint64 `cbor:"1,keyasint"`
	Head       uint64 `cbor:"2,keyasint,omitempty"`
	Remaining  int64  `cbor:"3,keyasint,omitempty"`
	Clock      int64  `cbor:"4,keyasint,omitempty"`
	Documents  int    `cbor:"5,keyasint,omitempty"`
	Done       bool   `cbor:"6,keyasint,omitempty"`
	Checkpoint []byte `cbor:"7,keyasint,omitempty"`
	// Sum is the hash of the body as it travels.
	Sum seal.Hash `cbor:"8,keyasint"`
}

func (t tag) String() string { return `"` + base64.RawURLEncoding.EncodeToString(wire.Encode(t)) + `"` }

// tagIn is the tag of the answer whose rest is asked for.
func tagIn(r *http.Request) (tag, bool) {
	b, err := base64.RawURLEncoding.DecodeString(strings.Trim(r.Header.Get("If-Range"), `"`))
	if err != nil || len(b) == 0 {
		return tag{}, false
	}
	var t tag
	return t, wire.Decode(b, &t) == nil
}

// piecewise is a page whose rest can be asked for.
type piecewise interface {
	// tag says what it is, without a sum.
	tag() tag
	// as is the page as it was with a tag; false where it had more documents.
	as(t tag) (page any, ok bool)
}

type (
	pullPage  wire.Page
	scopePage wire.ScopePage
)

func (p pullPage) tag() tag {
	return tag{
		Next: p.Next.Seq, Head: p.Head, Remaining: p.Remaining, Clock: p.Clock, Documents: len(p.Documents), Checkpoint: p.Checkpoint,
	}
}

func (p pullPage) as(t tag) (any, bool) {
	if t.Documents < 0 || t.Documents > len(p.Documents) {
		return nil, false
	}
	p.Next.Seq, p.Head, p.Remaining, p.Clock, p.Checkpoint = t.Next, t.Head, t.Remaining, t.Clock, t.Checkpoint
	p.Documents = p.Documents[:t.Documents]
	return wire.Page(p), true
}

func (p scopePage) tag() tag { return tag{Next: p.Next, Done: p.Done, Documents: len(p.Documents)} }

func (p scopePage) as(t tag) (any, bool) {
	if t.Documents < 0 || t.Documents > len(p.Documents) {
		return nil, false
	}
	p.Next, p.Done, p.Documents = t.Next, t.Done, p.Documents[:t.Documents]
	return wire.ScopePage(p), true
}

// answerInPieces answers with a page, or with the rest of one that broke off.
func (a *API) answerInPieces(w http.ResponseWriter, r *http.Request, p piecewise) {
	if t, ok := tagIn(r); ok {
		if page, ok := p.as(t); ok {
			if b := a.pack(w, r, page); seal.Sum(b) == t.Sum {
				a.serve(w, r, b, t)
				return
			}
		}
	}
	// A range of nothing in particular would be of a page that the caller has not begun.
	r.Header.Del("Range")
	t := p.tag()
	page, _ := p.as(t)
	b := a.pack(w, r, page)
	t.Sum = seal.Sum(b)
	a.serve(w, r, b, t)
}

func (a *API) serve(w http.ResponseWriter, r *http.Request, b []byte, t tag) {
	_ = http.NewResponseController(w).SetWriteDeadline(a.deadline(patience(int64(len(b)))))
	if len(b) < piecesFrom {
		_, _ = w.Write(b) // the caller may be gone
		return
	}
	w.Header().Set("ETag", t.String())
	http.ServeContent(inFrames{w}, r, "", time.Time{}, bytes.NewReader(b))
}

// inFrames writes in short frames. Of a frame of HTTP/2 nothing is there before all of it
// is: over a line that is cut every 16 KiB one of the usual 16 KiB never arrives.
type inFrames struct{ http.ResponseWriter }

// frame is small enough for a net/http server to gather a few in its buffer of 4 KiB.
const frame = 1 << 10

func (w inFrames) Write(b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var wrote int
		wrote, err = w.ResponseWriter.Write(b[n:min(n+frame, len(b))])
		n += wrote
	}
	return n, err
}
