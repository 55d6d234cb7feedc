package httpapi

import (
	"net/http"

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

// pull: GET /sync/pull?cursor=.
func (a *API) pull(w http.ResponseWriter, r *http.Request) {
	from, err := wire.ParseCursor(r.URL.Query().Get("cursor"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	page, err := a.cfg.Feed.Pull(r.Context(), reader(r), from)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, r, page)
}

func reader(r *http.Request) feed.Reader {
	who := caller(r)
	return feed.Reader{Device: who.Device.ID, Person: who.Person}
}
