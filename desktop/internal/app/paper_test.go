package app_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/app"
)

func TestPaperHandler_GivesPapersOfAnOpenSessionOnly(t *testing.T) {
	t.Parallel()
	a, _ := open(t)
	get := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		app.PaperHandler(a).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, nil))
		return w
	}
	for _, path := range []string{"/", "/paper/", "/paper/order", "/paper/order/x", "/paper/order/x.pdf", "/paper/novel/x.pdf", "/paper/../secret.pdf"} {
		require.Equal(t, http.StatusNotFound, get(http.MethodGet, path).Code, path)
	}
	require.Equal(t, http.StatusNotFound, get(http.MethodPost, "/paper/order/x.pdf").Code)
	require.Contains(t, get(http.MethodGet, "/paper/order/x.pdf").Body.String(), "field_invalid")
	a.Lock()
	require.Contains(t, get(http.MethodGet, "/paper/order/x.pdf").Body.String(), "locked")
}
