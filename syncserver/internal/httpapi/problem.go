package httpapi

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// statusOf is the table of codes and HTTP statuses (docs/formats/wire.md,
// section 6). What is not in it is a rule of the field: 422.
//
//nolint:exhaustive // a rule of the field has no status of its own
func statusOf(code fault.Code) int {
	switch code {
	case fault.Internal:
		return http.StatusInternalServerError
	case fault.Malformed, fault.NotCanonical, fault.VersionUnknown, fault.KindUnknown, fault.SignatureInvalid,
		fault.FieldInvalid, fault.FieldMissing, fault.TextNotClean, fault.CourierDamaged, fault.CourierForeign:
		return http.StatusBadRequest
	case fault.DeviceUnknown, fault.SignerUnknown:
		return http.StatusUnauthorized
	case fault.TicketInvalid, fault.TicketExpired, fault.DeviceRevoked, fault.SignerRevoked, fault.SignerMismatch,
		fault.NotAllowed, fault.NotYours, fault.OwnDecision:
		return http.StatusForbidden
	case fault.AttachmentMissing:
		return http.StatusNotFound
	case fault.Resnapshot:
		return http.StatusGone
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.ClientTooOld:
		return http.StatusUpgradeRequired
	case fault.ServerTooOld:
		return http.StatusNotImplemented
	case fault.Busy:
		return http.StatusServiceUnavailable
	}
	return http.StatusUnprocessableEntity
}

// Times a caller is asked to come back after.
const (
	retryLeast = time.Second
	retryMore  = 4 * time.Second
)

// fail answers with an error. What is not a fault is logged here, once, and
// shown as nothing but "internal".
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody is there to read it
	}
	p := a.problemOf(r.Context(), r.URL.Path, err)
	a.write(w, r, statusOf(p.Reasons[0].Code), p)
}

// problemOf is what the caller is told of an error.
func (a *API) problemOf(ctx context.Context, path string, err error) wire.Problem {
	p := wire.Problem{Reasons: fault.ReasonsOf(err)}
	switch first := p.Reasons[0]; {
	case statusOf(first.Code) == http.StatusInternalServerError:
		a.cfg.Log.ErrorContext(ctx, "request failed", "path", path, "error", err)
	case first.Code == fault.Busy:
		p.RetryAfter = max(first.Have, a.retryAfter().Milliseconds())
	}
	return p
}

// busy asks to come back a little later, everybody at another time.
func (a *API) busy(w http.ResponseWriter, r *http.Request) { a.fail(w, r, a.busyFault()) }

func (a *API) busyFault() error {
	return fault.Because("limit", fault.Reason{Code: fault.Busy, Have: a.retryAfter().Milliseconds()})
}

func (a *API) retryAfter() time.Duration {
	return retryLeast + time.Duration(a.cfg.Jitter()*float64(retryMore))
}

func (a *API) write(w http.ResponseWriter, _ *http.Request, status int, p wire.Problem) {
	if p.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.FormatInt((p.RetryAfter+999)/1000, 10))
	}
	w.Header().Set("Content-Type", wire.ContentType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(wire.Encode(p)) // the caller may be gone
}

// recoverTop is the only place that catches a panic: the request fails, the
// others go on.
func (a *API) recoverTop(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { //nolint:contextcheck // it has the request's
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v) // net/http's own way to end a response
			}
			a.metrics.panics.Inc()
			a.cfg.Log.ErrorContext(r.Context(), "panic in a request", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
			a.write(w, r, http.StatusInternalServerError, wire.Problem{Reasons: []fault.Reason{{Code: fault.Internal}}})
		}()
		next.ServeHTTP(w, r)
	})
}

// version says ours on every answer and refuses a caller of another one.
func version(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(wire.VersionHeader, strconv.Itoa(wire.Version))
		theirs, err := strconv.Atoi(r.Header.Get(wire.VersionHeader))
		reason := fault.Reason{Code: fault.VersionUnknown, Have: int64(theirs), Want: wire.Version}
		switch {
		case err != nil:
		case theirs < wire.Version:
			reason.Code = fault.ClientTooOld
		case theirs > wire.Version:
			reason.Code = fault.ServerTooOld
		default:
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", wire.ContentType)
		w.WriteHeader(statusOf(reason.Code))
		_, _ = w.Write(wire.Encode(wire.Problem{Reasons: []fault.Reason{reason}})) // the caller may be gone
	})
}

// queueFor is how long a request whose body is here waits for its turn: sending
// it anew would cost a slow link more.
const queueFor = 5 * time.Second

// turns are places of those who work at once.
type turns chan struct{}

// take waits for a place, for a while when it queues; false when there is none.
func (t turns) take(ctx context.Context, queues bool) bool {
	select {
	case t <- struct{}{}:
		return true
	default:
	}
	if !queues {
		return false
	}
	late := time.NewTimer(queueFor)
	defer late.Stop()
	select {
	case t <- struct{}{}:
		return true
	case <-late.C:
	case <-ctx.Done():
	}
	return false
}

func (t turns) give() { <-t }

// atMost lets so many requests work at once; one more is asked to come back, at
// once or when its turn did not come in a while.
func (a *API) atMost(places turns, queues bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !places.take(r.Context(), queues) {
				a.busy(w, r)
				return
			}
			defer places.give()
			next.ServeHTTP(w, r)
		})
	}
}

func randomly() float64 { return rand.Float64() } //nolint:gosec // it spreads load and hides nothing
