package httpapi

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPI_RouteWithoutAccessStopsTheStart(t *testing.T) {
	t.Parallel()
	a := &API{metrics: newMetrics(nil)}
	_, err := a.mount([]route{{method: http.MethodGet, path: "/open", handle: func(http.ResponseWriter, *http.Request) {}}})
	require.ErrorContains(t, err, "GET /open names nobody who may call it")
	for _, r := range (&API{}).routes() {
		require.NotZero(t, r.may, r.path)
	}
}
