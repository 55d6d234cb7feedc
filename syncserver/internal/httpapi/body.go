package httpapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// Limits of compressed bodies (docs/formats/wire.md, section 7).
const (
	// maxUnpacked is the most bytes a body may unpack to.
	maxUnpacked = 32 << 20
	// maxRatio is how many times its size it may unpack to; small bodies may do more.
	maxRatio   = 50
	ratioFloor = 64 << 10
	// packFrom is the size from which an answer is compressed.
	packFrom = 512
)

// slowest is the slowest link that is waited for, bytes a second: half of what
// 64 kbit/s carry.
const slowest = 4 << 10

// patience is how long so many bytes may take.
func patience(bytes int64) time.Duration {
	return readTimeout + time.Duration(bytes/slowest)*time.Second
}

type bodyKey struct{}

// takeIn reads a request's body within its limit, before anything is decoded.
func (a *API) takeIn(limit int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			size := r.ContentLength
			if size > limit {
				a.fail(w, r, tooLarge(size, limit))
				return
			}
			if size < 0 {
				size = limit // it does not say
			}
			// A writer that knows no deadlines is a test's.
			control := http.NewResponseController(w)
			_ = control.SetReadDeadline(a.deadline(patience(size)))
			// In HTTP/2 the time to answer runs while the question is still coming in.
			_ = control.SetWriteDeadline(a.deadline(patience(size) + writeTimeout))
			whose := sender(r)
			b, err := a.bodies.read(whose, http.MaxBytesReader(w, r.Body, limit))
			defer a.bodies.give(whose, int64(len(b)))
			var over *http.MaxBytesError
			switch {
			case errors.Is(err, errNoRoom):
				a.busy(w, r)
				return
			case errors.As(err, &over):
				err = tooLarge(limit+1, limit)
			case err != nil:
				err = fault.Wrap("read body", fault.Malformed, err)
			}
			if err != nil {
				a.fail(w, r, err)
				return
			}
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), bodyKey{}, b)))
		})
	}
}

// bodyOf returns what takeIn read, unpacked on routes that allow it. Faults:
// TooLarge, Malformed.
func bodyOf(r *http.Request, mayPack bool) ([]byte, error) {
	packed, _ := r.Context().Value(bodyKey{}).([]byte) // only behind takeIn
	switch encoding := strings.ToLower(r.Header.Get("Content-Encoding")); {
	case encoding == "" || encoding == "identity":
		return packed, nil
	case encoding == "zstd" && mayPack:
		return unpack(packed)
	}
	return nil, fault.Because("read body", fault.Reason{Code: fault.Malformed, Ref: "content encoding"})
}

func tooLarge(have, want int64) error {
	return fault.Because("read body", fault.Reason{Code: fault.TooLarge, Field: "body", Have: have, Want: want})
}

// unpack never holds more than the limit, whatever the body claims.
func unpack(packed []byte) ([]byte, error) {
	limit := min(int64(maxUnpacked), max(int64(len(packed))*maxRatio, ratioFloor))
	d, err := zstd.NewReader(bytes.NewReader(packed),
		zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(8<<20))
	if err != nil {
		return nil, fault.Wrap("unpack body", fault.Malformed, err)
	}
	defer d.Close()
	b, err := io.ReadAll(io.LimitReader(d, limit+1))
	if int64(len(b)) > limit {
		return nil, tooLarge(int64(len(b)), limit)
	}
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return nil, tooLarge(limit+1, limit)
	}
	if err != nil {
		return nil, fault.Wrap("unpack body", fault.Malformed, err)
	}
	return b, nil
}

// answer writes a success, compressed when the caller takes that and it pays.
func (a *API) answer(w http.ResponseWriter, r *http.Request, v any) {
	b := a.pack(w, r, v)
	_ = http.NewResponseController(w).SetWriteDeadline(a.deadline(patience(int64(len(b)))))
	_, _ = w.Write(b) // the caller may be gone
}

// pack is the body of a success, and sets its headers.
func (a *API) pack(w http.ResponseWriter, r *http.Request, v any) []byte {
	b := wire.Encode(v)
	h := w.Header()
	h.Set("Content-Type", wire.ContentType)
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Encoding")
	h.Del("Content-Encoding")
	if len(b) < packFrom || !acceptsZstd(r) {
		return b
	}
	h.Set("Content-Encoding", "zstd")
	return a.zstd.EncodeAll(b, nil)
}

func acceptsZstd(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, _, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), "zstd") {
			return true
		}
	}
	return false
}
