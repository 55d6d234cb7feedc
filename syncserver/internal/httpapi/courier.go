package httpapi

import (
	"context"
	"net/http"

	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// Courier takes courier files.
type Courier interface {
	// Take decides what a device brings and returns the answer for whose it is; see
	// courier.Desk.
	Take(ctx context.Context, carrier id.ID[id.Device], file []byte) (wire.CourierResponse, error)
}

// courier: POST /sync/courier.
func (a *API) courier(w http.ResponseWriter, r *http.Request) {
	file, err := bodyOf(r, false)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	response, err := a.cfg.Courier.Take(r.Context(), caller(r).Device.ID, file)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, r, response)
}
