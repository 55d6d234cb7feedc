package httpapi

import (
	"net/http"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// digest: GET /sync/digest?cursor=&diverged=SCOPE/KIND.
func (a *API) digest(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	at, err := wire.ParseCursor(query.Get("cursor"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	reports := query["diverged"]
	if len(reports) > wire.MaxDiverged {
		a.fail(w, r, fault.Because("digest", fault.Reason{Code: fault.TooLarge, Field: "diverged", Have: int64(len(reports)), Want: wire.MaxDiverged}))
		return
	}
	diverged := make([]wire.Diverged, len(reports))
	for i, text := range reports {
		if diverged[i], err = wire.ParseDiverged(text); err != nil {
			a.fail(w, r, err)
			return
		}
	}
	answer, err := a.cfg.Feed.Digest(r.Context(), reader(r), at, diverged)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.metrics.diverged.Add(float64(len(diverged)))
	a.answer(w, r, answer)
}
