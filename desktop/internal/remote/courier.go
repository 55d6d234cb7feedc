package remote

import (
	"context"
	"net/http"

	"dotchain/desktop/internal/courier"
	"dotchain/shared/wire"
)

var _ courier.Server = (*Remote)(nil)

// Courier implements courier.Server (docs/formats/courier.md, section 5).
func (r *Remote) Courier(ctx context.Context, file []byte) (wire.CourierResponse, error) {
	var response wire.CourierResponse
	err := r.call(ctx, http.MethodPost, wire.PathCourier, nil, http.Header{}, file, &response)
	return response, err
}
