package httpapi

import (
	"net/http"
	"net/url"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
)

// enrol: POST /enrol.
func (a *API) enrol(w http.ResponseWriter, r *http.Request) {
	b, err := bodyOf(r, false)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	var request wire.EnrolRequest
	if err = wire.Decode(b, &request); err != nil {
		a.fail(w, r, err)
		return
	}
	response, err := a.cfg.Authority.Enrol(r.Context(), request)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, r, response)
}

// push: POST /sync/push.
func (a *API) push(w http.ResponseWriter, r *http.Request) {
	b, err := bodyOf(r, true)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	var request wire.PushRequest
	if err = wire.Decode(b, &request); err != nil {
		a.fail(w, r, err)
		return
	}
	response, err := a.cfg.Engine.Push(r.Context(), caller(r).Device.ID, request)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.metrics.commands.Add(float64(len(response.Receipts)))
	a.answer(w, r, response)
}

// pull: GET /sync/pull?cursor=&bytes=N.
func (a *API) pull(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	from, err := wire.ParseCursor(query.Get("cursor"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	bytes, err := pageBytes(query)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	page, err := a.cfg.Feed.PullUpTo(r.Context(), reader(r), from, bytes)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answerInPieces(w, r, pullPage(page))
}

// pageBytes is about how many bytes of documents a page may have, as the device asks.
func pageBytes(query url.Values) (int, error) {
	n, err := number(query.Get("bytes"), 31)
	if err != nil {
		return 0, fault.Because("page", fault.Reason{Code: fault.Malformed, Ref: "bytes"})
	}
	if n == 0 || n > wire.PullBytes {
		return wire.PullBytes, nil
	}
	return int(n), nil
}

func reader(r *http.Request) feed.Reader {
	who := caller(r)
	return feed.Reader{Device: who.Device.ID, Person: who.Person}
}
